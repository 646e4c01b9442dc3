//! An executor that expects certain requests and gives the answers it was told.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use valkey_cache::codec::{AnyCompressor, AnySerializer, Codec};
use valkey_cache::config::{HashLayout, Undecodable};
use valkey_cache::key::{KeyFunction, KeySpace};
use valkey_cache::operation::{Executor, Flights, Reply, Request, Settings};
use valkey_cache::{Error, ErrorKind, Result, Timeout};

/// What the executor expects next, and its answer. A request is written as its words; `#` stands for any word.
type Step = (Vec<String>, Result<Vec<Reply>>);

/// Replays a script; time passes only when a flow sleeps.
pub(super) struct Scripted {
    settings: Settings,
    version: Option<u64>,
    nodes: Vec<usize>,
    flights: Flights,
    state: Mutex<State>,
}

struct State {
    steps: VecDeque<Step>,
    sent: Vec<String>,
    sleeps: Vec<Duration>,
    hits: Option<usize>,
    now: Instant,
}

impl Scripted {
    pub(super) fn new() -> Self {
        let settings = Settings {
            alias: "scripted".into(),
            keys: KeySpace::new("app", 1, KeyFunction::default()),
            codec: Codec::from_parts(AnySerializer::named("json").unwrap(), AnyCompressor::default()),
            herd: None,
            undecodable: Undecodable::Error,
            hash_layout: HashLayout::Native,
            timeout: Timeout::After(Duration::from_secs(300)),
            itersize: 1000,
            ignore_exceptions: false,
            log_ignored_exceptions: false,
        };
        let state =
            State { steps: VecDeque::new(), sent: Vec::new(), sleeps: Vec::new(), hits: None, now: Instant::now() };
        Self { settings, version: None, nodes: vec![0], flights: Flights::default(), state: Mutex::new(state) }
    }

    pub(super) fn with_settings(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }

    pub(super) fn with_version(mut self, version: u64) -> Self {
        self.version = Some(version);
        self
    }

    /// Has these nodes share the keys among them.
    pub(super) fn with_nodes(mut self, nodes: &[usize]) -> Self {
        self.nodes = nodes.to_vec();
        self
    }

    /// Expects one command.
    pub(super) fn expect(self, request: &str, reply: Reply) -> Self {
        self.push((vec![request.to_owned()], Ok(vec![reply])))
    }

    /// Expects several commands in one go.
    pub(super) fn expect_all<'r>(self, exchange: impl IntoIterator<Item = (&'r str, Reply)>) -> Self {
        let (requests, replies) = exchange.into_iter().map(|(request, reply)| (request.to_owned(), reply)).unzip();
        self.push((requests, Ok(replies)))
    }

    /// Expects one command, which fails.
    pub(super) fn expect_failure(self, request: &str, kind: ErrorKind) -> Self {
        self.push((vec![request.to_owned()], Err(Error::new(kind, "as the script says"))))
    }

    /// Expects the same command, with the same answer, so many times.
    pub(super) fn expect_times(self, times: usize, request: &str, reply: Reply) -> Self {
        (0..times).fold(self, |script, _| script.expect(request, reply.clone()))
    }

    fn push(self, step: Step) -> Self {
        self.state.lock().unwrap().steps.push_back(step);
        self
    }

    /// Returns what was sent, line by line, and expects that nothing else was to be sent.
    #[track_caller]
    pub(super) fn done(&self) -> Vec<String> {
        let state = self.state.lock().unwrap();
        assert!(state.steps.is_empty(), "never asked for: {:?}", state.steps);
        assert!(self.flights.is_empty(), "a load is left over");
        state.sent.clone()
    }

    /// Returns how many commands were sent so far.
    pub(super) fn sent(&self) -> usize {
        self.state.lock().unwrap().sent.len()
    }

    pub(super) fn sleeps(&self) -> Vec<Duration> {
        self.state.lock().unwrap().sleeps.clone()
    }

    pub(super) fn hits(&self) -> Option<usize> {
        self.state.lock().unwrap().hits
    }

    fn answer(&self, requests: &[Request]) -> Result<Vec<Reply>> {
        let lines: Vec<_> = requests.iter().map(line).collect();
        let mut state = self.state.lock().unwrap();
        let Some((expected, answer)) = state.steps.pop_front() else {
            panic!("the script is at its end, and the flow sends {lines:?} after {:?}", state.sent);
        };
        assert!(
            expected.len() == lines.len()
                && expected.iter().zip(&lines).all(|(expected, line)| matches(expected, line)),
            "the script expects {expected:?}, and the flow sends {lines:?}"
        );
        state.sent.extend(lines);
        answer
    }
}

fn line(request: &Request) -> String {
    let words = request.words().map(|word| String::from_utf8_lossy(word).into_owned());
    match request.script() {
        Some(script) => {
            let last = script.lua.rsplit("redis.call('").next().and_then(|rest| rest.split('\'').next());
            let words = words.skip(3).collect::<Vec<_>>().join(" ");
            format!("script:{} {words}", last.unwrap_or_default())
        }
        None => {
            let node = request.node().filter(|node| *node > 0).map(|node| format!("@{node}"));
            node.into_iter().chain(words).collect::<Vec<_>>().join(" ")
        }
    }
}

fn matches(expected: &str, line: &str) -> bool {
    let (expected, words) = (expected.split(' '), line.split(' '));
    expected.clone().count() == words.clone().count() && expected.zip(words).all(|(e, word)| e == "#" || e == word)
}

impl Executor for Scripted {
    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn version(&self) -> Option<u64> {
        self.version
    }

    async fn send(&self, request: &Request) -> Result<Reply> {
        Ok(self.answer(std::slice::from_ref(request))?.remove(0))
    }

    async fn send_all(&self, requests: Vec<Request>) -> Result<Vec<Result<Reply>>> {
        Ok(self.answer(&requests)?.into_iter().map(Ok).collect())
    }

    async fn nodes(&self) -> Result<Vec<usize>> {
        Ok(self.nodes.clone())
    }

    async fn sleep(&self, duration: Duration) {
        let mut state = self.state.lock().unwrap();
        state.sleeps.push(duration);
        state.now += duration;
    }

    async fn wait<T: Send>(&self, event: impl Future<Output = T> + Send) -> T {
        event.await
    }

    fn flights(&self) -> &Flights {
        &self.flights
    }

    fn now(&self) -> Instant {
        self.state.lock().unwrap().now
    }

    fn found(&self, hits: usize) {
        self.state.lock().unwrap().hits = Some(hits);
    }
}
