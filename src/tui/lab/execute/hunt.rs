//! Hunting on the screen: beginning, going on, and what to do with what was found.

use crate::hunt::{Finding, Progress};
use crate::paper::Bug;
use crate::tui::app::state::{App, Screen};
use crate::tui::lab::Item;
use crate::tui::lab::running_hunt::{ENOUGH, Purpose, RunningHunt};
use crate::tui::order::mistake::{Mistake, refused};
use std::time::Duration;

impl App {
    /// Hunts for the shortest run that breaks a property, and shows it; what was found before is shown at once. What
    /// breaks nothing has a prepared cluster.
    pub(super) fn hunt_for(&mut self, item: Item) -> Result<(), Mistake> {
        let Some(bug) = item.bug().filter(|bug| bug.breaks().is_some()) else {
            return self.show_prepared(item);
        };
        if self.found(bug).is_some() {
            self.show_finding(bug);
            return Ok(());
        }
        self.open_lab(Some(item));
        self.hunting = Some(match self.hunting.take() {
            // It was looked for already, to know its length.
            Some(mut hunting) if hunting.bug == bug => {
                hunting.purpose = Purpose::Show;
                hunting
            }
            _ => RunningHunt::new(bug, Purpose::Show)?,
        });
        Ok(())
    }

    /// Hunts while something else is done.
    pub(super) fn hunt_for_par(&mut self, bug: Bug) -> Result<(), Mistake> {
        self.hunting = Some(RunningHunt::new(bug, Purpose::Par)?);
        if let Some(stage) = &mut self.stage {
            stage.lab.hunted = Some(Progress::default());
        }
        Ok(())
    }

    /// Whether a hunt is on.
    pub fn is_hunting(&self) -> bool {
        self.hunting.is_some()
    }

    /// A hunt whose finding would be shown is stopped.
    pub(super) fn stop_hunting(&mut self) -> Result<(), Mistake> {
        let Some(hunting) = self.hunting.take() else { return Err(refused(&"No hunt is running")) };
        let states = crate::explain::grouped(hunting.progress().states);
        self.notice = Some(format!("The hunt for {} stopped after {states} states", hunting.bug));
        Ok(())
    }

    /// Stops a hunt that is looked at, if there is one.
    pub(in crate::tui) fn stop_shown_hunt(&mut self) -> bool {
        let shown = self.hunting.as_ref().is_some_and(|hunting| hunting.purpose == Purpose::Show);
        shown && self.stop_hunting().is_ok()
    }

    /// A hunt goes on for a frame.
    pub(in crate::tui) fn go_on_hunting(&mut self, elapsed: Duration) {
        let Some(hunting) = &mut self.hunting else { return };
        self.dirty = true;
        if self.hunts_elsewhere {
            hunting.give_away();
        }
        let found = hunting.go_on(elapsed);
        self.see_hunt(found);
    }

    /// Hunts are done by the shell from now on, which has another thread for it: [`App::wanted_hunt`] says what is to
    /// be hunted, and [`App::hear_of_hunt`] is told how it goes.
    pub fn hunt_elsewhere(&mut self) {
        self.hunts_elsewhere = true;
    }

    /// The rule without which a run is hunted, if one is.
    pub fn wanted_hunt(&self) -> Option<Bug> {
        self.hunting.as_ref().map(|hunting| hunting.bug)
    }

    /// How far the hunt is that somebody else does, and what it has found. What is no longer wanted is passed over.
    pub fn hear_of_hunt(&mut self, bug: Bug, progress: Progress, found: Option<Finding>) {
        let Some(hunting) = self.hunting.as_mut().filter(|hunting| hunting.bug == bug) else { return };
        hunting.give_away();
        hunting.hear(progress);
        self.dirty = true;
        self.see_hunt(found);
    }

    /// Whoever hunts elsewhere cannot: the hunt stops.
    pub fn give_up_hunt(&mut self) {
        if let Some(stage) = &mut self.stage {
            stage.lab.hunted = None;
        }
        self.dirty |= self.stop_hunting().is_ok();
    }

    fn see_hunt(&mut self, found: Option<Finding>) {
        let Some(hunting) = &self.hunting else { return };
        let (bug, purpose, over) = (hunting.bug, hunting.purpose, hunting.has_given_up());
        if let Some(lab) =
            self.stage.as_mut().map(|stage| &mut stage.lab).filter(|lab| lab.goal() == Some(bug))
        {
            lab.hunted = Some(hunting.progress());
        }
        if let Some(finding) = found {
            self.hunting = None;
            self.findings.push((bug, finding));
            match purpose {
                Purpose::Show => self.show_finding(bug),
                Purpose::Par => self.tell_par(bug),
            }
        } else if over {
            self.hunting = None;
            if purpose == Purpose::Show {
                self.notice = Some(format!("No run was found without {bug} in {ENOUGH} rounds"));
            }
        }
    }

    /// Whoever plays by hand learns how long the shortest run is. If nothing was done yet, the cluster becomes as large
    /// as that of the run.
    fn tell_par(&mut self, bug: Bug) {
        let Some(finding) = self.found(bug) else { return };
        let (par, servers) = (finding.actions, finding.run.world().size());
        let setup = self.setup_without(bug);
        let at_cluster = self.screen == Screen::Cluster;
        let Some(stage) = self.stage.as_mut().filter(|stage| stage.lab.goal() == Some(bug)) else { return };
        (stage.lab.par, stage.lab.hunted) = (Some(par), None);
        let untouched = stage.run.actions().is_empty() && stage.run.end() == stage.run.start();
        let like_it = stage.run.world().setup() == &setup;
        if untouched
            && !like_it
            && let Ok(run) = crate::history::Run::new(setup)
        {
            let lab = stage.lab.clone();
            let speed = stage.playback.speed;
            *stage = crate::tui::stage::Stage::new(run, stage.title.clone(), speed);
            stage.glides = self.preferences.glide;
            stage.lab = lab;
        }
        if at_cluster {
            stage.say(
                &format!("Par is {par}"),
                &format!("the shortest run found takes {par} actions with {servers} servers"),
            );
        }
    }
}
