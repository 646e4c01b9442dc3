//! What the code blocks of the book use without showing it.

use std::future::Future;

use valkey_cache::prelude::*;
use valkey_cache::{ErrorKind, Result};

pub use serde::{Deserialize, Serialize};
pub use std::time::Duration;

/// The async cache of the book's blocks.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, key_prefix = "app")]
#[derive(Clone, Debug)]
pub struct AppCache;

/// The blocking cache of the book's blocks.
#[cache_backend(client = DefaultClient, factory = ConnectionFactory, key_prefix = "app")]
#[derive(Clone, Debug)]
pub struct BlockingCache;

/// A value of the book's blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// Who it is.
    pub name: String,
}

impl User {
    /// Makes a user.
    pub fn new(name: &str) -> Self {
        Self { name: name.to_owned() }
    }
}

/// Runs a block that awaits, with an empty cache in this process.
///
/// # Panics
///
/// When the block fails.
pub fn block_on<F: Future<Output = Result<()>>>(block: impl FnOnce(AppCache) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime can be made");
    runtime.block_on(block(cache())).expect("the block of the book runs");
}

/// Runs a block that does not await, with an empty cache in this process.
///
/// # Panics
///
/// When the block fails.
pub fn run(block: impl FnOnce(BlockingCache) -> Result<()>) {
    block(BlockingCache::open("memory://").expect("a store in this process opens"))
        .expect("the block of the book runs");
}

fn cache() -> AppCache {
    AppCache::open("memory://").expect("a store in this process opens")
}

/// Asserts what kind of error an operation gives.
///
/// # Panics
///
/// When it gives none, or another one.
pub fn assert_kind<T: std::fmt::Debug>(result: Result<T>, kind: ErrorKind) {
    assert_eq!(result.expect_err("the operation fails").kind(), kind);
}
