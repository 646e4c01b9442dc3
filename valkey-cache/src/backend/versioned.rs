//! An executor of the caller's as one action sees it: with the version that the action chose.

use std::future::Future;
use std::time::{Duration, Instant};

use crate::error::Result;
use crate::operation::{Executor, Flights, Reply, Request, Settings};

pub(super) struct Versioned<'e, E> {
    pub(super) executor: &'e E,
    pub(super) version: Option<u64>,
}

impl<E: Executor> Executor for Versioned<'_, E> {
    fn settings(&self) -> &Settings {
        self.executor.settings()
    }

    fn version(&self) -> Option<u64> {
        self.version.or(self.executor.version())
    }

    fn send(&self, request: &Request) -> impl Future<Output = Result<Reply>> + Send {
        self.executor.send(request)
    }

    fn send_all(&self, requests: Vec<Request>) -> impl Future<Output = Result<Vec<Result<Reply>>>> + Send {
        self.executor.send_all(requests)
    }

    fn nodes(&self) -> impl Future<Output = Result<Vec<usize>>> + Send {
        self.executor.nodes()
    }

    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        self.executor.sleep(duration)
    }

    fn wait<T: Send>(&self, event: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
        self.executor.wait(event)
    }

    fn flights(&self) -> &Flights {
        self.executor.flights()
    }

    fn now(&self) -> Instant {
        self.executor.now()
    }

    fn found(&self, hits: usize) {
        self.executor.found(hits);
    }
}
