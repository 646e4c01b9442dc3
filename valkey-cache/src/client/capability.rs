//! What not every client can do, as traits: an operation that needs one of them does not compile without.

use super::{BaseClient, DefaultClient};

/// A client whose servers each have all keys, so that a command over several keys is one step.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `mget` and `mset`: its keys are on several servers, and these are one step for all of them",
    label = "not for `{Self}`",
    note = "use `get_many` and `set_many`: they ask every server for its keys",
    note = "a client of your own whose keys are all on one server says so: `impl AtomicOverKeys for MyClient {{}}`"
)]
pub trait AtomicOverKeys: BaseClient {}

impl AtomicOverKeys for DefaultClient {}
