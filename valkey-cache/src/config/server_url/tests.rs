//! Which URLs are read, as what, and what is said about the others.

mod properties;

use super::*;

fn read(url: &str) -> ServerUrl {
    ServerUrl::parse(url).unwrap_or_else(|error| panic!("{url}: {error}"))
}

fn tcp(host: &str, port: u16, tls: bool) -> ServerAddress {
    ServerAddress::Tcp { host: host.to_owned(), port, tls }
}

#[test]
fn every_scheme_has_its_address() {
    let unix = ServerAddress::Unix { path: "/tmp/v.sock".into() };
    let memory = |name: Option<&str>| ServerAddress::Memory { name: name.map(str::to_owned) };
    for (url, address) in [
        ("valkey://127.0.0.1:6380", tcp("127.0.0.1", 6380, false)),
        ("redis://cache.example", tcp("cache.example", 6379, false)),
        ("valkeys://cache.example", tcp("cache.example", 6379, true)),
        ("rediss://cache.example:1", tcp("cache.example", 1, true)),
        ("REDIS://Cache", tcp("Cache", 6379, false)),
        ("valkey://[::1]:7000/2", tcp("::1", 7000, false)),
        ("valkey://my_service/0?is_master=1", tcp("my_service", 6379, false)),
        ("valkey://", tcp("localhost", 6379, false)),
        ("valkey:///3", tcp("localhost", 6379, false)),
        ("valkey://:7000", tcp("localhost", 7000, false)),
        ("valkey://:secret@:7000", tcp("localhost", 7000, false)),
        ("valkey://:secret@", tcp("localhost", 6379, false)),
        ("unix:///tmp/v.sock", unix.clone()),
        ("valkey+unix:///tmp/v.sock", unix.clone()),
        ("redis+unix://localhost/tmp/v.sock", unix.clone()),
        ("unix://user:secret@/tmp/v.sock?db=1", unix),
        ("unix:///tmp/a@b", ServerAddress::Unix { path: "/tmp/a@b".into() }),
        ("unix://user:secret@/tmp/a%40b", ServerAddress::Unix { path: "/tmp/a@b".into() }),
        ("unix:///tmp/a%20b", ServerAddress::Unix { path: "/tmp/a b".into() }),
        ("memory://", memory(None)),
        ("memory:///", memory(None)),
        ("memory://sessions", memory(Some("sessions"))),
    ] {
        assert_eq!(*read(url).address(), address, "{url}");
    }
}

#[test]
fn the_rest_of_the_url_is_read() {
    let url = read("valkey://us%40er:pass%2Fw%3A%25@host:1/4?protocol=3&is_master=0");
    assert_eq!(url.db(), 4);
    assert_eq!(url.username(), Some("us@er"));
    assert_eq!(url.password().map(Secret::expose), Some("pass/w:%"));
    assert_eq!(url.protocol(), Protocol::Resp3);
    assert_eq!(url.is_master(), Some(false));

    let url = read("unix:///s?db=2&username=u&password=p%26q&protocol=resp2");
    assert_eq!((url.db(), url.username()), (2, Some("u")));
    assert_eq!(url.password().map(Secret::expose), Some("p&q"));

    let url = read("valkey://user:@host/?db=7");
    assert_eq!((url.db(), url.username(), url.password()), (7, Some("user"), None));
    assert_eq!(read("valkey://host/5?db=5").db(), 5);
}

#[test]
fn urls_that_mean_the_same_are_equal() {
    assert_eq!(read("redis://localhost"), read("valkey://:6379/0"));
    assert_eq!(read("valkey://host?db=1"), read(" valkey://host/1 "));
    assert_ne!(read("valkey://:a@host"), read("valkey://:b@host"));
    let plain = |url: &str| read(url).with_defaults(None, None, None);
    assert_eq!(plain("valkey://host"), plain("valkey://host?protocol=resp2"));
}

#[test]
fn printing_shows_no_credentials() {
    for (url, printed) in [
        ("redis://user:secret@host", "valkey://host:6379"),
        ("rediss://:secret@[::1]/3?protocol=3", "valkeys://[::1]:6379/3?protocol=resp3"),
        ("unix://user:secret@/tmp/a%20b?db=1&is_master=1", "unix:///tmp/a%20b?db=1&is_master=1"),
        ("unix:///s?username=user&password=secret", "unix:///s"),
        ("memory://", "memory://"),
        ("memory://a%2Fb", "memory://a%2Fb"),
    ] {
        assert_eq!(read(url).to_string(), printed);
        assert!(!format!("{:?}", read(url)).contains("secret"), "{url}");
    }
}

