//! What the diagram shows: each server along time, messages, moments and cuts, found by going through the steps again.

use crate::explain::{action_in_a_word, fact_in_a_word, in_a_word, known};
use crate::export::Subject;
use crate::history::{Lifelines, MessagePath, PathEnd, Watched};
use crate::raft::{Fact, MessageKind, RoleKind, ServerId, Term, Timer};
use crate::sim::{Action, Contents, Flight, LifeKind, MessageId, Step, StepId, Time, What, World};
use std::collections::BTreeSet;

/// What a server is for a while.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ServerState {
    pub life: LifeKind,
    pub role: RoleKind,
    pub term: Term,
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
    pub ends: PathEnd,
    pub kind: MessageKind,
    pub term: Term,
    /// Whether it brings nothing new: a heartbeat, and the answer to it.
    pub quiet: bool,
    /// Whether it belongs to the beat of a leader that goes on as before, or retries in vain.
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
    /// The servers, and the cuts between them: whether they are in both directions.
    pub lines: Lifelines<ServerState, bool>,
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
            lines: Lifelines::begin(began, first.nodes().iter().map(|node| standing(&first, node.id))),
            arrows: Vec::new(),
            moments: Vec::new(),
            times: Vec::new(),
            routine: BTreeSet::new(),
        };
        timeline.lines.set_cuts(began, cuts_in(&first));
        while replay.cursor() < subject.steps.last
            && let Some((step, state)) = replay.advance()
        {
            timeline.take(step, state);
        }
        let last = &replay.state().world;
        let start = timeline.times.iter().copied().min().unwrap_or(timeline.to);
        timeline.end(last, start);
        Some(timeline)
    }

    /// How long messages are usually in flight, in milliseconds.
    pub fn usual_way(&self) -> f64 {
        let arrived = self.arrows.iter().filter(|arrow| arrow.ends == PathEnd::Arrived);
        let mut ways: Vec<u64> = arrived.map(|arrow| arrow.end.since(arrow.sent).0).collect();
        ways.sort_unstable();
        let middle = ways.get(ways.len() / 2).copied().unwrap_or(10_000);
        (middle as f64 / 1_000.0).max(0.05)
    }

    fn take(&mut self, step: &Step, state: &Watched) {
        self.to = step.at;
        let mut routine = false;
        if let Some(way) = MessagePath::of_step(step) {
            let goes_on = way.end == PathEnd::Lost || way.quiet;
            routine = goes_on && self.routine.contains(&way.flight.cause);
            self.arrow(way, routine);
        }
        match &step.what {
            What::TimerFired { timer: Timer::Heartbeat, .. } => routine = true,
            What::Acted(action) if action.is_about_cuts() => {
                self.lines.set_cuts(step.at, cuts_in(&state.world));
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
            self.lines.set_server(server, step.at, now);
            if let Some((kind, word)) = word_of(step) {
                self.moments.push(Moment { at: step.at, server, kind, term: now.term, word });
            }
        }
    }

    fn arrow(&mut self, way: MessagePath, routine: bool) {
        let flight = way.flight;
        if !routine {
            self.times.push(flight.sent.max(self.from));
        }
        self.arrows.push(Arrow {
            id: flight.id,
            from: flight.from,
            to: flight.to,
            sent: flight.sent,
            end: way.at,
            share: match way.end {
                PathEnd::Lost if way.share < 1.0 => half_way(flight),
                _ => way.share,
            },
            ends: way.end,
            kind: flight.message.kind(),
            term: flight.message.term().unwrap_or_default(),
            quiet: way.quiet,
            routine,
            refuses: flight.message.is_refusal(),
            word: word_in(&flight.message),
        });
    }

    fn end(&mut self, last: &World, start: Time) {
        let known = self.arrows.len();
        for flight in last.network().flights() {
            let routine = self.routine.contains(&flight.cause);
            self.arrow(MessagePath::in_flight(flight, self.to), routine);
        }
        // What has not gone far is a stub without a head, which says nothing.
        let mut position = 0;
        self.arrows.retain(|arrow| {
            position += 1;
            position <= known || arrow.share > 0.15
        });
        self.from = start;
        self.lines.end(self.to);
        for stretch in self.lines.servers.iter_mut().flatten() {
            stretch.from = stretch.from.max(start);
        }
        self.arrows.sort_by_key(|arrow| (!arrow.quiet, arrow.sent, arrow.id));
    }
}

/// Half of the way, between two lines and not on one.
fn half_way(flight: &Flight) -> f64 {
    let lanes = flight.from.position().abs_diff(flight.to.position()).max(1);
    ((lanes - 1) / 2) as f64 / lanes as f64 + 0.5 / lanes as f64
}

/// Which neighbours are cut off from each other, by the one above: in both directions, or in one.
fn cuts_in(world: &World) -> impl Iterator<Item = Option<bool>> {
    (1..world.size()).map(move |below| {
        let (above, below) = (ServerId::at(below - 1), ServerId::at(below));
        let cuts = [(above, below), (below, above)].map(|(a, b)| world.network().link(a, b).cut);
        cuts.contains(&true).then_some(cuts == [true, true])
    })
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
    if let What::Acted(action) = &step.what
        && let Some(word) = action_in_a_word(action)
    {
        let kind = if matches!(action, Action::Thaw(_)) { MomentKind::Restarts } else { MomentKind::Crashes };
        return Some((kind, word.to_owned()));
    }
    let words = step.seen().filter_map(|fact| {
        let kind = match fact {
            Fact::PropertyViolated { .. } => MomentKind::Breaks,
            Fact::Crashed { .. } => MomentKind::Crashes,
            Fact::Restarted { .. } => MomentKind::Restarts,
            Fact::CommitAdvanced { .. } => MomentKind::Commits,
            Fact::CommitWithheld { .. } => MomentKind::Refuses,
            Fact::EntryAppended { .. } => MomentKind::Client,
            Fact::Truncated { .. } | Fact::SteppedDown { .. } => MomentKind::Steps,
            Fact::FollowerCommitAdvanced { .. } => MomentKind::Plain,
            _ => return None,
        };
        let word = match fact {
            Fact::PropertyViolated { property } => format!("{} breaks", property.name()),
            Fact::EntryAppended { command, .. } => known(command),
            Fact::FollowerCommitAdvanced { to, .. } => format!("knows {to}"),
            fact => fact_in_a_word(fact)?,
        };
        Some((kind, word))
    });
    words.min_by_key(|(kind, _)| *kind)
}
