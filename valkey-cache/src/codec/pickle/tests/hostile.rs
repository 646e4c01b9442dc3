//! What a server could send to do harm.

use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::samples::samples;
use super::{pickle, protocol, read, refused};
use crate::codec::Value;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "nothing is ever read into it")]
enum Tree {
    Leaf,
    Node(Box<Tree>),
    List(Vec<Tree>),
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "nothing is ever read into it")]
struct Bare(Option<Box<Bare>>);

const LEVELS: usize = 100_000;

#[test]
fn nesting_never_uses_up_the_stack() {
    let nested: [Vec<u8>; 7] = [
        [b"]".repeat(LEVELS), b"a".repeat(LEVELS - 1), b".".to_vec()].concat(),
        [b"(".repeat(LEVELS), b"l".repeat(LEVELS), b".".to_vec()].concat(),
        [b"N".to_vec(), b"\x85".repeat(LEVELS), b".".to_vec()].concat(),
        [b"}N".repeat(LEVELS), b"N".to_vec(), b"s".repeat(LEVELS), b".".to_vec()].concat(),
        [b"(".repeat(LEVELS), b"\x91".repeat(LEVELS), b".".to_vec()].concat(),
        [b"}\x8c\x04Node".repeat(LEVELS), b"N".to_vec(), b"s".repeat(LEVELS), b".".to_vec()].concat(),
        [b"chttp\nHTTPStatus\n".repeat(LEVELS), b"N".to_vec(), b"\x85R".repeat(LEVELS), b".".to_vec()].concat(),
    ];
    for bytes in nested {
        let error = refused::<Value>(&bytes);
        assert!(error.contains("levels deep") || error.contains("`http.HTTPStatus`"), "{error}");
        assert!(pickle(&[]).deserialize::<Tree>(&bytes).is_err());
        assert!(pickle(&[]).deserialize::<Vec<Tree>>(&bytes).is_err());
        read::<IgnoredAny>(&bytes);
    }
    let error = refused::<Bare>(b"K\x01.");
    assert!(error.contains("levels deep"), "{error}");
}

#[test]
fn the_deepest_nesting_that_can_be_allowed_fits_the_stack_of_a_thread() {
    const DEEPEST: usize = 400;
    let deepest = pickle(&[("max_depth", DEEPEST as i64)]);
    let values: [Vec<u8>; 3] = [
        [b"]".repeat(DEEPEST), b"a".repeat(DEEPEST - 1), b".".to_vec()].concat(),
        [b")".to_vec(), b"\x85".repeat(DEEPEST - 1), b".".to_vec()].concat(),
        [b"}N".repeat(DEEPEST), b"N".to_vec(), b"s".repeat(DEEPEST), b".".to_vec()].concat(),
    ];
    let node = b"}\x8c\x04Node".repeat(DEEPEST - 1);
    let tree = [&node, &b"\x8c\x04Leaf"[..], &b"s".repeat(DEEPEST - 1), b"."].concat();
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let read = move || {
        for bytes in values {
            deepest.deserialize::<Value>(&bytes).expect("as deep as is allowed");
        }
        deepest.deserialize::<Tree>(&tree).expect("as deep as is allowed");
    };
    thread.spawn(read).expect("a thread").join().expect("the stack sufficed");
}

#[test]
fn what_contains_itself_is_refused() {
    for bytes in [&b"]q\x00h\x00a."[..], b"}q\x00Nh\x00s.", b"]q\x00(h\x00\x85h\x00e.", b"](]q\x00(K\x01h\x00ee."] {
        let error = refused::<Value>(bytes);
        assert!(error.contains("contains itself"), "{error}");
        read::<IgnoredAny>(bytes);
    }
    // Where nobody looks at it, it does no harm.
    assert_eq!(read::<HashMap<String, IgnoredAny>>(b"}q\x00\x8c\x01ah\x00s.").len(), 1);
}

