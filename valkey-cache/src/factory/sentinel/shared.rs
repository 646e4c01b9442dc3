//! What is known of a service, who wants to know it, and when it is time to ask.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::super::params::ConnectionParams;
use super::Role;
use super::answer::Answer;
use super::knowledge::{Change, Knowledge, Node};
use super::ticket::{News, Ticket};
use crate::error::{Error, ErrorKind};

/// Rounds of questions follow each other after this time at the earliest, however many callers want to know.
const PAUSE: Duration = Duration::from_millis(100);
/// While a replica is not well, its state is asked for this often.
const AILING: Duration = Duration::from_secs(5);

/// One who has connections to nodes of a service.
pub(in crate::factory) trait Follower: Send + Sync {
    /// Hears that the nodes of its role are not those that they were.
    fn moved(&self, role: Role);
}

/// What the threads of a service share with those who use it.
pub(in crate::factory) struct Shared {
    name: String,
    sentinels: Vec<ConnectionParams>,
    state: Mutex<State>,
    /// Somebody asks, there is an answer, or nobody needs the service any more.
    changed: Condvar,
    /// The same, for those who cannot block.
    #[cfg(feature = "async")]
    news: tokio::sync::watch::Sender<News>,
    /// How many replicas are well: read by every operation, without a lock.
    replicas: AtomicUsize,
}

#[derive(Default)]
struct State {
    knowledge: Knowledge,
    followers: Vec<(Role, Weak<dyn Follower>)>,
    /// Rounds are numbered: the last that somebody wants, and the last that has begun.
    wanted: u64,
    begun: u64,
    news: News,
    /// When the last round was over.
    over_since: Option<Instant>,
    /// Why the last round brought nothing.
    failure: Option<(ErrorKind, String)>,
    is_started: bool,
    is_closed: bool,
}

