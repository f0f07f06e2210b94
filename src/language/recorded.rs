//! A run written as commands, its cluster and what was done to it: how a session is saved.

use super::{Act, Command, EntrySpec, InitialRole, SetupCommand, Whom, default_command};
use crate::history::PlacedAction;
use crate::raft::{Choice, Entry, Index, Payload, RoleKind, ServerId, ServerSet};
use crate::sim::{Initial, Setup, Span, Time};

/// The command that does this again, at the same step and moment.
pub fn spell_placed(placed: &PlacedAction) -> Command {
    let time: Span = placed.at.since(Time::ZERO);
    Command::At { step: placed.after, time: Some(time), act: Act::from(&placed.action) }
}

/// The commands that describe this cluster: its size, its seed, and what else is not as usual.
pub fn spell_setup(setup: &Setup) -> Vec<Command> {
    spell_setup_with(setup, |_, entry| EntrySpec { term: entry.term, payload: Some(entry.payload) })
}

/// As [`spell_setup`], but an entry whose command would be made up from its term and place is its term alone.
pub fn spell_setup_briefly(setup: &Setup) -> Vec<Command> {
    spell_setup_with(setup, |index, entry| EntrySpec {
        term: entry.term,
        payload: Some(entry.payload)
            .filter(|own| *own != Payload::Command(default_command(entry.term, index))),
    })
}

fn spell_setup_with(setup: &Setup, spec: fn(Index, &Entry) -> EntrySpec) -> Vec<Command> {
    let usual = Setup::default();
    let mut commands = vec![SetupCommand::Servers(setup.servers as u8), SetupCommand::Seed(setup.seed)];
    let mut unusual = |differs: bool, command: SetupCommand| commands.extend(differs.then_some(command));
    let (timing, link, options) = (setup.timing, setup.link, setup.options);
    unusual(
        timing.election_timeout != usual.timing.election_timeout,
        SetupCommand::ElectionTimeout(timing.election_timeout),
    );
    unusual(timing.heartbeat != usual.timing.heartbeat, SetupCommand::Heartbeat(timing.heartbeat));
    unusual(link.latency != usual.link.latency, SetupCommand::Latency(link.latency));
    unusual(link.loss != usual.link.loss, SetupCommand::Loss(link.loss));
    unusual(link.duplicate != usual.link.duplicate, SetupCommand::Duplicate(link.duplicate));
    for (differs, choice) in [
        (options.no_op_on_election, Choice::NoOp(true)),
        (options.back_up != usual.options.back_up, Choice::BackUp(options.back_up)),
        (options.max_entries != usual.options.max_entries, Choice::MaxEntries(options.max_entries)),
        (options.probe_empty, Choice::ProbeEmpty(true)),
    ] {
        unusual(differs, SetupCommand::Choice(choice));
    }
    unusual(setup.assume, SetupCommand::Assume);
    for (position, initial) in setup.initial.iter().enumerate() {
        commands.extend(spell_initial(ServerId::at(position), initial, spec));
    }
    let bugs = options.bugs.iter().map(|bug| Command::Act(Act::Without(bug)));
    commands.into_iter().map(Command::Set).chain(bugs).collect()
}

/// What one server starts with, as far as it is not empty.
fn spell_initial(
    server: ServerId,
    initial: &Initial,
    spec: fn(Index, &Entry) -> EntrySpec,
) -> impl Iterator<Item = SetupCommand> + use<> {
    let of = Whom::Only(ServerSet::only(server));
    let usual = Initial::default();
    let entries = Index::FIRST.onwards().zip(&initial.log).map(|(index, entry)| spec(index, entry)).collect();
    let role = match initial.role {
        _ if initial.down => InitialRole::Down,
        RoleKind::Follower => InitialRole::Follower,
        RoleKind::Candidate => InitialRole::Candidate,
        RoleKind::Leader => InitialRole::Leader,
    };
    let commands = [
        (!initial.log.is_empty()).then_some(SetupCommand::Log { of, entries }),
        (initial.term != usual.term).then_some(SetupCommand::Term { of, term: initial.term }),
        initial.voted_for.map(|to| SetupCommand::Vote { of, to }),
        (role != InitialRole::Follower).then_some(SetupCommand::Role { of, role }),
        (initial.commit != usual.commit).then_some(SetupCommand::Commit { of, index: initial.commit }),
    ];
    commands.into_iter().flatten()
}
