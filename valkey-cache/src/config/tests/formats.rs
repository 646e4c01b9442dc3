//! Configurations as they are written.

use std::time::Duration;

use super::*;
use crate::config::option::OPTIONS;

fn json(text: &str) -> Result<CachesConfig, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn option_error(option: &str) -> String {
    json(&format!(r#"{{"caches": {{"shop": {{ {option} }} }} }}"#)).expect_err(option)
}

const EVERY_OPTION: &str = r#"{
    "backend": "AppCache", "client": "ShardClient", "location": ["valkey://a", "valkey://b"], "key_prefix": "app", "version": 2,
    "timeout": "never", "key_function": "short", "reverse_key_function": "long", "serializer": "msgpack",
    "compressor": {"name": "zstd", "level": 3}, "max_decompressed_size": 1000, "username": "user",
    "password": "secret", "socket_timeout": 0.5, "socket_connect_timeout": 3, "replica_read_only": false,
    "read_from_replicas": true, "herd_timeout": 0.25,
    "ignore_exceptions": true, "log_ignored_exceptions": true, "close_connection": true, "scan_itersize": 7,
    "protocol": "resp3", "connections": 2, "max_connections": 3, "max_entries": 4, "client_name": "shop",
    "fallback_serializers": ["json", {"name": "msgpack", "bytes_as_bin": true}], "fallback_compressors": ["zlib"],
    "undecodable": "missing", "hash_layout": "django",
    "sentinels": ["a:1", ["b", 2]], "sentinel_kwargs": {"username": "watcher", "password": "secret", "tls": true},
    "ssl_ca_certs": "/ca.pem", "ssl_certfile": "/client.pem", "ssl_keyfile": "/client-key.pem",
    "ssl_check_hostname": false, "danger_accept_invalid_certificates": true
}"#;

fn every_option() -> CacheConfig {
    CacheConfig::new()
        .backend("AppCache")
        .client("ShardClient")
        .location("valkey://a,valkey://b")
        .key_prefix("app")
        .version(2)
        .timeout(Timeout::Never)
        .key_function("short")
        .reverse_key_function("long")
        .hash_layout(HashLayout::Django)
        .serializer("msgpack")
        .compressor(PluginConfig::new("zstd").option("level", 3_i64))
        .fallback_serializers(["json".into(), PluginConfig::new("msgpack").option("bytes_as_bin", true)])
        .fallback_compressors(["zlib"])
        .max_decompressed_size(1000)
        .undecodable(Undecodable::Missing)
        .username("user")
        .password("secret")
        .socket_timeout(Duration::from_millis(500))
        .socket_connect_timeout(Duration::from_secs(3))
        .replica_read_only(false)
        .read_from_replicas(true)
        .herd_timeout(Duration::from_millis(250))
        .ignore_exceptions(true)
        .log_ignored_exceptions(true)
        .close_connection(true)
        .scan_itersize(7)
        .protocol(Protocol::Resp3)
        .connections(2)
        .max_connections(3)
        .max_entries(4)
        .client_name("shop")
        .sentinels(["a:1", "b:2"])
        .sentinel_kwargs(SentinelOptions::new().username("watcher").password("secret").tls(true))
        .ssl_ca_certs("/ca.pem")
        .ssl_certfile("/client.pem")
        .ssl_keyfile("/client-key.pem")
        .ssl_check_hostname(false)
        .danger_accept_invalid_certificates(true)
}

#[test]
fn every_option_is_read() {
    let written: serde_json::Map<String, serde_json::Value> = serde_json::from_str(EVERY_OPTION).unwrap();
    assert!(OPTIONS.iter().all(|option| written.contains_key(option.name)));
    assert_eq!(serde_json::from_str::<CacheConfig>(EVERY_OPTION).unwrap(), every_option());
    // No default layer shines through, and each option is inherited.
    let other = CacheConfig::new().location("memory://").version(9).timeout(Duration::ZERO).key_prefix("other");
    assert_eq!(every_option().merged_over(&other), every_option());
    assert_eq!(CacheConfig::new().merged_over(&every_option()), every_option());
}

#[test]
fn unknown_names_say_where_and_what_was_meant() {
    let text = option_error(r#""key_prefx": "x""#);
    assert!(text.starts_with("cache 'shop': unknown option 'key_prefx'; did you mean 'key_prefix'? Known: "), "{text}");
    assert!(text.contains("location, key_prefix, version"), "{text}");
    for (option, said) in [
        (r#""KEY_PREFIX": "x""#, "unknown option 'KEY_PREFIX'; option names are lower case here: write 'key_prefix'"),
        (r#""DJANGO_VALKEY_SCAN_ITERSIZE": 1"#, "write 'scan_itersize'"),
        (r#""OPTIONS": {}"#, "stand directly in the table of the cache"),
        (r#""CLIENT_CLASS": "x""#, "write 'client'"),
        (r#""CONNECTION_FACTORY": "x""#, "#[cache_backend("),
        (r#""factory": "x""#, "it belongs to the backend type"),
        (r#""CONNECTION_POOL_KWARGS": {}"#, "'max_connections'"),
        (r#""PARSER_CLASS": "x""#, "'protocol'"),
        (r#""CACHE_HERD_TIMEOUT": 60"#, "'herd_timeout'"),
        (r#""zzz": 1"#, "unknown option 'zzz'. Known: backend, client, location"),
        (r#""version": 1, "version": 1"#, "option 'version' is given twice"),
    ] {
        let text = option_error(option);
        assert!(text.starts_with("cache 'shop': ") && text.contains(said), "{text}");
    }

    let text = json(r#"{"defaults": {"ignore_exeptions": true}}"#).unwrap_err();
    assert!(
        text.starts_with("defaults: unknown option 'ignore_exeptions'; did you mean 'ignore_exceptions'?"),
        "{text}"
    );
    assert!(!text.contains("location"), "{text}");
    let text = json(r#"{"defaults": {"location": "memory://"}}"#).unwrap_err();
    assert!(text.contains("option 'location' belongs to each cache of its own"), "{text}");
    let text = json(r#"{"cache": {}}"#).unwrap_err();
    assert!(text.contains("unknown table 'cache'; did you mean 'caches'? Known: caches, defaults"), "{text}");
}

#[test]
fn wrong_values_say_what_is_accepted_and_are_not_quoted() {
    for (option, said) in [
        (r#""timeout": -1"#, "'timeout' takes a number of seconds from 0, or \"never\"; found a number below zero"),
        (r#""timeout": "secret""#, "found text"),
        (r#""timeout": 1e300"#, "found a number"),
        (r#""timeout": null"#, "found nothing (null)"),
        (r#""version": 1.5"#, "'version' takes a whole number from 0; found a number"),
        (r#""version": "1""#, "found text"),
        (r#""socket_timeout": 0"#, "'socket_timeout' takes a number of seconds above 0; found zero"),
        (r#""max_connections": 0"#, "'max_connections' takes a whole number from 1; found zero"),
        (r#""max_connections": 99999999999"#, "found a whole number"),
        (r#""ignore_exceptions": 1"#, "'ignore_exceptions' takes true or false; found a whole number"),
        (r#""protocol": "resp4""#, "'protocol' takes \"resp2\" or \"resp3\"; found text"),
        (r#""undecodable": "ignore""#, "'undecodable' takes \"error\" or \"missing\"; found text"),
        (r#""undecodable": false"#, "found true or false"),
        (r#""hash_layout": "own""#, "'hash_layout' takes \"native\" or \"django\"; found text"),
        (r#""password": 53214"#, "'password' takes text; found a whole number"),
        (r#""password": ["secret"]"#, "found a list"),
        (r#""location": {"url": "secret"}"#, "'location' takes a server URL, several with commas"),
        (r#""location": ["secret", 1]"#, "found a list"),
        (r#""compressor": 1"#, "option 'compressor': "),
        (r#""fallback_serializers": "secret""#, "expected a list of names or tables, such as [\"zlib\"]"),
        (r#""fallback_compressors": ["zlib", 1]"#, "option 'fallback_compressors': "),
    ] {
        let text = option_error(option);
        assert!(text.starts_with("cache 'shop': option '") && text.contains(said), "{text}");
        assert!(!text.contains("secret") && !text.contains("53214"), "{text}");
    }
    for text in
        [r#""secret""#, r#"{"caches": "secret"}"#, r#"{"caches": {"shop": "secret"}}"#, r#"{"defaults": "secret"}"#]
    {
        let said = json(text).unwrap_err();
        assert!(said.contains("invalid type: text, expected") && !said.contains("secret"), "{said}");
    }
}

#[test]
fn it_is_a_field_like_any_other() {
    #[derive(serde::Deserialize)]
    struct Settings {
        cache: CachesConfig,
    }
    let settings: Settings =
        serde_json::from_str(r#"{"cache": {"caches": {"default": {"location": "memory://"}}}}"#).unwrap();
    assert_eq!(settings.cache.aliases().collect::<Vec<_>>(), ["default"]);
}

#[cfg(feature = "toml")]
mod toml {
    use super::*;

    #[test]
    fn a_whole_file_is_read() {
        let file = CachesConfig::from_toml_str(
            r#"
            [defaults]
            ignore_exceptions = true

            [caches.default]
            location = "valkey://127.0.0.1:6379/1"
            timeout = 300
            compressor = { name = "zstd", level = 3, min_length = 100 }

            [caches."a b"]
            location = ["memory://"]
            timeout = 0.25
            "#,
        )
        .unwrap();
        let default = file.get("default").unwrap().resolve().unwrap();
        assert!(default.ignore_exceptions);
        let compressor = PluginConfig::new("zstd").option("level", 3_i64).option("min_length", 100_i64);
        assert_eq!(default.compressor, compressor);
        let other = file.get("a b").unwrap().resolve().unwrap();
        assert_eq!(other.timeout, Timeout::After(Duration::from_millis(250)));
    }

    #[test]
    fn errors_name_the_place_and_quote_nothing() {
        for (text, said) in [
            ("[caches.shop]\nkey_prefx = 1", "line 2, column 1: cache 'shop': unknown option 'key_prefx'"),
            ("[caches.shop]\ntimeout = \"secret\"", "line 2, column 11: cache 'shop': option 'timeout' takes"),
            ("[caches.shop]\npassword = 'secret", "line 2, column 19: "),
            ("[caches.shop]\nlocation = valkey://:secret@h", "line 2, column 12: "),
            ("[caches.shop]\npassword = 'secret'\npassword = 'secret'", "line 3, column 1: duplicate key"),
            ("[caches.shop]\npassword = 2024-01-01", "option 'password' takes text; found a table"),
            (
                "[caches]\nshop = 'secret'",
                "line 2, column 8: invalid type: text, expected a table of options for cache 'shop'",
            ),
            ("[caches.shop]\ncompressor = 1.5", "line 2, column 14: cache 'shop': option 'compressor': "),
        ] {
            let error = CachesConfig::from_toml_str(text).unwrap_err();
            assert!(error.to_string().contains(said), "{error}");
            assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
            assert!(!error.to_string().contains('\n'), "{error:?}");
        }
    }

    #[test]
    fn files_are_named() {
        let missing = CachesConfig::from_toml_file("no/such/file.toml").unwrap_err();
        assert!(missing.to_string().contains("the configuration file 'no/such/file.toml' cannot be read"), "{missing}");
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        let wrong = CachesConfig::from_toml_file(manifest).unwrap_err().to_string();
        assert!(wrong.starts_with(&format!("{manifest}, line ")) && wrong.contains("unknown table '"), "{wrong}");
    }
}
