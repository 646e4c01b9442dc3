//! What a scan promises: all that stays is met, and it ends.

use std::collections::BTreeSet;

use super::super::Store;
use super::{bytes, list, run, store, store_of};
use crate::operation::Reply;

/// Takes a page apart into the next cursor and the elements.
fn page(store: &Store, command: &str) -> (String, Vec<String>) {
    let text = |reply: &Reply| match reply {
        Reply::Bytes(bytes) => String::from_utf8(bytes.clone()).expect("the tests store text"),
        other => panic!("'{command}' gave {other:?} in a page"),
    };
    match run(store, command) {
        Reply::List(parts) => match &parts[..] {
            [cursor, Reply::List(items)] => (text(cursor), items.iter().map(text).collect()),
            _ => panic!("'{command}' gave {parts:?}"),
        },
        reply => panic!("'{command}' gave {reply:?}"),
    }
}

/// Scans to the end, doing something after each page; returns the elements and the number of pages.
fn scan(store: &Store, command: &str, options: &str, mut between: impl FnMut(usize)) -> (Vec<String>, usize) {
    let (mut cursor, mut all, mut pages) = ("0".to_owned(), Vec::new(), 0);
    loop {
        let (next, items) = page(store, &format!("{command} {cursor}{options}"));
        all.extend(items);
        pages += 1;
        between(pages);
        if next == "0" {
            return (all, pages);
        }
        cursor = next;
    }
}

fn fill(store: &Store, names: impl IntoIterator<Item = String>) {
    for name in names {
        run(store, &format!("SET {name} 1"));
    }
}

#[test]
fn a_quiet_scan_meets_every_key_once_in_bounded_pages() {
    let store = store_of(10_000);
    fill(&store, (0..2500).map(|n| format!("key{n}")));
    let (found, pages) = scan(&store, "SCAN", " COUNT 100", |_| {});
    assert_eq!((found.len(), pages), (2500, 25));
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>().len(), 2500);
}

#[test]
fn keys_that_stay_are_met_while_others_come_and_go() {
    fastrand::seed(7);
    let store = store_of(10_000);
    fill(&store, (0..600).flat_map(|n| [format!("stays{n}"), format!("goes{n}")]));
    let (found, _) = scan(&store, "SCAN", " COUNT 10", |page| {
        for _ in 0..10 {
            run(&store, &format!("DEL goes{}", fastrand::usize(..600)));
            run(&store, &format!("SET stays{} 2", fastrand::usize(..600)));
        }
        fill(&store, (0..5).map(|n| format!("goes{}", page * 7 % 600 + n)));
        run(&store, &format!("RENAME goes{} comes{page}", fastrand::usize(..600)));
    });
    let found: BTreeSet<_> = found.into_iter().filter(|name| name.starts_with("stays")).collect();
    assert_eq!(found.len(), 600);
}

#[test]
fn a_scan_ends_however_fast_others_write() {
    let store = store_of(100_000);
    fill(&store, (0..100).map(|n| format!("old{n}")));
    let (found, pages) = scan(&store, "SCAN", " COUNT 10", |page| {
        fill(&store, (0..100).map(|n| format!("new{page}:{n}")));
    });
    assert_eq!(pages, 10);
    assert_eq!(found.iter().filter(|name| name.starts_with("old")).count(), 100);
}

#[test]
fn deleting_each_page_leaves_nothing() {
    let store = store_of(10_000);
    fill(&store, (0..1000).flat_map(|n| [format!("mine{n}"), format!("other{n}")]));
    let mut cursor = "0".to_owned();
    loop {
        let (next, names) = page(&store, &format!("SCAN {cursor} MATCH mine* COUNT 50"));
        for name in names {
            assert_eq!(run(&store, &format!("UNLINK {name}")), Reply::Int(1), "{name} was met twice");
        }
        if next == "0" {
            break;
        }
        cursor = next;
    }
    assert_eq!(run(&store, "DBSIZE"), Reply::Int(1000));
    assert_eq!(run(&store, "KEYS mine*"), list(""));
}

#[test]
fn a_scan_survives_a_flush_and_any_cursor() {
    let store = store();
    fill(&store, (0..100).map(|n| format!("key{n}")));
    let (cursor, _) = page(&store, "SCAN 0");
    run(&store, "FLUSHDB");
    assert_eq!(page(&store, &format!("SCAN {cursor}")), ("0".to_owned(), vec![]));
    run(&store, "SET a 1");
    assert_eq!(page(&store, "SCAN 18446744073709551615"), ("0".to_owned(), vec!["a".to_owned()]));
}

#[test]
fn a_scan_takes_a_pattern_and_a_type() {
    let store = store();
    for command in ["SET a1 1", "SADD a2 1", "SET b1 1", "ZADD a3 1 m"] {
        run(&store, command);
    }
    assert_eq!(run(&store, "SCAN 0 MATCH a* TYPE string"), Reply::List(vec![bytes("0"), list("a1")]));
    assert_eq!(run(&store, "SCAN 0 TYPE zset"), Reply::List(vec![bytes("0"), list("a3")]));
}

#[test]
fn small_collections_come_in_one_page_and_large_ones_in_several() {
    let store = store();
    run(&store, "HSET hash a 1 b 2");
    assert_eq!(run(&store, "HSCAN hash 0 COUNT 1"), Reply::List(vec![bytes("0"), list("a 1 b 2")]));
    assert_eq!(run(&store, "HSCAN hash 0 NOVALUES"), Reply::List(vec![bytes("0"), list("a b")]));
    assert_eq!(run(&store, "SSCAN gone 0"), Reply::List(vec![bytes("0"), list("")]));
    for n in 0..500 {
        run(&store, &format!("SADD set member{n}"));
        run(&store, &format!("ZADD sorted {n} member{n}"));
    }
    let (members, pages) = scan(&store, "SSCAN set", " COUNT 100", |page| {
        run(&store, &format!("SREM set member{}", 499 - page));
        run(&store, &format!("SADD set new{page}"));
    });
    let members: BTreeSet<_> = members.into_iter().collect();
    assert_eq!(pages, 5);
    assert!((0..490).all(|n| members.contains(&format!("member{n}"))));
    let (pairs, _) = scan(&store, "ZSCAN sorted", " COUNT 100", |_| {});
    assert_eq!(pairs.len(), 1000);
    assert!(pairs.chunks(2).all(|pair| pair[0] == format!("member{}", pair[1])));
}
