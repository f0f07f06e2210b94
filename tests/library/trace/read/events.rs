//! What is written is read as the same again.

use super::Whole;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use raftarium::raft::{Index, RoleKind, Term};
use raftarium::trace::{
    Body, Entries, Entry, EntryId, Event, Header, Kind, Message, Names, Node, Payload, State, Vote, write,
};

const NODES: [&str; 4] = ["a", "node \"two\"", "3", "vier/é\\"];

fn names() -> Names {
    let mut names = Names::new();
    for name in NODES {
        names.add(name).unwrap();
    }
    names
}

fn node() -> impl Strategy<Value = Node> {
    (0..NODES.len() as u16).prop_map(Node)
}

fn number() -> impl Strategy<Value = u32> {
    prop_oneof![0..5u32, any::<u32>()]
}

fn place() -> impl Strategy<Value = EntryId> {
    (number(), number()).prop_map(|(index, term)| EntryId {
        index: Index(index),
        // Before the first entry there is no term.
        term: Term(if index == 0 { 0 } else { term }),
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,5}", "[ -~é→\"\\\\]{1,150}"]
}

fn payload() -> impl Strategy<Value = Payload> {
    let told = text().prop_map(|text| Payload::of(&text));
    let hashed =
        (any::<u64>(), of(text())).prop_map(|(digest, text)| Payload { digest, text: text.map(Into::into) });
    prop_oneof![told, hashed]
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let one = (1..3u32, of(number()), of(payload()));
    (0..1_000u32, vec(one, 0..4)).prop_map(|(mut index, parts)| {
        let mut entry = |(step, term, what): (u32, Option<u32>, _)| {
            index += step;
            Entry { index: Index(index), term: term.map(Term), what }
        };
        parts.into_iter().map(&mut entry).collect()
    })
}

fn state() -> impl Strategy<Value = State> {
    let vote = prop_oneof![Just(Vote::Nobody), node().prop_map(Vote::For)];
    let role = prop_oneof![Just(RoleKind::Follower), Just(RoleKind::Candidate), Just(RoleKind::Leader)];
    let numbers = (of(number()), of(number()), of(number()), of(number()), of(number()));
    (of(vote), of(role), numbers).prop_map(|(vote, role, (term, index, last, commit, applied))| State {
        term: term.map(Term),
        vote,
        role,
        last_index: index.map(Index),
        last_term: last.map(Term),
        commit: commit.map(Index),
        applied: applied.map(Index),
    })
}

fn body() -> impl Strategy<Value = Body> {
    let carried = prop_oneof![number().prop_map(Entries::Counted), entries().prop_map(Entries::Listed)];
    let term = || of(number()).prop_map(|number| number.map(Term));
    let index = || of(number()).prop_map(|number| number.map(Index));
    prop_oneof![
        of(place()).prop_map(|last| Body::RequestVote { last }),
        (any::<Option<bool>>(), term())
            .prop_map(|(granted, request_term)| Body::RequestVoteReply { granted, request_term }),
        (of(place()), carried, index()).prop_map(|(prev, entries, commit)| Body::AppendEntries {
            prev,
            entries,
            commit
        }),
        (any::<Option<bool>>(), index(), term()).prop_map(|(success, match_index, request_term)| {
            Body::AppendEntriesReply { success, match_index, request_term }
        }),
        of(place()).prop_map(|snapshot| Body::InstallSnapshot { snapshot }),
        "[A-Z][a-z]{1,20}".prop_map(|name| Body::Other(name.into())),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let kind = (0..Kind::ALL.len()).prop_map(|at| Kind::ALL[at]);
    let message = (of(any::<u64>()), node(), of(number()), body());
    let story = (of(place()), of(payload()), of(text()));
    (kind, node(), of(0..1u64 << 50), state(), state(), of(message), entries(), entries(), story).prop_map(
        |(kind, node, at, before, state, message, entries, applied, (snapshot, command, note))| Event {
            line: 1,
            at,
            node,
            kind,
            before,
            state,
            message: message.and_then(|(id, other, term, body)| {
                let (from, to) = match kind {
                    Kind::Send => (node, other),
                    Kind::Receive | Kind::Lose => (other, node),
                    // A message belongs to these only.
                    _ => return None,
                };
                Some(Message { id, from, to, term: term.map(Term), body })
            }),
            entries,
            applied,
            snapshot,
            command,
            note: note.map(Into::into),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn an_event_is_read_as_it_was_written(event in event()) {
        let names = names();
        let mut written = Vec::new();
        let header = Header { members: (0..4).map(Node).collect(), title: Some("as it was".into()) };
        write::header(&mut written, &header, &names).unwrap();
        write::event(&mut written, &event, &names).unwrap();
        let whole = Whole::sound(&written);
        prop_assert_eq!(&whole.headers, &[header]);
        prop_assert_eq!(&whole.events, &[Event { line: 2, ..event }]);
        prop_assert_eq!(whole.names().iter().map(|(_, name)| name).collect::<Vec<_>>(), NODES.to_vec());
    }
}
