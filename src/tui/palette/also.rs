//! What people type who do not know our words: what they mean by it.

/// A line worth proposing, what it does, and the words by which it is found besides its own.
pub(super) struct Also {
    pub line: &'static str,
    pub help: &'static str,
    pub words: &'static str,
}

impl Also {
    /// Whether it is about the cluster on the screen.
    pub(super) fn needs_cluster(&self) -> bool {
        !["rules", "scenario", "present", "new", "save"].iter().any(|word| self.line.starts_with(word))
    }
}

const fn also(line: &'static str, help: &'static str, words: &'static str) -> Also {
    Also { line, help, words }
}

/// All of them, grouped by what one is after. `S1` stands for a server that one can change before Enter.
pub(super) const ALSO: &[Also] = &[
    also(
        "timeout S1",
        "S1 becomes a candidate: its election timer expires now",
        "candidate candidacy election elect",
    ),
    also(
        "run until candidate exists",
        "let time pass until any server becomes a candidate",
        "candidate candidacy stop",
    ),
    also("run until S1 is candidate", "let time pass until S1 is a candidate", "candidate candidacy stop"),
    also(
        "run until leader exists",
        "let time pass until a server wins an election",
        "elected election winner",
    ),
    also(
        "ask what if S1 crashes",
        "what S1 remembers after a crash, and what it forgets",
        "remember forget persist persistent durable disk storage volatile",
    ),
    also("rules P1", "the rule: on disk before it answers", "remember persist persistent durable disk"),
    also(
        "zoom messages",
        "every message: what it says, and why one was rejected",
        "reject refuse deny denied refusal",
    ),
    also(
        "run until RejectedMismatch happened",
        "let time pass until a follower rejects entries, because its log differs",
        "reject refuse refusal mismatch attempts",
    ),
    also(
        "ask can S1 win",
        "which servers refuse to vote for S1, and why",
        "reject refuse deny denied refusal",
    ),
    also(
        "ask how many attempts",
        "how many AppendEntries it took until each follower's log agreed",
        "attempts attempt retry retries count tries rejections",
    ),
    also(
        "scenario figure-7",
        "count the attempts until each follower's log agrees",
        "attempts attempt retry retries count tries",
    ),
    also(
        "present",
        "fewer and plainer things; Ctrl + of your terminal makes them larger",
        "font large larger big bigger size",
    ),
    also("crash leader", "the leader crashes; what is on its disk stays", "kill die stop fail"),
    also("copy link", "copy a link that opens this run, here or in a browser", "link share url send"),
    also(
        "ask why does nothing move",
        "what keeps the cluster from making progress",
        "stuck standstill progress deadlock",
    ),
    also("picture", "save this screen as a picture (SVG) and as text", "export screenshot image print"),
    also("copy state", "copy the state of all servers", "export clipboard"),
    also("save FILE", "save the session to this file from now on", "export write store"),
    also("story", "save the story of the last steps as text", "export log print"),
    also("back", "one step back: what follows is kept, and an action there begins a branch", "undo revert"),
    also("lesson undo", "challenge: take the last action back", "undo revert"),
    also("lesson restart", "start the lesson again", "restart again reset"),
    also("start", "to the beginning of this run", "restart again reset rewind"),
    also("new 5 servers", "a new cluster", "restart again reset fresh"),
    also("lab panel", "the rule that is off here, and how it is put back", "repair fix restore undo"),
    also("partition S1 S2", "cut the network into groups", "split disconnect network"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::parse;
    use crate::tui::order::Order;

    #[test]
    fn each_of_them_can_be_carried_out() {
        for Also { line, help, words } in ALSO {
            let script = || parse(&format!("servers 5\n{line}\n")).is_ok();
            assert!(matches!(Order::parse(line), Some(Ok(_))) || script(), "{line}");
            assert!(!help.is_empty() && !words.is_empty(), "{line}");
        }
    }
}
