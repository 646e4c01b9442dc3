use std::fmt;
use std::hint::black_box;
use std::rc::Rc;

use valkey_cache::codec::{AnyCompressor, AnySerializer, Codec};

use crate::plain::{COMPRESSORS, MAX_SIZE, PlainCompressor, PlainSerializer, SERIALIZERS};
use crate::{Article, Side};

/// How many articles are about as long, as JSON.
const SIZES: [(&str, usize); 3] = [("100 B", 1), ("10 KB", 100), ("1 MB", 10_000)];

/// One way of a codec, done by ours and by the crate that it is built on.
pub struct CodecWork {
    /// What is done, as `json write 10 KB`.
    pub name: String,
    /// The crate.
    pub plain: &'static str,
    ours: Box<dyn Fn()>,
    raw: Box<dyn Fn()>,
}

impl CodecWork {
    /// Returns all there is.
    pub fn all() -> Vec<Self> {
        let serializers = SERIALIZERS.iter().flat_map(|plain| SIZES.map(|size| Self::serializing(plain, size)));
        let compressors = COMPRESSORS.iter().flat_map(|plain| SIZES.map(|size| Self::compressing(plain, size)));
        serializers.chain(compressors).flatten().collect()
    }

    /// Does it once.
    pub fn perform(&self, side: Side) {
        match side {
            Side::Ours => (self.ours)(),
            Side::Raw => (self.raw)(),
        }
    }

    /// Ours is all that a codec does with a value that is not compressed.
    fn serializing(plain: &PlainSerializer, (size, count): (&str, usize)) -> [Self; 2] {
        let PlainSerializer { ours, name, write, read } = *plain;
        let codec = Codec::from_parts(AnySerializer::named(ours).unwrap(), AnyCompressor::default());
        let articles: Rc<[_]> = Article::several(count).into();
        let (our_bytes, raw_bytes) = (codec.encode(&articles[..]).unwrap(), write(&articles));
        assert_eq!(codec.decode::<Vec<Article>>(&our_bytes).unwrap(), *articles, "{ours} reads what it wrote");
        assert_eq!(read(&raw_bytes), *articles, "{name} reads what it wrote");

        let (writer, our_articles) = (codec.clone(), Rc::clone(&articles));
        [
            Self {
                name: format!("{ours} write {size}"),
                plain: name,
                ours: done(move || writer.encode(black_box(&our_articles[..])).unwrap()),
                raw: done(move || write(black_box(&articles))),
            },
            Self {
                name: format!("{ours} read {size}"),
                plain: name,
                ours: done(move || codec.decode::<Vec<Article>>(black_box(&our_bytes)).unwrap()),
                raw: done(move || read(black_box(&raw_bytes))),
            },
        ]
    }

    fn compressing(plain: &PlainCompressor, (size, count): (&str, usize)) -> [Self; 2] {
        let PlainCompressor { ours, name, compress, decompress } = *plain;
        let compressor = AnyCompressor::named(ours).unwrap().with_max_decompressed_size(MAX_SIZE);
        let payload: Rc<[u8]> = serde_json::to_vec(&Article::several(count)).unwrap().into();
        let bytes: Rc<[u8]> = compressor.compress(&payload).unwrap().into();
        for restored in [compressor.decompress(&compress(&payload)).unwrap(), decompress(&bytes)] {
            assert_eq!(restored, *payload, "{ours} and {name} restore what the other one compressed");
        }

        let (writer, our_payload, our_bytes) = (compressor.clone(), Rc::clone(&payload), Rc::clone(&bytes));
        [
            Self {
                name: format!("{ours} write {size}"),
                plain: name,
                ours: done(move || writer.compress(black_box(&our_payload)).unwrap()),
                raw: done(move || compress(black_box(&payload))),
            },
            Self {
                name: format!("{ours} read {size}"),
                plain: name,
                ours: done(move || compressor.decompress(black_box(&our_bytes)).unwrap()),
                raw: done(move || decompress(black_box(&bytes))),
            },
        ]
    }
}

impl fmt::Debug for CodecWork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodecWork").field("name", &self.name).field("plain", &self.plain).finish_non_exhaustive()
    }
}

/// Lets the work be done for good, though nobody looks at the outcome.
fn done<T>(work: impl Fn() -> T + 'static) -> Box<dyn Fn()> {
    Box::new(move || drop(black_box(work())))
}
