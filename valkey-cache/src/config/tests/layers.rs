//! Layers, defaults, checks.

use std::time::Duration;

use super::*;

fn minimal() -> CacheConfig {
    CacheConfig::new().location("valkey://localhost")
}

#[test]
fn the_defaults_are_as_documented() {
    let resolved = minimal().resolve().unwrap();
    assert_eq!(resolved.alias, None);
    assert_eq!(resolved.servers, [ServerUrl::parse("valkey://localhost:6379/0").unwrap()]);
    assert_eq!((&*resolved.key_prefix, resolved.version, &*resolved.key_function), ("", 1, "default"));
    assert_eq!(resolved.reverse_key_function, None);
    assert_eq!(resolved.timeout, Timeout::After(Duration::from_secs(300)));
    assert_eq!(resolved.serializer, PluginConfig::new("json"));
    assert_eq!(resolved.compressor, PluginConfig::new("identity"));
    assert!(resolved.fallback_serializers.is_empty() && resolved.fallback_compressors.is_empty());
    assert_eq!(resolved.max_decompressed_size, 64 * 1024 * 1024);
    assert_eq!((resolved.undecodable, resolved.hash_layout), (Undecodable::Error, HashLayout::Native));
    assert!(resolved.replica_read_only);
    assert!(!resolved.ignore_exceptions && !resolved.log_ignored_exceptions && !resolved.close_connection);
    assert_eq!(resolved.scan_itersize.get(), 1000);
    assert_eq!(resolved.client, ClientOptions::default());
    assert_eq!((resolved.client.herd_timeout, resolved.client.read_from_replicas), (Duration::from_secs(60), false));
    let ConnectionOptions {
        socket_timeout,
        socket_connect_timeout,
        connections,
        max_connections,
        max_entries,
        client_name,
        sentinels,
        tls,
        credentials,
    } = resolved.connection;
    assert_eq!((socket_timeout, socket_connect_timeout), (Duration::from_secs(2), Duration::from_secs(1)));
    assert_eq!((connections.get(), max_connections.get(), max_entries.get()), (1, 10, 10_000));
    assert_eq!((client_name, credentials), (None, None));
    assert_eq!(sentinels, []);
    assert!(tls.check_hostname && !tls.danger_accept_invalid_certificates);
    assert_eq!((tls.ca_certs, tls.certificate, tls.key), (None, None, None));
}

#[test]
fn a_nearer_layer_wins() {
    let backend = CacheConfig::new().key_prefix("backend").version(2).timeout(None).serializer("msgpack");
    let file = CachesConfig::new()
        .defaults(
            CacheConfig::new().version(3).ignore_exceptions(true).location("valkey://not-inherited").backend("No"),
        )
        .cache("default", minimal().key_prefix("alias").compressor(PluginConfig::new("zstd").option("level", 3_i64)));
    let config = file.get("default").unwrap().merged_over(&backend);
    assert_eq!(config.backend, None);
    let resolved = config.resolve().unwrap();
    assert_eq!((&*resolved.key_prefix, resolved.version, resolved.timeout), ("alias", 3, Timeout::Never));
    assert_eq!(resolved.serializer, PluginConfig::new("msgpack"));
    assert_eq!(resolved.compressor, PluginConfig::new("zstd").option("level", 3_i64));
    assert!(resolved.ignore_exceptions);
    assert_eq!(resolved.alias.as_deref(), Some("default"));
    assert_eq!(resolved.servers[0].to_string(), "valkey://localhost:6379");
}

#[test]
fn credentials_reach_every_server() {
    let config = minimal().location(["valkey://a", "valkey://u:p@b"]).username("user").password("secret");
    let servers = config.protocol(Protocol::Resp3).resolve().unwrap().servers;
    assert_eq!((servers[0].username(), servers[0].password()), (Some("user"), Some(&Secret::new("secret"))));
    assert_eq!((servers[1].username(), servers[1].password()), (Some("u"), Some(&Secret::new("p"))));
    assert!(servers.iter().all(|server| server.protocol() == Protocol::Resp3));
}

#[test]
fn wrong_values_name_alias_and_option() {
    for (config, said) in [
        (CacheConfig::new(), "option 'location' is missing or empty"),
        (minimal().location("valkey://u:secret@h/x"), "option 'location': the database"),
        (minimal().scan_itersize(0), "option 'scan_itersize' is 0"),
        (minimal().connections(0), "option 'connections' is 0"),
        (minimal().max_connections(0), "option 'max_connections' is 0"),
        (minimal().max_entries(0), "option 'max_entries' is 0"),
        (minimal().max_decompressed_size(0), "option 'max_decompressed_size' is 0"),
        (minimal().socket_timeout(Duration::ZERO), "option 'socket_timeout' is 0"),
        (minimal().socket_connect_timeout(Duration::ZERO), "option 'socket_connect_timeout' is 0"),
        (minimal().herd_timeout(Duration::ZERO), "option 'herd_timeout' is 0"),
        (minimal().client_name("two words"), "option 'client_name' is 'two words'"),
        (minimal().ssl_ca_certs("x"), "option 'ssl_ca_certs' is set, but valkey://localhost:6379 does not use TLS"),
        (minimal().ssl_check_hostname(false), "option 'ssl_check_hostname' is set, but valkey://"),
        (
            minimal().location("unix:///s").danger_accept_invalid_certificates(true),
            "option 'danger_accept_invalid_certificates' is set, but unix:///s does not",
        ),
        (
            minimal().location(["valkeys://a", "valkey://b"]).ssl_certfile("x"),
            "option 'ssl_certfile' is set, but valkey://b",
        ),
        (minimal().location("valkeys://a").ssl_keyfile("x"), "option 'ssl_keyfile' is set, and 'ssl_certfile' is not"),
        (minimal().location("valkeys://a").ssl_ca_certs("/no/file"), "option 'ssl_ca_certs': cannot read '/no/file': "),
    ] {
        let error = CachesConfig::new().cache("shop", config).get("shop").unwrap().resolve().unwrap_err();
        assert_eq!((error.kind(), error.alias()), (ErrorKind::Config, Some("shop")));
        assert!(error.to_string().starts_with(&format!("cache 'shop': {said}")), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn an_unknown_alias_lists_the_known_ones() {
    let error = CachesConfig::new().cache("default", minimal()).cache("shop", minimal()).get("defualt").unwrap_err();
    assert_eq!(error.to_string(), "unknown cache 'defualt'; did you mean 'default'? Known: default, shop");
}
