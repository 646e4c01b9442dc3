//! Cluster: one pool whose requests go to the nodes that serve their slots.
//!
//! A [`Cluster`](nodes::Cluster) knows which node serves which slot, and has a pool of the calling style for each node. It
//! is asked for what it knows as a [`Map`](map::Map), which is replaced as a whole; [`discovery`] makes a new one of what
//! the nodes say, [`delivery`] sends requests by it and follows redirections.

mod delivery;
mod discovery;
mod factories;
mod map;
mod nodes;
mod pursuit;
mod redirection;
mod rounds;
mod style;
mod target;
mod view;

#[cfg(feature = "async")]
pub use factories::AsyncClusterConnectionFactory;
#[cfg(feature = "blocking")]
pub use factories::ClusterConnectionFactory;
pub use style::{ClusterConnection, ClusterPool, Clustered};

#[cfg(test)]
mod tests;
