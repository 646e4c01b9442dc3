//! Takes `name = value, name = value` apart.
//!
//! The tokens are split by hand, and each value is parsed alone. So a mistake in one option never hides one in the
//! next, and a missing value is told as such, where `syn` would say "unexpected end of input".

use proc_macro2::{Ident, Punct, TokenStream, TokenTree};

use crate::errors::{Errors, nearest, unknown_option};

/// An option that an attribute accepts.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    /// A value to show when there is none, or a wrong one.
    pub(crate) example: &'static str,
}

/// An option that the user gave.
pub(crate) struct Setting {
    pub(crate) known: &'static Known,
    /// What stands behind the `=`; nothing when that was a mistake, which is reported already.
    pub(crate) value: Option<TokenStream>,
}

/// Reads the options of an attribute, each of them at most once. Those of `configured` stand in a configuration.
pub(crate) fn settings(
    args: TokenStream,
    known: &'static [Known],
    configured: &[&str],
    errors: &mut Errors,
) -> Vec<Setting> {
    let names: Vec<_> = known.iter().map(|option| option.name).collect();
    let find = |text: &str| known.iter().find(|option| option.name == text);
    let mut settings: Vec<Setting> = Vec::new();
    for piece in split(args) {
        let Some((name, rest)) = option_name(&piece, known, errors) else { continue };
        let text = name.to_string();
        let setting = match find(&text) {
            Some(option) => Setting { known: option, value: option_value(&name, rest, option, errors) },
            None if configured.contains(&&*text) => {
                let message = format!(
                    "option `{text}` stands in the configuration, a `CacheConfig` or a file, and not in the declaration of a \
                     backend"
                );
                errors.at(&name, message);
                continue;
            }
            None => {
                errors.at(&name, unknown_option(&text, &names));
                // A misspelt option counts as given, so that nobody is told that it is missing as well.
                match nearest(&text, &names).and_then(find) {
                    Some(meant) => Setting { known: meant, value: None },
                    None => continue,
                }
            }
        };
        match settings.iter_mut().find(|given| given.known.name == setting.known.name) {
            None => settings.push(setting),
            Some(given) if given.value.is_none() => *given = setting,
            Some(_) if setting.value.is_none() => {}
            Some(_) => errors.at(&name, format!("option `{text}` is given twice; keep one of them")),
        }
    }
    settings
}

/// What stands between two commas.
struct Piece {
    tokens: Vec<TokenTree>,
    comma: Option<Punct>,
}

/// Splits at the commas that are not inside of `<…>`.
fn split(args: TokenStream) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut tokens = Vec::new();
    let mut depth = Depth::default();
    for token in args {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ',' && depth.is_outside() => {
                pieces.push(Piece { tokens: std::mem::take(&mut tokens), comma: Some(punct) });
            }
            token => {
                depth.step(&token);
                tokens.push(token);
            }
        }
    }
    if !tokens.is_empty() {
        pieces.push(Piece { tokens, comma: None });
    }
    pieces
}

/// How many `<` are open.
#[derive(Default)]
struct Depth {
    open: usize,
    after_dash: bool,
}

impl Depth {
    fn is_outside(&self) -> bool {
        self.open == 0
    }

    fn step(&mut self, token: &TokenTree) {
        let punct = if let TokenTree::Punct(punct) = token { punct.as_char() } else { ' ' };
        match punct {
            '<' => self.open += 1,
            // The `>` of `->` closes nothing.
            '>' if !self.after_dash => self.open = self.open.saturating_sub(1),
            _ => {}
        }
        self.after_dash = punct == '-';
    }
}

fn option_name<'p>(piece: &'p Piece, known: &[Known], errors: &mut Errors) -> Option<(Ident, &'p [TokenTree])> {
    let example = known.first().map(|option| format!("`{} = {}`", option.name, option.example)).unwrap_or_default();
    match (piece.tokens.split_first(), &piece.comma) {
        (Some((TokenTree::Ident(name), rest)), _) => return Some((name.clone(), rest)),
        (Some(_), _) => errors.at(
            TokenStream::from_iter(piece.tokens.iter().cloned()),
            format!("expected an option such as {example}, found `{}`", plain(&piece.tokens)),
        ),
        (None, Some(comma)) => {
            errors.at(comma, format!("expected an option such as {example} before this comma, found nothing"));
        }
        (None, None) => {}
    }
    None
}

fn option_value(name: &Ident, rest: &[TokenTree], option: &Known, errors: &mut Errors) -> Option<TokenStream> {
    let Known { name: text, example } = option;
    match rest.split_first() {
        Some((TokenTree::Punct(equals), value)) if equals.as_char() == '=' => {
            if value.is_empty() {
                let place = [TokenTree::from(name.clone()), TokenTree::from(equals.clone())];
                errors.at(
                    TokenStream::from_iter(place),
                    format!("option `{text}` has no value; write `{text} = {example}`"),
                );
                return None;
            }
            if let Some(next) = option_inside(value) {
                errors.at(&next, format!("expected a comma before `{next}`: each option ends with one"));
                return None;
            }
            Some(TokenStream::from_iter(value.iter().cloned()))
        }
        Some((found, _)) => {
            errors.at(
                found,
                format!("expected `=` after the option `{text}`, found `{found}`; write `{text} = {example}`"),
            );
            None
        }
        None => {
            errors.at(name, format!("option `{text}` has no value; write `{text} = {example}`"));
            None
        }
    }
}

/// Finds the next option where the comma between the two was forgotten.
fn option_inside(value: &[TokenTree]) -> Option<Ident> {
    let mut depth = Depth::default();
    for pair in value.windows(2) {
        depth.step(&pair[0]);
        if let [TokenTree::Ident(name), TokenTree::Punct(equals)] = pair
            && equals.as_char() == '='
            && depth.is_outside()
        {
            return Some(name.clone());
        }
    }
    None
}

fn plain(tokens: &[TokenTree]) -> String {
    TokenStream::from_iter(tokens.iter().cloned()).to_string()
}
