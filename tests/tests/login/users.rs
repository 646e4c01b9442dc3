//! Users of a server, with rights and without.

use valkey_cache::config::Protocol;
use valkey_cache::{CacheConfig, ErrorKind};
use valkey_cache_tests::Server;

use super::{address, at, set_user};
use crate::faults::face::{Open, both_styles};

both_styles!(
    a_user_logs_in_by_url_and_by_option,
    a_user_without_a_password_logs_in,
    a_user_logs_in_over_a_unix_socket,
    a_right_that_is_missing_is_named,
    scripts_need_rights_of_their_own,
    a_user_that_is_not_there_is_refused,
    a_user_that_is_taken_away_is_refused_at_the_next_call,
);

const PROTOCOLS: [Protocol; 2] = [Protocol::Resp2, Protocol::Resp3];

#[track_caller]
fn works(open: Open, config: &CacheConfig) {
    for protocol in PROTOCOLS {
        let cache = open(&config.clone().protocol(protocol));
        assert!(cache.set("key", "value").unwrap());
        assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
    }
}

fn a_user_logs_in_by_url_and_by_option(open: Open) {
    let server = Server::builder().user("shop", "s3cret").start();
    works(open, &at(server.url()));
    works(open, &at(address(&server)).username("shop").password("s3cret"));
}

fn a_user_without_a_password_logs_in(open: Open) {
    let server = Server::start();
    set_user(&server, "guest on nopass ~login:* +get +set");
    set_user(&server, "default off");
    works(open, &at(address(&server)).username("guest"));
}

fn a_user_logs_in_over_a_unix_socket(open: Open) {
    let server = Server::builder().unix_socket().user("shop", "s3cret").start();
    let socket = || format!("unix://{}", server.socket_path().display());
    works(open, &at(socket()).username("shop").password("s3cret"));
    works(open, &at(socket() + "?username=shop&password=s3cret"));
    let error = open(&at(socket())).get("key").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
}

/// The user may do nothing but read: not even say which library it uses.
fn a_right_that_is_missing_is_named(open: Open) {
    let server = Server::start();
    set_user(&server, "reader on >s3cret ~login:* +get");
    for protocol in PROTOCOLS {
        let config = at(address(&server)).username("reader").password("s3cret").protocol(protocol);
        let cache = open(&config.ignore_exceptions(true));
        assert_eq!(cache.get("key").unwrap(), None);
        let error = cache.set("key", "value").unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Auth, Some("SET")), "{error:?}");
        let text = format!("{error} {error:?}");
        for part in ["NOPERM", "reader", "'set'"] {
            assert!(text.contains(part), "`{text}` does not say `{part}`");
        }
        assert!(!text.contains("s3cret"), "{text}");
        let [one, two] = cache.get_two(["key", "other"]).unwrap();
        assert_eq!((one.unwrap(), two.unwrap()), (None, None));
    }
}

fn scripts_need_rights_of_their_own(open: Open) {
    let server = Server::start();
    set_user(&server, "writer on nopass ~login:* +@read +@write");
    let cache = open(&at(address(&server)).username("writer"));
    assert_eq!(cache.incr("key").unwrap_err().kind(), ErrorKind::Auth);
    set_user(&server, "writer +eval +evalsha");
    assert_eq!(cache.incr("key").unwrap_err().kind(), ErrorKind::KeyMissing);
}

fn a_user_that_is_not_there_is_refused(open: Open) {
    let server = Server::start();
    for protocol in PROTOCOLS {
        let config = at(address(&server)).username("nobody").password("s3cret").protocol(protocol);
        let error = open(&config).get("key").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth, "{error:?}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error:?}");
    }
}

/// The server closes the connections of a user that is deleted; logging in again fails.
fn a_user_that_is_taken_away_is_refused_at_the_next_call(open: Open) {
    let server = Server::start();
    set_user(&server, "guest on >s3cret ~login:* +get +set");
    let cache = open(&at(address(&server)).username("guest").password("s3cret"));
    cache.set("key", "value").unwrap();
    server.command(&["ACL", "DELUSER", "guest"]).unwrap();
    assert_eq!(cache.get("key").unwrap_err().kind(), ErrorKind::Auth);
    set_user(&server, "guest on >s3cret ~login:* +get +set");
    assert_eq!(cache.get("key").unwrap().as_deref(), Some("value"));
}
