//! Reads the value of an option as what it has to be. The span of the value is kept.

use std::time::Duration;

use proc_macro2::{Literal, TokenStream};
use quote::ToTokens;
use syn::parse::Parser;
use syn::{Lit, LitStr, Path, Type};

use super::Setting;
use crate::errors::Errors;

/// How long a value lives when a call does not say.
pub(crate) enum Timeout {
    /// A number of seconds, written as an `f64`.
    Seconds(Literal),
    /// Until it is deleted.
    Never,
}

/// Reads a string that is not empty.
pub(crate) fn text(setting: &Setting, errors: &mut Errors) -> Option<LitStr> {
    let literal = string(setting, errors)?;
    if literal.value().trim().is_empty() {
        errors.at(&literal, format!("option `{}` is empty; {}", setting.known.name, such_as(setting)));
        return None;
    }
    Some(literal)
}

/// Reads a string, which may be empty.
pub(crate) fn string(setting: &Setting, errors: &mut Errors) -> Option<LitStr> {
    let value = setting.value.as_ref()?;
    let literal = syn::parse2(value.clone()).ok();
    if literal.is_none() {
        wrong(setting, value, "a string", errors);
    }
    literal
}

/// Reads the name that a plugin is registered by.
pub(crate) fn plugin_name(setting: &Setting, errors: &mut Errors) -> Option<LitStr> {
    let name = text(setting, errors)?;
    let stray = |letter: &char| !(letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.'));
    if let Some(letter) = name.value().chars().find(stray) {
        errors.at(
            &name,
            format!("the name {:?} has {letter:?} in it; use letters, digits, `_`, `-` and `.` only", name.value()),
        );
        return None;
    }
    Some(name)
}

/// Reads the name of a type, generic arguments included.
pub(crate) fn type_name(setting: &Setting, errors: &mut Errors) -> Option<Type> {
    let value = setting.value.as_ref()?;
    if let Ok(text) = syn::parse2::<LitStr>(value.clone()) {
        let name = setting.known.name;
        errors.at(
            &text,
            format!(
                "option `{name}` takes a type, found a string; write `{name} = {}` without the quotes",
                text.value()
            ),
        );
        return None;
    }
    let named = syn::parse2(value.clone()).ok().filter(is_named);
    if named.is_none() {
        wrong(setting, value, "the name of a type", errors);
    }
    named
}

fn is_named(found: &Type) -> bool {
    match found {
        Type::Path(_) => true,
        // What a `$name:ty` of `macro_rules!` arrives in.
        Type::Group(group) => is_named(&group.elem),
        _ => false,
    }
}

/// Reads the path of a function.
pub(crate) fn path(setting: &Setting, errors: &mut Errors) -> Option<Path> {
    let value = setting.value.as_ref()?;
    let found = Path::parse_mod_style.parse2(value.clone()).ok();
    if found.is_none() {
        wrong(setting, value, "a path", errors);
    }
    found
}

/// Reads the path of a crate or module, bare or in a string.
pub(crate) fn crate_path(setting: &Setting, errors: &mut Errors) -> Option<Path> {
    let value = setting.value.as_ref()?;
    let found = match syn::parse2::<LitStr>(value.clone()) {
        Ok(text) => text.parse_with(Path::parse_mod_style).ok(),
        Err(_) => Path::parse_mod_style.parse2(value.clone()).ok(),
    };
    if found.is_none() {
        wrong(setting, value, "a path", errors);
    }
    found
}

/// Reads a whole number that is not negative.
pub(crate) fn version(setting: &Setting, errors: &mut Errors) -> Option<Literal> {
    let value = setting.value.as_ref()?;
    let number = match syn::parse2(value.clone()) {
        Ok(Lit::Int(number)) if matches!(number.suffix(), "" | "u64") => number.base10_parse::<u64>().ok(),
        _ => None,
    };
    if number.is_none() {
        wrong(setting, value, "a whole number from 0 to 18446744073709551615", errors);
    }
    number.map(|number| spanned(Literal::u64_suffixed(number), value))
}

/// Reads a number of seconds, or `"never"`.
pub(crate) fn timeout(setting: &Setting, errors: &mut Errors) -> Option<Timeout> {
    let value = setting.value.as_ref()?;
    let seconds = match syn::parse2(value.clone()) {
        Ok(Lit::Str(word)) if word.value() == "never" => return Some(Timeout::Never),
        Ok(Lit::Int(number)) if matches!(number.suffix(), "" | "u64" | "f64") => number.base10_parse::<f64>().ok(),
        Ok(Lit::Float(number)) if matches!(number.suffix(), "" | "f64") => number.base10_parse::<f64>().ok(),
        _ => None,
    };
    let seconds = seconds.filter(|seconds| Duration::try_from_secs_f64(*seconds).is_ok());
    if seconds.is_none() {
        wrong(setting, value, "a number of seconds, 0 or more, or \"never\"", errors);
    }
    seconds.map(|seconds| Timeout::Seconds(spanned(Literal::f64_suffixed(seconds), value)))
}

fn spanned(mut literal: Literal, place: &TokenStream) -> Literal {
    if let Some(token) = place.to_token_stream().into_iter().next() {
        literal.set_span(token.span());
    }
    literal
}

fn wrong(setting: &Setting, value: &TokenStream, expected: &str, errors: &mut Errors) {
    let name = setting.known.name;
    let found = value.to_string();
    // The compiler writes the tokens of `-1` apart.
    let found = found.strip_prefix("- ").map_or(found.clone(), |number| format!("-{number}"));
    errors.at(value, format!("option `{name}` takes {expected}, found `{found}`; {}", such_as(setting)));
}

fn such_as(setting: &Setting) -> String {
    format!("write for example `{} = {}`", setting.known.name, setting.known.example)
}
