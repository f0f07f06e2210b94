//! The words, with what may follow each and what it does.

/// A word of the table: what it is called, what may follow it, what it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// The word.
    pub name: &'static str,
    /// What may follow it.
    pub follows: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// All words, in the order in which help lists them. Words that only keys need are left out of completion by
/// having no help.
pub static WORDS: &[Word] = &[
    word("play", "", "let time pass"),
    word("pause", "", "stop time"),
    word("step", "[N]", "so many steps on"),
    word("back", "[N]", "so many steps back"),
    word("next", "", "run until something interesting happens"),
    word("previous", "", "back to what was interesting before"),
    word("start", "", "to the beginning of the run"),
    word("end", "", "to the last step that was reached"),
    word("seek", "STEP or TIME", "to a step or moment that was reached before: 120, 1.5s"),
    word("bookmark", "[NAME]", "give the step that is shown a name, to find it again"),
    word("bookmarks", "", "all bookmarks"),
    word("visit", "NAME", "to a bookmark"),
    word("branches", "", "the branches of the run: where each began, how it ended"),
    word("branch", "NUMBER or NAME", "to another branch"),
    word("rename", "[NUMBER] [NAME]", "name a branch, or take its name away"),
    word("remove", "[NUMBER or NAME]", "remove a branch with all that left from it, or a bookmark"),
    word("compare", "[NUMBER or NAME]", "this branch and another one side by side"),
    word("speed", "1/1000 to 10", "simulated time per time of yours"),
    word("faster", "", "play faster"),
    word("slower", "", "play slower"),
    word("pane", "[next|previous|NAME]", "which pane keys go to"),
    word("zoom", "[PANE]", "give a pane the whole screen, or take it back"),
    word("view", "", "another view"),
    word("choose", "S1, #12, or S1 and an index", "choose a server, a message or an entry"),
    word("message", "", "choose the next message in flight"),
    word("cone", "[past|future|both|off]", "light what led to the step, what came of it, or both"),
    word("cause", "", "to the step that caused this one"),
    word("effect", "", "to the first step that this one caused"),
    word("ask", "", "why: about what is chosen, or what is most worth asking now"),
    word("why", "[QUESTION]", "ask: why is S1 not leader, why is index 3 not committed on S1"),
    word("can", "QUESTION", "ask: can S2 win, can index 3 be lost"),
    word("what", "QUESTION", "ask: what is safe, what if S2 crashes"),
    word("where", "QUESTION", "ask: where is index 3"),
    word("who", "QUESTION", "ask: who elected S1, who committed index 3"),
    word("remedy", "N", "carry out what the answer offers"),
    word("asked", "", "back to the step that the answer speaks of"),
    word("code", "[RULE]", "our own lines that carried out the rule"),
    word("menu", "", "what can be done with what is chosen"),
    word("groups", "", "choose the groups of a partition on the screen"),
    word("new", "[N servers] [seed S]", "a new cluster"),
    word("scenario", "NAME", "play one of the scenarios"),
    word("lesson", "[NAME or next, back, step N, …]", "play a lesson, or what is done in it"),
    word("lessons", "", "the lessons, on the home screen"),
    word("scenarios", "", "the scenarios, on the home screen"),
    word("sandbox", "", "a free cluster"),
    word(
        "lab",
        "[hunt|break|new|aside] [ID]",
        "the bug lab: break a rule, and find the run that shows what it is for",
    ),
    word("save", "FILE", "save the session to this file from now on"),
    word("picture", "", "save this screen as a picture (SVG) and as text"),
    word("copy", "[citation|state]", "to the clipboard: what this step is, or the state of all servers"),
    word("open", "FILE", "a saved session or a script"),
    word("continue", "", "the session that was saved last"),
    word("last", "", "back to the last run"),
    word("home", "", "the home screen"),
    word("rule", "", "the rule that was at work"),
    word("rules", "[ID]", "the rules of the paper"),
    word("theme", "[dark|light|mono]", "another look"),
    word("ascii", "[on|off]", "plain ASCII instead of glyphs"),
    word("mouse", "[on|off]", "off: the terminal's own selection works"),
    word("still", "[on|off]", "on: messages jump, nothing moves"),
    word("glide", "[on|off]", "on: time passes faster while nothing happens"),
    word("keep", "", "write theme, ascii, speed, mouse, still and glide into your settings"),
    word("help", "", "all keys and commands"),
    word("redraw", "", "draw everything again"),
    word("suspend", "", "back to the shell; fg returns"),
    word("quit", "", "quit"),
    word("up", "[N]", ""),
    word("down", "[N]", ""),
    word("left", "", ""),
    word("right", "", ""),
    word("mark", "", ""),
    word("cut-groups", "", ""),
    word("write", "[TEXT]", ""),
    word("other", "", ""),
    word("escape", "", ""),
];

const fn word(name: &'static str, follows: &'static str, help: &'static str) -> Word {
    Word { name, follows, help }
}
