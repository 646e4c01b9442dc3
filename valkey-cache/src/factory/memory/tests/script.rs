//! A script is one step for everyone else.

use std::sync::Arc;
use std::thread;

use super::{bytes, store};
use crate::operation::{Call, Reply, Script};

/// Takes one from a counter if there is something left, in three commands.
static TAKE: Script = Script::new("return 0", |call: &mut Call<'_>, keys, args| {
    let Reply::Bytes(left) = call(&[b"GET", keys[0]]) else { return Reply::Nil };
    if left == args[0] {
        return Reply::Int(0);
    }
    call(&[b"DECR", keys[0]]);
    call(&[b"INCR", keys[1]])
});

#[test]
fn no_command_comes_in_between() {
    let store = Arc::new(store());
    store.execute(&[b"SET", b"left", b"1000"]);
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let store = store.clone();
            thread::spawn(move || {
                (0..1000).for_each(|_| drop(store.execute_script(&TAKE, &[b"left", b"taken"], &[b"0"])))
            })
        })
        .collect();
    for worker in workers {
        worker.join().expect("a worker does not panic");
    }
    assert_eq!(store.execute(&[b"MGET", b"left", b"taken"]), super::list("0 1000"));
}

/// Runs a command that fails, and answers what came of it.
static FAIL: Script = Script::new("return 0", |call: &mut Call<'_>, keys, _| {
    call(&[b"SET", keys[0], b"text"]);
    call(&[b"INCR", keys[0]])
});

#[test]
fn errors_reach_the_script() {
    let Reply::Error(error) = store().execute_script(&FAIL, &[b"key"], &[]) else { panic!("INCR did not fail") };
    assert_eq!(error.message, "value is not an integer or out of range");
}

/// Panics after a whole command.
static PANIC: Script = Script::new("return 0", |call: &mut Call<'_>, keys, _| {
    call(&[b"SET", keys[0], b"value"]);
    panic!("a script with a fault")
});

#[test]
fn a_panic_in_a_script_leaves_the_store_usable() {
    let store = Arc::new(store());
    let other = store.clone();
    assert!(thread::spawn(move || other.execute_script(&PANIC, &[b"key"], &[])).join().is_err());
    assert_eq!(store.execute(&[b"GET", b"key"]), bytes("value"));
}

/// Looks at the clock twice.
static TIME: Script = Script::new("return 0", |call: &mut Call<'_>, _, _| {
    let first = call(&[b"TIME"]);
    Reply::Int((first == call(&[b"TIME"])).into())
});

#[test]
fn time_stands_still_in_a_script() {
    assert_eq!(store().execute_script(&TIME, &[], &[]), Reply::Int(1));
}
