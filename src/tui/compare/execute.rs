//! Two branches side by side, which move by time: at every moment each side shows what happened last on it.

use super::scene::CompareScene;
use super::state::Compare;
use super::view::{CompareTarget, draw_compare, hit_compare, scroll_limit};
use crate::explain::{Narration, tell, tell_within};
use crate::history::{BranchId, Run, ServerDifference, Sides, compare_states};
use crate::raft::ServerId;
use crate::script::MOST_IN_FLIGHT;
use crate::sim::{Span, Time};
use crate::tui::app::input::{Button, Mouse};
use crate::tui::app::state::{App, Screen};
use crate::tui::branches::view::called;
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::stage::Stage;
use crate::tui::stage::seek::go_to_moment;
use ratatui::Frame;

/// How many moments "next difference" looks ahead.
const FARTHEST: usize = 20_000;
/// How far it looks beyond what is known.
const LOOK_AHEAD: Span = Span(5_000_000);
/// How long two branches are played on that have ended where they part: long enough for an election.
const GROWN: Span = Span(400_000);

/// What differs: who leads, and of each server its life, role, term, vote, log and commit index.
type Differing = (bool, Vec<[bool; 6]>);

fn differing(a: &Run, b: &Run) -> Differing {
    let of = |server: &ServerDifference| {
        [
            server.life.differ(),
            server.role.differ(),
            server.term.differ(),
            server.vote.differ(),
            server.log.is_some(),
            server.commit.differ(),
        ]
    };
    let leader = |run: &Run| -> Option<ServerId> { run.world().leader() };
    let servers = compare_states(a.present(), b.present());
    (leader(a) != leader(b), servers.iter().map(of).collect())
}

/// When the next step happens: one that is known, or one that can be foreseen.
pub(in crate::tui) fn next_step(run: &Run) -> Option<Time> {
    run.next_at().filter(|_| run.in_past() || run.world().driver().foresees())
}

/// Lets steps happen on a side up to a moment.
pub(in crate::tui) fn steps_until(run: &mut Run, moment: Time) {
    let full = |run: &Run| run.world().network().in_flight() > MOST_IN_FLIGHT;
    while next_step(run).is_some_and(|at| at <= moment) && !full(run) && run.forward().is_some() {}
}

/// When the last step before a moment happened.
fn last_before(run: &Run, moment: Time) -> Option<Time> {
    run.recent().iter().rev().map(|step| step.at).find(|at| *at < moment)
}

impl Stage {
    pub(in crate::tui) fn both(&mut self) -> Option<[&mut Run; 2]> {
        let compare = self.compare.as_mut()?;
        Some([&mut self.run, &mut compare.other])
    }

    /// The moment that is shown: of the side that is further on.
    pub(in crate::tui) fn shown(&self) -> Time {
        let other = self.compare.as_ref().map_or(Time::ZERO, |compare| compare.other.world().now());
        self.run.world().now().max(other)
    }

    /// Both to a moment. The one that is not known so far is played on: two branches are looked at at the same moment.
    pub(in crate::tui) fn go_both(&mut self, moment: Time) {
        for run in self.both().into_iter().flatten() {
            go_to_moment(run, moment);
            steps_until(run, moment);
            pass_within(run, moment);
        }
    }

    /// To the next moment at which something happened on either side. Says whether there is one.
    fn both_forward(&mut self) -> bool {
        let now = self.shown();
        let Some(both) = self.both() else { return false };
        let next = both.iter().filter_map(|run| next_step(run)).min();
        let Some(next) = next.map(|next| next.max(now)) else { return false };
        for run in both {
            steps_until(run, next);
            pass_within(run, next);
        }
        true
    }

    /// To the moment before. Says whether there is one.
    fn both_back(&mut self) -> bool {
        let now = self.shown();
        let Some(both) = self.both() else { return false };
        let before = both.iter().filter_map(|run| last_before(run, now)).max();
        let Some(before) = before else { return false };
        self.go_both(before);
        true
    }

