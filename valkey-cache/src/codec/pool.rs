use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Keeps contexts of a coder for the next call: to make one costs more than to compress a small value.
///
/// The contexts belong to one compressor, so that its settings and its dictionary are loaded once into each. There are
/// at most as many as there are processors. Each thread has a place of its own where it looks first, so that threads do
/// not wait for each other, and tend to get the context that they used before.
pub(super) struct Pool<T> {
    places: Box<[Mutex<Option<T>>]>,
}

static THREADS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static THREAD: usize = THREADS.fetch_add(1, Ordering::Relaxed);
}

impl<T> Pool<T> {
    /// Takes a context out, if one is there.
    pub(super) fn take(&self) -> Option<T> {
        self.places().find_map(|place| place.try_lock().ok()?.take())
    }

    /// Keeps a context that is ready for the next call, if there is a place for it.
    pub(super) fn keep(&self, context: T) {
        for place in self.places() {
            if let Ok(mut place) = place.try_lock()
                && place.is_none()
            {
                *place = Some(context);
                return;
            }
        }
    }

    /// All places, that of this thread first. A place that another thread has just locked is passed over.
    fn places(&self) -> impl Iterator<Item = &Mutex<Option<T>>> {
        let first = THREAD.with(|thread| thread % self.places.len());
        self.places[first..].iter().chain(&self.places[..first])
    }
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        Self { places: (0..processors).map(|_| Mutex::new(None)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::Pool;

    #[test]
    fn contexts_are_kept_while_there_is_a_place() {
        let pool = Pool::default();
        assert_eq!(pool.take(), None);
        let places = pool.places.len();
        (0..places + 3).for_each(|context| pool.keep(context));
        let mut taken: Vec<_> = std::iter::from_fn(|| pool.take()).collect();
        taken.sort_unstable();
        assert_eq!(taken, (0..places).collect::<Vec<_>>());
        pool.keep(7);
        assert_eq!((pool.take(), pool.take()), (Some(7), None));
    }

    #[test]
    fn a_place_that_is_in_use_is_passed_over() {
        let pool = Pool::default();
        pool.keep(7);
        let held: Vec<_> = pool.places.iter().map(|place| place.lock()).collect();
        assert_eq!(pool.take(), None);
        pool.keep(8);
        drop(held);
        assert_eq!((pool.take(), pool.take()), (Some(7), None));
    }
}
