//! The options of `#[cache_backend]`.

use proc_macro2::{Literal, TokenStream};
use syn::{LitStr, Path, Type};

use crate::attr::{self, Known, Timeout};
use crate::errors::Errors;

const KNOWN: &[Known] = &[
    Known { name: "client", example: "DefaultClient" },
    Known { name: "factory", example: "AsyncConnectionFactory" },
    Known { name: "name", example: "\"AppCache\"" },
    Known { name: "serializer", example: "\"json\"" },
    Known { name: "compressor", example: "\"zstd\"" },
    Known { name: "key_prefix", example: "\"app\"" },
    Known { name: "version", example: "1" },
    Known { name: "timeout", example: "300" },
    Known { name: "crate", example: "::valkey_cache" },
];

/// The options of a cache that only a configuration has.
const CONFIGURED: &[&str] = &[
    "backend",
    "location",
    "key_function",
    "reverse_key_function",
    "hash_layout",
    "fallback_serializers",
    "fallback_compressors",
    "max_decompressed_size",
    "undecodable",
    "username",
    "password",
    "credentials",
    "ssl_ca_certs",
    "ssl_certfile",
    "ssl_keyfile",
    "ssl_check_hostname",
    "danger_accept_invalid_certificates",
    "socket_timeout",
    "socket_connect_timeout",
    "replica_read_only",
    "read_from_replicas",
    "herd_timeout",
    "ignore_exceptions",
    "log_ignored_exceptions",
    "close_connection",
    "scan_itersize",
    "protocol",
    "connections",
    "max_connections",
    "max_entries",
    "client_name",
    "sentinels",
    "sentinel_kwargs",
];

/// What the attribute says; an option that is left out, or wrong, is nothing here.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) client: Option<Type>,
    pub(super) factory: Option<Type>,
    pub(super) name: Option<LitStr>,
    pub(super) serializer: Option<LitStr>,
    pub(super) compressor: Option<LitStr>,
    pub(super) key_prefix: Option<LitStr>,
    pub(super) version: Option<Literal>,
    pub(super) timeout: Option<Timeout>,
    pub(super) krate: Option<Path>,
}

pub(super) fn read(args: TokenStream, errors: &mut Errors) -> Settings {
    let mut settings = Settings::default();
    let given = attr::settings(args, KNOWN, CONFIGURED, errors);
    for setting in &given {
        match setting.known.name {
            "client" => settings.client = attr::type_name(setting, errors),
            "factory" => settings.factory = attr::type_name(setting, errors),
            "name" => settings.name = attr::text(setting, errors),
            "serializer" => settings.serializer = attr::text(setting, errors),
            "compressor" => settings.compressor = attr::text(setting, errors),
            "key_prefix" => settings.key_prefix = attr::string(setting, errors),
            "version" => settings.version = attr::version(setting, errors),
            "timeout" => settings.timeout = attr::timeout(setting, errors),
            "crate" => settings.krate = attr::crate_path(setting, errors),
            // `attr::settings` gives no others.
            _ => {}
        }
    }
    if !given.iter().any(|setting| setting.known.name == "client") {
        errors.at_attribute(
            "option `client` is missing, which decides the server that an operation goes to; \
             write `#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]`",
        );
    }
    settings
}
