use serde::Serialize;

use super::*;
use crate::codec::{AnyCompressor, AnySerializer, Codec, PluginConfig};
use crate::{ErrorKind, Result};

const MARK: &[u8] = b"\xFFherd";
const DAY: Deadline = Deadline::Whole(1_700_086_400);

/// The codecs that are compiled in, with a compressor that takes every value.
fn codecs() -> Vec<Codec> {
    let names = ["json", "msgpack", "cbor", "postcard", "pickle"];
    let compressors = ["identity", "zstd"].into_iter().filter_map(|name| AnyCompressor::named(name).ok());
    let serializers = || names.into_iter().filter_map(|name| AnySerializer::named(name).ok());
    compressors
        .flat_map(|compressor| serializers().map(move |serializer| Codec::from_parts(serializer, compressor.clone())))
        .collect()
}

fn identity() -> AnyCompressor {
    AnyCompressor::named("identity").unwrap()
}

fn pack<T: Serialize + ?Sized>(codec: &Codec, value: &T, deadline: Deadline) -> Vec<u8> {
    Encoded::of_herd(value, codec).unwrap().seal(codec, Some(deadline)).unwrap()
}

#[track_caller]
fn unpacked<T: serde::de::DeserializeOwned>(codec: &Codec, stored: &[u8]) -> (T, Option<f64>) {
    let Entry { value, deadline } = codec.unpack(stored).unwrap();
    assert_eq!(codec.deadline(stored), deadline);
    (value, deadline.map(Deadline::seconds))
}

#[test]
fn every_codec_packs_and_unpacks() {
    for codec in codecs() {
        let text = "text that is long enough to be compressed ".repeat(9);
        for deadline in [DAY, Deadline::Fraction(1_700_000_000.5), Deadline::Whole(1 << 40), Deadline::Whole(7)] {
            let seconds = Some(deadline.seconds());
            assert_eq!(
                unpacked::<String>(&codec, &pack(&codec, &text, deadline)),
                (text.clone(), seconds),
                "{codec:?}"
            );
            assert_eq!(unpacked::<i64>(&codec, &pack(&codec, &-5, deadline)), (-5, seconds), "{codec:?}");
            let tuple = unpacked::<(u8, u8, u8)>(&codec, &pack(&codec, &(1_u8, 2_u8, 3_u8), deadline));
            assert_eq!(tuple, ((1, 2, 3), seconds), "{codec:?}");
        }
    }
}

#[test]
fn values_with_nothing_around_them_are_read_as_they_are() {
    for codec in codecs() {
        for stored in
            [codec.encode("text").unwrap(), Encoded::of_herd("text", &codec).unwrap().seal(&codec, None).unwrap()]
        {
            assert_eq!(stored, codec.encode("text").unwrap(), "{codec:?}");
            assert_eq!(unpacked::<String>(&codec, &stored), ("text".to_owned(), None), "{codec:?}");
        }
        assert_eq!(unpacked::<i64>(&codec, b"42"), (42, None), "{codec:?}");
        assert_eq!(
            unpacked::<(u8, u8, u8)>(&codec, &codec.encode(&(1_u8, 2_u8, 3_u8)).unwrap()),
            ((1, 2, 3), None),
            "{codec:?}"
        );
    }
}

#[test]
fn the_time_is_moved_in_what_is_stored() {
    for codec in codecs() {
        let value = "a value ".repeat(20);
        let times = [DAY, Deadline::Fraction(1.5), Deadline::NEVER, Deadline::Whole(1 << 40), Deadline::Whole(3), DAY];
        let mut stored = pack(&codec, &value, DAY);
        for pair in times.windows(2) {
            stored = codec.redate(&stored, pair[0], pair[1]).unwrap();
            assert_eq!(unpacked::<String>(&codec, &stored), (value.clone(), Some(pair[1].seconds())), "{codec:?}");
            assert!(stored == pack(&codec, &value, pair[1]), "{codec:?}");
        }
    }
}

