use std::collections::HashMap;

use redis::{RedisResult, from_redis_value};

use crate::{Node, Sentinels, Server};

type Fields = HashMap<String, String>;

/// What one sentinel knows.
pub(super) struct Report {
    primary: Fields,
    replicas: Vec<Fields>,
    others: Vec<Fields>,
}

impl Report {
    /// Asks a sentinel for everything.
    pub(super) fn of(sentinel: &Server) -> RedisResult<Self> {
        let ask = |what| sentinel.command(&["SENTINEL", what, Sentinels::NAME]);
        Ok(Self {
            primary: from_redis_value(ask("PRIMARY")?)?,
            replicas: from_redis_value(ask("REPLICAS")?)?,
            others: from_redis_value(ask("SENTINELS")?)?,
        })
    }

    /// Asks a sentinel what it tells clients.
    pub(super) fn primary_port(sentinel: &Server) -> RedisResult<u16> {
        let reply = sentinel.command(&["SENTINEL", "GET-PRIMARY-ADDR-BY-NAME", Sentinels::NAME])?;
        let (_, port): (String, u16) = from_redis_value(reply)?;
        Ok(port)
    }

    /// Tells whether `node` is the primary, and nothing is going on.
    pub(super) fn is_quiet(&self, node: &Node) -> bool {
        self.primary["flags"] == "master" && self.primary["port"] == node.announced().port().to_string()
    }

    /// Says what is wrong, if anything is.
    pub(super) fn check(&self, group: &Sentinels) -> Result<(), String> {
        // Any other flag is a complaint: down, disconnected, or in the middle of a failover.
        expect(&self.primary, &[("flags", "master")])?;
        let follows =
            [("flags", "slave"), ("master-link-status", "ok"), ("master-port", self.primary["port"].as_str())];
        count("replicas", &self.replicas, group.nodes().len() - 1)?;
        self.replicas.iter().try_for_each(|replica| expect(replica, &follows))?;
        count("other sentinels", &self.others, group.sentinels().len() - 1)?;
        // What another sentinel said of a primary that was down is kept for longer than it is true.
        let heard = |other: &&Fields| other["flags"] != "sentinel,master_down";
        self.others.iter().filter(heard).try_for_each(|other| expect(other, &[("flags", "sentinel")]))
    }
}

fn count(what: &str, found: &[Fields], expected: usize) -> Result<(), String> {
    let found = found.len();
    if found == expected { Ok(()) } else { Err(format!("a sentinel knows {found} {what} where {expected} are")) }
}

fn expect(instance: &Fields, expected: &[(&str, &str)]) -> Result<(), String> {
    match expected.iter().find(|(field, value)| instance[*field] != *value) {
        Some((field, value)) => {
            let (port, found) = (&instance["port"], &instance[*field]);
            Err(format!("a sentinel has {found:?} as {field} of port {port} where {value:?} was expected"))
        }
        None => Ok(()),
    }
}
