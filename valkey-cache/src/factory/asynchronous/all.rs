//! Several futures at the same time.

use std::future::{Future, poll_fn};
use std::task::Poll;

/// Waits for all futures; their outputs come in the order of the futures.
pub(super) async fn all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut outputs = futures.iter().map(|_| None).collect::<Vec<_>>();
    let mut futures = futures.into_iter().map(Box::pin).collect::<Vec<_>>();
    poll_fn(|context| {
        let mut is_done = true;
        for (future, output) in futures.iter_mut().zip(&mut outputs) {
            if output.is_none() {
                match future.as_mut().poll(context) {
                    Poll::Ready(ready) => *output = Some(ready),
                    Poll::Pending => is_done = false,
                }
            }
        }
        if is_done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    outputs.into_iter().flatten().collect()
}
