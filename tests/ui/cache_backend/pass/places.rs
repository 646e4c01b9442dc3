use valkey_cache::prelude::*;

pub(crate) mod outer {
    pub(crate) mod inner {
        // Nothing is imported here.
        #[valkey_cache::cache_backend(
            client = valkey_cache::client::DefaultClient,
            factory = valkey_cache::factory::ConnectionFactory,
            name = "ui-inner"
        )]
        pub(crate) struct Inner;
    }
}

#[test]
fn backends_stand_in_modules() {
    assert_eq!(outer::inner::Inner::open("memory://").unwrap().alias(), "ui-inner");
}

#[test]
fn macros_stand_in_functions() {
    use valkey_cache::codec::{BoxError, Compressor};

    #[cache_backend(client = DefaultClient, factory = ConnectionFactory, name = "ui-local", compressor = "ui-local")]
    struct Local {
        tenant: String,
    }

    #[derive(serde::Deserialize)]
    struct Same {}

    #[compressor(name = "ui-local")]
    impl Compressor for Same {
        fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
            Ok(bytes.to_vec())
        }

        fn decompress(&self, bytes: &[u8], _max_size: usize) -> Result<Vec<u8>, BoxError> {
            Ok(bytes.to_vec())
        }
    }

    #[key_function(name = "ui-local")]
    fn local_key(key: &str, prefix: &str, version: u64) -> String {
        format!("{prefix}/{version}/{key}")
    }

    let cache = Local::open("memory://", "acme".to_owned()).unwrap();
    assert_eq!((cache.tenant.as_str(), cache.compressor().name()), ("acme", "ui-local"));
    assert_eq!(local_key("a", "app", 1), "app/1/a");
}
