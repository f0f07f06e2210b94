//! A server does the same by any name, and the same without what it never acts upon.

use proptest::prelude::*;
use raftarium::paper::{Bug, BugSet};
use raftarium::raft::{
    BackUp, Command, Configuration, Input, Message, Options, Output, Persistent, RequestId, Server, ServerId,
    ServerSet,
};

/// A message with its sender and receiver.
type Letter = (ServerId, ServerId, Message);

/// What goes into a server.
enum Stimulus {
    Timeout,
    Heartbeat,
    Command(i64),
    Letter(Letter),
    Restart,
}

/// What a server becomes, and what it sends, in no particular order.
fn react(
    server: &Server,
    configuration: Configuration,
    options: Options,
    stimulus: &Stimulus,
) -> (Server, Vec<(ServerId, Message)>) {
    let (mut server, id) = (server.clone(), server.id());
    let mut out = Output::default();
    match stimulus {
        Stimulus::Timeout => server.step(Input::ElectionTimeout, &mut out),
        Stimulus::Heartbeat => server.step(Input::HeartbeatTimeout, &mut out),
        Stimulus::Command(value) => {
            let command = Command::set("x", *value).unwrap();
            server.step(Input::Command { request: RequestId(7), command }, &mut out);
        }
        Stimulus::Letter((from, _, message)) => {
            server.step(Input::Message { from: *from, message }, &mut out);
        }
        Stimulus::Restart => server = Server::restart(id, configuration, options, server.crash(), &mut out),
    }
    out.messages.sort_by_key(|(to, message)| format!("{to:?} {message:?}"));
    (server, out.messages)
}

fn renamed(stimulus: &Stimulus, names: &[u8]) -> Stimulus {
    match stimulus {
        Stimulus::Letter((from, to, message)) => {
            Stimulus::Letter((from.renamed(names), to.renamed(names), message.renamed(names)))
        }
        Stimulus::Timeout => Stimulus::Timeout,
        Stimulus::Heartbeat => Stimulus::Heartbeat,
        Stimulus::Command(value) => Stimulus::Command(*value),
        Stimulus::Restart => Stimulus::Restart,
    }
}

fn essence(stimulus: &Stimulus, options: Options) -> Stimulus {
    match stimulus {
        Stimulus::Letter((from, to, message)) => {
            Stimulus::Letter((*from, *to, message.clone().essence(options)))
        }
        other => renamed(other, &[]),
    }
}

fn options() -> impl Strategy<Value = Options> {
    let bug = prop::option::of(prop::sample::select(Bug::ALL.to_vec()));
    (any::<bool>(), any::<bool>(), 1u32..4, any::<bool>(), bug).prop_map(
        |(no_op, one, max_entries, probe_empty, bug)| Options {
            no_op_on_election: no_op,
            back_up: if one { BackUp::OneByOne } else { BackUp::ByTerm },
            max_entries,
            probe_empty,
            bugs: bug.map_or(BugSet::NONE, |bug| BugSet::NONE.with(bug)),
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn steps_commute_with_renaming_and_with_leaving_out_what_nobody_acts_upon(
        options in options(),
        names in Just(vec![0u8, 1, 2, 3, 4]).prop_shuffle(),
        choices in prop::collection::vec((0u8..12, 0usize..5, any::<prop::sample::Index>()), 1..150),
    ) {
        let size = names.len();
        let configuration = Configuration::of(ServerSet::up_to(size));
        let mut out = Output::default();
        let mut servers: Vec<Server> = (0..size)
            .map(|at| Server::new(ServerId::at(at), configuration, options, Persistent::default()))
            .collect();
        for server in &mut servers {
            server.boot(&mut out);
        }
        let mut letters: Vec<Letter> = Vec::new();
        for (number, (kind, at, pick)) in (0i64..).zip(choices) {
            let stimulus = match kind {
                0 => Stimulus::Timeout,
                1 => Stimulus::Heartbeat,
                2 => Stimulus::Command(number),
                3 if number % 3 == 0 => Stimulus::Restart,
                _ if letters.is_empty() => Stimulus::Timeout,
                // A copy, now and then.
                4 => Stimulus::Letter(letters[pick.index(letters.len())].clone()),
                _ => Stimulus::Letter(letters.swap_remove(pick.index(letters.len()))),
            };
            let at = if let Stimulus::Letter((_, to, _)) = &stimulus { to.position() } else { at };
            let before = servers[at].clone();
            let (after, sent) = react(&before, configuration, options, &stimulus);

            let (other, other_sent) = react(&before.renamed(&names), configuration, options, &renamed(&stimulus, &names));
            prop_assert_eq!(&other, &after.renamed(&names));
            let mut expected: Vec<_> =
                sent.iter().map(|(to, message)| (to.renamed(&names), message.renamed(&names))).collect();
            expected.sort_by_key(|(to, message)| format!("{to:?} {message:?}"));
            prop_assert_eq!(other_sent, expected);

            // Whom a candidate asks again depends on who has refused: a check sees that as duplicates.
            if !(matches!(stimulus, Stimulus::Heartbeat) && before.candidate().is_some()) {
                let (bare, bare_sent) =
                    react(&before.clone().essence(), configuration, options, &essence(&stimulus, options));
                prop_assert_eq!(bare.essence(), after.clone().essence());
                let stripped = |sent: &[(ServerId, Message)]| -> Vec<(ServerId, Message)> {
                    sent.iter().map(|(to, message)| (*to, message.clone().essence(options))).collect()
                };
                prop_assert_eq!(stripped(&bare_sent), stripped(&sent));
            }

            letters.extend(sent.into_iter().map(|(to, message)| (before.id(), to, message)));
            servers[at] = after;
        }
    }
}
