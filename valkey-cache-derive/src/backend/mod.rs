//! `#[cache_backend]`.

mod check;
mod expand;
mod settings;

use proc_macro2::TokenStream;

use crate::errors::Errors;

/// Expands `#[cache_backend(args)] item`.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let settings = settings::read(args, &mut errors);
    match check::target(item.clone(), &mut errors) {
        Some(target) => expand::backend(&target, settings, errors),
        None => {
            let errors = errors.into_tokens();
            quote::quote!(#item #errors)
        }
    }
}
