//! Several callers of one key, each polled by hand, so that it is known who comes first.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use valkey_cache::config::Undecodable;
use valkey_cache::operation::{Reply, ServerError};
use valkey_cache::prelude::*;
use valkey_cache::{CacheConfig, ErrorKind};

use super::{Scripted, bytes, finish};

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct StampedeCache;

const GET: &str = "GET app:1:k";
const SET: &str = "SET app:1:k 5 PX 300000 NX";

fn cache() -> StampedeCache {
    StampedeCache::from_config(&CacheConfig::new().location("memory://")).unwrap()
}

type Flow<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

fn poll<T>(flow: &mut Flow<'_, T>) -> Poll<T> {
    flow.as_mut().poll(&mut Context::from_waker(Waker::noop()))
}

#[track_caller]
fn ready<T>(flow: &mut Flow<'_, T>) -> T {
    match poll(flow) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the flow still waits"),
    }
}

/// Holds loaders up until it is opened, and counts them.
#[derive(Default)]
struct Gate {
    open: AtomicBool,
    came: AtomicUsize,
}

impl Gate {
    fn open(&self) {
        self.open.store(true, Ordering::Relaxed);
    }

    fn came(&self) -> usize {
        self.came.load(Ordering::Relaxed)
    }

    async fn pass<T>(&self, with: T) -> T {
        self.came.fetch_add(1, Ordering::Relaxed);
        let open =
            |_: &mut Context<'_>| if self.open.load(Ordering::Relaxed) { Poll::Ready(()) } else { Poll::Pending };
        poll_fn(open).await;
        with
    }
}

#[test]
fn a_thousand_callers_load_once() {
    let script = Scripted::new().expect_times(1000, GET, Reply::Nil).expect(SET, Reply::Ok);
    let (cache, gate) = (cache(), Gate::default());
    let look_up =
        || -> Flow<'_, _> { Box::pin(cache.get_or_set("k", async || gate.pass(5).await).execute_on(&script)) };
    let mut flows = (0..1000).map(|_| look_up()).collect::<Vec<_>>();
    assert!(flows.iter_mut().all(|flow| poll(flow).is_pending()));
    gate.open();
    assert!(flows.iter_mut().all(|flow| ready(flow).unwrap() == 5));
    assert_eq!(gate.came(), 1);
    script.done();
}

#[test]
fn who_waits_takes_over_from_who_is_cancelled() {
    let script = Scripted::new().expect_times(4, GET, Reply::Nil).expect(SET, Reply::Ok);
    let (cache, gate) = (cache(), Gate::default());
    let look_up =
        || -> Flow<'_, _> { Box::pin(cache.get_or_set("k", async || gate.pass(5).await).execute_on(&script)) };
    let [mut first, mut second, mut third] = [look_up(), look_up(), look_up()];
    for flow in [&mut first, &mut second, &mut third] {
        assert!(poll(flow).is_pending());
    }
    drop(first);
    for flow in [&mut third, &mut second] {
        assert!(poll(flow).is_pending());
    }
    assert_eq!(gate.came(), 2);
    gate.open();
    assert_eq!((ready(&mut third).unwrap(), ready(&mut second).unwrap()), (5, 5));
    assert_eq!(gate.came(), 2);
    script.done();
}

#[test]
fn who_takes_over_looks_first_what_is_stored_by_now() {
    let script = Scripted::new().expect_times(2, GET, Reply::Nil).expect(GET, bytes("7"));
    let (cache, gate) = (cache(), Gate::default());
    let look_up =
        || -> Flow<'_, _> { Box::pin(cache.get_or_set("k", async || gate.pass(5).await).execute_on(&script)) };
    let [mut first, mut second] = [look_up(), look_up()];
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    drop(first);
    assert_eq!(ready(&mut second).unwrap(), 7);
    assert_eq!(gate.came(), 1);
    script.done();
}

#[test]
fn a_waiter_that_goes_harms_nobody() {
    let script = Scripted::new().expect_times(3, GET, Reply::Nil).expect(SET, Reply::Ok);
    let (cache, gate) = (cache(), Gate::default());
    let look_up =
        || -> Flow<'_, _> { Box::pin(cache.get_or_set("k", async || gate.pass(5).await).execute_on(&script)) };
    let [mut first, mut second, mut third] = [look_up(), look_up(), look_up()];
    for flow in [&mut first, &mut second, &mut third] {
        assert!(poll(flow).is_pending());
    }
    drop(second);
    gate.open();
    assert_eq!((ready(&mut first).unwrap(), ready(&mut third).unwrap()), (5, 5));
    script.done();
}

