use std::time::Duration;

use valkey_cache_tests::eventually;

use super::DEADLINE;

#[test]
fn asks_until_the_condition_holds() {
    let mut asked = 0;
    eventually(DEADLINE, || {
        asked += 1;
        asked == 3
    });
    assert_eq!(asked, 3);
}

#[test]
#[should_panic = "the condition did not hold within 1ms"]
fn gives_up_after_the_deadline() {
    eventually(Duration::from_millis(1), || false);
}
