use super::{read, refused};
use crate::codec::{Date, DateTime, HerdMarker, TimeDelta, Value};

fn text(text: &str) -> Value {
    Value::Str(text.to_owned())
}

fn list<const N: usize>(values: [i128; N]) -> Value {
    Value::List(values.map(Value::Int).into())
}

fn tuple<const N: usize>(values: [i128; N]) -> Value {
    Value::Tuple(values.map(Value::Int).into())
}

fn dict<const N: usize>(entries: [(&str, i128); N]) -> Value {
    Value::Dict(entries.map(|(key, value)| (key.into(), Value::Int(value))).into())
}

#[test]
fn scalars() {
    let cases: [(&[u8], Value); 26] = [
        (b"N.", Value::None),
        (b"\x80\x02\x88.", Value::Bool(true)),
        (b"\x80\x02\x89.", Value::Bool(false)),
        (b"I01\n.", Value::Bool(true)),
        (b"I00\n.", Value::Bool(false)),
        (b"I-12\n.", Value::Int(-12)),
        (b"I0\n.", Value::Int(0)),
        (b"I99999999999999999999\n.", Value::Int(99_999_999_999_999_999_999)),
        (b"L5L\n.", Value::Int(5)),
        (b"L-7\n.", Value::Int(-7)),
        (b"K\xff.", Value::Int(255)),
        (b"M\xff\xff.", Value::Int(65535)),
        (b"J\xff\xff\xff\xff.", Value::Int(-1)),
        (b"J\xff\xff\xff\x7f.", Value::Int((1 << 31) - 1)),
        (b"\x8a\x00.", Value::Int(0)),
        (b"\x8a\x01\x80.", Value::Int(-128)),
        (b"\x8b\x02\x00\x00\x00\xff\x00.", Value::Int(255)),
        (b"F1.5\n.", Value::Float(1.5)),
        (b"Finf\n.", Value::Float(f64::INFINITY)),
        (b"G\xbf\xf8\x00\x00\x00\x00\x00\x00.", Value::Float(-1.5)),
        (b"S'it'\n.", text("it")),
        (b"S\"it's\"\n.", text("it's")),
        (b"T\x02\x00\x00\x00ab.", text("ab")),
        (b"U\x02ab.", text("ab")),
        (b"Vab\n.", text("ab")),
        (b"V\xe9\\u65e5\\U0001f680\\u005cu\n.", text("é日🚀\\u")),
    ];
    for (bytes, value) in cases {
        assert_eq!(read::<Value>(bytes), value, "{}", bytes.escape_ascii());
    }
    assert!(matches!(read(b"Fnan\n."), Value::Float(float) if float.is_nan()));
}

#[test]
fn texts_and_bytes() {
    let cases: [(&[u8], Value); 9] = [
        (b"X\x02\x00\x00\x00ab.", text("ab")),
        (b"\x8c\x02ab.", text("ab")),
        (b"\x8d\x02\x00\x00\x00\x00\x00\x00\x00ab.", text("ab")),
        (b"C\x02ab.", Value::Bytes(b"ab".to_vec())),
        (b"B\x02\x00\x00\x00ab.", Value::Bytes(b"ab".to_vec())),
        (b"\x8e\x02\x00\x00\x00\x00\x00\x00\x00ab.", Value::Bytes(b"ab".to_vec())),
        (b"\x80\x05\x96\x02\x00\x00\x00\x00\x00\x00\x00ab.", Value::Bytes(b"ab".to_vec())),
        (b"c__builtin__\nbytes\n)R.", Value::Bytes(Vec::new())),
        (b"c_codecs\nencode\n(V\xff\nVlatin1\ntR.", Value::Bytes(vec![0xFF])),
    ];
    for (bytes, value) in cases {
        assert_eq!(read::<Value>(bytes), value, "{}", bytes.escape_ascii());
    }
}

