//! The herd client of this crate and Django's.

use std::time::{Duration, SystemTime};

use serde_json::json;
use valkey_cache::CacheConfig;
use valkey_cache::codec::Value as Typed;
use valkey_cache::prelude::*;
use valkey_cache_tests::Namespace;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Style};

use super::meeting::django_settings;
use super::peer::{Django, Peer};
use super::value::Value;
use crate::herd::{AwaitedHerd, Draw, RunHerd, Scene};

const MINUTE: Duration = Duration::from_secs(60);

macro_rules! in_both_styles {
    ($($behaviour:ident,)+) => {
        mod awaited {
            $(#[test]
            fn $behaviour() {
                super::both::<super::AwaitedHerd, super::ByAwait>(async |scene, django| {
                    super::$behaviour(scene, django).await;
                });
            })+
        }

        mod run {
            $(#[test]
            fn $behaviour() {
                super::both::<super::RunHerd, super::ByRun>(async |scene, django| {
                    super::$behaviour(scene, django).await;
                });
            })+
        }
    };
}

in_both_styles! {
    we_read_what_django_packed,
    django_reads_what_we_packed,
    django_sees_when_our_values_are_stale,
    we_see_when_djangos_values_are_stale,
    both_touch,
    versions_are_moved_from_both_sides,
}

/// Runs a behaviour with both on one database, without compression and with.
fn both<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(behaviour: impl AsyncFn(&Scene<B, S>, Django<'static>)) {
    for (ours, theirs) in [
        ("identity", "django_valkey.compressors.identity.IdentityCompressor"),
        ("zlib", "django_valkey.compressors.zlib.ZlibCompressor"),
    ] {
        let namespace = Namespace::new();
        let options = json!({
            "CLIENT_CLASS": "django_valkey.client.HerdClient",
            "SERIALIZER": "django_valkey.serializers.pickle.PickleSerializer",
            "COMPRESSOR": theirs,
        });
        let django = Peer::shared().open(django_settings(&namespace, json!({ "OPTIONS": options })));
        let scene = Scene::new(vec![namespace.url()], CacheConfig::new().serializer("pickle").compressor(ours));
        scene.steering.at_time(SystemTime::now());
        S::block_on(async { behaviour(&scene, django).await });
    }
}

fn text() -> String {
    "text that is long enough to be compressed ".repeat(5)
}

async fn we_read_what_django_packed<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    scene: &Scene<B, S>,
    django: Django<'_>,
) {
    let cache = &scene.cache;
    for (method, key) in [("set", "k"), ("add", "j")] {
        django.call(method).arg(key).arg(text().as_str()).named("timeout", 60).go();
        assert_eq!(scene.ok(cache.get::<String>(key)).await, Some(text()));
        scene.lasts(key, 120).await;
    }
    django.call("set").arg("n").arg(-5).go();
    django.call("set").arg("x").arg(2.5).named("timeout", 0.5).go();
    django.call("set").arg("none").arg(Value::None).named("timeout", 60).go();
    django.call("set").arg("never").arg(7).named("timeout", Value::None).go();
    django.call("set_many").arg(Value::dict([("a", 1), ("b", 2)])).named("timeout", 60).go();
    assert_eq!(scene.ok(cache.get::<i32>("n")).await, Some(-5));
    assert_eq!(scene.ok(cache.get::<f64>("x")).await, Some(2.5));
    assert_eq!(scene.ok(cache.get::<Option<i32>>("none")).await, Some(None));
    assert_eq!(scene.ok(cache.get::<Typed>("never")).await, Some(Typed::Int(7)));
    let found = scene.ok(cache.get_many::<i32, _>(["a", "b", "missing"])).await;
    assert_eq!(found, [("a".to_owned(), 1), ("b".to_owned(), 2)].into());
}

