//! Real servers for the tests of `valkey-cache`.
//!
//! A test either takes its own database on the server that its test process shares ([`Namespace`]), or, when it
//! kills, stops, configures or fills the server, starts one of its own ([`Server`]), or a group of them ([`Sentinels`],
//! [`Cluster`], [`Shards`]). A [`Proxy`] in front of a server makes the faults of a network, and [`Tls`] speaks TLS.
//!
//! ```
//! use valkey_cache_tests::Server;
//!
//! let server = Server::start();
//! server.command(&["SET", "greeting", "hello"])?;
//! assert_eq!(server.command(&["STRLEN", "greeting"])?, redis::Value::Int(5));
//! # redis::RedisResult::Ok(())
//! ```

mod eventually;
pub use eventually::{eventually, eventually_ok};

mod port;
pub use port::PortClaim;

mod binary;
pub use binary::valkey_server;
mod wheel;

mod fetch;

mod python;
pub use python::{python, python_programs};

mod guardian;
mod login;
mod parallel;
mod process;

mod server;
pub use server::Server;
mod builder;
pub use builder::Builder;

mod namespace;
pub use namespace::{Namespace, fresh_prefix, shared};

pub mod conformance;

mod proxy;
pub use proxy::Proxy;

mod node;
pub use node::Node;

mod shards;
pub use shards::Shards;
mod sentinels;
pub use sentinels::{Sentinels, SentinelsBuilder};
mod cluster;
pub use cluster::{Cluster, ClusterBuilder, SlotMove};

pub mod load;
pub mod soak;
pub mod topologies;

mod tls;
pub use tls::{ServerCertificate, Tls, TlsBuilder};
