//! Locks: what was done with one, step by step.

use std::time::Duration;

use valkey_cache::codec::Value;
use valkey_cache::commands::{Lock, LockGuard};
use valkey_cache::prelude::*;
use valkey_cache_tests::conformance::Style;

use super::call::{Answer, Called, Unanswered, answer, timeout};
use super::recording::{Case, LockStep};
use super::state::Place;
use Unanswered::{Inexpressible, Unknown};

/// What a step answered, and what the key held then: token and time to live.
pub(super) struct Played {
    pub(super) called: Called,
    pub(super) held: Option<(Vec<u8>, i64)>,
}

/// Makes the lock of a case; nothing happens yet.
pub(super) fn lock<'c, B: BaseValkeyCache>(cache: &'c B, case: &Case) -> Result<Lock<'c, B>, Unanswered> {
    if case.op != "lock" {
        return Err(Unknown);
    }
    case.takes(&["timeout", "blocking", "blocking_timeout", "sleep", "version"])?;
    let mut lock = cache.get_lock(case.key(0)?);
    for (name, value) in &case.kwargs {
        let value = value.as_ref().ok_or(Inexpressible("it is no value in Rust"))?;
        lock = match (*name, value) {
            ("timeout", value) => lock.timeout(timeout(value)?),
            ("blocking_timeout", value) => lock.blocking_timeout(timeout(value)?),
            ("blocking", Value::Bool(false)) => lock.blocking_timeout(Duration::ZERO),
            ("sleep", Value::Float(seconds)) => lock.poll_interval(Duration::from_secs_f64(*seconds)),
            ("version", Value::Int(version)) => lock.version(u64::try_from(*version).expect("a version")),
            other => panic!("{other:?} is new here"),
        };
    }
    Ok(lock)
}

/// Does what was done with the lock.
pub(super) async fn play<B: BaseValkeyCache, S: Style<B>>(cache: &B, case: &Case, place: &Place) -> Vec<Played> {
    let key = cache.make_key(case.key(0).expect("a lock has a key"), case.version("version"));
    let (mut guard, mut played) = (None, Vec::new());
    for step in &case.steps {
        let called = match step.call {
            "STEAL" => {
                place.steal(key.as_str().as_bytes());
                Ok(Answer::Value(Value::None))
            }
            _ => take::<B, S>(cache, case, step, &mut guard).await,
        };
        let entries = place.read();
        let held = entries.iter().find(|entry| entry.key == key.as_str().as_bytes());
        played.push(Played { called, held: held.and_then(|entry| Some((entry.text()?.to_vec(), entry.pttl))) });
    }
    // One that is dropped is released, and the reference leaves its own as they are.
    std::mem::forget(guard);
    played
}

async fn take<'c, B: BaseValkeyCache, S: Style<B>>(
    cache: &'c B,
    case: &Case,
    step: &LockStep,
    guard: &mut Option<LockGuard<'c, B>>,
) -> Called {
    let argument = |name: &str| step.kwargs.get(name).and_then(Option::as_ref);
    Ok(match step.call {
        "acquire" => {
            let Some(Value::Str(token)) = argument("token") else { panic!("every lock has a token") };
            let acquired = S::go(lock(cache, case)?.token(token).acquire()).await;
            answer(acquired.map(|acquired| {
                *guard = acquired;
                guard.is_some().into()
            }))
        }
        "locked" => answer(S::go(lock(cache, case)?.is_locked()).await.map(Value::Bool)),
        "owned" => answer(S::go(held(guard).is_owned()).await.map(Value::Bool)),
        "extend" => {
            let Some(Value::Int(seconds)) = argument("additional_time") else { panic!("a time to add") };
            let time = Duration::from_secs(*seconds as u64);
            let extended = match argument("replace_ttl") {
                Some(Value::Bool(true)) => held(guard).replace_ttl(time),
                _ => held(guard).extend(time),
            };
            // What fails there is an error here too, and all else works.
            answer(S::go(extended).await.map(|()| true.into()))
        }
        "reacquire" => answer(S::go(held(guard).reacquire()).await.map(|()| true.into())),
        "release" => answer(S::go(guard.take().expect("the lock is held").release()).await.map(|()| Value::None)),
        _ => return Err(Unknown),
    })
}

fn held<'g, 'c, B: BaseValkeyCache>(guard: &'g Option<LockGuard<'c, B>>) -> &'g LockGuard<'c, B> {
    guard.as_ref().expect("the lock is held")
}