/// One whose bytes look like an envelope is not opened, whoever stored it.
#[test]
#[cfg(feature = "postcard")]
fn what_looks_like_an_envelope_need_not_be_one() {
    let codec = Codec::from_parts(AnySerializer::named("postcard").unwrap(), identity());
    let value = [MARK, b"12345678"].concat().try_into().map(Raw).unwrap();
    let bare = codec.encode(&value).unwrap();
    assert!(bare.starts_with(MARK));
    assert_eq!(codec.unpack::<Raw>(&bare).unwrap().value, value);
    let stored = Encoded::of_herd(&value, &codec).unwrap().seal(&codec, None).unwrap();
    assert_eq!(unpacked::<Raw>(&codec, &stored), (value, Some(f64::INFINITY)));
}

#[cfg(feature = "postcard")]
#[derive(Debug, PartialEq, Serialize, serde::Deserialize)]
struct Raw([u8; 13]);

#[test]
fn cut_envelopes_are_no_envelopes() {
    for codec in codecs() {
        for cut in [MARK.to_vec(), [MARK, b"1234567"].concat()] {
            assert_eq!(codec.deadline(&cut), None, "{codec:?}");
            let error = codec.unpack::<std::collections::BTreeMap<String, String>>(&cut).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(!error.to_string().contains("Entry"), "{error}");
        }
    }
}

#[cfg(feature = "pickle")]
mod pickle {
    use super::*;
    use crate::codec::Value;

    fn pickle(protocol: i64) -> Codec {
        let config = PluginConfig::new("pickle").option("protocol", protocol);
        Codec::from_parts(AnySerializer::from_config(&config).unwrap(), identity())
    }

    /// Frames, and texts that are in none, stand before the time; the length of the last frame follows it.
    #[test]
    fn large_values_have_frames() -> Result<()> {
        let long = |count| Value::Str("x".repeat(count));
        for protocol in 2..=5 {
            let codec = pickle(protocol);
            for value in [
                Value::List((0..40_000).map(|n| Value::Str(format!("item {n}"))).collect()),
                long(70_000),
                Value::List(vec![long(70_000), Value::Bytes(vec![b'\x95'; 70_000]), long(10), long(66_000)]),
            ] {
                let mut stored = pack(&codec, &value, DAY);
                let python = codec.serializer().serialize(&(crate::codec::HerdMarker, &value, DAY))?;
                assert!(stored == python, "protocol {protocol}");
                for (from, to) in [(DAY, Deadline::Fraction(1.5)), (Deadline::Fraction(1.5), Deadline::Whole(3))] {
                    stored = codec.redate(&stored, from, to)?;
                    let python = codec.serializer().serialize(&(crate::codec::HerdMarker, &value, to))?;
                    assert!(stored == python, "protocol {protocol}");
                }
            }
        }
        Ok(())
    }

    /// An object that this crate cannot read stays what it is.
    #[test]
    fn the_time_of_foreign_objects_is_moved() {
        let codec = pickle(2);
        let marker = b"\x80\x02cdjango_valkey.base_client\nMarker\nq\x00)\x81q\x01";
        let stored = [&marker[..], b"cshop.models\nPrice\nq\x02)\x81q\x03J\x80BUe\x87q\x04."].concat();
        assert_eq!(codec.deadline(&stored), Some(DAY));
        assert_eq!(codec.unpack::<Value>(&stored).unwrap_err().kind(), ErrorKind::Decode);
        let moved = codec.redate(&stored, DAY, Deadline::Whole(255)).unwrap();
        assert_eq!(moved, [&marker[..], b"cshop.models\nPrice\nq\x02)\x81q\x03K\xFF\x87q\x04."].concat());
    }

