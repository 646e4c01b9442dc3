//! The calling styles of a cluster: those of single servers, with a pool for each node.

use std::fmt;
use std::future::{Future, ready};
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::params::ConnectionParams;
use super::super::style::{Blocks, CallingStyle, Waits};
use super::nodes::Cluster;
use super::target::{Role, nobody, target};
use crate::error::Result;
use crate::operation::{Reply, Request};

/// The calling style `S`, for a [cluster](https://valkey.io/topics/cluster-spec/): each request goes to the node that
/// serves its slot.
#[derive(Debug)]
pub struct Clustered<S>(PhantomData<S>);

impl<S: Waits> Waits for Clustered<S> {}

impl<S: Blocks> Blocks for Clustered<S> {}

/// The connections to the nodes of a cluster.
pub struct ClusterPool<S: CallingStyle> {
    cluster: Arc<Cluster<S>>,
    role: Role,
}

/// A connection to a cluster; which node it goes to is for each request to say.
pub struct ClusterConnection<S: CallingStyle> {
    cluster: Arc<Cluster<S>>,
    role: Role,
}

impl<S: CallingStyle> ClusterPool<S> {
    /// Returns the same connections, for reads that replicas are to serve.
    pub(super) fn of_replicas(&self) -> Self {
        Self { cluster: Arc::clone(&self.cluster), role: Role::Replica }
    }
}

impl<S: CallingStyle> CallingStyle for Clustered<S> {
    const SPANS_CLUSTER: bool = true;

    type Ending = S::Ending;
    type Pool = ClusterPool<S>;
    type Connection = ClusterConnection<S>;
    type Batch = Vec<Request>;
    type Raw = S::Raw;

    fn open(params: &ConnectionParams) -> Result<ClusterPool<S>> {
        Ok(ClusterPool { cluster: Arc::new(Cluster::open(params)?), role: Role::Primary })
    }

    fn checkout(pool: &ClusterPool<S>, _: Instant) -> impl Future<Output = Result<ClusterConnection<S>>> + Send {
        ready(Ok(ClusterConnection { cluster: Arc::clone(&pool.cluster), role: pool.role }))
    }

    async fn raw(connection: ClusterConnection<S>, request: &Request, deadline: Instant) -> Result<S::Raw> {
        let ClusterConnection { cluster, role } = connection;
        let map = cluster.known(deadline).await?;
        let node = target(&map, role, request)?.ok_or_else(|| nobody(role, request))?;
        let connection = S::checkout(&node.pool, deadline).await;
        let connection = connection.map_err(|error| error.with_server(node.url.to_string()))?;
        S::raw(connection, request, deadline).await
    }

    async fn send(connection: &mut ClusterConnection<S>, request: &Request, deadline: Instant) -> Result<Reply> {
        connection.cluster.send(connection.role, request, deadline).await
    }

    fn pack(_: &ClusterPool<S>, requests: Vec<Request>) -> Vec<Request> {
        requests
    }

    async fn send_all(
        connection: &mut ClusterConnection<S>,
        requests: &Vec<Request>,
        deadline: Instant,
    ) -> Result<Vec<Reply>> {
        // They go to one node, but for those that it redirects: what fails fails for all.
        connection.cluster.send_all(connection.role, requests, deadline).await.into_iter().collect()
    }

    async fn nodes(pool: &ClusterPool<S>, deadline: Instant) -> Result<Option<Vec<usize>>> {
        let map = pool.cluster.known(deadline).await?;
        Ok(Some(map.primaries().map(|node| node.id).collect()))
    }

    async fn locate(pool: &ClusterPool<S>, requests: &[Request], deadline: Instant) -> Result<Option<Vec<usize>>> {
        let map = match pool.cluster.map.load_full() {
            // The requests themselves find out whether it still holds, in their own time.
            Some(map) => map,
            None => pool.cluster.known(deadline).await?,
        };
        let node = |request| target(&map, Role::Primary, request).ok().flatten();
        // One that nobody serves, or whose node is gone, learns that when it is sent.
        Ok(Some(requests.iter().map(|request| node(request).map_or(usize::MAX, |node| node.id)).collect()))
    }

    fn sleep(duration: Duration) -> impl Future<Output = ()> + Send {
        S::sleep(duration)
    }

    fn all<T: Send>(futures: Vec<impl Future<Output = T> + Send>) -> impl Future<Output = Vec<T>> + Send {
        S::all(futures)
    }

    fn wait<T: Send>(event: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
        S::wait(event)
    }

    fn conclude(future: impl Future<Output = ()> + Send + 'static) {
        S::conclude(future);
    }

    fn detach(future: impl Future<Output = ()> + Send + 'static) {
        S::detach(future);
    }

    fn close(pool: &ClusterPool<S>) {
        pool.cluster.for_each_pool(S::close);
    }

    fn abandon(pool: &ClusterPool<S>) {
        pool.cluster.for_each_pool(S::abandon);
    }
}

impl<S: CallingStyle> fmt::Debug for ClusterPool<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClusterPool").field("cluster", &self.cluster).field("role", &self.role).finish()
    }
}

impl<S: CallingStyle> fmt::Debug for ClusterConnection<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClusterConnection").field("role", &self.role).finish_non_exhaustive()
    }
}
