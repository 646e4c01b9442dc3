//! Which answers of the sentinels count, and how they are read.

use redis::Value;

use super::answer::Answer;
use super::knowledge::{Address, Change, Knowledge};
use super::{Role, listener};
use crate::error::ErrorKind;

fn address(port: u16) -> Address {
    Address { host: "10.0.0.1".to_owned(), port }
}

fn answer(epoch: u64, primary: u16, replicas: &[(u16, bool)]) -> Answer {
    let replicas = replicas.iter().map(|&(port, well)| (address(port), well)).collect();
    Answer { epoch, primary: address(primary), replicas }
}

fn ports(knowledge: &Knowledge, role: Role) -> Option<Vec<u16>> {
    knowledge.nodes(role).map(|nodes| nodes.iter().map(|node| node.address.port).collect())
}

const PRIMARY: Change = Change { primary: true, replicas: false };
const REPLICAS: Change = Change { primary: false, replicas: true };
const BOTH: Change = Change { primary: true, replicas: true };
const NONE: Change = Change { primary: false, replicas: false };

#[test]
fn the_latest_decision_counts() {
    let mut knowledge = Knowledge::default();
    assert_eq!(ports(&knowledge, Role::Primary), None);
    assert_eq!(knowledge.hear(&answer(5, 1, &[])), PRIMARY);
    assert_eq!(knowledge.hear(&answer(5, 1, &[])), NONE);
    assert_eq!(knowledge.hear(&answer(6, 2, &[])), PRIMARY);
    assert_eq!(knowledge.hear(&answer(5, 1, &[])), NONE, "old news");
    assert_eq!(ports(&knowledge, Role::Primary), Some(vec![2]));
    assert_eq!(knowledge.hear(&answer(7, 2, &[])), PRIMARY, "it was another one in between");
}

#[test]
fn a_round_is_outvoted_by_a_later_decision() {
    let mut knowledge = Knowledge::default();
    knowledge.hear(&answer(6, 2, &[]));
    let behind = [answer(5, 1, &[(2, true)]), answer(5, 1, &[(2, true)])];
    assert_eq!(knowledge.conclude(&behind, 3), NONE, "the third one may know better");
    assert_eq!(ports(&knowledge, Role::Primary), Some(vec![2]));
    assert_eq!(ports(&knowledge, Role::Replica), None, "who is behind has no say about the replicas");
    let mixed = [answer(5, 1, &[(2, true)]), answer(6, 2, &[(3, true)]), answer(5, 1, &[(2, true)])];
    assert_eq!(knowledge.conclude(&mixed, 3), REPLICAS);
    assert_eq!(ports(&knowledge, Role::Replica), Some(vec![3]));
}

#[test]
fn sentinels_that_were_reset_count_from_the_start() {
    let mut knowledge = Knowledge::default();
    knowledge.hear(&answer(6, 2, &[]));
    let reset = [answer(0, 1, &[(2, true)]), answer(0, 1, &[(2, true)])];
    assert_eq!(knowledge.conclude(&reset, 2), BOTH);
    assert_eq!(ports(&knowledge, Role::Primary), Some(vec![1]));
}

#[test]
fn half_of_the_sentinels_make_a_replica_well() {
    let mut knowledge = Knowledge::default();
    let first = [answer(1, 1, &[(2, true), (3, true)]), answer(1, 1, &[(2, false), (3, false)])];
    assert_eq!(knowledge.conclude(&first, 3), BOTH);
    assert_eq!(ports(&knowledge, Role::Replica), Some(vec![2, 3]));
    assert!(!knowledge.is_ailing());
    assert_eq!(knowledge.conclude(&first, 3), NONE);
    let down = answer(1, 1, &[(2, true), (3, false)]);
    assert_eq!(knowledge.conclude(&[down.clone(), down], 3), REPLICAS);
    assert_eq!(ports(&knowledge, Role::Replica), Some(vec![2]));
    assert!(knowledge.is_ailing(), "nobody says when 3 has caught up");
}

