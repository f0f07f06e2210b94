//! A run on the screen: what is looked at, what is chosen, how time passes.

use super::Groups;
use crate::explain::{Told, tell};
use crate::history::{Mark, Run, Watched};
use crate::raft::{Index, ServerId};
use crate::script::Player;
use crate::sim::{MessageId, Place, Step, Time};
use crate::tui::clock::{Captions, MOST_STEPS_A_FRAME, Playback, Speed};
use crate::tui::{Chosen, Lens, Pane};
use std::time::Duration;

/// How many steps "next" takes at most to find something interesting.
const FARTHEST: usize = 10_000;

/// A run on the screen.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The run, its cursor at the step that is shown.
    pub run: Run,
    /// What the cluster is: `sandbox · 5 servers · seed 7`.
    pub title: String,
    /// How time passes.
    pub playback: Playback,
    /// Who carries out commands on the run, and remembers what they named.
    pub player: Player,
    /// What the subtitle says.
    pub captions: Captions,
    /// What is chosen.
    pub chosen: Chosen,
    /// The pane that keys go to.
    pub focus: Pane,
    /// The pane that has the screen to itself.
    pub zoom: Option<Pane>,
    /// How far each pane is scrolled.
    pub scroll: [u16; Pane::ALL.len()],
    /// How the space-time diagram is looked at.
    pub lens: Lens,
    /// The groups of a partition that is being chosen.
    pub groups: Option<Groups>,
}

impl Stage {
    /// A run, shown from where its cursor is.
    pub fn new(run: Run, title: String, speed: Speed) -> Stage {
        let mut stage = Stage {
            run,
            title,
            playback: Playback::at(speed),
            player: Player::default(),
            captions: Captions::default(),
            chosen: Chosen::Nothing,
            focus: Pane::Cluster,
            zoom: None,
            scroll: [0; Pane::ALL.len()],
            lens: Lens::default(),
            groups: None,
        };
        stage.show_step();
        stage
    }

    /// The moment that is shown.
    pub fn clock(&self) -> Time {
        self.run.world().now()
    }

    fn told(&self) -> Told {
        self.run.step().map(|step| tell(step, self.run.world().size())).unwrap_or_default()
    }

    /// The subtitle says what the step at the cursor is; a choice that no longer exists is given up.
    pub fn show_step(&mut self) {
        self.captions.show(self.told());
        self.forget_choice();
    }

    /// A message that has arrived, or an entry that is gone, is no longer chosen.
    pub fn forget_choice(&mut self) {
        let world = self.run.world();
        let there = match self.chosen {
            Chosen::Nothing => true,
            Chosen::Server(server) => server.position() < world.size(),
            Chosen::Message(id) => world.network().flight(id).is_some(),
            Chosen::Entry(server, index) => {
                server.position() < world.size() && world.node(server).persistent().log.last_index() >= index
            }
        };
        if !there {
            self.chosen = match self.chosen {
                // Whoever was to get it is what one looks at next.
                Chosen::Entry(server, _) if server.position() < world.size() => Chosen::Server(server),
                _ => Chosen::Nothing,
            };
        }
    }

    /// Lets the viewer's time pass. Says whether anything may look different.
    pub fn advance(&mut self, elapsed: Duration) -> bool {
        if !self.playback.playing {
            return false;
        }
        self.captions.advance(elapsed);
        let until = self.playback.until(self.clock(), elapsed);
        self.playback.behind = false;
        for _ in 0..MOST_STEPS_A_FRAME {
            match self.run.next_at() {
                None => {
                    self.stop();
                    self.say(
                        "Nothing will happen any more",
                        "every server is down and nothing is on its way",
                    );
                    return true;
                }
                Some(at) if at > until => {
                    self.run.pass(until);
                    self.forget_choice();
                    return true;
                }
                Some(_) => {}
            }
            let violations = self.run.checker().violations().len();
            if self.run.forward().is_none() {
                self.stop();
                return true;
            }
            self.captions.offer(self.told());
            if self.run.checker().violations().len() > violations {
                self.stop();
                self.show_step();
                return true;
            }
        }
        self.playback.behind = true;
        self.forget_choice();
        true
    }

    /// Time passes from now on.
    pub fn play(&mut self) {
        self.playback.playing = true;
        self.captions.dismiss();
    }

    /// Time stands still from now on; the subtitle says what happened last.
    pub fn stop(&mut self) {
        if self.playback.playing {
            self.playback.playing = false;
            self.show_step();
        }
    }

    /// The program itself says something.
    pub fn say(&mut self, head: &str, rest: &str) {
        self.captions.notify(Told {
            head: head.to_string(),
            rest: rest.to_string(),
            weight: 2,
            ..Told::default()
        });
    }

    /// So many steps on. Says whether there was one.
    pub fn forward(&mut self, steps: u64) -> bool {
        self.playback.playing = false;
        let mut moved = false;
        for _ in 0..steps.min(FARTHEST as u64) {
            let violations = self.run.checker().violations().len();
            if self.run.forward().is_none() {
                break;
            }
            moved = true;
            if self.run.checker().violations().len() > violations {
                break;
            }
        }
        self.show_step();
        moved
    }