#[test]
fn references_do_not_multiply() {
    // Each list holds the one before it ten times: 10^40 values in a few hundred bytes.
    let mut laughs = b"]q\x00K\x01a".to_vec();
    for level in 0..40_u8 {
        laughs.extend_from_slice(b"](");
        laughs.extend([b'h', level].repeat(10));
        laughs.extend_from_slice(&[b'e', b'q', level + 1]);
    }
    laughs.push(b'.');
    let limited = pickle(&[("max_nodes", 100_000)]);
    let error = limited.deserialize::<Value>(&laughs).expect_err("too many").to_string();
    assert!(error.contains("more than 100000 values"), "{error}");
    read::<IgnoredAny>(&laughs);

    // A long text, and a long number, referred to again and again.
    let mut texts = [b"](X\x00\x00\x10\x00", &b"x".repeat(1 << 20)[..], b"q\x00"].concat();
    texts.extend(b"h\x00".repeat(50_000));
    texts.extend_from_slice(b"e.");
    assert!(limited.deserialize::<Vec<String>>(&texts).is_err());
    assert!(limited.deserialize::<Vec<IgnoredAny>>(&texts).is_ok());
    let mut numbers = [b"](\x8b\xd0\x06\x00\x00", &[7; 0x6D0][..], b"q\x00"].concat();
    numbers.extend(b"h\x00".repeat(50_000));
    numbers.extend_from_slice(b"e.");
    assert!(limited.deserialize::<Vec<String>>(&numbers).is_err());

    // An object, the part of which that counts stands behind many others.
    let mut objects = b"](cuuid\nUUID\n)\x81q\x00}(".to_vec();
    objects.extend((0..2000_u32).flat_map(|key| [&b"J"[..], &key.to_le_bytes(), b"N"].concat()));
    objects.extend_from_slice(b"\x8c\x03intK\x01ub");
    let one = [&objects[..], b"e."].concat();
    assert_eq!(limited.deserialize::<Vec<uuid::Uuid>>(&one).expect("a UUID"), [uuid::Uuid::from_u128(1)]);
    let many = [objects, b"h\x00".repeat(1000), b"e.".to_vec()].concat();
    assert!(limited.deserialize::<Vec<uuid::Uuid>>(&many).is_err());
}

/// A number whose bytes repeat the sign is as small as any; nobody looks through them again.
#[test]
fn padding_is_taken_off_once() {
    let padded = |sign: u8, low: u8| {
        let mut bytes = b"](\x8b\x00\x00\x10\x00".to_vec();
        bytes.push(low);
        bytes.extend_from_slice(&vec![sign; (1 << 20) - 1]);
        bytes.extend_from_slice(b"q\x00");
        bytes.extend(b"h\x00".repeat(10_000));
        bytes.extend_from_slice(b"e.");
        bytes
    };
    assert_eq!(read::<Vec<i8>>(&padded(0, 5)), [5; 10_001]);
    assert_eq!(read::<Vec<i8>>(&padded(0xFF, 0xFB)), [-5; 10_001]);
    let error = refused::<Value>(&[b"L", &b"9".repeat(5000)[..], b"L\n."].concat());
    assert!(error.contains("found a whole number of 5000 bytes, expected one of at most 4300 digits"), "{error}");
}

#[test]
fn endless_ranges_are_refused() {
    let range = b"cbuiltins\nrange\nK\x00\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7fK\x01\x87R.";
    let error = pickle(&[("max_nodes", 1000)]).deserialize::<Value>(range).expect_err("too many").to_string();
    assert!(error.contains("more than 1000 values"), "{error}");
    let last = b"cbuiltins\nrange\n\x8a\x08\x80\xff\xff\xff\xff\xff\xff\x7f\x8a\x08\xff\xff\xff\xff\xff\xff\xff\x7fK\x7e\x87R.";
    assert_eq!(read::<Vec<i64>>(last), [i64::MAX - 127, i64::MAX - 1]);
    assert!(refused::<Value>(b"cbuiltins\nrange\nK\x00K\x01K\x00\x87R.").contains("`builtins.range`"));
}

#[test]
fn every_cut_is_an_error() {
    for (name, value) in samples() {
        for number in 2..=5 {
            let bytes = protocol(number).serialize(&value).expect("it can be written");
            let cuts = if bytes.len() <= 1000 { bytes.len() } else { 20 };
            for cut in (0..cuts).chain(bytes.len() - cuts..bytes.len()) {
                assert!(
                    pickle(&[]).deserialize::<Value>(&bytes[..cut]).is_err(),
                    "{name}, protocol {number}, at {cut}"
                );
            }
            if bytes.len() < 200_000 {
                let error = refused::<Value>(&[&bytes[..], b"."].concat());
                assert!(error.contains("1 bytes left over"), "{error}");
            }
        }
    }
}

#[test]
fn lengths_are_not_believed() {
    let claims: [&[u8]; 12] = [
        b"X\xff\xff\xff\xff.",
        b"\x8d\xff\xff\xff\xff\xff\xff\xff\xff.",
        b"\x8d\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"B\xff\xff\xff\xff.",
        b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x96\xff\xff\xff\xff\xff\xff\xff\x7f.",
        b"\x8b\xff\xff\xff\x7f.",
        b"\x8b\xff\xff\xff\xff.",
        b"T\xff\xff\xff\xff.",
        b"\x8c\x02a.",
        b"\x95\xff\xff\xff\xff\xff\xff\xff\xffN.",
        b"\x95\x03\x00\x00\x00\x00\x00\x00\x00N.",
    ];
    for bytes in claims {
        let error = refused::<Value>(bytes);
        assert!(error.contains("cut off") || error.contains("found the length -1"), "{error}");
    }
}

