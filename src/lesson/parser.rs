//! Text to lessons: every mistake with its place, several at once.
//!
//! | file | what is read there |
//! |-|-|
//! | `head` | the lines between `---` |
//! | `outline` | steps, and what stands in them, as blocks of lines |
//! | `markdown`, `live` | text for people |
//! | `fields` | `name: value` and choices, as lines |
//! | `question`, `typed`, `challenge`, `show`, `card` | what the blocks say |
//! | `row` | lines that know where they stand |

mod card;
mod challenge;
mod fields;
mod head;
mod live;
mod markdown;
mod outline;
mod question;
mod row;
mod show;
mod typed;

use super::steps::{Body, Steps};
use super::{Card, Demo, Lesson, Part, PartKind, Prose, Step};
use crate::language::{self, Known, Problem, Problems, is_hostile};
use crate::nearest::nearest;
pub use head::is_id;
use outline::{Block, BlockKind, Outline, StepOutline};
use row::Row;

/// The longest lesson, in bytes.
pub const MOST_LESSON_BYTES: usize = 1 << 20;
/// The most steps of a lesson.
pub const MOST_STEPS: usize = 100;
/// The most parts of a step.
pub const MOST_PARTS: usize = 40;
/// The most characters of prose of a step.
pub const MOST_PROSE: usize = 20_000;
/// The longest line, in bytes.
const LONGEST_LINE: usize = 1 << 14;
/// The most that a condition looks at: it is held against every step.
const HEAVIEST: usize = 40;
/// The most names that are given to servers.
const MOST_NAMES: usize = 100;

/// Parses a lesson. `name` is what its file is called without `.md`, which its id must be; empty if it has no file.
///
/// # Errors
/// The mistakes, at most twenty, the rest counted.
pub fn parse(text: &str, name: &str) -> Result<Lesson, Problems> {
    if text.len() > MOST_LESSON_BYTES {
        return Err(too_long());
    }
    let (head, body) = read(text, name)?;
    Ok(Lesson { steps: Steps::of(body), ..head })
}

/// Parses a lesson that is known to have no mistakes: its head now, and its steps when they are first asked for.
///
/// # Errors
/// The mistakes in its head.
pub(super) fn parse_later(text: &'static str, name: &'static str) -> Result<Lesson, Problems> {
    let rows = rows(text);
    let mut reader = Reader::default();
    let (head, body) = head::read(&rows, name, &mut reader);
    let outline = outline::read(body, &mut reader);
    let about = reader.prose(&outline.about);
    if !reader.problems.list.is_empty() {
        return Err(reader.problems);
    }
    let read = move || read(text, name).map(|(_, body)| body).unwrap_or_default();
    Ok(Lesson { about, steps: Steps::later(outline.steps.len(), read), ..head })
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..).zip(text.lines()).map(|(number, line)| Row::new(number, line)).collect()
}

/// The head of a lesson, and what stands below it.
fn read(text: &str, name: &str) -> Result<(Lesson, Body), Problems> {
    let rows = rows(text);
    let mut reader = Reader::default();
    for row in &rows {
        reader.look_for_hostile(row);
    }
    // What cannot be seen is removed before anything is made of the rest.
    if !reader.problems.list.is_empty() {
        return Err(reader.problems);
    }
    let (head, body) = head::read(&rows, name, &mut reader);
    let outline = outline::read(body, &mut reader);
    let about = reader.prose(&outline.about);
    if outline.steps.is_empty() {
        let line = rows.len().max(1) as u32;
        let problem = Problem::unseen(line, 1, "the lesson has no steps");
        reader.problems.push(problem.expecting("a step begins with a heading: ## What happens"));
    }
    let steps = reader.steps(&outline);
    let card = reader.card.take();
    let mut problems = reader.problems;
    problems.list.sort_by_key(|problem| (problem.line, problem.column));
    if !problems.list.is_empty() {
        return Err(problems);
    }
    Ok((Lesson { about, ..head }, Body { steps, card }))
}

