//! The sorted set against a plain sorted vector.

use super::super::sorted::SortedSet;
use super::{list, run, store};
use crate::operation::Reply;

#[test]
fn chunks_behave_as_one_sorted_vector() {
    fastrand::seed(11);
    let mut set = SortedSet::default();
    let mut model: Vec<(i32, String)> = Vec::new();
    for step in 0..30_000 {
        let member = format!("m{}", fastrand::usize(..4000));
        model.retain(|(_, other)| *other != member);
        // Mostly growing in the first half, mostly shrinking in the second.
        if fastrand::usize(..30_000) > step {
            let score = fastrand::i32(-50..50);
            set.insert(member.as_bytes(), score.into());
            model.push((score, member));
        } else {
            set.remove(member.as_bytes());
        }
        if step % 1000 == 0 {
            model.sort();
            let found: Vec<_> = set.range(0..set.len()).map(|item| item.member.to_vec()).collect();
            let expected: Vec<_> = model.iter().map(|(_, member)| member.as_bytes().to_vec()).collect();
            assert_eq!(found, expected, "step {step}");
            for (rank, (score, member)) in model.iter().enumerate().step_by(97) {
                assert_eq!(set.rank(member.as_bytes()), Some(rank));
                assert_eq!(set.score(member.as_bytes()), Some((*score).into()));
                assert_eq!(set.range(rank..rank + 1).count(), 1);
            }
        }
    }
}

#[test]
fn ranges_take_ranks_scores_and_names_from_both_ends() {
    let store = store();
    run(&store, "ZADD z 1 a 2 b 3 c 4 d");
    let cases = [
        ("ZRANGE z 0 -1", "a b c d"),
        ("ZRANGE z 0 1 REV WITHSCORES", "d 4 c 3"),
        ("ZRANGE z (1 3 BYSCORE", "b c"),
        ("ZRANGE z +inf -inf BYSCORE REV LIMIT 1 2", "c b"),
        ("ZRANGE z -inf +inf BYSCORE LIMIT 3 -1", "d"),
        ("ZRANGE z -inf +inf BYSCORE LIMIT -1 5", ""),
        ("ZRANGE z [b + BYLEX", "b c d"),
        ("ZRANGE z + (b BYLEX REV", "d c"),
        ("ZRANGE z - (a BYLEX", ""),
        ("ZRANGE z 3 1 BYSCORE", ""),
        ("ZRANGE gone 0 -1", ""),
    ];
    for (command, members) in cases {
        assert_eq!(run(&store, command), list(members), "{command}");
    }
    assert_eq!(run(&store, "ZREMRANGEBYSCORE z (1 (4"), Reply::Int(2));
    assert_eq!(run(&store, "ZPOPMAX z"), list("d 4"));
    assert_eq!(run(&store, "ZREMRANGEBYRANK z 0 -1"), Reply::Int(1));
    assert_eq!(run(&store, "EXISTS z"), Reply::Int(0));
}
