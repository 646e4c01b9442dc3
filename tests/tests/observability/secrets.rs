use std::error::Error as _;
use std::fmt::Write as _;

use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, Caches, CachesConfig, Error, ErrorKind};
use valkey_cache_tests::conformance::{ByAwait, Style};
use valkey_cache_tests::{PortClaim, Sentinels, Server};

use super::subscriber::{as_text, listen};
use super::{SeenAwaitedCache, SeenCache, open};

/// What must not be seen: the password, and the password as a URL has it.
const PASSWORD: &str = "Zo7@Qx/9%:k";
const IN_URL: &str = "Zo7%40Qx%2F9%25%3Ak";

#[track_caller]
fn hides(text: &str) {
    for secret in [PASSWORD, IN_URL, "Zo7", "Qx"] {
        assert!(!text.contains(secret), "it shows the password: {text}");
    }
}

/// Returns an error and everything that it is caused by, in both forms.
fn all_of(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        write!(text, " {error} {error:?}").unwrap();
        source = error.source();
    }
    text
}

#[test]
fn an_open_cache_shows_no_password() {
    let url = format!("valkey://user:{IN_URL}@127.0.0.1:6379/1");
    let from_url = CacheConfig::new().location(url.as_str());
    let from_option = CacheConfig::new().location("valkey://127.0.0.1:6379").username("user").password(PASSWORD);
    for config in [from_url, from_option] {
        hides(&format!("{config:?} {:?} {:?}", config.resolve().unwrap(), open(config.clone())));
        let caches = Caches::new(CachesConfig::new().cache("default", config));
        let cache = caches.get::<SeenCache>("default").unwrap();
        hides(&format!("{caches:?} {cache:?} {:?}", cache.set("k", &1)));
        hides(&format!("{:?} {:?}", cache.get_lock("k"), cache.batch((cache.get::<i32>("k"),))));
    }
}

#[test]
fn an_unreachable_server_is_named_without_its_password() {
    let port = PortClaim::new();
    let cache = open(CacheConfig::new().location(format!("valkey://user:{IN_URL}@127.0.0.1:{}", port.port())));
    let said = listen(|| {
        let error = cache.set("k", &1).run().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connection);
        hides(&all_of(&error));
        hides(&all_of(&cache.get_valkey_connection(valkey_cache::operation::Access::Read, None).run().err().unwrap()));
    });
    hides(&as_text(&said));
}

#[test]
fn a_wrong_password_is_an_error_that_does_not_show_it() {
    let server = Server::builder().requirepass("right").start();
    let location = format!("valkey://{}", server.addr());
    let wrong = || CacheConfig::new().location(location.as_str()).password(PASSWORD).ignore_exceptions(true);
    let (run, awaited) = (open(wrong()), SeenAwaitedCache::from_config(&wrong()).unwrap());
    let said = listen(|| {
        let errors = [
            run.get::<i32>("k").run().unwrap_err(),
            <ByAwait as Style<SeenAwaitedCache>>::block_on(awaited.get::<i32>("k").into_future()).unwrap_err(),
        ];
        for error in errors {
            // A mistake of the configuration, not a fault of the server: never ignored.
            assert_eq!(error.kind(), ErrorKind::Auth, "{error}");
            assert!(error.to_string().contains("password"), "{error}");
            assert!(error.server().is_some_and(|server| server.contains(&server_port(&location))), "{error}");
            hides(&all_of(&error));
        }
    });
    hides(&as_text(&said));
    // And none at all.
    let stranger = open(CacheConfig::new().location(location.as_str()));
    let error = stranger.get::<i32>("k").run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth, "{error}");
}

/// A server that does not know a command quotes its arguments.
#[test]
fn a_command_that_is_not_known_is_told_without_its_arguments() {
    let group = Sentinels::builder().replicas(0).sentinels(1).start();
    let config = CacheConfig::new().location(format!("valkey://{}", group.sentinels()[0].addr()));
    let (run, awaited) = (open(config.clone()), SeenAwaitedCache::from_config(&config).unwrap());
    let said = listen(|| {
        let (set, get) = run.batch((run.set("k", PASSWORD), run.get::<i32>("k"))).run().unwrap();
        let together = awaited.batch((awaited.set("k", PASSWORD), awaited.hset("h", [("k", PASSWORD)])));
        let (other, hset) = <ByAwait as Style<SeenAwaitedCache>>::block_on(together.into_future()).unwrap();
        let errors = [
            run.set("k", PASSWORD).run().unwrap_err(),
            run.set_many([("a", PASSWORD), ("b", PASSWORD)]).run().unwrap_err(),
            <ByAwait as Style<SeenAwaitedCache>>::block_on(awaited.set("k", PASSWORD).into_future()).unwrap_err(),
            set.unwrap_err(),
            get.unwrap_err(),
            other.unwrap_err(),
            hset.unwrap_err(),
        ];
        for error in errors {
            assert!(error.to_string().contains("unknown command"), "{error}");
            assert!(!all_of(&error).contains("beginning with"), "{error:#?}");
            hides(&all_of(&error));
        }
    });
    hides(&as_text(&said));
}

fn server_port(location: &str) -> String {
    location.rsplit(':').next().unwrap_or_default().to_owned()
}

#[test]
fn the_right_password_is_taken_from_url_and_option() {
    let server = Server::builder().requirepass(PASSWORD).start();
    let option = CacheConfig::new().location(format!("valkey://{}", server.addr())).password(PASSWORD);
    let url = CacheConfig::new().location(format!("valkey://:{IN_URL}@{}", server.addr()));
    for config in [option, url] {
        assert!(open(config).set("k", &1).run().unwrap());
    }
}

#[test]
fn a_url_that_cannot_be_read_is_not_shown() {
    for url in [
        format!("valkey://user:{PASSWORD}@host:port/1"),
        format!("vlakey://user:{PASSWORD}@host/1"),
        format!("valkey://user:{PASSWORD}@host/database"),
        format!("{PASSWORD}@host:6379"),
    ] {
        let config = CacheConfig::new().location([url.as_str()]);
        hides(&format!("{config:?}"));
        match SeenCache::from_config(&config) {
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Config, "{error}");
                hides(&all_of(&error));
            }
            Ok(_) => panic!("it opens"),
        }
    }
}
