use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::super::flight::Flight;
use super::{Flights, Landing, Lead, Place};
use crate::ErrorKind;
use crate::key::CacheKey;

fn key(text: &str) -> CacheKey {
    CacheKey::from_made(text)
}

#[track_caller]
fn lead<'f>(flights: &'f Flights, text: &str) -> Lead<'f> {
    match flights.join(&key(text), flights.now()) {
        Place::Leading(lead) => lead,
        Place::Following(_) => panic!("somebody else loads '{text}'"),
    }
}

#[track_caller]
fn follow(flights: &Flights, text: &str) -> Arc<Flight> {
    match flights.join(&key(text), flights.now()) {
        Place::Leading(_) => panic!("nobody loads '{text}'"),
        Place::Following(flight) => flight,
    }
}

#[test]
fn one_leads_for_each_key() {
    let flights = Flights::default();
    assert!(flights.is_empty());
    let (a, b) = (lead(&flights, "a"), lead(&flights, "b"));
    let waiting = follow(&flights, "a");
    assert!(waiting.landing().is_none());
    a.land(Landing::Value(b"1".to_vec()));
    assert!(matches!(waiting.landing(), Some(Landing::Value(bytes)) if bytes == b"1"));
    assert!(!flights.is_empty());
    drop(b);
    assert!(flights.is_empty());
    // What has ended is over.
    drop(lead(&flights, "a"));
}

#[test]
fn who_leads_and_goes_leaves_the_task_to_another() {
    let flights = Flights::default();
    let first = lead(&flights, "a");
    let waiting = follow(&flights, "a");
    drop(first);
    assert!(matches!(waiting.landing(), Some(Landing::Abandoned)));
    drop(lead(&flights, "a"));
    assert!(flights.is_empty());
}

#[test]
fn a_panic_is_an_error_to_who_waits() {
    let flights = Flights::default();
    let first = lead(&flights, "a");
    let waiting = follow(&flights, "a");
    catch_unwind(AssertUnwindSafe(move || {
        let _first = first;
        panic!("the loader fails");
    }))
    .unwrap_err();
    let Some(Landing::Error(error)) = waiting.landing() else { panic!("nobody told of the panic") };
    assert_eq!((error.kind(), error.key()), (ErrorKind::Load, Some("a")));
    assert!(flights.is_empty());
    drop(lead(&flights, "a"));
}

#[test]
fn only_a_load_that_ended_since_makes_the_answer_old() {
    let flights = Flights::default();
    let before = flights.now();
    lead(&flights, "a").land(Landing::Value(Vec::new()));
    let may_be_stored = |text, asked| match flights.join(&key(text), asked) {
        Place::Leading(lead) => lead.may_be_stored(),
        Place::Following(_) => panic!("somebody else loads '{text}'"),
    };
    let after = flights.now();
    assert!(may_be_stored("a", before));
    assert!(!may_be_stored("a", flights.now()));
    // That was another load, which ended after `after`.
    assert!(may_be_stored("a", after));
}

#[test]
fn closing_tells_whether_anybody_waits() {
    let flights = Flights::default();
    let mut first = lead(&flights, "a");
    assert!(!first.close());
    let mut second = lead(&flights, "a");
    let waiting = follow(&flights, "a");
    assert!(second.close());
    drop(first);
    assert!(waiting.landing().is_none());
    drop(second);
    assert!(flights.is_empty());
}
