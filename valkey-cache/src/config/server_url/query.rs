//! What a URL says beside its address: database, credentials, protocol.

use url::Url;

use super::{decode, wrong};
use crate::config::protocol::Protocol;
use crate::config::{names, option};
use crate::error::{Error, Result};
use crate::registry::{known, nearest};

const PARAMETERS: [&str; 5] = ["db", "username", "password", "protocol", "is_master"];
/// What people write for them, beside the names.
const WORDS: [(&str, &str); 3] = [("database", "db"), ("user", "username"), ("pass", "password")];

/// Sets what may be said in the query and elsewhere; saying it twice is fine when both are the same.
pub(super) fn set<T: PartialEq>(slot: &mut Option<T>, name: &str, value: T) -> Result<()> {
    if slot.as_ref().is_some_and(|earlier| *earlier != value) {
        return Err(wrong(format!("the server URL gives the {name} twice, and not the same; keep one of them")));
    }
    *slot = Some(value);
    Ok(())
}

/// Sets a part that counts as left out when it is empty.
fn set_text(slot: &mut Option<String>, name: &str, value: &str) -> Result<()> {
    if value.is_empty() { Ok(()) } else { set(slot, name, value.to_owned()) }
}

#[derive(Default, PartialEq)]
pub(super) struct Parameters {
    pub(super) db: Option<u32>,
    pub(super) username: Option<String>,
    pub(super) password: Option<String>,
    pub(super) protocol: Option<Protocol>,
    pub(super) is_master: Option<bool>,
}

impl Parameters {
    /// Reads the query and the part before the '@'.
    pub(super) fn read(url: &Url) -> Result<Self> {
        let mut read = Self::default();
        for (name, value) in url.query_pairs() {
            match &*name {
                "db" => set(&mut read.db, "database", database(&value)?)?,
                "username" => set_text(&mut read.username, "user name", &value)?,
                "password" => set_text(&mut read.password, "password", &value)?,
                "protocol" => set(&mut read.protocol, "protocol", protocol(&value)?)?,
                "is_master" => set(&mut read.is_master, "is_master", is_master(&value)?)?,
                _ => {
                    // It may be the rest of a password that was not encoded.
                    let query = url.query().unwrap_or_default();
                    let shown = !query.contains(['@', '%']) && !query.contains("password=");
                    return Err(unknown_parameter(shown.then_some(&*name)));
                }
            }
        }
        set_text(&mut read.username, "user name", &decode(url.username(), "user name")?)?;
        set_text(&mut read.password, "password", &decode(url.password().unwrap_or_default(), "password")?)?;
        Ok(read)
    }
}

fn protocol(text: &str) -> Result<Protocol> {
    match text {
        "2" => Ok(Protocol::Resp2),
        "3" => Ok(Protocol::Resp3),
        name => Protocol::from_name(name)
            .ok_or_else(|| wrong("the protocol of the server URL is neither 'resp2' (or '2') nor 'resp3' (or '3')")),
    }
}

fn is_master(text: &str) -> Result<bool> {
    match text {
        "0" => Ok(false),
        "1" => Ok(true),
        _ => Err(wrong("'is_master' in the server URL is neither '1' (the primary) nor '0' (the replicas)")),
    }
}

fn unknown_parameter(name: Option<&str>) -> Error {
    let what = "query parameter of the server URL";
    let mut message = match name.and_then(|name| nearest(name, WORDS.map(|(word, _)| word))) {
        Some(near) => {
            let meant = WORDS.iter().find(|(word, _)| *word == near).map(|(_, parameter)| *parameter);
            format!("unknown {what} '{}'{}", name.unwrap_or_default(), known(meant, &PARAMETERS))
        }
        None => names::unknown(what, name, &PARAMETERS),
    };
    if name.is_some_and(|name| option::OPTIONS.iter().any(|option| option.name == name)) {
        message.push_str("; it is an option of the cache, beside 'location'");
    }
    wrong(message)
}

pub(super) fn database(text: &str) -> Result<u32> {
    text.parse().map_err(|_| wrong("the database of the server URL is not a number from 0, as in '/1' or '?db=1'"))
}
