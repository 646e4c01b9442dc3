//! One blocking connection, in which every answer has the same deadline.

use std::time::{Duration, Instant};

use redis::{Connection, RedisResult, Value};

use super::super::driver;
use super::super::endpoint::Place;
use super::super::params::ConnectionParams;
use super::super::sentinel::Node;
use crate::error::Result;
use crate::operation::{Reply, Request};

/// A connection that is open, as far as anybody knows.
pub(super) struct Live {
    pub(super) connection: Connection,
    /// Connections of an older generation than the server's are not used again.
    pub(super) generation: u64,
    /// Which node of a service it goes to.
    pub(super) node: Option<Node>,
    last_used: Instant,
    /// The socket's timeouts as they are set.
    timeout: Duration,
}

impl Live {
    /// Connects, and introduces itself.
    pub(super) fn connect(
        place: &Place,
        params: &ConnectionParams,
        generation: u64,
        deadline: Instant,
    ) -> Result<Self> {
        let limit = remaining(deadline);
        let failed = |error| driver::connect_error(error, params, limit);
        let waits = if params.url.is_tls() { WAITS_OF_A_HANDSHAKE } else { 1 };
        let client = driver::for_connection(&place.client, params)?;
        let connection = client.get_connection_with_timeout(remaining(deadline) / waits).map_err(failed)?;
        let (last_used, node) = (Instant::now(), place.node.clone());
        let mut live = Self { connection, generation, node, last_used, timeout: Duration::ZERO };
        let greeting = driver::Greeting::new(params, place.node.as_ref());
        let (packed, count) = (greeting.pipeline.get_packed_pipeline(), greeting.pipeline.len());
        live.send(&packed, Instant::now() + remaining(deadline) / waits).map_err(failed)?;
        greeting.check(live.receive_all(count, deadline).map_err(failed)?)?;
        Ok(live)
    }

    /// Sends one command.
    pub(super) fn query(&mut self, request: &Request, deadline: Instant) -> RedisResult<Reply> {
        let answer = self.call(request.cmd(), deadline)?;
        match request.with_script_text().filter(|_| driver::is_unknown_script(&answer)) {
            Some(cmd) => self.call(&cmd, deadline),
            None => Ok(answer),
        }
    }

    /// Sends several commands in one go.
    pub(super) fn query_all(&mut self, requests: &[Request], deadline: Instant) -> RedisResult<Vec<Reply>> {
        self.send(&packed(requests), deadline)?;
        let values = self.receive_all(requests.len(), deadline)?;
        Ok(values.into_iter().map(Reply::from).collect())
    }

    /// Tells whether the server answers, at the latest at `deadline`.
    pub(super) fn is_alive(&mut self, deadline: Instant) -> bool {
        self.call(&redis::cmd("PING"), deadline).is_ok()
    }

    /// Returns how long nobody used the connection.
    pub(super) fn idle(&self) -> Duration {
        self.last_used.elapsed()
    }

    /// Returns when the last command was sent, or an answer of several awaited.
    pub(super) fn last_used(&self) -> Instant {
        self.last_used
    }

    fn call(&mut self, cmd: &redis::Cmd, deadline: Instant) -> RedisResult<Reply> {
        self.send(&cmd.get_packed_command(), deadline)?;
        self.receive().map(Reply::from)
    }

    fn send(&mut self, packed: &[u8], deadline: Instant) -> RedisResult<()> {
        self.limit(deadline)?;
        self.connection.send_packed_command(packed)
    }

    /// Reads `count` answers.
    ///
    /// The driver's own pipelines wait out the socket's timeout for each answer; this stops at the first that is late.
    fn receive_all(&mut self, count: usize, deadline: Instant) -> RedisResult<Vec<Value>> {
        let mut values = Vec::with_capacity(count);
        while values.len() < count {
            self.limit(deadline)?;
            values.push(self.receive()?);
        }
        Ok(values)
    }

    fn receive(&mut self) -> RedisResult<Value> {
        loop {
            match self.connection.recv_response()? {
                // What the server tells unasked is no answer.
                Value::Push { .. } => {}
                value => return Ok(value),
            }
        }
    }

    /// Sets the socket's timeouts, unless they are near enough: it costs two system calls. Somebody uses it now.
    fn limit(&mut self, deadline: Instant) -> RedisResult<()> {
        self.last_used = Instant::now();
        let remaining = remaining(deadline);
        if remaining.abs_diff(self.timeout) * 20 > remaining {
            self.connection.set_read_timeout(Some(remaining))?;
            self.connection.set_write_timeout(Some(remaining))?;
            self.timeout = remaining;
        }
        Ok(())
    }
}

/// A socket takes no timeout of zero.
const SHORTEST: Duration = Duration::from_millis(1);

/// So often may rustls wait out the socket's timeout until a handshake that the server does not finish has failed: twice
/// when the first command is sent, once when its answer is read.
const WAITS_OF_A_HANDSHAKE: u32 = 3;

fn remaining(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now()).max(SHORTEST)
}

/// Lays out commands for one round trip. Scripts go with their text: one that the server does not know would run after
/// the others, out of order.
fn packed(requests: &[Request]) -> Vec<u8> {
    let mut packed = Vec::new();
    for request in requests {
        match request.with_script_text() {
            Some(cmd) => cmd.write_packed_command(&mut packed),
            None => request.cmd().write_packed_command(&mut packed),
        }
    }
    packed
}
