use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient)]
struct Braces {}

#[cache_backend(client = DefaultClient)]
struct Parentheses();

#[cache_backend(client = DefaultClient)]
#[derive(Clone, Debug)]
struct Named {
    tenant: String,
    // Names that the macro uses itself.
    core: u8,
    cache_core: u8,
    location: u16,
    config: u32,
    fields: u64,
    r#type: i8,
}

#[cache_backend(client = DefaultClient)]
#[derive(Clone, Debug)]
struct Tuple(String, pub u8);

fn open() -> Result<(), Box<dyn std::error::Error>> {
    let _ = Braces::open("memory://")?;
    let _ = Parentheses::open("memory://")?;
    let named = Named::open("memory://", "acme".to_owned(), 1, 2, 3, 4, 5, 6)?;
    println!("{} {} {} {}", named.tenant, named.core, named.cache_core, named.location);
    println!("{} {} {}", named.config, named.fields, named.r#type);
    let tuple = Tuple::open("memory://", "acme".to_owned(), 1)?;
    println!("{} {}", tuple.0, tuple.1);
    Ok(())
}

fn main() {
    let _ = open;
}
