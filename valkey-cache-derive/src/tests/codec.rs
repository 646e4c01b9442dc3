use proc_macro2::TokenStream;
use quote::quote;

use super::{assert_same, message, messages};
use crate::plugin::codec::{COMPRESSOR, SERIALIZER, expand};

#[test]
fn the_impl_stays_and_is_registered() {
    let item = quote!(impl Compressor for Rot13 { fn any(&self) {} });
    assert_same(
        expand(&COMPRESSOR, quote!(name = "rot13"), item.clone()),
        quote! {
            #item
            const _: () = {
                ::valkey_cache::__private::inventory::submit! {
                    ::valkey_cache::__private::CompressorRegistration::new::<Rot13>(
                        "rot13", ::core::file!(), ::core::line!()
                    )
                }
            };
        },
    );
    let item = quote!(
        #[cfg(unix)]
        impl codec::Serializer for Ron {}
    );
    assert_same(
        expand(&SERIALIZER, quote!(name = "ron", crate = a), item.clone()),
        quote! {
            #item
            #[cfg(unix)]
            const _: () = {
                a::__private::inventory::submit! {
                    a::__private::SerializerRegistration::new::<Ron>("ron", ::core::file!(), ::core::line!())
                }
            };
        },
    );
}

fn wrong(args: TokenStream, item: TokenStream) -> String {
    let found = expand(&COMPRESSOR, args, item.clone());
    assert!(found.to_string().starts_with(&item.to_string()), "the item stays as it was");
    assert!(!found.to_string().contains("submit"), "what has mistakes is not registered");
    message(found)
}

#[test]
fn a_name_is_required_and_plain() {
    let of = |args: TokenStream| wrong(args, quote!(impl Compressor for Rot13 {}));
    assert!(of(quote!()).starts_with("option `name` is missing"));
    assert_eq!(of(quote!(name = "")), "option `name` is empty; write for example `name = \"rot13\"`");
    assert_eq!(
        of(quote!(name = "rot 13")),
        "the name \"rot 13\" has ' ' in it; use letters, digits, `_`, `-` and `.` only"
    );
    assert!(of(quote!(name = "é")).starts_with("the name \"é\" has 'é' in it"));
    assert!(of(quote!(nmae = "rot13")).contains("did you mean `name`?"));
}

#[test]
fn the_trait_is_the_one_of_the_attribute() {
    let of = |item: TokenStream| wrong(quote!(name = "rot13"), item);
    assert_eq!(
        of(quote!(impl Serializer for Rot13 {})),
        "`#[compressor]` registers an impl of `Compressor`, found `Serializer`; use `#[serializer]`"
    );
    assert_eq!(
        of(quote!(impl Clone for Rot13 {})),
        "`#[compressor]` registers an impl of `Compressor`, found `Clone`; write the trait by its own name"
    );
    assert_eq!(
        of(quote!(impl Rot13 {})),
        "`#[compressor]` belongs on an `impl Compressor for …`, found an impl without a trait"
    );
    assert_eq!(
        of(quote!(
            struct Rot13;
        )),
        "`#[compressor]` belongs on an `impl Compressor for …`, found a struct"
    );
}

#[test]
fn a_plugin_is_one_type() {
    let of = |item: TokenStream| wrong(quote!(name = "rot13"), item);
    assert!(
        of(quote!(
            impl<T> Compressor for Rot13<T> {}
        ))
        .starts_with("a compressor is registered by name")
    );
}

#[test]
fn all_mistakes_are_told_together() {
    let found = expand(
        &COMPRESSOR,
        quote!(name = , level = 3),
        quote!(
            impl<T> Rot13<T> {}
        ),
    );
    assert_eq!(messages(found).len(), 4);
}
