//! What the expansions of all attributes need.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, LitStr, Path};

use crate::attr::Setting;
use crate::errors::Errors;

/// Gives the path of the module that generated code may name.
pub(crate) fn private(krate: Option<&Path>) -> TokenStream {
    match krate {
        Some(krate) => quote!(#krate::__private),
        None => quote!(::valkey_cache::__private),
    }
}

/// Picks the conditions of an item, which hold for what is emitted beside it.
pub(crate) fn cfg_of(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"))
}

/// Says that a plugin has no name, when it has none.
pub(super) fn require_name(given: &[Setting], example: &str, errors: &mut Errors) {
    if !given.iter().any(|setting| setting.known.name == "name") {
        errors.at_attribute(format!("option `name` is missing, which a configuration uses; write `{example}`"));
    }
}

/// Writes the item as it was, and beside it the registration, or the mistakes.
pub(super) fn beside(
    item: &TokenStream,
    attributes: &[Attribute],
    private: &TokenStream,
    name: Option<&LitStr>,
    errors: Errors,
    registration: impl FnOnce(&LitStr) -> TokenStream,
) -> TokenStream {
    match name.filter(|_| errors.is_empty()) {
        Some(name) => {
            let cfg = cfg_of(attributes);
            let registration = registration(name);
            quote! {
                #item
                #(#cfg)*
                const _: () = {
                    #private::inventory::submit! { #registration }
                };
            }
        }
        None => {
            let errors = errors.into_tokens();
            quote!(#item #errors)
        }
    }
}
