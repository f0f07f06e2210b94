//! A sequence diagram for Mermaid: messages are arrows, what matters is noted beside them, and who leads has a bar.
//!
//! A message stands where it arrives, or where its loss shows. Mermaid's text knows no quotes: whatever could mean
//! something to it is written as the number of its character (`escape`).

mod escape;

use super::{ExportError, Subject, name};
use crate::explain::{Narration, known, tell_within};
use crate::history::Run;
use crate::raft::{ServerId, ServerSet};
use crate::sim::{Flight, Happening, Loss, Node, Step, StepId, What, World};
use crate::tui::messages::contents;
use escape::{escaped, quoted};
use std::io::Write;

/// The most characters that Mermaid draws, unless it is told otherwise: its `maxTextSize`.
const MOST: usize = 50_000;
/// How many characters of a label stand on one line: Mermaid does not break it by itself.
const WIDTH: usize = 36;

/// What belongs into the diagram.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Every message, heartbeats that change nothing too.
    pub verbose: bool,
}

/// Writes the diagram.
///
/// # Errors
/// If it is more than Mermaid draws, with the steps that it would draw; or if it cannot be written.
pub fn write(subject: &Subject, options: Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut diagram = Diagram::new(subject, options);
    let run = subject.play(|step, run| {
        diagram.step(step, run);
        diagram.fits_up_to(step.number)
    })?;
    diagram.end(&run);
    diagram.fits_up_to(run.cursor())?;
    out.write_all(diagram.text.as_bytes())?;
    Ok(())
}

struct Diagram<'a> {
    subject: &'a Subject<'a>,
    options: Options,
    text: String,
    length: usize,
    /// The last step up to which the text was short enough, with room for its end.
    fitting: StepId,
    /// Who has a bar.
    leading: ServerSet,
    begun: bool,
    left_out: u64,
}

impl<'a> Diagram<'a> {
    fn new(subject: &'a Subject, options: Options) -> Diagram<'a> {
        Diagram {
            subject,
            options,
            text: String::new(),
            length: 0,
            fitting: 0,
            leading: ServerSet::EMPTY,
            begun: false,
            left_out: 0,
        }
    }

    fn line(&mut self, line: &str) {
        self.length += line.chars().count() + 1;
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Whether Mermaid would draw what there is so far.
    fn fits_up_to(&mut self, step: StepId) -> Result<(), ExportError> {
        // The bars of those that lead have to end.
        if self.length + 20 * (self.leading.len() + 1) <= MOST {
            self.fitting = step;
            return Ok(());
        }
        let first = self.subject.steps.first;
        let advice = if self.fitting >= first {
            format!("try --steps {first}..{}", self.fitting)
        } else {
            "even one step is too long".to_owned()
        };
        Err(ExportError::TooMuch(format!(
            "Mermaid draws diagrams of up to {MOST} characters (its maxTextSize), and this run needs more: {advice}"
        )))
    }

    /// What stands before the first step.
    fn begin(&mut self, world: &World) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        let title = self.subject.marked_title();
        if !title.is_empty() {
            self.line("---");
            self.line(&format!("title: {}", quoted(&title)));
            self.line("---");
        }
        self.line("sequenceDiagram");
        for server in world.roster().iter() {
            let own = name(world, server).map(|name| format!(" as {server}<br/>{}", label(&[&name])));
            self.line(&format!("    participant {server}{}", own.unwrap_or_default()));
        }
    }

    fn step(&mut self, step: &Step, run: &Run) {
        self.begin(run.world());
        let told = tell_within(step, run);
        if told.weight == 0 && !self.options.verbose {
            self.left_out += 1;
        } else {
            match &step.what {
                What::Delivered(flight) => self.arrow(flight, None, &told),
                What::Lost(flight, loss) => self.arrow(flight, Some(*loss), &told),
                What::Recorded { server, what } => self.foreign(*server, what),
                _ => {}
            }
            // An arrow says enough of an ordinary message, and the names above of a server that starts.
            let noted = match step.what {
                What::Delivered(_) | What::Booted(_) | What::Recorded { .. } => told.weight > 1,
                What::Lost(..) => false,
                _ => true,
            };
            if noted {
                self.note(step, run.world(), &told);
            }
        }
        self.bars(run.world());
    }

    fn arrow(&mut self, flight: &Flight, loss: Option<Loss>, told: &Narration) {
        let line = match (flight.message.is_reply(), loss) {
            (false, None) => "->>",
            (true, None) => "-->>",
            (false, Some(_)) => "-x",
            (true, Some(_)) => "--x",
        };
        let message = &flight.message;
        let [says, ..] = contents(message);
        let lost = loss.map(|_| format!("lost: {}", told.rest)).unwrap_or_default();
        let kind = format!("{} · T{}", message.kind().name(), known(message.term()));
        let label = label(&[&kind, &says, &lost]);
        self.line(&format!("    {}{line}{}: {label}", flight.from, flight.to));
    }

    /// A message that is none of the paper's.
    fn foreign(&mut self, server: ServerId, what: &Happening) {
        let (from, line, name) = match what {
            Happening::ReceivesOther { from, name } => (from, "->>", name),
            Happening::LosesOther { from, name } => (from, "-x", name),
            _ => return,
        };
        self.line(&format!("    {from}{line}{server}: {}", label(&[name])));
    }

    /// What happened, beside whom it happened to.
    fn note(&mut self, step: &Step, world: &World, told: &Narration) {
        let over = match told.server {
            Some(server) => server.to_string(),
            None => ends(world.roster()),
        };
        let head = format!("{} ms · {}", step.at.ms(), told.head);
        let label = label(&[&head, &told.rest, &told.short_place]);
        self.line(&format!("    Note over {over}: {label}"));
    }

    /// Whoever leads has a bar.
    fn bars(&mut self, world: &World) {
        let leading = world.which(Node::leads);
        for server in self.leading.minus(leading).iter() {
            self.line(&format!("    deactivate {server}"));
        }
        for server in leading.minus(self.leading).iter() {
            self.line(&format!("    activate {server}"));
        }
        self.leading = leading;
    }

    fn end(&mut self, run: &Run) {
        self.begin(run.world());
        for server in self.leading.iter() {
            self.line(&format!("    deactivate {server}"));
        }
        self.leading = ServerSet::EMPTY;
    }
}

/// Each of these on lines of its own.
fn label(parts: &[&str]) -> String {
    let mut lines = Vec::new();
    for part in parts {
        let mut line = String::new();
        for word in part.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
    lines.join("<br/>")
}

/// `S1,S5`: a note over all of these.
fn ends(servers: ServerSet) -> String {
    let mut all = servers.iter();
    match (all.next(), all.last()) {
        (Some(first), Some(last)) => format!("{first},{last}"),
        (Some(only), None) => only.to_string(),
        (None, _) => ServerId::at(0).to_string(),
    }
}
