//! Moving the time at which a value expires; a herd client has it in the value as well.

use std::time::Duration;

use super::strings::milliseconds;
use super::swap::swap;
use crate::backend::Timed;
use crate::codec::Deadline;
use crate::config::Timeout;
use crate::error::{ErrorKind, Result};
use crate::key::Key;
use crate::operation::{
    Command, Executor, Herd, IntoCommand, Reply, Script, Settings, read_primary, reply, script, write,
};

/// `PEXPIRE` with its timeout.
#[derive(Debug)]
pub struct Touch<'c> {
    key: Key<'c>,
    timeout: Option<Timeout>,
}

impl<'c> Touch<'c> {
    pub(super) fn new(key: Key<'c>) -> Self {
        Self { key, timeout: None }
    }
}

impl Timed for Touch<'_> {
    fn set_timeout(&mut self, timeout: Timeout) {
        self.timeout = Some(timeout);
    }
}

impl IntoCommand for Touch<'_> {
    type Output = bool;

    fn into_command<'c>(self, settings: &Settings) -> Command<'c, bool>
    where
        Self: 'c,
    {
        let command = expire(self.key, self.timeout.unwrap_or(settings.timeout));
        command.reject_if(settings.herd.is_some(), || {
            "`touch` of a herd client is several commands, so it cannot be part of a batch; call it on its own"
                .to_owned()
        })
    }

    async fn alone<E: Executor>(self, executor: &E) -> Result<bool> {
        let settings = executor.settings();
        let timeout = self.timeout.unwrap_or(settings.timeout);
        match &settings.herd {
            Some(herd) if timeout != Timeout::After(Duration::ZERO) => retouch(executor, herd, self.key, timeout).await,
            _ => executor.call(expire(self.key, timeout)).await,
        }
    }

    fn name(&self) -> &'static str {
        "touch"
    }

    fn fallback(&self) -> Option<bool> {
        Some(false)
    }
}

/// Moves the time in a value, and that of its key: reads, and stores again what nobody replaced meanwhile.
async fn retouch<E: Executor>(executor: &E, herd: &Herd, key: Key<'_>, timeout: Timeout) -> Result<bool> {
    let settings = executor.settings();
    let made = settings.keys.make_key(key, executor.version());
    loop {
        let stored = match executor.call(read_primary("GET").key(&made).returns(reply::bytes)).await {
            // Nothing is put around lists, sets and the like.
            Err(error) if error.kind() == ErrorKind::WrongType => {
                return executor.call(expire(Key::from(&made), timeout)).await;
            }
            stored => stored?,
        };
        let Some(stored) = stored else { return Ok(false) };
        let (touched, lifetime) = match settings.codec.deadline(&stored) {
            None => (stored.clone(), timeout),
            Some(deadline) if herd.has_passed(deadline) => return Ok(false),
            Some(deadline) => {
                let moved = herd.deadline(timeout).unwrap_or(Deadline::NEVER);
                let touched = settings.codec.redate(&stored, deadline, moved);
                (touched.map_err(|error| error.with_key(made.as_str()))?, herd.lifetime(timeout))
            }
        };
        if executor.call(swap("touch", &made, stored, touched, lifetime)).await? {
            return Ok(true);
        }
    }
}

/// Sets when a key expires, whatever is there.
fn expire(key: Key<'_>, timeout: Timeout) -> Command<'_, bool> {
    match timeout {
        Timeout::After(time) => milliseconds(write("PEXPIRE").key(key), time).returns(reply::flag),
        Timeout::Never => script("touch", &PERSIST_IF_EXISTS).key(key).returns(reply::flag),
    }
}

/// `PERSIST` says no to a key without expiry as to a missing one; whoever touches wants to know which.
static PERSIST_IF_EXISTS: Script = Script::new(
    "#!lua flags=allow-oom\n\
         redis.call('PERSIST', KEYS[1]) return redis.call('EXISTS', KEYS[1])",
    |call, keys, _| -> Reply {
        call(&[b"PERSIST", keys[0]]);
        call(&[b"EXISTS", keys[0]])
    },
);
