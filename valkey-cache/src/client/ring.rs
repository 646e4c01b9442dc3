//! The ring that spreads keys over shards: the reference's, so that both find a key on the same shard.

use sha2::{Digest as _, Sha256};

/// How many points a shard has on the ring.
const POINTS: usize = 128;

type Point = [u8; 32];

/// Shards by the points of theirs on a ring of all SHA-256 values.
#[derive(Debug, Default)]
pub(super) struct Ring(Vec<(Point, usize)>);

impl Ring {
    /// Makes the ring of these shards, by the text of their URLs: other texts make another ring.
    pub(super) fn new<'s>(shards: impl IntoIterator<Item = &'s str>) -> Self {
        let points_of = |(shard, text): (usize, &str)| {
            let text = text.to_owned();
            (0..POINTS).map(move |point| (hash(format!("{text}:{point}").as_bytes()), shard))
        };
        let mut points = shards.into_iter().enumerate().flat_map(points_of).collect::<Vec<_>>();
        points.sort_unstable();
        Self(points)
    }

    /// Returns the shard of a made key: that of the last point not behind the key's own, or of the very last point.
    pub(super) fn shard(&self, key: &[u8]) -> usize {
        let hash = hash(tag(key).unwrap_or(key));
        let behind = self.0.partition_point(|(point, _)| *point <= hash);
        let point = behind.checked_sub(1).or(self.0.len().checked_sub(1));
        point.map_or(0, |point| self.0[point].1)
    }
}

fn hash(bytes: &[u8]) -> Point {
    Sha256::digest(bytes).into()
}

/// Returns what keys have in common that belong together: from the last `{` that a `}` follows, to the last `}`, within
/// the first line. That is how the reference reads `.*\{(.*)\}.*`; Valkey's own clusters take the first of both.
fn tag(key: &[u8]) -> Option<&[u8]> {
    let line = key.split(|byte| *byte == b'\n').next()?;
    let end = line.iter().rposition(|byte| *byte == b'}')?;
    let start = line[..end].iter().rposition(|byte| *byte == b'{')?;
    Some(&line[start + 1..end])
}

#[cfg(test)]
mod tests;
