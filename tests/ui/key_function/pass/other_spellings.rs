use valkey_cache::prelude::*;

#[key_function(name = "tenant", crate = ::valkey_cache)]
pub const fn tenant_key<'a>(_: &'a str, _: &'a str, _: u64) -> std::string::String {
    String::new()
}

fn main() {}
