//! Orders: whatever a key, a hint, a menu's line or a click does. Most are the program's own; the rest are commands
//! of the script language, beside which they stand in the palette. Each is a value that prints as the text that can
//! be typed for it.

pub(in crate::tui) mod mistake;
mod orders;
mod spell;
pub(in crate::tui) mod table;
pub(in crate::tui) mod text;
mod words;

pub use crate::tui::branches::order::BranchOrder;
pub(in crate::tui) use crate::tui::demo::order::DEMO_WORDS;
pub use crate::tui::demo::order::DemoOrder;
pub use crate::tui::lab::order::LabOrder;
pub(in crate::tui) use crate::tui::lab::order::VERBS;
pub(in crate::tui) use crate::tui::lesson::order::LESSON_WORDS;
pub use crate::tui::lesson::order::LessonOrder;
pub use mistake::Mistake;
pub(in crate::tui) use orders::OR;
pub use orders::Orders;
pub use table::{WORDS, Word};

/// Words that questions begin with.
const QUESTIONS: [&str; 18] = [
    "why", "can", "what", "where", "who", "how", "is", "would", "which", "did", "does", "was", "has", "will",
    "could", "are", "do", "were",
];

/// Whether a question begins with this word: `Why`, `who's`, `isn't`.
pub(in crate::tui) fn asks(first: &str) -> bool {
    let first = first.to_lowercase().replace('’', "'");
    first.ends_with("n't") || QUESTIONS.contains(&first.split('\'').next().unwrap_or_default())
}

use crate::language::{Command, Known, Parser, Problem, Question, parse_key_command};
use crate::nearest::{did_you_mean, nearest};
use crate::sim::Time;
use crate::tui::capture::Copied;
use crate::tui::clock::Speed;
use crate::tui::home::shelf::Shelf;
use crate::tui::look::Theme;
use crate::tui::{Chosen, Lit, Pane};

/// One thing that the program can be told to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Order {
    /// A command of the script language, done to the cluster that is shown.
    Command(Command),
    /// Let time pass.
    Play,
    /// Stop time.
    Pause,
    /// So many steps on.
    Step(u64),
    /// So many steps back.
    Back(u64),
    /// To the next interesting step, or the next rule.
    Next,
    /// To the interesting step before, or the rule before.
    Previous,
    /// To the beginning.
    Start,
    /// To the last step that was reached.
    End,
    /// To a step.
    Seek(u64),
    /// To a moment.
    SeekMoment(Time),
    /// What is done to the branches and bookmarks of the run.
    Branch(BranchOrder),
    /// What is done in the bug lab.
    Lab(LabOrder),
    /// What is done in a lesson, or with one.
    Lesson(LessonOrder),
    /// What is done in a demo, or with one.
    Demo(DemoOrder),
    /// Save the session to a file.
    Save(String),
    /// Keep the story of the last steps: so many.
    Story(u64),
    /// Keep the screen as a picture and as a text.
    Picture,
    /// Give something to the clipboard.
    Copy(Copied),
    /// Show the session or script of a file, or the last session.
    Load(Option<String>),
    /// How fast to play.
    Speed(Speed),
    /// Faster.
    Faster,
    /// Slower.
    Slower,
    /// Which pane keys go to.
    Pane(Along<Pane>),
    /// Which pane has the screen to itself.
    Zoom(Option<Pane>),
    /// Another arrangement.
    View,
    /// Choose something.
    Choose(Chosen),
    /// Choose the next message.
    Message,
    /// Up by so many lines.
    Up(u16),
    /// Down by so many lines.
    Down(u16),
    /// To earlier entries.
    Left,
    /// To later entries.
    Right,
    /// What the space-time diagram lights up.
    Cone(Option<Lit>),
    /// To the step that caused this one.
    Cause,
    /// To the first step that this one caused.
    Effect,
    /// Why: about what is chosen, or what is most worth asking.
    Ask,
    /// A question in words.
    Question(String),
    /// Go to what is on this screen and has these words.
    Find(String),
    /// This question.
    Why(Question),
    /// Carry out what the answer offers.
    Remedy(u64),
    /// Back to the moment that the answer speaks of.
    Again,
    /// Our own code: of a rule, or of the step that is shown.
    Code(String),
    /// What can be done with what is chosen.
    Menu,
    /// Choose the groups of a partition.
    Groups,
    /// Move the chosen server to the next group.
    Mark,
    /// Cut between the groups.
    CutGroups,
    /// Open the palette with a text.
    Write(String),
    /// Another look.
    Theme(Option<Theme>),
    /// Plain ASCII.
    Ascii(Option<bool>),
    /// The mouse.
    Mouse(Option<bool>),
    /// Nothing moves.
    Still(Option<bool>),
    /// Time passes faster while nothing happens.
    Glide(Option<bool>),
    /// The page of keys.
    Help,
    /// The rule of the step that is shown.
    Rule,
    /// The rules, or one of them.
    Rules(String),
    /// The lessons or the scenarios, on the home screen.
    Shelf(Shelf),
    /// The home screen.
    Home,
    /// Open what is chosen.
    Open,
    /// A free cluster.
    Sandbox,
    /// A scenario, by its name.
    Scenario(String),
    /// Back to the last run.
    Last,
    /// A new cluster: servers and seed.
    New(Option<usize>, Option<u64>),
    /// Close what is open, go back.
    Escape,
    /// Write the preferences into the settings.
    Keep,
    /// Draw everything again.
    Redraw,
    /// Stop the process, as Ctrl-Z does.
    Suspend,
    /// Quit.
    Quit,
}

