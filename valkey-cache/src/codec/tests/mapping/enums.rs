use serde::{Deserialize, Serialize};

use super::{among, keeps, refuses_to_read, self_describing, writes};
use crate::codec::tests::serializers;

macro_rules! event {
    ($name:ident, $(#[$attribute:meta])*) => {
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        $(#[$attribute])*
        enum $name {
            Quiet,
            Moved(Point),
            Named { unit: (), letter: char, count: u64, ratio: f64, bytes: Vec<u8>, maybe: Option<u8> },
        }

        impl $name {
            fn all() -> Vec<Self> {
                vec![
                    Self::Quiet,
                    Self::Moved(Point { x: -1, y: i64::MAX }),
                    Self::Named { unit: (), letter: 'ß', count: u64::MAX, ratio: 1.0, bytes: vec![0, 255], maybe: None },
                ]
            }
        }
    };
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Point {
    x: i64,
    y: i64,
}

event!(External,);
event!(Internal, #[serde(tag = "type")]);
event!(Adjacent, #[serde(tag = "type", content = "with")]);
event!(Untagged, #[serde(untagged)]);

#[test]
fn all_representations_are_kept_where_the_format_tells_what_it_holds() {
    for serializer in self_describing() {
        keeps(&serializer, &Internal::all());
        keeps(&serializer, &Adjacent::all());
        keeps(&serializer, &Untagged::all());
    }
}

#[test]
fn the_external_representation_is_kept_by_all() {
    for serializer in serializers() {
        keeps(&serializer, &External::all());
        keeps(&serializer, &vec![Some(External::Quiet), None]);
    }
}

#[test]
fn variants_are_known_by_name() {
    let moved = External::Moved(Point { x: 1, y: 2 });
    writes("json", &External::Quiet, br#""Quiet""#);
    writes("json", &moved, br#"{"Moved":{"x":1,"y":2}}"#);
    writes("msgpack", &moved, b"\x81\xa5Moved\x82\xa1x\x01\xa1y\x02");
    writes("cbor", &moved, b"\xa1\x65Moved\xa2\x61x\x01\x61y\x02");
    writes("json", &Internal::Moved(Point { x: 1, y: 2 }), br#"{"type":"Moved","x":1,"y":2}"#);
    writes("json", &Adjacent::Quiet, br#"{"type":"Quiet"}"#);
    writes("json", &Untagged::Quiet, b"null");
}

#[test]
fn postcard_says_why_it_cannot_read_the_others() {
    for serializer in among(&["postcard"]) {
        for bytes in [serializer.serialize(&Internal::all()), serializer.serialize(&Untagged::all())] {
            refuses_to_read::<Vec<Untagged>>(
                &serializer,
                bytes.expect("it can be written"),
                "do not tell what they hold",
            );
        }
    }
}
