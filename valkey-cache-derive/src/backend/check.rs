//! Looks at what `#[cache_backend]` stands on.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Item, ItemStruct};

use crate::errors::Errors;
use crate::item;

/// Gives the struct, when it is one that can be a backend.
pub(super) fn target(item: TokenStream, errors: &mut Errors) -> Option<ItemStruct> {
    let found = match syn::parse2(item) {
        Ok(Item::Struct(found)) => found,
        Ok(other) => {
            let (place, what) = item::describe(&other);
            errors.at(
                place,
                format!("`#[cache_backend]` belongs on a struct, found {what}; write for example `struct AppCache;`"),
            );
            return None;
        }
        Err(error) => {
            errors.push(error);
            return None;
        }
    };
    if let Some(place) = generics(&found) {
        errors.at(
            place,
            format!(
                "a cache backend is registered by name, so it is one type and has no generics; \
                 declare one struct for each `{}` that you need",
                found.ident
            ),
        );
        return None;
    }
    for field in &found.fields {
        if let Some(attribute) = field.attrs.iter().find(|attribute| attribute.path().is_ident("cfg")) {
            errors.at(
                attribute,
                "a field of a cache backend cannot be conditional, since it is an argument of `open`; \
                 put the `#[cfg]` on the struct and declare it twice",
            );
            return None;
        }
    }
    Some(found)
}

fn generics(found: &ItemStruct) -> Option<TokenStream> {
    let generics = &found.generics;
    match &generics.where_clause {
        _ if !generics.params.is_empty() => Some(generics.params.to_token_stream()),
        Some(clause) => Some(clause.to_token_stream()),
        None => None,
    }
}
