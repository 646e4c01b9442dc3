//! What nodes say, read; and what it comes to.

use super::redirection::Redirection;
use super::rounds::{Rounds, Turn};
use super::view::{Range, View};
use crate::config::ServerUrl;
use crate::error::{Error, ErrorKind};
use crate::operation::{Reply, ServerError};

fn url(url: &str) -> ServerUrl {
    ServerUrl::parse(url).unwrap()
}

fn text(text: &str) -> Reply {
    Reply::Bytes(text.as_bytes().to_vec())
}

fn node(host: Reply, port: i64, names: Vec<Reply>) -> Reply {
    Reply::List(vec![host, Reply::Int(port), text("id"), Reply::List(names)])
}

fn slots(first: i64, last: i64, nodes: Vec<Reply>) -> Reply {
    Reply::List([Reply::Int(first), Reply::Int(last)].into_iter().chain(nodes).collect())
}

fn read(ranges: Vec<Reply>) -> Result<View, Error> {
    let info = text("cluster_state:ok\r\ncluster_current_epoch:6\r\ncluster_my_epoch:2\r\n");
    View::read(vec![Reply::List(ranges), info], &url("valkeys://ada:secret@seed:7000"))
}

#[test]
fn a_view_has_the_nodes_with_the_login_of_the_one_asked() {
    let primary = node(text("10.0.0.1"), 7001, vec![]);
    let replicas = [node(text("::1"), 7002, vec![]), node(text("nobody.knows"), 70_000, vec![])];
    let view = read(vec![slots(0, 16_383, [primary].into_iter().chain(replicas).collect())]).unwrap();
    assert_eq!(view.epoch, 6);
    let [Range { slots, primary, replicas }] = &view.ranges[..] else { panic!("{view:?}") };
    assert_eq!(*slots, 0..=16_383);
    assert_eq!(*primary, url("valkeys://ada:secret@10.0.0.1:7001"));
    assert_eq!(replicas[..], [url("valkeys://ada:secret@[::1]:7002")]);
}

#[test]
fn a_node_without_a_host_is_where_the_one_asked_is() {
    let unknown = [node(Reply::Nil, 7001, vec![]), node(text(""), 7002, vec![])];
    let named = node(text("?"), 7003, vec![text("hostname"), text(""), text("ip"), text("10.0.0.3")]);
    let nameless = node(text("?"), 7004, vec![]);
    let view = read(vec![slots(0, 5, unknown.into_iter().chain([named, nameless]).collect())]).unwrap();
    let of = |port| url(&format!("valkeys://ada:secret@seed:{port}"));
    assert_eq!(view.ranges[0].primary, of(7001));
    assert_eq!(view.ranges[0].replicas, [of(7002), url("valkeys://ada:secret@10.0.0.3:7003")]);
}

#[test]
fn what_is_no_view_is_refused() {
    let seed = url("valkey://seed");
    let refused = |code, message| {
        View::read(vec![Reply::Error(ServerError::new(code, message)), Reply::Nil], &seed).unwrap_err().kind()
    };
    assert_eq!(refused("ERR", "This instance has cluster support disabled"), ErrorKind::Config);
    assert_eq!(refused("NOPERM", "this user has no permissions to run the 'cluster|slots' command"), ErrorKind::Auth);
    assert_eq!(read(vec![]).unwrap_err().kind(), ErrorKind::Unavailable);
    let whole = || node(text("host"), 7001, vec![]);
    for wrong in [
        slots(0, 16_384, vec![whole()]),
        slots(-1, 5, vec![whole()]),
        slots(0, 5, vec![]),
        slots(0, 5, vec![Reply::Nil]),
        slots(0, 5, vec![node(text("host"), -1, vec![])]),
        Reply::List(vec![]),
        Reply::Int(1),
    ] {
        assert_eq!(read(vec![wrong.clone()]).unwrap_err().kind(), ErrorKind::Connection, "{wrong:?}");
    }
    assert_eq!(View::read(vec![], &seed).unwrap_err().kind(), ErrorKind::Connection);
}

#[test]
fn the_view_of_the_latest_epoch_counts_and_then_the_majority() {
    let view = |epoch, port| {
        let ranges = vec![slots(0, 16_383, vec![node(text("host"), port, vec![])])];
        View { epoch, ..read(ranges).unwrap() }
    };
    let best = View::best(vec![view(5, 1), view(5, 1), view(6, 2)]);
    assert_eq!(best, Some(view(6, 2)));
    let best = View::best(vec![view(6, 2), view(6, 3), view(6, 2)]);
    assert_eq!(best, Some(view(6, 2)));
    assert_eq!(View::best(vec![]), None);
}

#[test]
fn redirections_name_slot_and_node() {
    let asked = url("valkeys://ada:secret@seed:7000?db=2");
    let read = |code, message| Redirection::read(&Reply::Error(ServerError::new(code, message)), &asked);
    let to = |address| url(&format!("valkeys://ada:secret@{address}/2"));
    assert_eq!(read("MOVED", "3999 10.0.0.2:7002"), Some(Redirection::Moved { slot: 3999, to: to("10.0.0.2:7002") }));
    assert_eq!(read("MOVED", "3999 :7002"), Some(Redirection::Moved { slot: 3999, to: to("seed:7002") }));
    assert_eq!(read("ASK", "3999 ::1:7002"), Some(Redirection::Ask { to: to("[::1]:7002") }));
    assert_eq!(read("TRYAGAIN", "Multiple keys request during rehashing of slot"), Some(Redirection::TryAgain));
    assert_eq!(read("CLUSTERDOWN", "Hash slot not served"), Some(Redirection::Down));
    for (code, message) in [("MOVED", ""), ("MOVED", "x 10.0.0.2:7002"), ("ASK", "1 nowhere"), ("ERR", "MOVED 1 a:1")] {
        assert_eq!(read(code, message), None, "{code} {message}");
    }
    assert_eq!(Redirection::read(&text("MOVED 1 a:1"), &asked), None);
}

#[test]
fn one_caller_asks_and_the_others_share_what_comes_of_it() {
    let rounds = Rounds::default();
    let Turn::Ask(first) = rounds.turn(0) else { panic!("nobody asks yet") };
    assert!(matches!(rounds.turn(0), Turn::Wait));
    // One that goes away leaves its place to another.
    drop(first);
    let Turn::Ask(second) = rounds.turn(0) else { panic!("nobody asks any more") };
    rounds.doubt();
    assert!(!rounds.is_due(), "somebody asks already");
    second.end(Some(Error::new(ErrorKind::Connection, "nobody is there")));
    let Turn::Over(Some(failure)) = rounds.turn(0) else { panic!("a round is over") };
    assert_eq!(failure.kind(), ErrorKind::Connection);
    assert!(matches!(rounds.turn(rounds.over()), Turn::Ask(_)));

    // The last round was just now; the doubt stays.
    assert!(!rounds.is_due());
    assert!(Rounds::default().over() == 0 && !Rounds::default().is_due());
    let fresh = Rounds::default();
    fresh.doubt();
    assert!(fresh.is_due() && !fresh.is_due());
}
