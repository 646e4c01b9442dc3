use valkey_cache::ErrorKind;
use valkey_cache::key::KeyFunction;
use valkey_cache::key::KeySpace;
use valkey_cache::operation::Reply;
use valkey_cache::prelude::*;

use super::{Scripted, bytes, cache, finish};

fn page(cursor: &str, keys: &[&str]) -> Reply {
    Reply::List(vec![bytes(cursor), Reply::List(keys.iter().map(|key| bytes(key)).collect())])
}

#[test]
fn keys_are_deleted_page_by_page() {
    let script = Scripted::new()
        .expect("SCAN 0 MATCH app:1:user:* COUNT 1000", page("18446744073709551615", &["app:1:user:1", "app:1:user:2"]))
        .expect("UNLINK app:1:user:1 app:1:user:2", Reply::Int(2))
        // A page may be empty before the last.
        .expect("SCAN 18446744073709551615 MATCH app:1:user:* COUNT 1000", page("7", &[]))
        .expect("SCAN 7 MATCH app:1:user:* COUNT 1000", page("0", &["app:1:user:3"]))
        .expect("UNLINK app:1:user:3", Reply::Int(0));
    assert_eq!(finish(cache().delete_pattern("user:*").execute_on(&script)).unwrap(), 2);
    script.done();
}

#[test]
fn nodes_are_asked_at_the_same_time() {
    let script = Scripted::new()
        .with_nodes(&[1, 2])
        .expect_all([
            ("@1 SCAN 0 MATCH app:1:* COUNT 1000", page("0", &["app:1:a"])),
            ("@2 SCAN 0 MATCH app:1:* COUNT 1000", page("9", &["app:1:b", "app:1:c"])),
        ])
        .expect_all([("@1 UNLINK app:1:a", Reply::Int(1)), ("@2 UNLINK app:1:b app:1:c", Reply::Int(2))])
        .expect("@2 SCAN 9 MATCH app:1:* COUNT 1000", page("0", &[]));
    assert_eq!(finish(cache().clear().execute_on(&script)).unwrap(), 3);
    script.done();
}

#[test]
fn pages_have_the_size_of_the_call_or_of_the_cache() {
    let script = Scripted::new().expect("SCAN 0 MATCH app:1:* COUNT 7", page("0", &[]));
    finish(cache().delete_pattern("*").itersize(7).execute_on(&script)).unwrap();
    script.done();

    let script = Scripted::new()
        .with_settings(|settings| settings.itersize = 9)
        .expect("SCAN 0 MATCH app:1:* COUNT 9", page("0", &[]));
    finish(cache().clear().execute_on(&script)).unwrap();
    script.done();
}

#[test]
fn an_empty_pattern_sends_nothing() {
    let script = Scripted::new();
    let error = finish(cache().delete_pattern("").execute_on(&script)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert!(error.to_string().contains("use `clear`"), "{error}");
}

#[test]
fn clear_deletes_one_version() {
    let script = Scripted::new()
        .with_version(4)
        .expect("SCAN 0 MATCH app:4:* COUNT 1000", page("0", &["app:4:a"]))
        .expect("UNLINK app:4:a", Reply::Int(1));
    assert_eq!(finish(cache().clear().execute_on(&script)).unwrap(), 1);
    script.done();
}

#[test]
fn clear_of_all_versions_leaves_what_only_looks_alike() {
    let found = ["app:1:a", "app:22:b", "app:sub:1:c", "app::d", "app:9:"];
    let script = Scripted::new()
        .expect("SCAN 0 MATCH app:*:* COUNT 1000", page("0", &found))
        .expect("UNLINK app:1:a app:22:b app:9:", Reply::Int(3));
    assert_eq!(finish(cache().clear().all_versions().execute_on(&script)).unwrap(), 3);
    script.done();
}

#[test]
fn clear_of_all_versions_needs_the_default_key_function() {
    let other = KeyFunction::new(|key, prefix, version| format!("{prefix}/{version}/{key}"));
    let script = Scripted::new().with_settings(|settings| settings.keys = KeySpace::new("app", 1, other));
    let error = finish(cache().clear().all_versions().execute_on(&script)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    assert!(error.to_string().contains("default key function"), "{error}");
}

#[test]
fn an_error_in_the_middle_ends_it() {
    let script = Scripted::new()
        .expect("SCAN 0 MATCH app:1:* COUNT 1000", page("5", &["app:1:a"]))
        .expect_failure("UNLINK app:1:a", ErrorKind::Timeout);
    assert_eq!(finish(cache().clear().execute_on(&script)).unwrap_err().kind(), ErrorKind::Timeout);
    script.done();
}

#[test]
fn a_page_that_is_none_is_an_error() {
    for reply in [Reply::Ok, Reply::List(vec![]), Reply::List(vec![bytes("x"), Reply::List(vec![])])] {
        let script = Scripted::new().expect("SCAN 0 MATCH app:1:* COUNT 1000", reply);
        assert_eq!(finish(cache().clear().execute_on(&script)).unwrap_err().kind(), ErrorKind::Decode);
    }
}
