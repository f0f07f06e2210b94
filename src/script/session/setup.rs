//! A setup as the commands that make it.

use crate::language::{Act, Command, EntrySpec, InitialRole, SetupCommand, Whom, default_command};
use crate::raft::{Index, Payload, RoleKind, ServerSet, Term};
use crate::sim::{Initial, Setup};

/// The commands that describe this cluster: what is as usual is not said, but for its size and its seed.
pub(super) fn commands(setup: &Setup) -> Vec<Command> {
    let usual = Setup::default();
    let options = (&setup.options, &usual.options);
    let all = [
        (true, SetupCommand::Servers(setup.servers as u8)),
        (true, SetupCommand::Seed(setup.seed)),
        (
            setup.timing.election_timeout != usual.timing.election_timeout,
            SetupCommand::ElectionTimeout(setup.timing.election_timeout),
        ),
        (setup.timing.heartbeat != usual.timing.heartbeat, SetupCommand::Heartbeat(setup.timing.heartbeat)),
        (setup.link.latency != usual.link.latency, SetupCommand::Latency(setup.link.latency)),
        (setup.link.loss != usual.link.loss, SetupCommand::Loss(setup.link.loss)),
        (setup.link.duplicate != usual.link.duplicate, SetupCommand::Duplicate(setup.link.duplicate)),
        (
            options.0.no_op_on_election != options.1.no_op_on_election,
            SetupCommand::NoOp(options.0.no_op_on_election),
        ),
        (options.0.back_up != options.1.back_up, SetupCommand::BackUp(options.0.back_up)),
        (options.0.max_entries != options.1.max_entries, SetupCommand::MaxEntries(options.0.max_entries)),
        (options.0.probe_empty != options.1.probe_empty, SetupCommand::ProbeEmpty(options.0.probe_empty)),
    ];
    let said = all.into_iter().filter(|(said, _)| *said).map(|(_, command)| command);
    let initial = setup.roster().iter().zip(&setup.initial);
    let initial =
        initial.flat_map(|(server, initial)| of_server(Whom::Only(ServerSet::only(server)), initial));
    let bugs = options.0.bugs.iter().map(|bug| Command::Act(Act::Without(bug)));
    said.chain(initial).map(Command::Set).chain(bugs).collect()
}

/// What one server begins with.
fn of_server(of: Whom, initial: &Initial) -> Vec<SetupCommand> {
    let mut commands = Vec::new();
    if !initial.log.is_empty() {
        let entry = |(index, entry): (Index, &crate::raft::Entry)| EntrySpec {
            term: entry.term,
            payload: Some(entry.payload)
                .filter(|own| *own != Payload::Command(default_command(entry.term, index))),
        };
        commands.push(SetupCommand::Log {
            of,
            entries: Index::FIRST.onwards().zip(&initial.log).map(entry).collect(),
        });
    }
    if initial.term != Term::ZERO {
        commands.push(SetupCommand::Term { of, term: initial.term });
    }
    if let Some(to) = initial.voted_for {
        commands.push(SetupCommand::Vote { of, to });
    }
    let role = match (initial.down, initial.role) {
        (true, _) => Some(InitialRole::Down),
        (false, RoleKind::Leader) => Some(InitialRole::Leader),
        (false, RoleKind::Candidate) => Some(InitialRole::Candidate),
        (false, RoleKind::Follower) => None,
    };
    commands.extend(role.map(|role| SetupCommand::Role { of, role }));
    if initial.commit != Index::ZERO {
        commands.push(SetupCommand::Commit { of, index: initial.commit });
    }
    commands
}
