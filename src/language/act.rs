//! Actions: what can be done to the cluster. All that the language knows of one stands here: how it is said and
//! what it does, for help and completion; how it is read, by the form of what follows it; how it is printed; and what it is called when the world
//! has done it. What it does to the world now is [`script`](crate::script)'s.

use super::pieces::{Chosen, Share, separated};
use super::usage::{Place, Usage};
use super::{Links, Targets, Which};
use crate::paper::Bug;
use crate::raft::{Choice, Command as StoreCommand, Timer};
use crate::sim::{Action, LinkChange, Span};
use std::fmt::{Display, Formatter, Result};

/// Something done to the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Act {
    /// Stop servers.
    Crash(Targets),
    /// Start servers that are down.
    Restart(Targets),
    /// Pause servers.
    Freeze(Targets),
    /// Let frozen servers go on.
    Thaw(Targets),
    /// Erase disks.
    Wipe(Targets),
    /// Let election timers expire now.
    Timeout(Targets),
    /// Let heartbeat timers expire now.
    Beat(Targets),
    /// The same, and no entries are sent, even if some are due.
    BeatEmpty(Targets),
    /// Set what is left on timers.
    Timer {
        /// Whose.
        of: Targets,
        /// Which.
        timer: Timer,
        /// What is left.
        after: Span,
    },
    /// Let election timers expire together.
    Align(Option<Targets>),
    /// Let election timers expire far apart.
    Spread(Option<Targets>),
    /// Cut the network into groups.
    Partition(Vec<Targets>),
    /// Cut servers off from all others.
    Isolate(Targets),
    /// Mend all links.
    Heal,
    /// Cut links.
    Cut(Links),
    /// Mend links.
    Mend(Links),
    /// Change how links treat messages.
    Link(Links, LinkChange),
    /// Hold back what is sent on links.
    HoldLink(Links),
    /// Let go what was held on links.
    ReleaseLink(Links),
    /// Do something to messages in flight.
    Message(MessageVerb, Which),
    /// Ask a server to execute commands.
    Submit {
        /// What, in order.
        commands: Vec<StoreCommand>,
        /// Whom; whoever leads, if not said.
        to: Option<Targets>,
    },
    /// Switch off a rule.
    Without(Bug),
    /// Put a rule back.
    Obey(Bug),
    /// Let servers do something differently within the paper.
    Set(Choice),
}

/// What can be done to a message in flight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageVerb {
    /// It arrives now.
    Deliver,
    /// It is lost now.
    Drop,
    /// A copy of it travels along.
    Duplicate,
    /// It arrives later by so much.
    Delay(Span),
    /// It is held back.
    Hold,
    /// It goes on.
    Release,
}

impl MessageVerb {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            MessageVerb::Deliver => "deliver",
            MessageVerb::Drop => "drop",
            MessageVerb::Duplicate => "duplicate",
            MessageVerb::Delay(_) => "delay",
            MessageVerb::Hold => "hold",
            MessageVerb::Release => "release",
        }
    }
}

/// What follows the word of an action.
pub(super) enum Form {
    /// Nothing.
    Nothing(Act),
    /// Servers.
    Servers(fn(Targets) -> Act),
    /// Servers, or nothing.
    AnyServers(fn(Option<Targets>) -> Act),
    /// `S1 -> S2`
    Links(fn(Links) -> Act),
    /// `S1 -> S2`, and what links are like from then on.
    LinkChange,
    /// Messages.
    Message(MessageVerb),
    /// `S1 -> S2`, or messages.
    LinkOrMessage(fn(Links) -> Act, MessageVerb),
    /// Messages, and by how much later they arrive.
    Delay,
    /// Servers, and what is left on their timer.
    Timer,
    /// Servers in groups.
    Partition,
    /// Commands, and who is asked.
    Submit,
    /// A rule that can be switched off.
    Bug(fn(Bug) -> Act),
    /// Servers, and whether their heartbeats carry nothing.
    Beat,
    /// One of the choices that a cluster begins with.
    Choice,
}

/// A word that begins an action.
pub(super) struct ActWord {
    /// How it is said, and what it does.
    pub usage: Usage,
    /// Other words for it, which are understood and never offered.
    pub also: &'static [&'static str],
    /// What follows.
    pub form: Form,
}

macro_rules! acts {
    ($($name:ident: $($word:literal $(or $also:literal)?, $usage:literal, $example:literal, $help:literal, $form:expr;)+)+) => {
        $(const $name: &[ActWord] = &[$(ActWord {
            usage: Usage { word: $word, usage: $usage, help: $help, example: $example, place: Place::Action },
            also: &[$($also)?],
            form: $form,
        }),+];)+
    };
}

