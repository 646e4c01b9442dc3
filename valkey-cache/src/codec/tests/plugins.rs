use serde::Deserialize;

use crate::codec::{
    AnyCompressor, AnySerializer, BoxError, Codec, Compressor, CompressorRegistration, PluginConfig, Serializer,
    SerializerRegistration, Slot, TooLarge, read_limited, registered_compressors, registered_serializers,
};

/// JSON with an indentation.
#[derive(Deserialize)]
struct Indented {
    #[serde(alias = "spaces", default)]
    indent: usize,
}

impl Serializer for Indented {
    fn serialize(&self, value: &dyn erased_serde::Serialize, out: &mut Vec<u8>) -> Result<(), BoxError> {
        let indent = " ".repeat(self.indent);
        let formatter = serde_json::ser::PrettyFormatter::with_indent(indent.as_bytes());
        let mut serializer = serde_json::Serializer::with_formatter(out, formatter);
        Ok(serde::Serialize::serialize(value, &mut serializer)?)
    }

    fn deserialize(&self, bytes: &[u8], slot: Slot<'_>) -> Result<(), BoxError> {
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        slot.fill(&mut deserializer)?;
        Ok(deserializer.end()?)
    }
}

inventory::submit! { SerializerRegistration::new::<Indented>("test-indented", file!(), line!()) }

/// Moves letters; like any cipher it reads everything.
#[derive(Deserialize)]
struct Rot {
    #[serde(default)]
    shift: u8,
}

impl Compressor for Rot {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.iter().map(|byte| byte.wrapping_add(self.shift)).collect())
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        let bytes = read_limited(bytes, max_size)?;
        Ok(bytes.iter().map(|byte| byte.wrapping_sub(self.shift)).collect())
    }
}

inventory::submit! { CompressorRegistration::new::<Rot>("test-rot", file!(), line!()) }

/// Forgets what it is told.
struct Careless;

impl Serializer for Careless {
    fn serialize(&self, _value: &dyn erased_serde::Serialize, _out: &mut Vec<u8>) -> Result<(), BoxError> {
        Err("cannot write".into())
    }

    fn deserialize(&self, _bytes: &[u8], _slot: Slot<'_>) -> Result<(), BoxError> {
        Ok(())
    }
}

impl Compressor for Careless {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }

    fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
        Ok(bytes.to_vec())
    }
}

fn rot(shift: u8) -> PluginConfig {
    PluginConfig::new("test-rot").option("shift", shift)
}

#[test]
fn plugins_are_found_with_their_options() {
    assert!(registered_serializers().contains(&"test-indented"));
    assert!(registered_compressors().contains(&"test-rot"));
    let indented = PluginConfig::new("test-indented").option("spaces", 1);
    let codec = Codec::new(&indented, &rot(1), 1000).expect("plugins");
    assert_eq!((codec.serializer().name(), codec.compressor().name()), ("test-indented", "test-rot"));
    let bytes = codec.encode(&["abc", "def", "ghi"]).expect("a list");
    assert_eq!(bytes, b"\\\x0b!#bcd#-\x0b!#efg#-\x0b!#hij#\x0b^");
    assert_eq!(codec.decode::<Vec<String>>(&bytes).expect("a list"), ["abc", "def", "ghi"]);
    assert_eq!(codec.encode(&-5).expect("a number"), b"-5");
    assert_eq!(codec.decode::<i8>(b"-5").expect("a number"), -5);
}

#[test]
fn compressors_without_a_mark_read_what_they_wrote() {
    let codec = Codec::new(&"test-indented".into(), &rot(1), 1000).expect("plugins");
    // Not longer than `min_length`, but as it is it would be read as "bcd".
    let bytes = codec.encode("abc").expect("a text");
    assert_eq!(codec.decode::<String>(&bytes).expect("a text"), "abc");
    // Written without the compressor.
    assert_eq!(codec.decode::<Vec<bool>>(b"[true]").expect("a list"), [true]);
    // Neither way.
    let error = codec.decode::<Vec<bool>>(b"[5]").expect_err("no list").to_string();
    assert!(error.contains("decompressed: ") && error.contains("; as not compressed: "), "{error}");
}

#[test]
fn options_of_plugins_are_strict() {
    let error = AnyCompressor::from_config(&rot(1).option("shfit", 2)).expect_err("misspelt").to_string();
    assert_eq!(error, "compressor 'test-rot': unknown option 'shfit'; did you mean 'shift'? Known: shift, min_length");
    let error = AnyCompressor::from_config(&PluginConfig::new("test-rot").option("shift", 300)).expect_err("too large");
    assert_eq!(error.to_string(), "compressor 'test-rot': option 'shift': found integer `300`, expected u8");
}

#[test]
fn plugins_need_no_registration() {
    let codec = Codec::from_parts(
        AnySerializer::new("own", Indented { indent: 0 }),
        AnyCompressor::new("own", Rot { shift: 13 }).with_min_length(0),
    );
    let bytes = codec.encode("abc").expect("a text");
    assert_eq!(codec.decode::<String>(&bytes).expect("a text"), "abc");
}

#[test]
fn careless_plugins_are_found_out() {
    let codec = Codec::from_parts(AnySerializer::new("careless", Careless), AnyCompressor::default());
    let error = codec.encode("abc").expect_err("refused").to_string();
    assert!(error.contains("serializer 'careless' cannot write a value of type str: cannot write"), "{error}");
    let error = codec.decode::<String>(b"abc").expect_err("nothing was read").to_string();
    assert!(error.contains("left its slot empty"), "{error}");

    let compressor = AnyCompressor::new("careless", Careless).with_max_decompressed_size(2);
    let error = compressor.decompress(b"abc").expect_err("too large").to_string();
    assert!(error.contains(&TooLarge { max_size: 2 }.to_string()), "{error}");
}
