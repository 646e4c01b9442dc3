//! Errors come with the server's codes and in its words.

use super::{error, run, store};
use crate::error::Error;
use crate::operation::Reply;

#[test]
fn errors_have_the_servers_words() {
    let store = store();
    run(&store, "SET text abc");
    run(&store, "SET number 9223372036854775807");
    run(&store, "RPUSH list a b");
    run(&store, "ZADD sorted inf a");
    run(&store, "HSET hash field abc");
    let wrong_type = "WRONGTYPE Operation against a key holding the wrong kind of value";
    let cases = [
        ("GET list", wrong_type),
        ("HGET text field", wrong_type),
        ("SADD list a", wrong_type),
        ("ZADD hash 1 a", wrong_type),
        ("get", "ERR wrong number of arguments for 'get' command"),
        ("GET a b", "ERR wrong number of arguments for 'get' command"),
        ("MSET a 1 b", "ERR wrong number of arguments for 'mset' command"),
        ("HSET hash a 1 b", "ERR wrong number of arguments for 'hset' command"),
        ("SET a b NX XX", "ERR syntax error"),
        ("SET a b EX 10 PX 10", "ERR syntax error"),
        ("SET a b EX 10 KEEPTTL", "ERR syntax error"),
        ("SET a b EX 0", "ERR invalid expire time in 'set' command"),
        ("SET a b EX 9223372036854775807", "ERR invalid expire time in 'set' command"),
        ("SET a b PX ten", "ERR value is not an integer or out of range"),
        ("GETEX text PX -1", "ERR invalid expire time in 'getex' command"),
        ("EXPIRE text 9223372036854775807", "ERR invalid expire time in 'expire' command"),
        ("EXPIRE text 10 NX GT", "ERR NX and XX, GT or LT options at the same time are not compatible"),
        ("EXPIRE text 10 LT GT", "ERR GT and LT options at the same time are not compatible"),
        ("EXPIRE text 10 soon", "ERR Unsupported option soon"),
        ("INCR text", "ERR value is not an integer or out of range"),
        ("INCR number", "ERR increment or decrement would overflow"),
        ("DECRBY number -9223372036854775808", "ERR decrement would overflow"),
        ("INCRBYFLOAT text 1", "ERR value is not a valid float"),
        ("INCRBYFLOAT number inf", "ERR increment would produce NaN or Infinity"),
        ("HINCRBY hash field 1", "ERR hash value is not an integer"),
        ("HINCRBYFLOAT hash field 1", "ERR hash value is not a float"),
        ("RENAME gone text", "ERR no such key"),
        ("LSET gone 0 a", "ERR no such key"),
        ("LSET list 7 a", "ERR index out of range"),
        ("LPOP list -1", "ERR value is out of range, must be positive"),
        ("SPOP gone -1", "ERR value is out of range, must be positive"),
        ("SCAN here", "ERR invalid cursor"),
        ("SCAN 0 COUNT 0", "ERR syntax error"),
        ("SCAN 0 TYPE tree", "ERR unknown type name 'tree'"),
        ("ZADD sorted 1", "ERR wrong number of arguments for 'zadd' command"),
        ("ZADD sorted one a", "ERR value is not a valid float"),
        ("ZADD sorted NX XX 1 a", "ERR XX and NX options at the same time are not compatible"),
        ("ZADD sorted INCR 1 a 2 b", "ERR INCR option supports a single increment-element pair"),
        ("ZINCRBY sorted -inf a", "ERR resulting score is not a number (NaN)"),
        ("ZCOUNT sorted one two", "ERR min or max is not a float"),
        ("ZRANGE sorted a b BYLEX", "ERR min or max not valid string range item"),
    ];
    for (command, text) in cases {
        assert_eq!(error(&store, command), text, "{command}");
    }
}

#[test]
fn a_failed_command_changes_nothing() {
    let store = store();
    run(&store, "SET number 9223372036854775807");
    for command in
        ["INCR number", "INCRBYFLOAT gone one", "HINCRBY gone field one", "ZADD gone 1 a two b", "SET gone a EX 0"]
    {
        error(&store, command);
    }
    assert_eq!(run(&store, "GET number"), super::bytes("9223372036854775807"));
    assert_eq!(run(&store, "DBSIZE"), Reply::Int(1));
}

#[test]
fn commands_that_need_a_server_say_so() {
    let store = store();
    for command in
        ["eval return 0", "SUBSCRIBE news", "CLUSTER SLOTS", "REPLICAOF NO ONE", "NOSUCHCOMMANDATALLINTHISSTORE"]
    {
        let text = error(&store, command);
        let name = command.split(' ').next().unwrap_or_default().to_uppercase();
        assert!(text.starts_with("UNSUPPORTED "), "{text}");
        assert!(text.contains(&format!("'{name}'")) && text.contains("valkey://"), "{text}");
    }
}

#[test]
fn overflow_and_wrong_type_have_their_kinds() {
    let store = store();
    run(&store, "SET number 9223372036854775807");
    let Reply::Error(overflow) = run(&store, "INCR number") else { panic!("INCR did not fail") };
    assert_eq!(Error::from(overflow).kind(), crate::error::ErrorKind::Overflow);
    let Reply::Error(wrong_type) = run(&store, "HLEN number") else { panic!("HLEN did not fail") };
    assert_eq!(Error::from(wrong_type).kind(), crate::error::ErrorKind::WrongType);
}
