use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
#[cfg(any())]
struct Never {
    missing: NoSuchType,
}

#[cache_backend(client = DefaultClient)]
#[cfg(all())]
struct Always;

fn main() {
    assert_eq!(Always::NAME, "Always");
}