impl Shared {
    pub(super) fn new(name: &str, sentinels: Vec<ConnectionParams>) -> Self {
        Self {
            name: name.to_owned(),
            sentinels,
            state: Mutex::default(),
            changed: Condvar::new(),
            #[cfg(feature = "async")]
            news: tokio::sync::watch::Sender::default(),
            replicas: AtomicUsize::new(0),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics halfway through a change.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in crate::factory) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn sentinels(&self) -> &[ConnectionParams] {
        &self.sentinels
    }

    /// Tells a follower from now on when the nodes of a role change.
    pub(in crate::factory) fn tell(&self, role: Role, follower: Weak<dyn Follower>) {
        let followers = &mut self.lock().followers;
        followers.retain(|(_, follower)| follower.strong_count() > 0);
        followers.push((role, follower));
    }

    /// Returns the nodes of a role; nothing before anybody asked.
    pub(in crate::factory) fn nodes(&self, role: Role) -> Option<Vec<Node>> {
        self.lock().knowledge.nodes(role).map(<[Node]>::to_vec)
    }

    /// Returns how many nodes of a role there are to connect to.
    pub(in crate::factory) fn count(&self, role: Role) -> usize {
        match role {
            Role::Primary => 1,
            Role::Replica => self.replicas.load(Ordering::Relaxed).max(1),
        }
    }

    /// Returns why there is no node of a role.
    pub(in crate::factory) fn failure(&self, role: Role) -> Error {
        let (kind, message) = match (&self.lock().failure, role) {
            (Some((kind, message)), _) => (*kind, message.clone()),
            (None, Role::Primary) => {
                (ErrorKind::Connection, format!("no sentinel has named the primary of '{}' yet", self.name))
            }
            (None, Role::Replica) => {
                (ErrorKind::Connection, format!("no replica of '{}' is well at the moment", self.name))
            }
        };
        Error::new(kind, message)
    }

    /// The error of those who heard of no sentinel in time; `option` sets how long they waited.
    pub(in crate::factory) fn silence(&self, option: &str) -> Error {
        let asked = self.sentinels.iter().map(|sentinel| sentinel.url.to_string()).collect::<Vec<_>>();
        let none = match asked.len() {
            1 => "the only sentinel did not answer".to_owned(),
            count => format!("none of the {count} sentinels answered"),
        };
        Error::new(ErrorKind::Timeout, format!("{none} in time: {}; `{option}` sets it", asked.join(", ")))
    }

    /// Asks all sentinels soon.
    pub(super) fn ask(&self, role: Role) -> Ticket {
        let mut state = self.lock();
        let round = state.begun + 1;
        if state.wanted < round {
            state.wanted = round;
            self.changed.notify_all();
        }
        Ticket::new(round, role, state.news)
    }

    /// Waits for an answer, until `deadline`.
    #[cfg(feature = "blocking")]
    pub(in crate::factory) fn wait(&self, ticket: Ticket, deadline: Instant) {
        let left = deadline.saturating_duration_since(Instant::now());
        let is_open = |state: &mut State| !ticket.is_answered(state.news);
        drop(self.changed.wait_timeout_while(self.lock(), left, is_open));
    }

    /// Waits for an answer.
    #[cfg(feature = "async")]
    pub(in crate::factory) async fn answered(&self, ticket: Ticket) {
        let mut news = self.news.subscribe();
        // It cannot be closed: we hold the sender.
        let _is_answered = news.wait_for(|news| ticket.is_answered(*news)).await;
    }

    /// Takes in what one sentinel says.
    pub(super) fn hear(&self, answer: &Answer) {
        self.learn(|state| state.knowledge.hear(answer));
    }

    /// Tells whether an answer is what is known.
    pub(super) fn agrees(&self, answer: &Answer) -> bool {
        self.lock().knowledge.agrees(answer)
    }

    /// Takes in what a round brought.
    pub(super) fn conclude(&self, round: u64, answers: &[Answer], failure: Option<Error>) {
        self.learn(|state| {
            state.failure = failure.map(|error| (error.kind(), error.to_string()));
            (state.news.over, state.over_since) = (round, Some(Instant::now()));
            state.knowledge.conclude(answers, self.sentinels.len())
        });
    }

    fn learn(&self, learn: impl FnOnce(&mut State) -> Change) {
        let mut state = self.lock();
        let change = learn(&mut state);
        self.replicas.store(state.knowledge.nodes(Role::Replica).map_or(0, <[Node]>::len), Ordering::Relaxed);
        let concerned = state.followers.iter().filter(|(role, _)| change.concerns(*role));
        let followers: Vec<_> = concerned.filter_map(|(role, follower)| Some((*role, follower.upgrade()?))).collect();
        // Before the lock is free, so that nobody finds the new nodes and thinks that they are the old ones.
        followers.iter().for_each(|(role, follower)| follower.moved(*role));
        if change.primary {
            state.news.changes += 1;
            let primary = state.knowledge.nodes(Role::Primary).and_then(<[Node]>::first);
            tracing::info!(
                service = self.name,
                primary = primary.map(|node| node.address.to_string()),
                "the primary changed"
            );
        }
        #[cfg(feature = "async")]
        self.news.send_replace(state.news);
        self.changed.notify_all();
        // The last follower takes the service with it, which needs the lock.
        drop(state);
    }

    /// Claims to be the one that starts the threads; tells whether nobody did.
    pub(super) fn claim_start(&self) -> bool {
        !std::mem::replace(&mut self.lock().is_started, true)
    }

    /// Lets somebody else try.
    pub(super) fn release_start(&self) {
        self.lock().is_started = false;
    }

    /// Ends the threads.
    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().is_closed
    }

    /// Waits, unless the service is not needed any more.
    pub(super) fn pause(&self, time: Duration) {
        drop(self.changed.wait_timeout_while(self.lock(), time, |state| !state.is_closed));
    }

    /// Waits until it is time for a round and returns its number; nothing once nobody needs it any more.
    pub(super) fn next_round(&self) -> Option<u64> {
        let mut state = self.lock();
        while !state.is_closed {
            let pause = match state.wanted > state.begun {
                true => Some(PAUSE),
                false => state.knowledge.is_ailing().then_some(AILING),
            };
            let left = pause.map(|pause| pause.saturating_sub(state.over_since.map_or(pause, |since| since.elapsed())));
            state = match left {
                Some(Duration::ZERO) => {
                    state.begun += 1;
                    return Some(state.begun);
                }
                Some(left) => self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
        None
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("name", &self.name).finish_non_exhaustive()
    }
}
