//! What expires for one expires for the other.

use std::time::{Duration, SystemTime};

use serde_json::json;
use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::in_both_styles;
use super::meeting::Meeting;
use super::peer::Django;
use super::value::Value;

in_both_styles! {
    django_sees_our_expiry,
    we_see_djangos_expiry,
    the_default_counts,
    no_time_left_is_no_value,
    expiries_are_changed_from_both_sides,
}

const LONG: Duration = Duration::from_secs(100_000);

/// Tells whether a time to live is this one, less what a slow machine may have taken.
fn is_about(left: Duration, wanted: Duration) -> bool {
    left <= wanted && left > wanted.mul_f64(0.5)
}

#[track_caller]
fn django_says(django: Django<'_>, key: &str, wanted: Option<Duration>) {
    for (method, unit) in [("ttl", 1000), ("pttl", 1)] {
        let left = django.call(method).arg(key).go();
        match (&left, wanted) {
            (Value::None, None) => {}
            (Value::Int(digits), Some(wanted)) => {
                let left = Duration::from_millis(digits.parse::<u64>().expect("a time") * unit);
                assert!(is_about(left, wanted), "{method} of {key} is {left:?} where {wanted:?} was expected");
            }
            _ => panic!("{method} of {key} is {left} where {wanted:?} was expected"),
        }
    }
}

async fn we_say<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(
    meeting: &Meeting<B, S>,
    ours: &B,
    key: &str,
    wanted: Option<Duration>,
) {
    for left in [meeting.ok(ours.ttl(key)).await, meeting.ok(ours.pttl(key)).await] {
        match (left, wanted) {
            (Ttl::NoExpiry, None) => {}
            (Ttl::Left(left), Some(wanted)) if is_about(left, wanted) => {}
            _ => panic!("{key} has {left:?} where {wanted:?} was expected"),
        }
    }
}

async fn django_sees_our_expiry<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    meeting.ok(ours.set("k", "v").timeout(LONG)).await;
    django_says(django, "k", Some(LONG));
    let odd = Duration::from_millis(100_000_700);
    meeting.ok(ours.set("k", "v").timeout(odd)).await;
    django_says(django, "k", Some(Duration::from_secs(100_001)));
    meeting.ok(ours.set("k", "v").timeout(Timeout::Never)).await;
    django_says(django, "k", None);
    meeting.ok(ours.set_many([("a", 1), ("b", 2)]).timeout(LONG)).await;
    django_says(django, "b", Some(LONG));
    assert_eq!(django.call("ttl").arg("missing").go(), Value::from(0));
}

async fn we_see_djangos_expiry<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    django.call("set").arg("k").arg("v").named("timeout", 100_000).go();
    we_say(meeting, &ours, "k", Some(LONG)).await;
    django.call("set").arg("k").arg("v").named("timeout", 100_000.7).go();
    we_say(meeting, &ours, "k", Some(Duration::from_secs(100_001))).await;
    django.call("set").arg("k").arg("v").named("timeout", Value::None).go();
    we_say(meeting, &ours, "k", None).await;
    django.call("set_many").arg(Value::dict([("a", 1), ("b", 2)])).named("timeout", 100_000).go();
    we_say(meeting, &ours, "b", Some(LONG)).await;
    // Django's bug: `mset` ignores its timeout.
    django.call("mset").arg(Value::dict([("c", 1)])).go();
    we_say(meeting, &ours, "c", None).await;
    assert_eq!(meeting.ok(ours.ttl("missing")).await, Ttl::Missing);
}

async fn the_default_counts<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    meeting.ok(ours.set("k", "v")).await;
    django_says(django, "k", Some(Duration::from_secs(300)));
    django.call("set").arg("k").arg("v").go();
    we_say(meeting, &ours, "k", Some(Duration::from_secs(300))).await;

    let (ours, django) =
        (meeting.ours(CacheConfig::new().timeout(LONG)), meeting.django(json!({ "TIMEOUT": 100_000 })));
    meeting.ok(ours.set("k", "v")).await;
    django_says(django, "k", Some(LONG));
    django.call("set").arg("k").arg("v").go();
    we_say(meeting, &ours, "k", Some(LONG)).await;

    let ours = meeting.ours(CacheConfig::new().timeout(Timeout::Never));
    let django = meeting.django(json!({ "TIMEOUT": null }));
    meeting.ok(ours.set("k", "v")).await;
    django_says(django, "k", None);
    django.call("set").arg("k").arg("v").go();
    we_say(meeting, &ours, "k", None).await;
}

