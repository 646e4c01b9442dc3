use crate::{AsyncSide, BlockingSide, Cost, Stopwatch, Work};

/// Does the work `steps` times in each of `tasks` tasks, and returns what all of them took.
pub async fn drive_async<S: AsyncSide>(side: &S, work: Work, tasks: usize, steps: usize) -> Cost {
    let start = Stopwatch::start();
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
    start.stop()
}

/// Does the work `steps` times in a thread for each of `sides`, and returns what all of them took.
pub fn drive_blocking<S: BlockingSide>(sides: &mut [S], work: Work, steps: usize) -> Cost {
    let start = Stopwatch::start();
    std::thread::scope(|scope| {
        for (thread, side) in sides.iter_mut().enumerate() {
            scope.spawn(move || (0..steps).for_each(|step| side.perform(work, thread * steps + step)));
        }
    });
    start.stop()
}
