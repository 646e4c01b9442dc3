//! What is there for one is there for the other.

use valkey_cache::commands::Plain;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::codecs::MSGPACK;
use super::in_both_styles;
use super::meeting::Meeting;
use super::value::Value;

in_both_styles! {
    what_one_added_the_other_does_not_add,
    what_one_loaded_the_other_does_not_load,
    nothing_is_a_value,
    many_at_once,
}

async fn what_one_added_the_other_does_not_add<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    assert!(meeting.ok(ours.add("k", "ours")).await);
    // Django's bug: it answers `None` for no.
    assert_eq!(django.call("add").arg("k").arg("django's").go(), Value::None);
    assert_eq!(django.call("get").arg("k").go(), Value::from("ours"));
    assert_eq!(django.call("delete").arg("k").go(), Value::from(true));
    assert!(!meeting.ok(ours.has_key("k")).await);

    assert_eq!(django.call("set").arg("k").arg("nobody's").named("xx", true).go(), Value::None);
    assert!(!meeting.ok(ours.set("k", "nobody's").xx()).await);
    assert_eq!(django.call("add").arg("k").arg("django's").go(), Value::from(true));
    assert!(!meeting.ok(ours.add("k", "ours")).await);
    assert!(!meeting.ok(ours.set("k", "ours").nx()).await);
    assert_eq!(meeting.ok(ours.get::<String>("k")).await.as_deref(), Some("django's"));
    assert!(meeting.ok(ours.set("k", "ours").xx()).await);
    assert_eq!(django.call("get").arg("k").go(), Value::from("ours"));
    assert!(meeting.ok(ours.delete("k")).await);
    assert_eq!(django.call("has_key").arg("k").go(), Value::from(false));
    assert_eq!(django.call("get").arg("k").arg("the default").go(), Value::from("the default"));
}

async fn what_one_loaded_the_other_does_not_load<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    meeting: &Meeting<B, S>,
) {
    let (ours, django) = meeting.both();
    let never = || -> Result<String, ()> { panic!("the value is there") };
    // Django's bug: it needs a timeout here.
    let get_or_set = |key| django.call("get_or_set").arg(key).arg("django's").named("timeout", 300);
    assert_eq!(get_or_set("k").go(), Value::from("django's"));
    assert_eq!(meeting.ok(ours.get_or_try_set::<_, Plain>("k", never)).await.as_deref(), Ok("django's"));
    let load = || Ok::<_, ()>("ours".to_owned());
    assert_eq!(meeting.ok(ours.get_or_try_set::<_, Plain>("j", load)).await.as_deref(), Ok("ours"));
    assert_eq!(get_or_set("j").go(), Value::from("ours"));
}

async fn nothing_is_a_value<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    meeting.ok(ours.set("k", &None::<i32>)).await;
    assert_eq!(django.call("get").arg("k").arg("the default").go(), Value::None);
    assert_eq!(django.call("has_key").arg("k").go(), Value::from(true));
    django.call("set").arg("j").arg(Value::None).go();
    assert_eq!(meeting.ok(ours.get::<Option<i32>>("j")).await, Some(None));
    assert_eq!(meeting.ok(ours.get::<Option<i32>>("missing")).await, None);
}

async fn many_at_once<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.with(&MSGPACK, "zstd");
    // More than go into one round trip.
    let values: Vec<_> = (0..1200).map(|n| (format!("k{n}"), format!("value {n} ").repeat(n % 20))).collect();
    assert_eq!(meeting.ok(ours.set_many(values.iter().map(|(key, value)| (key, value)))).await, 1200);
    let keys = || values.iter().map(|(key, _)| key.as_str());
    let wanted = Value::dict(values.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    let asked = Value::list(keys().chain(["missing"]));
    assert_eq!(django.call("get_many").arg(asked.clone()).go(), wanted);
    assert_eq!(django.call("mget").arg(asked).go(), wanted);
    assert_eq!(meeting.ok(ours.delete_many(keys())).await, 1200);
    for method in ["set_many", "mset"] {
        django.call(method).arg(wanted.clone()).go();
        let found = meeting.ok(ours.get_many::<String, _>(keys().chain(["missing"]))).await;
        assert!(found == values.iter().cloned().collect(), "{method}");
        assert_eq!(django.call("delete_many").arg(Value::list(keys())).go(), Value::from(1200));
    }
}