#[test]
fn a_panic_goes_on_in_who_loads_and_is_an_error_to_who_waits() {
    let script = Scripted::new().expect_times(3, GET, Reply::Nil).expect(SET, Reply::Ok);
    let (cache, gate) = (cache(), Gate::default());
    let panics = async || -> i32 {
        gate.pass(()).await;
        panic!("the loader fails")
    };
    let mut first: Flow<'_, _> = Box::pin(cache.get_or_set("k", panics).execute_on(&script));
    let mut second: Flow<'_, _> = Box::pin(cache.get_or_set("k", || 6).execute_on(&script));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    gate.open();
    let panic = catch_unwind(AssertUnwindSafe(|| poll(&mut first).is_ready())).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"the loader fails"));
    let error = ready(&mut second).unwrap_err();
    assert_eq!((error.kind(), error.key()), (ErrorKind::Load, Some("app:1:k")));
    // Nothing is left of it.
    assert_eq!(finish(cache.get_or_set("k", || 5).execute_on(&script)).unwrap(), 5);
    script.done();
}

#[derive(Debug, PartialEq)]
struct NotFound;

#[test]
fn an_error_of_the_loader_is_quoted_to_who_waits() {
    let script = Scripted::new().expect_times(3, GET, Reply::Nil);
    let (cache, gate) = (cache(), Gate::default());
    let load = async || gate.pass(Err::<i32, _>(NotFound)).await;
    let mut first: Flow<'_, _> = Box::pin(cache.get_or_try_set("k", load).execute_on(&script));
    let mut second: Flow<'_, _> = Box::pin(cache.get_or_try_set("k", load).execute_on(&script));
    let mut third: Flow<'_, _> = Box::pin(cache.get_or_set("k", || 5).execute_on(&script));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending() && poll(&mut third).is_pending());
    gate.open();
    assert_eq!(ready(&mut first).unwrap(), Err(NotFound));
    for error in [ready(&mut second).unwrap_err(), ready(&mut third).unwrap_err()] {
        assert_eq!((error.kind(), error.key()), (ErrorKind::Load, Some("app:1:k")));
        assert!(error.to_string().contains("NotFound"), "{error}");
    }
    assert_eq!(gate.came(), 1);
    script.done();
}

#[test]
fn an_error_that_is_shared_comes_as_it_is() {
    let script = Scripted::new().expect_times(3, GET, Reply::Nil);
    let (cache, gate) = (cache(), Gate::default());
    let load = async || gate.pass(Err::<i32, _>("no database")).await;
    let look_up = || -> Flow<'_, _> { Box::pin(cache.get_or_try_set("k", load).share_error().execute_on(&script)) };
    let [mut first, mut second] = [look_up(), look_up()];
    // An error of another type is none that could be handed on.
    let other = cache.get_or_try_set("k", || Err::<i32, _>(5)).share_error();
    let mut third: Flow<'_, _> = Box::pin(other.execute_on(&script));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending() && poll(&mut third).is_pending());
    gate.open();
    assert_eq!((ready(&mut first).unwrap(), ready(&mut second).unwrap()), (Err("no database"), Err("no database")));
    assert_eq!(ready(&mut third).unwrap_err().kind(), ErrorKind::Load);
    script.done();
}

#[test]
fn an_error_of_the_cache_is_everybodys() {
    let full = Reply::Error(ServerError::new("OOM", "command not allowed when used memory > 'maxmemory'"));
    let script = Scripted::new().expect_times(2, GET, Reply::Nil).expect(SET, full);
    let (cache, gate) = (cache(), Gate::default());
    let look_up =
        || -> Flow<'_, _> { Box::pin(cache.get_or_set("k", async || gate.pass(5).await).execute_on(&script)) };
    let [mut first, mut second] = [look_up(), look_up()];
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    gate.open();
    let (first, second) = (ready(&mut first).unwrap_err(), ready(&mut second).unwrap_err());
    assert_eq!(first.kind(), ErrorKind::OutOfMemory);
    assert_eq!(format!("{first:#?}"), format!("{second:#?}"));
    script.done();
}

