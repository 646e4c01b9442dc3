//! `#[key_function]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, GenericParam, Item, ItemFn, Path, ReturnType, Safety, Signature};

use super::shared::{beside, private, require_name};
use crate::attr::{self, Known};
use crate::errors::Errors;
use crate::item;

const KNOWN: &[Known] = &[
    Known { name: "name", example: "\"tenant\"" },
    Known { name: "reverse", example: "tenant_key_reverse" },
    Known { name: "crate", example: "::valkey_cache" },
];

const EXPECTED: &str = "a key function is `fn(key: &str, prefix: &str, version: u64) -> String`";

/// Expands `#[key_function(args)] item`.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let (mut name, mut reverse, mut krate) = (None, None, None);
    let given = attr::settings(args, KNOWN, &[], &mut errors);
    for setting in &given {
        match setting.known.name {
            "name" => name = attr::plugin_name(setting, &mut errors),
            "reverse" => reverse = attr::path(setting, &mut errors),
            _ => krate = attr::crate_path(setting, &mut errors),
        }
    }
    require_name(&given, "#[key_function(name = \"tenant\")]", &mut errors);
    let Some(target) = target(item.clone(), &mut errors) else {
        let errors = errors.into_tokens();
        return quote!(#item #errors);
    };
    let private = private(krate.as_ref());
    beside(&item, &target.attrs, &private, name.as_ref(), errors, |name| {
        registration(&target, name, reverse.as_ref(), &private)
    })
}

/// Writes the registration. The two constants give a wrong signature a place: the name of the function.
fn registration(target: &ItemFn, name: &syn::LitStr, reverse: Option<&Path>, private: &TokenStream) -> TokenStream {
    let make = &target.sig.ident;
    let make = quote_spanned! {make.span()=> {
        const MAKE: fn(
            &::core::primitive::str,
            &::core::primitive::str,
            ::core::primitive::u64,
        ) -> ::std::string::String = #make;
        MAKE
    }};
    let reverse = match reverse {
        Some(reverse) => quote_spanned! {reverse.span()=> {
            const REVERSE: fn(&::core::primitive::str) -> ::std::string::String = #reverse;
            ::core::option::Option::Some(REVERSE)
        }},
        None => quote!(::core::option::Option::None),
    };
    quote!(#private::KeyFunctionRegistration::new(#name, #make, #reverse, ::core::file!(), ::core::line!()))
}

/// Gives the function, when its shape is right. Whether the types are, only the compiler knows.
fn target(item: TokenStream, errors: &mut Errors) -> Option<ItemFn> {
    let found = match syn::parse2(item) {
        Ok(Item::Fn(found)) => found,
        Ok(other) => {
            let (place, what) = item::describe(&other);
            errors.at(place, format!("`#[key_function]` belongs on a function, found {what}; {EXPECTED}"));
            return None;
        }
        Err(error) => {
            errors.push(error);
            return None;
        }
    };
    signature(&found.sig, errors);
    Some(found)
}

fn signature(sig: &Signature, errors: &mut Errors) {
    if let Some(token) = &sig.asyncness {
        errors.at(token, format!("a key is made without waiting, so the function cannot be `async`; {EXPECTED}"));
    }
    if let Safety::Unsafe(token) = &sig.safety {
        errors
            .at(token, format!("the cache calls the function without a promise, so it cannot be `unsafe`; {EXPECTED}"));
    }
    if let Some(abi) = &sig.abi {
        errors.at(abi, format!("the function cannot have another calling convention; {EXPECTED}"));
    }
    for parameter in &sig.generics.params {
        if !matches!(parameter, GenericParam::Lifetime(_)) {
            errors.at(parameter, format!("the function is registered by name, so it has no generics; {EXPECTED}"));
        }
    }
    for argument in &sig.inputs {
        if let FnArg::Receiver(receiver) = argument {
            errors.at(receiver, format!("the function is not a method, so it has no `self`; {EXPECTED}"));
        }
    }
    let count = sig.inputs.len();
    if count != 3 {
        let place = if count == 0 { sig.ident.to_token_stream() } else { sig.inputs.to_token_stream() };
        errors.at(place, format!("expected three parameters, found {count}; {EXPECTED}"));
    }
    if let ReturnType::Default = sig.output {
        errors.at(&sig.ident, format!("expected a function that returns `String`, found none; {EXPECTED}"));
    }
}
