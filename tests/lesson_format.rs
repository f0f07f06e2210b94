//! The format of lessons: what is written is what is read.

use raftarium::lesson::{self, Asked, Block, Inline, Judged, Lesson, PartKind};

/// The lesson that the author's page shows.
fn example() -> &'static str {
    let page = lesson::FORMAT;
    let start = page.find("````markdown\n").expect("the page shows a lesson") + "````markdown\n".len();
    let end = start + page[start..].find("````\n").expect("it ends");
    &page[start..end]
}

fn read(text: &str) -> Lesson {
    lesson::parse(text, "").unwrap_or_else(|problems| panic!("{}", problems.render("lesson")))
}

#[test]
fn the_example_of_the_page_is_a_lesson() {
    let lesson = lesson::parse(example(), "18-partition").expect("it is one");
    assert_eq!(lesson.id.0, "18-partition");
    assert_eq!(lesson.places, ["§5.2"]);
    assert_eq!(lesson.after.len(), 2);
    let [step] = lesson.steps.as_slice() else { panic!("one step") };
    assert_eq!(step.title, "Two sides");
    let kinds: Vec<&str> = step.parts.iter().map(|part| kind(&part.kind)).collect();
    assert_eq!(kinds, ["prose", "script", "prose", "question", "script", "prose"]);
    let PartKind::Question(question) = &step.parts[3].kind else { panic!("a question") };
    let Asked::One(choices) = &question.asked else { panic!("one choice") };
    assert!(matches!(choices[0].judged, Judged::Wrong));
    assert!(matches!(choices[1].judged, Judged::Right));
    assert!(matches!(choices[2].judged, Judged::If(_)));
    assert_eq!(choices[0].believes.as_deref(), Some("A leader notices at once that it lost its majority."));
    assert!(choices.iter().all(|choice| !choice.reply.blocks.is_empty()));
}

#[test]
fn scripts_and_live_values_know_their_place_in_the_file() {
    let text = example();
    let lesson = read(text);
    let PartKind::Script(script) = &lesson.steps[0].parts[1].kind else { panic!("a script") };
    let at = |number: u32| text.lines().nth(number as usize - 1).unwrap_or_default();
    for line in &script.lines {
        assert_eq!(line.command.to_string(), at(line.number));
    }
    let PartKind::Prose(prose) = &lesson.steps[0].parts[2].kind else { panic!("prose") };
    let Block::Paragraph(words) = &prose.blocks[0] else { panic!("a paragraph") };
    let live = words.iter().find_map(|word| match word {
        Inline::Live(live, _) => Some(live),
        _ => None,
    });
    let live = live.expect("a live value");
    let from = live.column as usize - 1;
    assert_eq!(&at(live.line)[from..from + live.text.len()], "S1.term");
}

fn kind(part: &PartKind) -> &'static str {
    match part {
        PartKind::Prose(_) => "prose",
        PartKind::Script(_) => "script",
        PartKind::Question(_) => "question",
        PartKind::Challenge(_) => "challenge",
        PartKind::Show(_) => "show",
    }
}
