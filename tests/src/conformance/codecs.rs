use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::values::{User, user};
use super::{Case, Style, behaviours};

behaviours! {
    values_under_every_codec,
    numbers_are_numbers_under_every_codec,
    large_values,
    an_unreadable_value_names_key_codec_and_type,
    what_was_stored_before_compression_is_read,
    what_a_former_codec_stored_is_read,
}

pub(super) fn codecs() -> impl Iterator<Item = CacheConfig> {
    let compressors = ["identity", "zstd", "lz4"];
    ["json", "msgpack", "postcard"].into_iter().flat_map(move |serializer| {
        compressors.into_iter().map(move |compressor| CacheConfig::new().serializer(serializer).compressor(compressor))
    })
}

async fn values_under_every_codec<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    for config in codecs() {
        let cache = case.open(config);
        let codec = format!("{}, {}", cache.serializer().name(), cache.compressor().name());
        let text = "long enough for a compressor to do something ".repeat(20);
        case.ok(cache.set("user", &user())).await;
        case.ok(cache.set("text", &text)).await;
        case.ok(cache.set("bytes", &vec![0_u8, 255, 10, 13])).await;
        case.ok(cache.set("yes", &true)).await;
        case.ok(cache.set("pair", &(1, "x", [0.5]))).await;
        assert_eq!(case.ok(cache.get::<User>("user")).await, Some(user()), "{codec}");
        assert_eq!(case.ok(cache.get::<String>("text")).await, Some(text), "{codec}");
        assert_eq!(case.ok(cache.get::<Vec<u8>>("bytes")).await, Some(vec![0, 255, 10, 13]), "{codec}");
        assert_eq!(case.ok(cache.get::<bool>("yes")).await, Some(true), "{codec}");
        assert_eq!(
            case.ok(cache.get::<(i32, String, [f64; 1])>("pair")).await,
            Some((1, "x".into(), [0.5])),
            "{codec}"
        );
        case.ok(cache.zadd("users", [(user(), 1.0)])).await;
        assert_eq!(case.ok(cache.zrange::<User>("users", ..)).await, [user()], "{codec}");
        assert_eq!(case.ok(cache.zscore("users", &user())).await, Some(1.0), "{codec}");
        assert_eq!(case.ok(cache.clear()).await, 6);
    }
}

async fn numbers_are_numbers_under_every_codec<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    for config in codecs() {
        let cache = case.open(config);
        for number in [0, 1, -5, i64::MIN, i64::MAX, (1 << 53) + 1] {
            case.ok(cache.set("n", &number)).await;
            assert_eq!(case.ok(cache.get::<i64>("n")).await, Some(number));
        }
        for number in [0.1, -2.5, 1e300, 5e-324, 1.0, -0.0_f64] {
            case.ok(cache.set("n", &number)).await;
            assert_eq!(case.ok(cache.get::<f64>("n")).await.map(f64::to_bits), Some(number.to_bits()));
        }
        case.ok(cache.set("n", &7)).await;
        assert_eq!(case.ok(cache.get::<u8>("n")).await, Some(7));
        assert_eq!(case.ok(cache.get::<f64>("n")).await, Some(7.0));
    }
}

async fn large_values<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    // Two megabytes of what does not repeat soon.
    let text: String = (0..300_000_u32).map(|n| format!("{:07}", n.wrapping_mul(2_654_435_761) % 10_000_000)).collect();
    assert!(text.len() > 2_000_000);
    for compressor in ["identity", "zstd", "lz4"] {
        let cache = case.open(CacheConfig::new().compressor(compressor));
        case.ok(cache.set(compressor, &text)).await;
        assert!(case.ok(cache.get::<String>(compressor)).await.as_deref() == Some(text.as_str()), "{compressor}");
    }
    let cache = case.cache();
    case.ok(cache.set_many([("a", &text), ("b", &text), ("c", &text)])).await;
    let found = case.ok(cache.get_many::<String, _>(["a", "b", "c"])).await;
    assert!(found.len() == 3 && found.values().all(|value| *value == text));
}

async fn an_unreadable_value_names_key_codec_and_type<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let cache = case.cache();
    case.ok(cache.set("k", "confidential")).await;
    let error = case.fails(cache.get::<User>("k"), ErrorKind::Decode).await;
    let text = error.to_string();
    let key = cache.make_key("k", None);
    for part in [key.as_str(), cache.serializer().name(), cache.compressor().name(), "User"] {
        assert!(text.contains(part), "`{text}` does not name {part}");
    }
    assert_eq!(error.operation().map(str::to_lowercase).as_deref(), Some("get"));
    case.fails(cache.get::<i64>("k"), ErrorKind::Decode).await;
    case.ok(cache.set("n", &300)).await;
    case.fails(cache.get::<u8>("n"), ErrorKind::Decode).await;
    case.fails(cache.get::<String>("n"), ErrorKind::Decode).await;
}

async fn what_was_stored_before_compression_is_read<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let (plain, text) = (case.cache(), "text that is long enough to be compressed");
    case.ok(plain.set("k", text)).await;
    for compressor in ["zstd", "lz4"] {
        let packed = case.open(CacheConfig::new().compressor(compressor));
        assert_eq!(case.ok(packed.get::<String>("k")).await.as_deref(), Some(text), "{compressor}");
    }
}

async fn what_a_former_codec_stored_is_read<B: BaseValkeyCache, S: Style<B>>(case: Case<'_, B, S>) {
    let old = case.open(CacheConfig::new().serializer("json").compressor("lz4"));
    let new = CacheConfig::new().serializer("msgpack").compressor("zstd");
    let new = case.open(new.fallback_serializers(["json"]).fallback_compressors(["lz4"]));
    let text = "text that is long enough to be compressed".to_owned();
    case.ok(old.set("short", "abc")).await;
    case.ok(old.set("long", &text)).await;
    case.ok(old.set("n", &-5)).await;
    case.ok(old.hset("h", [("f", user())])).await;
    case.ok(old.sadd("s", ["a"])).await;
    let found = case.ok(new.get_many::<String, _>(["short", "long", "missing"])).await;
    assert_eq!(found, [("short".into(), "abc".into()), ("long".into(), text.clone())].into());
    assert_eq!(case.ok(new.get::<i32>("n")).await, Some(-5));
    assert_eq!(case.ok(new.hget::<User>("h", "f")).await, Some(user()));
    assert_eq!(case.ok(new.smembers::<String>("s")).await, ["a"]);
    // What is written is in the new form only.
    case.ok(new.set("long", &text)).await;
    case.fails(old.get::<String>("long"), ErrorKind::Decode).await;
    assert_eq!(case.ok(new.get::<String>("long")).await, Some(text));
    let error = case.fails(new.get::<User>("short"), ErrorKind::Decode).await.to_string();
    assert!(error.contains("'json': ") && error.contains("'msgpack': "), "{error}");
}
