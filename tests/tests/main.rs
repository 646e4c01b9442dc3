//! The integration tests: one binary, so that there is one to link and one shared server to start.

mod fixtures_keys;
mod fixtures_patterns;
mod faults;
mod conformance;
mod floors;
mod infrastructure;
mod wire;
