//! The store in this process behind `memory://`: the server's commands and answers, without a server.
//!
//! From below: plain data ([`value`], [`sorted`]) in a [`keyspace`] that knows expiry and eviction; one file for each
//! group of commands, each with its rows of the command table; [`dispatch`], which finds a row by its name; and the
//! [`Store`], which puts a lock around it all. A new command is a function and a row beside it.

mod args;
mod counters;
mod dispatch;
mod error;
mod expiry;
mod glob;
mod hashes;
mod keys;
mod keyspace;
mod lists;
mod number;
mod scan;
mod server;
mod sets;
mod sorted;
mod sorted_ranges;
mod sorted_sets;
mod store;
mod strings;
#[cfg(test)]
mod tests;
mod value;

pub(crate) use store::Store;
