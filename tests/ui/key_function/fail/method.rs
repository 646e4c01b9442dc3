use valkey_cache::prelude::*;

struct Keys;

impl Keys {
    #[key_function(name = "tenant")]
    fn tenant(&self, key: &str, _version: u64) -> String {
        key.to_owned()
    }
}

fn main() {}