acts! {
    RULES:
    "without", "without RULE", "without no-log-check", "Switch off a rule of Raft: the bug lab.",
        Form::Bug(Act::Without);
    "obey", "obey RULE", "obey no-log-check", "Switch a rule back on.",
        Form::Bug(Act::Obey);
    "set", "set no-op|back-up|max-entries|probe-empty …", "set max-entries 1", "Change an option of the cluster in the middle of a run.",
        Form::Choice;

    SERVERS:
    "crash" or "kill", "crash SERVERS", "crash leader", "Stop servers; their disks keep term, vote and log.",
        Form::Servers(Act::Crash);
    "restart", "restart SERVERS", "restart crashed", "Start servers that are down.",
        Form::Servers(Act::Restart);
    "freeze", "freeze SERVERS", "freeze leader", "Pause servers; they keep their state.",
        Form::Servers(Act::Freeze);
    "thaw", "thaw SERVERS", "thaw frozen", "Let frozen servers continue.",
        Form::Servers(Act::Thaw);
    "wipe", "wipe SERVERS", "wipe S2", "Erase the disks of servers that are down.",
        Form::Servers(Act::Wipe);
    "timeout", "timeout SERVERS", "timeout S3", "Let election timers expire now.",
        Form::Servers(Act::Timeout);
    "beat", "beat SERVERS [empty]", "beat leader", "Let heartbeat timers expire now; with `empty` servers send no entries, even if some are due.",
        Form::Beat;
    "timer", "timer SERVERS [heartbeat] TIME", "timer S3 20ms", "Set the remaining time of a timer.",
        Form::Timer;
    "align", "align [SERVERS]", "align S1 S2", "Let election timers expire at the same moment: a split vote.",
        Form::AnyServers(Act::Align);
    "spread", "spread [SERVERS]", "spread", "Let election timers expire far apart.",
        Form::AnyServers(Act::Spread);
    "partition", "partition SERVERS | SERVERS …", "partition S1 S2 | S3 S4 S5", "Cut the network into groups; servers that are not named form one more group.",
        Form::Partition;
    "isolate", "isolate SERVERS", "isolate leader", "Cut servers off from all others.",
        Form::Servers(Act::Isolate);
    "heal", "heal", "heal", "Mend all links.",
        Form::Nothing(Act::Heal);
    "cut", "cut SERVERS -> SERVERS", "cut S1 -> S2 S3", "Cut links in one direction, or with <-> in both.",
        Form::Links(Act::Cut);
    "mend", "mend SERVERS -> SERVERS", "mend S1 <-> S2", "Mend links.",
        Form::Links(Act::Mend);
    "link", "link SERVERS -> SERVERS [latency A..B] [loss P%] [duplicate P%]", "link S1 -> S2 latency 10..20ms loss 30%", "Change how links treat messages.",
        Form::LinkChange;

    HOLDING:
    "hold", "hold SERVERS -> SERVERS, or hold MESSAGE", "hold S1 -> S2", "Hold back all messages on a link, or a message in flight.",
        Form::LinkOrMessage(Act::HoldLink, MessageVerb::Hold);
    "release", "release SERVERS -> SERVERS, or release MESSAGE", "release S1 -> S2", "Release what was held.",
        Form::LinkOrMessage(Act::ReleaseLink, MessageVerb::Release);

    DELIVERY:
    "deliver", "deliver MESSAGE", "deliver vote S1 -> S3", "Let a message arrive now.",
        Form::Message(MessageVerb::Deliver);
    "drop", "drop MESSAGE", "drop all append S1 -> S3", "Lose a message now.",
        Form::Message(MessageVerb::Drop);

    // The word is one of those that describe a cluster too, and its usage stands there.
    COPYING:
    "duplicate", "", "", "",
        Form::Message(MessageVerb::Duplicate);

    DELAY:
    "delay", "delay MESSAGE by TIME", "delay #12 by 20ms", "Let a message arrive later.",
        Form::Delay;

    CLIENTS:
    "submit", "submit KEY=VALUE … [to SERVER]", "submit x=1 to leader", "A client sends commands, to the leader if no server is named.",
        Form::Submit;
}

/// The words in the order in which help lists them.
pub(super) const LISTED: [&[ActWord]; 6] = [RULES, SERVERS, HOLDING, DELIVERY, DELAY, CLIENTS];
/// The words in the order in which they are offered.
pub(super) const OFFERED: [&[ActWord]; 7] = [SERVERS, DELIVERY, COPYING, DELAY, HOLDING, CLIENTS, RULES];

