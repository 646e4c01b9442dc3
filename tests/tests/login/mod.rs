//! Users, passwords, and what a user may do.

mod provider;
mod users;
pub(crate) mod vault;

use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache_tests::Server;

/// Bounds a failing test; no passing one waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

fn at(location: String) -> CacheConfig {
    CacheConfig::new().location(location).key_prefix("login").socket_timeout(DEADLINE).socket_connect_timeout(DEADLINE)
}

/// Where the server is, without its user and password.
fn address(server: &Server) -> String {
    format!("valkey://{}", server.addr())
}

/// Makes a user; the words are those of `ACL SETUSER`.
fn set_user(server: &Server, words: &str) {
    server.command(&["ACL", "SETUSER"].into_iter().chain(words.split(' ')).collect::<Vec<_>>()).unwrap();
}