#[test]
fn the_memo_is_no_larger_than_what_was_written() {
    for bytes in [&b"K\x01r\xff\xff\xff\xff."[..], b"K\x01p4000000000\n.", b"K\x01q\x05."] {
        let error = refused::<Value>(bytes);
        assert!(error.contains("found memo index"), "{error}");
    }
    for bytes in [&b"h\x00."[..], b"j\xff\xff\xff\xff.", b"K\x01q\x00g1\n."] {
        let error = refused::<Value>(bytes);
        assert!(error.contains("which holds nothing"), "{error}");
    }
    for bytes in [&b"K\x01p-1\n."[..], b"K\x01px\n.", b"gx\n."] {
        let error = refused::<Value>(bytes);
        assert!(error.contains("a memo index that is no number"), "{error}");
    }
}

#[test]
fn a_torn_stack_is_an_error() {
    let torn: [&[u8]; 26] = [
        b".", b"0.", b"1.", b"2.", b"a.", b"Na.", b"NNa.", b"e.", b"(e.", b"N(Ne.", b"s.", b"}Ns.", b"}(Nu.", b"(Nd.",
        b"t.", b"\x85.", b"N\x86.", b"(N\x86.", b"(.", b"R.", b"NR.", b"NNR.", b"N)R.", b"b.", b"NNb.", b"\x94.",
    ];
    for bytes in torn {
        assert!(pickle(&[]).deserialize::<Value>(bytes).is_err(), "{}", bytes.escape_ascii());
    }
    // A value that is left below the result is no harm, as in Python.
    assert_eq!(read::<u8>(b"NK\x01."), 1);
}

#[test]
fn nothing_is_called() {
    for attack in [
        &b"cos\nsystem\n(S'touch pwned'\ntR."[..],
        b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x0btouch pwned\x85R.",
        b"}\x8c\x01acos\nsystem\n\x8c\x0btouch pwned\x85Rs.",
    ] {
        let error = refused::<Value>(attack);
        assert!(error.contains("the Python class `os.system`") && error.contains("expected plain data"), "{error}");
        assert!(refused::<String>(attack).contains("`os.system`") || attack.starts_with(b"}"));
    }
    let error = refused::<Value>(b"cos\nsystem\n.");
    assert!(error.contains("`os.system` itself"), "{error}");
    // `getattr` and the like lead nowhere either.
    for attack in [
        &b"cbuiltins\ngetattr\ncdatetime\ndatetime\n\x8c\x03now\x86R)R."[..],
        b"cbuiltins\ngetattr\nczoneinfo\nZoneInfo\n\x8c\x09_unpickle\x86R\x8c\x03UTCK\x01\x86R.",
        b"ccollections\ndefaultdict\ncos\nsystem\n\x85Rcos\nsystem\n\x85R.",
    ] {
        let error = refused::<Value>(attack);
        assert!(error.contains("found a") || error.contains("is called that is no class"), "{error}");
    }
}

#[test]
fn what_nobody_asks_for_does_no_harm() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Count {
        count: u8,
    }

    let with_model = b"}(\x8c\x05modelcapp.models\nUser\n)\x81}\x8c\x01xK\x01sb(K\x01K\x02e\x8c\x05countK\x03u.";
    assert_eq!(read::<Count>(with_model), Count { count: 3 });
    assert!(refused::<Value>(with_model).contains("`app.models.User`"));
}

#[test]
fn wrong_parts_of_known_classes_are_errors() {
    let broken: [&[u8]; 14] = [
        b"cdatetime\ndate\nC\x04\x07\xcf\x0d\x1f\x85R.",
        b"cdatetime\ndate\nC\x04\x07\xe7\x02\x1d\x85R.",
        b"cdatetime\ndate\nC\x03\x07\xcf\x0c\x85R.",
        b"cdatetime\ndate\nN\x85R.",
        b"cdatetime\ndate\n)R.",
        b"cdatetime\ntime\nC\x06\x18\x00\x00\x00\x00\x00\x85R.",
        b"cdatetime\ntime\nC\x06\x17\x00\x00\x0f\x42\x40\x85R.",
        b"cdatetime\ndatetime\nC\x0a\x07\xe9\x01\x02\x03\x04\x05\0\0\0cdatetime\ntimezone\nN\x85R\x86R.",
        b"cdatetime\ntimedelta\nK\x01K\x02\x86R.",
        b"cdatetime\ntimedelta\nJ\x00\xca\x9a\x3bK\x00K\x00\x87R.",
        b"cdecimal\nDecimal\nK\x01\x85R.",
        b"cuuid\nUUID\n)\x81.",
        b"cuuid\nUUID\n)\x81}\x8c\x03intJ\xff\xff\xff\xffsb.",
        b"cbuiltins\ncomplex\nK\x01K\x02\x86R.",
    ];
    for bytes in broken {
        let error = refused::<Value>(bytes);
        assert!(error.contains("made from arguments that it does not take"), "{}: {error}", bytes.escape_ascii());
    }
}