#[test]
fn a_node_keeps_its_health_and_a_new_primary_is_no_replica() {
    let mut knowledge = Knowledge::default();
    let well = answer(1, 1, &[(2, true), (3, true)]);
    knowledge.conclude(std::slice::from_ref(&well), 1);
    knowledge.nodes(Role::Replica).unwrap()[0].health.failed();
    knowledge.conclude(&[well], 1);
    assert!(!knowledge.nodes(Role::Replica).unwrap()[0].health.is_up());
    assert_eq!(knowledge.hear(&answer(2, 2, &[])), BOTH);
    assert_eq!(ports(&knowledge, Role::Replica), Some(vec![3]));
}

#[test]
fn nobody_who_answers_changes_nothing() {
    let mut knowledge = Knowledge::default();
    knowledge.hear(&answer(1, 1, &[]));
    assert_eq!(knowledge.conclude(&[], 3), NONE);
    assert_eq!(ports(&knowledge, Role::Primary), Some(vec![1]));
}

#[test]
fn events_are_about_a_service() {
    for event in [
        "mymaster 127.0.0.1 6379 127.0.0.1 6380",
        "master mymaster 127.0.0.1 6379",
        "slave 127.0.0.1:6380 127.0.0.1 6380 @ mymaster 127.0.0.1 6379",
    ] {
        assert!(listener::concerns(event, "mymaster"), "{event}");
        assert!(!listener::concerns(event, "other"), "{event}");
        assert!(!listener::concerns(event, "6380"), "{event}");
    }
}

fn texts(texts: &[&str]) -> Value {
    Value::Array(texts.iter().map(|text| Value::BulkString(text.as_bytes().to_vec())).collect())
}

#[test]
fn answers_are_read() {
    let replica = |port, flags, link| texts(&["ip", "h", "port", port, "flags", flags, "master-link-status", link]);
    let replicas = Value::Array(vec![
        replica("2", "slave", "ok"),
        replica("3", "slave,s_down", "ok"),
        replica("4", "slave,disconnected", "ok"),
        replica("5", "slave", "err"),
    ]);
    let read = Answer::read(vec![texts(&["h", "1"]), texts(&["name", "s", "config-epoch", "7"]), replicas]);
    let read = read.unwrap().unwrap();
    assert_eq!((read.epoch, &read.primary.host, read.primary.port), (7, &"h".to_owned(), 1));
    let replicas: Vec<_> = read.replicas.iter().map(|(address, well)| (address.port, *well)).collect();
    assert_eq!(replicas, [(2, true), (3, false), (4, false), (5, false)]);
}

#[test]
fn an_unknown_service_is_no_answer_and_nonsense_is_an_error() {
    let nothing = || texts(&[]);
    assert_eq!(Answer::read(vec![Value::Nil, nothing(), nothing()]).unwrap(), None);
    let epochless = Answer::read(vec![texts(&["h", "1"]), nothing(), nothing()]).unwrap_err();
    assert_eq!(epochless.kind(), ErrorKind::Connection);
    assert!(epochless.to_string().contains("the epoch of the primary"), "{epochless}");
    let portless = texts(&["name", "s", "config-epoch", "7"]);
    let portless = Answer::read(vec![texts(&["h", "1"]), portless, Value::Array(vec![texts(&["ip", "h"])])]);
    assert!(portless.unwrap_err().to_string().contains("the address of a replica"));
    assert!(Answer::read(vec![]).is_err());
}

#[test]
fn a_server_says_what_it_is() {
    let role = |word: &str| Value::Array(vec![Value::BulkString(word.as_bytes().to_vec()), Value::Int(0)]);
    assert!(Role::Primary.check(&role("master")).is_ok());
    assert!(Role::Replica.check(&role("slave")).is_ok());
    let error = Role::Primary.check(&role("slave")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(Role::Replica.check(&role("master")).is_err());
    // One who may not ask.
    assert!(Role::Primary.check(&Value::Okay).is_ok());
}
