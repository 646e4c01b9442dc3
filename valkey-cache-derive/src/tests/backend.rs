use proc_macro2::TokenStream;
use quote::quote;

use super::{assert_same, message, messages, plain};
use crate::backend::expand;

/// What is emitted for a unit struct, whole.
#[test]
fn a_unit_struct_becomes_a_registered_backend() {
    let found = expand(
        quote!(client = Herd<Shard>, factory = Async, key_prefix = "app", version = 2, timeout = 300, crate = v),
        quote! {
            /// Docs.
            #[derive(Clone)]
            pub struct AppCache;
        },
    );
    let expected = quote! {
        /// Docs.
        #[derive(Clone)]
        pub struct AppCache {
            #[doc = "The connections, the codec and the settings of this cache."]
            core: v::__private::Core<
                <AppCache as v::__private::BaseValkeyCache>::Client,
                <AppCache as v::__private::BaseValkeyCache>::Factory
            >
        }
        const _: () = {
            type __ValkeyCacheClient =
                <Herd<Shard> as v::__private::Checked<{ v::__private::is_client::< Herd<Shard> >() }>>::Type;
            #[automatically_derived]
            impl v::__private::BaseValkeyCache for AppCache {
                type Client = __ValkeyCacheClient;
                type Factory = <Async as v::__private::Checked<{ v::__private::is_factory::<Async>() }>>::Type;
                type Fields = ();

                const NAME: &'static ::core::primitive::str = "AppCache";

                fn defaults() -> v::__private::CacheConfig {
                    v::__private::CacheConfig::new()
                        .key_prefix("app")
                        .version(2u64)
                        .timeout(v::__private::Timeout::from_secs_f64(300f64))
                }

                fn assemble(core: v::__private::Core<Self::Client, Self::Factory>, _: Self::Fields) -> Self {
                    Self { core: core }
                }

                fn core(&self) -> &v::__private::Core<Self::Client, Self::Factory> {
                    &self.core
                }
            }
            v::__private::inventory::submit! {
                v::__private::BackendRegistration::new::<AppCache>(::core::file!(), ::core::line!())
            }
        };
    };
    assert_same(found, expected);
}

fn text(args: TokenStream, item: TokenStream) -> String {
    let found = expand(args, item);
    assert_eq!(messages(found.clone()), Vec::<String>::new());
    syn::parse2::<syn::File>(found.clone()).expect("items");
    plain(&found)
}

fn assert_holds(text: &str, part: TokenStream) {
    assert!(text.contains(&plain(&part)), "{part}\nis not in\n{text}");
}