    fn what_differs(&self) -> Option<Differing> {
        Some(differing(&self.run, &self.compare.as_ref()?.other))
    }

    /// To the next moment at which something else differs, or the last that is known.
    fn next_difference(&mut self) -> bool {
        let was = self.what_differs();
        let farthest = Time(self.last_known().0.max(self.shown().0).saturating_add(LOOK_AHEAD.0));
        for _ in 0..FARTHEST {
            if self.shown() > farthest || !self.both_forward() {
                return false;
            }
            if self.what_differs() != was {
                return true;
            }
        }
        false
    }

    /// The last moment that is known of either.
    fn last_known(&mut self) -> Time {
        let ends = self.both().map(|both| both.map(|run| run.end_at()));
        ends.into_iter().flatten().max().unwrap_or_default()
    }

    /// To the moment before at which something else began to differ, or the parting.
    fn previous_difference(&mut self) -> bool {
        let here = self.shown();
        let Some(floor) = self.compare.as_ref().map(|compare| compare.parting.at) else { return false };
        if here <= floor {
            return false;
        }
        // Forwards is cheap, backwards is not: from ever earlier on, to here.
        let mut reach = Span(100_000);
        loop {
            let from = Time(here.0.saturating_sub(reach.0)).max(floor);
            self.go_both(from);
            let (mut was, mut found) = (self.what_differs(), None);
            while self.both_forward() && self.shown() < here {
                let now = self.what_differs();
                if now != was {
                    (was, found) = (now, Some(self.shown()));
                }
            }
            if found.is_some() || from == floor {
                self.go_both(found.unwrap_or(floor));
                return true;
            }
            reach = Span(reach.0.saturating_mul(4));
        }
    }

    /// The chosen side alone, within what is known.
    fn alone(&mut self, forward: bool) -> bool {
        if forward { self.run.in_past() && self.run.forward().is_some() } else { self.run.back() }
    }
}

/// Lets time pass to a moment on a side on which nothing happens before.
pub(in crate::tui) fn pass_within(run: &mut Run, moment: Time) {
    if run.in_past() || moment <= run.end_at() || next_step(run).is_some_and(|at| at > moment) {
        run.pass(moment);
    }
}

impl App {
    /// Lays two branches side by side: the one that is looked at and this one, or the one that it left, or the latest
    /// that left it.
    pub(in crate::tui) fn compare(&mut self, with: Option<BranchId>) -> Result<(), Mistake> {
        let Some(stage) = &mut self.stage else { return Ok(()) };
        let run = &stage.run;
        let here = run.current();
        let (own, parent) = (here.id(), here.fork().map(|fork| fork.parent));
        let latest = || run.branches().iter().map(|nested| nested.branch.id()).filter(|id| *id != own).max();
        let with = match with.filter(|with| *with != own) {
            Some(with) => with,
            None if with.is_some() && parent.is_none() && latest().is_none() => return Err(alone()),
            None => parent.or_else(latest).ok_or_else(alone)?,
        };
        // The older one stands at the left.
        let left = own < with;
        let (a, b) = if left { (own, with) } else { (with, own) };
        let parting = run.parting(a, b).ok_or_else(alone)?;
        let configuration = run.world().configuration();
        let told = Sides { a: tell(&parting.next.a, configuration), b: tell(&parting.next.b, configuration) };
        let parted = parting.at;
        let foresees = run.world().driver().foresees();
        let mut other = run.clone();
        other.switch(with).map_err(|why| refused(&why))?;
        // As far as either is known; if that is hardly further than where they part, so far that it matters.
        let known = run.end_at().max(other.end_at());
        let moment = if foresees { known.max(Time(parted.0.saturating_add(GROWN.0))) } else { known };
        stage.stop();
        stage.compare = Some(Compare { other, left, parting, told, scroll: 0, beside: None });
        stage.go_both(moment);
        self.go(Screen::Compare);
        self.before.retain(|place| !matches!(place, Screen::Branches(_)));
        Ok(())
    }

