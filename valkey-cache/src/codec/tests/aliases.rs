use crate::ErrorKind;
use crate::codec::{AnyCompressor, AnySerializer, PluginConfig, aliases, compressor, serializer};

/// Expects of each path the built-in of its name, or the feature to enable.
#[track_caller]
fn each_is_known(
    aliases: &[(&str, &str)],
    behind_features: &[(&str, &str)],
    make: impl Fn(&str) -> crate::Result<&'static str>,
) {
    for (path, name) in aliases {
        let error = match make(path) {
            Ok(made) => {
                assert_eq!(made, *name, "{path}");
                continue;
            }
            Err(error) => error,
        };
        assert_eq!(error.kind(), ErrorKind::Config);
        if let Some((_, feature)) = behind_features.iter().find(|(behind, _)| behind == name) {
            let said = format!("'{name}' ({path}) is not in this build: enable the cargo feature `{feature}`");
            assert!(error.to_string().contains(&said), "{error}");
        }
    }
}

#[test]
fn every_path_leads_to_a_built_in() {
    each_is_known(
        aliases::SERIALIZERS,
        serializer::KIND.behind_features,
        |path| Ok(AnySerializer::named(path)?.name()),
    );
    each_is_known(
        aliases::COMPRESSORS,
        compressor::KIND.behind_features,
        |path| Ok(AnyCompressor::named(path)?.name()),
    );
}

#[cfg(feature = "json")]
#[test]
fn the_json_class_is_json() {
    let codec = crate::codec::Codec::new(
        &"django_valkey.serializers.json.JSONSerializer".into(),
        &"django_redis.compressors.identity.IdentityCompressor".into(),
        1000,
    );
    assert_eq!(codec.expect("built in").encode(&["a"]).expect("a list"), b"[\"a\"]");
}

#[test]
fn paths_take_options() {
    let config = PluginConfig::new("django_redis.compressors.identity.IdentityCompressor").option("min_length", 7);
    assert_eq!(AnyCompressor::from_config(&config).expect("built in").min_length(), 7);
}

#[test]
fn misspelt_paths_are_corrected() {
    let error =
        AnySerializer::named("django_valkey.serializers.json.JsonSerialiser").expect_err("misspelt").to_string();
    assert!(error.contains("did you mean 'django_valkey.serializers.json.JSONSerializer'?"), "{error}");
    let error = AnyCompressor::named("django_valkey.compressor.zstd.ZstdCompressor").expect_err("misspelt").to_string();
    assert!(error.contains("did you mean 'django_valkey.compressors.zstd.ZStdCompressor'?"), "{error}");
    let error = AnySerializer::named("project.cache.OurSerializer").expect_err("unknown").to_string();
    assert!(!error.contains("did you mean"), "{error}");
}
