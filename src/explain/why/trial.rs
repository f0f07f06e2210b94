//! What would change it, tried on a copy of the cluster: only what works is offered.
//!
//! A run is deterministic, so what works on the copy works on the cluster itself, command for command.

use crate::explain::answer::Remedy;
use crate::history::{PlacedAction, Run, Watched};
use crate::paper::Bug;
use crate::raft::{Command, ServerId, ServerSet, Timer};
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
    commands: Vec<String>,
    steps: u32,
    works: bool,
}

impl<'a> Trial<'a> {
    pub(super) fn of(run: &'a Run) -> Trial<'a> {
        let cursor = run.cursor();
        let later = &run.actions()[run.actions().partition_point(|recorded| recorded.after < cursor)..];
        // At the cursor itself, what has its step already is past.
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

    /// Does something, under the words of the language for it.
    fn act(&mut self, text: String, actions: &[Action]) -> &mut Self {
        if !self.works || actions.is_empty() {
            return self;
        }
        self.later = &[];
        self.commands.push(text);
        let mut step = Step::default();
        self.works = actions.iter().all(|action| self.state.act(action, &mut step).is_ok());
        self
    }

    fn each(&mut self, word: &str, servers: ServerSet, action: impl Fn(ServerId) -> Action) -> &mut Self {
        let actions: Vec<Action> = servers.iter().map(action).collect();
        self.act(format!("{word} {servers}"), &actions)
    }

    pub(super) fn restart(&mut self, servers: ServerSet) -> &mut Self {
        self.each("restart", servers, Action::Restart)
    }

    pub(super) fn thaw(&mut self, servers: ServerSet) -> &mut Self {
        self.each("thaw", servers, Action::Thaw)
    }

    pub(super) fn crash(&mut self, servers: ServerSet) -> &mut Self {
        self.each("crash", servers, Action::Crash)
    }

    pub(super) fn timeout(&mut self, server: ServerId) -> &mut Self {
        let action = |server| Action::Fire { server, timer: Timer::Election };
        self.each("timeout", ServerSet::only(server), action)
    }

    pub(super) fn heal(&mut self) -> &mut Self {
        self.act("heal".to_owned(), &[Action::Heal])
    }

    /// Parts these servers from all others; among themselves they hear each other.
    pub(super) fn part(&mut self, servers: ServerSet) -> &mut Self {
        let rest = self.state.world.roster().minus(servers);
        if rest.is_empty() {
            return if self.state.world.network().has_cuts() { self.heal() } else { self };
        }
        self.act(format!("partition {servers}"), &[Action::Partition(vec![servers])])
    }

    /// Lets all links lose nothing, and deliver as quickly as they do where nothing is said.
    pub(super) fn quicken(&mut self) -> &mut Self {
        let all = self.state.world.roster();
        let LinkQuality { latency, .. } = LinkQuality::default();
        let change = LinkChange { latency: Some(latency), loss: Some(0), duplicate: None };
        let text = format!("link all -> all latency {latency} loss 0%");
        self.act(text, &[Action::Tune { from: all, to: all, change }])
    }

    /// Lets go what links hold back.
    pub(super) fn release_links(&mut self) -> &mut Self {
        let all = self.state.world.roster();
        let network = self.state.world.network();
        let held = all.iter().any(|from| all.iter().any(|to| network.link(from, to).held));
        if held && all.len() > 1 {
            self.act("release all -> all".to_owned(), &[Action::ReleaseLink { from: all, to: all }])
        } else {
            self
        }
    }

    pub(super) fn deliver(&mut self, message: MessageId) -> &mut Self {
        self.act(format!("deliver {message}"), &[Action::Deliver(message)])
    }

    pub(super) fn drop(&mut self, message: MessageId) -> &mut Self {
        self.act(format!("drop {message}"), &[Action::Drop(message)])
    }

    pub(super) fn hold(&mut self, message: MessageId) -> &mut Self {
        self.act(format!("hold {message}"), &[Action::Hold(message)])
    }

    pub(super) fn release(&mut self, message: MessageId) -> &mut Self {
        self.act(format!("release {message}"), &[Action::Release(message)])
    }

    pub(super) fn submit(&mut self, commands: &[Command], to: ServerId) -> &mut Self {
        let words: Vec<String> = commands.iter().map(ToString::to_string).collect();
        let actions: Vec<Action> =
            commands.iter().map(|command| Action::Submit { to, command: *command }).collect();
        self.act(format!("submit {} to {to}", words.join(" ")), &actions)
    }

    pub(super) fn set_aside(&mut self, bug: Bug) -> &mut Self {
        self.act(format!("without {}", bug.id()), &[Action::SetAside(bug)])
    }

    pub(super) fn put_back(&mut self, bug: Bug) -> &mut Self {
        self.act(format!("obey {}", bug.id()), &[Action::PutBack(bug)])
    }

    /// Lets time pass until something holds, of which the words are a condition of the language.
    pub(super) fn until(
        &mut self,
        condition: &str,
        within: Span,
        holds: impl Fn(&Watched) -> bool,
    ) -> &mut Self {
        if !self.works || holds(&self.state) {
            return self;
        }
        self.commands.push(format!("run until {condition} within {within}"));
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

    /// When the next step happens: of its own accord, or because it did so before.
    fn next_at(&self) -> Option<Time> {
        match self.later.first() {
            Some(recorded) if recorded.after == self.state.world.last_step() => Some(recorded.at),
            _ => self.state.world.next_at(),
        }
    }

    fn forward(&mut self) -> bool {
        let mut step = Step::default();
        self.steps += 1;
        if let Some((recorded, rest)) = self.later.split_first()
            && recorded.after == self.state.world.last_step()
        {
            self.later = rest;
            self.state.world.pass(recorded.at);
            return self.state.act(&recorded.action, &mut step).is_ok();
        }
        self.state.step(&mut step)
    }

    /// What was done, if all of it worked and something was done at all.
    pub(super) fn remedy(&self, text: impl Into<String>, leads_to: impl Into<String>) -> Option<Remedy> {
        let done = self.works && !self.commands.is_empty();
        done.then(|| Remedy { text: text.into(), leads_to: leads_to.into(), commands: self.commands.clone() })
    }
}

/// A second or two, as commands write it.
pub(super) const SOON: Span = Span::from_ms(2_000);
