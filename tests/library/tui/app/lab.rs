//! The bug lab: its page, hunting, the panel beside what was found, the rule put back, breaking it by hand.

use super::runner::Runner;
use crate::support::grid::{picture, styles};
use crate::support::{assert_contains, assert_that};
use raftarium::paper::Bug;
use raftarium::safety::diagnose;
use raftarium::script::session;
use raftarium::tui::app::{App, Button, Preferences, Screen};
use raftarium::tui::lab::Item;
use raftarium::tui::plain::Plain;
use raftarium::tui::{Look, Side};

/// Hunts to the end, in frames.
fn hunted(mut runner: Runner) -> Runner {
    for _ in 0..20_000 {
        if !runner.app.is_hunting() {
            return runner;
        }
        runner = runner.wait(30);
    }
    panic!("the hunt does not end");
}

/// At the first step of the shortest run that breaks a property without a rule.
fn found(bug: &str, width: u16, height: u16) -> Runner {
    hunted(Runner::home().sized(width, height).command(&format!("lab hunt {bug}")))
}

fn has_panel(runner: &Runner) -> bool {
    matches!(runner.stage().side(), Some(Side::Lab(_)))
}

#[test]
fn home_leads_to_the_list_and_every_line_says_what_it_is() {
    let mut runner = Runner::home().sized(120, 36).keys("b").shows("Switch off a rule, find a run");
    for item in Item::all() {
        runner = runner
            .command(&format!("lab {}", item.id()))
            .shows(&format!("▸ {}", &item.title()[..item.title().len().min(30)]))
            .shows("What servers do")
            .shows("Where the mistake comes from")
            .shows(item.heading());
    }
    runner.keys("Esc").shows("Scenarios");
}

#[test]
fn a_line_that_does_not_exist_is_answered_with_the_nearest() {
    Runner::home().sized(120, 36).keys(": \"lab vote-twise\" Enter").shows("did you mean vote-twice?");
}

#[test]
fn on_a_small_screen_the_list_and_what_it_says_are_two_pages() {
    let runner = Runner::home().keys("b Down Enter").shows("What servers do").hides("vote-forgotten");
    let runner = runner.keys("Esc").shows("vote-forgotten").shows("▸ a server may vote twice");
    runner.click(Button::Left, "term-forgotten").shows("▸ the term is not saved to disk");
}

#[test]
fn a_hunt_shows_how_far_it_is_and_a_key_stops_it_at_once() {
    let runner = Runner::home().sized(120, 36).keys("b").command("lab commit-by-count").keys("Enter");
    assert!(runner.app.is_moving(), "the shell has to let time pass");
    let runner = runner.wait(90).shows("Hunting").shows("states of clusters").shows("a second");
    let runner = runner.keys("Esc").shows("stopped after").shows("▸ entries of older terms are committed");
    assert!(!runner.app.is_hunting() && !runner.app.is_moving());
    assert_that(&runner.on_screen(), |it| matches!(it, Screen::Lab(_)));
}

#[test]
fn leaving_the_page_stops_the_hunt_too() {
    let runner = Runner::home().keys("b Enter Enter");
    assert!(runner.app.is_hunting());
    assert!(!runner.command("home").app.is_hunting());
}

#[test]
fn what_is_found_opens_paused_at_its_first_step_with_the_panel() {
    let runner = found("vote-twice", 120, 36).shows("bug lab · vote-twice").shows("rule off");
    assert_eq!(runner.cursor(), runner.run().start());
    assert!(!runner.app.is_moving() && has_panel(&runner));
    let runner = runner.shows("One rule is off").shows("broken at step 9").shows("the rule says no");
    // What the rule would have done, and at which step.
    let runner = runner.shows("with the rule: S2 denies S3 its vote");
    let runner = runner.keys("2");
    assert_eq!(runner.cursor(), 8, "where it went wrong");
    let runner = runner
        .keys("Down")
        .shows("Raft is no longer safe")
        .shows("S1 and S3 both won the election for term 1");
    assert_eq!(runner.cursor(), 9, "the next step that mattered");
    let runner = runner.keys("W");
    assert!(!has_panel(&runner));
    // A second hunt for the same needs no time.
    let runner = runner.command("lab hunt vote-twice");
    assert_eq!(runner.cursor(), runner.run().start());
}

