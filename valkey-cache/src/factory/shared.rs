//! The pools of this process: one for each factory and its parameters, for as long as a cache uses it.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use super::params::ConnectionParams;
use super::style::{BaseConnectionFactory, PoolOf};
use crate::error::Result;

type Pools = HashMap<(TypeId, ConnectionParams), Weak<dyn Any + Send + Sync>>;

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
    let known = pools.get(&key).and_then(Weak::upgrade).and_then(|pool| pool.downcast::<PoolOf<F>>().ok());
    if let Some(pool) = known {
        return Ok(pool);
    }
    let pool = Arc::new(open()?);
    // Parameters hold passwords, keys and providers, which are not to stay when their pool is gone.
    pools.retain(|_, pool| pool.strong_count() > 0);
    let weak: Weak<PoolOf<F>> = Arc::downgrade(&pool);
    pools.insert(key, weak);
    Ok(pool)
}
