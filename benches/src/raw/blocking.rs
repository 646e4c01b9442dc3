use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use super::commands::{by_key, decode, get, get_many, scan, set, set_many, unlink};
use crate::{BlockingSide, Fixture, PATIENCE, Work};

/// A plain connection of the driver, which one thread has for itself: not even a pool's check-out costs anything.
pub struct RawBlocking {
    connection: redis::Connection,
    fixture: Arc<Fixture>,
}

impl RawBlocking {
    /// Connects, with a limit for answers as ours has one.
    pub fn connect(fixture: &Arc<Fixture>) -> Self {
        let connection = fixture.client().get_connection().expect("the server is there");
        connection.set_read_timeout(Some(PATIENCE)).expect("the socket takes a timeout");
        Self { connection, fixture: Arc::clone(fixture) }
    }
}

impl BlockingSide for RawBlocking {
    fn perform(&mut self, work: Work, step: usize) {
        let Self { connection, fixture } = self;
        match work {
            Work::Get => {
                let bytes: Option<Vec<u8>> = get(fixture, step).query(connection).expect(ANSWER);
                black_box(bytes.as_deref().map(decode));
            }
            Work::Set => set(fixture, step).exec(connection).expect(ANSWER),
            Work::GetMany => {
                let values = get_many(fixture, step).query(connection).expect(ANSWER);
                black_box(by_key(fixture, step, values));
            }
            Work::SetMany => set_many(fixture, step).exec(connection).expect(ANSWER),
        }
    }

    fn delete_pattern(&mut self, pattern: &str) -> u64 {
        let (mut cursor, mut deleted) = (0, 0);
        loop {
            let (next, keys): (u64, Vec<Vec<u8>>) = scan(cursor, pattern).query(&mut self.connection).expect(ANSWER);
            if !keys.is_empty() {
                deleted += unlink(keys).query::<u64>(&mut self.connection).expect(ANSWER);
            }
            cursor = next;
            if cursor == 0 {
                return deleted;
            }
        }
    }
}

impl fmt::Debug for RawBlocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawBlocking").finish_non_exhaustive()
    }
}

const ANSWER: &str = "the server answers";
