//! Values that say whose they are.

/// Every so many turns a value is large, so that it takes several reads from the socket.
const LARGE: u64 = 8;
const PADDING: usize = 20_000;

/// Returns the text that a caller stores in one of its turns.
pub(super) fn text(key: &str, turn: u64) -> String {
    let padding = if turn.is_multiple_of(LARGE) { PADDING } else { 0 };
    format!("{key}={turn}={}", "x".repeat(padding))
}

/// Says what is wrong with a text that was read under a key, if anything is.
pub(super) fn complaint(key: &str, found: &str) -> Option<String> {
    let turn = found.strip_prefix(key).and_then(|rest| rest.strip_prefix('=')?.split('=').next()?.parse().ok());
    match turn {
        Some(turn) if found == text(key, turn) => None,
        _ => Some(format!("{key} holds {:?}, of {} bytes", found.chars().take(80).collect::<String>(), found.len())),
    }
}
