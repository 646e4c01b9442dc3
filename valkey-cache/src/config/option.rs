//! The options of a cache as a configuration writes them: names, what they accept, where the value goes.

use super::cache::CacheConfig;
use super::hash_layout::HashLayout;
use super::location::Location;
use super::protocol::Protocol;
use super::secret::Secret;
use super::sentinel::SentinelAddress;
use super::timeout::Timeout;
use super::undecodable::Undecodable;
use super::value::{TEXT, Value};
use crate::codec::PluginConfig;

/// Describes one option.
pub(super) struct CacheOption {
    pub(super) name: &'static str,
    pub(super) set: Set,
}

pub(super) enum Set {
    /// Takes a value; answers whether it was of the kind that the text names.
    Value(&'static str, fn(&mut CacheConfig, Value) -> bool),
    /// Takes a plugin's name, or a table with its name and options.
    Plugin(fn(&mut CacheConfig, PluginConfig)),
    /// Takes a list of such names and tables.
    Plugins(fn(&mut CacheConfig, Vec<PluginConfig>)),
    /// Takes a table of options of its own.
    Table(&'static [CacheOption]),
}

const BOOL: &str = "true or false";
const FROM_ZERO: &str = "a whole number from 0";
const FROM_ONE: &str = "a whole number from 1";
const SECONDS: &str = "a number of seconds above 0";

/// The options that an alias has for itself: inherited by all, they would make one cache of them.
pub(super) const OWN: [&str; 2] = ["backend", "location"];

pub(super) static OPTIONS: [CacheOption; 38] = [
    option("backend", TEXT, |config, value| put(&mut config.backend, value.text())),
    option("client", TEXT, |config, value| put(&mut config.client, value.text())),
    option("location", Location::ACCEPTS, |config, value| put(&mut config.location, Location::from_value(value))),
    option("key_prefix", TEXT, |config, value| put(&mut config.key_prefix, value.text())),
    option("version", FROM_ZERO, |config, value| put(&mut config.version, value.integer(0))),
    option("timeout", Timeout::ACCEPTS, |config, value| put(&mut config.timeout, Timeout::from_value(value))),
    option("key_function", TEXT, |config, value| put(&mut config.key_function, value.text())),
    option("reverse_key_function", TEXT, |config, value| put(&mut config.reverse_key_function, value.text())),
    option("hash_layout", HashLayout::ACCEPTS, |config, value| {
        put(&mut config.hash_layout, HashLayout::from_value(value))
    }),
    plugin("serializer", |config, plugin| config.serializer = Some(plugin)),
    plugin("compressor", |config, plugin| config.compressor = Some(plugin)),
    plugins("fallback_serializers", |config, plugins| config.fallback_serializers = Some(plugins)),
    plugins("fallback_compressors", |config, plugins| config.fallback_compressors = Some(plugins)),
    option("max_decompressed_size", FROM_ONE, |config, value| put(&mut config.max_decompressed_size, value.integer(1))),
    option("undecodable", Undecodable::ACCEPTS, |config, value| {
        put(&mut config.undecodable, Undecodable::from_value(value))
    }),
    option("username", TEXT, |config, value| put(&mut config.username, value.text())),
    option("password", TEXT, |config, value| put(&mut config.password, Secret::from_value(value))),
    option("ssl_ca_certs", TEXT, |config, value| put(&mut config.tls.ca_certs, value.path())),
    option("ssl_certfile", TEXT, |config, value| put(&mut config.tls.certfile, value.path())),
    option("ssl_keyfile", TEXT, |config, value| put(&mut config.tls.keyfile, value.path())),
    option("ssl_check_hostname", BOOL, |config, value| put(&mut config.tls.check_hostname, value.bool())),
    option("danger_accept_invalid_certificates", BOOL, |config, value| {
        put(&mut config.tls.danger_accept_invalid_certificates, value.bool())
    }),
    option("socket_timeout", SECONDS, |config, value| put(&mut config.socket_timeout, value.positive_seconds())),
    option("socket_connect_timeout", SECONDS, |config, value| {
        put(&mut config.socket_connect_timeout, value.positive_seconds())
    }),
    option("replica_read_only", BOOL, |config, value| put(&mut config.replica_read_only, value.bool())),
    option("read_from_replicas", BOOL, |config, value| put(&mut config.read_from_replicas, value.bool())),
    option("herd_timeout", SECONDS, |config, value| put(&mut config.herd_timeout, value.positive_seconds())),
    option("ignore_exceptions", BOOL, |config, value| put(&mut config.ignore_exceptions, value.bool())),
    option("log_ignored_exceptions", BOOL, |config, value| put(&mut config.log_ignored_exceptions, value.bool())),
    option("close_connection", BOOL, |config, value| put(&mut config.close_connection, value.bool())),
    option("scan_itersize", FROM_ONE, |config, value| put(&mut config.scan_itersize, value.integer(1))),
    option("protocol", Protocol::ACCEPTS, |config, value| put(&mut config.protocol, Protocol::from_value(value))),
    option("connections", FROM_ONE, |config, value| put(&mut config.connections, value.integer(1))),
    option("max_connections", FROM_ONE, |config, value| put(&mut config.max_connections, value.integer(1))),
    option("max_entries", FROM_ONE, |config, value| put(&mut config.max_entries, value.integer(1))),
    option("client_name", TEXT, |config, value| put(&mut config.client_name, value.text())),
    option("sentinels", SentinelAddress::ACCEPTS, |config, value| {
        put(&mut config.sentinels, SentinelAddress::list_from_value(value))
    }),
    CacheOption { name: "sentinel_kwargs", set: Set::Table(&SENTINEL) },
];

static SENTINEL: [CacheOption; 3] = [
    option("username", TEXT, |config, value| {
        put(&mut config.sentinel_kwargs.get_or_insert_default().username, value.text())
    }),
    option("password", TEXT, |config, value| {
        put(&mut config.sentinel_kwargs.get_or_insert_default().password, Secret::from_value(value))
    }),
    option("tls", BOOL, |config, value| put(&mut config.sentinel_kwargs.get_or_insert_default().tls, value.bool())),
];

const fn option(name: &'static str, accepts: &'static str, set: fn(&mut CacheConfig, Value) -> bool) -> CacheOption {
    CacheOption { name, set: Set::Value(accepts, set) }
}

const fn plugin(name: &'static str, set: fn(&mut CacheConfig, PluginConfig)) -> CacheOption {
    CacheOption { name, set: Set::Plugin(set) }
}

const fn plugins(name: &'static str, set: fn(&mut CacheConfig, Vec<PluginConfig>)) -> CacheOption {
    CacheOption { name, set: Set::Plugins(set) }
}

fn put<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    *slot = value;
    slot.is_some()
}
