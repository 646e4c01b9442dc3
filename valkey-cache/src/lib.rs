//! A cache framework for services on Valkey and Redis.

pub mod codec;
pub mod config;
mod error;
pub mod operation;
mod registry;

pub use error::{Error, ErrorKind, Result};
