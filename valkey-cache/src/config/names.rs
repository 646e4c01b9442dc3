//! What is said about a name that nobody knows.

use crate::registry::{known, nearest};

/// Says that a name is not known, which one may have been meant, and which ones there are.
///
/// `found` is left out where it may be secret.
pub(super) fn unknown(what: &str, found: Option<&str>, names: &[&str]) -> String {
    match found {
        Some(found) => format!("unknown {what} '{found}'{}", known(nearest(found, names.iter().copied()), names)),
        None => format!("unknown {what}{}", known(None, names)),
    }
}

/// Says the same about an option of a cache, and knows the names of a Django configuration.
pub(super) fn unknown_option(found: &str, known: &[&str]) -> String {
    let lower = found.to_lowercase();
    let plain = lower.strip_prefix("django_valkey_").unwrap_or(&lower);
    let hint = match plain {
        "options" => "the options stand directly in the table of the cache, in lower case",
        "client_class" => "write 'client'",
        "factory" | "connection_factory" | "connection_pool_class" => {
            "it belongs to the backend type, which 'backend' names: `#[cache_backend(client = .., factory = ..)]`"
        }
        "connection_pool_kwargs" => "write 'max_connections' (blocking) or 'connections' (async)",
        "parser_class" => "write 'protocol', which is \"resp2\" or \"resp3\"",
        "cache_herd_timeout" => "write 'herd_timeout', which is a number of seconds",
        _ if plain != found && known.contains(&plain) => {
            return format!("unknown option '{found}'; option names are lower case here: write '{plain}'");
        }
        _ => return unknown("option", Some(found), known),
    };
    format!("unknown option '{found}'; {hint}")
}
