//! Text to a session.

use super::MOST_STEPS;
use crate::history::{MOST_BRANCHES, Name, Run};
use crate::language::{
    Act, Command, Known, Line, MOST_PROBLEMS, Problem, Problems, Script, SessionLine, SetupCommand,
    check_setup, not_text, parse_session_line,
};
use crate::sim::{Span, StepId, boot_steps};

/// The longest session, in bytes.
pub const MOST_SESSION_BYTES: usize = 1 << 23;

/// A session that was read: it can be gone on with.
#[derive(Clone, Debug)]
pub struct Session {
    /// The cluster at its beginning.
    pub(super) beginning: Run,
    /// At least one; each but the first left one that stands before it.
    pub(super) branches: Vec<SavedBranch>,
    /// The branch that is looked at, by its place in `branches`, and the step.
    pub(super) cursor: Option<(usize, StepId)>,
}

/// A branch as the session has it.
#[derive(Clone, Debug)]
pub(super) struct SavedBranch {
    pub number: u32,
    /// The line where it begins.
    pub line: u32,
    /// The branch that it left, by its place; none for the first.
    pub from: Option<usize>,
    pub name: Option<Name>,
    pub actions: Vec<SavedAction>,
    pub bookmarks: Vec<(StepId, Name)>,
    /// In the order of the steps.
    pub digests: Vec<(StepId, u64)>,
    /// Its last step; 0 if nothing was said yet.
    pub end: StepId,
}

/// Something that was done.
#[derive(Clone, Debug)]
pub(super) struct SavedAction {
    pub line: u32,
    pub step: StepId,
    pub time: Option<Span>,
    pub act: Act,
}

impl SavedBranch {
    /// The last step that it shares with the branch that it left.
    fn after(&self) -> StepId {
        self.from.and(self.actions.first()).map_or(0, |first| first.step)
    }
}

/// Reads a session.
///
/// # Errors
/// The mistakes, at most one per line and at most twenty.
pub fn read(text: &str) -> Result<Session, Problems> {
    if text.len() > MOST_SESSION_BYTES {
        let message = format!("the session is longer than {MOST_SESSION_BYTES} bytes");
        let problem = Problem::unseen(1, 1, message).expecting("a session has at most 8 MiB");
        return Err(Problems { list: vec![problem], more: 0 });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::default();
    let mut problems = Problems { list: Vec::new(), more: 0 };
    let mut note = |number: u32, problem: Problem| {
        if problems.list.len() < MOST_PROBLEMS {
            problems.list.push(Problem { line: number, ..problem });
        } else {
            problems.more += 1;
        }
    };
    for (number, line) in (1..).zip(text.lines()) {
        reader.lines = number;
        if let Err(problem) = reader.line(number, line) {
            reader.spoiled = true;
            reader.skipping |= line.split_whitespace().next() == Some("branch");
            note(number, *problem);
        }
    }
    match reader.finish() {
        Ok(session) if problems.list.is_empty() => return Ok(session),
        // What is missing at the end may only be missing because of a mistake before.
        Err(problem) if problems.list.is_empty() => problems.list.push(*problem),
        _ => {}
    }
    Err(problems)
}

/// Reads a session that may not even be text.
///
/// # Errors
/// As [`read`], or that it is not UTF-8.
pub fn read_bytes(bytes: &[u8]) -> Result<Session, Problems> {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text),
        Err(error) => Err(not_text(bytes, error, "session")),
    }
}

type Checked = Result<(), Box<Problem>>;

/// A mistake that is about the line as a whole.
fn wrong<T>(line: &str, message: impl Into<String>, expected: &str) -> Result<T, Box<Problem>> {
    let start = line.len() - line.trim_start().len();
    Err(Box::new(Problem::at(line, start, line.trim_end().len(), message).expecting(expected)))
}