    /// The other side is the chosen one from now on.
    pub(in crate::tui) fn other_side(&mut self) {
        let Some(Stage { run, compare: Some(compare), story, stories, .. }) = &mut self.stage else { return };
        let was = run.current().id();
        std::mem::swap(run, &mut compare.other);
        compare.left = !compare.left;
        stories.push((was, story.take()));
        let kept = stories.iter().position(|(branch, _)| *branch == run.current().id());
        *story = kept.and_then(|kept| stories.remove(kept).1);
        if let Some(stage) = &mut self.stage {
            stage.show_step();
        }
    }

    /// Carries out an order on the page of two branches.
    pub(in crate::tui) fn in_compare(&mut self, order: &Order) -> Result<(), Mistake> {
        let limit = self.compare_scene(|scene| scroll_limit(scene, self.area)).unwrap_or(0);
        let Some(stage) = &mut self.stage else { return Ok(()) };
        let done = |done: bool, otherwise: &str| if done { Ok(()) } else { Err(refused(&otherwise)) };
        let end = "Nothing else comes to differ: Enter continues with the chosen side";
        let goes_on = matches!(
            order,
            Order::Play | Order::Pause | Order::Faster | Order::Slower | Order::Up(_) | Order::Down(_)
        );
        if !goes_on {
            stage.playback.playing = false;
        }
        match order {
            Order::Play => {
                done(!std::mem::replace(&mut stage.playback.playing, true), "Time is already passing")?;
            }
            Order::Pause => {
                done(std::mem::take(&mut stage.playback.playing), "Time is already stopped")?;
            }
            Order::Faster => stage.playback.speed = stage.playback.speed.faster(),
            Order::Slower => stage.playback.speed = stage.playback.speed.slower(),
            Order::Step(steps) => {
                let moved = (0..*steps.min(&10_000)).filter(|_| stage.both_forward()).count();
                done(moved > 0, end)?;
            }
            Order::Back(steps) => {
                let moved = (0..*steps.min(&10_000)).filter(|_| stage.both_back()).count();
                done(moved > 0, "This is the beginning of the run")?;
            }
            Order::Next => done(stage.next_difference(), end)?,
            Order::Previous => done(stage.previous_difference(), "The two diverge here")?,
            Order::Start => {
                if let Some(at) = stage.compare.as_ref().map(|compare| compare.parting.at) {
                    stage.go_both(at);
                }
            }
            Order::End => {
                let last = stage.last_known();
                stage.go_both(last);
            }
            Order::Seek(step) => {
                done(stage.run.seek(*step), "The chosen side has no such step")?;
                let moment = stage.run.world().now();
                if let Some(compare) = &mut stage.compare {
                    go_to_moment(&mut compare.other, moment);
                    pass_within(&mut compare.other, moment);
                }
            }
            Order::SeekMoment(moment) => stage.go_both(*moment),
            Order::Right => done(stage.alone(true), "The chosen side ends here")?,
            Order::Left => done(stage.alone(false), "This is the beginning of the run")?,
            Order::Up(lines) | Order::Down(lines) => {
                if let Some(compare) = &mut stage.compare {
                    let up = matches!(order, Order::Up(_));
                    let scroll = compare.scroll.min(limit);
                    compare.scroll =
                        if up { scroll.saturating_sub(*lines) } else { (scroll + lines).min(limit) };
                }
            }
            Order::Open => {
                stage.show_step();
                let name = called(stage.run.current());
                let head = format!("This is {name}");
                stage.say(&head, "Space and the arrows continue from here");
                self.return_to_cluster();
            }
            _ => return Err(refused(&"This needs a cluster: Esc goes back")),
        }
        if let Some(stage) = self.stage.as_mut().filter(|stage| stage.compare.is_some()) {
            stage.show_step();
            self.notice = stage.beside_said().or(self.notice.take());
        }
        Ok(())
    }

