//! Showing a demo, and what its keys do.

use super::Demo;
use super::order::DemoOrder;
use crate::language::{Script, parse};
use crate::nearest::hint;
use crate::script::PlayOptions;
use crate::tui::app::hints::Hint;
use crate::tui::app::input::Effect;
use crate::tui::app::state::{App, Screen};
use crate::tui::home::{Scenario, Shelf, opening};
use crate::tui::keymap::Context;
use crate::tui::order::mistake::{Mistake, refused};
use crate::tui::order::{Order, Orders};
use crate::tui::stage::Stage;
use crate::tui::story::Story;
use crate::untrusted::printable;

impl App {
    /// Shows a script as a demo: it stops at the beginning, at every pause and at its end.
    ///
    /// # Errors
    /// If the cluster cannot be set up so; it says why.
    pub fn show_demo(
        &mut self,
        script: &Script,
        name: &str,
        (title, place, what): (&str, &str, &str),
    ) -> Result<(), String> {
        let report = self.play_script(script, name, &PlayOptions::default())?;
        if let Some(stage) = &mut self.stage {
            // Its last pause says how it ends.
            stage.story = Some(Story::beside(&report.notes));
        }
        // What the demo says before anything happens takes the place of what its head says.
        let story = self.stage.as_ref().and_then(|stage| Some((stage.story.as_ref()?, stage.run.start())));
        let first = story.and_then(|(story, start)| story.note(start)).map(str::to_owned);
        self.open_story(title, place, first.as_deref().unwrap_or(what));
        if let Some(failure) = &report.failure {
            self.say("It does not run as it expects", &failure.reason);
        }
        if let Some(stage) = &mut self.stage {
            stage.demo = Some(Demo::new(&stage.run, &report.pauses));
        }
        Ok(())
    }

    /// What plays of a demo is over at once: for those who have no screen.
    pub(in crate::tui) fn finish_demo(&mut self) {
        if let Some(stage) =
            self.stage.as_mut().filter(|stage| stage.demo.is_some() && stage.playback.playing)
        {
            stage.finish();
        }
    }

    /// Carries out an order about demos.
    pub(in crate::tui) fn execute_demo_order(&mut self, order: &DemoOrder) -> Result<(), Mistake> {
        if let DemoOrder::Show(name) = order {
            return match name {
                Some(name) => self.show_demo_named(name),
                None => self.execute(Order::Shelf(Shelf::Demos)),
            };
        }
        if self.stage.as_ref().is_none_or(|stage| stage.demo.is_none()) {
            return Err(refused(&"No demo is open: `demo` lists them"));
        }
        self.go(Screen::Cluster);
        let Some(stage) = &mut self.stage else { return Ok(()) };
        if *order == DemoOrder::Black {
            stage.demo.as_mut().into_iter().for_each(|demo| demo.black ^= true);
            return Ok(());
        }
        let left = stage.demo.as_ref().is_some_and(|demo| !demo.is_on(&stage.run));
        stage.return_to_demo()?;
        match order {
            DemoOrder::Next if left => {
                if let Some(stop) = stage.demo.as_ref().and_then(|demo| demo.last(&stage.run)) {
                    stage.stop_at(stop);
                }
            }
            DemoOrder::Next if stage.playback.playing && stage.until.is_some() => stage.finish(),
            DemoOrder::Next if stage.next_pause().is_none() => {
                return Err(refused(&"This is the end of the demo: PageUp goes back, F5 to its beginning"));
            }
            DemoOrder::Next => stage.play(),
            DemoOrder::Back => match stage.demo.as_ref().and_then(|demo| demo.before(&stage.run)) {
                Some(stop) => stage.stop_at(stop),
                None => return Err(refused(&"This is the beginning of the demo: PageDown plays it")),
            },
            _ => {
                stage.seek(stage.run.start());
            }
        }
        Ok(())
    }

