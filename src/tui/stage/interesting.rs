//! "Next": to what is interesting, wherever that is. In what is known already it goes from mark to mark, and
//! at last to the end; beyond, it looks ahead, and stays only where nothing is to come.

use crate::history::{Mark, Stops, Watched};
use crate::raft::{Index, RoleKind, ServerId, ServerSet};
use crate::safety::diagnose;
use crate::script::MOST_IN_FLIGHT;
use crate::sim::{Flight, Span, Step, StepId, Transit, World};
use crate::tui::stage::Stage;

/// How many steps are looked ahead.
const FARTHEST: usize = 10_000;

/// Where "next" has led.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NextInteresting {
    /// To a step that tells itself, or to what the script says there.
    Found,
    /// To the end of a script.
    Ended,
    /// To the last step that was reached before.
    Known,
    /// To where every server has heard of everything: of this leader.
    Settled(ServerId),
    /// Nowhere: nothing comes, and why.
    Nothing(String),
}

impl Stage {
    /// To the next interesting step, going beyond the end if there is none before it.
    pub fn next_interesting(&mut self) -> NextInteresting {
        self.stand_still();
        if self.show_note() {
            return NextInteresting::Found;
        }
        if self.run.in_past() {
            return self.next_known();
        }
        if self.story.as_mut().is_some_and(|story| story.ends(&self.run)) {
            return NextInteresting::Ended;
        }
        let violations = self.run.checker().violations().len();
        let found = self.look_ahead();
        self.show_step();
        if self.run.checker().violations().len() > violations {
            self.show_violation();
        }
        found
    }

    fn next_known(&mut self) -> NextInteresting {
        let cursor = self.run.cursor();
        let note = self.story.as_ref().and_then(|story| story.next_note(cursor));
        let mark = self.stops().into_iter().find(|step| *step > cursor);
        let violations = self.run.checker().violations().len();
        let next = note.into_iter().chain(mark).min();
        self.run.seek(next.unwrap_or(self.run.end()));
        self.show_step();
        if self.run.checker().violations().len() > violations {
            self.show_violation();
        }
        match next {
            Some(_) => NextInteresting::Found,
            None if self.story.as_mut().is_some_and(|story| story.ends(&self.run)) => NextInteresting::Ended,
            None => NextInteresting::Known,
        }
    }

    /// The steps that "next" stops at, of all that are known.
    fn stops(&self) -> Vec<StepId> {
        let mut stops = Stops::default();
        self.run.marks().iter().filter(|mark| stops.at(mark)).map(|mark| mark.step).collect()
    }

    /// Looks for something interesting on a copy, and goes there; or to where all is settled, if it is not yet.
    fn look_ahead(&mut self) -> NextInteresting {
        if !self.run.world().driver().foresees() {
            return NextInteresting::Nothing("the trace ends here".into());
        }
        let mut stops = Stops::default();
        for mark in self.run.marks() {
            stops.at(mark);
        }
        let (world, checker) = (self.run.world().clone(), self.run.checker().clone());
        let start = world.now();
        let mut ahead = Watched { world, checker, tally: self.run.tally().clone() };
        let mut rest = settled(&ahead.world).map(|leader| (0, leader));
        let was_settled = rest.is_some();
        let mut step = Step::default();
        for taken in 1..=FARTHEST {
            if !ahead.step(&mut step) {
                return NextInteresting::Nothing("no timer is running, and no message is in flight".into());
            }
            if ahead.world.network().in_flight() > MOST_IN_FLIGHT {
                break;
            }
            if Mark::of(&step).is_some_and(|mark| stops.at(&mark)) {
                self.go_on(taken);
                return NextInteresting::Found;
            }
            if rest.is_none() {
                rest = settled(&ahead.world).map(|leader| (taken, leader));
            }
        }
        match rest {
            Some((taken, leader)) if !was_settled => {
                self.go_on(taken);
                NextInteresting::Settled(leader)
            }
            Some((_, leader)) if side_of(self.run.world(), leader) == self.run.world().up() => {
                NextInteresting::Nothing(self.all_follow(leader))
            }
            _ => NextInteresting::Nothing(self.why_nothing(ahead.world.now().since(start))),
        }
    }

