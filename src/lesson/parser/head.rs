//! The head of a lesson: `name: value` between two lines `---`.

use super::Reader;
use super::row::Row;
use crate::language::{Problem, printable};
use crate::lesson::steps::{Body, Steps};
use crate::lesson::{Lesson, LessonId, LessonPart, Prose};
use crate::nearest::nearest;
use crate::paper::{PLACES, is_place};

const NAMES: [&str; 8] = ["id", "title", "place", "minutes", "part", "after", "asks", "seed"];

/// The longest lesson, in minutes.
const LONGEST: u16 = 600;

/// Reads the head, and tells where the rest begins.
pub(super) fn read<'r, 'a>(rows: &'r [Row<'a>], name: &str, reader: &mut Reader) -> (Lesson, &'r [Row<'a>]) {
    let mut lesson = Lesson {
        id: LessonId(String::new()),
        title: String::new(),
        places: Vec::new(),
        minutes: 0,
        part: None,
        after: Vec::new(),
        asks: String::new(),
        about: Prose::default(),
        pinned: false,
        steps: Steps::of(Body::default()),
    };
    let is_line = |row: &Row<'_>| row.text().trim_end() == "---";
    if !rows.first().is_some_and(is_line) {
        let problem = match rows.first() {
            Some(row) => row.problem("a lesson begins with its head"),
            None => Problem::unseen(1, 1, "the file is empty"),
        };
        reader.say(problem.expecting("a line ---, then id: 01-majorities and so on, then a line ---"));
        return (lesson, rows);
    }
    let Some(length) = rows[1..].iter().position(is_line) else {
        let problem = rows[0].problem("the head never ends");
        reader.say(problem.expecting("a line --- ends it"));
        return (lesson, &[]);
    };
    let mut seen: Vec<&str> = Vec::new();
    for row in rows[1..=length].iter().filter(|row| !row.is_blank()) {
        let Some(colon) = row.text().find(':') else {
            let problem = row.trim().problem("the head has one `name: value` per line");
            reader.say(problem.expecting("for example minutes: 10"));
            continue;
        };
        let (word, value) = (row.part(0, colon).trim(), row.after(colon + 1).trim());
        let Some(known) = NAMES.into_iter().find(|known| *known == word.text()) else {
            reader.unknown(word, "a name in the head", &NAMES);
            continue;
        };
        if seen.contains(&known) {
            reader.say(word.problem(format!("`{known}` appears twice")).expecting("once is enough"));
            continue;
        }
        seen.push(known);
        if value.text().is_empty() {
            reader.say(word.problem(format!("`{known}` is empty")).expecting(example(known)));
            continue;
        }
        take(known, value, name, &mut lesson, reader);
    }
    let end = rows[length + 1];
    for name in NAMES.into_iter().filter(|name| !matches!(*name, "part" | "after" | "seed")) {
        if !seen.contains(&name) {
            reader.say(end.problem(format!("the head has no `{name}`")).expecting(example(name)));
        }
    }
    (lesson, &rows[length + 2..])
}

fn example(name: &str) -> &'static str {
    match name {
        "id" => "for example id: 18-partition",
        "title" => "for example title: Partition",
        "place" => "for example place: §5.4.2, Figure 8",
        "minutes" => "for example minutes: 10",
        "part" => "for example part: elections",
        "after" => "for example after: 03-split-vote",
        "asks" => "for example asks: Can there be two leaders?",
        _ => "seed: pinned, if the story is true for one seed only",
    }
}

fn take(name: &str, value: Row<'_>, file: &str, lesson: &mut Lesson, reader: &mut Reader) {
    match name {
        "id" => lesson.id = id(value, file, reader),
        "title" => value.text().clone_into(&mut lesson.title),
        "asks" => value.text().clone_into(&mut lesson.asks),
        "place" => {
            for place in value.split(',').map(Row::trim) {
                if !is_place(place.text()) {
                    let found = printable(place.text(), 40);
                    let problem = place.problem(format!("`{found}` is not a place in the paper"));
                    let problem = problem.expecting("a section such as §5.4.2, or a figure such as Figure 8");
                    reader.say(problem.meaning(nearest(place.text(), PLACES.iter().copied())));
                }
                lesson.places.push(place.text().to_owned());
            }
        }
        "minutes" => match value.text().parse() {
            Ok(minutes) if (1..=LONGEST).contains(&minutes) => lesson.minutes = minutes,
            _ => reader.say(value.problem("this is not a number of minutes").expecting("minutes: 10")),
        },
        "part" => {
            lesson.part = LessonPart::ALL.into_iter().find(|part| part.word() == value.text());
            if lesson.part.is_none() {
                reader.unknown(value, "a part of the course", &LessonPart::ALL.map(LessonPart::word));
            }
        }
        "after" => lesson.after = value.split(',').map(|id_row| id(id_row.trim(), "", reader)).collect(),
        _ if value.text() == "pinned" => lesson.pinned = true,
        _ => reader.unknown(value, "a seed", &["pinned"]),
    }
}

fn id(value: Row<'_>, file: &str, reader: &mut Reader) -> LessonId {
    let text = value.text();
    if !is_id(text) {
        let problem = value.problem(format!("`{}` is not an id of a lesson", printable(text, 40)));
        reader.say(problem.expecting("two digits and lowercase words: 18-partition"));
    } else if is_id(file) && file != text {
        let problem = value.problem(format!("the file is called {}", printable(file, 60)));
        reader.say(problem.expecting("the id is the name of the file without .md"));
    }
    LessonId(text.to_owned())
}

/// Whether a lesson can be called so: two digits, then words in small letters, `18-partition`.
pub fn is_id(text: &str) -> bool {
    let word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let mut words = text.split('-');
    let number = words.next().unwrap_or_default();
    number.len() == 2
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && text.len() > 2
        && text.len() <= 60
        && words.all(word)
}
