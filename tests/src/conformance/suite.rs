use std::fmt;
use std::marker::PhantomData;

use valkey_cache::backend::BaseValkeyCache;
use valkey_cache::client::{AtomicOverKeys, BareValues};
use valkey_cache::{CacheConfig, Result};

use super::{Case, Style};
use crate::fresh_prefix;

type Open<B> = Box<dyn Fn(CacheConfig) -> Result<B> + Send + Sync>;

/// The behaviours of every backend, over caches that a closure opens.
pub struct Suite<B, S> {
    open: Open<B>,
    is_tagged: bool,
    style: PhantomData<S>,
}

impl<B: BaseValkeyCache, S: Style<B>> Suite<B, S> {
    /// Takes the closure that opens a cache with what it is given, and at its own location where it is given none.
    ///
    /// All caches that it opens there must be the same store.
    pub fn new(open: impl Fn(CacheConfig) -> Result<B> + Send + Sync + 'static) -> Self {
        Self { open: Box::new(open), is_tagged: false, style: PhantomData }
    }

    /// Puts a tag into every prefix, so that the keys of a behaviour are on one server: for clients that spread keys.
    #[must_use]
    pub fn tagged(self) -> Self {
        Self { is_tagged: true, ..self }
    }

    /// Opens a cache.
    ///
    /// # Panics
    /// When the closure fails.
    pub(super) fn open(&self, config: CacheConfig) -> B {
        (self.open)(config).unwrap_or_else(|error| panic!("the cache does not open: {error}"))
    }

    pub(super) fn case(&self, behaviour: &'static str) -> Case<'_, B, S> {
        let prefix = format!("{}-{behaviour}", fresh_prefix());
        Case::new(self, if self.is_tagged { format!("{{{prefix}}}") } else { prefix })
    }
}

macro_rules! groups {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        impl<B: BaseValkeyCache, S: Style<B>> Suite<B, S> {
            /// The names of the groups.
            pub const GROUPS: &'static [&'static str] = &[$(stringify!($name)),+];

            /// Runs all groups.
            ///
            /// # Panics
            /// When a promise is not kept; so do the groups.
            pub fn all(&self) {
                $(self.$name();)+
            }

            $($(#[doc = $doc])+ pub fn $name(&self) {
                S::block_on(super::$name::all(self));
            })+
        }
    };
}

groups! {
    /// Runs what values under a key promise.
    strings,
    /// Runs what the expiry of keys promises.
    expiry,
    /// Runs what keys and versions promise.
    keys,
    /// Runs what keys of any text promise.
    key_texts,
    /// Runs what operations on many keys promise.
    many,
    /// Runs what deleting by pattern promises.
    patterns,
    /// Runs what hashes promise.
    hashes,
    /// Runs what lists promise.
    lists,
    /// Runs what sets promise.
    sets,
    /// Runs what sorted sets promise.
    sorted_sets,
    /// Runs what each form of `zrange` promises.
    zrange,
    /// Runs what loading a missing value promises.
    lookup,
    /// Runs what locks promise.
    locks,
    /// Runs what batches promise.
    batches,
    /// Runs what serializers and compressors promise.
    codecs,
    /// Runs what is promised of values that cannot be read.
    undecodable,
    /// Runs what operations on the whole server promise. Empties the database.
    server,
    /// Runs what is promised when the server cannot be reached.
    unreachable,
}

/// For clients that spread keys over servers.
impl<B: BaseValkeyCache, S: Style<B>> Suite<B, S> {
    /// Runs all groups, but for those that need several keys on one server. Empties the database.
    ///
    /// # Panics
    /// When a promise is not kept.
    pub fn apart(&self) {
        self.strings();
        self.expiry();
        self.keys();
        self.key_texts();
        self.many();
        self.patterns();
        self.hashes();
        self.lists();
        self.sorted_sets();
        self.zrange();
        self.lookup();
        self.locks();
        self.batches();
        self.codecs();
        self.undecodable();
        self.unreachable();
        self.server();
    }

    /// Runs the groups that need several keys on one server, or look at them otherwise then: for a suite that is
    /// [tagged](Self::tagged).
    ///
    /// # Panics
    /// When a promise is not kept.
    pub fn together(&self) {
        self.keys();
        self.patterns();
        self.sets();
        self.sorted_sets();
        self.batches();
    }
}

impl<B: BaseValkeyCache<Client: AtomicOverKeys>, S: Style<B>> Suite<B, S> {
    /// Runs what several keys in one step promise.
    ///
    /// # Panics
    /// When a promise is not kept.
    pub fn atomic(&self) {
        S::block_on(super::atomic::all(self));
    }
}

impl<B: BaseValkeyCache<Client: BareValues>, S: Style<B>> Suite<B, S> {
    /// Runs what numbers promise.
    ///
    /// # Panics
    /// When a promise is not kept.
    pub fn counters(&self) {
        S::block_on(super::counters::all(self));
    }

    /// Runs what else is promised where nothing stands around values.
    ///
    /// # Panics
    /// When a promise is not kept.
    pub fn bare(&self) {
        S::block_on(super::bare::all(self));
    }

    /// Runs what is promised there when the server cannot be reached.
    ///
    /// # Panics
    /// When a promise is not kept.
    pub fn uncounted(&self) {
        S::block_on(super::uncounted::all(self));
    }
}

impl<B, S> fmt::Debug for Suite<B, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suite").finish_non_exhaustive()
    }
}
