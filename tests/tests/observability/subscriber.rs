//! A subscriber that remembers what this crate's library says.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::with_default;
use tracing::{Event, Metadata, Subscriber};

/// What was said, in order: a span has the level and name, an event the level and message.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) what: String,
    pub(super) fields: BTreeMap<String, String>,
}

impl Said {
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<Said>>>);

/// Runs `body` and returns what was said in this thread meanwhile.
pub(super) fn listen(body: impl FnOnce()) -> Vec<Said> {
    let listener = Listener::default();
    with_default(listener.clone(), body);
    listener.0.lock().unwrap().clone()
}

/// Returns everything that was said, as one text.
pub(super) fn as_text(said: &[Said]) -> String {
    let mut text = String::new();
    for Said { what, fields } in said {
        writeln!(text, "{what} {fields:?}").unwrap();
    }
    text
}

struct Fields<'s>(&'s mut Said);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.fields.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.fields.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("valkey_cache")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut said =
            Said { what: format!("{} {}", span.metadata().level(), span.metadata().name()), ..Said::default() };
        span.record(&mut Fields(&mut said));
        let mut all = self.0.lock().unwrap();
        all.push(said);
        Id::from_u64(all.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let index = span.into_u64() as usize - 1;
        values.record(&mut Fields(&mut self.0.lock().unwrap()[index]));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut said = Said { what: event.metadata().level().to_string(), ..Said::default() };
        event.record(&mut Fields(&mut said));
        self.0.lock().unwrap().push(said);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
