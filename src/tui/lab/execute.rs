//! The bug lab: its page, and what is begun from there.

mod hunt;
mod page;
mod put_back;

use super::{Item, Kind, Lab};
use crate::history::Run;
use crate::hunt::Finding;
use crate::language::parse;
use crate::paper::{Bug, BugSet};
use crate::safety::diagnose;
use crate::script::PlayOptions;
use crate::sim::{Action, Setup, StepId};
use crate::tui::app::state::{App, Screen};
use crate::tui::home::Scenario;
use crate::tui::home::sandbox::SEED;
use crate::tui::home::sandbox::title;
use crate::tui::lab::order::LabOrder;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::stage::Stage;

impl App {
    /// Carries out an order about the bug lab.
    pub(in crate::tui) fn execute_lab_order(&mut self, order: LabOrder) -> Result<(), Mistake> {
        match order {
            LabOrder::Page(item) => self.open_lab(item),
            LabOrder::Hunt(item) => {
                let item = self.meant_item(item)?;
                self.hunt_for(item)?;
            }
            LabOrder::Break(item) => {
                let bug = breakable(self.meant_item(item)?)?;
                self.break_by_hand(bug)?;
            }
            LabOrder::New(item) => {
                let item = self.meant_item(item)?;
                self.new_without(item)?;
            }
            LabOrder::Aside(item) => {
                let item = self.meant_item(item)?;
                self.set_aside(item)?;
            }
            LabOrder::Stop => self.stop_hunting()?,
            LabOrder::Panel => self.toggle_panel()?,
            LabOrder::Beside => self.put_back()?,
            LabOrder::Wrong => {
                let stage = self.stage_with_disaster()?;
                let wrong = stage.lab.disaster.as_ref().and_then(|it| it.went_wrong()).map(|key| key.step);
                let wrong = wrong
                    .ok_or_else(|| refused(&"The rule would make no difference in any step that mattered"))?;
                stage.seek(wrong);
            }
            LabOrder::Again => {
                let stage = self.stage_here()?;
                stage.seek(stage.run.start());
                stage.say("From the beginning", "what you did before stays on its branch");
            }
            LabOrder::Earlier | LabOrder::Later => {
                let stage = self.stage_with_disaster()?;
                let here = stage.run.cursor();
                let keys = stage.lab.disaster.iter().flat_map(|disaster| &disaster.steps);
                let steps: Vec<StepId> = keys.map(|key| key.step).collect();
                let next = if order == LabOrder::Later {
                    steps.iter().find(|step| **step > here)
                } else {
                    steps.iter().rev().find(|step| **step < here)
                };
                match next.copied() {
                    Some(step) => stage.seek(step),
                    None if order == LabOrder::Later => return Err(refused(&"This is where it broke")),
                    None => stage.seek(stage.run.start()),
                };
            }
            LabOrder::Do(number) => {
                let stage = self.stage_here()?;
                let actions = stage.lab.panel_actions(&stage.run);
                let place = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
                let Some(action) = actions.get(place) else {
                    return Err(refused(&format!("The panel offers 1 to {}", actions.len())));
                };
                let order = action.order();
                self.execute(order)?;
            }
        }
        Ok(())
    }

