//! Actions of a run, written as commands: how a session is saved.

use super::{Act, Command, Links, MessageVerb, Target, Targets, Which};
use crate::history::Recorded;
use crate::raft::ServerSet;
use crate::sim::{Action, Span, Time};

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
pub fn spell_recorded(recorded: &Recorded) -> Command {
    let time: Span = recorded.at.since(Time::ZERO);
    Command::At { step: recorded.after, time: Some(time), act: spell_action(&recorded.action) }
}
