//! What everything that is registered by name has in common: the look-up, and the errors of the look-up.

use std::fmt;

use crate::{Error, ErrorKind, Result};

/// An entry that a plugin crate left through `inventory`.
pub(crate) trait Registration: 'static {
    /// The name that configurations use.
    fn name(&self) -> &'static str;

    /// Where the registration stands in the source of the plugin.
    fn place(&self) -> Place;
}

/// A file and a line, shown as `file:line`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: &'static str,
    pub(crate) line: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// One kind of thing that has names: what it is called, and which of it this crate brings along.
pub(crate) struct Kind<B: 'static> {
    /// The word for it in errors, such as `"serializer"`.
    pub(crate) what: &'static str,
    /// The built-ins of this build.
    pub(crate) built_in: &'static [(&'static str, B)],
    /// The names that are built in once a cargo feature is enabled, each with its feature, enabled or not.
    pub(crate) behind_features: &'static [(&'static str, &'static str)],
    /// Other names, each with the name that it stands for: what a Django configuration writes.
    pub(crate) aliases: &'static [(&'static str, &'static str)],
}

/// What a name stands for.
pub(crate) enum Found<B: 'static, R: 'static> {
    BuiltIn(&'static B),
    Plugin(&'static R),
}

impl<B, R> Clone for Found<B, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<B, R> Copy for Found<B, R> {}

impl<B> Kind<B> {
    /// Finds what `name` stands for, among the built-ins and the registered `plugins`.
    ///
    /// # Errors
    ///
    /// `Config` when nothing has that name, or when more than one thing has it.
    pub(crate) fn find<R: Registration>(
        &self,
        plugins: impl IntoIterator<Item = &'static R>,
        name: &str,
    ) -> Result<Found<B, R>> {
        let meant = self.meant(name);
        let built_in = self.built_in.iter().find(|(known, _)| *known == meant).map(|(_, built_in)| built_in);
        let plugins: Vec<&'static R> = plugins.into_iter().collect();
        let mut named = plugins.iter().filter(|plugin| [name, meant].contains(&plugin.name()));
        match (built_in, named.next()) {
            (None, None) => Err(self.unknown(plugins, name)),
            (Some(built_in), None) => Ok(Found::BuiltIn(built_in)),
            (Some(_), Some(plugin)) => Err(self.taken(name, "it is built in", plugin.place())),
            (None, Some(plugin)) => match named.next() {
                None => Ok(Found::Plugin(plugin)),
                Some(second) => Err(self.taken(name, &plugin.place().to_string(), second.place())),
            },
        }
    }

    /// Returns all names that can be used in this build, sorted.
    pub(crate) fn names<R: Registration>(&self, plugins: impl IntoIterator<Item = &'static R>) -> Vec<&'static str> {
        let mut names: Vec<_> = self.built_in.iter().map(|(name, _)| *name).collect();
        names.extend(plugins.into_iter().map(Registration::name));
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Returns the name that an alias stands for; any other name stands for itself.
    fn meant<'n>(&self, name: &'n str) -> &'n str {
        self.aliases.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, meant)| meant)
    }

    fn unknown<R: Registration>(&self, plugins: Vec<&'static R>, name: &str) -> Error {
        let Self { what, behind_features, aliases, .. } = self;
        let meant = self.meant(name);
        if let Some((_, feature)) = behind_features.iter().find(|(behind, _)| *behind == meant) {
            let written = if meant == name { String::new() } else { format!(" ({name})") };
            return Error::new(
                ErrorKind::Config,
                format!(
                    "the {what} '{meant}'{written} is not in this build: enable the cargo feature `{feature}` of \
                     `valkey-cache`{}",
                    known(None, &self.names(plugins))
                ),
            );
        }
        let names = self.names(plugins);
        let near = nearest(name, names.iter().copied().chain(aliases.iter().map(|(alias, _)| *alias)));
        Error::new(
            ErrorKind::Config,
            format!(
                "unknown {what} '{name}'{}; a {what} of another crate is linked only when something of that crate is \
                 named, `use my_plugin as _;` is enough",
                known(near, &names)
            ),
        )
    }

    fn taken(&self, name: &str, first: &str, second: Place) -> Error {
        let what = self.what;
        Error::new(
            ErrorKind::Config,
            format!("the {what} name '{name}' is taken twice: {first}, and it is registered at {second}; rename one"),
        )
    }
}

/// Ends a sentence about a name that is not known: says which one may have been meant, and which ones there are.
pub(crate) fn known(nearest: Option<&str>, names: &[&str]) -> String {
    let names = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!("{} Known: {names}", suggestion(nearest))
}

/// Ends a sentence with a suggestion, or without one.
pub(crate) fn suggestion(nearest: Option<&str>) -> String {
    nearest.map_or_else(|| ".".to_owned(), |name| format!("; did you mean '{name}'?"))
}

/// Returns the candidate that `name` is most likely a misspelling of, or none when all are too far away.
pub(crate) fn nearest<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let wanted = name.to_lowercase();
    // A third of the letters may be wrong, so that short names are not confused with each other.
    let letters = wanted.chars().count();
    let tolerance = (letters / 3).max(1);
    // The beginning may be left out, if there is enough of the rest.
    let is_end = |candidate: &str| letters >= 6 && candidate.ends_with(&wanted);
    candidates
        .into_iter()
        .map(|candidate| {
            let lower = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&wanted, &lower);
            (if is_end(&lower) { distance.min(tolerance) } else { distance }, candidate)
        })
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests;
