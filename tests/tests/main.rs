//! The integration tests: one binary, so that there is one to link and one shared server to start.

mod infrastructure;
