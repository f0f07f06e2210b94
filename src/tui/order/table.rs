//! The words of the program: for each what may follow it, what it does, what completion offers behind it, and how it
//! is read.

use super::words::{choice, new_cluster, seek};
use super::{Along, BranchOrder, LessonOrder, Order};
use crate::language::{Parsed, Parser};
use crate::tui::capture::Copied;
use crate::tui::demo::order as demo;
use crate::tui::home::shelf::Shelf;
use crate::tui::lab::order as lab;
use crate::tui::lesson::order as lesson;
use crate::tui::look::Theme;
use crate::tui::{Lit, Pane};

/// A word of the table.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// What may follow it.
    pub follows: &'static str,
    /// What it does.
    pub help: &'static str,
    /// What completion offers behind it.
    pub(in crate::tui) offers: Offers,
    /// Reads what follows it.
    pub(super) read: fn(&mut Parser<'_>) -> Parsed<Order>,
}

/// What completion offers behind a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::tui) enum Offers {
    /// Nothing.
    Nothing,
    /// `on` and `off`.
    Switch,
    /// The themes.
    Themes,
    /// Speeds, from slow to fast.
    Speeds,
    /// The panes.
    Panes,
    /// The next pane, the one before, and each.
    PanesAlong,
    /// The ids of the rules.
    Rules,
    /// The servers.
    Servers,
    /// The scenarios.
    Scenarios,
    /// What is done in a lesson, and the lessons.
    Lessons,
    /// What is done in the bug lab, and its lines.
    Lab,
    /// What is done in a demo, and the demos.
    Demos,
}

/// The themes, and what each is for.
pub(in crate::tui) const THEMES: [(Theme, &str); 3] = [
    (Theme::Dark, "light text on a dark background"),
    (Theme::Light, "dark text on a light background: for projectors"),
    (Theme::Mono, "no colors at all"),
];

