//! A provider of passwords that a test keeps up to date.

use std::error::Error;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use valkey_cache::config::{Credentials, CredentialsProvider};

/// Answers what it was told last, and counts how often it was asked.
pub(crate) struct Vault {
    answer: Mutex<Option<Credentials>>,
    asked: AtomicU32,
}

impl Vault {
    pub(crate) fn new(answer: Credentials) -> Arc<Self> {
        Arc::new(Self { answer: Mutex::new(Some(answer)), asked: AtomicU32::new(0) })
    }

    pub(crate) fn put(&self, answer: Option<Credentials>) {
        *self.answer.lock().unwrap() = answer;
    }

    pub(crate) fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed)
    }
}

impl CredentialsProvider for Vault {
    fn credentials(&self) -> Result<Credentials, Box<dyn Error + Send + Sync>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.answer.lock().unwrap().clone().ok_or_else(|| "the vault is sealed".into())
    }
}

/// Returns the login of the user `shop`.
pub(crate) fn shop(password: &str) -> Credentials {
    Credentials::user("shop", password)
}
