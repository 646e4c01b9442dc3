//! What is peculiar to one compressor.

#[cfg(feature = "brotli")]
mod brotli;
#[cfg(feature = "bz2")]
mod bz2;
#[cfg(feature = "gzip")]
mod gzip;
#[cfg(feature = "lz4")]
mod lz4;
#[cfg(feature = "lzma")]
mod lzma;
#[cfg(feature = "zlib")]
mod zlib;
#[cfg(feature = "zstd")]
mod zstd;

use crate::ErrorKind;
use crate::codec::{AnyCompressor, OptionValue, PluginConfig};

type Options<'a> = [(&'a str, OptionValue)];

fn config(name: &str, options: &Options<'_>) -> PluginConfig {
    options.iter().fold(PluginConfig::new(name), |config, (name, value)| config.option(*name, value.clone()))
}

#[track_caller]
fn made(name: &str, options: &Options<'_>) -> AnyCompressor {
    AnyCompressor::from_config(&config(name, options)).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn refused(name: &str, options: &Options<'_>) -> String {
    let error = AnyCompressor::from_config(&config(name, options)).expect_err("a wrong option");
    assert_eq!(error.kind(), ErrorKind::Config);
    error.to_string()
}

/// Compresses with the options, and restores with the defaults. Returns the length between.
#[track_caller]
fn travels(name: &str, options: &Options<'_>, content: &[u8]) -> usize {
    let stored = made(name, options).compress(content).expect("it can be compressed");
    let restored = made(name, &[]).decompress(&stored).unwrap_or_else(|error| panic!("{options:?}: {error}"));
    assert!(restored == content, "{name} {options:?}");
    stored.len()
}

/// Something that compresses well, but not at every level equally.
fn words() -> Vec<u8> {
    (0..2000)
        .flat_map(|index| format!("{{\"id\": {index}, \"name\": \"user {}\"}}", index * 7919 % 1000).into_bytes())
        .collect()
}
