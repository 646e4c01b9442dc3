//! Values behind a trait, whose type is known from what is stored.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use super::{refuses_to_read, self_describing, writes};
use crate::codec::tests::{codecs, serializers};

#[typetag::serde]
trait Shape: Debug {
    fn area(&self) -> f64;
}

#[typetag::serde(tag = "type")]
trait Tagged: Debug {
    fn name(&self) -> String;
}

#[derive(Debug, Serialize, Deserialize)]
struct Square {
    side: f64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Rectangle {
    sides: (f64, f64),
    label: Option<char>,
    bytes: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Point;

#[typetag::serde]
impl Shape for Square {
    fn area(&self) -> f64 {
        self.side * self.side
    }
}

#[typetag::serde]
impl Shape for Rectangle {
    fn area(&self) -> f64 {
        self.sides.0 * self.sides.1
    }
}

#[typetag::serde]
impl Shape for Point {
    fn area(&self) -> f64 {
        0.0
    }
}

#[typetag::serde]
impl Tagged for Square {
    fn name(&self) -> String {
        format!("square of {}", self.side)
    }
}

#[typetag::serde]
impl Tagged for Rectangle {
    fn name(&self) -> String {
        format!("rectangle of {:?} {:?}", self.sides, self.label)
    }
}

fn rectangle() -> Rectangle {
    Rectangle { sides: (2.0, 3.5), label: Some('ß'), bytes: vec![0, 255] }
}

#[test]
fn the_variant_that_went_in_comes_out() {
    let shapes: Vec<Box<dyn Shape>> = vec![Box::new(Square { side: 2.0 }), Box::new(rectangle()), Box::new(Point)];
    for codec in codecs() {
        let bytes = codec.encode(&shapes).expect("shapes");
        let read: Vec<Box<dyn Shape>> = codec.decode(&bytes).expect("shapes");
        assert_eq!(format!("{read:?}"), format!("{shapes:?}"), "{codec:?}");
        assert_eq!(read.iter().map(|shape| shape.area()).sum::<f64>(), 11.0);
        for shape in &shapes {
            let bytes = codec.encode(shape).expect("a shape");
            let read: Box<dyn Shape> = codec.decode(&bytes).expect("a shape");
            assert_eq!(format!("{read:?}"), format!("{shape:?}"), "{codec:?}");
        }
    }
}

#[test]
fn the_tag_may_stand_within() {
    let shapes: Vec<Box<dyn Tagged>> = vec![Box::new(Square { side: 2.0 }), Box::new(rectangle())];
    for serializer in serializers() {
        let bytes = serializer.serialize(&shapes).expect("shapes");
        let read: Vec<Box<dyn Tagged>> = serializer.deserialize(&bytes).expect("shapes");
        let names = |shapes: &[Box<dyn Tagged>]| shapes.iter().map(|shape| shape.name()).collect::<Vec<_>>();
        assert_eq!(names(&read), names(&shapes), "{serializer:?}");
    }
}

#[test]
fn the_name_of_the_variant_is_stored() {
    let shape: Box<dyn Shape> = Box::new(Square { side: 2.0 });
    writes("json", &shape, br#"{"Square":{"side":2.0}}"#);
    writes("msgpack", &shape, b"\x81\xa6Square\x81\xa4side\xcb\x40\x00\x00\x00\x00\x00\x00\x00");
    let shape: Box<dyn Tagged> = Box::new(Square { side: 2.0 });
    writes("json", &shape, br#"{"type":"Square","side":2.0}"#);
}

#[test]
fn an_unknown_variant_is_an_error_that_lists_the_known() {
    #[derive(Serialize)]
    enum Other {
        Circle { radius: f64 },
    }
    for serializer in self_describing() {
        let bytes = serializer.serialize(&Other::Circle { radius: 1.0 }).expect("a circle");
        refuses_to_read::<Box<dyn Shape>>(&serializer, bytes, "unknown variant `Circle`, expected one of");
    }
}
