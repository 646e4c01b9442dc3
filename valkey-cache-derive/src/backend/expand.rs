//! Writes what `#[cache_backend]` stands for.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Fields, Index, ItemStruct, Type};

use super::settings::Settings;
use crate::attr::Timeout;
use crate::errors::Errors;
use crate::plugin::{cfg_of, private};

/// The name of the client in the emitted block, unlike any that a field's type may have there.
const CLIENT_ALIAS: &str = "__ValkeyCacheClient";

/// Writes the struct with its added field, and the block that makes it a registered cache.
pub(super) fn backend(target: &ItemStruct, settings: Settings, errors: Errors) -> TokenStream {
    let private = private(settings.krate.as_ref());
    let Settings { client, factory, .. } = &settings;
    let registration = errors.is_empty().then(|| registration(target, &private));
    let client_type = client_type(client.as_ref(), errors, &private);
    let factory_type = factory_type(client.as_ref(), factory.as_ref(), &private);
    let core_name = core_name(&target.fields);
    let declaration = declaration(target, &core_name, &private);
    let wiring = wiring(target, &core_name, &factory_type, &settings, &private);
    let constructors = constructors(target, &private);
    let client_alias = Ident::new(CLIENT_ALIAS, Span::call_site());
    let cfg = cfg_of(&target.attrs);
    quote! {
        #declaration
        #(#cfg)*
        const _: () = {
            type #client_alias = #client_type;
            #wiring
            #constructors
            #registration
        };
    }
}