#[test]
fn containers() {
    let cases: [(&[u8], Value); 22] = [
        (b").", tuple([])),
        (b"K\x01\x85.", tuple([1])),
        (b"K\x01K\x02\x86.", tuple([1, 2])),
        (b"K\x01K\x02K\x03\x87.", tuple([1, 2, 3])),
        (b"(K\x01K\x02K\x03K\x04t.", tuple([1, 2, 3, 4])),
        (b"(t.", tuple([])),
        (b"].", list([])),
        (b"]K\x01a.", list([1])),
        (b"](K\x01K\x02e(K\x03eK\x04a(e.", list([1, 2, 3, 4])),
        (b"(l.", list([])),
        (b"(K\x01K\x02l.", list([1, 2])),
        (b"}.", dict([])),
        (b"}\x8c\x01aK\x01s.", dict([("a", 1)])),
        (b"}(\x8c\x01aK\x01\x8c\x01bK\x02u.", dict([("a", 1), ("b", 2)])),
        (b"(\x8c\x01aK\x01d.", dict([("a", 1)])),
        (b"(d.", dict([])),
        (b"\x8f.", Value::Set(vec![])),
        (b"\x8f(K\x01K\x02\x90.", Value::Set(vec![1.into(), 2.into()])),
        (b"(K\x01\x91.", Value::FrozenSet(vec![1.into()])),
        (b"cbuiltins\nset\n](K\x01K\x02e\x85R.", Value::Set(vec![1.into(), 2.into()])),
        (b"cbuiltins\nfrozenset\n]K\x01a\x85R.", Value::FrozenSet(vec![1.into()])),
        (b"ccollections\nOrderedDict\n)R\x8c\x01aK\x01s.", dict([("a", 1)])),
    ];
    for (bytes, value) in cases {
        assert_eq!(read::<Value>(bytes), value, "{}", bytes.escape_ascii());
    }
}

#[test]
fn the_stack_and_the_memo() {
    let cases: [(&[u8], Value); 10] = [
        (b"K\x01K\x020.", Value::Int(1)),
        (b"K\x01(0.", Value::Int(1)),
        (b"K\x01(K\x02K\x031.", Value::Int(1)),
        (b"K\x012\x86.", tuple([1, 1])),
        (b"K\x01p0\n0g0\n.", Value::Int(1)),
        (b"K\x01q\x000h\x00.", Value::Int(1)),
        (b"K\x01r\x00\x00\x00\x000j\x00\x00\x00\x00.", Value::Int(1)),
        (b"\x80\x04\x95\x06\x00\x00\x00\x00\x00\x00\x00K\x01\x940h\x00.", Value::Int(1)),
        (b"](K\x01\x94h\x00e.", list([1, 1])),
        // A tuple that is found to be there already is thrown away, with its parts or without.
        (b"K\x01\x85q\x000(K\x02K\x031h\x00.", tuple([1])),
    ];
    for (bytes, value) in cases {
        assert_eq!(read::<Value>(bytes), value, "{}", bytes.escape_ascii());
    }
    // What is referred to is the object itself: filled later, it is full wherever it is.
    let shared = Value::List(vec![list([7]), list([7])]);
    assert_eq!(read::<Value>(b"](]q\x00h\x00K\x07ae."), shared);
    // A set is made of the list as it is then.
    let set_and_list = Value::List(vec![Value::Set(vec![1.into()]), list([1, 2])]);
    assert_eq!(read::<Value>(b"](cbuiltins\nset\n]q\x00K\x01a\x85Rh\x00K\x02ae."), set_and_list);
}

#[test]
fn objects() {
    let day = Date { year: 1999, month: 12, day: 31 };
    let one = {
        let mut bytes = [0; 16];
        bytes[15] = 1;
        Value::Uuid(bytes)
    };
    let utc: DateTime = "2025-01-02T03:04:05Z".parse().expect("a datetime");
    let cases: [(&[u8], Value); 12] = [
        (b"cdatetime\ndate\nC\x04\x07\xcf\x0c\x1f\x85R.", day.into()),
        (b"\x8c\x08datetime\x8c\x04date\x93C\x04\x07\xcf\x0c\x1f\x85R.", day.into()),
        (b"cdatetime\ntimedelta\nK\x01K\x02K\x03\x87R.", TimeDelta { days: 1, seconds: 2, microseconds: 3 }.into()),
        (b"cdatetime\ndatetime\nC\x0a\x07\xe9\x01\x02\x03\x04\x05\0\0\0cpytz\n_UTC\n)R\x86R.", utc.clone().into()),
        (b"cuuid\nUUID\n)\x81}\x8c\x03intK\x01sb.", one.clone()),
        (b"ccopy_reg\n_reconstructor\n(cuuid\nUUID\nc__builtin__\nobject\nNtR(dVint\nI1\nsb.", one),
        (b"ccopy_reg\n_reconstructor\n(cdjango.utils.safestring\nSafeText\nc__builtin__\nunicode\nVx\ntR.", text("x")),
        (b"cdjango.utils.safestring\nSafeString\n\x8c\x01x\x85\x81.", text("x")),
        (b"ccollections\ndefaultdict\ncbuiltins\nlist\n\x85R\x8c\x01aK\x01s.", dict([("a", 1)])),
        (b"c__builtin__\nxrange\nK\x0aK\x00J\xfd\xff\xff\xff\x87R.", list([10, 7, 4, 1])),
        (b"cbuiltins\nbytearray\nC\x01a\x85R.", Value::Bytes(b"a".to_vec())),
        (b"chttp\nHTTPStatus\nK\xc8\x85R.", Value::Int(200)),
    ];
    for (bytes, value) in cases {
        assert_eq!(read::<Value>(bytes), value, "{}", bytes.escape_ascii());
    }
    assert_eq!(read::<HerdMarker>(b"cdjango_redis.client.herd\nMarker\n)\x81."), HerdMarker);
}