    /// What CPython makes of a marker, the text `v` and a time in the protocols 0 and 1.
    #[test]
    fn the_time_is_moved_in_old_protocols() {
        let codec = pickle(4);
        let marker = "(ccopy_reg\n_reconstructor\np0\n(cdjango_valkey.base_client\nMarker\np1\nc__builtin__\nobject\np2\nNtp3\nRp4\n";
        let old = |time: &str| format!("{marker}Vv\np5\n{time}\ntp6\n.").into_bytes();
        let times = [
            (DAY, "I1700086400"),
            (Deadline::Whole(7), "I7"),
            (Deadline::Whole(1 << 40), "L1099511627776L"),
            (Deadline::Fraction(1_700_000_000.5), "F1700000000.5"),
            (Deadline::NEVER, "Finf"),
            (DAY, "I1700086400"),
        ];
        for pair in times.windows(2) {
            let [(from, stored), (to, moved)] = pair.try_into().unwrap();
            assert_eq!(unpacked::<String>(&codec, &old(stored)), ("v".to_owned(), Some(from.seconds())));
            assert_eq!(codec.redate(&old(stored), from, to).unwrap(), old(moved));
        }

        let marker = b"(ccopy_reg\n_reconstructor\nq\0(cdjango_valkey.base_client\nMarker\nq\x01c__builtin__\nobject\nq\x02Ntq\x03Rq\x04";
        let old = |time: &[u8]| [marker, &b"X\x01\0\0\0vq\x05"[..], time, b"tq\x06."].concat();
        for (from, stored) in [(DAY, &b"J\x80BUe"[..]), (Deadline::Whole(1 << 40), b"L1099511627776L\n")] {
            assert_eq!(unpacked::<String>(&codec, &old(stored)), ("v".to_owned(), Some(from.seconds())));
            let moved = codec.redate(&old(stored), from, Deadline::Whole(7)).unwrap();
            assert_eq!(unpacked::<String>(&codec, &moved), ("v".to_owned(), Some(7.0)));
        }
        assert_eq!(codec.redate(&old(b"J\x80BUe"), DAY, Deadline::Whole(7)).unwrap(), old(b"K\x07"));
    }

    /// A tuple that no pickler makes in this protocol.
    #[test]
    fn another_end_is_refused() {
        let codec = pickle(4);
        let stored = b"\x80\x02(cdjango_valkey.base_client\nMarker\n)\x81I1\nI1700086400\nt.";
        assert_eq!(codec.deadline(stored), Some(DAY));
        assert_eq!(codec.redate(stored, DAY, Deadline::Whole(3)).unwrap_err().kind(), ErrorKind::Unsupported);
    }

    /// A last frame that the time is not in, and frames that lead nowhere.
    #[test]
    fn odd_frames_are_refused() {
        let codec = pickle(4);
        let body = b"\x8c\x19django_valkey.base_client\x94\x8c\x06Marker\x94\x93\x94)\x81\x94K\x01K\x07\x87\x94";
        let framed = |frame: &[u8]| [&b"\x80\x04"[..], body, frame].concat();
        let seven = Deadline::Whole(7);
        let stored = framed(b"\x95\x01\0\0\0\0\0\0\0.");
        assert!(codec.redate(&stored, seven, DAY).is_err());
        let stored = framed(b".");
        assert_eq!(codec.deadline(&stored), Some(seven));
        // A time of the same length needs no frame.
        assert!(codec.redate(&stored, seven, Deadline::Whole(8)).is_ok());
        assert_eq!(codec.redate(&stored, seven, DAY).unwrap_err().kind(), ErrorKind::Unsupported);
    }

    /// The serializer was changed, and what the old one packed is still there.
    #[test]
    #[cfg(feature = "json")]
    fn fallbacks_read_what_another_serializer_packed() {
        let [old, new] = ["pickle", "json"].map(|name| AnySerializer::named(name).unwrap());
        let packed = pack(&Codec::from_parts(old.clone(), identity()), "text", DAY);
        let codec = Codec::from_parts(new.clone(), identity()).with_fallbacks([old.clone()], []).unwrap();
        assert_eq!(unpacked::<String>(&codec, &packed), ("text".to_owned(), Some(DAY.seconds())));
        let moved = codec.redate(&packed, DAY, Deadline::NEVER).unwrap();
        assert_eq!(unpacked::<String>(&codec, &moved), ("text".to_owned(), Some(f64::INFINITY)));

        let packed = pack(&Codec::from_parts(new.clone(), identity()), "text", DAY);
        let codec = Codec::from_parts(old, identity()).with_fallbacks([new], []).unwrap();
        assert_eq!(unpacked::<String>(&codec, &packed), ("text".to_owned(), Some(DAY.seconds())));
    }
}

#[test]
fn whoever_is_no_herd_learns_of_it() {
    for codec in codecs().into_iter().filter(|codec| !codec.serializer().is_pickle()) {
        let error = codec.decode::<String>(&pack(&codec, "text", DAY)).unwrap_err();
        assert!(error.to_string().contains("read them with `HerdClient`"), "{error}");
        let other = codec.decode::<String>(b"\xFFno envelope").unwrap_err();
        assert!(!other.to_string().contains("HerdClient"), "{other}");
    }
}
