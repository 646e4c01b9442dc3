//! Both put members into one set. Not under gzip: the time in the header of Django's makes equal members differ.

use valkey_cache::codec::PluginConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::codecs::{JSON, MSGPACK, PICKLE};
use super::in_both_styles;
use super::meeting::Meeting;
use super::peer::Django;
use super::value::{Kind, Value};

in_both_styles! {
    members_are_the_same,
    set_algebra_is_the_same,
}

fn texts(members: impl IntoIterator<Item = &'static str>) -> Value {
    Value::items(Kind::Set, members.into_iter().map(Value::from))
}

/// Texts that are compressed, and others that are not.
const MEMBERS: [&str; 4] = ["a", "5", "a text that is long enough to be compressed", "ключ"];

async fn members_are_the_same<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    // JSON has more than one spelling.
    let (config, settings) = JSON.with("identity");
    let spelled = config.serializer(PluginConfig::new("json").option("spelling", "python"));
    let json = (meeting.ours(spelled), meeting.django(settings));
    for (ours, django) in [json, meeting.with(&MSGPACK, "zstd"), meeting.with(&PICKLE, "bz2")] {
        same_members(meeting, &ours, django).await;
        meeting.ok(ours.clear()).await;
    }
}

async fn same_members<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    meeting: &Meeting<B, S>,
    ours: &B,
    django: Django<'_>,
) {
    assert_eq!(meeting.ok(ours.sadd("s", &MEMBERS[..2])).await, 2);
    assert_eq!(django.call("sadd").arg("s").arg(MEMBERS[1]).arg(MEMBERS[2]).go(), Value::from(1));
    assert_eq!(meeting.ok(ours.sadd("s", MEMBERS)).await, 1);
    assert_eq!(django.call("smembers").arg("s").go(), texts(MEMBERS));
    assert_eq!(meeting.ok(ours.scard("s")).await, 4);
    for member in MEMBERS {
        assert_eq!(django.call("sismember").arg("s").arg(member).go(), Value::from(true), "{member}");
    }
    assert_eq!(django.call("srem").arg("s").arg(MEMBERS[2]).go(), Value::from(1));
    assert_eq!(meeting.ok(ours.smismember("s", MEMBERS)).await, [true, true, false, true]);
    assert!(meeting.ok(ours.smove("s", "t", MEMBERS[3])).await);
    assert_eq!(django.call("smembers").arg("t").go(), texts([MEMBERS[3]]));
    assert_eq!(django.call("smove").arg("s").arg("t").arg("5").go(), Value::from(true));
    let mut moved = meeting.ok(ours.smembers::<String>("t")).await;
    moved.sort();
    assert_eq!(moved, ["5", "ключ"]);

    meeting.ok(ours.sadd("pairs", [(1, MEMBERS[3])])).await;
    let pair = |number: i32| Value::items(Kind::Tuple, [number.into(), MEMBERS[3].into()]);
    assert_eq!(django.call("sismember").arg("pairs").arg(pair(1)).go(), Value::from(true));
    django.call("sadd").arg("pairs").arg(pair(2)).go();
    assert!(meeting.ok(ours.sismember("pairs", &(2, MEMBERS[3]))).await);

    // Numbers are members too, and no texts.
    meeting.ok(ours.sadd("n", [5, 300])).await;
    django.call("sadd").arg("n").arg(5).arg("5").go();
    let wanted = [Value::from(5), Value::from(300), Value::from("5")];
    assert_eq!(django.call("smembers").arg("n").go(), Value::items(Kind::Set, wanted));
    assert_eq!(meeting.ok(ours.smismember("n", [5, 6])).await, [true, false]);
    for float in [0.5, 1e15, 1e16, 1e-5, -2.5e-30, f64::MAX, f64::INFINITY] {
        assert_eq!(meeting.ok(ours.sadd("f", [float])).await, 1);
        assert_eq!(django.call("sismember").arg("f").arg(float).go(), Value::from(true), "{float}");
        assert_eq!(django.call("sadd").arg("f").arg(float).go(), Value::from(0), "{float}");
    }
}

async fn set_algebra_is_the_same<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    meeting.ok(ours.sadd("a", ["1", "2", "3"])).await;
    django.call("sadd").arg("b").arg("3").arg("4").go();
    let sorted = |mut members: Vec<String>| {
        members.sort();
        members
    };
    assert_eq!(django.call("sunion").arg("a").arg("b").go(), texts(["1", "2", "3", "4"]));
    assert_eq!(django.call("sinter").arg("a").arg("b").go(), texts(["3"]));
    assert_eq!(django.call("sdiff").arg("a").arg("b").go(), texts(["1", "2"]));
    assert_eq!(sorted(meeting.ok(ours.sunion(["a", "b"])).await), ["1", "2", "3", "4"]);
    assert_eq!(sorted(meeting.ok(ours.sinter(["a", "b"])).await), ["3"]);
    assert_eq!(sorted(meeting.ok(ours.sdiff(["a", "b"])).await), ["1", "2"]);
    assert_eq!(meeting.ok(ours.sunionstore("c", ["a", "b"])).await, 4);
    assert_eq!(django.call("smembers").arg("c").go(), texts(["1", "2", "3", "4"]));
    django.call("sdiffstore").arg("d").arg("c").arg("a").go();
    assert_eq!(meeting.ok(ours.smembers::<String>("d")).await, ["4"]);
}
