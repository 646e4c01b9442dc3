//! The trait that flows are written against, and what it runs.

use std::future::Future;
use std::time::{Duration, Instant};

use super::command::Command;
use super::flights::Flights;
use super::reply::Reply;
use super::request::{Access, Request};
use super::settings::Settings;
use crate::error::Result;

/// What a flow can do: send commands, wait, look at the clock.
///
/// A blocking executor answers with futures that are ready, so that a flow is one `async fn` for both calling styles;
/// a scripted one makes a flow testable without a server.
pub trait Executor: Sync {
    /// Returns the settings of the cache that the flow runs for.
    fn settings(&self) -> &Settings;

    /// Returns the version that the caller chose.
    fn version(&self) -> Option<u64>;

    /// Sends one command; an error reply that is the command's own affair is a reply.
    fn send(&self, request: &Request) -> impl Future<Output = Result<Reply>> + Send;

    /// Sends commands in one go, or in several if they are many; error replies stand among the others.
    ///
    /// Where servers share the keys among them, each command has an outcome of its own.
    fn send_all(&self, requests: Vec<Request>) -> impl Future<Output = Result<Vec<Result<Reply>>>> + Send;

    /// Returns the nodes that share the keys among them, each with its own; a command goes to one of them by
    /// [`Command::at`]. The time that it takes to find them out is taken from that command's.
    fn nodes(&self) -> impl Future<Output = Result<Vec<usize>>> + Send;

    /// Waits.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// Waits for what another caller brings about.
    fn wait<T: Send>(&self, event: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send;

    /// Returns the loads under way in the cache that the flow runs for.
    fn flights(&self) -> &Flights;

    /// Returns the time, to measure how long something takes.
    fn now(&self) -> Instant;

    /// Records how many of the keys that were looked up were there.
    fn found(&self, _hits: usize) {}

    /// Runs one command.
    fn call<C>(&self, command: C) -> impl Future<Output = Result<C::Output>> + Send
    where
        C: IntoCommand + Send,
        C::Output: Send,
    {
        async move {
            let (settings, version) = (self.settings(), self.version());
            let mut command = command.into_command(settings);
            let request = command.request(settings, version)?;
            let reply = self.send(&request).await.map_err(|error| command.blame(error, settings, version))?;
            if request.access() == Access::Read && request.key_count() == 1 {
                self.found(usize::from(reply != Reply::Nil));
            }
            command.finish(reply, settings, version)
        }
    }

    /// Runs commands of one kind in one go; each has a result of its own.
    fn call_all<'c, T: Send>(
        &self,
        commands: Vec<Command<'c, T>>,
    ) -> impl Future<Output = Result<Vec<Result<T>>>> + Send {
        async move {
            let mut prepared = Prepared::collect(commands, self.settings(), self.version());
            let requests = prepared.iter_mut().filter_map(Prepared::take_request).collect::<Vec<_>>();
            let mut replies = self.send_all(requests).await?.into_iter();
            Ok(prepared.into_iter().map(|command| command.finish(&mut replies, self.settings())).collect())
        }
    }
}

/// What can be turned into one command: the elements of a batch.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not one command, so it cannot be part of a batch",
    label = "this holds an operation of several steps",
    note = "call it on its own, outside of the batch; in place of `get_many` use `mget`, or a `Vec` of `get`"
)]
pub trait IntoCommand: Send + Sized {
    /// What the caller gets.
    type Output;

    /// Returns the command, with the cache's defaults where the caller chose nothing.
    fn into_command<'c>(self, settings: &Settings) -> Command<'c, Self::Output>
    where
        Self: 'c;

    /// Does it outside of a batch: by that one command, unless there it is done in several.
    fn alone<E: Executor>(self, executor: &E) -> impl Future<Output = Result<Self::Output>> + Send
    where
        Self::Output: Send,
    {
        executor.call(self)
    }

    /// Returns the operation's name, for errors and traces.
    fn name(&self) -> &'static str;

    /// Returns what a caller gets when the server is unreachable and exceptions are ignored.
    fn fallback(&self) -> Option<Self::Output>;
}

impl<T> IntoCommand for Command<'_, T> {
    type Output = T;

    fn into_command<'c>(self, _: &Settings) -> Command<'c, T>
    where
        Self: 'c,
    {
        self
    }

    fn name(&self) -> &'static str {
        Command::name(self)
    }

    fn fallback(&self) -> Option<T> {
        Command::fallback(self)
    }
}

/// One thing that a cache can do: a command, a flow of several, or a batch.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation of a cache",
    label = "expected a command, a flow or a batch"
)]
pub trait Operation: Send + Sized {
    /// What the caller gets.
    type Output: Send;

    /// Returns the operation's name, for errors and traces.
    fn name(&self) -> &'static str;

    /// Returns what a caller gets when the server is unreachable and exceptions are ignored; nothing if it fails even then.
    fn fallback(&self) -> Option<Self::Output>;

    /// Does it.
    fn execute<E: Executor>(self, executor: &E) -> impl Future<Output = Result<Self::Output>> + Send;
}

#[diagnostic::do_not_recommend]
impl<C> Operation for C
where
    C: IntoCommand + Send,
    C::Output: Send,
{
    type Output = C::Output;

    fn name(&self) -> &'static str {
        IntoCommand::name(self)
    }

    fn fallback(&self) -> Option<C::Output> {
        IntoCommand::fallback(self)
    }

    fn execute<E: Executor>(self, executor: &E) -> impl Future<Output = Result<C::Output>> + Send {
        self.alone(executor)
    }
}

/// A command on its way in a batch: what could not be prepared keeps its error and is not sent.
pub(crate) struct Prepared<'c, T> {
    command: Command<'c, T>,
    version: Option<u64>,
    request: Result<Option<Request>>,
}

impl<'c, T> Prepared<'c, T> {
    pub(crate) fn new(mut command: Command<'c, T>, settings: &Settings, version: Option<u64>) -> Self {
        let request = command.request(settings, version).map(Some);
        Self { command, version, request }
    }

    fn collect(commands: Vec<Command<'c, T>>, settings: &Settings, version: Option<u64>) -> Vec<Self> {
        commands.into_iter().map(|command| Self::new(command, settings, version)).collect()
    }

    pub(crate) fn take_request(&mut self) -> Option<Request> {
        self.request.as_mut().ok().and_then(Option::take)
    }

    /// Reads the next of the replies, if this command was sent.
    pub(crate) fn finish(self, replies: &mut impl Iterator<Item = Result<Reply>>, settings: &Settings) -> Result<T> {
        self.request.map_err(|error| self.command.blame(error, settings, self.version))?;
        match replies.next().expect("an executor answers every request") {
            Ok(reply) => self.command.finish(reply, settings, self.version),
            Err(error) => {
                let error = self.command.blame(error, settings, self.version);
                let fallback = if settings.ignores(&error) { self.command.fallback() } else { None };
                fallback.ok_or(error)
            }
        }
    }
}
