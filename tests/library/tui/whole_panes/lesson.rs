//! A lesson at the side of the panes, or under the servers as rows.

use crate::support::assert_that;
use crate::support::stage::{Stage, picture, styles};
use raftarium::explain::Lit;
use raftarium::lesson::{Block, Inline, Item, Prose, Style};
use raftarium::raft::ServerId;
use raftarium::sim::Action;
use raftarium::tui::{
    ChallengeView, ChoiceView, Depth, Ending, LessonSide, LessonTarget, LessonView, Look, Page, PartView,
    Passage, QuestionView, Shape, SideTarget, Target, Task, Theme,
};

/// Text in which `**…**` is strong.
fn prose(text: &str) -> Prose {
    let pieces = text.split("**").enumerate();
    let inline = |(place, piece): (usize, &str)| {
        Inline::Text(piece.to_owned(), if place % 2 == 1 { Style::Strong } else { Style::Plain })
    };
    Prose { blocks: vec![Block::Paragraph(pieces.map(inline).collect())] }
}

fn question() -> QuestionView {
    let choice = |text: &str| ChoiceView { text: prose(text), ..ChoiceView::default() };
    let choices = vec![
        choice("It steps down: it can tell that it has lost its majority."),
        choice("It stays leader and commits nothing."),
        choice("It commits the entry: everyone whom it can reach has it."),
    ];
    QuestionView {
        ask: prose("Nothing mends the cable. What does S1 do?"),
        shape: Shape::Choices { choices, chosen: Some(0), several: false, ordered: false },
        hints_in_all: 1,
        title: "Predict".into(),
        ..QuestionView::default()
    }
}

/// Two leaders on two sides of a cut, and a question about it.
fn lesson() -> Stage {
    let mut stage = Stage::with_entries(5, &["x=1", "y=4"]);
    let leader = stage.leader();
    let other = ServerId::at((leader.position() + 1) % 5);
    stage.act(&Action::Partition(vec![[leader, other].into_iter().collect()]));
    stage.until(|run| run.world().leaders().len() > 1);
    stage.act(&Action::Submit { to: leader, command: "x=5".parse().unwrap() });
    stage.steps(4);
    let mut stage = stage.half_way();
    let item = |text: &str| Item(prose(text).blocks);
    let mut second = prose("A client that has not heard of S3 sent x=5 to S1, and S2 has stored it.");
    second
        .blocks
        .push(Block::List { from: None, items: vec![item("two servers here"), item("three there")] });
    let view = LessonView {
        name: "18 · Partition".into(),
        step: 4,
        steps: 9,
        done: 400,
        heading: "The cable is pulled".into(),
        read: vec![
            Passage::Prose(prose("The network is **cut in two**. S1, leader of term 2, can still reach S2.")),
            Passage::Prose(second),
        ],
        task: Some(Task::Question(question())),
        lecture: false,
    };
    let lit = Lit { servers: [leader].into_iter().collect(), ..Lit::default() };
    let foot =
        vec![("Enter".to_owned(), "answer, then watch".to_owned()), ("h".to_owned(), "hint".to_owned())];
    stage.lesson = Some(LessonSide { view, foot, lit, ..LessonSide::default() });
    stage
}

fn side(stage: &mut Stage) -> &mut LessonSide {
    stage.lesson.as_mut().unwrap()
}

/// The question is answered, and not rightly.
fn answered() -> Stage {
    let mut stage = lesson();
    let Some(Task::Question(question)) = &mut side(&mut stage).view.task else { panic!() };
    let Shape::Choices { choices, .. } = &mut question.shape else { panic!() };
    for (place, choice) in choices.iter_mut().enumerate() {
        choice.right = Some(place == 1);
    }
    choices[0].ticked = true;
    choices[0].reply =
        Some(prose("How would it know? A dead server and one behind a broken cable look the same."));
    choices[1].reply =
        Some(prose("Silence is no reason to step down, and two copies are no majority of five."));
    question.right = Some(false);
    side(&mut stage).page = Page::Task;
    stage
}

