//! Timeouts, secrets, locations.

use std::time::Duration;

use super::*;

#[test]
fn timeouts_come_from_durations_and_seconds() {
    let five = Duration::from_secs(5);
    assert_eq!(Timeout::from(five), Timeout::After(five));
    assert_eq!(Timeout::from(Some(five)), Timeout::After(five));
    assert_eq!(Timeout::from(None), Timeout::Never);
    assert_eq!(Timeout::from_secs_f64(0.5), Timeout::After(Duration::from_millis(500)));
    for at_once in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
        assert_eq!(Timeout::from_secs_f64(at_once), Timeout::After(Duration::ZERO), "{at_once}");
    }
    for never in [1e300, f64::INFINITY] {
        assert_eq!(Timeout::from_secs_f64(never), Timeout::Never, "{never}");
    }
    assert_eq!(Timeout::from_secs_f64(1.5).to_string(), "1.5 s");
    assert_eq!(Timeout::Never.to_string(), "never");
    assert_eq!(Timeout::Never.duration(), None);
}

#[test]
fn values_are_read_on_their_own() {
    assert_eq!(serde_json::from_str::<Timeout>("300").unwrap(), Timeout::After(Duration::from_secs(300)));
    assert_eq!(serde_json::from_str::<Timeout>("\"never\"").unwrap(), Timeout::Never);
    assert_eq!(serde_json::from_str::<Protocol>("\"resp3\"").unwrap(), Protocol::Resp3);
    assert_eq!(serde_json::from_str::<Secret>("\"s\"").unwrap(), Secret::new("s"));
    let several: Location = serde_json::from_str("\"valkey://a, valkey://b\"").unwrap();
    assert_eq!(several, Location::from(["valkey://a", "valkey://b"]));
    let text = serde_json::from_str::<Secret>("12345").unwrap_err().to_string();
    assert!(text.contains("expected text, found a whole number") && !text.contains("12345"), "{text}");
}

#[test]
fn secrets_are_not_printed() {
    let secret = Secret::from("hunter2");
    assert_eq!(format!("{secret} {secret:?}"), "*** ***");
    let location = Location::from("valkey://u:hunter2@a/1,:hunter2@b");
    assert_eq!(location.to_string(), "valkey://a:6379/1,(unreadable URL)");
    let config = CacheConfig::new().password("hunter2").location(location);
    assert!(!format!("{config:?}").contains("hunter2"));
}

#[test]
fn locations_are_lists() {
    let count = |location: Location| location.servers().map(|servers| servers.len()).map_err(|error| error.to_string());
    assert_eq!(count("valkey://a,valkey://b".into()), Ok(2));
    assert_eq!(count(vec!["valkey://a".to_owned()].into()), Ok(1));
    assert_eq!(count(["valkey://:a%2Cb@a"].into()), Ok(1));
    // In a list, a comma is part of the URL.
    assert_eq!(Location::from(["valkey://:a,b@a"]).servers().unwrap()[0].password(), Some(&Secret::new("a,b")));
    assert!(count(" ".into()).unwrap_err().contains("'location' is missing or empty"));
    assert!(count("valkey://a,".into()).unwrap_err().contains("'location', URL 2: the server URL has no scheme"));
}
