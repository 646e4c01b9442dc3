//! Runs the expansions on tokens; that what they emit compiles is shown by `tests/ui`.

mod backend;
mod codec;
mod key_function;
mod options;

use proc_macro2::{TokenStream, TokenTree};

/// Gives the texts of all `compile_error!`s, in order.
fn messages(tokens: TokenStream) -> Vec<String> {
    let mut messages = Vec::new();
    let mut in_error = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => in_error = ident == "compile_error",
            TokenTree::Group(group) if in_error => {
                messages.push(syn::parse2::<syn::LitStr>(group.stream()).expect("a message").value());
                in_error = false;
            }
            TokenTree::Group(group) => messages.extend(self::messages(group.stream())),
            _ => {}
        }
    }
    messages
}

/// Says that the tokens hold exactly one mistake, and gives its text.
fn message(tokens: TokenStream) -> String {
    let mut found = messages(tokens);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

/// Gives the text of tokens, without what depends on their spacing and on rustfmt.
fn plain(tokens: &TokenStream) -> String {
    let dense: String = tokens.to_string().split_whitespace().collect();
    dense.replace(",)", ")")
}

fn assert_same(found: TokenStream, expected: TokenStream) {
    assert_eq!(plain(&found), plain(&expected));
}
