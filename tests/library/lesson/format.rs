//! The format of lessons: what is written is what is read.

use crate::support::assert_that;
use raftarium::lesson::{
    self, Answering, Block, CheckOptions, Correctness, Inline, Lesson, LessonId, Pane, PartKind, Style,
};

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
    let Answering::One(choices) = &question.answering else { panic!("one choice") };
    assert_that(&choices[0].correctness, |it| matches!(it, Correctness::Wrong));
    assert_that(&choices[1].correctness, |it| matches!(it, Correctness::Right));
    assert_that(&choices[2].correctness, |it| matches!(it, Correctness::If(_)));
    assert_eq!(
        choices[0].believes.as_deref(),
        Some("A leader notices at once that it has lost its majority.")
    );
    assert_that(&choices, |it| it.iter().all(|choice| !choice.reply.blocks.is_empty()));
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
        PartKind::Logs(_) => "logs",
        PartKind::Show(_) => "show",
    }
}

#[test]
fn text_for_people_is_read_as_it_is_written() {
    let head = example().split("## Two sides").next().unwrap_or_default();
    let text = "## Step

A **strong** word, an *other* one, `code` and a [link](https://raft.github.io).
The same paragraph. {{not a value}

### A heading

1. one
2. two
   - within

| a | b |
|-|-|
| 1 | **2** |

> A quote.

```text
as it
  stands
```

<!-- for those who read the file -->
";
    let lesson = read(&format!("{head}{text}"));
    let PartKind::Prose(prose) = &lesson.steps[0].parts[0].kind else { panic!("prose") };
    let [Block::Paragraph(words), Block::Heading(_), Block::List { from, items }, table, quote, code] =
        prose.blocks.as_slice()
    else {
        panic!("{:#?}", prose.blocks)
    };
    let said = |words: &[Inline]| -> String {
        let say = |word: &Inline| match word {
            Inline::Text(text, Style::Plain) => text.clone(),
            Inline::Text(text, Style::Strong) => format!("<strong {text}>"),
            Inline::Text(text, Style::Emphasis) => format!("<emphasis {text}>"),
            Inline::Code(text) => format!("<code {text}>"),
            Inline::Live(live, _) => format!("<live {}>", live.text),
        };
        words.iter().map(say).collect()
    };
    assert_eq!(
        said(words),
        "A <strong strong> word, an <emphasis other> one, <code code> and a link (https://raft.github.io). \
         The same paragraph. {not a value}"
    );
    assert_eq!((*from, items.len()), (Some(1), 2));
    assert_that(&items[1].0.as_slice(), |it| {
        matches!(it, [Block::Paragraph(_), Block::List { from: None, .. }])
    });
    let Block::Table { head, rows } = table else { panic!("{table:?}") };
    assert_eq!((head.len(), said(&rows[0][1])), (2, "<strong 2>".to_owned()));
    assert_that(&quote, |it| matches!(it, Block::Quote(blocks) if blocks.len() == 1));
    assert_eq!(*code, Block::Code(vec!["as it".to_owned(), "  stands".to_owned()]));
}

#[test]
fn names_and_servers_are_known_where_they_were_given() {
    let head = example().split("## Two sides").next().unwrap_or_default();
    let first =
        "## One\n\n```raft\nservers 3\nrun until leader exists\ncall leader Anna\n```\n\n{Anna} leads.\n";
    let again = "## Two\n\n```raft\nservers 7\nrun 1s\n```\n\n{S7.term}\n";
    let back = "## Three\n\n```show\nreturn to \"One\"\n```\n\n{Anna.term} of {S3.term}\n";
    let lesson = read(&format!("{head}{first}{again}{back}"));
    assert_eq!(lesson.steps.len(), 3);
    let lost = format!("{head}{first}{again}{{Anna.term}}\n");
    assert!(lesson::parse(&lost, "").is_err(), "another cluster knows nobody called Anna");
    let smaller = format!("{head}{first}{again}{back}{{S7.term}}\n");
    assert!(lesson::parse(&smaller, "").is_err(), "the cluster that one came back to has three servers");
    let later = "## Four\n\n```raft\nservers 3\nrun 1s\n```\n\n```question\nask: Who?\n- [?] New.\n  if: Berta is leader\n  Yes.\n- [ ] None.\n  believes: No.\n  No.\n```\n\n```raft\nrun until leader exists\ncall leader Berta\n```\n";
    assert!(
        lesson::parse(&format!("{head}{later}"), "").is_ok(),
        "a question may speak of who is named after it"
    );
}

#[test]
fn the_page_says_what_the_reader_takes() {
    let page = lesson::FORMAT;
    for pane in Pane::IN_LESSONS {
        assert!(
            page.contains(&format!("`{}`", pane.word())) || page.contains(&format!("`pane {}`", pane.word())),
            "{}",
            pane.word()
        );
    }
    for word in [
        "id", "title", "place", "minutes", "part", "after", "asks", "seed", "ask", "choose", "order",
        "number", "logs", "rule", "point", "then", "right", "hint", "discuss", "goal", "never", "only",
        "par", "solution", "solved",
    ] {
        assert!(page.contains(&format!("| `{word}` |")), "{word}");
    }
    let checked = lesson::check(
        example().as_bytes(),
        "18-partition",
        &CheckOptions {
            lessons: vec![LessonId("03-split-vote".to_owned()), LessonId("06-normal-operation".to_owned())],
        },
    );
    assert!(checked.holds(), "the example of the page is true: {}", checked.problems);
}

/// The other examples of the page: pieces of a step.
fn pieces() -> Vec<&'static str> {
    let fenced = lesson::FORMAT.split("````markdown\n").skip(2);
    fenced.map(|rest| rest.split("````\n").next().unwrap_or_default()).collect()
}

#[test]
fn every_piece_that_the_page_shows_is_true() {
    let cluster = "## A step\n\n```raft\nservers 5\ntimeout S1\nrun until S1 is leader within 1s\n```\n\n";
    assert_that(&pieces().len(), |it| *it >= 6);
    for piece in pieces() {
        let text = format!("{}{cluster}{piece}", include_str!("head.md"));
        let checked = lesson::check(text.as_bytes(), "", &CheckOptions::default());
        assert!(checked.holds(), "{piece}: {}", checked.problems);
    }
}
