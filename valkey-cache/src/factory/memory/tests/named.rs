//! One store for each name and process.

use std::num::NonZeroUsize;

use super::super::Store;
use super::bytes;
use crate::error::ErrorKind;

fn number(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).expect("the tests use positive numbers")
}

#[test]
fn a_name_is_one_store_even_after_it_was_dropped() {
    let first = Store::named("named-one", number(10)).expect("the first opening");
    first.execute(&[b"SET", b"key", b"value"]);
    drop(first);
    let again = Store::named("named-one", number(10)).expect("the second opening");
    assert_eq!(again.execute(&[b"GET", b"key"]), bytes("value"));
    let other = Store::named("named-other", number(10)).expect("another store");
    assert_eq!(other.execute(&[b"GET", b"key"]), crate::operation::Reply::Nil);
}

#[test]
fn another_size_is_an_error_that_shows_both() {
    Store::named("named-size", number(10)).expect("the first opening");
    let error = Store::named("named-size", number(20)).expect_err("another size");
    assert_eq!(error.kind(), ErrorKind::Config);
    let text = error.to_string();
    assert!(text.contains("named-size") && text.contains("= 10") && text.contains("= 20"), "{text}");
}
