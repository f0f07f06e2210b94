use super::*;
use crate::lesson::{LiveValue, Style as How};
use crate::tui::{Depth, Theme};

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.into(), How::Plain)]
}

fn live(text: &str) -> Inline {
    Inline::Live(Live { value: LiveValue::Time, text: text.into(), line: 1, column: 1 }, How::Plain)
}

fn everything() -> Prose {
    let item = |words: &str| Item(vec![Block::Paragraph(text(words))]);
    let row = |a: &str, b: &str| vec![text(a), text(b)];
    Prose {
        blocks: vec![
            Block::Paragraph(vec![
                Inline::Text("S1 leads term ".into(), How::Plain),
                live("S1.term"),
                Inline::Text(", and that ".into(), How::Plain),
                Inline::Text("majority".into(), How::Strong),
                Inline::Text(" is ".into(), How::Plain),
                Inline::Text("not".into(), How::Emphasis),
                Inline::Text(" yours: ".into(), How::Plain),
                Inline::Code("x=5".into()),
                Inline::Text(" → S2 ≥ 2.".into(), How::Plain),
            ]),
            Block::Heading(text("Who has it")),
            Block::List {
                from: None,
                items: vec![item("S1, which leads"), item("S2, which follows S1 for now")],
            },
            Block::List { from: Some(9), items: vec![item("first"), item("second")] },
            Block::Table {
                head: row("server", "what it says of the entry"),
                rows: vec![row("S1", "it is mine"), row("S2", "I was told by S1 that it is there")],
            },
            Block::Code(vec!["submit x=1 to S1".into(), String::new(), "crash S1".into()]),
            Block::Quote(vec![Block::Paragraph(text("A majority is counted of the whole cluster."))]),
        ],
    }
}

fn set(prose: &Prose, width: u16, look: &Look) -> Vec<StyledLine> {
    let values = |live: &Live| format!("<{}>", live.text).replace("<S1.term>", "3");
    lines(prose, width, Setting { look, style: look.text(), values: &values })
}

fn shown(lines: &[StyledLine]) -> String {
    let line = |line: &StyledLine| line.iter().map(|(text, _)| text.as_str()).collect::<String>();
    lines.iter().map(|it| line(it).trim_end().to_string() + "\n").collect()
}

#[test]
fn everything_has_its_place() {
    insta::assert_snapshot!(shown(&set(&everything(), 40, &Look::default())));
}

#[test]
fn nothing_is_wider_than_it_may_be_and_no_word_is_lost() {
    let words =
        |lines: &[StyledLine]| shown(lines).chars().filter(|it| it.is_alphanumeric()).collect::<String>();
    let wide = set(&everything(), 200, &Look::default());
    let mut sorted: Vec<char> = words(&wide).chars().collect();
    sorted.sort_unstable();
    for look in [Look::default(), Look::new(Theme::Mono, Depth::True, true)] {
        for width in 1..100 {
            let lines = set(&everything(), width, &look);
            for line in &lines {
                assert!(line_width(line, &look) <= width.max(4), "{width}: {line:?}");
            }
            if width >= 40 {
                let mut here: Vec<char> = words(&lines).chars().collect();
                here.sort_unstable();
                assert_eq!(here, sorted, "{width}");
            }
        }
    }
}

#[test]
fn a_term_has_its_colour_and_strong_words_are_bold_and_nothing_is_slanted() {
    let look = Look::default();
    let lines = set(&everything(), 60, &look);
    let style = |word: &str| {
        let pieces = lines.iter().flatten();
        let found = pieces.filter(|(text, _)| text.contains(word)).map(|(_, style)| *style).next();
        found.unwrap_or_else(|| panic!("{word} is nowhere"))
    };
    let colour = look.term(crate::raft::Term(3));
    assert_eq!(style("term").fg, colour.fg);
    assert_eq!(style("majority"), look.text().patch(look.bold()));
    assert_eq!(style("not"), look.text().patch(look.strong()));
    assert_eq!(style("Who"), look.bold());
    let italic = ratatui::style::Modifier::ITALIC;
    assert!(lines.iter().flatten().all(|(_, style)| !style.add_modifier.contains(italic)));
}

#[test]
fn words_of_several_styles_are_kept_whole() {
    let prose = Prose {
        blocks: vec![Block::Paragraph(vec![
            Inline::Text("un".into(), How::Plain),
            Inline::Text("break".into(), How::Strong),
            Inline::Text("able words".into(), How::Plain),
        ])],
    };
    assert_eq!(shown(&set(&prose, 12, &Look::default())), "unbreakable\nwords\n");
    assert_eq!(flat(&prose, &|_| String::new()), "unbreakable words");
}
