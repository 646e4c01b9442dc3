//! A compressor of one's own, chosen by its name in a TOML file, with an option.

use serde::Deserialize;
use valkey_cache::Caches;
use valkey_cache::codec::{BoxError, Compressor, TooLarge};
use valkey_cache::config::CachesConfig;
use valkey_cache::prelude::*;

/// Writes runs of equal bytes as a count and the byte. The options of the configuration are its fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RunLength {
    #[serde(default = "longest")]
    longest_run: u8,
}

fn longest() -> u8 {
    u8::MAX
}

/// What every compressed value begins with, so that others are recognised.
const MARK: &[u8] = b"\xffRL";

#[compressor(name = "run-length")]
impl Compressor for RunLength {
    fn compress(&self, bytes: &[u8]) -> Result<Vec<u8>, BoxError> {
        let mut out = MARK.to_vec();
        let longest = usize::from(self.longest_run.max(1));
        for run in bytes.chunk_by(|a, b| a == b).flat_map(|run| run.chunks(longest)) {
            out.extend([u8::try_from(run.len())?, run[0]]);
        }
        Ok(out)
    }

    fn decompress(&self, bytes: &[u8], max_size: usize) -> Result<Vec<u8>, BoxError> {
        let runs = bytes.strip_prefix(MARK).ok_or("not compressed by run-length")?;
        let mut out = Vec::new();
        for run in runs.chunks(2) {
            let &[count, byte] = run else { return Err("cut off in the middle of a run".into()) };
            // A few stored bytes must not make the reader run out of memory.
            if out.len() + usize::from(count) > max_size {
                return Err(TooLarge { max_size }.into());
            }
            out.resize(out.len() + usize::from(count), byte);
        }
        Ok(out)
    }
}

#[cache_backend(client = DefaultClient, factory = AsyncConnectionFactory)]
#[derive(Debug)]
struct AppCache;

const CONFIG: &str = r#"
[caches.default]
location = "memory://"
key_prefix = "compressed"
compressor = { name = "run-length", longest_run = 100, min_length = 20 }
"#;

#[tokio::main]
async fn main() -> valkey_cache::Result<()> {
    println!("compressors: {}", valkey_cache::registered_compressors().join(", "));

    let caches = Caches::new(CachesConfig::from_toml_str(CONFIG)?);
    let cache = caches.get::<AppCache>("default")?;
    let line = "=".repeat(1000);
    cache.set("line", &line).await?;
    println!("{} bytes are stored as {}", line.len(), cache.encode(&line)?.len());
    println!("read back as they were: {}", cache.get::<String>("line").await? == Some(line));

    // A name that nobody registered is an error when the cache is opened; it knows the names there are.
    let misspelt = CachesConfig::from_toml_str(&CONFIG.replace("run-length", "runlength"))?;
    println!("misspelt: {}", Caches::new(misspelt).get::<AppCache>("default").unwrap_err());
    Ok(())
}