    /// To the page, at a line; or at the rule that is off.
    pub(in crate::tui) fn open_lab(&mut self, item: Option<Item>) {
        let off = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster);
        let off = off.and_then(|stage| stage.lab.off(&stage.run).iter().next()).map(Item::Bug);
        let was = self.before.iter().rev().chain([&self.screen]).find_map(|place| match place {
            Screen::Lab(page) => Some(page.clone()),
            _ => None,
        });
        let mut page = was.unwrap_or_default();
        if let Some(item) = item.or(off) {
            page.choose(item);
        }
        page.detailed = item.is_some() && self.is_small();
        self.before.retain(|place| !matches!(place, Screen::Lab(_)));
        if matches!(self.screen, Screen::Lab(_)) {
            self.screen = Screen::Lab(page);
        } else {
            self.go(Screen::Lab(page));
        }
    }

    /// The line that an order is about: named, chosen on the page, or the rule that is off.
    fn meant_item(&self, named: Option<Item>) -> Result<Item, Mistake> {
        let chosen = match &self.screen {
            Screen::Lab(page) => Some(page.item()),
            _ => None,
        };
        let off = || {
            let stage = self.stage.as_ref()?;
            stage.lab.goal().or(stage.lab.off(&stage.run).iter().next()).map(Item::Bug)
        };
        named.or(chosen).or_else(off).ok_or_else(|| refused(&"Name a rule: `lab` lists them"))
    }

    pub(super) fn stage_here(&mut self) -> Result<&mut Stage, Mistake> {
        let there = self.screen == Screen::Cluster;
        self.stage.as_mut().filter(|_| there).ok_or_else(|| refused(&"There is no cluster here"))
    }

    pub(in crate::tui) fn stage_with_disaster(&mut self) -> Result<&mut Stage, Mistake> {
        let stage = self.stage_here()?;
        if stage.lab.disaster.is_none() {
            return Err(refused(&"No property breaks on this branch so far"));
        }
        Ok(stage)
    }

    /// Switches off a rule in the current cluster, or puts it back.
    fn set_aside(&mut self, item: Item) -> Result<(), Mistake> {
        let bug = item.bug().ok_or_else(|| {
            refused(
                &"This is not a rule to switch off: it is how a script \
                                                     begins",
            )
        })?;
        let no_run = || refused(&"There is no cluster yet: `sandbox` makes one");
        let stage = self.stage.as_mut().ok_or_else(no_run)?;
        let was_off = stage.run.world().options().has(bug);
        stage.act(&if was_off { Action::PutBack(bug) } else { Action::SetAside(bug) })?;
        let off = names(stage.run.world().options().bugs);
        let title = stage.title.split(" · ").next().unwrap_or_default().to_string();
        let head = format!("{bug} is {}", if was_off { "on again" } else { "off" });
        let rest = if off.is_empty() {
            format!("in {title} every rule is obeyed")
        } else {
            format!("off in {title}: {off}")
        };
        self.say(&head, &rest);
        Ok(())
    }

    /// A new free cluster.
    fn new_without(&mut self, item: Item) -> Result<(), Mistake> {
        let Some(bug) = item.bug() else { return self.show_prepared(item) };
        let setup = self.setup_without(bug);
        let (servers, seed) = (setup.servers, setup.seed);
        let run = Run::new(setup).map_err(|error| refused(&error))?;
        self.show(run, &title(&format!("sandbox without {bug}"), servers, seed));
        self.prepare_panel();
        Ok(())
    }

    /// The cluster in which a rule is to be made use of: as large as that of the run that was found, if one was.
    pub(in crate::tui) fn setup_without(&self, bug: Bug) -> Setup {
        let mut setup = Setup::of(Item::Bug(bug).servers(), SEED);
        if let Some(finding) = self.found(bug) {
            let found = finding.run.world().setup();
            (setup.servers, setup.options) = (found.servers, found.options);
        }
        setup.options.bugs = BugSet::NONE.with(bug);
        setup
    }

    /// A free cluster with a rule off, which is to be broken by hand.
    fn break_by_hand(&mut self, bug: Bug) -> Result<(), Mistake> {
        let run = Run::new(self.setup_without(bug)).map_err(|error| refused(&error))?;
        self.show(run, &format!("bug lab · {bug} · break it yourself"));
        let par = self.found(bug).map(|finding| finding.actions);
        if let Some(stage) = &mut self.stage {
            stage.lab = Lab::by_hand(bug, par);
            let property = bug.breaks().map_or("", crate::paper::Property::name);
            stage.say(
                &format!("Break {property}"),
                &format!("rule off: {}. Stepping back and starting again are free", bug.rule_off()),
            );
        }
        self.open_panel_if_it_fits();
        if par.is_none() {
            self.hunt_for_par(bug)?;
        }
        Ok(())
    }

    /// Shows the cluster that was prepared for what costs only progress, at the moment when it is stuck.
    pub(in crate::tui) fn show_prepared(&mut self, item: Item) -> Result<(), Mistake> {
        let scenario = item.prepared().and_then(Scenario::named);
        let scenario =
            scenario.ok_or_else(|| refused(&"There is no prepared run for this rule: hunt for one"))?;
        let script = parse(scenario.text).map_err(|problems| refused(&problems))?;
        self.show_script(&script, &format!("bug lab · {}", item.id()), &PlayOptions::default())
            .map_err(|why| refused(&why))?;
        let Some(stage) = &mut self.stage else { return Ok(()) };
        if let Some((step, headline)) = stuck_at(&stage.run, item) {
            stage.seek(step);
            stage.say("Safe, but stuck", &headline);
        }
        self.prepare_panel();
        Ok(())
    }

    /// Shows what a hunt has found, at its first step.
    pub(in crate::tui) fn show_finding(&mut self, bug: Bug) {
        let Some(finding) = self.found(bug) else { return };
        let (run, actions, violation) = (finding.run.clone(), finding.actions, finding.violation.clone());
        self.show(run, &format!("bug lab · {bug}"));
        if let Some(stage) = &mut self.stage {
            stage.lab = Lab::of_finding(actions);
            stage.lab.see(&stage.run);
            if let Some(violation) = violation {
                let property = violation.property;
                let head = format!("The shortest run found that breaks {property}");
                let back = "the arrows go through it step by step";
                stage.say(&head, &format!("{actions} actions, and none of them can be left out; {back}"));
            }
        }
        self.open_panel_if_it_fits();
    }

    /// What a hunt has found before.
    pub(in crate::tui) fn found(&self, bug: Bug) -> Option<&Finding> {
        self.findings.iter().find(|(found, _)| *found == bug).map(|(_, finding)| finding)
    }

    /// The panel of a run with a rule off, opened or closed; without such a run, the page.
    fn toggle_panel(&mut self) -> Result<(), Mistake> {
        let stage = self.stage_here()?;
        stage.lab.open = !stage.lab.open;
        stage.lab.decided = true;
        stage.lab.fresh = stage.lab.open;
        if stage.lab.open && !stage.lab.has_panel(&stage.run) {
            stage.lab.open = false;
            return Err(refused(&"No rule is off here: `lab` switches one off"));
        }
        Ok(())
    }

    fn prepare_panel(&mut self) {
        if let Some(stage) = &mut self.stage {
            stage.lab.kind = Kind::Prepared;
        }
        self.open_panel_if_it_fits();
    }

    /// On a screen of another size, the panel that opened by itself stays if it fits; and opens, if it does now.
    pub(in crate::tui) fn keep_panel_if_it_fits(&mut self) {
        if self.stage.as_ref().is_some_and(|stage| stage.lab.wants_panel()) {
            self.open_panel_if_it_fits();
        }
    }

    /// The panel is opened where there is room for it beside the panes.
    pub(in crate::tui) fn open_panel_if_it_fits(&mut self) {
        let area = self.area;
        if let Some(stage) = self.stage.as_mut().filter(|stage| !stage.lab.decided) {
            stage.lab.open = true;
            let fits = stage.lab.has_panel(&stage.run) && !stage.layout(area).panes.is_empty();
            // A lesson has its own words for it.
            stage.lab.open = fits && stage.lesson_here().is_none();
        }
    }

    /// Looks whether the run breaks a property by now: then the panel opens, and whoever tried to make it is told.
    pub(in crate::tui) fn see_disaster(&mut self) {
        let Some(stage) = &mut self.stage else { return };
        if !stage.lab.see(&stage.run) {
            return;
        }
        self.dirty = true;
        let here = stage.lab.disaster.as_ref().is_some_and(|it| it.violation.step == stage.run.cursor());
        if let (true, Some(disaster), Some(_)) = (here, &stage.lab.disaster, stage.lab.goal()) {
            let (own, property) = (Lab::actions(&stage.run), disaster.violation.property);
            let par = stage.lab.par.map_or(String::new(), |par| format!("; par is {par}"));
            let s = if own == 1 { "" } else { "s" };
            stage.playback.playing = false;
            stage.say(&format!("You have broken {property}"), &format!("in {own} action{s}{par}"));
        }
        self.open_panel_if_it_fits();
    }

    /// The panel as text, if it has something to say that was not read yet: for those who have no screen.
    pub fn take_panel(&mut self) -> Option<Vec<String>> {
        let lab = &mut self.stage.as_mut()?.lab;
        if !std::mem::take(&mut lab.fresh) {
            return None;
        }
        let lab = &self.stage.as_ref()?.lab;
        self.scene(|scene| super::panel_view::in_words(scene, lab))
    }

    /// Whether the panel is on the screen.
    pub(in crate::tui) fn is_panel_shown(&self) -> bool {
        self.stage.as_ref().is_some_and(Stage::shows_panel)
    }

    /// Whether the screen is too small for a list and what there is to say of a line of it.
    pub(in crate::tui) fn is_small(&self) -> bool {
        self.area.width < 100
    }
}

fn breakable(item: Item) -> Result<Bug, Mistake> {
    let breaks = item.bug().filter(|bug| bug.breaks().is_some());
    breaks.ok_or_else(|| refused(&"No property breaks here: only progress suffers, and Enter shows how"))
}

/// `vote-twice, no-log-check`
pub(in crate::tui) fn names(bugs: BugSet) -> String {
    let names: Vec<&str> = bugs.iter().map(Bug::id).collect();
    names.join(", ")
}

/// The last step of a run at which the diagnosis names the cause that a line is about, and how it says so: by then it
/// has been stuck for long.
fn stuck_at(run: &Run, item: Item) -> Option<(StepId, String)> {
    let mut replay = run.replay(run.start())?;
    let mut last = None;
    while let Some((step, state)) = replay.advance() {
        let found = diagnose(&state.world, &state.checker).filter(|found| Some(found.cause) == item.cause());
        if let Some(found) = found {
            last = Some((step.number, found.headline().to_string()));
        }
    }
    last
}