async fn no_time_left_is_no_value<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    meeting.ok(ours.set("k", "v")).await;
    django.call("set").arg("k").arg("v").named("timeout", 0).go();
    assert!(!meeting.ok(ours.has_key("k")).await);
    meeting.ok(ours.set("k", "v")).await;
    django.call("set").arg("k").arg("v").named("timeout", -5).go();
    assert!(!meeting.ok(ours.has_key("k")).await);
    django.call("set").arg("k").arg("v").go();
    meeting.ok(ours.set("k", "v").timeout(Duration::ZERO)).await;
    assert_eq!(django.call("has_key").arg("k").go(), Value::from(false));
    // Only if it is not there: what is there stays, and what is not does not come.
    django.call("set").arg("k").arg("v").go();
    assert!(!meeting.ok(ours.set("k", "w").timeout(Duration::ZERO).nx()).await);
    assert_eq!(django.call("add").arg("k").arg("w").named("timeout", 0).go(), Value::from(false));
    assert_eq!(meeting.ok(ours.get::<String>("k")).await.as_deref(), Some("v"));
}

async fn expiries_are_changed_from_both_sides<B: BaseValkeyCache<Fields = ()>, S: Style<B>>(meeting: &Meeting<B, S>) {
    let (ours, django) = meeting.both();
    let times = |factor| LONG * factor;
    let at = |time: Duration| SystemTime::now() + time;
    meeting.ok(ours.set("k", "v")).await;

    assert_eq!(django.call("touch").arg("k").arg(100_000).go(), Value::from(true));
    we_say(meeting, &ours, "k", Some(times(1))).await;
    assert!(meeting.ok(ours.touch("k").timeout(times(3))).await);
    django_says(django, "k", Some(times(3)));
    // Django's bug: it says no to this where there is no expiry to take away.
    assert_eq!(django.call("touch").arg("k").arg(Value::None).go(), Value::from(true));
    we_say(meeting, &ours, "k", None).await;
    assert!(meeting.ok(ours.touch("k")).await);
    django_says(django, "k", Some(Duration::from_secs(300)));
    assert!(meeting.ok(ours.touch("k").timeout(Timeout::Never)).await);
    django_says(django, "k", None);

    assert_eq!(django.call("expire").arg("k").arg(100_000).go(), Value::from(true));
    we_say(meeting, &ours, "k", Some(times(1))).await;
    assert!(meeting.ok(ours.expire("k", times(3))).await);
    django_says(django, "k", Some(times(3)));
    assert_eq!(django.call("pexpire").arg("k").arg(1_000_000_000).go(), Value::from(true));
    we_say(meeting, &ours, "k", Some(times(10))).await;
    assert!(meeting.ok(ours.pexpire("k", times(30))).await);
    django_says(django, "k", Some(times(30)));
    assert_eq!(django.call("persist").arg("k").go(), Value::from(true));
    we_say(meeting, &ours, "k", None).await;

    let since_epoch = at(times(3)).duration_since(SystemTime::UNIX_EPOCH).expect("a time of today");
    assert_eq!(django.call("expire_at").arg("k").arg(since_epoch.as_secs()).go(), Value::from(true));
    we_say(meeting, &ours, "k", Some(times(3))).await;
    assert!(meeting.ok(ours.expire_at("k", at(times(10)))).await);
    django_says(django, "k", Some(times(10) + Duration::from_secs(1)));
    assert!(meeting.ok(ours.persist("k")).await);
    django_says(django, "k", None);
    assert_eq!(django.call("touch").arg("missing").arg(5).go(), Value::from(meeting.ok(ours.touch("missing")).await));
}
