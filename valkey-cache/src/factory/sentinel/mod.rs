//! Sentinel: connections to whichever server is the primary of a service, or one of its replicas.
//!
//! A [`Service`](service::Service) knows what the sentinels know. Threads of its own keep it up to date: one that asks
//! all sentinels when somebody wants to know, and for each sentinel one that listens to what it tells. A pool looks its
//! servers up there, and is told when they change.

mod answer;
mod ask;
mod knowledge;
mod listener;
mod role;
mod round;
mod service;
mod shared;
mod ticket;

pub(super) use knowledge::Node;
pub(super) use role::Role;
pub(super) use service::Service;
pub(super) use shared::Follower;
pub(super) use ticket::Ticket;

#[cfg(test)]
mod tests;
