use valkey_cache::prelude::*;

#[key_function(name = "tenant", reverse = reverse::tenant)]
fn tenant_key(key: &str, prefix: &str, version: u64) -> String {
    format!("{prefix}|{version}|{key}")
}

mod reverse {
    pub(crate) fn tenant(made: &str) -> String {
        made.rsplit('|').next().unwrap_or_default().to_owned()
    }
}

fn main() {}
