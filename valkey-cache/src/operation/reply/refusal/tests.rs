//! What error replies mean to a caller.

use super::*;

fn seen_by(is_cluster_node: bool, code: &str, message: &str) -> Error {
    let mut reply = ServerError::new(code, message);
    reply.came_from("valkey://host:1".to_owned(), is_cluster_node);
    reply.into()
}

#[test]
fn quoted_arguments_are_left_out() {
    for (said, kept) in [
        ("unknown command 'SET', with args beginning with: 'k' 'secret' ", "unknown command 'SET'"),
        ("unknown command `SET`, with args beginning with: `k`, `secret`, ", "unknown command `SET`"),
        ("unknown command 'TIME', with args beginning with: ", "unknown command 'TIME'"),
        ("syntax error", "syntax error"),
    ] {
        assert_eq!(ServerError::new("ERR", said).message, kept);
    }
}

#[test]
fn only_commands_that_all_servers_know_speak_of_a_sentinel() {
    for (name, is_told) in [("'SET'", true), ("`GET`", true), ("'GETEX'", false), ("'SE'", false)] {
        let error = Error::from(ServerError::new("ERR", format!("unknown command {name}")));
        assert_eq!(error.to_string().contains("is it a sentinel?"), is_told, "{error}");
        assert_eq!(error.kind(), ErrorKind::Server);
    }
}

#[test]
fn redirections_are_a_mistake_of_those_who_know_no_cluster() {
    for (code, in_cluster) in
        [("MOVED", ErrorKind::Unavailable), ("ASK", ErrorKind::Unavailable), ("CROSSSLOT", ErrorKind::Server)]
    {
        let (lone, node) = (seen_by(false, code, "…"), seen_by(true, code, "…"));
        assert_eq!((lone.kind(), node.kind()), (ErrorKind::Config, in_cluster), "{code}");
        assert!(lone.to_string().contains("`ClusterValkeyCache` (server valkey://host:1)"), "{lone}");
        assert!(!node.to_string().contains("`ClusterValkeyCache`"), "{node}");
    }
}