#[test]
fn each_reads_the_value_as_a_type_of_its_own() {
    let script = Scripted::new().expect_times(3, GET, Reply::Nil).expect(SET, Reply::Nil).expect(GET, bytes("7"));
    let (cache, gate) = (cache(), Gate::default());
    let mut first: Flow<'_, _> = Box::pin(cache.get_or_set("k", async || gate.pass(5).await).execute_on(&script));
    let mut second: Flow<'_, _> = Box::pin(cache.get_or_set("k", || 0.5).execute_on(&script));
    let mut third: Flow<'_, _> = Box::pin(cache.get_or_set("k", || vec!["a".to_owned()]).execute_on(&script));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending() && poll(&mut third).is_pending());
    gate.open();
    // Another process was quicker; its value is everybody's too.
    assert_eq!((ready(&mut first).unwrap(), ready(&mut second).unwrap()), (7, 7.0));
    let error = ready(&mut third).unwrap_err();
    assert_eq!((error.kind(), error.key(), error.operation()), (ErrorKind::Decode, Some("app:1:k"), Some("GET")));
    script.done();
}

#[test]
fn a_value_that_counts_as_missing_to_who_waits_is_replaced() {
    let script = Scripted::new()
        .with_settings(|settings| settings.undecodable = Undecodable::Missing)
        .expect_times(2, GET, Reply::Nil)
        .expect(SET, Reply::Ok)
        .expect(GET, bytes("5"))
        .expect("SET app:1:k \"text\" PX 300000 NX", Reply::Nil)
        .expect(GET, bytes("5"))
        .expect("SET app:1:k \"text\" PX 300000", Reply::Ok);
    let (cache, gate) = (cache(), Gate::default());
    let mut first: Flow<'_, _> = Box::pin(cache.get_or_set("k", async || gate.pass(5).await).execute_on(&script));
    let mut second: Flow<'_, _> = Box::pin(cache.get_or_set("k", || "text".to_owned()).execute_on(&script));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    gate.open();
    assert_eq!(ready(&mut first).unwrap(), 5);
    assert_eq!(ready(&mut second).unwrap(), "text");
    script.done();
}

#[test]
fn without_a_server_one_loads_too() {
    let gone = |script: Scripted, request| script.expect_failure(request, ErrorKind::Connection);
    let script = Scripted::new().with_settings(|settings| settings.ignore_exceptions = true);
    let script = [GET, GET, SET].into_iter().fold(script, gone);
    let (cache, gate) = (cache(), Gate::default());
    let look_up =
        || -> Flow<'_, _> { Box::pin(cache.get_or_set("k", async || gate.pass(5).await).execute_on(&script)) };
    let [mut first, mut second] = [look_up(), look_up()];
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    gate.open();
    assert_eq!((ready(&mut first).unwrap(), ready(&mut second).unwrap()), (5, 5));
    assert_eq!(gate.came(), 1);
    script.done();
}

#[test]
fn two_keys_do_not_wait_for_each_other() {
    let script = Scripted::new()
        .expect(GET, Reply::Nil)
        .expect("GET app:1:other", Reply::Nil)
        .expect("SET app:1:other 6 PX 300000 NX", Reply::Ok)
        .expect(SET, Reply::Ok);
    let (cache, gate) = (cache(), Gate::default());
    let load = async || gate.pass(5).await;
    let mut first: Flow<'_, _> = Box::pin(cache.get_or_set("k", load).execute_on(&script));
    assert!(poll(&mut first).is_pending());
    assert_eq!(finish(cache.get_or_set("other", || 6).execute_on(&script)).unwrap(), 6);
    gate.open();
    assert_eq!(ready(&mut first).unwrap(), 5);
    script.done();
}

#[test]
fn a_loader_may_load_another_key_but_not_its_own() {
    let script = Scripted::new()
        .expect(GET, Reply::Nil)
        .expect("GET app:1:inner", Reply::Nil)
        .expect(GET, Reply::Nil)
        .expect("SET app:1:inner 4 PX 300000 NX", Reply::Ok)
        .expect(SET, Reply::Ok);
    let cache = cache();
    let innermost = async || {
        let own: Flow<'_, _> = Box::pin(cache.get_or_set("k", || 0).execute_on(&script));
        let error = own.await.unwrap_err();
        assert_eq!((error.kind(), error.key()), (ErrorKind::Load, Some("app:1:k")));
        4
    };
    let outer = async || {
        let inner: Flow<'_, _> = Box::pin(cache.get_or_set("inner", innermost).execute_on(&script));
        inner.await.unwrap() + 1
    };
    assert_eq!(finish(cache.get_or_set("k", outer).execute_on(&script)).unwrap(), 5);
    script.done();
}
