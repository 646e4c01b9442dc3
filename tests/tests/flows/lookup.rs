use std::time::Duration;

use valkey_cache::config::Undecodable;
use valkey_cache::operation::{Reply, ServerError};
use valkey_cache::prelude::*;
use valkey_cache::{ErrorKind, Timeout};

use super::{Scripted, bytes, cache, finish};

#[test]
fn a_value_that_is_there_is_not_loaded() {
    let script = Scripted::new().expect("GET app:1:k", bytes("5"));
    let value = finish(cache().get_or_set("k", || -> i32 { panic!("it is there") }).execute_on(&script));
    assert_eq!(value.unwrap(), 5);
    assert_eq!(script.hits(), Some(1));
    script.done();
}

#[test]
fn nor_is_it_where_loading_may_fail() {
    let (script, cache) = (Scripted::new().expect("GET app:1:k", bytes("5")), cache());
    let lookup = cache.get_or_try_set("k", || -> Result<i32, ()> { panic!("it is there") });
    assert_eq!(finish(lookup.execute_on(&script)).unwrap(), Ok(5));
    script.done();
}

#[test]
fn a_missing_value_is_loaded_and_stored() {
    let script = Scripted::new().expect("GET app:1:k", Reply::Nil).expect("SET app:1:k 5 PX 300000 NX", Reply::Ok);
    assert_eq!(finish(cache().get_or_set("k", || 5).execute_on(&script)).unwrap(), 5);
    assert_eq!(script.hits(), Some(0));
    script.done();
}

#[test]
fn who_comes_second_takes_the_first_ones_value() {
    let script = Scripted::new()
        .expect("GET app:1:k", Reply::Nil)
        .expect("SET app:1:k 5 PX 300000 NX", Reply::Nil)
        .expect("GET app:1:k", bytes("7"));
    assert_eq!(finish(cache().get_or_set("k", || 5).execute_on(&script)).unwrap(), 7);
    script.done();
}

#[test]
fn a_first_ones_value_that_is_gone_again_does_not_count() {
    let script = Scripted::new()
        .expect("GET app:1:k", Reply::Nil)
        .expect("SET app:1:k 5 PX 300000 NX", Reply::Nil)
        .expect("GET app:1:k", Reply::Nil);
    assert_eq!(finish(cache().get_or_set("k", || 5).execute_on(&script)).unwrap(), 5);
    script.done();
}

#[test]
fn what_cannot_be_read_is_replaced_if_it_counts_as_missing() {
    let unreadable = || Scripted::new().expect("GET app:1:k", bytes("\"text\""));
    let script = unreadable()
        .with_settings(|settings| settings.undecodable = Undecodable::Missing)
        .expect("SET app:1:k 5 PX 9000 NX", Reply::Nil)
        .expect("GET app:1:k", bytes("\"text\""))
        .expect("SET app:1:k 5 PX 9000", Reply::Ok);
    let cache = cache();
    let call = cache.get_or_set("k", || 5).timeout(Duration::from_secs(9));
    assert_eq!(finish(call.execute_on(&script)).unwrap(), 5);
    script.done();

    let strict = unreadable();
    let error = finish(cache.get_or_set("k", || -> i32 { panic!("not asked for") }).execute_on(&strict)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    strict.done();
}

#[test]
fn the_timeout_is_the_calls_or_the_caches() {
    let never = Scripted::new().expect("GET app:1:k", Reply::Nil).expect("SET app:1:k 5 NX", Reply::Ok);
    finish(cache().get_or_set("k", || 5).timeout(Timeout::Never).execute_on(&never)).unwrap();
    never.done();

    let default = Scripted::new()
        .with_settings(|settings| settings.timeout = Timeout::After(Duration::from_millis(1)))
        .expect("GET app:1:k", Reply::Nil)
        .expect("SET app:1:k 5 PX 1 NX", Reply::Ok);
    finish(cache().get_or_set("k", || 5).execute_on(&default)).unwrap();
    default.done();

    let zero = Scripted::new().expect("GET app:1:k", Reply::Nil).expect("EXISTS app:1:k", Reply::Int(0));
    assert_eq!(finish(cache().get_or_set("k", || 5).timeout(Duration::ZERO).execute_on(&zero)).unwrap(), 5);
    zero.done();
}

#[test]
fn a_loader_that_fails_stores_nothing() {
    let script = Scripted::new().expect("GET app:1:k", Reply::Nil);
    let failed = finish(cache().get_or_try_set("k", || Err::<i32, _>("no database")).execute_on(&script));
    assert_eq!(failed.unwrap(), Err("no database"));
    script.done();

    let script = Scripted::new().expect("GET app:1:k", Reply::Nil).expect("SET app:1:k 5 PX 300000 NX", Reply::Ok);
    assert_eq!(finish(cache().get_or_try_set("k", || Ok::<_, ()>(5)).execute_on(&script)).unwrap(), Ok(5));
    script.done();
}

#[test]
fn an_unreachable_server_fails_unless_it_is_ignored() {
    for kind in [ErrorKind::Connection, ErrorKind::Timeout, ErrorKind::Unavailable] {
        let script = Scripted::new().expect_failure("GET app:1:k", kind);
        let error = finish(cache().get_or_set("k", || -> i32 { panic!("not asked for") }).execute_on(&script));
        assert_eq!(error.unwrap_err().kind(), kind);
        script.done();

        let ignoring = || Scripted::new().with_settings(|settings| settings.ignore_exceptions = true);
        let gone = ignoring().expect_failure("GET app:1:k", kind).expect_failure("SET app:1:k 5 PX 300000 NX", kind);
        assert_eq!(finish(cache().get_or_set("k", || 5).execute_on(&gone)).unwrap(), 5);
        gone.done();

        // It goes away between two steps.
        let half = ignoring()
            .expect("GET app:1:k", Reply::Nil)
            .expect("SET app:1:k 5 PX 300000 NX", Reply::Nil)
            .expect_failure("GET app:1:k", kind);
        assert_eq!(finish(cache().get_or_set("k", || 5).execute_on(&half)).unwrap(), 5);
        half.done();
    }
}

#[test]
fn what_is_no_fault_of_the_server_is_never_ignored() {
    let ignoring = || Scripted::new().with_settings(|settings| settings.ignore_exceptions = true);
    let wrong_type = Reply::Error(ServerError::new("WRONGTYPE", "Operation against a key holding the wrong kind"));
    let script = ignoring().expect("GET app:1:k", wrong_type);
    let error = finish(cache().get_or_set("k", || 5).execute_on(&script)).unwrap_err();
    assert_eq!((error.kind(), error.key()), (ErrorKind::WrongType, Some("app:1:k")));

    let script = ignoring().expect("GET app:1:k", bytes("\"text\""));
    let error = finish(cache().get_or_set("k", || 5).execute_on(&script)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn the_version_is_the_calls_or_the_executors() {
    for (version, chosen) in [(3, None), (4, Some(4))] {
        let script = Scripted::new()
            .with_version(3)
            .expect(&format!("GET app:{version}:k"), Reply::Nil)
            .expect(&format!("SET app:{version}:k 5 PX 300000 NX"), Reply::Ok);
        let cache = cache();
        let lookup = cache.get_or_set("k", || 5);
        let lookup = if let Some(chosen) = chosen { lookup.version(chosen) } else { lookup };
        finish(lookup.execute_on(&script)).unwrap();
        script.done();
    }
}
