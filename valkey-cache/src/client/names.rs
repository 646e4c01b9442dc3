//! The names of clients, for configurations.

use super::BaseClient;
use crate::error::{Error, ErrorKind, Result};
use crate::registry::{known, nearest};

/// The clients that a configuration can name, each with its place among the backends that are declared already.
const CLIENTS: [(&str, &str); 5] = [
    ("DefaultClient", "ValkeyCache"),
    ("ShardClient", "ValkeyCache"),
    ("SentinelClient", "SentinelValkeyCache"),
    ("DefaultClusterClient", "ClusterValkeyCache"),
    (HERD, "HerdValkeyCache"),
];

const HERD: &str = "HerdClient";

/// Returns the name here of what a Django configuration writes: the last part of the path of a class of django-valkey
/// or django-redis, whose async clients are other classes. Any other name stands for itself.
pub(super) fn meant(name: &str) -> &str {
    let is_path = name.starts_with("django_valkey.") || name.starts_with("django_redis.");
    let class = if is_path { last(name) } else { return name };
    class.strip_prefix("Async").unwrap_or(class)
}

/// Returns what a herd client is written around, if the name says so.
pub(super) fn inside_of_herd(name: &str) -> Option<&str> {
    name.strip_prefix(HERD)?.strip_prefix('<')?.strip_suffix('>')
}

/// Returns the backend that is declared already with a client.
pub(super) fn backend(client: &str) -> Option<&'static str> {
    CLIENTS.iter().find(|(name, _)| *name == client).map(|(_, backend)| *backend)
}

/// Checks that a configuration names the client `C`.
pub(super) fn check<C: BaseClient>(named: &str) -> Result<()> {
    let declared = declared::<C>();
    let wanted = meant(named);
    // The class of a Django configuration has nothing inside.
    if [declared.as_str(), outer(&declared)].contains(&wanted) {
        return Ok(());
    }
    let message = format!(
        "the configuration names the client '{named}', and the backend is declared with `client = {declared}`{}",
        advice(wanted, &declared)
    );
    Err(Error::new(ErrorKind::Config, message))
}

fn advice(wanted: &str, declared: &str) -> String {
    let Some(backend) = backend(outer(wanted)) else {
        let names = CLIENTS.map(|(name, _)| name);
        let known = known(nearest(wanted, names), &names);
        return format!("{known}; a client of your own is named where the backend is declared");
    };
    if inside_of_herd(declared) == Some("AnyClient") {
        return format!("; a configuration chooses '{HERD}' or '{HERD}<ShardClient>' here");
    }
    if outer(declared) == HERD && outer(wanted) != HERD {
        return format!("; declare it with `client = {HERD}<{wanted}>`, or without a herd as `client = {wanted}`");
    }
    let other = match backend {
        "ValkeyCache" => {
            "with `client = AnyClient`, which leaves it to the configuration as `ValkeyCache` and `AsyncValkeyCache` do"
                .to_owned()
        }
        _ if wanted != outer(wanted) => return format!("; declare it with `client = {wanted}`"),
        _ => format!("open the cache as `{backend}` or `Async{backend}`"),
    };
    format!("; declare it with `client = {wanted}`, or {other}")
}

/// Returns the name of a client as it is declared, without the modules it is in.
fn declared<C>() -> String {
    let parts = std::any::type_name::<C>().split_inclusive(['<', '>', ',', ' ']);
    let name: String = parts.map(last).collect();
    // What is inside of a herd client that says nothing.
    name.replace("HerdClient<DefaultClient>", HERD)
}

fn outer(name: &str) -> &str {
    name.split('<').next().unwrap_or(name)
}

fn last(path: &str) -> &str {
    path.rsplit(['.', ':']).next().unwrap_or(path)
}
