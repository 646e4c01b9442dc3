use valkey_cache::CacheConfig;
use valkey_cache::prelude::*;

#[key_function(name = "ui-tenant")]
fn tenant_key(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}|{version}|{key}")
}

#[key_function(name = "ui-spelt", crate = ::valkey_cache)]
pub(crate) const fn spelt_key<'a>(_: &'a str, _: &'a str, _: u64) -> std::string::String {
    String::new()
}

#[key_function(name = "ui-reversed", reverse = reverse::tenant)]
fn reversed_key(key: &str, prefix: &str, version: u64) -> String {
    tenant_key(key, prefix, version)
}

mod reverse {
    pub(crate) fn tenant(made: &str) -> String {
        made.rsplit('|').next().unwrap_or_default().to_owned()
    }
}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory, name = "ui-key-functions")]
struct AppCache;

#[test]
fn key_functions_are_found_by_name() {
    let open = |name: &str| {
        let config = CacheConfig::new().location("memory://").key_prefix("app").key_function(name);
        AppCache::from_config(&config).unwrap()
    };
    assert_eq!(open("ui-tenant").make_key("a", None).as_str(), "app|1|a");
    assert_eq!(open("ui-spelt").make_key("a", None).as_str(), "");
    assert_eq!(open("ui-reversed").reverse_key("app|1|a", None), "a");
}
