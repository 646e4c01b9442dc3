use std::time::{Duration, Instant};

use crate::{AsyncSide, BlockingSide, Work};

/// Does the work `steps` times in each of `tasks` tasks, and returns how long all of them took.
pub async fn drive_async<S: AsyncSide>(side: &S, work: Work, tasks: usize, steps: usize) -> Duration {
    let start = Instant::now();
    let tasks = (0..tasks).map(|task| {
        let mut side = side.clone();
        tokio::spawn(async move {
            for step in 0..steps {
                side.perform(work, task * steps + step).await;
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("a task fails only when the server does");
    }
    start.elapsed()
}

/// Does the work `steps` times in a thread for each of `sides`, and returns how long all of them took.
pub fn drive_blocking<S: BlockingSide>(sides: &mut [S], work: Work, steps: usize) -> Duration {
    let start = Instant::now();
    std::thread::scope(|scope| {
        for (thread, side) in sides.iter_mut().enumerate() {
            scope.spawn(move || (0..steps).for_each(|step| side.perform(work, thread * steps + step)));
        }
    });
    start.elapsed()
}
