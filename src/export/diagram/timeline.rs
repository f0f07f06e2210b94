//! What the diagram shows: each server along time, messages, moments and cuts, found by going through the steps again.

use crate::explain::in_a_word;
use crate::explain::known;
use crate::export::Subject;
use crate::history::Watched;
use crate::raft::{Fact, MessageKind, RoleKind, ServerId, Term, Timer};
use crate::sim::{
    Action, Contents, Flight, LifeKind, Loss, MessageId, Step, StepId, Time, Transit, What, World,
};
use std::collections::BTreeSet;

/// What a server is for a while.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ServerState {
    pub life: LifeKind,
    pub role: RoleKind,
    pub term: Term,
}

/// A stretch of time in which something stays the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Stretch<T> {
    pub from: Time,
    pub to: Time,
    pub what: T,
}

/// How a message ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Finish {
    Arrives,
    Lost,
    /// It is still on its way at the end.
    Open,
}

/// A message.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Arrow {
    pub id: MessageId,
    pub from: ServerId,
    pub to: ServerId,
    pub sent: Time,
    pub end: Time,
    /// How much of its way it makes.
    pub share: f64,
    pub finish: Finish,
    pub kind: MessageKind,
    pub term: Term,
    /// Whether it brings nothing new: a heartbeat, and the answer to it.
    pub quiet: bool,
    /// Whether it belongs to the beat of a leader that goes on as before, or asks again in vain.
    pub routine: bool,
    /// Whether it says no.
    pub refuses: bool,
    pub word: Option<String>,
}

/// What happens to a server at a moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum MomentKind {
    Breaks,
    Crashes,
    Restarts,
    Commits,
    Refuses,
    Client,
    Steps,
    Plain,
}

/// A moment that is worth a word.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Moment {
    pub at: Time,
    pub server: ServerId,
    pub kind: MomentKind,
    pub term: Term,
    pub word: String,
}

/// Everything that is drawn.
#[derive(Debug)]
pub(super) struct Timeline {
    pub size: usize,
    pub from: Time,
    pub to: Time,
    /// By server.
    pub lives: Vec<Vec<Stretch<ServerState>>>,
    /// Between each server and the one below it: in both directions, or in one.
    pub cuts: Vec<Vec<Stretch<bool>>>,
    pub arrows: Vec<Arrow>,
    pub moments: Vec<Moment>,
    /// When anything happened but routine.
    pub times: Vec<Time>,
    /// Steps from which nothing but routine comes.
    routine: BTreeSet<StepId>,
}

impl Timeline {
    /// The timeline of the steps of a subject; none if there are none.
    pub fn of(subject: &Subject) -> Option<Timeline> {
        let run = subject.run;
        let before = subject.steps.first.saturating_sub(1).max(run.start());
        let mut replay = run.replay(before)?;
        let first = replay.state().world.clone();
        let size = first.size();
        let began = first.now();
        let mut timeline = Timeline {
            size,
            from: began,
            to: began,
            lives: first
                .nodes()
                .iter()
                .map(|node| vec![Stretch { from: began, to: began, what: standing(&first, node.id) }])
                .collect(),
            cuts: vec![Vec::new(); size],
            arrows: Vec::new(),
            moments: Vec::new(),
            times: Vec::new(),
            routine: BTreeSet::new(),
        };
        let mut open = vec![None; size];
        timeline.rewire(&first, began, &mut open);
        while replay.cursor() < subject.steps.last
            && let Some((step, state)) = replay.advance()
        {
            timeline.take(step, state, &mut open);
        }
        let last = &replay.state().world;
        let start = timeline.times.iter().copied().min().unwrap_or(timeline.to);
        timeline.end(last, start, open);
        Some(timeline)
    }

    /// How long messages are under way as a rule, in milliseconds.
    pub fn usual_way(&self) -> f64 {
        let arrived = self.arrows.iter().filter(|arrow| arrow.finish == Finish::Arrives);
        let mut ways: Vec<u64> = arrived.map(|arrow| arrow.end.since(arrow.sent).0).collect();
        ways.sort_unstable();
        let middle = ways.get(ways.len() / 2).copied().unwrap_or(10_000);
        (middle as f64 / 1_000.0).max(0.05)
    }

    fn take(&mut self, step: &Step, state: &Watched, open: &mut [Option<(Time, bool)>]) {
        self.to = step.at;
        let mut routine = false;
        match &step.what {
            What::Delivered(flight) => {
                let quiet = step.is_quiet(&flight.message);
                routine = quiet && self.routine.contains(&flight.cause);
                self.arrow(flight, step.at, Finish::Arrives, (quiet, routine));
            }
            What::Lost(flight, loss) => {
                routine = self.routine.contains(&flight.cause);
                self.arrow(flight, step.at, Finish::Lost, (false, routine));
                if let Some(arrow) = self.arrows.last_mut() {
                    // A server that is down is reached; on a cut link and on a bad one half the way is made.
                    arrow.share = if *loss == Loss::ServerDown { 1.0 } else { half_way(flight) };
                }
            }
            What::TimerFired { timer: Timer::Heartbeat, .. } => routine = true,
            What::Acted(Action::Partition(_) | Action::Heal | Action::Cut { .. } | Action::Mend { .. }) => {
                self.rewire(&state.world, step.at, open);
            }
            _ => {}
        }
        if routine {
            self.routine.insert(step.number);
        } else {
            self.times.push(step.at);
        }
        if let Some(server) = step.server() {
            let now = standing(&state.world, server);
            let life = &mut self.lives[server.position()];
            if let Some(last) = life.last_mut().filter(|last| last.what != now) {
                last.to = step.at;
                life.push(Stretch { from: step.at, to: step.at, what: now });
            }
            if let Some((kind, word)) = word_of(step) {
                self.moments.push(Moment { at: step.at, server, kind, term: now.term, word });
            }
        }
    }

