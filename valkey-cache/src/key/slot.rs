use crc::{CRC_16_XMODEM, Crc, Table};

static CRC: Crc<u16, Table<16>> = Crc::<u16, Table<16>>::new(&CRC_16_XMODEM);

/// How many slots a cluster has.
pub(crate) const SLOTS: u16 = 16_384;

/// Returns the slot of a made key in a cluster: keys of one slot are on one node.
/// [CLUSTER KEYSLOT](https://valkey.io/commands/cluster-keyslot)
///
/// Where a key has a tag, the text in its first braces, only that counts: `{user:1}:seen` and `{user:1}:liked` have one
/// slot. Empty braces are no tag.
///
/// ```
/// use valkey_cache::key_slot;
///
/// assert_eq!(key_slot("123456789"), 12739);
/// assert_eq!(key_slot("{user:1}:seen"), key_slot("user:1"));
/// ```
pub fn key_slot(key: impl AsRef<[u8]>) -> u16 {
    let key = key.as_ref();
    CRC.checksum(tag(key).unwrap_or(key)) % SLOTS
}

fn tag(key: &[u8]) -> Option<&[u8]> {
    let start = key.iter().position(|byte| *byte == b'{')? + 1;
    let length = key[start..].iter().position(|byte| *byte == b'}')?;
    (length > 0).then(|| &key[start..start + length])
}

#[cfg(test)]
mod tests {
    use super::key_slot;

    #[test]
    fn the_first_braces_count_unless_they_are_empty() {
        assert_eq!(key_slot("foo{bar}{zap}"), key_slot("bar"));
        assert_eq!(key_slot("foo{{bar}}zap"), key_slot("{bar"));
        assert_ne!(key_slot("foo{}{bar}"), key_slot("bar"));
        assert_ne!(key_slot("foo{bar"), key_slot("bar"));
        assert_eq!(key_slot(""), 0);
    }
}
