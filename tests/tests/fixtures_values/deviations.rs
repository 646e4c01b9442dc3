//! Where the reference is not followed, and why.

use super::case::Case;

/// What is compared with the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// The value that is read from what the reference stored.
    Read,
    /// The bytes that are stored for the value.
    Write,
    /// Whether the value can be stored, where the reference cannot.
    Refused,
}

use Step::{Read, Refused, Write};

pub(super) struct Deviation {
    pub(super) step: Step,
    pub(super) reason: &'static str,
    /// Names of values and of serializers. A `*` at the end stands for any rest; `pickle` is all its protocols.
    cases: &'static [(&'static [&'static str], &'static [&'static str])],
}

const TEXT_FORMATS: &[&str] = &["json", "msgspec_json"];
const MSGPACK: &[&str] = &["msgpack", "msgspec_msgpack"];
const NO_PICKLE: &[&str] = &["json", "msgspec_json", "msgpack", "msgspec_msgpack"];

pub(super) const DEVIATIONS: &[Deviation] = &[
    Deviation {
        step: Read,
        reason: "the reference reads negative integers as floats, which loses digits; they are integers",
        cases: &[(&["int:-*"], &["*"])],
    },
    Deviation {
        step: Read,
        reason: "half of a surrogate pair is no text in Rust: an error",
        cases: &[(&["str:surrogate"], &["json", "pickle"])],
    },
    Deviation {
        step: Read,
        reason: "a list that contains itself is no value in Rust: an error",
        cases: &[(&["list:recursive"], &["pickle"])],
    },
    Deviation {
        step: Read,
        reason: "singletons and classes of Python are no data: an error that names them",
        cases: &[(&["ellipsis", "class:dict"], &["pickle"])],
    },
    Deviation {
        step: Read,
        reason: "a dynamic value takes what a JSON reader of Rust tells without being asked for a type: integers beyond 64 \
                 bits (msgspec_json: 128) are floats or an error",
        cases: &[(&["list:hugeints", "list:long4"], TEXT_FORMATS)],
    },
    Deviation {
        step: Read,
        reason: "the reference cannot read the maps that it wrote; all keys are read",
        cases: &[(&["dict:intkeys", "dict:mixedkeys", "dict:tuplekeys"], &["msgpack"])],
    },
    Deviation {
        step: Read,
        reason: "only msgspec takes a list for a tuple where it is a key; MessagePack does not tell them apart",
        cases: &[(&["dict:tuplekeys"], &["msgspec_msgpack"])],
    },
    Deviation {
        step: Read,
        reason: "a timestamp of MessagePack is its ISO 8601 text, unless the type asks for a date",
        cases: &[(&["datetime:utc", "datetime:utcus", "datetime:off", "dict:django"], &["msgspec_msgpack"])],
    },
    Deviation {
        step: Write,
        reason: "what is no value in Rust cannot be written",
        cases: &[
            (&["str:surrogate"], &["json", "pickle"]),
            (&["list:recursive", "ellipsis", "class:dict"], &["pickle"]),
        ],
    },
    Deviation {
        step: Write,
        reason: "a class of Python of which only the content is kept: text, bytes, a list, a dict, an integer",
        cases: &[(
            &["safestring", "bytearray", "range", "ordereddict", "defaultdict", "enum:HTTPStatus200"],
            &["pickle"],
        )],
    },
    Deviation {
        step: Write,
        reason: "values have no identity in Rust: an object that is in a value twice is written twice",
        cases: &[(&["list:sharedref", "list:sharedstr", "list:rows"], &["pickle"])],
    },
    Deviation {
        step: Write,
        reason: "nothing new is written in the protocols 0 and 1; both are read",
        cases: &[(&["*"], &["pickle:0", "pickle:1"])],
    },
    Deviation {
        step: Write,
        reason: "an integer beyond 128 bits is the text of its digits outside of pickle",
        cases: &[(&["list:hugeints", "list:long4"], TEXT_FORMATS)],
    },
    Deviation {
        step: Write,
        reason: "NaN and the infinities would be lost, for msgspec writes null: an error",
        cases: &[(&["list:nonfinite"], &["msgspec_json"])],
    },
    Deviation {
        step: Write,
        reason: "None and floats are no keys of an object in JSON: an error",
        cases: &[(&["dict:mixedkeys"], &["json"])],
    },
    Deviation {
        step: Write,
        reason: "Django's encoder cuts microseconds to milliseconds; all digits are kept",
        cases: &[(&["datetime:naive", "datetime:utcus", "datetime:off", "time", "dict:django"], &["json"])],
    },
    Deviation {
        step: Write,
        reason: "a duration has one text, in hours, minutes and seconds; the encoders of the reference have one each",
        cases: &[
            (&["timedelta", "timedelta:0"], &["json", "msgspec_json", "msgspec_msgpack"]),
            (&["dict:django"], &["msgspec_json"]),
        ],
    },
    Deviation {
        step: Write,
        reason: "a time in a zone is a text with that zone, not a timestamp in universal time",
        cases: &[(&["datetime:utc", "datetime:utcus", "datetime:off", "dict:django"], &["msgspec_msgpack"])],
    },
    Deviation {
        step: Refused,
        reason: "a text is a text, whatever class Python has for it",
        cases: &[(&["safestring"], &["msgspec_json", "msgspec_msgpack"])],
    },
    Deviation {
        step: Refused,
        reason: "bytes are a list of integers in JSON",
        cases: &[(&["bytes*", "bytearray", "list:mixed", "gen:bytes*", "gen:rand10k_bytes"], &["json"])],
    },
    Deviation {
        step: Refused,
        reason: "a set is a list where the format has no sets",
        cases: &[(&["set:*", "frozenset"], &["json", "msgpack"])],
    },
    Deviation {
        step: Refused,
        reason: "dates, durations, decimals and UUIDs are text where the format has no such kind",
        cases: &[(&["datetime:*", "date", "time*", "decimal*", "uuid", "dict:django"], &["msgpack"])],
    },
    Deviation {
        step: Refused,
        reason: "a complex number is a list of its parts, and a range the list of its numbers, outside of pickle",
        cases: &[(&["complex", "range"], NO_PICKLE)],
    },
    Deviation {
        step: Refused,
        reason: "an integer beyond 128 bits is the text of its digits outside of pickle",
        cases: &[(&["list:long4"], MSGPACK)],
    },
];

impl Deviation {
    pub(super) fn covers(&self, step: Step, case: &Case) -> bool {
        let is_one = |patterns: &[&str], name: &str| {
            patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
                Some(start) => name.starts_with(start),
                None => *pattern == name || name.strip_prefix(pattern).is_some_and(|rest| rest.starts_with(':')),
            })
        };
        self.step == step
            && self
                .cases
                .iter()
                .any(|(values, serializers)| is_one(values, &case.value) && is_one(serializers, &case.serializer))
    }
}
