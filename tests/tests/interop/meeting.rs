//! Where both meet: an empty database, caches of this crate on it, and Django's.

use std::future::Future;
use std::marker::PhantomData;
use std::panic::Location;

use serde_json::{Value as Json, json};
use valkey_cache::backend::{Action, BaseValkeyCache};
use valkey_cache::commands::Pages;
use valkey_cache::operation::Operation;
use valkey_cache::{CacheConfig, ErrorKind};
use valkey_cache_tests::Namespace;
use valkey_cache_tests::conformance::{ByAwait, ByRun, Style};

use super::codecs::Serializer;
use super::peer::{Django, Peer};
use super::{InteropAwaitedCache, InteropRunCache};

pub(super) struct Meeting<B, S> {
    pub(super) namespace: Namespace,
    style: PhantomData<fn() -> (B, S)>,
}

pub(super) fn awaited(behaviour: impl AsyncFnOnce(Meeting<InteropAwaitedCache, ByAwait>)) {
    <ByAwait as Style<InteropAwaitedCache>>::block_on(behaviour(Meeting::new()));
}

pub(super) fn run(behaviour: impl AsyncFnOnce(Meeting<InteropRunCache, ByRun>)) {
    <ByRun as Style<InteropRunCache>>::block_on(behaviour(Meeting::new()));
}

impl<B: BaseValkeyCache<Fields = ()>, S: Style<B>> Meeting<B, S> {
    fn new() -> Self {
        Self { namespace: Namespace::new(), style: PhantomData }
    }

    /// Opens a cache of this crate.
    pub(super) fn ours(&self, config: CacheConfig) -> B {
        B::from_config(&config.location(self.namespace.url())).expect("the cache opens")
    }

    /// Opens a cache of Django's with the shared peer.
    pub(super) fn django(&self, settings: Json) -> Django<'static> {
        Peer::shared().open(django_settings(&self.namespace, settings))
    }

    /// Opens one of each, which speak JSON and have the same prefix.
    pub(super) fn both(&self) -> (B, Django<'static>) {
        (self.ours(CacheConfig::new().key_prefix("app")), self.django(json!({ "KEY_PREFIX": "app" })))
    }

    /// Opens one of each, which have this serializer and compressor.
    pub(super) fn with(&self, serializer: &Serializer, compressor: &'static str) -> (B, Django<'static>) {
        let (config, settings) = serializer.with(compressor);
        (self.ours(config), self.django(settings))
    }

    /// Expects that the operation works; a failure names the line of the behaviour.
    #[track_caller]
    pub(super) fn ok<'c, O: Operation + 'c>(&self, action: Action<'c, B, O>) -> impl Future<Output = O::Output> {
        let place = Location::caller();
        async move { S::go(action).await.unwrap_or_else(|error| panic!("at {place}: {error}")) }
    }

    /// Expects that the operation fails, and that the kind is this.
    #[track_caller]
    pub(super) fn fails<'c, O: Operation + 'c>(
        &self,
        action: Action<'c, B, O>,
        kind: ErrorKind,
    ) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let found = S::go(action).await.map(|_| "it worked").map_err(|error| error.kind());
            assert_eq!(found, Err(kind), "at {place}");
        }
    }

    /// Goes through all pages, and sorts what they bring.
    pub(super) async fn items<'c>(&self, pages: Pages<'c, B, String>) -> Vec<String> {
        let mut items = S::items(pages).await.expect("all pages come");
        items.sort();
        items
    }
}

/// Completes the settings of a Django cache: where it is, and JSON unless they say otherwise.
pub(super) fn django_settings(namespace: &Namespace, mut settings: Json) -> Json {
    settings["BACKEND"] = "django_valkey.cache.ValkeyCache".into();
    settings["LOCATION"] = namespace.url().into();
    let options = &mut settings["OPTIONS"];
    if options["SERIALIZER"].is_null() {
        options["SERIALIZER"] = "django_valkey.serializers.json.JSONSerializer".into();
    }
    // In seconds; a server that does not answer fails the test instead of hanging it.
    options["SOCKET_TIMEOUT"] = 30.into();
    settings
}
