//! A cache framework for services on Valkey and Redis.

mod error;
pub mod operation;

pub use error::{Error, ErrorKind, Result};
