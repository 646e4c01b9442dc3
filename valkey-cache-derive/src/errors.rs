//! Collects the mistakes of one macro call, so that all of them are reported at once.

use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Errors(Vec<syn::Error>);

impl Errors {
    /// Adds a mistake that lies in `tokens`.
    pub(crate) fn at(&mut self, tokens: impl ToTokens, message: impl Display) {
        self.0.push(syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake of the attribute as a whole: something is missing from it.
    pub(crate) fn at_attribute(&mut self, message: impl Display) {
        self.0.push(syn::Error::new(Span::call_site(), message));
    }

    /// Adds what `syn` could not read.
    pub(crate) fn push(&mut self, error: syn::Error) {
        self.0.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives a `compile_error!` for each mistake. They may stand where items stand, and in a block.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.0.into_iter().map(syn::Error::into_compile_error).collect()
    }
}

/// Says that `found` is not one of `known`, which one is nearest, and which there are.
pub(crate) fn unknown_option(found: &str, known: &[&str]) -> String {
    let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match nearest(found, known) {
        Some(name) => format!("unknown option `{found}`; did you mean `{name}`? Known: {list}"),
        None => format!("unknown option `{found}`. Known: {list}"),
    }
}

/// Finds the name that `found` was most likely meant to be.
pub(crate) fn nearest<'k>(found: &str, known: &[&'k str]) -> Option<&'k str> {
    // Half of the letters in place: `prefix` still finds `key_prefix`, and `ttl` finds nothing.
    const ALIKE: f64 = 0.5;
    let found = found.to_lowercase();
    known
        .iter()
        .map(|name| (strsim::normalized_damerau_levenshtein(&found, name), *name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name)
}