#[test]
fn named_fields_become_arguments() {
    let text = text(
        quote!(client = C),
        quote!(
            struct AppCache {
                tenant: String,
                core: u8,
            }
        ),
    );
    assert_holds(
        &text,
        quote!(tenant: String, core: u8, #[doc = "The connections, the codec and the settings of this cache."]),
    );
    assert_holds(&text, quote!(cache_core: ::valkey_cache::__private::Core<));
    assert_holds(
        &text,
        quote!(
            type Fields = (String, u8);
        ),
    );
    assert_holds(&text, quote!(Self { tenant: fields.0, core: fields.1, cache_core: core }));
    assert_holds(&text, quote!(open_with(location, (tenant, core,))));
    assert_holds(&text, quote!(from_config_with(config, (tenant, core,))));
}

#[test]
fn tuple_fields_become_arguments() {
    let text = text(
        quote!(client = C),
        quote!(
            pub struct AppCache(pub String, u8);
        ),
    );
    assert_holds(&text, quote!(pub String, u8, #[doc = "The connections, the codec and the settings of this cache."]));
    assert_holds(&text, quote!(Self { 0: fields.0, 1: fields.1, 2: core }));
    assert_holds(&text, quote!(&self.2));
    assert_holds(&text, quote!(pub fn open));
    assert_holds(&text, quote!(open_with(location, (field_0, field_1,))));
}

#[test]
fn a_struct_with_empty_braces_or_parentheses_has_no_arguments() {
    let braces = text(
        quote!(client = C),
        quote!(
            struct AppCache {}
        ),
    );
    assert_holds(
        &braces,
        quote!(
            type Fields = ();
        ),
    );
    assert!(!braces.contains("fnopen"));
    let parentheses = text(
        quote!(client = C),
        quote!(
            struct AppCache();
        ),
    );
    assert_holds(&parentheses, quote!(Self { 0: core }));
}

#[test]
fn the_factory_of_the_client_is_the_default() {
    let text = text(
        quote!(client = C),
        quote!(
            struct AppCache;
        ),
    );
    assert_holds(&text, quote!(::valkey_cache::__private::has_default_factory::<__ValkeyCacheClient>()));
    assert_holds(&text, quote!(as ::valkey_cache::__private::DefaultFactory>::Factory;));
}

#[test]
fn the_options_reach_the_defaults() {
    let text = text(
        quote!(client = C, name = "app", serializer = "json", compressor = "zstd", timeout = "never", crate = "a::b"),
        quote!(
            struct AppCache;
        ),
    );
    assert_holds(&text, quote!(= "app";));
    assert_holds(&text, quote!(.serializer("json").compressor("zstd").timeout(a::b::__private::Timeout::Never)));
}

#[test]
fn a_raw_name_is_registered_as_it_is_read() {
    assert_holds(
        &text(
            quote!(client = C),
            quote!(
                struct r#type;
            ),
        ),
        quote!(= "type";),
    );
}

#[test]
fn the_condition_of_the_struct_holds_for_all() {
    let text = text(
        quote!(client = C),
        quote!(
            #[cfg(unix)]
            struct AppCache;
        ),
    );
    assert_holds(&text, quote!(#[cfg(unix)] const _: () = ));
}

#[test]
fn all_mistakes_are_told_together_and_the_rest_is_still_emitted() {
    let found = expand(
        quote!(factory = , version = -1, timeout = "forever", colour = 1),
        quote!(
            struct AppCache {
                tenant: String,
            }
        ),
    );
    syn::parse2::<syn::File>(found.clone()).expect("items");
    let told = messages(found.clone());
    assert_eq!(told.len(), 5, "{told:#?}");
    assert!(told[4].starts_with("option `client` is missing"), "{}", told[4]);
    let text = plain(&found);
    assert_holds(&text, quote!(impl ::valkey_cache::__private::BaseValkeyCache for AppCache));
    assert_holds(&text, quote!(fn open));
    assert!(!text.contains("submit"), "what has mistakes is not registered");
}

#[test]
fn a_backend_is_a_struct() {
    let wrong = |item: TokenStream| message(expand(quote!(client = C), item));
    assert!(
        wrong(quote!(
            enum AppCache {
                One,
            }
        ))
        .contains("belongs on a struct, found an enum;")
    );
    assert!(wrong(quote!(union AppCache { one: u8 })).contains("found a union;"));
    assert!(
        wrong(quote!(
            fn app_cache() {}
        ))
        .contains("found a function;")
    );
    assert!(wrong(quote!(impl AppCache {})).contains("found an impl block;"));
    assert!(
        wrong(quote!(
            trait AppCache {}
        ))
        .contains("found a trait;")
    );
    assert!(
        wrong(quote!(
            mod app_cache {}
        ))
        .contains("found a module;")
    );
    assert!(
        wrong(quote!(
            static APP: u8 = 0;
        ))
        .contains("found another item;")
    );
}

#[test]
fn a_backend_is_one_type() {
    let items = [
        quote!(
            struct AppCache<T>(T);
        ),
        quote!(
            struct AppCache<'a>(&'a str);
        ),
        quote!(
            struct AppCache<const N: usize>;
        ),
        quote!(
            struct AppCache
            where
                String: Clone;
        ),
    ];
    for item in items {
        let found = expand(quote!(client = C), item.clone());
        assert!(found.to_string().starts_with(&item.to_string()), "the item stays as it was");
        assert!(message(found).starts_with("a cache backend is registered by name, so it is one type"));
    }
}

#[test]
fn a_field_is_not_conditional() {
    let found = expand(
        quote!(client = C),
        quote!(
            struct AppCache {
                #[cfg(unix)]
                a: u8,
            }
        ),
    );
    assert!(message(found).starts_with("a field of a cache backend cannot be conditional"));
}

#[test]
fn tokens_that_are_no_item_do_not_panic() {
    assert!(!messages(expand(quote!(client = C), quote!(struct))).is_empty());
    assert!(!messages(expand(quote!(= = ,), quote!())).is_empty());
}
