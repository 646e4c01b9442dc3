//! A struct as a service caches it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::draw::Draw;
use super::value::{Kind, Value};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    id: u64,
    delta: i64,
    small: i8,
    score: f64,
    name: String,
    letter: char,
    active: bool,
    note: Option<String>,
    tags: Vec<String>,
    pair: (u16, f64),
    counts: BTreeMap<String, i64>,
    shapes: Vec<Shape>,
    payment: Payment,
    parent: Option<Box<Record>>,
    nothing: (),
}

/// Externally tagged: `"Point"`, `{"Circle": 1.5}`, `{"Line": [1, 2]}`, `{"Box": {..}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Circle(f64),
    Line(i32, i32),
    Box { width: u32, height: u32 },
}

/// Internally tagged: `{"kind": "card", ..}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Payment {
    Cash,
    Card { number: String },
}

impl Record {
    pub(super) fn draw(draw: &mut Draw) -> Self {
        let finite = |draw: &mut Draw| f64::from(draw.rng.i32(..)) / 7.0;
        Self {
            id: draw.rng.u64(..),
            delta: draw.rng.i64(..),
            small: draw.rng.i8(..),
            score: finite(draw),
            name: draw.text(),
            letter: draw.rng.char(..),
            active: draw.rng.bool(),
            note: draw.rng.bool().then(|| draw.text()),
            tags: (0..draw.rng.usize(..4)).map(|_| draw.text()).collect(),
            pair: (draw.rng.u16(..), finite(draw)),
            counts: (0..draw.rng.usize(..4)).map(|_| (draw.text(), draw.rng.i64(..))).collect(),
            shapes: (0..draw.rng.usize(..4)).map(|_| Shape::draw(draw)).collect(),
            payment: if draw.rng.bool() { Payment::Cash } else { Payment::Card { number: draw.text() } },
            parent: (draw.rng.u32(..3) == 0).then(|| Box::new(Self::draw(draw))),
            nothing: (),
        }
    }

    /// What Python sees of it; a pair is a tuple where the format has one.
    pub(super) fn in_python(&self, pair: Kind) -> Value {
        Value::dict([
            ("id", self.id.into()),
            ("delta", self.delta.into()),
            ("small", i64::from(self.small).into()),
            ("score", self.score.into()),
            ("name", self.name.as_str().into()),
            ("letter", self.letter.to_string().into()),
            ("active", self.active.into()),
            ("note", self.note.as_deref().map_or(Value::None, Value::from)),
            ("tags", Value::list(self.tags.iter().map(String::as_str))),
            ("pair", Value::items(pair, [i64::from(self.pair.0).into(), self.pair.1.into()])),
            ("counts", Value::dict(self.counts.iter().map(|(key, count)| (key.as_str(), *count)))),
            ("shapes", Value::list(self.shapes.iter().map(|shape| shape.in_python(pair)))),
            ("payment", self.payment.in_python()),
            ("parent", self.parent.as_ref().map_or(Value::None, |parent| parent.in_python(pair))),
            ("nothing", Value::None),
        ])
    }
}

impl Shape {
    fn draw(draw: &mut Draw) -> Self {
        match draw.rng.u32(..4) {
            0 => Self::Point,
            1 => Self::Circle(f64::from(draw.rng.i32(..)) / 3.0),
            2 => Self::Line(draw.rng.i32(..), draw.rng.i32(..)),
            _ => Self::Box { width: draw.rng.u32(..), height: draw.rng.u32(..) },
        }
    }

    fn in_python(&self, pair: Kind) -> Value {
        match self {
            Self::Point => "Point".into(),
            Self::Circle(radius) => Value::dict([("Circle", *radius)]),
            Self::Line(from, to) => Value::dict([("Line", Value::items(pair, [(*from).into(), (*to).into()]))]),
            Self::Box { width, height } => {
                let sides = [("width", u64::from(*width)), ("height", u64::from(*height))];
                Value::dict([("Box", Value::dict(sides))])
            }
        }
    }
}

impl Payment {
    fn in_python(&self) -> Value {
        match self {
            Self::Cash => Value::dict([("kind", "cash")]),
            Self::Card { number } => Value::dict([("kind", "card"), ("number", number.as_str())]),
        }
    }
}
