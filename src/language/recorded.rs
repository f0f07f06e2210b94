//! A run written as commands, its cluster and what was done to it: how a session is saved.

use super::{Act, Command, EntrySpec, InitialRole, Links, MessageVerb, SetupCommand};
use super::{Target, Targets, Which, Whom};
use crate::history::PlacedAction;
use crate::raft::{Entry, RoleKind, ServerId, ServerSet};
use crate::sim::{Action, Initial, Setup, Span, Time};

fn targets(servers: ServerSet) -> Targets {
    Targets(servers.iter().map(Target::Server).collect())
}

fn links(from: ServerSet, to: ServerSet) -> Links {
    Links { from: targets(from), to: targets(to), both: false }
}

/// The command that does exactly this.
pub fn spell_action(action: &Action) -> Act {
    match action {
        Action::Crash(server) => Act::Crash(Targets::server(*server)),
        Action::Restart(server) => Act::Restart(Targets::server(*server)),
        Action::Freeze(server) => Act::Freeze(Targets::server(*server)),
        Action::Thaw(server) => Act::Thaw(Targets::server(*server)),
        Action::Wipe(server) => Act::Wipe(Targets::server(*server)),
        Action::Fire { server, timer: crate::raft::Timer::Election } => {
            Act::Timeout(Targets::server(*server))
        }
        Action::Fire { server, timer: crate::raft::Timer::Heartbeat } => Act::Beat(Targets::server(*server)),
        Action::SetTimer { server, timer, after } => {
            Act::Timer { of: Targets::server(*server), timer: *timer, after: *after }
        }
        Action::Align(servers) => Act::Align(Some(targets(*servers))),
        Action::Spread(servers) => Act::Spread(Some(targets(*servers))),
        Action::Partition(groups) => Act::Partition(
            groups.iter().filter(|group| !group.is_empty()).map(|group| targets(*group)).collect(),
        ),
        Action::Heal => Act::Heal,
        Action::Cut { from, to } => Act::Cut(links(*from, *to)),
        Action::Mend { from, to } => Act::Mend(links(*from, *to)),
        Action::Tune { from, to, change } => Act::Link(links(*from, *to), *change),
        Action::HoldLink { from, to } => Act::HoldLink(links(*from, *to)),
        Action::ReleaseLink { from, to } => Act::ReleaseLink(links(*from, *to)),
        Action::Deliver(id) => Act::Message(MessageVerb::Deliver, Which::Number(*id)),
        Action::Drop(id) => Act::Message(MessageVerb::Drop, Which::Number(*id)),
        Action::Duplicate(id) => Act::Message(MessageVerb::Duplicate, Which::Number(*id)),
        Action::Delay { message, by } => Act::Message(MessageVerb::Delay(*by), Which::Number(*message)),
        Action::Hold(id) => Act::Message(MessageVerb::Hold, Which::Number(*id)),
        Action::Release(id) => Act::Message(MessageVerb::Release, Which::Number(*id)),
        Action::Submit { to, command } => {
            Act::Submit { commands: vec![*command], to: Some(Targets::server(*to)) }
        }
        Action::SetAside(bug) => Act::Without(*bug),
        Action::PutBack(bug) => Act::Obey(*bug),
    }
}

/// The command that does this again, at the same step and moment.
pub fn spell_placed(recorded: &PlacedAction) -> Command {
    let time: Span = recorded.at.since(Time::ZERO);
    Command::At { step: recorded.after, time: Some(time), act: spell_action(&recorded.action) }
}

/// The commands that describe this cluster: its size, its seed, and what else is not as usual.
pub fn spell_setup(setup: &Setup) -> Vec<Command> {
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
    unusual(options.no_op_on_election, SetupCommand::NoOp(true));
    unusual(options.back_up != usual.options.back_up, SetupCommand::BackUp(options.back_up));
    unusual(options.max_entries != usual.options.max_entries, SetupCommand::MaxEntries(options.max_entries));
    unusual(options.probe_empty, SetupCommand::ProbeEmpty(true));
    for (position, initial) in setup.initial.iter().enumerate() {
        commands.extend(spell_initial(ServerId::at(position), initial));
    }
    let bugs = options.bugs.iter().map(|bug| Command::Act(Act::Without(bug)));
    commands.into_iter().map(Command::Set).chain(bugs).collect()
}

/// What one server starts with, as far as it is not empty.
fn spell_initial(server: ServerId, initial: &Initial) -> impl Iterator<Item = SetupCommand> {
    let of = Whom::Only(ServerSet::only(server));
    let usual = Initial::default();
    let spec = |entry: &Entry| EntrySpec { term: entry.term, payload: Some(entry.payload) };
    let entries = initial.log.iter().map(spec).collect();
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
