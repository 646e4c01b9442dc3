//! The suite with TLS between the cache and its server.

use std::sync::LazyLock;
use std::time::Duration;

use valkey_cache::CacheConfig;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Suite};
use valkey_cache_tests::{Namespace, Tls, shared};

use super::{AwaitedCache, RunCache};

fn place() -> CacheConfig {
    static TLS: LazyLock<Tls> = LazyLock::new(|| Tls::to(shared()));
    let url = format!("valkeys://{}/{}", TLS.addr(), Namespace::new().db());
    // Many handshakes at once on a busy machine must not add a fault of their own.
    let patience = Duration::from_secs(30);
    CacheConfig::new().location(url).ssl_ca_certs(TLS.ca()).socket_timeout(patience).socket_connect_timeout(patience)
}

fn awaited() -> Suite<AwaitedCache, ByAwait> {
    super::awaited(place())
}

fn run() -> Suite<RunCache, ByRun> {
    super::run(place())
}

macro_rules! conforms {
    ($($combination:ident => $($group:ident)+;)+) => {$(
        mod $combination {
            $(#[test]
            fn $group() {
                super::$combination().$group();
            })+
        }
    )+};
}

// What passes through the connection in all its forms: one command, a script, a page, a pipeline, a large value.
conforms! {
    awaited => strings counters many patterns hashes locks batches codecs;
    run => strings counters many patterns hashes locks batches codecs;
}