/// The next, the one before, or a certain one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Along<T> {
    /// The next.
    Next,
    /// The one before.
    Previous,
    /// This one.
    At(T),
}

impl Order {
    /// The command of the program that a text is, or a mistake in it. None if its first word is not one of ours.
    pub fn parse(text: &str) -> Option<Result<Order, Mistake>> {
        let name = text.split_whitespace().next()?;
        if asks(name) {
            return Some(Ok(Order::Question(text.trim().to_owned())));
        }
        let word = WORDS.iter().find(|word| word.name == name)?;
        let known = Known::default();
        let mut parser = Parser::new(text, &known);
        parser.take_piece();
        let order = (word.read)(&mut parser);
        let whole = order.and_then(|order| parser.end_of(word.name, word.follows).map(|()| order));
        Some(whole.map_err(|problem| pointed(&problem, text)))
    }
}

impl Orders {
    /// What a key is bound to, as typed: an order, or several with `||` between; `chosen` is what is chosen. None if
    /// there is nothing but a comment.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Option<Orders>, Mistake> {
        let mut orders = Vec::new();
        for one in text.split(orders::OR) {
            if let Some(order) = Order::parse(one) {
                orders.push(order?);
                continue;
            }
            let command = parse_key_command(one).map_err(|problem| pointed(&problem, one))?;
            orders.extend(command.map(Order::Command));
        }
        Ok(Orders::of(orders))
    }
}

/// A problem of the language as a mistake of the palette; a word of the program may have been meant as well.
pub(in crate::tui) fn pointed(problem: &Problem, command: &str) -> Mistake {
    let column = (problem.column as usize).saturating_sub(1);
    let word = command.split_whitespace().next().unwrap_or_default();
    let is_first = command.chars().take(column).all(char::is_whitespace);
    let message = match meant(word) {
        Some(near) if is_first && problem.nearest.is_none() => {
            format!("{}; {}", problem.message, did_you_mean(near))
        }
        _ => problem.short(),
    };
    Mistake { column, message }
}

/// Which word was meant, if the first word of a command is none.
fn meant(word: &str) -> Option<&'static str> {
    nearest(word, WORDS.iter().filter(|word| !word.help.is_empty()).map(|word| word.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raft::ServerId;

    fn parsed(text: &str) -> Order {
        Order::parse(text).unwrap().unwrap()
    }

    fn mistake(text: &str) -> (usize, String) {
        let mistake = Order::parse(text).unwrap().unwrap_err();
        (mistake.column, mistake.message)
    }

    #[test]
    fn commands_are_read() {
        assert_eq!(parsed("seek 120"), Order::Seek(120));
        assert_eq!(parsed("seek 1.5s"), Order::SeekMoment(Time(1_500_000)));
        assert_eq!(parsed("save my run.raftarium"), Order::Save("my run.raftarium".into()));
        assert_eq!(parsed("open"), Order::Open);
        assert_eq!(parsed("open a.raft"), Order::Load(Some("a.raft".into())));
        assert_eq!(parsed("  speed   1/10 "), Order::Speed("1/10".parse().unwrap()));
        assert_eq!(parsed("zoom logs"), Order::Zoom(Some(Pane::Logs)));
        assert_eq!(parsed("theme"), Order::Theme(None));
        assert_eq!(parsed("new 3 servers seed 9"), Order::New(Some(3), Some(9)));
        assert_eq!(parsed("new seed 9 servers 3"), Order::New(Some(3), Some(9)));
        assert_eq!(
            parsed("choose S3 2"),
            Order::Choose(Chosen::Entry(ServerId::at(2), crate::raft::Index(2)))
        );
        assert_eq!(parsed("write cut S1 -> "), Order::Write("cut S1 -> ".into()));
        assert_eq!(Order::parse("crash S1"), None);
        assert_eq!(Order::parse("   "), None);
    }

    #[test]
    fn a_mistake_has_its_place_and_the_nearest_word() {
        assert_eq!(
            mistake("theme lihgt"),
            (6, "expected a theme: dark, light, mono; did you mean light?".into())
        );
        assert_eq!(mistake("seek"), (5, "expected the number of a step, or a time such as 1.5s".into()));
        assert_eq!(mistake("seek x"), (5, "expected the number of a step, or a time such as 1.5s".into()));
        assert_eq!(mistake("play now"), (5, "nothing follows play".into()));
        assert_eq!(mistake("choose S99").0, 7);
        assert_eq!(mistake("zoom longs"), (5, "expected a pane: Cluster, Logs, Votes, Events, Rule, Messages, Properties, Space-time, Code; did you mean Logs?".into()));
    }

    #[test]
    fn every_word_is_read() {
        for word in WORDS {
            let text = match word.name {
                "seek" | "remedy" => format!("{} 1", word.name),
                "speed" => "speed 1".to_string(),
                "choose" => "choose S1".to_string(),
                "scenario" => "scenario figure-8".to_string(),
                "save" | "visit" | "branch" => format!("{} x", word.name),
                name => name.to_string(),
            };
            let order = parsed(&text);
            assert_eq!(parsed(&order.to_string()), order, "{text}");
            assert_eq!(order == Order::Escape, word.name == "escape", "{}", word.name);
        }
    }
}
