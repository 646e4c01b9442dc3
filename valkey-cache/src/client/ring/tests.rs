//! The ring of django-valkey, recorded from the real thing.

use serde_json::Value;

use super::{Ring, hash};

const FIXTURE: &str = include_str!("../../../../tests/fixtures/ring.json");

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text")).collect()
}

fn rings() -> Vec<Value> {
    let fixture: Value = serde_json::from_str(FIXTURE).expect("the fixture is JSON");
    fixture["rings"].as_array().expect("rings").clone()
}

fn mapping(ring: &Ring, case: &Value) -> String {
    let template = case["key_template"].as_str().expect("a template");
    let keys = (0..case["n"].as_u64().expect("a number")).map(|n| template.replace("%d", &n.to_string()));
    keys.map(|key| ring.shard(key.as_bytes()).to_string()).collect()
}

#[test]
fn keys_are_on_the_shards_of_the_reference() {
    for case in rings() {
        let ring = Ring::new(texts(&case["servers"]));
        assert_eq!(mapping(&ring, &case), case["mapping"].as_str().expect("digits"));
        for tagged in case["tag_keys"].as_array().expect("a list") {
            let key = tagged["key"].as_str().expect("a text");
            assert_eq!(Some(ring.shard(key.as_bytes()) as u64), tagged["server"].as_u64(), "{key:?}");
        }
    }
}

#[test]
fn the_points_are_those_of_the_reference() {
    for case in rings() {
        let ring = Ring::new(texts(&case["servers"]));
        let hex = |index: usize| ring.0[index].0.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!([hex(0), hex(1), hex(2)], *texts(&case["sorted_ring_first3"]));
        assert_eq!(hex(ring.0.len() - 1), case["sorted_ring_last"].as_str().expect("a text"));
        for (n, position) in case["ring_positions_first50"].as_array().expect("a list").iter().enumerate() {
            let key = hash(format!(":1:key:{n}").as_bytes());
            let behind = ring.0.partition_point(|(point, _)| *point <= key);
            let index = behind.checked_sub(1).unwrap_or(ring.0.len() - 1);
            assert_eq!(Some(index as u64), position.as_u64(), "key {n}");
        }
    }
}

#[test]
fn without_a_shard_its_keys_move_and_no_others() {
    for case in rings() {
        let servers = texts(&case["servers"]);
        let left = mapping(&Ring::new(servers[1..].iter().copied()), &case);
        // The reference goes on to count as before.
        let renumbered = left.chars().map(|digit| char::from(digit as u8 + 1)).collect::<String>();
        assert_eq!(renumbered, case["mapping_after_removing_server0"].as_str().expect("digits"));
    }
}
