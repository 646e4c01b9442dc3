use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
#[cfg(any())]
struct Never {
    missing: NoSuchType,
}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
#[cfg(not(any()))]
struct Always;

#[test]
fn a_condition_takes_all_of_a_backend_away() {
    assert_eq!(Always::NAME, "Always");
}
