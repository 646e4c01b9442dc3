use std::hint::black_box;
use std::sync::Arc;

use valkey_cache::prelude::*;

use crate::{AsyncSide, BlockingSide, Fixture, User, Work};

/// The async cache.
#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
#[derive(Clone, Debug)]
pub struct AsyncCache;

/// The blocking cache.
#[cache_backend(client = DefaultClient, factory = ConnectionFactory)]
#[derive(Clone, Debug)]
pub struct BlockingCache;

/// The async cache at work.
#[derive(Clone, Debug)]
pub struct OursAsync {
    cache: AsyncCache,
    fixture: Arc<Fixture>,
}

impl OursAsync {
    /// Opens the cache.
    pub fn new(fixture: &Arc<Fixture>) -> Self {
        let cache = AsyncCache::from_config(&fixture.config(1)).expect(CONFIG);
        Self { cache, fixture: Arc::clone(fixture) }
    }
}

impl AsyncSide for OursAsync {
    async fn perform(&mut self, work: Work, step: usize) {
        let Self { cache, fixture } = self;
        match work {
            Work::Get => {
                black_box(cache.get::<User>(fixture.key(step)).await.expect(ANSWER));
            }
            Work::Set => {
                black_box(cache.set(fixture.key(step), &fixture.user).await.expect(ANSWER));
            }
            Work::GetMany => {
                black_box(cache.get_many::<User, _>(fixture.many(step)).await.expect(ANSWER));
            }
            Work::SetMany => {
                let values = fixture.many(step).iter().map(|key| (key, &fixture.user));
                black_box(cache.set_many(values).await.expect(ANSWER));
            }
        }
    }

    async fn delete_pattern(&mut self, pattern: &str) -> u64 {
        self.cache.delete_pattern(pattern).await.expect(ANSWER)
    }
}

/// The blocking cache at work.
#[derive(Clone, Debug)]
pub struct OursBlocking {
    cache: BlockingCache,
    fixture: Arc<Fixture>,
}

impl OursBlocking {
    /// Opens the cache, for as many threads as will have a clone.
    pub fn new(fixture: &Arc<Fixture>, threads: u32) -> Self {
        let cache = BlockingCache::from_config(&fixture.config(threads)).expect(CONFIG);
        Self { cache, fixture: Arc::clone(fixture) }
    }
}

impl BlockingSide for OursBlocking {
    fn perform(&mut self, work: Work, step: usize) {
        let Self { cache, fixture } = self;
        match work {
            Work::Get => {
                black_box(cache.get::<User>(fixture.key(step)).run().expect(ANSWER));
            }
            Work::Set => {
                black_box(cache.set(fixture.key(step), &fixture.user).run().expect(ANSWER));
            }
            Work::GetMany => {
                black_box(cache.get_many::<User, _>(fixture.many(step)).run().expect(ANSWER));
            }
            Work::SetMany => {
                let values = fixture.many(step).iter().map(|key| (key, &fixture.user));
                black_box(cache.set_many(values).run().expect(ANSWER));
            }
        }
    }

    fn delete_pattern(&mut self, pattern: &str) -> u64 {
        self.cache.delete_pattern(pattern).run().expect(ANSWER)
    }
}

const CONFIG: &str = "the configuration is right";
const ANSWER: &str = "the server answers";
