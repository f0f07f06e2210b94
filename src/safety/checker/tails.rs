//! What the logs of leaders held at their elections beyond what had been committed, as digests.
//!
//! In a long stretch without commits each election would store the whole tail again. Leaders that follow one another
//! mostly have the same tail, so each stores only where its log differs from that of an earlier leader.

use crate::pieces::Pieces;
use crate::raft::{Index, Log};

/// How many earlier tails are compared with a new one.
const COMPARED: usize = 8;

/// The tails of all elections, in the order of winning.
#[derive(Clone, Debug, Default)]
pub(super) struct Tails {
    all: Pieces<Tail>,
    digests: Pieces<u64>,
}

/// The number of a tail.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TailId(usize);

#[derive(Clone, Copy, Debug)]
struct Tail {
    first: Index,
    last: Index,
    /// From here on its digests are its own; up to here they are those of an earlier tail.
    own_from: Index,
    /// Where its own digests begin.
    own: usize,
    earlier: Option<TailId>,
}

impl Tails {
    /// Stores what a log holds from an index on.
    pub(super) fn keep(&mut self, log: &Log, first: Index) -> TailId {
        let last = log.last_index();
        let shared = self.longest_shared(log, first, last);
        let own_from = shared.map_or(first, |(_, to)| to.next());
        let earlier = shared.map(|(tail, to)| self.owner(tail, to));
        let tail = Tail { first, last, own_from, own: self.digests.len(), earlier };
        self.digests.extend(own_from.through(last).filter_map(|index| log.digest_at(index)));
        self.all.push(tail);
        TailId(self.all.len() - 1)
    }

    /// The digest at an index. None before the tail and beyond its end.
    pub(super) fn digest(&self, tail: TailId, index: Index) -> Option<u64> {
        let Tail { first, last, .. } = self.all[tail.0];
        if index < first || index > last {
            return None;
        }
        let owner = self.all[self.owner(tail, index).0];
        self.digests.get(owner.own + index.position_after(owner.own_from.previous())?).copied()
    }

    /// The tail that stores the digest that a tail has at an index.
    fn owner(&self, mut tail: TailId, index: Index) -> TailId {
        while let Tail { own_from, earlier: Some(earlier), .. } = self.all[tail.0]
            && index < own_from
        {
            tail = earlier;
        }
        tail
    }

    /// The recent tail with which a log shares most from an index on, and up to where.
    fn longest_shared(&self, log: &Log, first: Index, last: Index) -> Option<(TailId, Index)> {
        let recent = (self.all.len().saturating_sub(COMPARED)..self.all.len()).map(TailId);
        let shared = recent.filter_map(|tail| {
            let same = |index: Index| {
                let digest = log.digest_at(index);
                digest.is_some() && digest == self.digest(tail, index)
            };
            let end = last.min(self.all[tail.0].last);
            (first <= end && same(first)).then(|| (tail, Index::last_of(first, end, same)))
        });
        shared.max_by_key(|(_, to)| *to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::{Entry, Payload, Term};

    fn log(terms: &[u32]) -> Log {
        let mut log = Log::default();
        log.extend(terms.iter().map(|term| Entry { term: Term(*term), payload: Payload::NoOp }));
        log
    }

    #[test]
    fn each_tail_holds_what_its_log_held() {
        let logs = [
            (log(&[1, 1, 2, 2, 2]), Index(2)),
            (log(&[1, 1, 2, 2, 2, 3]), Index(2)),
            (log(&[1, 1, 2, 4]), Index(3)),
            (log(&[1, 1, 2, 2, 2, 3]), Index(4)),
            (log(&[1, 1, 2, 4, 5, 5]), Index(1)),
            (log(&[]), Index(1)),
            (log(&[1, 1, 2, 4, 5, 5]), Index(7)),
        ];
        let mut tails = Tails::default();
        let kept: Vec<TailId> = logs.iter().map(|(log, first)| tails.keep(log, *first)).collect();
        for ((log, first), tail) in logs.iter().zip(kept) {
            for index in (0..9).map(Index) {
                let held = log.digest_at(index).filter(|_| index >= *first);
                assert_eq!(tails.digest(tail, index), held, "{log:?} from {first} at {index}");
            }
        }
    }

    #[test]
    fn what_leaders_share_is_stored_once() {
        let mut tails = Tails::default();
        let mut terms = vec![1; 1000];
        for term in 2..=100 {
            terms.push(term);
            tails.keep(&log(&terms), Index(5));
        }
        assert_eq!(tails.digests.len(), 1000 - 4 + 99);
        let (one, other) = (log(&[&vec![1; 500][..], &[200; 500]].concat()), log(&terms));
        for _ in 0..20 {
            tails.keep(&one, Index(5));
            tails.keep(&other, Index(5));
        }
        assert_eq!(tails.digests.len(), 1000 - 4 + 99 + 500, "two that take turns");
    }
}
