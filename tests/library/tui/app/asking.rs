//! Asking why: of what is chosen, in words, from menus and by the mouse; the answer on the screen, its evidence and
//! its remedies.

use super::runner::Runner;
use crate::support::assert_that;
use raftarium::language::{Being, Number, Question};
use raftarium::paper::Property;
use raftarium::raft::{Index, ServerId};
use raftarium::tui::app::Button;
use raftarium::tui::{AnswerTarget, Chosen, Pane};

fn server(number: usize) -> ServerId {
    ServerId::numbered(number).unwrap()
}

/// S4 leads term 1 and has appended `x=1`, which is on its way to the others.
fn submitted() -> Runner {
    Runner::sandbox(5, 1).sized(120, 36).keys("n n n c Enter Right Right Right")
}

fn question(runner: &Runner) -> Question {
    runner.stage().open_answer.as_ref().expect("an answer is on the screen").answer.question
}

fn committed(runner: &Runner) -> u32 {
    runner.run().checker().committed_index().0
}

#[test]
fn with_nothing_chosen_y_asks_what_is_most_worth_asking() {
    let runner = Runner::sandbox(5, 1).keys("y").shows("Why is there no leader?");
    assert_eq!(question(&runner), Question::NoLeader);
    let runner = submitted().keys("y").shows("Why is index 1 not committed?");
    assert_eq!(question(&runner), Question::Committed { index: Index(1), server: None, not: true });
    runner.shows("The rule requires").shows("What would change it").shows("of step 23");
}

#[test]
fn y_asks_about_what_is_chosen() {
    let runner = submitted().keys("2 y").shows("Why is S2 follower?");
    let role = |server, being| Question::Role { server, being, not: false };
    assert_eq!(question(&runner), role(server(2), Being::Follower));
    assert_eq!(question(&submitted().keys("4 y")), role(server(4), Being::Leader));
    assert_eq!(question(&submitted().keys("2 x y")), role(server(2), Being::Down));

    let runner = submitted().keys("m");
    let Chosen::Message(id) = runner.stage().chosen else { panic!("a message is chosen") };
    assert_eq!(question(&runner.keys("y")), Question::Message(id));

    let entry = |not| Question::Committed { index: Index(1), server: Some(server(4)), not };
    assert_eq!(question(&submitted().command("choose S4 1").keys("y")), entry(true));
    assert_eq!(question(&submitted().keys("n").command("choose S4 1").keys("y")), entry(false));
}

#[test]
fn y_asks_what_the_pane_is_about() {
    let runner = submitted().command("pane events").keys("y");
    assert_eq!(question(&runner), Question::Step(23));
    let runner = submitted().command("pane properties").keys("y");
    assert_eq!(question(&runner), Question::Property(Property::StateMachineSafety));
    let elected = Question::Elected { server: None, term: None };
    assert_eq!(question(&submitted().command("pane votes").keys("y")), elected);
    let row = Question::Changed { what: Number::Match, server: server(2) };
    assert_eq!(question(&submitted().command("pane votes").keys("2 y")), row);
    // While an election is under way, each row is a vote.
    let standing = Runner::sandbox(5, 1).keys("n").command("pane votes");
    let candidate = server(4);
    assert_eq!(question(&standing.keys("y")), Question::CanWin(candidate));
    let standing = Runner::sandbox(5, 1).keys("n").command("pane votes").keys("1 y");
    let vote = Question::Vote { voter: server(1), candidate: Some(candidate), refused: true };
    assert_eq!(question(&standing), vote);
}

#[test]
fn a_question_is_typed_completed_and_corrected() {
    let runner = submitted().keys("Y").shows(": ask ").keys("\"why is S2 le\" Tab").shows("why is S2 leader");
    let runner = runner.keys("Enter").shows("Why is S2 leader?");
    assert_eq!(question(&runner), Question::Role { server: server(2), being: Being::Leader, not: false });
    let runner = submitted().command("can S2 win").shows("Can S2 win?");
    assert_eq!(question(&runner), Question::CanWin(server(2)));
    // A mistake stays in the line, with what was expected.
    let runner = submitted().command("why is S2 leadr").shows(": why is S2 leadr").shows("leader");
    assert_that(&runner.stage().open_answer, Option::is_none);
    let runner = runner.keys("Esc").command("why is S9 leader").shows("S1 to S5");
    assert_that(&runner.stage().open_answer, Option::is_none);
}

