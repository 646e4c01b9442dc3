use super::Merge;
use crate::error::{Error, ErrorKind};
use crate::operation::{Reply, Request, ServerError};

/// Makes a request with keys at these words.
fn request(words: &[&str], keys: &[usize]) -> Request {
    let mut cmd = redis::Cmd::new();
    words.iter().for_each(|word| _ = cmd.arg(*word));
    Request {
        cmd,
        access: crate::operation::Access::Write,
        repeatable: true,
        script: None,
        first_key: keys[0],
        more_keys: keys[1..].to_vec(),
        spread: None,
        node: None,
    }
}

fn words(request: &Request) -> Vec<String> {
    request.words().map(|word| String::from_utf8_lossy(word).into_owned()).collect()
}

fn ints(numbers: &[i64]) -> Reply {
    Reply::List(numbers.iter().copied().map(Reply::Int).collect())
}

#[test]
fn keys_go_to_their_places() {
    let whole = request(&["DEL", "a", "b", "c", "d"], &[1, 2, 3, 4]);
    assert_eq!(whole.keys().collect::<Vec<_>>(), [b"a", b"b", b"c", b"d"]);
    let (parts, _) = whole.cut(&[7, 2, 7, 2], Merge::Sum);
    assert_eq!(parts.iter().map(words).collect::<Vec<_>>(), [["DEL", "a", "c"], ["DEL", "b", "d"]]);
    assert_eq!(parts[1].keys().collect::<Vec<_>>(), [b"b", b"d"]);
}

#[test]
fn what_follows_a_key_goes_with_it() {
    let whole = request(&["MSET", "a", "1", "b", "2", "c", "3"], &[1, 3, 5]);
    let (parts, _) = whole.cut(&[0, 1, 0], Merge::Same);
    assert_eq!(words(&parts[0]), ["MSET", "a", "1", "c", "3"]);
    assert_eq!(words(&parts[1]), ["MSET", "b", "2"]);
    assert_eq!(parts[0].keys().collect::<Vec<_>>(), [b"a", b"c"]);
}

#[test]
fn items_come_in_the_order_of_the_keys() {
    let whole = request(&["MGET", "a", "b", "c", "d"], &[1, 2, 3, 4]);
    let (_, seam) = whole.cut(&[1, 0, 1, 2], Merge::ByKey);
    let replies = [ints(&[10, 30]), ints(&[20]), ints(&[40])];
    assert_eq!(seam.join(replies.into_iter().map(Ok), |_| false).expect("a list"), ints(&[10, 20, 30, 40]));

    let short = [ints(&[10]), ints(&[20]), ints(&[40])];
    let reply = seam.join(short.into_iter().map(Ok), |_| false).expect("an answer");
    assert!(matches!(reply, Reply::Error(_)), "{reply:?}");
}

#[test]
fn counts_are_added_and_lists_put_together() {
    let whole = request(&["DEL", "a", "b"], &[1, 2]);
    let (_, sum) = whole.cut(&[0, 1], Merge::Sum);
    assert_eq!(
        sum.join([Ok(Reply::Int(1)), Ok(Reply::Int(2))].into_iter(), |_| false).expect("a count"),
        Reply::Int(3)
    );
    let (parts, concat) = whole.for_each_node(&[3, 5], Merge::Concat);
    assert_eq!(parts.iter().map(Request::node).collect::<Vec<_>>(), [Some(3), Some(5)]);
    assert_eq!(
        concat.join([Ok(ints(&[1])), Ok(ints(&[2, 3]))].into_iter(), |_| false).expect("a list"),
        ints(&[1, 2, 3])
    );
}

#[test]
fn one_error_is_the_answer_to_the_whole() {
    let (_, seam) = request(&["DEL", "a", "b"], &[1, 2]).cut(&[0, 1], Merge::Sum);
    let refused = Reply::Error(ServerError::new("OOM", "no memory"));
    assert_eq!(seam.join([Ok(Reply::Int(1)), Ok(refused.clone())].into_iter(), |_| false).expect("an answer"), refused);
    let down = || Error::new(ErrorKind::Connection, "down");
    let error = seam.join([Ok(refused), Err(down())].into_iter(), |_| false).expect_err("one is down");
    assert_eq!(error.kind(), ErrorKind::Connection);
}

#[test]
fn an_ignored_part_found_nothing() {
    let down = || Err(Error::new(ErrorKind::Connection, "down"));
    let loading = || Ok(Reply::Error(ServerError::new("LOADING", "not yet")));
    let keys = || request(&["DEL", "a", "b", "c", "d"], &[1, 2, 3, 4]);
    let ignores = |error: &Error| error.is_transient();

    let (_, sum) = keys().cut(&[0, 1, 0, 2], Merge::Sum);
    let replies = || [down(), Ok(Reply::Int(1)), loading()].into_iter();
    assert_eq!(sum.join(replies(), ignores).expect("a count"), Reply::Int(1));
    assert_eq!(sum.join(replies(), |_| false).expect_err("one is down").kind(), ErrorKind::Connection);

    let (_, by_key) = keys().cut(&[0, 1, 0, 2], Merge::ByKey);
    let replies = [down(), Ok(ints(&[2])), Ok(ints(&[4]))].into_iter();
    let expected = Reply::List(vec![Reply::Nil, Reply::Int(2), Reply::Nil, Reply::Int(4)]);
    assert_eq!(by_key.join(replies, ignores).expect("a list"), expected);

    let (_, concat) = keys().for_each_node(&[0, 1], Merge::Concat);
    assert_eq!(concat.join([loading(), Ok(ints(&[2]))].into_iter(), ignores).expect("a list"), ints(&[2]));

    // Nobody answered; and one says nothing for the others.
    let error = concat.join([loading(), down()].into_iter(), ignores).expect_err("nobody answers");
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    let (_, same) = keys().for_each_node(&[0, 1], Merge::Same);
    assert!(same.join([Ok(Reply::Ok), down()].into_iter(), ignores).is_err());
}