/// Parses a lesson that may not even be text.
///
/// # Errors
/// As [`parse`], or that it is not UTF-8.
pub fn parse_bytes(bytes: &[u8], name: &str) -> Result<Lesson, Problems> {
    if bytes.len() > MOST_LESSON_BYTES {
        return Err(too_long());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => parse(text, name),
        Err(error) => Err(language::not_text(bytes, error, "lesson")),
    }
}

fn too_long() -> Problems {
    let message = format!("the lesson is longer than {MOST_LESSON_BYTES} bytes");
    Problems::from(Problem::unseen(1, 1, message).expecting("a lesson has at most 1 MiB"))
}

/// What is known at some place of the lesson.
#[derive(Clone, Debug, Default)]
struct Moment {
    /// Servers and names.
    known: Known,
    /// Whether there is a cluster yet.
    begun: bool,
}

/// Reads a lesson, and collects its mistakes.
#[derive(Debug, Default)]
struct Reader {
    problems: Problems,
    /// What is known here.
    now: Moment,
    /// The titles of all steps.
    titles: Vec<String>,
    /// What is known at the end of each step that is read.
    ends: Vec<Moment>,
    /// What is to be kept of the lesson.
    card: Option<Card>,
}

impl Reader {
    fn say(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Takes what was read, or notes the mistake where it stands.
    fn take<T>(&mut self, row: Row<'_>, read: Result<T, Box<Problem>>) -> Option<T> {
        read.map_err(|problem| self.say(row.place(&problem))).ok()
    }

    /// A word that is none of those that can stand here.
    fn unknown(&mut self, word: Row<'_>, what: &str, known: &[&str]) {
        let found = language::printable(word.text(), 40);
        let problem = word.problem(format!("`{found}` is not {what}"));
        let list: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
        let expected = match list.split_last() {
            Some((last, before)) if !before.is_empty() => {
                format!("expected {} or {last}", before.join(", "))
            }
            _ => format!("expected {}", list.join("")),
        };
        self.say(problem.expecting(expected).meaning(nearest(word.text(), known.iter().copied())));
    }

    fn look_for_hostile(&mut self, row: &Row<'_>) {
        let text = row.text();
        if text.len() > LONGEST_LINE {
            let message = format!("the line is longer than {LONGEST_LINE} bytes");
            self.say(Problem::unseen(row.number, 1, message).expecting("break it into several"));
        } else if let Some((at, character)) = text.char_indices().find(|(_, found)| is_hostile(*found)) {
            let code = u32::from(character);
            let message = format!("a control character (U+{code:04X}) is not allowed in a lesson");
            let problem = row.problem_at(at, at + character.len_utf8(), message);
            self.say(problem.expecting("remove the invisible character"));
        }
    }

    fn steps(&mut self, outline: &Outline<'_>) -> Vec<Step> {
        self.titles = outline.steps.iter().take(MOST_STEPS).map(|step| step.title.clone()).collect();
        let mut steps = Vec::new();
        if let Some(StepOutline { heading, .. }) = outline.steps.get(MOST_STEPS) {
            let message = format!("the lesson has {} steps", outline.steps.len());
            self.say(heading.problem(message).expecting(format!("a lesson has at most {MOST_STEPS}")));
        }
        for (position, step) in outline.steps.iter().enumerate().take(MOST_STEPS) {
            if self.titles[..position].contains(&step.title) {
                let problem = step.heading.problem("another step already has this title");
                self.say(problem.expecting("every step has a different title"));
            }
            let mut read = Step {
                title: step.title.clone(),
                line: step.heading.number,
                parts: Vec::new(),
                notes: Vec::new(),
                demos: Vec::new(),
            };
            if step.blocks.len() > MOST_PARTS {
                let message = format!("the step has {} parts", step.blocks.len());
                self.say(step.heading.problem(message).expecting(format!("a step has at most {MOST_PARTS}")));
            }
            let blocks = &step.blocks[..step.blocks.len().min(MOST_PARTS)];
            self.blocks(blocks, &mut read, position);
            self.ends.push(self.now.clone());
            steps.push(read);
        }
        steps
    }

    /// The blocks of a step. What moves the cluster comes first: a question may ask for what is played after it.
    fn blocks(&mut self, blocks: &[Block<'_>], step: &mut Step, position: usize) {
        let mut moments = Vec::new();
        let mut moved = Vec::new();
        for block in blocks {
            moments.push(self.now.clone());
            moved.push(match block.kind {
                BlockKind::Raft => Some(PartKind::Script(self.script(block))),
                BlockKind::Show => Some(PartKind::Show(self.show(block, position))),
                _ => None,
            });
        }
        let end = self.now.clone();
        for (at, (block, moved)) in blocks.iter().zip(moved).enumerate() {
            self.now = moments[at].clone();
            let kind = match (block.kind, moved) {
                (_, Some(kind)) => kind,
                (BlockKind::Question, _) => {
                    let next = (at + 1..blocks.len()).find(|at| blocks[*at].kind == BlockKind::Question);
                    let later = next.map_or(&end, |next| &moments[next]).clone();
                    let Some(question) = self.question(block, &later) else { continue };
                    PartKind::Question(Box::new(question))
                }
                (BlockKind::Challenge, _) => {
                    let Some(challenge) = self.challenge(block) else { continue };
                    PartKind::Challenge(Box::new(challenge))
                }
                (BlockKind::Logs, _) => PartKind::Logs(self.logs(block)),
                (BlockKind::Card, _) => {
                    let last = position + 1 == self.titles.len() && at + 1 == blocks.len();
                    self.card = self.card(block, last);
                    continue;
                }
                (BlockKind::Notes, _) => {
                    let notes = self.prose(&block.rows);
                    step.notes.push(notes);
                    continue;
                }
                (BlockKind::Demo, _) => {
                    let script = self.script(block);
                    let title = block.title.text().to_owned();
                    step.demos.push(Demo { title, line: block.line, script });
                    continue;
                }
                _ => PartKind::Prose(self.prose(&block.rows)),
            };
            step.parts.push(Part { line: block.line, kind });
        }
        self.now = end;
    }

    /// The logs as they stand, and the line that is said above them.
    fn logs(&mut self, block: &Block<'_>) -> Option<Prose> {
        if !self.now.begun {
            let problem = block.head.problem("there is no cluster yet to show logs of");
            self.say(problem.expecting("a block ```raft before this"));
        }
        let mut rows = block.rows.iter().filter(|row| !row.is_blank());
        let caption = rows.next().copied();
        if let Some(more) = rows.next() {
            let problem = more.trim().problem("the table of logs has one line above it");
            self.say(problem.expecting("one line, or none: the program makes the table from the cluster"));
        }
        caption.map(|row| self.prose(&[row]))
    }

    fn script(&mut self, block: &Block<'_>) -> language::Script {
        let lines: Vec<(u32, &str)> = block.rows.iter().map(|row| (row.number, row.text())).collect();
        let (script, problems) = language::parse_part(&lines, &mut self.now.known);
        if script.lines.is_empty() && problems.list.is_empty() {
            let problem = block.head.problem("nothing happens in this block");
            self.say(problem.expecting("commands, one per line"));
        }
        self.now.begun = true;
        self.weigh_script(&script, &block.rows);
        if self.now.known.names.len() > MOST_NAMES {
            let problem = block.head.problem(format!("more than {MOST_NAMES} names are given to servers"));
            self.say(problem.expecting("names for a few servers"));
            self.now.known.names.truncate(MOST_NAMES);
        }
        self.problems.more += problems.more;
        for problem in problems.list {
            self.say(problem);
        }
        script
    }

    /// Refuses conditions that would take too long.
    fn weigh_script(&mut self, script: &language::Script, rows: &[Row<'_>]) {
        for line in &script.lines {
            let row = rows.iter().find(|row| row.number == line.number);
            if let (Some(condition), Some(row)) = (line.command.condition(), row) {
                self.weigh(condition, row.trim());
            }
        }
    }

    fn weigh(&mut self, condition: &language::Condition, row: Row<'_>) {
        if condition.weight() > HEAVIEST {
            let problem = row.problem("the condition has too many parts");
            self.say(
                problem.expecting(format!("at most {HEAVIEST} parts; `stuck` and `digest` count as 10")),
            );
        }
    }

    fn prose(&mut self, rows: &[Row<'_>]) -> Prose {
        markdown::read(rows, self)
    }
}