#[test]
fn one_follows_the_evidence_and_comes_back() {
    let runner = submitted().keys("y");
    let step = runner.cursor();
    // The evidence stands below the last remedy.
    let runner = runner.keys("Down Down Enter");
    let open_answer = runner.stage().open_answer.as_ref().unwrap();
    assert_eq!(open_answer.chosen, Some(AnswerTarget::Evidence(0)));
    assert_eq!(runner.cursor(), open_answer.answer.evidence[0].step);
    // The answer goes on speaking of where it was asked, and says so.
    let runner =
        runner.shows("of step 23 · you are at").shows("Backspace to step 23").shows("This was so then");
    let runner = runner.keys("Backspace").shows("of step 23").hides("you are at");
    assert_eq!(runner.cursor(), step);
}

#[test]
fn a_remedy_is_carried_out_and_the_question_asked_again() {
    let runner = submitted().keys("y").shows("1 let time pass");
    assert_eq!(committed(&runner), 0);
    let runner = runner.keys("1").shows("Why is index 1 not committed?").shows("Entry 1 is committed.");
    assert_eq!(committed(&runner), 1);
    assert_eq!(question(&runner), Question::Committed { index: Index(1), server: None, not: true });
    runner.sized(120, 60).shows("Before you chose to let time pass");
}

#[test]
fn a_remedy_acts_from_the_moment_of_the_answer_and_the_old_future_stays() {
    let runner = submitted().keys("y");
    let (step, branch) = (runner.cursor(), runner.run().current().id());
    // Later the entry is committed; the answer still speaks of the time before.
    let runner = runner.keys("n n");
    assert_eq!(committed(&runner), 1);
    assert_that(&(runner.cursor(), step), |(a, b)| a > b);
    let end = runner.run().end();
    // What was made for another step is done there only.
    let runner = runner.hides("2 crash").keys("2").shows("The answer is about step");
    assert_eq!(runner.run().current().id(), branch);
    let runner = runner.keys("Backspace 2");
    assert_ne!(runner.run().current().id(), branch, "acting in the past starts a branch");
    let entry = runner.run().checker().committed_at(Index(1)).unwrap().entry;
    assert_eq!(entry.term.0, 2, "another entry was committed in the place of the first");
    let mut run = runner.run().clone();
    run.switch(branch).unwrap();
    assert_eq!(run.end(), end);
    assert!(run.seek(end));
    assert_eq!(run.checker().committed_at(Index(1)).unwrap().entry.term.0, 1);
}

#[test]
fn numbers_that_offer_nothing_are_refused_and_choose_servers_where_there_are_no_remedies() {
    let runner = submitted().keys("y 9").shows("This answer offers 1 to 2");
    assert_eq!(runner.stage().chosen, Chosen::Nothing);
    let runner = submitted().keys("y 1");
    assert_that(&runner.stage().open_answer.as_ref().unwrap().answer.remedies, Vec::is_empty);
    assert_eq!(runner.keys("3").stage().chosen, Chosen::Server(server(3)));
}

#[test]
fn servers_and_entries_of_the_answer_are_lit() {
    let runner = submitted().keys("y 1");
    assert!(!runner.stage().open_answer.as_ref().unwrap().answer.lit.entries.is_empty());
    let runner = runner.command("who elected S4");
    let lit = runner.stage().open_answer.as_ref().unwrap().answer.lit.clone();
    let outlines = |runner: &Runner| {
        let scene = runner.cells();
        let style = |name: &str| {
            let (x, y) = runner.find(name);
            let cell = &scene[(x, y)];
            (cell.modifier, cell.fg)
        };
        (style("S2 follower"), style("S3 follower"))
    };
    let (two, three) = outlines(&runner);
    assert!(lit.servers.contains(server(2)) && !lit.servers.contains(server(3)), "{lit:?}");
    assert_ne!(two, three, "S2 voted for S4, S3 did not");
    let (two, three) = outlines(&runner.keys("Esc"));
    assert_eq!(two, three);
}

#[test]
fn the_answer_is_beside_the_ring_and_on_a_small_screen_a_page() {
    let runner = submitted().keys("y").shows("S1 follower").shows("Logs").shows("Why is index 1 not");
    let runner = runner.sized(200, 60).shows("S1 follower").shows("Events").shows("1 let time pass");
    let runner =
        runner.sized(80, 24).hides("S1 follower").shows("Why is index 1 not").shows("1–2 do one of these");
    // It scrolls, and no further than its end.
    let runner = runner.shows("1 let time pass").keys("PageDown PageDown PageDown");
    let scroll = runner.stage().open_answer.as_ref().unwrap().scroll;
    let runner = runner.keys("PageDown PageUp");
    assert_eq!(runner.stage().open_answer.as_ref().unwrap().scroll, scroll.saturating_sub(10));
    let runner = runner.keys("PageDown").mouse(Button::WheelDown, 20, 10).shows("Why the rule exists");
    let runner = runner.keys("Esc").shows("S1 follower");
    assert_that(&runner.stage().open_answer, Option::is_none);
}

