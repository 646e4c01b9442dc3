//! The pools of this process: one for each factory and its parameters.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

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
) -> Result<PoolOf<F>> {
    if params.is_private() {
        return open();
    }
    // A panic in `open` leaves the map as it was.
    let mut pools = POOLS.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (TypeId::of::<F>(), params.clone());
    if let Some(pool) = pools.get(&key).and_then(|pool| pool.downcast_ref::<PoolOf<F>>()) {
        return Ok(pool.clone());
    }
    let pool = open()?;
    pools.insert(key, Box::new(pool.clone()));
    Ok(pool)
}
