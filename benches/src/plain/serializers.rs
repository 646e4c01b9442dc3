use crate::Article;

/// A serializer by hand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlainSerializer {
    /// What we call ours.
    pub(crate) ours: &'static str,
    /// The crate that is called.
    pub(crate) name: &'static str,
    /// Writes values.
    pub(crate) write: fn(&[Article]) -> Vec<u8>,
    /// Reads what it wrote.
    pub(crate) read: fn(&[u8]) -> Vec<Article>,
}

const fn row(
    ours: &'static str,
    name: &'static str,
    write: fn(&[Article]) -> Vec<u8>,
    read: fn(&[u8]) -> Vec<Article>,
) -> PlainSerializer {
    PlainSerializer { ours, name, write, read }
}

/// One for each of ours. No crate has the bytes of `msgspec_json` and `pickle`: they stand beside plain JSON.
pub(crate) const SERIALIZERS: &[PlainSerializer] = &[
    row("json", "serde_json", |it| serde_json::to_vec(it).unwrap(), |it| serde_json::from_slice(it).unwrap()),
    row("msgspec_json", "serde_json", |it| serde_json::to_vec(it).unwrap(), |it| serde_json::from_slice(it).unwrap()),
    row("pickle", "serde_json", |it| serde_json::to_vec(it).unwrap(), |it| serde_json::from_slice(it).unwrap()),
    row("msgpack", "rmp_serde", |it| rmp_serde::to_vec_named(it).unwrap(), |it| rmp_serde::from_slice(it).unwrap()),
    row("cbor", "minicbor", |it| minicbor_serde::to_vec(it).unwrap(), |it| minicbor_serde::from_slice(it).unwrap()),
    row("postcard", "postcard", |it| postcard::to_stdvec(it).unwrap(), |it| postcard::from_bytes(it).unwrap()),
];