fn challenge() -> Stage {
    let mut stage = lesson();
    let part = |text: &str, holds: bool, live: &str| PartView { text: text.into(), holds, live: live.into() };
    let view = ChallengeView {
        ask: prose("Bring about a cluster in which S3 leads term 4, while S1, cut off, still leads term 1."),
        parts: vec![
            part("S3 is leader in term 4", false, "S3 is candidate in term 3"),
            part("S1 is leader in term 1", true, ""),
        ],
        never: vec![part("Election Safety violated", false, "")],
        actions: 3,
        par: 5,
        best: Some(6),
        hints: vec![prose("First make the two sides.")],
        hints_in_all: 3,
        ..ChallengeView::default()
    };
    side(&mut stage).view.task = Some(Task::Challenge(view));
    side(&mut stage).page = Page::Task;
    stage
}

fn both(stage: &Stage, width: u16, height: u16) -> String {
    let buffer = stage.draw(width, height);
    format!("{}\n{}", picture(&buffer), styles(&buffer, &stage.look))
}

#[test]
fn a_question_beside_the_ring_at_120_by_36() {
    insta::assert_snapshot!(both(&lesson(), 120, 36));
}

#[test]
fn what_is_to_be_read_at_80_by_24() {
    insta::assert_snapshot!(both(&lesson(), 80, 24));
}

#[test]
fn a_question_under_the_servers_at_80_by_24() {
    let mut stage = lesson();
    side(&mut stage).page = Page::Task;
    insta::assert_snapshot!(both(&stage, 80, 24));
}

#[test]
fn an_answer_that_was_wrong_at_200_by_60_on_a_light_background() {
    let mut stage = answered();
    stage.look = Look::new(Theme::Light, Depth::True, false);
    insta::assert_snapshot!(both(&stage, 200, 60));
}

#[test]
fn an_answer_that_was_wrong_without_colours_in_ascii_at_80_by_24() {
    let mut stage = answered();
    stage.look = Look::new(Theme::Mono, Depth::True, true);
    let buffer = stage.draw(80, 24);
    assert_that(&buffer.content(), |it| it.iter().all(|cell| cell.symbol().is_ascii()));
    insta::assert_snapshot!(both(&stage, 80, 24));
}

#[test]
fn a_challenge_at_120_by_36() {
    insta::assert_snapshot!(both(&challenge(), 120, 36));
}

#[test]
fn a_challenge_that_is_solved_at_80_by_24() {
    let mut stage = challenge();
    let Some(Task::Challenge(view)) = &mut side(&mut stage).view.task else { panic!() };
    view.ending = Ending::Solved(prose("Two leaders, three terms apart, and no harm."));
    insta::assert_snapshot!(both(&stage, 80, 24));
}

#[test]
fn a_click_on_a_choice_finds_it_on_every_screen_that_shows_it() {
    let mut stage = lesson();
    side(&mut stage).page = Page::Task;
    for (width, height) in [(80, 24), (100, 30), (120, 36), (200, 60)] {
        let buffer = stage.draw(width, height);
        let text = picture(&buffer);
        let (y, line) = text.lines().enumerate().find(|(_, line)| line.contains("It stays leader")).unwrap();
        let x = line[..line.find("It stays").unwrap()].chars().count() as u16;
        let target = stage.hit(&buffer, x, y as u16);
        let wanted = Target::Side(SideTarget::Lesson(LessonTarget::Choice(1)));
        assert_eq!(target, Some(wanted), "{width}×{height}");
    }
}

#[test]
fn every_size_draws_and_the_servers_stay_where_there_is_room() {
    let mut stage = lesson();
    for page in [Page::Read, Page::Task] {
        side(&mut stage).page = page;
        for width in (1..130).step_by(3) {
            for height in 1..45 {
                let text = picture(&stage.draw(width, height));
                if width >= 80 && height >= 24 {
                    assert!(text.contains("S5"), "{width}×{height}\n{text}");
                }
            }
        }
    }
}
