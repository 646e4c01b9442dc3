//! Commands that concern several servers: how they are cut, and how the answers become one.

use redis::Cmd;

use super::reply::{Reply, ServerError};
use super::request::Request;
use crate::error::{Error, Result};

/// How the answers of several servers to one command become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Adds the integers up.
    Sum,
    /// Puts the items of the lists into the order of the keys that they answer.
    ByKey,
    /// Puts the lists one after another.
    Concat,
    /// Takes the first: all of them say the same.
    Same,
}

/// Which servers a command concerns, if not just the one of its first key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Spread {
    /// Those of its keys. What follows a key, up to the next one, goes with it.
    ByKey(Merge),
    /// All.
    Everywhere(Merge),
    /// Those of its two keys: what is at the first goes to the second.
    Moves,
}

/// How the answers to the parts of a command are put together.
#[derive(Debug)]
pub(crate) struct Seam {
    merge: Merge,
    /// For each key of the command, in order, the part that it went to.
    order: Vec<usize>,
}

impl Request {
    /// Returns the command once for each node.
    pub(crate) fn for_each_node(&self, nodes: &[usize], merge: Merge) -> (Vec<Self>, Seam) {
        let parts = nodes.iter().map(|node| Self { node: Some(*node), spread: None, ..self.clone() }).collect();
        (parts, Seam { merge, order: Vec::new() })
    }

    /// Cuts the command into one part for each place; `places` are those of its keys.
    pub(crate) fn cut(&self, places: &[usize], merge: Merge) -> (Vec<Self>, Seam) {
        let words = self.words().collect::<Vec<_>>();
        let starts = [self.first_key].iter().chain(&self.more_keys).copied().collect::<Vec<_>>();
        let ends = self.more_keys.iter().copied().chain([words.len()]);
        let mut seen: Vec<usize> = Vec::new();
        let mut order = Vec::with_capacity(places.len());
        let mut cmds: Vec<(Cmd, Vec<usize>)> = Vec::new();
        for ((start, end), place) in starts.into_iter().zip(ends).zip(places) {
            let part = seen.iter().position(|known| known == place).unwrap_or_else(|| {
                let mut cmd = Cmd::new();
                words[..self.first_key].iter().for_each(|word| _ = cmd.arg(word));
                cmds.push((cmd, Vec::new()));
                seen.push(*place);
                seen.len() - 1
            });
            let (cmd, keys) = &mut cmds[part];
            keys.push(cmd.args_iter().len());
            words[start..end].iter().for_each(|word| _ = cmd.arg(word));
            order.push(part);
        }
        let parts = cmds.into_iter().map(|(cmd, mut keys)| Self {
            cmd,
            first_key: keys.remove(0),
            more_keys: keys,
            spread: None,
            ..*self
        });
        (parts.collect(), Seam { merge, order })
    }
}

impl Seam {
    /// Makes one answer of those of the parts.
    ///
    /// A part whose error is to be ignored counts as one that found nothing, if another was answered and there is
    /// something to put together.
    ///
    /// # Errors
    ///
    /// The first one. An error reply is an answer, unless it says that the server is not in order at the moment: the
    /// first of them is the answer to the whole.
    pub(crate) fn join(
        &self,
        replies: impl Iterator<Item = Result<Reply>>,
        ignores: impl Fn(&Error) -> bool,
    ) -> Result<Reply> {
        let mut replies = replies.map(answered).collect::<Vec<_>>();
        if self.merge != Merge::Same && replies.iter().any(Result::is_ok) {
            for (part, reply) in replies.iter_mut().enumerate() {
                if reply.as_ref().is_err_and(&ignores) {
                    *reply = Ok(self.nothing(part));
                }
            }
        }
        let replies = replies.into_iter().collect::<Result<Vec<_>>>()?;
        if let Some(error) = replies.iter().find(|reply| matches!(reply, Reply::Error(_))) {
            return Ok(error.clone());
        }
        Ok(match self.merge {
            Merge::Sum => match replies.iter().map(int).sum::<Option<i64>>() {
                Some(sum) => Reply::Int(sum),
                None => unexpected("an integer"),
            },
            Merge::Concat => match replies.into_iter().map(list).collect::<Option<Vec<_>>>() {
                Some(lists) => Reply::List(lists.into_iter().flatten().collect()),
                None => unexpected("a list"),
            },
            Merge::ByKey => match replies.into_iter().map(list).collect::<Option<Vec<_>>>() {
                Some(lists) => {
                    let mut lists = lists.into_iter().map(Vec::into_iter).collect::<Vec<_>>();
                    match self.order.iter().map(|part| lists[*part].next()).collect() {
                        Some(items) => Reply::List(items),
                        None => unexpected("an item for each key"),
                    }
                }
                None => unexpected("a list"),
            },
            Merge::Same => replies.into_iter().next().unwrap_or(Reply::Nil),
        })
    }

    /// Returns what an empty server answers to a part.
    fn nothing(&self, part: usize) -> Reply {
        match self.merge {
            Merge::Sum => Reply::Int(0),
            Merge::ByKey => Reply::List(self.order.iter().filter(|of| **of == part).map(|_| Reply::Nil).collect()),
            Merge::Concat => Reply::List(Vec::new()),
            Merge::Same => Reply::Nil,
        }
    }
}

/// Tells an answer from the refusal of a server that may do better later.
fn answered(reply: Result<Reply>) -> Result<Reply> {
    match reply {
        Ok(Reply::Error(error)) if error.is_transient() => Err(error.into()),
        reply => reply,
    }
}

fn int(reply: &Reply) -> Option<i64> {
    match reply {
        Reply::Int(number) => Some(*number),
        _ => None,
    }
}

fn list(reply: Reply) -> Option<Vec<Reply>> {
    match reply {
        Reply::List(items) => Some(items),
        _ => None,
    }
}

fn unexpected(expected: &str) -> Reply {
    Reply::Error(ServerError::new("ERR", format!("one of several servers answered something else than {expected}")))
}

#[cfg(test)]
mod tests;
