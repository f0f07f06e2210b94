//! A run on the screen: what is looked at, what is chosen, how time passes.

mod execute;
pub(super) mod interesting;
mod marks;
pub(super) mod seek;
mod side;
mod until;

use crate::explain::{Narration, tell_within};
use crate::history::{BranchId, Run};
use crate::paper::Rule;
use crate::raft::{Index, ServerId};
use crate::script::{MOST_IN_FLIGHT, Player};
use crate::sim::{Flight, MessageId, Span, Step, StepId, Time, Transit, What};
use crate::tui::clock::{Captions, Glide, MOST_STEPS_A_FRAME, Moment, Playback, Speed};
use crate::tui::cluster::groups::Groups;
use crate::tui::compare::state::Compare;
use crate::tui::demo::Demo;
use crate::tui::lab::Lab;
use crate::tui::lesson::state::Lesson;
use crate::tui::messages::about;
use crate::tui::story::Story;
use crate::tui::{Chosen, Lens, OpenAnswer, Pane, Pin};
use seek::go_to_moment;
use std::time::Duration;

/// The most steps that are taken at once.
const FARTHEST: u64 = 10_000;

/// A run on the screen.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The run, its cursor at the step that is shown.
    pub run: Run,
    /// What the cluster is: `sandbox · 5 servers · seed 7`.
    pub title: String,
    /// How time passes.
    pub playback: Playback,
    /// Whether time passes faster while nothing happens.
    pub glides: bool,
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
    /// The answer that is on the screen.
    pub open_answer: Option<OpenAnswer>,
    /// The groups of a partition that is being chosen.
    pub groups: Option<Groups>,
    /// What the script says that was played, if one was.
    pub story: Option<Story>,
    /// The demo that it is, if it is one.
    pub demo: Option<Demo>,
    /// The lesson that it belongs to, if it does.
    pub lesson: Option<Box<Lesson>>,
    /// Where time stops: at this step, and this moment after it.
    pub(in crate::tui) until: Option<(StepId, Time)>,
    /// What was said on branches that are not looked at.
    pub stories: Vec<(BranchId, Option<Story>)>,
    /// The two branches that are side by side, if two are.
    pub compare: Option<Compare>,
    /// What the bug lab knows of the run.
    pub lab: Lab,
    /// Bookmarks and forks on the branch that is looked at.
    pub pins: Vec<Pin>,
    /// What the pins were made from.
    pub(in crate::tui) pinned: Option<Pinned>,
}

/// What the marks on the scrubber depend on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tui) struct Pinned {
    pub(super) branch: BranchId,
    pub(super) branches: usize,
    pub(super) bookmarks: usize,
}

impl Stage {
    /// A run, shown from where its cursor is.
    pub fn new(run: Run, title: String, speed: Speed) -> Stage {
        let mut stage = Stage {
            run,
            title,
            playback: Playback::at(speed),
            glides: true,
            player: Player::default(),
            captions: Captions::default(),
            chosen: Chosen::Nothing,
            focus: Pane::Cluster,
            zoom: None,
            scroll: [0; Pane::ALL.len()],
            lens: Lens::default(),
            open_answer: None,
            groups: None,
            story: None,
            demo: None,
            lesson: None,
            until: None,
            stories: Vec::new(),
            compare: None,
            lab: Lab::default(),
            pins: Vec::new(),
            pinned: None,
        };
        stage.show_step();
        stage
    }

    /// Whether there is anything that could be lost: steps beyond the first.
    pub(in crate::tui) fn was_played(&self) -> bool {
        self.run.end() > self.run.start() || self.run.branches().len() > 1
    }

    /// The lesson that keys are about: not while one is in the sandbox.
    pub(in crate::tui) fn lesson_here(&self) -> Option<&Lesson> {
        self.lesson.as_deref().filter(|lesson| lesson.away.is_none())
    }

    /// The moment that is shown.
    pub fn clock(&self) -> Time {
        self.run.world().now()
    }

    /// The step that is shown: where the cursor is.
    pub fn moment(&self) -> Moment {
        let at = self.run.step().map_or(Time::ZERO, |step| step.at);
        Moment { step: self.run.cursor(), at }
    }

    /// How long ago it was what the subtitle tells; none if that is the step that is shown.
    pub fn past(&self) -> Option<Span> {
        self.captions.past(Moment { at: self.clock(), ..self.moment() })
    }