#[test]
fn time_zones() {
    let time = |zone: &[u8]| [b"cdatetime\ntime\nC\x06\x01\x02\x03\0\0\0", zone, b"\x86R."].concat();
    let read = |zone: &[u8]| read::<String>(&time(zone));
    assert_eq!(read(b"N"), "01:02:03");
    assert_eq!(read(b"cdatetime\ntimezone\ncdatetime\ntimedelta\nK\0K\0K\0\x87R\x85R"), "01:02:03Z");
    let named = b"cdatetime\ntimezone\ncdatetime\ntimedelta\nJ\xff\xff\xff\xffJ\x70\x43\x01\0K\0\x87R\x8c\x01X\x86R";
    assert_eq!(read(named), "01:02:03-01:00");
    let zoneinfo = |name: &str| {
        let start = b"cbuiltins\ngetattr\nczoneinfo\nZoneInfo\n\x8c\x09_unpickle\x86R\x8c";
        [&start[..], &[name.len() as u8], name.as_bytes(), b"K\x01\x86R"].concat()
    };
    assert_eq!(read(&zoneinfo("UTC")), "01:02:03Z");
    assert_eq!(read(&zoneinfo("Europe/Berlin")), "01:02:03[Europe/Berlin]");
    assert_eq!(read(b"cpytz\n_p\n(\x8c\x0dEurope/BerlinM\x10\x0eK\0\x8c\x03CETtR"), "01:02:03+01:00");
    assert_eq!(read(b"cpytz\n_p\n\x8c\x0dEurope/Berlin\x85R"), "01:02:03[Europe/Berlin]");

    let error = refused::<String>(&time(b"cdateutil.tz.tz\ntzlocal\n)R"));
    assert!(error.contains("`dateutil.tz.tz.tzlocal`"), "{error}");
    // The second of two equal hours, where it matters.
    let mut bytes = time(&zoneinfo("Europe/Berlin"));
    bytes[17] |= 0x80;
    let error = refused::<String>(&bytes);
    assert!(error.contains("Europe/Berlin"), "{error}");
}

#[test]
fn what_is_outside_of_the_pickle_is_refused() {
    let opcodes: [(&[u8], &str); 10] = [
        (b"P1\n.", "PERSID"),
        (b"NQ.", "BINPERSID"),
        (b"\x82\x01.", "EXT1"),
        (b"\x83\x01\0.", "EXT2"),
        (b"\x84\x01\0\0\0.", "EXT4"),
        (b"(iposix\nsystem\n.", "INST"),
        (b"(cos\nsystem\no.", "OBJ"),
        (b"\x97.", "NEXT_BUFFER"),
        (b"N\x98.", "READONLY_BUFFER"),
        (b"\xff.", "unknown"),
    ];
    for (bytes, name) in opcodes {
        let error = refused::<Value>(bytes);
        assert!(error.contains(&format!("opcode {name} at byte ")), "{error}");
    }
    let error = refused::<Value>(b"\x80\x06N.");
    assert!(error.contains("found pickle protocol 6, expected at most 5"), "{error}");
    let error = refused::<Value>(b"{\"a\": 1}");
    assert!(error.contains("the bytes are no pickle"), "{error}");
}

#[test]
fn keywords_are_for_unknown_classes() {
    let error = refused::<Value>(b"cmy.app\nPoint\n)}\x92.");
    assert!(error.contains("`my.app.Point`"), "{error}");
    let error = refused::<Value>(b"cuuid\nUUID\n)}\x92.");
    assert!(error.contains("NEWOBJ_EX"), "{error}");
}