    /// The tree has changed: the other side is to know it too.
    pub(in crate::tui) fn compare_anew(&mut self) {
        let Some(Stage { run, compare, .. }) = &mut self.stage else { return };
        let Some(side) = compare else { return };
        let (branch, cursor, now) =
            (side.other.current().id(), side.other.cursor(), side.other.world().now());
        let mut other = run.clone();
        if other.switch(branch).is_ok() {
            other.seek(cursor);
            other.pass(now);
            side.other = other;
        } else {
            *compare = None;
            self.before.retain(|place| *place != Screen::Compare);
            if self.screen == Screen::Compare {
                self.return_to_cluster();
            }
        }
    }

    /// Sees what a frame shows of the two branches.
    fn compare_scene<T>(&self, see: impl FnOnce(&CompareScene) -> T) -> Option<T> {
        let stage = self.stage.as_ref()?;
        let compare = stage.compare.as_ref()?;
        let (left, right) =
            if compare.left { (&stage.run, &compare.other) } else { (&compare.other, &stage.run) };
        let said = |run: &Run| run.step().map(|step| tell_within(step, run)).unwrap_or_default();
        let subtitles = Sides { a: said(left), b: said(right) };
        let same = Narration { head: "The same so far".into(), ..Narration::default() };
        let same = Sides { a: same.clone(), b: same };
        let hints = self.hints();
        let hints: Vec<(&str, &str)> =
            hints.iter().map(|hint| (hint.key.as_str(), hint.word.as_str())).collect();
        Some(see(&CompareScene {
            runs: Sides { a: left, b: right },
            left: compare.left,
            parting: &compare.parting,
            told: if stage.is_same_so_far() { &same } else { &compare.told },
            subtitles: &subtitles,
            title: &stage.title,
            scroll: compare.scroll,
            hints: &hints,
            notice: self.notice.as_deref(),
            look: &self.look,
        }))
    }

    /// Draws the two branches.
    pub(in crate::tui) fn draw_compare(&self, frame: &mut Frame) {
        let area = frame.area();
        self.compare_scene(|scene| draw_compare(scene, area, frame.buffer_mut()));
    }

    /// The two branches as text, for those who have them read out.
    pub(crate) fn compared(&self) -> Vec<String> {
        self.compare_scene(super::view::lines).unwrap_or_default()
    }

    /// The mouse on the page: a click on a side goes on with it.
    /// What a click would do beside another branch.
    pub(in crate::tui) fn hover_in_compare(&self, x: u16, y: u16) -> Option<String> {
        let here = self.stage.as_ref()?.compare.as_ref()?.left;
        match self.compare_scene(|scene| hit_compare(scene, self.area, x, y)).flatten()? {
            CompareTarget::Side { left } if left != here => Some("go to this side".to_owned()),
            CompareTarget::Hint(place) => self.hints().into_iter().nth(place).map(|hint| hint.word),
            CompareTarget::Side { .. } => None,
        }
    }

    pub(in crate::tui) fn mouse_in_compare(&mut self, mouse: Mouse) {
        match mouse.button {
            Button::WheelUp => self.execute_or_say(Order::Up(1)),
            Button::WheelDown => self.execute_or_say(Order::Down(1)),
            Button::Left => {
                let left =
                    self.stage.as_ref().and_then(|stage| stage.compare.as_ref()).map(|compare| compare.left);
                match self.compare_scene(|scene| hit_compare(scene, self.area, mouse.x, mouse.y)).flatten() {
                    Some(CompareTarget::Side { left: wanted }) if Some(wanted) != left => self.other_side(),
                    Some(CompareTarget::Hint(place)) => self.press_hint(place),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

fn alone() -> Mistake {
    refused(&"There is no other branch yet: step back and do something else to begin one")
}
