use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use super::{Flight, Landing};

#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn value(landing: Poll<crate::Result<&Landing>>) -> Option<&[u8]> {
    match landing {
        Poll::Ready(Ok(Landing::Value(bytes))) => Some(bytes),
        _ => None,
    }
}

#[test]
fn all_who_wait_are_woken_once() {
    let (flight, count) = (Flight::new(), Arc::new(Count::default()));
    let waker = Waker::from(Arc::clone(&count));
    let mut context = Context::from_waker(&waker);
    let mut waiting = (0..3).map(|_| Box::pin(flight.landed())).collect::<Vec<_>>();
    for _ in 0..2 {
        assert!(waiting.iter_mut().all(|wait| wait.as_mut().poll(&mut context).is_pending()));
    }
    flight.land(Landing::Value(b"1".to_vec()));
    assert_eq!(count.0.load(Ordering::Relaxed), 3);
    for wait in &mut waiting {
        assert_eq!(value(wait.as_mut().poll(&mut context)), Some(&b"1"[..]));
    }
    // Who comes late need not wait.
    assert_eq!(value(pin!(flight.landed()).poll(&mut context)), Some(&b"1"[..]));
}

#[test]
fn the_last_waker_counts() {
    let (flight, first, second) = (Flight::new(), Arc::new(Count::default()), Arc::new(Count::default()));
    let mut wait = pin!(flight.landed());
    for count in [&first, &second] {
        let waker = Waker::from(Arc::clone(count));
        assert!(wait.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());
    }
    flight.land(Landing::Abandoned);
    assert_eq!((first.0.load(Ordering::Relaxed), second.0.load(Ordering::Relaxed)), (0, 1));
}

#[test]
fn who_gives_up_leaves_nothing() {
    let (flight, count) = (Flight::new(), Arc::new(Count::default()));
    for _ in 0..3 {
        let waker = Waker::from(Arc::clone(&count));
        assert!(pin!(flight.landed()).poll(&mut Context::from_waker(&waker)).is_pending());
    }
    assert_eq!(Arc::strong_count(&count), 1);
    flight.land(Landing::Abandoned);
    assert_eq!(count.0.load(Ordering::Relaxed), 0);
}
