use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use redis::AsyncConnectionConfig;
use redis::aio::MultiplexedConnection;

use super::commands::{by_key, decode, get, get_many, scan, set, set_many, unlink};
use crate::{AsyncSide, Fixture, PATIENCE, Work};

/// The driver's multiplexed connection; each task has a clone.
#[derive(Clone)]
pub struct RawAsync {
    connection: MultiplexedConnection,
    fixture: Arc<Fixture>,
}

impl RawAsync {
    /// Connects, with a limit for answers as ours has one.
    pub async fn connect(fixture: &Arc<Fixture>) -> Self {
        let config = AsyncConnectionConfig::new().set_response_timeout(Some(PATIENCE));
        let connection = fixture.client().get_multiplexed_async_connection_with_config(&config).await;
        let connection = connection.expect("the server is there");
        Self { connection, fixture: Arc::clone(fixture) }
    }
}

impl AsyncSide for RawAsync {
    async fn perform(&mut self, work: Work, step: usize) {
        let Self { connection, fixture } = self;
        match work {
            Work::Get => {
                let bytes: Option<Vec<u8>> = get(fixture, step).query_async(connection).await.expect(ANSWER);
                black_box(bytes.as_deref().map(decode));
            }
            Work::Set => set(fixture, step).exec_async(connection).await.expect(ANSWER),
            Work::GetMany => {
                let values = get_many(fixture, step).query_async(connection).await.expect(ANSWER);
                black_box(by_key(fixture, step, values));
            }
            Work::SetMany => set_many(fixture, step).exec_async(connection).await.expect(ANSWER),
        }
    }

    async fn delete_pattern(&mut self, pattern: &str) -> u64 {
        let (mut cursor, mut deleted) = (0, 0);
        loop {
            let (next, keys): (u64, Vec<Vec<u8>>) =
                scan(cursor, pattern).query_async(&mut self.connection).await.expect(ANSWER);
            if !keys.is_empty() {
                let page: u64 = unlink(keys).query_async(&mut self.connection).await.expect(ANSWER);
                deleted += page;
            }
            cursor = next;
            if cursor == 0 {
                return deleted;
            }
        }
    }
}

impl fmt::Debug for RawAsync {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAsync").finish_non_exhaustive()
    }
}

const ANSWER: &str = "the server answers";
