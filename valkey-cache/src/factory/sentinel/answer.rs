//! What one sentinel says of a service.

use std::collections::HashMap;

use redis::{FromRedisValue, Value};

use super::knowledge::Address;
use crate::error::{Error, ErrorKind, Result};

/// What one sentinel says of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// The number of the decision that made the primary one.
    pub(super) epoch: u64,
    pub(super) primary: Address,
    /// All replicas, and whether each is well.
    pub(super) replicas: Vec<(Address, bool)>,
}

type Fields = HashMap<String, String>;

impl Answer {
    /// Lays out the questions. See [Sentinel](https://valkey.io/topics/sentinel/).
    pub(super) fn questions(service: &str) -> redis::Pipeline {
        let mut pipeline = redis::Pipeline::new();
        for what in ["GET-MASTER-ADDR-BY-NAME", "MASTER", "REPLICAS"] {
            pipeline.cmd("SENTINEL").arg(what).arg(service);
        }
        pipeline
    }

    /// Reads the answers; nothing if the sentinel does not know the service.
    pub(super) fn read(answers: Vec<Value>) -> Result<Option<Self>> {
        let Ok([address, primary, replicas]) = <[Value; 3]>::try_from(answers) else {
            return Err(unreadable("the number of its answers"));
        };
        refusal(&address)?;
        // In the middle of a failover the sentinel that leads it names the new primary here before all else.
        let Some((host, port)) = read::<Option<(String, u16)>>(address, "the address of the primary")? else {
            return Ok(None);
        };
        let primary: Fields = read(primary, "the primary")?;
        let epoch = primary.get("config-epoch").and_then(|epoch| epoch.parse().ok());
        let replicas: Vec<Fields> = read(replicas, "the replicas")?;
        Ok(Some(Self {
            epoch: epoch.ok_or_else(|| unreadable("the epoch of the primary"))?,
            primary: Address { host, port },
            replicas: replicas.iter().map(replica).collect::<Result<_>>()?,
        }))
    }
}

/// Says why a server will not answer questions for sentinels.
fn refusal(answer: &Value) -> Result<()> {
    let Value::ServerError(error) = answer else { return Ok(()) };
    let text = error.details().unwrap_or_default();
    Err(match error.code() {
        "NOAUTH" | "WRONGPASS" | "NOPERM" => {
            let message = format!(
                "it refuses us ({} {text}); the user name and the password for the sentinels stand in the option \
                 'sentinel_kwargs', apart from those for the servers",
                error.code()
            );
            Error::new(ErrorKind::Auth, message)
        }
        "ERR" if text.starts_with("unknown command") => {
            let message = "it is no sentinel; the option 'sentinels' takes the ports of the sentinels, 26379 in most \
                           places, and not those of the servers they watch";
            Error::new(ErrorKind::Config, message)
        }
        code => Error::new(ErrorKind::Unavailable, format!("it answered: {code} {text}")),
    })
}

fn replica(fields: &Fields) -> Result<(Address, bool)> {
    let port = fields.get("port").and_then(|port| port.parse().ok());
    let (Some(host), Some(port)) = (fields.get("ip"), port) else { return Err(unreadable("the address of a replica")) };
    let mut flags = fields.get("flags").map(String::as_str).unwrap_or_default().split(',');
    // Without a link to its primary it serves what it had when it lost it, and that may be nothing at all.
    let is_linked = fields.get("master-link-status").is_none_or(|status| status == "ok");
    let is_well = is_linked && !flags.any(|flag| matches!(flag, "s_down" | "o_down" | "disconnected"));
    Ok((Address { host: host.clone(), port }, is_well))
}

fn read<T: FromRedisValue>(value: Value, what: &str) -> Result<T> {
    redis::from_redis_value(value).map_err(|error| unreadable(what).with_source(error))
}

fn unreadable(what: &str) -> Error {
    Error::new(ErrorKind::Connection, format!("{what} cannot be read; is it a sentinel of another kind?"))
}
