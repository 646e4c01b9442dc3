//! Loaders that ask for further keys: one that would wait for itself, by way of whatever others, gets an error instead.
//!
//! A loader is known by the thread that polls it, for as long as it does. What a loader leaves to another thread or task is
//! not seen as its own.

use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::error::{Error, ErrorKind, Result};

thread_local! {
    /// The loads whose loaders this thread is in, outermost first.
    static INSIDE: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Each load whose loader waits for another load, and that one. Only waits within loaders are here, so there are few.
static WAITS: Mutex<Vec<(u64, u64)>> = Mutex::new(Vec::new());

/// This thread is in a loader.
pub(super) struct Inside;

/// Says that the loader of `load` runs on this thread until the answer is dropped.
pub(super) fn enter(load: u64) -> Inside {
    INSIDE.with_borrow_mut(|inside| inside.push(load));
    Inside
}

impl Drop for Inside {
    fn drop(&mut self) {
        INSIDE.with_borrow_mut(Vec::pop);
    }
}

/// The loaders that this thread is in wait for a load.
#[derive(Debug)]
pub(super) struct Wait(Vec<(u64, u64)>);

/// Says that whoever runs on this thread waits for `load` until the answer is dropped.
///
/// # Errors
///
/// `Load`, if `load` waits for one of the loaders that this thread is in.
pub(super) fn wait(load: u64) -> Result<Wait> {
    let inside = INSIDE.with_borrow(Vec::clone);
    if inside.is_empty() {
        return Ok(Wait(Vec::new()));
    }
    let mut waits = waits();
    // The load, and all that it waits for.
    let mut reached = vec![load];
    let mut next = 0;
    while let Some(&from) = reached.get(next) {
        if inside.contains(&from) {
            return Err(circular());
        }
        for (_, to) in waits.iter().filter(|wait| wait.0 == from) {
            if !reached.contains(to) {
                reached.push(*to);
            }
        }
        next += 1;
    }
    let own = inside.into_iter().map(|loader| (loader, load)).collect::<Vec<_>>();
    waits.extend(&own);
    Ok(Wait(own))
}

impl Drop for Wait {
    fn drop(&mut self) {
        if self.0.is_empty() {
            return;
        }
        let mut waits = waits();
        for wait in &self.0 {
            // One of them: another call within the same loader may wait for the same load.
            if let Some(position) = waits.iter().position(|other| other == wait) {
                waits.swap_remove(position);
            }
        }
    }
}

fn waits() -> MutexGuard<'static, Vec<(u64, u64)>> {
    WAITS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn circular() -> Error {
    let message = "a loader asks for a key whose load waits for that loader, so that neither could ever end; \
                   let the loader work the value out without asking for this key";
    Error::new(ErrorKind::Load, message)
}

#[cfg(test)]
mod tests;
