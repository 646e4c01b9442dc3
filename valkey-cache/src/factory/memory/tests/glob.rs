//! Patterns match as on the server.

use super::super::glob::matches;

#[test]
fn patterns_match_as_on_the_server() {
    let cases = [
        ("", "", true),
        ("*", "", true),
        ("**", "", false),
        ("", "a", false),
        ("*", "anything", true),
        ("h*llo", "hello", true),
        ("h*llo", "hllo", true),
        ("h**llo", "heeeello", true),
        ("h*llo", "hell", false),
        ("a*", "a", true),
        ("*a*b*c", "xaybzc", true),
        ("*a*b*c", "xaybz", false),
        ("h?llo", "hello", true),
        ("h?llo", "hllo", false),
        ("h[ae]llo", "hallo", true),
        ("h[ae]llo", "hillo", false),
        ("h[^e]llo", "hallo", true),
        ("h[^e]llo", "hello", false),
        ("h[a-c]llo", "hbllo", true),
        ("h[c-a]llo", "hbllo", true),
        ("h[a-c]llo", "hdllo", false),
        ("[\\]]", "]", true),
        ("[]]", "]", false),
        ("[]a]", "a]", false),
        ("[a", "a", true),
        ("[a", "b", false),
        ("[^", "a", true),
        ("[", "[", false),
        ("\\*", "*", true),
        ("\\*", "a", false),
        ("a\\", "a\\", true),
        ("[*]:1:*", "*:1:key", true),
        ("[*]:1:*", "x:1:key", false),
        ("A*", "abc", false),
    ];
    for (pattern, text, expected) in cases {
        assert_eq!(matches(pattern.as_bytes(), text.as_bytes()), expected, "{pattern:?} on {text:?}");
    }
}

#[test]
fn bytes_need_not_be_text() {
    assert!(matches(b"\xff?*", b"\xff\x00\xfe"));
    assert!(matches(b"[\xf0-\xff]", b"\xf8"));
}

#[test]
fn many_stars_cost_little() {
    // With a retry for every star this would take longer than the universe is old.
    let pattern = "*a".repeat(60) + "b";
    assert!(!matches(pattern.as_bytes(), "a".repeat(10_000).as_bytes()));
}