/// Writes the client as itself, seen through a check.
///
/// When the check between the braces fails to compile, rustc takes the whole type for an error that it has told
/// already, and stays silent wherever the type is used. So a wrong client, or a mistake in the attribute, is told once
/// and not once for every line below. This is also why all mistakes of the attribute are put here.
fn client_type(client: Option<&Type>, errors: Errors, private: &TokenStream) -> TokenStream {
    let errors = errors.into_tokens();
    match client {
        Some(client) => {
            let check = quote_spanned!(client.span()=> #private::is_client::<#client>());
            quote!(<#client as #private::Checked<{ #errors #check }>>::Type)
        }
        None => quote!(<() as #private::Checked<{ #errors }>>::Type),
    }
}

/// Writes the factory, seen through a check too, or the default factory of the client.
fn factory_type(client: Option<&Type>, factory: Option<&Type>, private: &TokenStream) -> TokenStream {
    if let Some(factory) = factory {
        let check = quote_spanned!(factory.span()=> #private::is_factory::<#factory>());
        return quote!(<#factory as #private::Checked<{ #check }>>::Type);
    }
    // Where there is no factory to point at, the message points at the client.
    let alias = Ident::new(CLIENT_ALIAS, client.map_or_else(Span::call_site, Spanned::span));
    let check = quote_spanned!(alias.span()=> #private::has_default_factory::<#alias>());
    quote!(<<#alias as #private::Checked<{ #check }>>::Type as #private::DefaultFactory>::Factory)
}

/// Picks a name for the added field that no field of the user has.
fn core_name(fields: &Fields) -> Ident {
    let taken = |name: &str| fields.iter().any(|field| field.ident.as_ref().is_some_and(|ident| ident.unraw() == name));
    let mut name = "core".to_owned();
    while taken(&name) {
        name.insert_str(0, "cache_");
    }
    Ident::new(&name, Span::call_site())
}

/// Writes the struct with the field that makes it a cache.
fn declaration(target: &ItemStruct, core_name: &Ident, private: &TokenStream) -> TokenStream {
    let ItemStruct { attrs, vis, struct_token, ident, fields, .. } = target;
    let core = quote! {
        #private::Core<<#ident as #private::BaseValkeyCache>::Client, <#ident as #private::BaseValkeyCache>::Factory>
    };
    let doc = quote!(#[doc = "The connections, the codec and the settings of this cache."]);
    let own = fields.iter();
    let body = match fields {
        Fields::Unnamed(_) => quote!((#(#own,)* #doc #core);),
        Fields::Named(_) | Fields::Unit => quote!({ #(#own,)* #doc #core_name: #core }),
    };
    quote!(#(#attrs)* #vis #struct_token #ident #body)
}

/// Writes the impl that ties client, factory, own fields and defaults to the struct.
fn wiring(
    target: &ItemStruct,
    core_name: &Ident,
    factory: &TokenStream,
    settings: &Settings,
    private: &TokenStream,
) -> TokenStream {
    let ItemStruct { ident, fields, .. } = target;
    let client = Ident::new(CLIENT_ALIAS, Span::call_site());
    let name = match &settings.name {
        Some(name) => name.to_token_stream(),
        None => ident.unraw().to_string().to_token_stream(),
    };
    let defaults = defaults(settings, private);
    let field_types = fields.iter().map(|field| &field.ty);
    // When the type of a field is more private than the struct, the message points at the fields.
    let own_types = quote_spanned!(fields_span(fields)=> type Fields = (#(#field_types,)*););
    let members: Vec<_> = fields.members().collect();
    let own = if members.is_empty() { quote!(_) } else { quote!(fields) };
    let positions = (0..members.len()).map(Index::from);
    let core_member = match fields {
        Fields::Unnamed(_) => Index::from(members.len()).to_token_stream(),
        Fields::Named(_) | Fields::Unit => core_name.to_token_stream(),
    };
    quote! {
        #[automatically_derived]
        impl #private::BaseValkeyCache for #ident {
            type Client = #client;
            type Factory = #factory;
            #own_types

            const NAME: &'static ::core::primitive::str = #name;

            fn defaults() -> #private::CacheConfig {
                #defaults
            }

            fn assemble(core: #private::Core<Self::Client, Self::Factory>, #own: Self::Fields) -> Self {
                Self { #(#members: #own.#positions,)* #core_member: core }
            }

            fn core(&self) -> &#private::Core<Self::Client, Self::Factory> {
                &self.#core_member
            }
        }
    }
}

/// Gives the place of all fields, with their braces.
fn fields_span(fields: &Fields) -> Span {
    match fields {
        Fields::Named(fields) => fields.brace_token.span.join(),
        Fields::Unnamed(fields) => fields.paren_token.span.join(),
        Fields::Unit => Span::call_site(),
    }
}

/// Writes the settings that hold where a configuration says nothing.
fn defaults(settings: &Settings, private: &TokenStream) -> TokenStream {
    let serializer = settings.serializer.iter();
    let compressor = settings.compressor.iter();
    let key_prefix = settings.key_prefix.iter();
    let version = settings.version.iter();
    let timeout = settings.timeout.iter().map(|timeout| match timeout {
        Timeout::Seconds(seconds) => quote!(#private::Timeout::from_secs_f64(#seconds)),
        Timeout::Never => quote!(#private::Timeout::Never),
    });
    quote! {
        #private::CacheConfig::new()
            #(.serializer(#serializer))*
            #(.compressor(#compressor))*
            #(.key_prefix(#key_prefix))*
            #(.version(#version))*
            #(.timeout(#timeout))*
    }
}

/// Writes `open` and `from_config` of a struct with fields of its own. Other backends have them from the trait.
fn constructors(target: &ItemStruct, private: &TokenStream) -> Option<TokenStream> {
    let ItemStruct { vis, ident, fields, .. } = target;
    if fields.is_empty() {
        return None;
    }
    let types: Vec<_> = fields.iter().map(|field| &field.ty).collect();
    let names: Vec<_> = (0..).zip(fields).map(|(position, field)| argument(position, field)).collect();
    // A field of the user may have the same name: names of the mixed site do not meet it.
    let location = Ident::new("location", Span::mixed_site());
    let config = Ident::new("config", Span::mixed_site());
    Some(quote! {
        #[allow(dead_code, clippy::too_many_arguments, reason = "a service may need one of the two, with all its fields")]
        impl #ident {
            /// Opens the cache at `location`, with the settings of its declaration.
            ///
            /// The other arguments are the fields of the struct.
            ///
            /// # Errors
            ///
            /// Fails when `location` is not a URL of a server, or when a setting of the declaration is not valid.
            #vis fn open(
                #location: impl ::core::convert::Into<#private::Location>,
                #(#names: #types,)*
            ) -> #private::Result<Self> {
                <Self as #private::BaseValkeyCache>::open_with(#location, (#(#names,)*))
            }

            /// Opens the cache from a configuration, whose settings override those of the declaration.
            ///
            /// The other arguments are the fields of the struct.
            ///
            /// # Errors
            ///
            /// Fails when a setting is missing or not valid.
            #vis fn from_config(#config: &#private::CacheConfig, #(#names: #types,)*) -> #private::Result<Self> {
                <Self as #private::BaseValkeyCache>::from_config_with(#config, (#(#names,)*))
            }
        }
    })
}

fn argument(position: usize, field: &syn::Field) -> Ident {
    match &field.ident {
        Some(name) => name.clone(),
        None => Ident::new(&format!("field_{position}"), Span::mixed_site()),
    }
}

fn registration(target: &ItemStruct, private: &TokenStream) -> TokenStream {
    let ident = &target.ident;
    quote! {
        #private::inventory::submit! {
            #private::BackendRegistration::new::<#ident>(::core::file!(), ::core::line!())
        }
    }
}
