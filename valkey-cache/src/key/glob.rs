use std::borrow::Cow;

/// Escapes `text` so that a pattern of [KEYS](https://valkey.io/commands/keys) or
/// [SCAN](https://valkey.io/commands/scan) matches it literally.
///
/// `*`, `?` and `[` become `[*]`, `[?]` and `[[]`; a backslash is doubled, since it has its meaning in brackets too.
pub fn glob_escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '?', '[', '\\']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '*' | '?' | '[' => escaped.extend(['[', character, ']']),
            '\\' => escaped.push_str("\\\\"),
            _ => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::glob_escape;

    #[test]
    fn escapes_what_has_a_meaning() {
        assert_eq!(glob_escape("app:v1-{x}]"), "app:v1-{x}]");
        assert_eq!(glob_escape("*?[x]"), "[*][?][[]x]");
        assert_eq!(glob_escape(r"back\slash"), r"back\\slash");
    }
}