#[derive(Default)]
struct Reader {
    known: Known,
    /// How many lines there are so far.
    lines: u32,
    /// Whether the first line was there.
    begun: bool,
    /// How the cluster begins.
    script: Script,
    branches: Vec<SavedBranch>,
    /// Whether these are the lines of a branch that was refused: one mistake is enough.
    skipping: bool,
    /// Whether a line of this branch was refused: what is missing may stand there.
    spoiled: bool,
    /// How many steps all branches together have.
    steps: u64,
    bookmarks: Vec<Name>,
    cursor: Option<(usize, StepId)>,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str) -> Checked {
        let Some(found) = parse_session_line(line, &self.known)? else { return Ok(()) };
        if !self.begun && found != SessionLine::Session {
            // Said once: what follows may be a session all the same.
            self.begun = true;
            return wrong(line, "this is not a session", "a session begins with the line `session 1`");
        }
        match found {
            SessionLine::Session if self.begun => {
                wrong(line, "the session has already begun", "one session per file")
            }
            SessionLine::Session => {
                self.begun = true;
                Ok(())
            }
            SessionLine::Branch { number: branch, from } => {
                let begun = self.branch(number, line, branch, from);
                self.skipping = begun.is_err();
                self.spoiled = false;
                begun
            }
            SessionLine::Cursor { branch, step } => self.cursor(line, branch, step),
            _ if self.skipping => Ok(()),
            SessionLine::Command(command) => self.command(number, line, command),
            SessionLine::Name(name) => {
                if self.branches.iter().any(|saved| saved.name.as_ref() == Some(&name)) {
                    return wrong(line, "another branch has this name", "each branch has a different name");
                }
                self.open(line)?.name = Some(name);
                Ok(())
            }
            SessionLine::Bookmark(step, name) => {
                if self.bookmarks.contains(&name) {
                    return wrong(
                        line,
                        "another bookmark has this name",
                        "each bookmark has a different name",
                    );
                }
                self.bookmarks.push(name.clone());
                self.open(line)?.bookmarks.push((step, name));
                Ok(())
            }
            SessionLine::Digest(step, digest) => self.digest(line, step, digest),
            SessionLine::End(step, digest) => self.end(line, step, digest),
        }
    }

    /// The branch whose lines these are.
    fn open(&mut self, line: &str) -> Result<&mut SavedBranch, Box<Problem>> {
        match self.branches.last_mut() {
            Some(saved) if saved.end == 0 => Ok(saved),
            Some(_) => {
                wrong(line, "this belongs to a branch, and the last one has ended", "expected before `end`")
            }
            None => wrong(line, "this belongs to a branch", "expected after a line such as `branch 1`"),
        }
    }

    fn branch(&mut self, number: u32, line: &str, branch: u32, from: Option<u32>) -> Checked {
        if self.branches.last().is_some_and(|last| last.end == 0) {
            return wrong(line, "the previous branch has no end", "expected a line such as `end 300`");
        }
        if self.branches.len() >= MOST_BRANCHES {
            return wrong(line, "too many branches", &format!("a session has at most {MOST_BRANCHES}"));
        }
        if self.place(branch).is_some() {
            return wrong(
                line,
                format!("there is already a branch {branch}"),
                "each branch has a different number",
            );
        }
        let from = match (from, self.branches.is_empty()) {
            (None, true) => None,
            (Some(_), true) => {
                return wrong(line, "the first branch does not begin on another one", "expected `branch 1`");
            }
            (None, false) => {
                return wrong(
                    line,
                    "which branch does it begin on?",
                    "expected `from` and the number of an earlier branch",
                );
            }
            (Some(from), false) => match self.place(from) {
                Some(place) => Some(place),
                None => {
                    return wrong(
                        line,
                        format!("there is no branch {from} before this one"),
                        "a branch comes after the branch that it begins on",
                    );
                }
            },
        };
        self.branches.push(SavedBranch {
            number: branch,
            line: number,
            from,
            name: None,
            actions: Vec::new(),
            bookmarks: Vec::new(),
            digests: Vec::new(),
            end: 0,
        });
        Ok(())
    }

    fn place(&self, number: u32) -> Option<usize> {
        self.branches.iter().position(|saved| saved.number == number)
    }

    fn command(&mut self, number: u32, line: &str, command: Command) -> Checked {
        match command {
            Command::Note(_) | Command::Pause(_) => Ok(()),
            Command::At { step, time, act } if !self.branches.is_empty() => {
                self.action(line, SavedAction { line: number, step, time, act })
            }
            Command::Set(_) | Command::Act(Act::Without(_) | Act::Obey(_)) if self.branches.is_empty() => {
                if let Command::Set(SetupCommand::Servers(servers)) = &command {
                    self.known.servers = usize::from(*servers);
                }
                self.script.lines.push(Line { number, command });
                Ok(())
            }
            Command::Set(_) => {
                wrong(line, "this describes how the cluster begins", "expected before the first branch")
            }
            Command::At { .. } => self.open(line).map(|_| ()),
            _ => wrong(
                line,
                "a session contains only actions",
                "expected something such as `at step 120 crash S1`",
            ),
        }
    }

    fn action(&mut self, line: &str, action: SavedAction) -> Checked {
        let from = self.branches.last().and_then(|saved| saved.from).map(|from| self.branches[from].end);
        let saved = self.open(line)?;
        if saved.actions.last().is_some_and(|last| action.step <= last.step) {
            return wrong(
                line,
                "there is already an action at this step, or a later one",
                "actions come in the order of their steps",
            );
        }
        // Where a branch leaves another, that one goes on.
        if saved.actions.is_empty() && from.is_some_and(|end| action.step >= end) {
            return wrong(
                line,
                "the branch that it begins on ends before this step",
                "expected an earlier step",
            );
        }
        saved.actions.push(action);
        Ok(())
    }

    fn digest(&mut self, line: &str, step: StepId, digest: u64) -> Checked {
        let saved = self.open(line)?;
        if saved.digests.last().is_some_and(|last| step <= last.0) {
            return wrong(
                line,
                "this step does not come after the previous one",
                "digests come in the order of their steps",
            );
        }
        saved.digests.push((step, digest));
        Ok(())
    }

    fn end(&mut self, line: &str, step: StepId, digest: Option<u64>) -> Checked {
        let start = boot_steps(self.known.servers);
        let spoiled = self.spoiled;
        let saved = self.open(line)?;
        let last =
            saved.actions.last().map(|action| action.step + 1).max(saved.digests.last().map(|last| last.0));
        let last = last.max(saved.bookmarks.iter().map(|bookmark| bookmark.0).max()).unwrap_or(0).max(start);
        if spoiled {
            saved.end = step.max(1);
            return Ok(());
        }
        if saved.from.is_some() && saved.actions.is_empty() {
            saved.end = last;
            return wrong(line, "this branch has no action", "a branch begins with an action");
        }
        if step < last {
            let message = format!("the branch cannot end before step {last}");
            saved.end = last;
            return wrong(line, message, "expected a later step, or fewer lines above");
        }
        if digest.is_some_and(|_| saved.digests.last().is_some_and(|last| last.0 == step)) {
            saved.digests.pop();
        }
        saved.digests.extend(digest.map(|digest| (step, digest)));
        saved.end = step;
        let steps = step - saved.after();
        self.steps = self.steps.saturating_add(steps);
        if self.steps > MOST_STEPS {
            return wrong(line, "too many steps", "all branches together have at most 10,000,000");
        }
        Ok(())
    }

    fn cursor(&mut self, line: &str, branch: u32, step: StepId) -> Checked {
        let Some(place) = self.place(branch) else {
            return wrong(
                line,
                format!("there is no branch {branch}"),
                "expected the number of a branch above",
            );
        };
        if step > self.branches[place].end || step < boot_steps(self.known.servers) {
            return wrong(line, format!("branch {branch} has no such step"), "expected one of its steps");
        }
        self.cursor = Some((place, step));
        Ok(())
    }

    /// The session, now that all lines are read, or what is missing.
    fn finish(self) -> Result<Session, Box<Problem>> {
        let missing = |message: &str, expected: &str| {
            Err(Box::new(Problem::unseen(self.lines.max(1), 1, message).expecting(expected)))
        };
        if !self.begun {
            return missing("this is not a session", "a session begins with the line `session 1`");
        }
        match self.branches.last() {
            None => return missing("the session has no branch", "expected a line such as `branch 1`"),
            Some(last) if last.end == 0 => {
                return missing("the last branch has no end", "expected a line such as `end 300`");
            }
            Some(_) => {}
        }
        check_setup(&self.script).map_err(|(line, message)| Box::new(Problem::unseen(line, 1, message)))?;
        let beginning = Run::new(self.script.setup())
            .map_err(|error| Box::new(Problem::unseen(1, 1, error.to_string())))?;
        Ok(Session { beginning, branches: self.branches, cursor: self.cursor })
    }
}
