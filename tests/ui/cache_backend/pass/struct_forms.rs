use valkey_cache::prelude::*;

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct Braces {}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
struct Parentheses();

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
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

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
#[derive(Clone, Debug)]
struct Tuple(String, pub u8);

#[test]
fn every_form_of_struct_opens() {
    assert_eq!(Braces::open("memory://").unwrap().alias(), "Braces");
    assert_eq!(Parentheses::open("memory://").unwrap().alias(), "Parentheses");
    let named = Named::open("memory://", "acme".to_owned(), 1, 2, 3, 4, 5, 6).unwrap();
    assert_eq!((named.tenant.as_str(), named.core, named.cache_core, named.location), ("acme", 1, 2, 3));
    assert_eq!((named.config, named.fields, named.r#type), (4, 5, 6));
    let tuple = Tuple::open("memory://", "acme".to_owned(), 1).unwrap();
    assert_eq!((tuple.0.as_str(), tuple.1), ("acme", 1));
}