    /// So many steps back. Says whether there was one.
    pub fn back(&mut self, steps: u64) -> bool {
        let to = self.run.cursor().saturating_sub(steps).max(self.run.start());
        to < self.run.cursor() && self.seek(to)
    }

    /// To a step that was reached before. Says whether there is one.
    pub fn seek(&mut self, step: u64) -> bool {
        self.playback.playing = false;
        let found = self.run.seek(step);
        self.show_step();
        found
    }

    /// To the next interesting step, going beyond the end if there is none before it. Says whether it was found.
    pub fn next_interesting(&mut self) -> bool {
        self.playback.playing = false;
        let cursor = self.run.cursor();
        let known = self.run.marks().iter().find(|mark| mark.step > cursor);
        let found = match known.map(|mark| mark.step) {
            Some(step) => self.run.seek(step),
            None => self.find_interesting(),
        };
        self.show_step();
        found
    }

    /// Goes beyond the end of the run, but only if something interesting is there: it is looked for on a copy.
    fn find_interesting(&mut self) -> bool {
        let cursor = self.run.cursor();
        self.run.seek(self.run.end());
        let (world, checker) = (self.run.world().clone(), self.run.checker().clone());
        let mut ahead = Watched { world, checker, tally: self.run.tally().clone() };
        let mut step = Step::default();
        for taken in 1..=FARTHEST {
            if !ahead.step(&mut step) {
                break;
            }
            if Mark::of(&step).is_some() {
                for _ in 0..taken {
                    self.run.forward();
                }
                return true;
            }
        }
        self.run.seek(cursor);
        false
    }

    /// To the interesting step before this one. Says whether there is one.
    pub fn previous_interesting(&mut self) -> bool {
        let cursor = self.run.cursor();
        let before = self.run.marks().iter().rev().find(|mark| mark.step < cursor);
        match before.map(|mark| mark.step) {
            Some(step) => self.seek(step),
            None => self.run.cursor() > self.run.start() && self.seek(self.run.start()),
        }
    }

    /// To a place of the scrubber: thousandths of the run's time.
    pub fn scrub(&mut self, thousandths: u16) {
        let target = Time(self.run.end_at().0 / 1_000 * u64::from(thousandths.min(1_000)));
        // Steps are in the order of time: halve until the last one at or before the target is found. Each
        // probe replays at most a checkpoint's worth of steps.
        let (mut low, mut high) = (self.run.start(), self.run.end());
        self.playback.playing = false;
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            self.run.seek(middle);
            match self.run.step() {
                Some(step) if step.at <= target => low = middle,
                _ => high = middle - 1,
            }
        }
        self.seek(low);
    }

    /// The chosen server, or whose entry or message is chosen.
    pub fn chosen_server(&self) -> Option<ServerId> {
        match self.chosen {
            Chosen::Server(server) | Chosen::Entry(server, _) => Some(server),
            Chosen::Message(_) | Chosen::Nothing => None,
        }
    }

    /// Chooses the server that comes so many after the chosen one, around the ring.
    pub fn choose_along(&mut self, by: i32) {
        let size = self.run.world().size();
        let steps = by.unsigned_abs() as usize % size;
        let position = match self.chosen_server() {
            Some(server) if by < 0 => (server.position() + size - steps) % size,
            Some(server) => (server.position() + steps) % size,
            None if by < 0 => size - 1,
            None => 0,
        };
        self.chosen = Chosen::Server(ServerId::at(position));
    }

    /// Chooses the message that comes after the chosen one, or before it.
    pub fn choose_message(&mut self, forward: bool) -> bool {
        let ids: Vec<MessageId> = self
            .run
            .world()
            .network()
            .flights()
            .filter(|flight| flight.doom.is_none() || flight.place != Place::Travelling)
            .map(|flight| flight.id)
            .collect();
        if ids.is_empty() {
            return false;
        }
        let here = match self.chosen {
            Chosen::Message(id) => ids.iter().position(|known| *known == id),
            _ => None,
        };
        let next = match here {
            Some(here) if forward => (here + 1) % ids.len(),
            Some(here) => (here + ids.len() - 1) % ids.len(),
            None => 0,
        };
        self.chosen = Chosen::Message(ids[next]);
        true
    }

    /// Scrolls the pane that keys go to.
    pub fn scroll(&mut self, pane: Pane, by: i32) {
        let by = if pane.counts_back() { -by } else { by };
        let place = &mut self.scroll[pane as usize];
        let moved = i32::from(*place) + by;
        *place = u16::try_from(moved.max(0)).unwrap_or(u16::MAX).min(9_999);
    }

    /// Whether an entry is in a server's log.
    pub fn has_entry(&self, server: ServerId, index: Index) -> bool {
        server.position() < self.run.world().size()
            && self.run.world().node(server).persistent().log.get(index).is_some()
    }
}
