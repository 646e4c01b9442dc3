//! Asking all sentinels at once.

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Instant;

use super::answer::Answer;
use super::ask;
use super::shared::Shared;
use crate::error::{Error, ErrorKind, Result};

/// Goes through rounds for as long as somebody needs the service.
pub(super) fn run(shared: &Arc<Shared>) {
    while let Some(round) = shared.next_round() {
        let (answers, failures) = ask_all(shared);
        let failure = answers.is_empty().then(|| match failures.is_empty() {
            true => shared.silence("socket_connect_timeout"),
            false => summary(shared.name(), failures),
        });
        shared.conclude(round, &answers, failure);
    }
}

/// Asks all, and waits for most of them: one that hangs holds nobody up. As long as they disagree, all are waited for.
fn ask_all(shared: &Arc<Shared>) -> (Vec<Answer>, Vec<Error>) {
    let sentinels = shared.sentinels();
    // Connecting, and then asking.
    let limit = sentinels.iter().map(|sentinel| sentinel.options.socket_connect_timeout * 2).max();
    let until = Instant::now() + limit.unwrap_or_default();
    let (sender, receiver) = mpsc::channel::<Result<Answer>>();
    for index in 0..sentinels.len() {
        let (shared, sender) = (Arc::clone(shared), sender.clone());
        let asker = thread::Builder::new().name("valkey-sentinel".to_owned());
        // Without a thread, the sender that is dropped counts as an answer that did not come.
        let _is_started = asker.spawn(move || {
            let answer = ask::ask(&shared.sentinels()[index], shared.name());
            if let Ok(answer) = &answer {
                // News count at once, also after the round is over.
                shared.hear(answer);
            }
            // Nobody may be waiting any more.
            let _is_awaited = sender.send(answer);
        });
    }
    drop(sender);
    let (mut answers, mut failures) = (Vec::new(), Vec::new());
    while let Ok(answer) = receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
        match answer {
            Ok(answer) => answers.push(answer),
            Err(error) => failures.push(error),
        }
        if answers.len() > sentinels.len() / 2 && answers.iter().all(|answer| shared.agrees(answer)) {
            break;
        }
    }
    (answers, failures)
}

/// Says in one error what all sentinels failed with: what is wrong with the configuration goes first.
fn summary(service: &str, failures: Vec<Error>) -> Error {
    let of_kind = |kind| failures.iter().find(|error| error.kind() == kind);
    let first = of_kind(ErrorKind::Config).or_else(|| of_kind(ErrorKind::Auth)).or(failures.first());
    let kind = first.map_or(ErrorKind::Timeout, Error::kind);
    let mut message = format!("no sentinel could tell where the service '{service}' is");
    for failure in &failures {
        message.push_str(&format!("; {failure}"));
    }
    Error::new(kind, message)
}