#[test]
fn options_fill_in_what_the_url_leaves_out() {
    let secret = Secret::new("option");
    let filled = |url: &str| read(url).with_defaults(Some("option"), Some(&secret), Some(Protocol::Resp3));
    let parts = |url: ServerUrl| {
        let password = url.password().map(|password| password.expose().to_owned());
        (url.username().map(str::to_owned), password, url.protocol())
    };
    let option = || Some("option".to_owned());
    assert_eq!(parts(filled("valkey://host")), (option(), option(), Protocol::Resp3));
    assert_eq!(
        parts(filled("valkey://url:url@host?protocol=2")),
        (Some("url".into()), Some("url".into()), Protocol::Resp2)
    );
    assert_eq!(parts(filled("valkey://url@host")), (Some("url".into()), option(), Protocol::Resp3));
    assert_eq!(filled("memory://"), read("memory://"));
    // A user name alone still logs in.
    assert_eq!(parts(read("valkey://url@host").with_defaults(None, None, None)).1, Some(String::new()));
}

#[test]
fn errors_say_what_is_accepted_and_hide_the_rest() {
    for (url, said) in [
        ("localhost:6379", "no scheme"),
        ("", "no scheme"),
        ("valky://secret@host", "unknown scheme of the server URL 'valky'; did you mean 'valkey'?"),
        ("http://:secret@host", "Known: valkey, valkeys, redis, rediss, unix, valkey+unix, redis+unix, memory"),
        ("user:secret secret@://x", "unknown scheme of the server URL. Known"),
        ("valkey://:sec#ret@host", "percent-encoded"),
        ("valkey://user:secret/secret@host", "percent-encoded"),
        ("valkey://user:12/secret@host", "database"),
        ("valkey://user:12?secret@host", "unknown query parameter of the server URL. Known"),
        ("valkey://host#secret", "'#'"),
        ("valkey://:secret@host:0", "port"),
        ("valkey://:secret@host:70000", "port"),
        ("valkey://:secret@host/one", "database"),
        ("valkey://:secret@host/-1", "database"),
        ("valkey://user:12@secret/secret@host", "a `/` in a password is written `%2F`"),
        ("valkey://a/0;valkey://:secret@b/0", "several URLs stand with commas between them"),
        ("valkey://:secret@a:1;valkey://b:2", "several URLs stand with commas between them"),
        ("valkey://host?databse=1", "'databse'; did you mean 'db'? Known: db, username"),
        ("valkey://host?user=secretary", "'user'; did you mean 'username'? Known: db, username"),
        ("valkey://:secret@host/1?db=2", "gives the database twice"),
        ("valkey://:secret@host?password=secret2", "gives the password twice"),
        ("valkey://host?db=1&db=2", "gives the database twice"),
        ("valkey://:secret@host?passwrod=secret", "'passwrod'; did you mean 'password'? Known: db, username"),
        ("valkey://:secret@host?socket_timeout=3", "'socket_timeout'"),
        ("valkey://:secret@host?socket_timeout=3", "an option of the cache"),
        ("valkey://:secret@host?protocol=4", "'resp3'"),
        ("valkey://:secret@host?is_master=yes", "'is_master'"),
        ("valkey://:%ff@host", "password of the server URL is not UTF-8"),
        ("unix://user:@/secret@/tmp/socket", "an '@' after the path begins"),
        ("unix://tmp/socket", "three slashes"),
        ("unix://:secret@", "three slashes"),
        ("memory://user:secret@name", "'memory://' takes a name at most"),
        ("memory://name/1", "'memory://' takes a name at most"),
        ("memory://name?db=1", "'memory://' takes a name at most"),
    ] {
        let error = ServerUrl::parse(url).expect_err(url);
        assert_eq!(error.kind(), ErrorKind::Config);
        let text = format!("{error} {error:?}");
        assert!(text.contains(said), "{url}: {text}");
        assert!(!text.contains("secret"), "{url}: {text}");
    }
}
