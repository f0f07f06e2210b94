//! Two futures of one moment in a lesson.

use super::lessons::TEXT;
use super::runner::Runner;
use raftarium::lesson::parse;
use raftarium::tui::app::Screen;
use std::sync::Arc;

#[test]
fn two_futures_are_side_by_side_and_called_by_their_steps() {
    let more = "\n## Another future\n\n```show\nreturn to \"A leader\"\n```\n\n```raft\ncrash S2\nrun 20ms\n```\n\n\
        ```show\nbeside \"The cut\"\n```\n\nTwo futures of one moment.\n";
    let lesson = parse(&format!("{TEXT}{more}"), "");
    let lesson = lesson.unwrap_or_else(|problems| panic!("{}", problems.render("lesson.md")));
    let mut runner = Runner::home().sized(120, 36);
    runner.app.offer_lessons(vec![Arc::new(lesson)]);
    let runner = runner.command("lesson 97").command("lesson step 6").keys("Space");
    let runner = runner.shows("Two futures of one moment").shows("side by side").keys("Space");
    assert_eq!(runner.on_screen(), &Screen::Compare);
    let runner = runner.shows("The cut").shows("Another future").shows("go on").keys("Space");
    runner.shows("End of the lesson");
}
