//! What would change it, tried on a copy of the cluster: only what works is offered.
//!
//! A run is deterministic, so what works on the copy works on the cluster itself, command for command.

use crate::explain::answer::Remedy;
use crate::explain::sentence::Sentence;
use crate::history::{PlacedAction, Run, Watched};
use crate::language::{Act, Command, Condition, Links, MessageVerb, Targets, Which};
use crate::paper::Bug;
use crate::raft::{Command as StoreCommand, ServerId, ServerSet, Timer};
use crate::sim::{Action, LinkChange, LinkQuality, MessageId, Span, Step, Time};

/// The most steps of one trial: a cluster that is far from any change is left alone.
const MOST_STEPS: u32 = 20_000;
/// The most messages in flight, as for commands.
const MOST_IN_FLIGHT: usize = 20_000;

/// A copy of the cluster, what was done to it, and whether all of it worked.
#[derive(Clone)]
pub(super) struct Trial<'a> {
    state: Watched,
    /// What was done to the cluster after the cursor, until something else is done.
    later: &'a [PlacedAction],
    commands: Vec<Command>,
    steps: u32,
    works: bool,
}

impl<'a> Trial<'a> {
    pub(super) fn of(run: &'a Run) -> Trial<'a> {
        let cursor = run.cursor();
        let later = &run.actions()[run.actions().partition_point(|placed| placed.after < cursor)..];
        // At the cursor itself, an action whose step has happened is past.
        let state = Watched {
            world: run.world().clone(),
            checker: run.checker().clone(),
            tally: run.tally().clone(),
        };
        Trial { state, later, commands: Vec::new(), steps: 0, works: true }
    }

    pub(super) fn state(&self) -> &Watched {
        &self.state
    }

    pub(super) fn works(&self) -> bool {
        self.works
    }

    /// Does something, as the language says it and as the world does it.
    fn act(&mut self, act: Act, actions: &[Action]) -> &mut Self {
        if !self.works || actions.is_empty() {
            return self;
        }
        self.later = &[];
        self.commands.push(Command::Act(act));
        let mut step = Step::default();
        self.works = actions.iter().all(|action| self.state.act(action, &mut step).is_ok());
        self
    }

    fn each(
        &mut self,
        act: impl Fn(Targets) -> Act,
        servers: ServerSet,
        action: impl Fn(ServerId) -> Action,
    ) -> &mut Self {
        let actions: Vec<Action> = servers.iter().map(action).collect();
        self.act(act(servers.into()), &actions)
    }

    pub(super) fn restart(&mut self, servers: ServerSet) -> &mut Self {
        self.each(Act::Restart, servers, Action::Restart)
    }

    pub(super) fn thaw(&mut self, servers: ServerSet) -> &mut Self {
        self.each(Act::Thaw, servers, Action::Thaw)
    }

    pub(super) fn crash(&mut self, servers: ServerSet) -> &mut Self {
        self.each(Act::Crash, servers, Action::Crash)
    }

    pub(super) fn timeout(&mut self, server: ServerId) -> &mut Self {
        let action = |server| Action::Fire { server, timer: Timer::Election };
        self.each(Act::Timeout, ServerSet::only(server), action)
    }

    /// A leader sends at once what it would send with its next heartbeat.
    pub(super) fn beat(&mut self, server: ServerId) -> &mut Self {
        let action = |server| Action::Fire { server, timer: Timer::Heartbeat };
        self.each(Act::Beat, ServerSet::only(server), action)
    }

    pub(super) fn heal(&mut self) -> &mut Self {
        self.act(Act::Heal, &[Action::Heal])
    }

    /// Separates these servers from all others; among themselves they are connected.
    pub(super) fn part(&mut self, servers: ServerSet) -> &mut Self {
        let rest = self.state.world.roster().minus(servers);
        if rest.is_empty() {
            return if self.state.world.network().has_cuts() { self.heal() } else { self };
        }
        self.act(Act::Partition(vec![servers.into()]), &[Action::Partition(vec![servers])])
    }

    /// Makes all links lossless, with the default latency.
    pub(super) fn quicken(&mut self) -> &mut Self {
        let all = self.state.world.roster();
        let LinkQuality { latency, .. } = LinkQuality::default();
        let change = LinkChange { latency: Some(latency), loss: Some(0), duplicate: None };
        self.act(Act::Link(Links::all(), change), &[Action::Tune { from: all, to: all, change }])
    }

    /// Releases the messages that links hold back.
    pub(super) fn release_links(&mut self) -> &mut Self {
        let all = self.state.world.roster();
        let network = self.state.world.network();
        let held = all.iter().any(|from| all.iter().any(|to| network.link(from, to).held));
        if held && all.len() > 1 {
            self.act(Act::ReleaseLink(Links::all()), &[Action::ReleaseLink { from: all, to: all }])
        } else {
            self
        }
    }

    fn message(&mut self, verb: MessageVerb, message: MessageId, action: Action) -> &mut Self {
        self.act(Act::Message(verb, Which::Number(message)), &[action])
    }

    pub(super) fn deliver(&mut self, message: MessageId) -> &mut Self {
        self.message(MessageVerb::Deliver, message, Action::Deliver(message))
    }

    pub(super) fn drop(&mut self, message: MessageId) -> &mut Self {
        self.message(MessageVerb::Drop, message, Action::Drop(message))
    }

    pub(super) fn hold(&mut self, message: MessageId) -> &mut Self {
        self.message(MessageVerb::Hold, message, Action::Hold(message))
    }

    pub(super) fn release(&mut self, message: MessageId) -> &mut Self {
        self.message(MessageVerb::Release, message, Action::Release(message))
    }

    pub(super) fn submit(&mut self, commands: &[StoreCommand], to: ServerId) -> &mut Self {
        let actions: Vec<Action> =
            commands.iter().map(|command| Action::Submit { to, command: *command }).collect();
        self.act(Act::Submit { commands: commands.to_vec(), to: Some(Targets::server(to)) }, &actions)
    }

    pub(super) fn set_aside(&mut self, bug: Bug) -> &mut Self {
        self.act(Act::Without(bug), &[Action::SetAside(bug)])
    }

    pub(super) fn put_back(&mut self, bug: Bug) -> &mut Self {
        self.act(Act::Obey(bug), &[Action::PutBack(bug)])
    }

    /// Lets time pass until something holds: as a condition of the language, and as a test of the copy.
    pub(super) fn until(
        &mut self,
        condition: &Condition,
        within: Span,
        holds: impl Fn(&Watched) -> bool,
    ) -> &mut Self {
        if !self.works || holds(&self.state) {
            return self;
        }
        self.commands.push(Command::RunUntil { condition: condition.clone(), within: Some(within) });
        self.works = self.wait(within, holds);
        self
    }

    fn wait(&mut self, within: Span, holds: impl Fn(&Watched) -> bool) -> bool {
        let end = self.state.world.now() + within;
        let broken = self.state.checker.violations().len();
        loop {
            if holds(&self.state) {
                return true;
            }
            let quiet = self.next_at().is_none_or(|at| at > end);
            let broke = self.state.checker.violations().len() > broken;
            let full = self.state.world.network().in_flight() > MOST_IN_FLIGHT;
            if quiet || broke || full || self.steps >= MOST_STEPS || !self.forward() {
                return false;
            }
        }
    }

    /// When the next step happens: on its own, or because it was recorded.
    fn next_at(&self) -> Option<Time> {
        match self.later.first() {
            Some(placed) if placed.after == self.state.world.last_step() => Some(placed.at),
            _ => self.state.world.next_at(),
        }
    }

    fn forward(&mut self) -> bool {
        let mut step = Step::default();
        self.steps += 1;
        if let Some((placed, rest)) = self.later.split_first()
            && placed.after == self.state.world.last_step()
        {
            self.later = rest;
            self.state.world.pass(placed.at);
            return self.state.act(&placed.action, &mut step).is_ok();
        }
        self.state.step(&mut step)
    }

    /// What was done, if all of it worked and something was done at all.
    pub(super) fn remedy(&self, text: impl Into<String>, leads_to: impl Into<Sentence>) -> Option<Remedy> {
        let done = self.works && !self.commands.is_empty();
        done.then(|| Remedy {
            text: self.with_what_is_submitted(text.into()),
            leads_to: leads_to.into(),
            commands: self.commands.clone(),
        })
    }

    /// A command that is submitted along the way is named: nobody is to find an entry in a log that he did not ask for.
    fn with_what_is_submitted(&self, text: String) -> String {
        let submitted = self.commands.iter().filter_map(|command| match command {
            Command::Act(Act::Submit { commands, .. }) => Some(commands),
            _ => None,
        });
        let words: Vec<String> = submitted.flatten().map(ToString::to_string).collect();
        match &words[..] {
            [] => text,
            words if words.iter().all(|word| text.contains(word)) => text,
            [first, .., last] if words.len() > 3 => format!("{text}, and submit {first} to {last}"),
            words => format!("{text}, and submit {}", words.join(" ")),
        }
    }
}

/// A second or two, as commands write it.
pub(super) const SOON: Span = Span::from_ms(2_000);
