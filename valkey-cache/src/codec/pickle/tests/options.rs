use super::{pickle, protocol};
use crate::ErrorKind;
use crate::codec::{AnySerializer, PluginConfig, Value};

#[track_caller]
fn wrong(option: &str, value: i64) -> String {
    let error =
        AnySerializer::from_config(&PluginConfig::new("pickle").option(option, value)).expect_err("it is wrong");
    assert_eq!(error.kind(), ErrorKind::Config);
    error.to_string()
}

#[test]
fn the_protocol_can_be_chosen() {
    for (number, written) in [(2, 2), (3, 3), (4, 4), (5, 5), (-1, 5)] {
        assert_eq!(protocol(number).serialize(&()).expect("a unit"), [0x80, written, b'N', b'.']);
        assert_eq!(pickle(&[("pickle_version", number)]).serialize(&()).expect("a unit")[1], written);
    }
    assert_eq!(pickle(&[]).serialize(&()).expect("a unit")[1], 4);
    assert!(wrong("protocol", 6).contains("found 6, expected a protocol from 2 to 5"));
    assert!(wrong("pickle_version", 0).contains("0 and 1 are read, but not written"));
    assert!(wrong("protcol", 3).contains("did you mean 'protocol'?"));
}

#[test]
fn limits_can_be_chosen() {
    let nested = pickle(&[]).serialize(&vec![vec![vec![0; 0]]]).expect("lists");
    assert!(pickle(&[("max_depth", 3)]).deserialize::<Value>(&nested).is_ok());
    let error = pickle(&[("max_depth", 2)]).deserialize::<Value>(&nested).expect_err("three levels").to_string();
    assert!(error.contains("nested more than 2 levels deep; the option 'max_depth' allows more"), "{error}");
    assert!(wrong("max_depth", 0).contains("found 0, expected a depth from 1 to "));
    assert!(wrong("max_depth", 100_000).contains("max_depth"));

    let list = pickle(&[]).serialize(&[0; 9]).expect("a list");
    assert!(pickle(&[("max_nodes", 10)]).deserialize::<Value>(&list).is_ok());
    let error = pickle(&[("max_nodes", 9)]).deserialize::<Value>(&list).expect_err("ten values").to_string();
    assert!(error.contains("more than 9 values") && error.contains("'max_nodes' allows more"), "{error}");
}

#[test]
fn enums_are_read_by_value_if_asked_for() {
    let paid = b"\x80\x04\x8c\x08app.shop\x8c\x0cOrder.Status\x93\x8c\x04paid\x85R.";
    let error = pickle(&[]).deserialize::<String>(paid).expect_err("an unknown class").to_string();
    assert!(error.contains("`app.shop.Order.Status`") && error.contains("'enums_by_value'"), "{error}");

    let config = PluginConfig::new("pickle").option("enums_by_value", true);
    let by_value = AnySerializer::from_config(&config).expect("a correct configuration");
    assert_eq!(by_value.deserialize::<String>(paid).expect("a text"), "paid");
    assert_eq!(by_value.deserialize::<Value>(paid).expect("a text"), "paid".into());
    // Protocols before 4 get at a class within a class by `getattr`.
    let nested = b"cbuiltins\ngetattr\ncapp.shop\nOrder\nX\x06\x00\x00\x00Status\x86RX\x04\x00\x00\x00paid\x85R.";
    assert_eq!(by_value.deserialize::<String>(nested).expect("a text"), "paid");
    // Neither two arguments nor an object are the value of an enum.
    for other in [&b"capp\nPoint\nK\x01K\x02\x86R."[..], b"capp\nBox\ncapp\nPoint\n)R\x85R."] {
        let error = by_value.deserialize::<Value>(other).expect_err("no enum").to_string();
        assert!(error.contains("`app.") && !error.contains("enums_by_value"), "{error}");
    }
}