#[test]
fn with_the_rule_back_the_same_run_is_played_beside_it_until_they_part() {
    let mut runner = found("vote-twice", 160, 45).keys("1");
    assert_eq!(*runner.on_screen(), Screen::Compare);
    assert!(runner.app.is_moving(), "both move");
    runner = runner.shows("without vote-twice").shows("every rule on").shows("The same so far");
    for _ in 0..2_000 {
        if !runner.app.is_moving() {
            break;
        }
        runner = runner.wait(30);
    }
    assert!(!runner.app.is_moving(), "they stop where they diverge");
    assert_eq!(runner.cursor(), 8);
    let runner = runner.shows("They diverge here. With the rule on, S2 denies S3 its vote");
    // They can be stepped and played by hand as well.
    let runner = runner.keys("Left Space");
    assert!(runner.app.is_moving());
    let runner = runner.keys("Space Right").shows("They diverge here");
    let runner = runner.keys("Esc");
    assert_eq!(*runner.on_screen(), Screen::Cluster);
}

#[test]
fn a_run_that_was_not_hunted_for_has_the_panel_and_the_branch_too() {
    // By hand: S2 votes twice.
    let script = "lab new vote-twice";
    let runner = Runner::home().sized(120, 36).command(script).shows("rule off");
    let mut runner = runner;
    for command in ["timeout S1", "timeout S3", "run 60ms"] {
        runner = runner.command(command);
    }
    let runner = runner.shows("Election Safety");
    assert!(runner.stage().lab.disaster.is_some());
    assert_eq!(runner.run().branches().len(), 1);
    let runner = runner.keys("P");
    assert_eq!(*runner.on_screen(), Screen::Compare);
    assert_eq!(runner.run().branches().len(), 2);
    // It is made once.
    let runner = runner.keys("Esc P Esc");
    assert_eq!(runner.run().branches().len(), 2);
}

#[test]
fn breaking_it_by_hand_counts_actions_against_par_and_says_when_it_is_done() {
    let runner = Runner::home().sized(120, 36).command("lab break vote-twice");
    let runner = runner.shows("Break Election Safety yourself").shows("hunting for par");
    let runner = hunted(runner).shows("par 6").shows("0 actions so far");
    let size = runner.run().world().size();
    assert_eq!(size, 3, "as large as the cluster of the run that was found");
    // Numbers choose servers here.
    let runner = runner.keys("1 t").shows("1 action so far");
    // Stepping back is free.
    let runner = runner.keys("Left").shows("0 actions so far").keys("1 t 3 t");
    let runner = runner.shows("2 actions so far").command("run 60ms");
    let runner = runner.shows("You have broken Election Safety").shows("How you did it");
    assert!(runner.stage().lab.disaster.is_some());
    // Beginning again is free, too.
    let runner = runner.keys("O").shows("0 actions so far");
    assert_eq!(runner.cursor(), runner.run().start());
}

#[test]
fn a_rule_is_set_aside_in_the_cluster_at_hand_and_put_back() {
    let runner = Runner::sandbox(3, 1).sized(120, 36).command("lab no-log-check").keys("a");
    assert!(runner.run().world().options().has(Bug::NoLogCheck));
    let runner = runner.shows("off in sandbox: no-log-check").keys("Esc").shows("rule off");
    let runner = runner.command("lab no-log-check").keys("a");
    assert_that(&runner.run().world().options().bugs, |it| it.is_empty());
    runner.shows("every rule is obeyed");
}

