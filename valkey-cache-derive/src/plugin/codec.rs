//! `#[serializer]` and `#[compressor]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{Item, ItemImpl};

use super::shared::{beside, private, require_name};
use crate::attr::{self, Known};
use crate::errors::Errors;
use crate::item;

/// What differs between the two attributes.
pub(crate) struct Kind {
    attribute: &'static str,
    trait_name: &'static str,
    registration: &'static str,
    known: &'static [Known],
    example: &'static str,
}

pub(crate) const SERIALIZER: Kind = Kind {
    attribute: "serializer",
    trait_name: "Serializer",
    registration: "SerializerRegistration",
    known: &[Known { name: "name", example: "\"ron\"" }, CRATE],
    example: "#[serializer(name = \"ron\")]",
};

pub(crate) const COMPRESSOR: Kind = Kind {
    attribute: "compressor",
    trait_name: "Compressor",
    registration: "CompressorRegistration",
    known: &[Known { name: "name", example: "\"rot13\"" }, CRATE],
    example: "#[compressor(name = \"rot13\")]",
};

const CRATE: Known = Known { name: "crate", example: "::valkey_cache" };

/// Expands `#[serializer(args)] item` or `#[compressor(args)] item`.
pub(crate) fn expand(kind: &Kind, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let (mut name, mut krate) = (None, None);
    let given = attr::settings(args, kind.known, &[], &mut errors);
    for setting in &given {
        match setting.known.name {
            "name" => name = attr::plugin_name(setting, &mut errors),
            _ => krate = attr::crate_path(setting, &mut errors),
        }
    }
    require_name(&given, kind.example, &mut errors);
    let Some(target) = target(kind, item.clone(), &mut errors) else {
        let errors = errors.into_tokens();
        return quote!(#item #errors);
    };
    let private = private(krate.as_ref());
    let registration = Ident::new(kind.registration, Span::call_site());
    let plugin = &target.self_ty;
    beside(
        &item,
        &target.attrs,
        &private,
        name.as_ref(),
        errors,
        |name| quote!(#private::#registration::new::<#plugin>(#name, ::core::file!(), ::core::line!())),
    )
}

/// Gives the impl block, when it is one of the right trait.
fn target(kind: &Kind, item: TokenStream, errors: &mut Errors) -> Option<ItemImpl> {
    let Kind { attribute, trait_name, .. } = kind;
    let found = match syn::parse2(item) {
        Ok(Item::Impl(found)) => found,
        Ok(other) => {
            let (place, what) = item::describe(&other);
            errors.at(place, format!("`#[{attribute}]` belongs on an `impl {trait_name} for …`, found {what}"));
            return None;
        }
        Err(error) => {
            errors.push(error);
            return None;
        }
    };
    if !found.generics.params.is_empty() {
        errors.at(
            &found.generics.params,
            format!(
                "a {attribute} is registered by name, so it is one type and its impl has no generics; \
                 implement `{trait_name}` for each concrete type"
            ),
        );
    }
    let segment = found.trait_.as_ref().and_then(|(path, _)| path.segments.last());
    match segment {
        None => errors.at(
            &found.self_ty,
            format!("`#[{attribute}]` belongs on an `impl {trait_name} for …`, found an impl without a trait"),
        ),
        Some(segment) if segment.ident != trait_name => {
            let other = [SERIALIZER, COMPRESSOR].into_iter().find(|other| segment.ident == other.trait_name);
            let hint = match other {
                Some(other) => format!("use `#[{}]`", other.attribute),
                None => "write the trait by its own name".to_owned(),
            };
            errors.at(
                segment,
                format!("`#[{attribute}]` registers an impl of `{trait_name}`, found `{}`; {hint}", segment.ident),
            );
        }
        Some(_) => {}
    }
    Some(found)
}
