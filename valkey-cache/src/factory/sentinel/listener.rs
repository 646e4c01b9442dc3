//! Listening to what one sentinel tells unasked.

use std::sync::Arc;
use std::time::Duration;

use redis::{Connection, RedisResult};

use super::super::params::ConnectionParams;
use super::Role;
use super::ask;
use super::shared::Shared;

/// What a sentinel tells when a service changes; each message names its channel only, so all are taken alike.
const EVENTS: [&str; 9] = [
    // The sentinel that leads a failover knows its outcome here, and says so to all at the end only.
    "+promoted-slave",
    "+switch-master",
    "+convert-to-slave",
    "+slave",
    "+slave-reconf-done",
    "+role-change",
    "+reboot",
    "+sdown",
    "-sdown",
];

/// After so long a silence the sentinel is asked whether it is there.
const SILENCE: Duration = Duration::from_secs(1);

/// The delays between attempts to connect: doubled from the first to the last.
const FIRST_DELAY: Duration = Duration::from_millis(100);
const LAST_DELAY: Duration = Duration::from_secs(5);

/// Listens to one sentinel until the service is not needed any more.
pub(super) fn listen(shared: &Arc<Shared>, sentinel: &ConnectionParams) {
    let mut delay = FIRST_DELAY;
    while !shared.is_closed() {
        if let Ok(mut connection) = ask::connect(sentinel) {
            let heard = follow(shared, sentinel, &mut connection);
            if heard {
                delay = FIRST_DELAY;
            }
        }
        shared.pause(delay.mul_f64(0.5 + fastrand::f64() / 2.0));
        delay = (delay * 2).min(LAST_DELAY);
    }
}

/// Listens for as long as the sentinel is there; tells whether it was there at all.
fn follow(shared: &Arc<Shared>, sentinel: &ConnectionParams, connection: &mut Connection) -> bool {
    let mut events = connection.as_pubsub();
    if events.subscribe(&EVENTS).is_err() {
        return false;
    }
    // Whatever happened before is known to it now, and whatever happens from here on it tells.
    consult(shared, sentinel);
    while !shared.is_closed() {
        match next(&mut events) {
            Ok(Some(event)) if concerns(&event, shared.name()) => consult(shared, sentinel),
            Ok(_) => {}
            Err(_) => break,
        }
    }
    true
}

/// Asks the sentinel for its news, which it has before the others, and then all of them.
fn consult(shared: &Arc<Shared>, sentinel: &ConnectionParams) {
    if let Ok(answer) = ask::ask(sentinel, shared.name()) {
        shared.hear(&answer);
    }
    shared.ask(Role::Primary);
}

/// Waits for an event; nothing comes for a while if nothing happens.
fn next(events: &mut redis::PubSub<'_>) -> RedisResult<Option<String>> {
    events.set_read_timeout(Some(SILENCE))?;
    match events.get_message() {
        Ok(message) => message.get_payload().map(Some),
        Err(error) if error.is_timeout() => events.ping::<redis::Value>().map(|_| None),
        Err(error) => Err(error),
    }
}

/// Tells whether an event is about a service: a node is followed by `@` and the service it belongs to, the service itself
/// stands first, or after the kind of thing that it is.
pub(super) fn concerns(event: &str, service: &str) -> bool {
    let about = event.split_once(" @ ").map_or(event, |(_, about)| about);
    about.split(' ').take(2).any(|word| word == service)
}
