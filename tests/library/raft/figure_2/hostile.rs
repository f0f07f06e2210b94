//! A server among liars: whatever it is told, it takes back nothing that must last.

use crate::raft::bench::{Bench, answer, append, mismatch, request_vote, success, vote};
use proptest::prelude::*;
use raftarium::raft::{Message, RoleKind};

proptest! {
    /// §5.2 and §5.3 together: no input, however hostile, lowers the term, the commit index or match index, takes
    /// back a vote within a term, or changes a leader's own entries.
    #[test]
    fn section_5_no_input_takes_back_what_must_last(inputs in proptest::collection::vec(input(), 1..60)) {
        let mut server = Bench::follower(5, 1, &[1, 1]);
        for given in inputs {
            let before = server.clone();
            match given {
                Given::Message(from, message) => server.hears(from, message),
                Given::Timeout => server.times_out(),
                Given::Beat => server.beats(),
                Given::Command => server.is_asked(0, "n+=1"),
            };
            prop_assert!(server.term() >= before.term());
            if server.term() == before.term() && before.vote().is_some() {
                prop_assert_eq!(server.vote(), before.vote());
            }
            prop_assert!(server.commit() >= before.commit());
            prop_assert_eq!(server.server.volatile().last_applied, server.server.volatile().commit_index);
            if before.role() == RoleKind::Leader && server.role() == RoleKind::Leader {
                let own = before.log();
                prop_assert_eq!(&server.log()[..own.len()], &own[..], "a leader's own log changed");
                if server.term() == before.term() {
                    for follower in 2..=5 {
                        prop_assert!(server.progress(follower).1 >= before.progress(follower).1);
                        prop_assert!(server.progress(follower).0 >= 1);
                    }
                }
            }
            let durable = server.server.durable();
            prop_assert_eq!(durable, server.server.persistent().log.last_index());
        }
    }
}

#[derive(Clone, Debug)]
enum Given {
    Message(usize, Message),
    Timeout,
    Beat,
    Command,
}

/// Anything that a correct cluster could send to S1, in any order, and much that it could not. Committed entries stay
/// within what the consistency check covers, so that the commit index never exceeds the log.
fn input() -> impl Strategy<Value = Given> {
    let term = 0u32..6;
    let message = (2usize..=5, term, 0u32..5, 0u32..4, 0u32..6, any::<bool>(), 0u8..5);
    prop_oneof![
        6 => message.prop_map(|(from, term, index, last_term, commit, flag, kind)| {
            let message = match kind {
                0 => request_vote(term, from, (last_term, index)),
                1 => vote(term, flag),
                2 => append(term, from, (u32::from(index > 0), index), &vec![1; last_term as usize], 0),
                3 => answer(term, success(index.min(commit))),
                _ => answer(term, mismatch(index, flag.then_some(last_term), index)),
            };
            Given::Message(from, message)
        }),
        1 => Just(Given::Timeout),
        1 => Just(Given::Beat),
        1 => Just(Given::Command),
    ]
}