/// All words, in the order in which help lists them. Words that only keys need are left out of completion by
/// having no help.
pub static WORDS: &[Word] = &[
    word("play", "", "let time pass", Offers::Nothing, |_| Ok(Order::Play)),
    word("pause", "", "stop time", Offers::Nothing, |_| Ok(Order::Pause)),
    word("step", "[N]", "this many steps forward", Offers::Nothing, |parser| {
        Ok(Order::Step(parser.whole_number()?.unwrap_or(1)))
    }),
    word("back", "[N]", "this many steps back", Offers::Nothing, |parser| {
        Ok(Order::Back(parser.whole_number()?.unwrap_or(1)))
    }),
    word("next", "", "run until something interesting happens", Offers::Nothing, |_| Ok(Order::Next)),
    word("previous", "", "back to the previous interesting step", Offers::Nothing, |_| Ok(Order::Previous)),
    word("start", "", "to the beginning of the run", Offers::Nothing, |_| Ok(Order::Start)),
    word("end", "", "to the last known step", Offers::Nothing, |_| Ok(Order::End)),
    word("seek", "STEP or TIME", "to a known step or moment: 120, 1.5s", Offers::Nothing, seek),
    word("bookmark", "[NAME]", "give the current step a name, to find it again", Offers::Nothing, |parser| {
        Ok(Order::Branch(BranchOrder::Bookmark(parser.text())))
    }),
    word("bookmarks", "", "all bookmarks", Offers::Nothing, |_| Ok(Order::Branch(BranchOrder::Bookmarks))),
    word("visit", "NAME", "to a bookmark", Offers::Nothing, |parser| {
        Ok(Order::Branch(BranchOrder::Visit(parser.wanted_text("the name of a bookmark")?)))
    }),
    word("branches", "", "the branches of the run: where each began, how it ended", Offers::Nothing, |_| {
        Ok(Order::Branch(BranchOrder::Branches))
    }),
    word("branch", "NUMBER or NAME", "to another branch", Offers::Nothing, |parser| {
        Ok(Order::Branch(BranchOrder::Switch(parser.wanted_text("the number or name of a branch")?)))
    }),
    word("rename", "[NUMBER] [NAME]", "name a branch, or remove its name", Offers::Nothing, |parser| {
        Ok(Order::Branch(BranchOrder::Rename(parser.text().unwrap_or_default())))
    }),
    word(
        "remove",
        "[NUMBER or NAME]",
        "remove a branch with all branches that began on it, or a bookmark",
        Offers::Nothing,
        |parser| Ok(Order::Branch(BranchOrder::Remove(parser.text()))),
    ),
    word(
        "compare",
        "[NUMBER or NAME]",
        "this branch and another one side by side",
        Offers::Nothing,
        |parser| Ok(Order::Branch(BranchOrder::Compare(parser.text()))),
    ),
    word(
        "speed",
        "1/1000 to 10",
        "how fast time passes: 1/100 is 100 times slower than real time",
        Offers::Speeds,
        |parser| Ok(Order::Speed(parser.wanted_value("1/100, 1/10, 1, 2")?)),
    ),
    word("faster", "", "play faster", Offers::Nothing, |_| Ok(Order::Faster)),
    word("slower", "", "play slower", Offers::Nothing, |_| Ok(Order::Slower)),
    word("pane", "[next|previous|NAME]", "the pane that keys go to", Offers::PanesAlong, |parser| {
        Ok(Order::Pane(along(parser)?))
    }),
    word("zoom", "[PANE]", "show a pane on the whole screen, or go back", Offers::Panes, |parser| {
        Ok(Order::Zoom(parser.pane()?))
    }),
    word("view", "", "another view", Offers::Nothing, |_| Ok(Order::View)),
    word(
        "choose",
        "S1, #12, or S1 and an index",
        "choose a server, a message or an entry",
        Offers::Servers,
        choice,
    ),
    word("message", "", "choose the next message in flight", Offers::Nothing, |_| Ok(Order::Message)),
    word(
        "cone",
        "[past|future|both|off]",
        "highlight the causes of the step, its effects, or both",
        Offers::Nothing,
        |parser| Ok(Order::Cone(parser.one_of("cone", &Lit::ALL.map(|lit| (lit.name(), lit)))?)),
    ),
    word("cause", "", "to the step that caused this one", Offers::Nothing, |_| Ok(Order::Cause)),
    word("effect", "", "to the first step that this one caused", Offers::Nothing, |_| Ok(Order::Effect)),
    word(
        "ask",
        "[QUESTION]",
        "ask this; alone: why, about what is chosen, or the most useful question now",
        Offers::Nothing,
        |parser| Ok(parser.text().map_or(Order::Ask, Order::Question)),
    ),
    word("find", "WORDS", "go to what is on this screen and has these words", Offers::Nothing, |parser| {
        Ok(Order::Find(parser.text().unwrap_or_default()))
    }),
    word(
        "why",
        "[QUESTION]",
        "ask: why is S1 not leader, why is index 3 not committed on S1",
        Offers::Nothing,
        |parser| Ok(question(parser)),
    ),
    word(
        "can",
        "QUESTION",
        "ask: can S2 win, can index 3 be lost, can S3 still commit",
        Offers::Nothing,
        |parser| Ok(question(parser)),
    ),
    word(
        "what",
        "QUESTION",
        "ask: what is safe, what if S2 crashes, what became of request 1",
        Offers::Nothing,
        |parser| Ok(question(parser)),
    ),
    word("where", "QUESTION", "ask: where is index 3", Offers::Nothing, |parser| Ok(question(parser))),
    word(
        "who",
        "QUESTION",
        "ask: who leads, who elected S1, who committed index 3",
        Offers::Nothing,
        |parser| Ok(question(parser)),
    ),
    word("how", "QUESTION", "ask: how many leaders can there be at once", Offers::Nothing, |parser| {
        Ok(question(parser))
    }),
    word("is", "QUESTION", "ask: is S1 leader, is index 3 committed", Offers::Nothing, |parser| {
        Ok(question(parser))
    }),
    word("would", "QUESTION", "ask: would S2 vote for S3", Offers::Nothing, |parser| Ok(question(parser))),
    word("which", "QUESTION", "ask: which entries are committed", Offers::Nothing, |parser| {
        Ok(question(parser))
    }),
    word("remedy", "N", "do an action that the answer offers", Offers::Nothing, |parser| {
        Ok(Order::Remedy(parser.wanted_number("a number")?))
    }),
    word("asked", "", "back to the step that the answer is about", Offers::Nothing, |_| Ok(Order::Again)),
    word("code", "[RULE]", "our source code for the rule", Offers::Nothing, |parser| {
        Ok(Order::Code(parser.take_piece().unwrap_or_default().to_string()))
    }),
    word("menu", "", "what can be done with what is chosen", Offers::Nothing, |_| Ok(Order::Menu)),
    word("groups", "", "choose the groups of a partition on the screen", Offers::Nothing, |_| {
        Ok(Order::Groups)
    }),
    word("new", "[N servers] [seed S]", "a new cluster", Offers::Nothing, new_cluster),
    word("scenario", "NAME", "play one of the scenarios", Offers::Scenarios, |parser| {
        Ok(Order::Scenario(parser.wanted_text("the name of a scenario: `scenarios` lists them")?))
    }),
    word(
        "lesson",
        "[NAME or next, back, step N, …]",
        "play a lesson, or do something in it",
        Offers::Lessons,
        |parser| Ok(Order::Lesson(lesson::parse(parser)?)),
    ),
    word(
        "demo",
        "[NAME, FILE, next, back, start, black]",
        "show a demo, or a script of your own, from pause to pause; alone: the list of demos",
        Offers::Demos,
        |parser| Ok(Order::Demo(demo::parse(parser))),
    ),
    word("demos", "", "the demos, on the home screen", Offers::Nothing, |_| Ok(Order::Shelf(Shelf::Demos))),
    word("lessons", "", "the lessons, on the home screen", Offers::Nothing, |_| {
        Ok(Order::Shelf(Shelf::Lessons))
    }),
    word("scenarios", "", "the scenarios, on the home screen", Offers::Nothing, |_| {
        Ok(Order::Shelf(Shelf::Scenarios))
    }),
    word("sandbox", "", "a cluster to play with", Offers::Nothing, |_| Ok(Order::Sandbox)),
    word(
        "lab",
        "[hunt|break|new|aside] [ID]",
        "the bug lab: switch off a rule, and find a run that shows what goes wrong",
        Offers::Lab,
        |parser| Ok(Order::Lab(lab::parse(parser)?)),
    ),
    word("save", "FILE", "save the session to this file from now on", Offers::Nothing, |parser| {
        Ok(Order::Save(parser.wanted_text("a file")?))
    }),
    word("picture", "", "save this screen as a picture (SVG) and as text", Offers::Nothing, |_| {
        Ok(Order::Picture)
    }),
    word(
        "story",
        "[STEPS]",
        "save the story of the last steps as text: ten, if not said",
        Offers::Nothing,
        |parser| Ok(Order::Story(parser.whole_number()?.unwrap_or(10))),
    ),
    word(
        "present",
        "[LESSON]",
        "present a lesson to a class: this one, if none is named",
        Offers::Lessons,
        |parser| Ok(Order::Lesson(LessonOrder::Present(parser.text()))),
    ),
    word(
        "copy",
        "[citation|state]",
        "to the clipboard: the sentence of this step, or the state of all servers",
        Offers::Nothing,
        |parser| Ok(Order::Copy(copied(parser)?)),
    ),
    word("open", "FILE", "a saved session or a script", Offers::Nothing, |parser| {
        Ok(parser.text().map_or(Order::Open, |file| Order::Load(Some(file))))
    }),
    word("continue", "", "the last saved session", Offers::Nothing, |_| Ok(Order::Load(None))),
    word("last", "", "back to the run that was on the screen before", Offers::Nothing, |_| Ok(Order::Last)),
    word("home", "", "the home screen", Offers::Nothing, |_| Ok(Order::Home)),
    word("rule", "", "the rule behind this step", Offers::Nothing, |_| Ok(Order::Rule)),
    word("rules", "[ID]", "the rules of the paper", Offers::Rules, |parser| {
        Ok(Order::Rules(parser.take_piece().unwrap_or_default().to_string()))
    }),
    word("theme", "[dark|light|mono]", "another theme", Offers::Themes, |parser| {
        Ok(Order::Theme(parser.one_of("theme", &THEMES.map(|(theme, _)| (theme.name(), theme)))?))
    }),
    word("ascii", "[on|off]", "plain ASCII instead of symbols", Offers::Switch, |parser| {
        Ok(Order::Ascii(parser.switch()?))
    }),
    word("mouse", "[on|off]", "off: the terminal's own selection works", Offers::Switch, |parser| {
        Ok(Order::Mouse(parser.switch()?))
    }),
    word("still", "[on|off]", "on: messages jump instead of moving", Offers::Switch, |parser| {
        Ok(Order::Still(parser.switch()?))
    }),
    word("glide", "[on|off]", "on: time passes faster while nothing happens", Offers::Switch, |parser| {
        Ok(Order::Glide(parser.switch()?))
    }),
    word(
        "keep",
        "",
        "write theme, ascii, speed, mouse, still and glide into your settings",
        Offers::Nothing,
        |_| Ok(Order::Keep),
    ),
    word("help", "", "the keys of this screen; again: all keys and commands", Offers::Nothing, |_| {
        Ok(Order::Help)
    }),
    word("redraw", "", "redraw the screen", Offers::Nothing, |_| Ok(Order::Redraw)),
    word("suspend", "", "back to the shell; fg returns", Offers::Nothing, |_| Ok(Order::Suspend)),
    word("quit", "", "quit", Offers::Nothing, |_| Ok(Order::Quit)),
    word("up", "[N]", "", Offers::Nothing, |parser| Ok(Order::Up(parser.lines()?))),
    word("down", "[N]", "", Offers::Nothing, |parser| Ok(Order::Down(parser.lines()?))),
    word("left", "", "", Offers::Nothing, |_| Ok(Order::Left)),
    word("right", "", "", Offers::Nothing, |_| Ok(Order::Right)),
    word("mark", "", "", Offers::Nothing, |_| Ok(Order::Mark)),
    word("cut-groups", "", "", Offers::Nothing, |_| Ok(Order::CutGroups)),
    word("write", "[TEXT]", "", Offers::Nothing, |parser| Ok(written(parser))),
    word("other", "", "", Offers::Nothing, |_| Ok(Order::Branch(BranchOrder::Other))),
    word("escape", "", "", Offers::Nothing, |_| Ok(Order::Escape)),
];

