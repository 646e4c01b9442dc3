//! The integration tests: one binary, so that there is one to link and one shared server to start.

mod conformance;
mod faults;
mod fixtures_keys;
mod fixtures_patterns;
mod floors;
mod flows;
mod infrastructure;
mod parity;
mod wire;
