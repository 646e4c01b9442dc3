use std::thread;

use super::{Wait, enter, wait};
use crate::{ErrorKind, Result};

/// Numbers that no load has, and no other test.
const BASE: u64 = u64::MAX - 1000;

/// Waits for a load, on a thread that is in these loaders.
fn wait_within(loaders: &[u64], load: u64) -> Result<Wait> {
    thread::scope(|scope| {
        let waiting = scope.spawn(|| {
            let _inside = loaders.iter().map(|loader| enter(BASE + loader)).collect::<Vec<_>>();
            wait(BASE + load)
        });
        waiting.join().unwrap()
    })
}

#[test]
fn a_loader_does_not_wait_for_itself() {
    assert_eq!(wait_within(&[1], 1).unwrap_err().kind(), ErrorKind::Load);
    assert_eq!(wait_within(&[1, 2], 1).unwrap_err().kind(), ErrorKind::Load);
    assert!(wait_within(&[], 1).is_ok());
    assert!(wait_within(&[1], 2).is_ok());
}

#[test]
fn nor_by_way_of_others() {
    let first = wait_within(&[11, 12], 13).unwrap();
    let second = wait_within(&[13], 14).unwrap();
    assert_eq!(wait_within(&[14], 11).unwrap_err().kind(), ErrorKind::Load);
    assert_eq!(wait_within(&[14], 12).unwrap_err().kind(), ErrorKind::Load);
    assert!(wait_within(&[15], 11).is_ok());
    drop(second);
    drop(wait_within(&[14], 11).unwrap());
    drop(first);
    assert!(wait_within(&[13], 11).is_ok());
}

#[test]
fn of_two_equal_waits_one_may_end() {
    let (first, second) = (wait_within(&[21], 22).unwrap(), wait_within(&[21], 22).unwrap());
    drop(first);
    assert!(wait_within(&[22], 21).is_err());
    drop(second);
    assert!(wait_within(&[22], 21).is_ok());
}

#[test]
fn a_loader_is_left_when_it_panics() {
    let left = thread::spawn(|| {
        let panicked = std::panic::catch_unwind(|| {
            let _inside = enter(BASE + 31);
            panic!("the loader fails");
        });
        assert!(panicked.is_err());
        wait(BASE + 31).is_ok()
    });
    assert!(left.join().unwrap());
}
