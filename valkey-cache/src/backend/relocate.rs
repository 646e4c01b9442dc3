//! Moving what is at a key to another server.

use std::time::Instant;

use super::session::Session;
use crate::client::BaseClient;
use crate::error::Result;
use crate::factory::BaseConnectionFactory;
use crate::operation::{Reply, Request, ServerError};

impl<C: BaseClient, F: BaseConnectionFactory> Session<'_, C, F> {
    /// Does what `RENAME` does where the keys are on two servers: whatever the type, with its expiry, in several steps.
    ///
    /// If one fails, what was there still is, at the old key or at both.
    pub(super) async fn relocate(&self, request: &Request, deadline: Instant) -> Result<Reply> {
        let keys = request.keys().collect::<Vec<_>>();
        let [from, to] = keys[..] else { unreachable!("a move has two keys") };
        let look = [Request::with_key(&[b"DUMP", from]), Request::with_key(&[b"PTTL", from])];
        let mut found = self.send_together(look.into(), deadline).await.into_iter();
        let (payload, left) = match (found.next().transpose()?, found.next().transpose()?) {
            (Some(Reply::Bytes(payload)), Some(Reply::Int(left))) => (payload, left),
            (Some(error @ Reply::Error(_)), _) | (_, Some(error @ Reply::Error(_))) => return Ok(error),
            _ => return Ok(Reply::Error(ServerError::new("ERR", "no such key"))),
        };
        // No expiry is -1 in a question and 0 in an order.
        let left = left.max(0).to_string();
        let restore = Request::with_key(&[b"RESTORE", to, left.as_bytes(), &payload, b"REPLACE"]);
        match self.step(restore, deadline).await? {
            Reply::Ok => {}
            refused => return Ok(refused),
        }
        match self.step(Request::with_key(&[b"DEL", from]), deadline).await? {
            Reply::Int(_) => Ok(Reply::Ok),
            refused => Ok(refused),
        }
    }

    async fn step(&self, request: Request, deadline: Instant) -> Result<Reply> {
        self.send_together(vec![request], deadline).await.remove(0)
    }
}
