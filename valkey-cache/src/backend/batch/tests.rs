use crate::ErrorKind;
use crate::prelude::*;

#[cache_backend(client = DefaultClient, factory = ConnectionFactory, crate = crate)]
#[derive(Clone)]
struct BatchedCache;

fn open(name: &str) -> BatchedCache {
    BatchedCache::open(format!("memory://batch-{name}")).unwrap()
}

#[test]
fn a_clone_is_the_same_cache() {
    let cache = open("clone");
    let clone = cache.clone();
    let (set, got) = cache.batch((cache.set("key", &1), clone.get::<u8>("key"))).run().unwrap();
    assert_eq!((set.unwrap(), got.unwrap()), (true, Some(1)));
}

#[test]
fn commands_of_another_cache_are_refused() {
    let (one, other) = (open("one"), open("other"));
    other.set("key", &"secret of the other").run().unwrap();

    let tuple = one.batch((one.get::<String>("key"), other.get::<String>("key"))).run();
    assert_eq!(tuple.unwrap_err().kind(), ErrorKind::InvalidInput);

    let list = one.batch(vec![other.get::<String>("key")]).run();
    assert_eq!(list.unwrap_err().kind(), ErrorKind::InvalidInput);
}
