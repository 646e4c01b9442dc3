//! One primary, and replicas that serve reads.

use super::BaseClient;

/// Writes to the first server, spreads reads over the others.
///
/// A read that fails on one replica goes to the next, and to the primary at last. A server that failed is left alone
/// for a while.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultClient;

impl BaseClient for DefaultClient {}
