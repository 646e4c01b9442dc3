use proc_macro2::TokenStream;
use quote::quote;

use super::{assert_same, message, messages};
use crate::plugin::key_function::expand;

#[test]
fn the_function_stays_and_is_registered() {
    let item = quote! {
        fn tenant_key(key: &str, prefix: &str, version: u64) -> String { format!("{prefix}{version}{key}") }
    };
    let make = quote!({
        const MAKE: fn(
            &::core::primitive::str,
            &::core::primitive::str,
            ::core::primitive::u64,
        ) -> ::std::string::String = tenant_key;
        MAKE
    });
    for (args, reverse) in [
        (quote!(name = "tenant"), quote!(::core::option::Option::None)),
        (
            quote!(name = "tenant", reverse = back::tenant),
            quote!({
                const REVERSE: fn(&::core::primitive::str) -> ::std::string::String = back::tenant;
                ::core::option::Option::Some(REVERSE)
            }),
        ),
    ] {
        assert_same(
            expand(args, item.clone()),
            quote! {
                #item
                const _: () = {
                    ::valkey_cache::__private::inventory::submit! {
                        ::valkey_cache::__private::KeyFunctionRegistration::new(
                            "tenant", #make, #reverse, ::core::file!(), ::core::line!()
                        )
                    }
                };
            },
        );
    }
}

fn wrong(item: TokenStream) -> String {
    let found = expand(quote!(name = "tenant"), item.clone());
    assert!(found.to_string().starts_with(&item.to_string()), "the item stays as it was");
    assert!(!found.to_string().contains("submit"), "what has mistakes is not registered");
    let message = message(found);
    assert!(message.ends_with("a key function is `fn(key: &str, prefix: &str, version: u64) -> String`"), "{message}");
    message
}

#[test]
fn the_function_is_plain() {
    let begins = |item: TokenStream, text: &str| assert!(wrong(item.clone()).starts_with(text), "{item}");
    begins(
        quote!(
            async fn k(a: &str, b: &str, c: u64) -> String {}
        ),
        "a key is made without waiting",
    );
    begins(
        quote!(
            unsafe fn k(a: &str, b: &str, c: u64) -> String {}
        ),
        "the cache calls the function without a promise",
    );
    begins(
        quote!(
            extern "C" fn k(a: &str, b: &str, c: u64) -> String {}
        ),
        "the function cannot have another calling",
    );
    begins(
        quote!(
            fn k<T>(a: &str, b: &str, c: u64) -> String {}
        ),
        "the function is registered by name",
    );
    begins(
        quote!(
            fn k<const N: u8>(a: &str, b: &str, c: u64) -> String {}
        ),
        "the function is registered by name",
    );
    begins(
        quote!(
            fn k(&self, b: &str, c: u64) -> String {}
        ),
        "the function is not a method",
    );
    begins(
        quote!(
            struct K;
        ),
        "`#[key_function]` belongs on a function, found a struct",
    );
}

#[test]
fn the_function_takes_three_and_gives_one() {
    assert!(
        wrong(quote!(
            fn k() -> String {}
        ))
        .starts_with("expected three parameters, found 0")
    );
    assert!(
        wrong(quote!(
            fn k(a: &str) -> String {}
        ))
        .starts_with("expected three parameters, found 1")
    );
    assert!(
        wrong(quote!(
            fn k(a: &str, b: &str, c: u64) {}
        ))
        .starts_with("expected a function that returns `String`")
    );
}

#[test]
fn other_spellings_of_the_right_signature_pass() {
    for item in [
        quote!(
            pub const fn k<'a>(_: &'a str, _: &'a str, _: u64) -> std::string::String {}
        ),
        quote!(
            pub(crate) fn k(a: Text, b: Text, c: Version) -> Text {}
        ),
    ] {
        assert!(messages(expand(quote!(name = "tenant"), item)).is_empty());
    }
}

#[test]
fn options_and_signature_are_told_together() {
    let found = expand(
        quote!(reverse = "back"),
        quote!(
            async fn k() {}
        ),
    );
    assert_eq!(messages(found).len(), 5);
}