async fn django_reads_what_we_packed<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    scene: &Scene<B, S>,
    django: Django<'_>,
) {
    let cache = &scene.cache;
    let get = |key| django.call("get").arg(key).go();
    scene.ok(cache.set("k", &text()).timeout(MINUTE)).await;
    scene.ok(cache.set("n", &-5)).await;
    scene.ok(cache.set("x", &2.5).timeout(Duration::from_millis(60_500))).await;
    scene.ok(cache.set("none", &None::<i32>)).await;
    scene.ok(cache.set("never", &7).timeout(Timeout::Never)).await;
    scene.ok(cache.set("long", &"x".repeat(100_000)).timeout(MINUTE)).await;
    scene.ok(cache.set_many([("a", 1), ("b", 2)]).timeout(MINUTE)).await;
    assert_eq!(get("k"), Value::from(text().as_str()));
    assert_eq!(get("n"), Value::from(-5));
    assert_eq!(get("x"), Value::from(2.5));
    assert_eq!(django.call("get").arg("none").arg("the default").go(), Value::None);
    assert_eq!(get("never"), Value::from(7));
    assert_eq!(get("long"), Value::from("x".repeat(100_000).as_str()));
    let many = django.call("get_many").arg(Value::list(["a", "b", "missing"])).go();
    assert_eq!(many, Value::dict([("a", 1), ("b", 2)]));
    let load = || Ok::<_, ()>(text());
    scene.ok(cache.get_or_try_set::<_, valkey_cache::commands::Plain>("loaded", load).timeout(MINUTE)).await.unwrap();
    assert_eq!(get("loaded"), Value::from(text().as_str()));
}

/// Our clock is behind, so that Django's finds the value stale for so long that luck has no part in it.
async fn django_sees_when_our_values_are_stale<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    scene: &Scene<B, S>,
    django: Django<'_>,
) {
    let cache = &scene.cache;
    scene.steering.at_time(SystemTime::now() - 3 * MINUTE);
    scene.ok(cache.set("stale", "v").timeout(MINUTE)).await;
    scene.ok(cache.set("fresh", "v").timeout(60 * MINUTE)).await;
    assert_eq!(django.call("get").arg("stale").arg("the default").go(), Value::from("the default"));
    assert_eq!(django.call("get").arg("fresh").arg("the default").go(), Value::from("v"));
}

async fn we_see_when_djangos_values_are_stale<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    scene: &Scene<B, S>,
    django: Django<'_>,
) {
    let cache = &scene.cache;
    let (start, get) = (SystemTime::now(), || cache.get::<String>("k"));
    django.call("set").arg("k").arg("v").named("timeout", 600).go();
    for (later, draw, found) in [
        (10 * MINUTE - MINUTE, Draw::Highest, Some("v")),
        (10 * MINUTE + MINUTE / 2, Draw::Lowest, Some("v")),
        (10 * MINUTE + MINUTE / 2, Draw::Highest, None),
        (12 * MINUTE, Draw::Lowest, None),
    ] {
        scene.steering.draws(draw);
        scene.steering.at_time(start + later);
        assert_eq!(scene.ok(get()).await.as_deref(), found, "{later:?} later");
    }
}

async fn both_touch<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(scene: &Scene<B, S>, django: Django<'_>) {
    let (cache, now) = (&scene.cache, SystemTime::now());
    let get = || django.call("get").arg("k").go();
    // An object of many kinds, and texts on both sides of what stands in a frame.
    let value = Value::list([text(), "y".repeat(70_000), text()].iter().map(String::as_str));
    django.call("set").arg("k").arg(value.clone()).named("timeout", 60).go();
    for timeout in [Timeout::After(60 * MINUTE), Timeout::After(Duration::from_millis(3_600_500)), Timeout::Never] {
        assert!(scene.ok(cache.touch("k").timeout(timeout)).await);
        assert_eq!(get(), value);
        scene.steering.at_time(now + 50 * MINUTE);
        assert_eq!(scene.ok(cache.get::<Vec<String>>("k")).await.map(|list| list.len()), Some(3));
        scene.steering.at_time(now);
    }
    assert_eq!(scene.ok(cache.ttl("k")).await, Ttl::NoExpiry);
    assert_eq!(django.call("touch").arg("k").arg(600).go(), Value::from(true));
    scene.lasts("k", 660).await;
    scene.steering.draws(Draw::Highest);
    scene.steering.at_time(now + 11 * MINUTE);
    assert_eq!(scene.ok(cache.get::<Vec<String>>("k")).await, None);
}

async fn versions_are_moved_from_both_sides<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    scene: &Scene<B, S>,
    django: Django<'_>,
) {
    let cache = &scene.cache;
    scene.ok(cache.set("k", "v").timeout(MINUTE)).await;
    scene.ok(cache.incr_version("k", 1)).await;
    assert_eq!(django.call("get").arg("k").named("version", 2).go(), Value::from("v"));
    // Django's bug: each move adds the herd timeout once more.
    assert_eq!(django.call("incr_version").arg("k").named("version", 2).go(), Value::from(3));
    assert_eq!(scene.ok(cache.get::<String>("k").version(3)).await.as_deref(), Some("v"));
    assert_eq!(scene.ok(cache.decr_version("k", 2).version(3)).await, 1);
    assert_eq!(django.call("get").arg("k").go(), Value::from("v"));
}