    fn arrow(&mut self, flight: &Flight, end: Time, finish: Finish, (quiet, routine): (bool, bool)) {
        if !routine {
            self.times.push(flight.sent.max(self.from));
        }
        self.arrows.push(Arrow {
            id: flight.id,
            from: flight.from,
            to: flight.to,
            sent: flight.sent,
            end,
            share: 1.0,
            finish,
            kind: flight.message.kind(),
            term: flight.message.term().unwrap_or_default(),
            quiet,
            routine,
            refuses: flight.message.is_refusal(),
            word: word_in(&flight.message),
        });
    }

    /// Which neighbours are cut off from each other now.
    fn rewire(&mut self, world: &World, at: Time, open: &mut [Option<(Time, bool)>]) {
        for (position, open) in open.iter_mut().enumerate().take(self.size.saturating_sub(1)) {
            let (above, below) = (ServerId::at(position), ServerId::at(position + 1));
            let cuts = [(above, below), (below, above)].map(|(a, b)| world.network().link(a, b).cut);
            let now = cuts.contains(&true).then_some(cuts == [true, true]);
            let known = open.map(|(_, both)| both);
            if known != now {
                if let Some((from, what)) = open.take() {
                    self.cuts[position].push(Stretch { from, to: at, what });
                }
                *open = now.map(|both| (at, both));
            }
        }
    }

    fn end(&mut self, last: &World, start: Time, open: Vec<Option<(Time, bool)>>) {
        let known = self.arrows.len();
        for flight in last.network().flights() {
            let quiet = flight.message.is_heartbeat();
            let routine = self.routine.contains(&flight.cause);
            self.arrow(flight, self.to.max(flight.sent), Finish::Open, (quiet, routine));
            let whole = flight.due.since(flight.sent).0.max(1) as f64;
            let made = (self.to.since(flight.sent).0 as f64 / whole).min(1.0);
            if let Some(arrow) = self.arrows.last_mut() {
                arrow.share = match flight.place {
                    Transit::Held => 0.2,
                    Transit::Waiting => 1.0,
                    Transit::Travelling if flight.doom.is_some() => made / 2.0,
                    Transit::Travelling => made,
                };
            }
        }
        // What has not gone far is a stub without a head, which says nothing.
        let mut position = 0;
        self.arrows.retain(|arrow| {
            position += 1;
            position <= known || arrow.share > 0.15
        });
        self.from = start;
        let (from, to) = (self.from, self.to);
        for life in &mut self.lives {
            if let Some(last) = life.last_mut() {
                last.to = to;
            }
            for stretch in life.iter_mut() {
                stretch.from = stretch.from.max(from);
            }
        }
        for (cuts, open) in self.cuts.iter_mut().zip(open) {
            if let Some((since, what)) = open {
                cuts.push(Stretch { from: since, to, what });
            }
        }
        self.arrows.sort_by_key(|arrow| (!arrow.quiet, arrow.sent, arrow.id));
    }
}

/// Half of the way, between two lines and not on one.
fn half_way(flight: &Flight) -> f64 {
    let lanes = flight.from.position().abs_diff(flight.to.position()).max(1);
    ((lanes - 1) / 2) as f64 / lanes as f64 + 0.5 / lanes as f64
}

fn standing(world: &World, server: ServerId) -> ServerState {
    let node = world.node(server);
    ServerState {
        life: node.kind(),
        role: node.server().map_or(RoleKind::Follower, |server| server.role().kind()),
        term: node.persistent().current_term,
    }
}

fn word_in(message: &Contents) -> Option<String> {
    if message.kind() == MessageKind::RequestVote { Some("vote?".to_owned()) } else { in_a_word(message) }
}

/// What a step did, in a word or two. Who stands and who leads is written in its bar.
fn word_of(step: &Step) -> Option<(MomentKind, String)> {
    if let What::Acted(action) = &step.what {
        match action {
            Action::Freeze(_) => return Some((MomentKind::Crashes, "freezes".to_owned())),
            Action::Thaw(_) => return Some((MomentKind::Restarts, "goes on".to_owned())),
            Action::Wipe(_) => return Some((MomentKind::Crashes, "is wiped".to_owned())),
            _ => {}
        }
    }
    let words = step.seen().filter_map(|fact| {
        Some(match fact {
            Fact::PropertyViolated { property } => {
                (MomentKind::Breaks, format!("{} breaks", property.name()))
            }
            Fact::Crashed { .. } => (MomentKind::Crashes, "crashes".to_owned()),
            Fact::Restarted { .. } => (MomentKind::Restarts, "restarts".to_owned()),
            Fact::CommitAdvanced { to, .. } => (MomentKind::Commits, format!("commits {to}")),
            Fact::CommitWithheld { index, .. } => (MomentKind::Refuses, format!("{index} not committed")),
            Fact::EntryAppended { command, .. } => (MomentKind::Client, known(command)),
            Fact::Truncated { first, last, .. } if first == last => {
                (MomentKind::Steps, format!("gives up {first}"))
            }
            Fact::Truncated { first, last, .. } => (MomentKind::Steps, format!("gives up {first}–{last}")),
            Fact::SteppedDown { .. } => (MomentKind::Steps, "steps down".to_owned()),
            Fact::FollowerCommitAdvanced { to, .. } => (MomentKind::Plain, format!("knows {to}")),
            _ => return None,
        })
    });
    words.min_by_key(|(kind, _)| *kind)
}