    fn go_on(&mut self, steps: usize) {
        for _ in 0..steps {
            self.run.forward();
        }
    }

    /// "all follow S4, with its log and commit index 2"
    pub(in crate::tui) fn all_follow(&self, leader: ServerId) -> String {
        let world = self.run.world();
        let commit = world.node(leader).server().map_or(Index::ZERO, |server| server.volatile().commit_index);
        let (up, side) = (world.up(), side_of(world, leader));
        let who = match side.len() {
            1 if up.len() == 1 => return format!("{leader} leads, and no other server is running"),
            1 => return format!("{leader} leads, and reaches no other server"),
            count if count == world.size() => "all follow".to_string(),
            _ if side == up => "all running servers follow".to_string(),
            2 => format!("{} follows", side.minus(ServerSet::only(leader))),
            _ => format!("{} follow", side.minus(ServerSet::only(leader))),
        };
        format!("{who} {leader}, with its log and commit index {commit}")
    }

    /// Why nothing comes, though not every server has heard of everything.
    fn why_nothing(&self, looked: Span) -> String {
        let (world, checker) = (self.run.world(), self.run.checker());
        if let Some(diagnosis) = diagnose(world, checker) {
            return diagnosis.headline().to_string();
        }
        let leads = |leader: &ServerId| {
            format!("{leader} leads term {}", world.node(*leader).persistent().current_term)
        };
        let leaders: Vec<String> = world.leaders().iter().map(leads).collect();
        let leaders = if leaders.is_empty() { "there is no leader".to_string() } else { leaders.join(", ") };
        format!("{leaders}, and nothing changes for {}", crate::explain::ms(looked))
    }

    /// To the interesting step before this one. Says whether there is one.
    pub fn previous_interesting(&mut self) -> bool {
        let cursor = self.run.cursor();
        let mark = self.stops().into_iter().rev().find(|step| *step < cursor);
        let note = self.story.as_ref().and_then(|story| story.note_before(cursor));
        match mark.into_iter().chain(note).max() {
            Some(step) => self.seek(step),
            None => self.run.cursor() > self.run.start() && self.seek(self.run.start()),
        }
    }
}

/// The servers that run and are connected to a leader, itself included.
fn side_of(world: &World, leader: ServerId) -> ServerSet {
    world.network().in_touch(leader).and(world.up())
}

/// The leader of the latest term, if nothing is left to do on its side: every server that runs and is connected to
/// it is in its term and has its log and commit index, and nothing but heartbeats and their answers is in flight
/// between them.
pub(in crate::tui) fn settled(world: &World) -> Option<ServerId> {
    let leader = world.leader()?;
    let side = side_of(world, leader);
    let first = world.node(leader).running()?;
    let (term, log, commit) = (first.term(), &first.persistent().log, first.volatile().commit_index);
    let end = log.last_index();
    let agrees = |id: ServerId| {
        let Some(server) = world.node(id).running() else { return false };
        let disk = server.persistent();
        let follows = id == leader
            || (server.role().kind() == RoleKind::Follower && server.known_leader() == Some(leader));
        follows
            && server.term() == term
            && disk.log.last_index() == end
            && disk.log.digest_at(end) == log.digest_at(end)
            && server.volatile().commit_index == commit
    };
    let routine = |flight: &Flight| flight.message.is_routine() && flight.message.term() == Some(term);
    let arrives = |flight: &&Flight| {
        flight.doom.is_none()
            && flight.place == Transit::Travelling
            && side.contains(flight.to)
            && !world.network().link(flight.from, flight.to).cut
    };
    let quiet = world.network().flights().filter(arrives).all(routine);
    (quiet && side.iter().all(agrees)).then_some(leader)
}
