//! A command with its keys made and its values encoded: what goes over the wire.

use std::fmt;

use redis::{Arg, Cmd};

use super::script::Script;
use super::spread::Spread;

/// Whether a command changes anything; replicas serve reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Changes nothing.
    Read,
    /// May change something.
    Write,
}

/// One command, ready to be sent.
#[derive(Clone)]
pub struct Request {
    pub(super) cmd: Cmd,
    pub(super) access: Access,
    pub(super) repeatable: bool,
    pub(super) script: Option<&'static Script>,
    /// Which word is the first key; 0 if there is none.
    pub(super) first_key: usize,
    /// Which words are the other keys.
    pub(super) more_keys: Vec<usize>,
    pub(super) spread: Option<Spread>,
    pub(super) node: Option<usize>,
}

impl Request {
    /// Makes a write of these words, of which the one after the name is a key.
    pub(crate) fn with_key(words: &[&[u8]]) -> Self {
        Self { first_key: 1, ..Self::plain(words) }
    }

    /// Makes a write of these words, without a key.
    pub(crate) fn plain(words: &[&[u8]]) -> Self {
        let mut cmd = Cmd::new();
        words.iter().for_each(|word| _ = cmd.arg(*word));
        let access = Access::Write;
        Self {
            cmd,
            access,
            repeatable: true,
            script: None,
            first_key: 0,
            more_keys: Vec::new(),
            spread: None,
            node: None,
        }
    }

    /// Returns the words in order; the first is the command.
    pub fn words(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.cmd.args_iter().map(|arg| match arg {
            Arg::Simple(bytes) => bytes,
            // Only the driver's own SCAN iterator makes cursors, and we do not use it.
            _ => b"0".as_slice(),
        })
    }

    /// Tells whether the command reads or writes.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Tells whether doing it twice is the same as doing it once, so that it may be sent again after a broken connection.
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    /// Returns the made key of the command, the first if there are several.
    pub fn key(&self) -> Option<&[u8]> {
        (self.first_key > 0).then(|| self.words().nth(self.first_key)).flatten()
    }

    /// Returns the made keys of the command, in order.
    pub fn keys(&self) -> impl Iterator<Item = &[u8]> {
        let mut words = self.words().enumerate();
        let positions =
            (self.first_key > 0).then_some(self.first_key).into_iter().chain(self.more_keys.iter().copied());
        positions.filter_map(move |position| words.find(|(index, _)| *index == position).map(|(_, word)| word))
    }

    /// Returns how many keys the command names.
    pub fn key_count(&self) -> usize {
        usize::from(self.first_key > 0) + self.more_keys.len()
    }

    /// Returns the node that the command is meant for, whatever its keys: one that [`nodes`](super::Executor::nodes)
    /// named.
    pub fn node(&self) -> Option<usize> {
        self.node
    }

    pub(crate) fn spread(&self) -> Option<Spread> {
        self.spread
    }

    /// Returns the number of bytes of all words.
    pub fn len(&self) -> usize {
        self.words().map(<[u8]>::len).sum()
    }

    /// Tells whether there is no word at all.
    pub fn is_empty(&self) -> bool {
        self.words().len() == 0
    }

    /// Returns the script that the command runs.
    pub fn script(&self) -> Option<&'static Script> {
        self.script
    }

    /// Returns the keys and the arguments of a script's request.
    #[cfg(feature = "memory")]
    pub(crate) fn script_parts(&self) -> (Vec<&[u8]>, Vec<&[u8]>) {
        let mut words = self.words().skip(3);
        (words.by_ref().take(self.key_count()).collect(), words.collect())
    }

    /// Returns the same call with the script's text, for a server that does not know it yet.
    pub(crate) fn with_script_text(&self) -> Option<Cmd> {
        let script = self.script?;
        let mut cmd = Cmd::with_capacity(self.words().len(), self.len() + script.lua.len());
        cmd.arg("EVAL").arg(script.lua);
        for word in self.words().skip(2) {
            cmd.arg(word);
        }
        Some(cmd)
    }

    /// Gives the command away, in the driver's form; a script goes with its text.
    #[cfg(feature = "async")]
    pub(crate) fn into_cmd(self) -> Cmd {
        self.with_script_text().unwrap_or(self.cmd)
    }

    /// Returns the driver's form of the command.
    pub(crate) fn cmd(&self) -> &Cmd {
        &self.cmd
    }
}

impl fmt::Debug for Request {
    /// Shows the command's name and the number of its words: the rest may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.words().next().map(String::from_utf8_lossy).unwrap_or_default();
        write!(f, "Request({name}, {} words)", self.words().len())
    }
}
