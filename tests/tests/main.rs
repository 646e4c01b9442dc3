//! The integration tests: one binary, so that there is one to link and one shared server to start.

mod cluster;
mod config;
mod conformance;
mod faults;
mod fixtures_keys;
mod fixtures_patterns;
mod fixtures_support;
mod fixtures_values;
mod fixtures_variants;
mod floors;
mod flows;
mod herd;
mod infrastructure;
mod interop;
mod login;
mod observability;
mod parity;
mod raw;
mod replay;
mod sentinel;
mod shards;
mod stampede;
mod tls;
mod wire;