#[test]
fn whatever_costs_only_progress_opens_where_the_diagnosis_names_the_cause() {
    for item in Item::all() {
        let Some(cause) = item.cause() else { continue };
        for (width, height) in [(80, 24), (120, 36), (160, 45)] {
            let runner = Runner::home().sized(width, height).command(&format!("lab hunt {}", item.id()));
            assert_eq!(*runner.on_screen(), Screen::Cluster, "{}", item.id());
            let found = diagnose(runner.run().world(), runner.run().checker()).expect("it is stuck");
            assert_eq!(found.cause, cause, "{}", item.id());
            let runner = runner.shows("Safe, but stuck");
            // Its first words at least: the rest may be on the next line.
            let words: Vec<&str> = found.headline().split(' ').take(3).collect();
            let screen = runner.screen().to_lowercase();
            assert!(screen.contains(&words.join(" ").to_lowercase()), "{}: {screen}", item.id());
        }
    }
}

#[test]
fn a_saved_finding_has_its_panel_when_it_is_opened() {
    let saved = session::write(&found("vote-twice", 120, 36).stage().run);
    let resumed = session::read(&saved).unwrap().resume();
    assert_that(&resumed.parted, Vec::is_empty);
    // The shell shows the run before it knows how large the screen is.
    let mut app = App::new(Preferences::default(), Look::default());
    app.show(resumed.run, "two leaders");
    let runner = Runner::with(app);
    assert!(!has_panel(&runner), "at 80×24 it would hide the cluster");
    let runner = runner.keys("W").shows("How this happened").shows("the rule says no").keys("W").hides("Now");
    let runner = runner.sized(120, 36);
    assert!(!has_panel(&runner), "who has closed it does not want it");
}

#[test]
fn every_screen_of_a_cluster_with_a_rule_off_says_so() {
    let says = |runner: &Runner, what: &str| {
        let screen = runner.screen();
        let said = ["rule off", "without vote-twice", "off in"].iter().any(|words| screen.contains(words));
        assert!(said, "{what} does not say it:\n{screen}");
    };
    for (width, height) in [(30, 5), (40, 8), (60, 16), (80, 24), (120, 36), (160, 45), (200, 60)] {
        let runner = found("vote-twice", width, height).keys("Right Right Right Right");
        says(&runner, "the cluster");
        for key in ["g", "|", "b"] {
            // Branches, two side by side, the cause of the step.
            let runner = runner_at(&runner, width, height).keys(key);
            says(&runner, key);
        }
        for command in ["why", "zoom logs", "zoom space-time", "zoom code", "lab"] {
            let runner = runner_at(&runner, width, height).command(command);
            says(&runner, command);
        }
    }
}

/// The same run on a screen of its own.
fn runner_at(runner: &Runner, width: u16, height: u16) -> Runner {
    let mut app = App::new(Preferences::default(), Look::default());
    app.show(runner.run().clone(), "two leaders");
    Runner::with(app).sized(width, height)
}

#[test]
fn line_by_line_it_is_told_as_well() {
    let mut plain = Plain::new(App::new(Preferences::default(), Look::default()));
    let told = plain.line("lab hunt vote-twice").lines.join("\n");
    for part in ["bug lab · vote-twice", "Rule off: one vote per term", "the rule says no", "lab do 1"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let beside = plain.line("lab do 1").lines.join("\n");
    assert!(
        beside.contains("They diverge after step 7") && beside.contains("S2 denies S3 its vote"),
        "{beside}"
    );
    assert_contains(&plain.line("status").lines.join("\n"), "Rule off: one vote per term");
    assert_contains(&plain.line("lab").lines.join("\n"), "vote-twice: a server may vote twice in a term");
}

#[test]
fn the_page_and_the_panel_look_as_they_did() {
    for (width, height) in [(80, 24), (120, 36)] {
        let page = Runner::home().sized(width, height).command("lab commit-by-count");
        insta::assert_snapshot!(format!("the_page_at_{width}_by_{height}"), shown(&page));
        let panel = found("vote-twice", width, height).keys("E");
        let panel = if width < 100 { panel.keys("W") } else { panel };
        insta::assert_snapshot!(format!("the_panel_at_{width}_by_{height}"), shown(&panel));
    }
    let list = Runner::home().keys("b Down Down");
    insta::assert_snapshot!("the_list_at_80_by_24", shown(&list));
}

fn shown(runner: &Runner) -> String {
    let cells = runner.cells();
    format!("{}\n{}", picture(&cells), styles(&cells, &Look::default()))
}