#[test]
fn an_answer_is_drawn_at_every_size() {
    let mut runner = submitted().keys("y");
    for (width, height) in [(1, 1), (10, 2), (40, 8), (60, 16), (79, 23), (109, 30), (110, 29), (300, 90)] {
        runner = runner.sized(width, height).keys("Down PageDown Up PageUp");
    }
}

#[test]
fn the_mouse_follows_evidence_and_carries_out_remedies() {
    let runner = submitted().keys("y").click(Button::Left, "S4 appends x=1 as");
    assert_eq!(runner.cursor(), 20);
    let runner = runner.hides("1 let time pass").keys("Backspace").click(Button::Left, "1 let time pass");
    assert_eq!(committed(&runner), 1);
    // A click on nothing in particular does nothing.
    let cursor = runner.cursor();
    assert_eq!(runner.click(Button::Left, "The rule requires").cursor(), cursor);
}

#[test]
fn a_lamp_of_figure_3_is_clicked_and_explains_itself() {
    let runner = submitted().command("pane properties").click(Button::Left, "Log Matching");
    assert_eq!(question(&runner), Question::Property(Property::LogMatching));
}

#[test]
fn a_row_of_the_votes_is_clicked_and_asked_about() {
    let (x, y) = {
        let runner = submitted();
        let screen = runner.screen();
        let line = screen.lines().position(|line| line.contains("’s followers")).unwrap();
        let row = screen.lines().nth(line + 2).unwrap();
        let x = row.char_indices().count() - 30;
        (x as u16, line as u16 + 2)
    };
    let runner = submitted().mouse(Button::Left, x, y);
    assert_eq!(runner.stage().focus, Pane::Votes);
    let Chosen::Server(server) = runner.stage().chosen else { panic!("a row is a server") };
    assert_eq!(question(&runner.keys("y")), Question::Changed { what: Number::Match, server });
}

#[test]
fn menus_offer_questions() {
    let runner = submitted().keys("2 Enter").shows("why is S2 follower?").shows("can S2 win?");
    let runner = runner.click(Button::Left, "can S2 win?").shows("Can S2 win?");
    assert_eq!(question(&runner), Question::CanWin(server(2)));
    let runner = submitted().keys("4 Enter").shows("who elected S4?").shows("what if S4 crashes?");
    drop(runner);
    submitted()
        .command("choose S4 1")
        .keys("Enter")
        .shows("why is index 1 not committed on S4?")
        .shows("can index 1 be lost?");
    submitted().keys("m Enter").shows("why message #");
    Runner::sandbox(5, 1).keys("Enter").shows("why is there no leader?").shows("what is safe?");
}

#[test]
fn asking_stops_the_time() {
    let runner = Runner::sandbox(5, 1).keys("Space").wait(300).keys("y");
    assert!(!runner.stage().playback.playing);
    let now = runner.run().world().now();
    assert_eq!(runner.wait(3_000).run().world().now(), now);
}

#[test]
fn nobody_does_what_is_not_seen() {
    let runner = submitted().sized(80, 14).keys("y PageDown PageDown PageDown").hides("1 let time pass");
    let runner = runner.keys("1").shows("the arrow keys lead to them");
    assert_eq!(committed(&runner), 0);
    let runner = runner.keys("PageUp PageUp PageUp Down").shows("1 let time pass").keys("1");
    assert_eq!(committed(&runner), 1);
}

#[test]
fn why_is_hinted_at_every_size() {
    for (width, height) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        for keys in ["", "n n n", "n n n 2", "n n n m", "n n n v", "n n n c Enter x", "Space"] {
            let runner = Runner::sandbox(5, 1).sized(width, height).keys(keys);
            let screen = runner.screen();
            let last = screen.lines().last().unwrap();
            assert!(last.contains("y why"), "{width}x{height} {keys}: {last}");
        }
    }
}

#[test]
fn at_home_there_is_nothing_to_ask_about() {
    Runner::home().keys(":").keys("\"why\" Enter").shows("no cluster");
    Runner::sandbox(5, 1).command("remedy 1").shows("You have not asked a question yet");
}
