//! A sorted set: members by score, then by name, with positions.

use std::cmp::Ordering;
use std::ops::Range;

use indexmap::IndexMap;

use super::value::Name;

/// A chunk is split when it grows beyond this. Chunks keep insertion cheap and positions fast for a million members.
const CHUNK: usize = 512;

/// One member and its score; scores are never NaN.
#[derive(Clone, Debug)]
pub(super) struct Scored {
    pub(super) score: f64,
    pub(super) member: Name,
}

impl Scored {
    fn order(&self, score: f64, member: &[u8]) -> Ordering {
        // Not `total_cmp`: 0 and -0 are the same score.
        self.score.partial_cmp(&score).unwrap_or(Ordering::Equal).then_with(|| (*self.member).cmp(member))
    }
}

/// The members in their order, and the score of each.
#[derive(Debug, Default)]
pub(super) struct SortedSet {
    scores: IndexMap<Name, f64>,
    /// Sorted chunks, none of them empty.
    chunks: Vec<Vec<Scored>>,
}

impl SortedSet {
    pub(super) fn len(&self) -> usize {
        self.scores.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    pub(super) fn score(&self, member: &[u8]) -> Option<f64> {
        self.scores.get(member).copied()
    }

    /// Returns members and scores by the positions that cursors use, which say nothing about the order.
    pub(super) fn slots(&self) -> &IndexMap<Name, f64> {
        &self.scores
    }

    /// Adds a member or gives it another score.
    pub(super) fn insert(&mut self, member: &[u8], score: f64) {
        let name = match self.scores.get_full_mut(member) {
            Some((_, name, old)) => {
                let (name, old) = (name.clone(), std::mem::replace(old, score));
                self.unlink(old, member);
                name
            }
            None => {
                let name = Name::from(member);
                self.scores.insert(name.clone(), score);
                name
            }
        };
        self.link(Scored { score, member: name });
    }

    /// Takes a member away and returns its score.
    pub(super) fn remove(&mut self, member: &[u8]) -> Option<f64> {
        let score = self.scores.swap_remove(member)?;
        self.unlink(score, member);
        Some(score)
    }

    /// Takes the members at the given ranks away and returns them in their order.
    pub(super) fn remove_range(&mut self, range: Range<usize>) -> Vec<Scored> {
        let taken: Vec<_> = self.range(range).cloned().collect();
        for scored in &taken {
            self.remove(&scored.member);
        }
        taken
    }

    /// Returns how many members come before `member`.
    pub(super) fn rank(&self, member: &[u8]) -> Option<usize> {
        let score = self.score(member)?;
        Some(self.partition_point(|scored| scored.order(score, member).is_lt()))
    }

    /// Returns the rank of the first member for which `before` is false; it must be true for all before that one.
    pub(super) fn partition_point(&self, before: impl Fn(&Scored) -> bool) -> usize {
        let chunk = self.chunks.partition_point(|chunk| chunk.last().is_some_and(&before));
        let skipped: usize = self.chunks[..chunk].iter().map(Vec::len).sum();
        skipped + self.chunks.get(chunk).map_or(0, |chunk| chunk.partition_point(before))
    }

    /// Returns the members at the given ranks; ranks that do not exist are left out.
    pub(super) fn range(&self, range: Range<usize>) -> impl Iterator<Item = &Scored> {
        let mut start = range.start;
        let mut first = 0;
        while let Some(chunk) = self.chunks.get(first).filter(|chunk| chunk.len() <= start) {
            start -= chunk.len();
            first += 1;
        }
        self.chunks[first..].iter().flatten().skip(start).take(range.len())
    }

    fn link(&mut self, scored: Scored) {
        let before = |other: &Scored| other.order(scored.score, &scored.member).is_lt();
        let at = self.chunks.partition_point(|chunk| chunk.last().is_some_and(before));
        let at = at.min(self.chunks.len().saturating_sub(1));
        let Some(chunk) = self.chunks.get_mut(at) else {
            self.chunks.push(vec![scored]);
            return;
        };
        chunk.insert(chunk.partition_point(before), scored);
        if chunk.len() > CHUNK {
            let upper = chunk.split_off(CHUNK / 2);
            self.chunks.insert(at + 1, upper);
        }
    }

    fn unlink(&mut self, score: f64, member: &[u8]) {
        let before = |other: &Scored| other.order(score, member).is_lt();
        let at = self.chunks.partition_point(|chunk| chunk.last().is_some_and(before));
        let chunk = &mut self.chunks[at];
        chunk.remove(chunk.partition_point(before));
        if chunk.is_empty() {
            self.chunks.remove(at);
        }
    }
}