    /// Shows the script that has just been opened as a demo.
    ///
    /// # Errors
    /// If what was opened is no script; or the cluster cannot be set up so.
    pub fn show_script_as_demo(&mut self) -> Result<(), String> {
        let story = self.stage.as_ref().and_then(|stage| stage.story.as_ref());
        let text = story.and_then(Story::script).ok_or("A demo is a script with `pause` lines")?.to_owned();
        let script = parse(&text).map_err(|problems| problems.to_string())?;
        let (title, place, what) = opening(&text).unwrap_or_default();
        let title = if title.is_empty() { "demo".to_owned() } else { title };
        // The script has taken the place of the run before: that one is still the one to come back to.
        let before = self.replaced.take();
        self.show_demo(&script, &title, (&title, place, &what))?;
        self.replaced = before;
        Ok(())
    }

    fn show_demo_named(&mut self, name: &str) -> Result<(), Mistake> {
        let at_name = |message: String| Mistake { column: "demo ".len(), message };
        let Some(demo) = Scenario::demo(name) else {
            if name.contains(['/', '\\', '.']) {
                self.effects.push(Effect::Demo(name.to_owned()));
                return Ok(());
            }
            let hint = hint(name, Scenario::demos().map(|demo| demo.word()));
            return Err(at_name(format!("there is no demo '{}'{hint}", printable(name, 40))));
        };
        let script = parse(demo.text).map_err(|problems| at_name(problems.to_string()))?;
        self.show_demo(&script, &demo.title, (&demo.title, demo.place, &demo.what)).map_err(at_name)?;
        if let Some(shown) = self.stage.as_mut().and_then(|stage| stage.demo.as_mut()) {
            shown.word = Some(demo.word());
        }
        Ok(())
    }

    /// The keys of a demo.
    pub(in crate::tui) fn hints_in_demo(&self, stage: &Stage, hints: &mut Vec<Hint>) {
        let Some(demo) = &stage.demo else { return };
        let next = match demo.next(&stage.run) {
            _ if !demo.is_on(&stage.run) => "back to the demo",
            _ if stage.playback.playing => "skip",
            Some(_) => "play on",
            None => "",
        };
        if !next.is_empty() {
            self.hint(hints, Context::Demo, DemoOrder::Next, next);
        }
        if demo.place(&stage.run).0 > 0 || stage.playback.playing {
            self.hint(hints, Context::Demo, DemoOrder::Back, "back");
        }
        let word = if stage.playback.playing { "pause" } else { "play" };
        self.hint(hints, Context::Cluster, Orders::pause_or_play(), word);
        self.hint(hints, Context::Demo, DemoOrder::Black, "black");
        if !stage.playback.playing {
            self.hint(hints, Context::Demo, DemoOrder::Start, "from the beginning");
        }
    }
}

impl Stage {
    /// Where the demo stops next, if one is shown and not over.
    pub(in crate::tui) fn next_pause(&self) -> Option<crate::script::Pause> {
        self.demo.as_ref()?.next(&self.run)
    }

    /// To where a demo stops; what is to be said there is said.
    fn stop_at(&mut self, stop: crate::script::Pause) {
        self.seek(stop.step);
        self.run.pass(stop.at);
        self.show_note();
    }

    /// Whatever was done meanwhile, back to the demo as it is; the screen is no longer black.
    fn return_to_demo(&mut self) -> Result<(), Mistake> {
        let Some(demo) = &mut self.demo else { return Ok(()) };
        demo.black = false;
        let branch = demo.branch;
        if self.run.current().id() != branch {
            self.stand_still();
            self.keep_story(|run| run.switch(branch).map_err(|why| refused(&why)))?;
            self.show_step();
        }
        (self.open_answer, self.groups) = (None, None);
        self.leave_pane();
        Ok(())
    }
}

impl From<DemoOrder> for Orders {
    fn from(order: DemoOrder) -> Orders {
        Order::Demo(order).into()
    }
}