const fn word(
    name: &'static str,
    follows: &'static str,
    help: &'static str,
    offers: Offers,
    read: fn(&mut Parser<'_>) -> Parsed<Order>,
) -> Word {
    Word { name, follows, help, offers, read }
}

/// A question, as it stands: whether it is one is for the cluster to say that it is asked of.
fn question(parser: &mut Parser<'_>) -> Order {
    Order::Question(parser.whole_line().to_string())
}

/// What is to be written into the palette, behind one space.
fn written(parser: &mut Parser<'_>) -> Order {
    let text = parser.rest_untouched();
    let order = Order::Write(text.strip_prefix(' ').unwrap_or_default().to_string());
    parser.rest_of_line();
    order
}

fn along(parser: &mut Parser<'_>) -> Parsed<Along<Pane>> {
    Ok(match parser.next_piece() {
        None | Some("next") => parser.then(Along::Next),
        Some("previous") => parser.then(Along::Previous),
        Some(_) => parser.pane()?.map_or(Along::Next, Along::At),
    })
}

fn copied(parser: &mut Parser<'_>) -> Parsed<Copied> {
    let known = [("citation", Copied::Citation), ("state", Copied::State), ("link", Copied::Link)];
    Ok(parser.one_of("thing to copy", &known)?.unwrap_or(Copied::Citation))
}
