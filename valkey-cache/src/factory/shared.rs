//! The pools of this process: one for each factory and its parameters, for as long as a cache uses it.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use super::params::ConnectionParams;
use super::style::{BaseConnectionFactory, PoolOf};
use crate::error::Result;

type Pools = HashMap<(TypeId, ConnectionParams), Box<dyn Any + Send + Sync>>;

static POOLS: LazyLock<Mutex<Pools>> = LazyLock::new(Mutex::default);

/// Returns the pool for `params`, made by `open` if it is the first time.
///
/// The map is locked while `open` runs, so that a pool is made once; opening sends nothing and is quick.
pub(super) fn pool<F: BaseConnectionFactory>(
    params: &ConnectionParams,
    open: impl FnOnce() -> Result<PoolOf<F>>,
) -> Result<Arc<PoolOf<F>>> {
    if params.is_private() {
        return open().map(Arc::new);
    }
    // A panic in `open` leaves the map as it was.
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (TypeId::of::<F>(), params.clone());
    let known = pools.get(&key).and_then(|pool| pool.downcast_ref::<Weak<PoolOf<F>>>());
    if let Some(pool) = known.and_then(Weak::upgrade) {
        return Ok(pool);
    }
    let pool = Arc::new(open()?);
    pools.insert(key, Box::new(Arc::downgrade(&pool)));
    Ok(pool)
}
