//! Texts and bytes, and what protocols 0 to 2 make of them.

use std::borrow::Cow;

use super::document::{BYTES_PER_NODE, Document};
use super::machine::Machine;
use super::node::{Id, Node, Span};
use crate::codec::pickle::PickleError;
use crate::codec::pickle::global::Global;

impl Machine<'_> {
    pub(super) fn escaped_text(&mut self) -> Result<(), PickleError> {
        let line = self.line()?;
        let is_plain = self.document.slice(line).iter().all(|byte| byte.is_ascii() && *byte != b'\\');
        self.make(if is_plain { Node::Text(line) } else { Node::Escaped(line) })
    }

    /// Reads a text as Python 2 prints it. Python 3 writes none; what has escapes is left to it.
    pub(super) fn quoted_text(&mut self) -> Result<(), PickleError> {
        let line = self.line()?;
        let span = Span { start: line.start + 1, len: line.len.saturating_sub(2) };
        match self.document.slice(line) {
            [b'\'', text @ .., b'\''] | [b'"', text @ .., b'"'] if text.iter().all(|b| b.is_ascii() && *b != b'\\') => {
                self.make(Node::Text(span))
            }
            _ => Err(PickleError::new("found a text of Python 2 with escapes, expected one without")),
        }
    }
}

impl<'de> Document<'de> {
    /// Returns the text of a node; none when it is no text.
    pub(super) fn text(&self, node: Node) -> Option<Result<Cow<'de, str>, PickleError>> {
        match node {
            Node::Text(span) => Some(self.utf8(span).map(Cow::Borrowed)),
            Node::Escaped(span) => Some(self.unescaped(span).map(Cow::Owned)),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn utf8(&self, span: Span) -> Result<&'de str, PickleError> {
        self.spend_on(span)?;
        std::str::from_utf8(self.slice(span)).map_err(|_| not_unicode())
    }

    #[inline]
    pub(super) fn spend_on(&self, span: Span) -> Result<(), PickleError> {
        self.spend(u64::from(span.len) / BYTES_PER_NODE as u64)
    }

    /// Reads what stands for itself up to U+00FF, and else as `\uXXXX` or `\UXXXXXXXX`.
    pub(super) fn unescaped(&self, span: Span) -> Result<String, PickleError> {
        self.spend_on(span)?;
        let mut rest = self.slice(span);
        let mut text = String::with_capacity(rest.len());
        while let [byte, after @ ..] = rest {
            let digits = match (byte, after.first()) {
                (b'\\', Some(b'u')) => 4,
                (b'\\', Some(b'U')) => 8,
                _ => {
                    text.push(char::from(*byte));
                    rest = after;
                    continue;
                }
            };
            let code = after.get(1..=digits).and_then(|digits| std::str::from_utf8(digits).ok());
            let code = code.and_then(|digits| u32::from_str_radix(digits, 16).ok());
            let code = code.ok_or_else(|| PickleError::new("found an escape in a text without its digits"))?;
            text.push(char::from_u32(code).ok_or_else(not_unicode)?);
            rest = &after[1 + digits..];
        }
        Ok(text)
    }

    /// Returns the bytes of a node; none when it holds no bytes.
    pub(super) fn bytes(&self, id: Id) -> Option<Result<Cow<'de, [u8]>, PickleError>> {
        match self.node(id) {
            Node::Bytes(span) => Some(self.spend_on(span).map(|()| Cow::Borrowed(self.slice(span)))),
            Node::Object { callable, args, .. } => match self.node(callable) {
                Node::Global(Global::Encode) => {
                    let [text, encoding] = self.exactly(args)?;
                    let encoding = self.text(self.node(encoding))?;
                    if !encoding.is_ok_and(|name| matches!(&*name, "latin1" | "latin-1")) {
                        return None;
                    }
                    Some(self.text(self.node(text))?.and_then(|text| latin1(&text)))
                }
                Node::Global(Global::Bytes) if self.exactly(args) == Some([]) => Some(Ok(Cow::Borrowed(b""))),
                _ => None,
            },
            _ => None,
        }
    }
}

fn latin1<'de>(text: &str) -> Result<Cow<'de, [u8]>, PickleError> {
    let bytes: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    bytes.map(Cow::Owned).map_err(|_| PickleError::new("found bytes with a character beyond U+00FF"))
}

#[cold]
fn not_unicode() -> PickleError {
    PickleError::new(
        "found a text that is not Unicode, since it holds a lone surrogate or is damaged; it can be read as bytes",
    )
}
