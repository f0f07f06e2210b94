//! Every text has cells of its own, is whole or says that it is cut, and touches no other: at every step of every lesson,
//! and in hostile runs.

use super::runner::Runner;
use raftarium::fuzz::{FuzzOptions, schedule};
use raftarium::history::Run;
use raftarium::lesson::shipped_lessons;
use raftarium::tui::draw::Fault;
use std::collections::BTreeMap;

const SIZES: [(u16, u16); 4] = [(80, 24), (100, 30), (120, 36), (200, 60)];

/// The faults that were found, each kind of them once, with the screen on which it was found first.
#[derive(Default)]
struct Found {
    faults: BTreeMap<String, (usize, String)>,
    seen: usize,
}

impl Found {
    fn look(&mut self, runner: &Runner, at: impl Fn() -> String) {
        self.seen += 1;
        for Fault { kind, text, x, y } in runner.app.faults() {
            // Numbers differ from step to step.
            let text: String = text.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect();
            let entry = self.faults.entry(format!("{kind:?} {text:?}"));
            let first = || (0, format!("{}, at {x},{y}\n{}", at(), runner.screen()));
            entry.or_insert_with(first).0 += 1;
        }
    }

    /// In all these sizes.
    fn look_at_sizes(&mut self, mut runner: Runner, at: impl Fn() -> String) -> Runner {
        for (width, height) in SIZES {
            runner = runner.sized(width, height);
            self.look(&runner, || format!("{}, {width}×{height}", at()));
        }
        runner
    }

    fn are_none(self, least: usize) {
        assert!(self.seen >= least, "only {} screens were looked at", self.seen);
        let told: Vec<String> =
            self.faults.iter().map(|(kind, (count, first))| format!("{count}× {kind}: {first}")).collect();
        let kinds: Vec<String> =
            self.faults.iter().map(|(kind, (count, _))| format!("{count}× {kind}")).collect();
        assert!(self.faults.is_empty(), "{}\n\n{}", told.join("\n"), kinds.join("\n"));
    }
}

#[test]
fn every_step_of_every_lesson() {
    let mut found = Found::default();
    for lesson in shipped_lessons() {
        let name = lesson.id.to_string();
        let mut runner = Runner::home().command(&format!("lesson {name}"));
        for segment in 0..200 {
            if runner.stage().lesson.as_ref().is_none_or(|lesson| lesson.is_over()) {
                break;
            }
            // Each step that the segment plays, and what there is to be read and asked at its end.
            runner = runner.keys("Space");
            let end = runner.run().cursor();
            for step in 0..8 {
                runner =
                    found.look_at_sizes(runner, || format!("{name}, segment {segment}, {step} steps back"));
                if runner.run().cursor() == runner.run().start() {
                    break;
                }
                runner.press(",");
            }
            runner = runner.command(&format!("seek {end}"));
        }
    }
    found.are_none(2_000);
}

#[test]
fn hostile_runs() {
    let mut found = Found::default();
    for (seed, servers) in (0..).zip([3, 5, 5, 7, 9, 25]) {
        let options = FuzzOptions { servers: servers..=servers, steps: 400, ..FuzzOptions::default() };
        let replay = schedule(&options, seed);
        let mut run = Run::new(replay.setup).unwrap();
        for recorded in &replay.actions {
            while run.cursor() < recorded.after && run.forward().is_some() {}
            run.pass(recorded.at);
            run.act(&recorded.action).unwrap();
        }
        let mut runner = Runner::home();
        run.seek(run.end() / 2);
        runner.app.show(run, "fuzz");
        let mut keys = ["m", "Down", "Esc", "Esc", "m"].into_iter().cycle();
        for step in 0..60 {
            runner.press("Right");
            runner.press(keys.next().unwrap());
            runner = found.look_at_sizes(runner, || format!("seed {seed}, step {step}"));
        }
        for pane in ["space-time", "messages", "events", "logs", "votes"] {
            runner = runner.command(&format!("view {pane}"));
            runner = found.look_at_sizes(runner, || format!("seed {seed}, {pane}"));
        }
    }
    found.are_none(1_000);
}
