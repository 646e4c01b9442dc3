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

#[test]
fn sentinels_are_read_in_all_their_forms() {
    let urls = |config: CacheConfig| -> Vec<String> {
        let servers = config.location("valkey://service").resolve().unwrap().connection.sentinels;
        servers.iter().map(ServerUrl::to_string).collect()
    };
    let texts = CacheConfig::new().sentinels(["a:1", " b ", "[::1]:2", "::1", "10.0.0.1:3"]);
    let expected =
        ["valkey://a:1", "valkey://b:26379", "valkey://[::1]:2", "valkey://[::1]:26379", "valkey://10.0.0.1:3"];
    assert_eq!(urls(texts), expected);
    assert_eq!(urls(CacheConfig::new().sentinels([("a", 1), ("::1", 2)])), ["valkey://a:1", "valkey://[::1]:2"]);
    let file =
        r#"{"sentinels": ["a:1", ["b", 2]], "sentinel_kwargs": {"username": "u", "password": "p", "tls": true}}"#;
    let read: CacheConfig = serde_json::from_str(file).unwrap();
    let sentinels = read.clone().location("valkey://service").resolve().unwrap().connection.sentinels;
    assert_eq!((sentinels[0].username(), sentinels[1].password()), (Some("u"), Some(&Secret::new("p"))));
    assert_eq!(urls(read), ["valkeys://a:1", "valkeys://b:2"]);
}

#[test]
fn sentinels_that_cannot_be_read_are_not_quoted() {
    for wrong in ["", "a:0", "a:x", "a:70000", "user:secret@a:1", "valkey://a:1", "[a]:1", "a b", "::1:secret"] {
        let config = CacheConfig::new().location("valkey://service").sentinels(["good:1", wrong]);
        let error = config.resolve().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().starts_with("option 'sentinels', number 2, is no address"), "{error}");
        assert!(!format!("{config:?} {error}").contains("secret"), "{config:?}");
    }
    let quoted = r#"{"location": "valkey://service", "sentinels": ["good:1", ["a", "26379"]]}"#;
    let error = serde_json::from_str::<CacheConfig>(quoted).unwrap().resolve().unwrap_err().to_string();
    assert!(error.contains("option 'sentinels', number 2: the port is a number, without quotes"), "{error}");
    for (wrong, found) in [("{}", "a table"), ("[1]", "a list"), ("[[\"a\", 0]]", "a list"), ("\"a:1\"", "text")] {
        let error =
            serde_json::from_str::<CacheConfig>(&format!("{{\"sentinels\": {wrong}}}")).unwrap_err().to_string();
        assert!(error.contains("option 'sentinels' takes a list of sentinels") && error.contains(found), "{error}");
    }
}