impl Display for Act {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Act::Crash(who) => write!(f, "crash {who}"),
            Act::Restart(who) => write!(f, "restart {who}"),
            Act::Freeze(who) => write!(f, "freeze {who}"),
            Act::Thaw(who) => write!(f, "thaw {who}"),
            Act::Wipe(who) => write!(f, "wipe {who}"),
            Act::Timeout(who) => write!(f, "timeout {who}"),
            Act::Beat(who) => write!(f, "beat {who}"),
            Act::BeatEmpty(who) => write!(f, "beat {who} empty"),
            Act::Timer { of, timer: Timer::Election, after } => write!(f, "timer {of} {after}"),
            Act::Timer { of, timer: Timer::Heartbeat, after } => write!(f, "timer {of} heartbeat {after}"),
            Act::Align(None) => f.write_str("align"),
            Act::Align(Some(who)) => write!(f, "align {who}"),
            Act::Spread(None) => f.write_str("spread"),
            Act::Spread(Some(who)) => write!(f, "spread {who}"),
            Act::Partition(groups) => {
                f.write_str("partition ")?;
                separated(f, groups, " | ")
            }
            Act::Isolate(who) => write!(f, "isolate {who}"),
            Act::Heal => f.write_str("heal"),
            Act::Cut(links) => write!(f, "cut {links}"),
            Act::Mend(links) => write!(f, "mend {links}"),
            Act::Link(links, change) => {
                write!(f, "link {links}")?;
                spell_change(*change, f)
            }
            Act::HoldLink(links) => write!(f, "hold {links}"),
            Act::ReleaseLink(links) => write!(f, "release {links}"),
            Act::Message(MessageVerb::Delay(by), which) => write!(f, "delay {which} by {by}"),
            Act::Message(verb, which) => write!(f, "{} {which}", verb.word()),
            Act::Submit { commands, to } => {
                f.write_str("submit ")?;
                separated(f, commands, " ")?;
                to.as_ref().map_or(Ok(()), |to| write!(f, " to {to}"))
            }
            Act::Without(bug) => write!(f, "without {bug}"),
            Act::Obey(bug) => write!(f, "obey {bug}"),
            Act::Set(choice) => write!(f, "set {}", Chosen(*choice)),
        }
    }
}

fn spell_change(change: LinkChange, f: &mut Formatter<'_>) -> Result {
    if let Some(latency) = change.latency {
        write!(f, " latency {latency}")?;
    }
    if let Some(loss) = change.loss {
        write!(f, " loss {}", Share(loss))?;
    }
    if let Some(duplicate) = change.duplicate {
        write!(f, " duplicate {}", Share(duplicate))?;
    }
    Ok(())
}

impl From<&Action> for Act {
    /// The command that does exactly this.
    fn from(action: &Action) -> Act {
        match action {
            Action::Crash(server) => Act::Crash(Targets::server(*server)),
            Action::Restart(server) => Act::Restart(Targets::server(*server)),
            Action::Freeze(server) => Act::Freeze(Targets::server(*server)),
            Action::Thaw(server) => Act::Thaw(Targets::server(*server)),
            Action::Wipe(server) => Act::Wipe(Targets::server(*server)),
            Action::Fire { server, timer: Timer::Election } => Act::Timeout(Targets::server(*server)),
            Action::Fire { server, timer: Timer::Heartbeat } => Act::Beat(Targets::server(*server)),
            Action::EmptyHeartbeat(server) => Act::BeatEmpty(Targets::server(*server)),
            Action::SetTimer { server, timer, after } => {
                Act::Timer { of: Targets::server(*server), timer: *timer, after: *after }
            }
            Action::Align(servers) => Act::Align(Some((*servers).into())),
            Action::Spread(servers) => Act::Spread(Some((*servers).into())),
            Action::Partition(groups) => {
                let groups = groups.iter().filter(|group| !group.is_empty());
                Act::Partition(groups.map(|group| Targets::from(*group)).collect())
            }
            Action::Heal => Act::Heal,
            Action::Cut { from, to } => Act::Cut(Links::between(*from, *to)),
            Action::Mend { from, to } => Act::Mend(Links::between(*from, *to)),
            Action::Tune { from, to, change } => Act::Link(Links::between(*from, *to), *change),
            Action::HoldLink { from, to } => Act::HoldLink(Links::between(*from, *to)),
            Action::ReleaseLink { from, to } => Act::ReleaseLink(Links::between(*from, *to)),
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
            Action::Choose(choice) => Act::Set(*choice),
        }
    }
}
