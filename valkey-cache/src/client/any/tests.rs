use super::*;
use crate::ErrorKind;
use crate::client::{DefaultClusterClient, HerdClient, SentinelClient};
use crate::config::CacheConfig;

fn servers(location: [&str; 2]) -> Vec<ServerUrl> {
    CacheConfig::new().location(location).resolve().unwrap().servers
}

fn opened(name: &str) -> AnyClient {
    let mut client = AnyClient::named(name).unwrap();
    client.prepare(&servers(["valkey://a", "valkey://b"]), &ClientOptions::default()).unwrap();
    client
}

#[test]
fn a_name_chooses_the_client() {
    for name in [
        "ShardClient",
        "django_valkey.client.ShardClient",
        "django_valkey.client.sharded.ShardClient",
        "django_redis.client.ShardClient",
    ] {
        assert!(opened(name).place(b"key").is_some(), "{name}");
    }
    for name in [
        "DefaultClient",
        "django_valkey.client.DefaultClient",
        "django_valkey.async_cache.client.AsyncDefaultClient",
        "django_redis.client.default.DefaultClient",
    ] {
        assert_eq!(opened(name).place(b"key"), None, "{name}");
    }
    assert_eq!(AnyClient::default().place(b"key"), None);
}

#[test]
fn it_checks_the_servers_as_the_chosen_one_does() {
    let twice = servers(["valkey://a", "valkey://a"]);
    AnyClient::default().prepare(&twice, &ClientOptions::default()).unwrap();
    let error = AnyClient::named("ShardClient").unwrap().prepare(&twice, &ClientOptions::default()).unwrap_err();
    assert!(error.to_string().contains("is listed twice"), "{error}");
}

#[track_caller]
fn refused<C: BaseClient>(name: &str, parts: &[&str]) {
    let error = C::named(name).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Config);
    for part in parts {
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[test]
fn a_client_that_cannot_be_chosen_is_told() {
    refused::<AnyClient>(
        "django_valkey.client.SentinelClient",
        &["another connection factory", "`SentinelValkeyCache`"],
    );
    refused::<AnyClient>("django_valkey.cluster_cache.client.DefaultClusterClient", &["`AsyncClusterValkeyCache`"]);
    refused::<AnyClient>(
        "django_valkey.async_cache.client.AsyncHerdClient",
        &["packs its values", "`AsyncHerdValkeyCache`"],
    );
    refused::<AnyClient>("ShrdClient", &["did you mean 'ShardClient'?", "Known: DefaultClient, ShardClient;"]);
    refused::<AnyClient>("project.client.OurClient", &["'project.client.OurClient'", "where a backend is declared"]);
}

#[test]
fn a_declared_client_is_checked() {
    #[derive(Default)]
    struct Own<C>(C);
    impl BaseClient for Own<DefaultClient> {}

    DefaultClient::named("django_valkey.client.DefaultClient").unwrap();
    SentinelClient::named("django_valkey.async_cache.client.AsyncSentinelClient").unwrap();
    Own::<DefaultClient>::named("Own").unwrap();
    refused::<DefaultClient>(
        "django_redis.client.ShardClient",
        &["names the client 'django_redis.client.ShardClient'", "`client = DefaultClient`", "`client = ShardClient`"],
    );
    refused::<Own<DefaultClient>>("DefaultClient", &["`client = Own<DefaultClient>`", "`AsyncValkeyCache`"]);
    refused::<DefaultClusterClient>(
        "ClusterClient",
        &["did you mean 'DefaultClusterClient'? Known: DefaultClient, ShardClient, SentinelClient, Def"],
    );
    refused::<DefaultClient>(
        "SentinelClient",
        &["`client = SentinelClient`, or open the cache as `SentinelValkeyCache`"],
    );
    refused::<DefaultClient>(
        "project.client.OurClient",
        &["a client of your own is named where the backend is declared"],
    );
}

#[test]
fn the_name_of_a_herd_client_may_say_what_is_inside() {
    for name in ["HerdClient", "HerdClient<DefaultClient>", "django_valkey.async_cache.client.AsyncHerdClient"] {
        HerdClient::<DefaultClient>::named(name).unwrap();
    }
    for name in ["HerdClient", "HerdClient<ShardClient>"] {
        HerdClient::<ShardClient>::named(name).unwrap();
    }
    refused::<HerdClient>(
        "ShardClient",
        &["with `client = HerdClient`; declare it with `client = HerdClient<ShardClient>`, or without a herd"],
    );
    refused::<HerdClient>(
        "HerdClient<ShardClient>",
        &["with `client = HerdClient`; declare it with `client = HerdClient<ShardClient>`"],
    );
    refused::<HerdClient<ShardClient>>("DefaultClient", &["with `client = HerdClient<ShardClient>`; declare"]);
    refused::<ShardClient>(
        "HerdClient<ShardClient>",
        &["`client = ShardClient`; declare it with `client = HerdClient<S"],
    );
    refused::<AnyClient>("HerdClient<ShardClient>", &["where a backend is declared"]);
}

#[test]
fn a_configuration_chooses_what_is_inside_of_a_herd_client() {
    let place = |name: &str| {
        let mut client = HerdClient::<AnyClient>::named(name).unwrap();
        client.prepare(&servers(["valkey://a", "valkey://b"]), &ClientOptions::default()).unwrap();
        assert!(client.herd().is_some());
        client.place(b"key")
    };
    assert!(place("HerdClient<ShardClient>").is_some());
    assert_eq!(place("HerdClient<DefaultClient>"), None);
    assert_eq!(place("HerdClient"), None);
    for name in ["ShardClient", "HerdClient<SentinelClient>"] {
        refused::<HerdClient<AnyClient>>(name, &["'HerdClient' or 'HerdClient<ShardClient>' here"]);
    }
}