    /// What the subtitle says of the step that is shown; while playing, it may speak of an earlier one.
    pub(in crate::tui) fn said_here(&self) -> Narration {
        if self.captions.moment() == self.moment() { self.captions.caption().clone() } else { self.told() }
    }

    /// What is said instead of the last step: of what is being chosen, the sides of a partition or a message; nothing, while
    /// a class thinks about a question. None while there is something else to say, or time passes.
    pub(in crate::tui) fn said_instead(&self) -> Option<Narration> {
        if self.captions.notice().is_some() {
            return None;
        }
        if self.asks_a_class() {
            return Some(Narration::default());
        }
        let world = self.run.world();
        if let Some(groups) = &self.groups {
            let (head, rest) = groups.told(world.configuration());
            return Some(Narration { head, rest, weight: 2, ..Narration::default() });
        }
        match self.chosen {
            Chosen::Message(id) if !self.playback.playing && !self.was_done_to(id) => {
                world.network().flight(id).map(|flight| about(world, self.clock(), flight))
            }
            _ => None,
        }
    }

    /// Whether a class thinks about a question: until the answer is shown, the caption would give it away.
    fn asks_a_class(&self) -> bool {
        let asks = |lesson: &Lesson| lesson.presenting.is_some() && lesson.open_question().is_some();
        !self.is_watching() && self.lesson_here().is_some_and(asks)
    }

    /// Whether the step that is shown did something to a message.
    fn was_done_to(&self, message: MessageId) -> bool {
        let action = self.run.step().and_then(|step| match &step.what {
            What::Acted(action) => action.message(),
            _ => None,
        });
        action == Some(message)
    }

    fn told(&self) -> Narration {
        let step = if self.arranges() {
            // The steps that set the scene are no news: the one before them still is.
            self.run.recent().iter().rev().find(|step| !is_arrangement(step))
        } else {
            self.run.step()
        };
        let told = |step| self.told_fairly(step, tell_within(step, &self.run));
        step.map(told).unwrap_or_default()
    }

    /// Whether the step that is shown only sets the scene for what a lesson or a script shows.
    fn arranges(&self) -> bool {
        (self.lesson_here().is_some() || self.story.is_some()) && self.run.step().is_some_and(is_arrangement)
    }

    /// The subtitle says what the step at the cursor is, or what the script says there; a choice that no longer
    /// exists is given up.
    pub fn show_step(&mut self) {
        let told = self.told();
        let said = self.story.as_mut().and_then(|story| story.arrive(&self.run, &told));
        self.captions.show(said.unwrap_or(told), self.moment());
        self.forget_choice();
    }

    /// Shows what the script says at this step, if it was not shown yet. Says whether there was something.
    pub fn show_note(&mut self) -> bool {
        let Some(said) = self.story.as_mut().and_then(|story| story.unread(&self.run)) else { return false };
        self.captions.show(said, self.moment());
        true
    }

