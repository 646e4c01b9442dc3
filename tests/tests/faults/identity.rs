//! What the server sees of a connection.

use redis::Value;
use valkey_cache::config::Protocol;
use valkey_cache_tests::{Server, eventually};

use super::{DEADLINE, Open, both_styles, patient};

both_styles!(name_protocol_and_database_arrive, a_name_is_given_again_after_a_restart);

/// Returns the line of `CLIENT LIST` of the connection with this name.
fn line(server: &Server, name: &str) -> Option<String> {
    let text: String = redis::from_redis_value(server.command(&["CLIENT", "LIST"]).unwrap()).unwrap();
    text.lines().find(|line| line.contains(&format!(" name={name} "))).map(str::to_owned)
}

fn name_protocol_and_database_arrive(open: Open) {
    let server = Server::start();
    for (protocol, resp) in [(Protocol::Resp2, " resp=2 "), (Protocol::Resp3, " resp=3 ")] {
        let name = format!("shop-{resp}").replace([' ', '='], "");
        let cache = open(&patient(server.url_db(5)).client_name(&name).protocol(protocol));
        cache.set("key", &name).unwrap();
        assert_eq!(cache.get("key").unwrap(), Some(name.clone()));
        let line = line(&server, &name).expect("no connection has the name");
        for part in [" db=5 ", resp, " lib-name=valkey-cache "] {
            assert!(line.contains(part), "{part}: {line}");
        }
    }
    assert_eq!(server.command_db(5, &["EXISTS", "fault:1:key"]).unwrap(), Value::Int(1));
    assert_eq!(server.command_db(0, &["DBSIZE"]).unwrap(), Value::Int(0));
}

fn a_name_is_given_again_after_a_restart(open: Open) {
    let server = Server::start();
    let cache = open(&patient(server.url_db(5)).client_name("shop"));
    cache.get("key").unwrap();
    server.restart();
    cache.set("key", "value").unwrap();
    assert!(line(&server, "shop").unwrap().contains(" db=5 "));
    // Dropping the cache leaves its pool, which others with the same options take over.
    drop(cache);
    let cache = open(&patient(server.url_db(5)).client_name("shop"));
    cache.get("key").unwrap();
    eventually(DEADLINE, || line(&server, "shop").is_some());
}