    /// A message that has arrived, or an entry that is gone, is no longer chosen.
    pub fn forget_choice(&mut self) {
        let world = self.run.world();
        let there = match self.chosen {
            Chosen::Nothing => true,
            Chosen::Server(server) => world.roster().contains(server),
            Chosen::Message(id) => world.network().flight(id).is_some_and(may_be_chosen),
            Chosen::Entry(server, index) => {
                world.roster().contains(server) && world.node(server).persistent().log.last_index() >= index
            }
        };
        if !there {
            self.chosen = match self.chosen {
                // Whoever was to get it is what one looks at next.
                Chosen::Entry(server, _) if world.roster().contains(server) => Chosen::Server(server),
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
        let quiet = self.quiet_until();
        let until = self.playback.until(self.clock(), elapsed, quiet);
        self.playback.behind = false;
        for _ in 0..MOST_STEPS_A_FRAME {
            match self.run.next_at() {
                None => {
                    self.stop();
                    if self.run.world().driver().foresees() {
                        self.say(
                            "Nothing more will happen",
                            "every server is down and no message is in flight",
                        );
                    } else {
                        self.say("The trace ends here", "it does not say what happened next");
                    }
                    return true;
                }
                Some(at) if at > until => {
                    self.run.pass(until);
                    self.forget_choice();
                    return true;
                }
                Some(_) => {}
            }
            if self.run.world().network().in_flight() > MOST_IN_FLIGHT {
                self.stop();
                self.say(
                    &format!("More than {MOST_IN_FLIGHT} messages are in flight"),
                    "the cluster sends faster than its network delivers; time is stopped",
                );
                return true;
            }
            let violations = self.run.checker().violations().len();
            if self.run.forward().is_none() {
                self.stop();
                return true;
            }
            if !self.arranges() {
                self.captions.offer(self.told(), self.moment());
            }
            if self.has_reached_end() {
                return true;
            }
            // A demo speaks of it at its next pause.
            if self.run.checker().violations().len() > violations && self.next_pause().is_none() {
                self.stop();
                self.show_violation();
                return true;
            }
            let here = self.moment();
            if let Some(story) = &mut self.story {
                if let Some(said) = story.unread(&self.run) {
                    self.captions.offer(said, here);
                }
                if story.is_over(&self.run) {
                    self.stop();
                    return true;
                }
            }
        }
        self.playback.behind = true;
        self.forget_choice();
        true
    }

    /// The moment before which nothing happens and nothing is seen to travel, if time may glide there.
    fn quiet_until(&self) -> Option<Time> {
        let network = self.run.world().network();
        let travels = network.flights().any(|flight| flight.place == Transit::Travelling);
        if travels || !self.glides { None } else { self.run.next_at() }
    }

    /// Time passes from now on.
    pub fn play(&mut self) {
        if let Some(stop) = self.next_pause() {
            self.until = Some((stop.step, stop.at));
            if self.run.cursor() >= stop.step {
                return self.finish();
            }
            self.playback.hasten(stop.at.since(self.clock()));
        }
        self.playback.glide = Glide::default();
        self.playback.playing = true;
        self.captions.dismiss();
    }

    /// Time stands still from now on, and one goes where one likes.
    pub(in crate::tui) fn stand_still(&mut self) {
        self.playback.playing = false;
        self.until = None;
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
        self.captions.notify(Narration {
            head: head.to_string(),
            rest: rest.to_string(),
            weight: 2,
            ..Narration::default()
        });
    }

    /// So many steps on. Says whether there was one.
    pub fn forward(&mut self, steps: u64) -> bool {
        self.stand_still();
        if steps == 1 && self.show_note() {
            return true;
        }
        let mut moved = false;
        let known = self.run.checker().violations().len();
        for _ in 0..steps.min(FARTHEST) {
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
        if self.run.checker().violations().len() > known {
            self.show_violation();
        }
        moved
    }

    /// A property has broken: its lamp is shown, and who broke it.
    pub fn show_violation(&mut self) {
        self.show_step();
        if self.shows_panel() {
            // Its lamps are on the panel; the logs say the rest.
            return;
        }
        self.focus = Pane::Properties;
        self.zoom = self.zoom.map(|_| Pane::Properties);
    }

    /// So many steps back. Says whether there was one.
    pub fn back(&mut self, steps: u64) -> bool {
        let to = self.run.cursor().saturating_sub(steps).max(self.run.start());
        to < self.run.cursor() && self.seek(to)
    }

    /// To a step that was reached before. Says whether there is one.
    pub fn seek(&mut self, step: u64) -> bool {
        self.stand_still();
        let found = self.run.seek(step);
        self.show_step();
        found
    }

    /// To a place of the scrubber: thousandths of the run's time.
    pub fn scrub(&mut self, thousandths: u16) {
        let target = Time(self.run.end_at().0 / 1_000 * u64::from(thousandths.min(1_000)));
        self.stand_still();
        go_to_moment(&mut self.run, target);
        self.show_step();
    }

    /// The rule that the subtitle speaks of, and the others of its step. None if no rule was at work.
    pub fn rules(&self) -> Option<(Rule, Vec<Rule>)> {
        let step = self.run.step()?;
        let mut others = step.rules();
        let cited = self.captions.caption().rule;
        if cited.is_some() && self.captions.moment() != self.moment() {
            // While playing, the subtitle may be about an earlier step.
            others.clear();
        }
        let rule = cited.or_else(|| self.told().rule).or(others.first().copied())?;
        others.retain(|other| *other != rule);
        Some((rule, others))
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
            .filter(|flight| may_be_chosen(flight))
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
        self.run.world().roster().contains(server)
            && self.run.world().node(server).persistent().log.get(index).is_some()
    }
}

fn is_arrangement(step: &Step) -> bool {
    matches!(&step.what, What::Acted(action) if action.arranges())
}

/// Whether anything can still be done with a message: not if it is lost already.
pub(in crate::tui) fn may_be_chosen(flight: &Flight) -> bool {
    flight.doom.is_none() || flight.place != Transit::Travelling
}
