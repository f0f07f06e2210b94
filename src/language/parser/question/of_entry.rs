//! What is said of an entry, or of a request.

use super::{Mood, Resolve, Verb};
use crate::language::parser::{Parsed, Parser, Want};
use crate::language::{Question, Whether};
use crate::raft::{Index, ServerId};

/// What happens to an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Committed,
    Applied,
}

impl Deed {
    const WORDS: [(Deed, &'static str, &'static [&'static str]); 2] = [
        (Deed::Committed, "committed", &["commit"]),
        (Deed::Applied, "applied", &["apply", "executed", "execute"]),
    ];

    /// The question about it.
    pub(super) fn asked(self, index: Index, server: Option<ServerId>, mood: Mood, not: bool) -> Question {
        match (self, mood.why) {
            (Deed::Committed, true) => Question::Committed { index, server, not },
            (Deed::Committed, false) => Question::Whether(Whether::Committed { index, server }),
            (Deed::Applied, true) => Question::Applied { index, server, not },
            (Deed::Applied, false) => Question::Whether(Whether::Applied { index, server }),
        }
    }
}

impl Parser<'_> {
    /// `index 3 not committed on S1`, `index 3 be lost`
    pub(super) fn about_entry(&mut self, mood: Mood, who: Resolve<'_>) -> Parsed<Question> {
        let (index, term) = self.which_entry()?;
        let verb = if mood.verb == Verb::None { self.verb().unwrap_or(Verb::None) } else { mood.verb };
        // What a question of this mood goes on with, for those who complete it.
        if verb.may() {
            self.eat("be");
        } else if !mood.why {
            self.want(Want::Word("safe"));
        }
        self.pass(&["is", "was", "been", "be", "being", "get", "gets", "got", "gotten", "become"]);
        let mut not =
            mood.not | if verb.may() || !mood.why { self.eat_silently(&["not"]) } else { self.eat("not") };
        self.pass(&["is", "been", "be", "being", "get", "got", "gotten"]);
        if self.eat_silently(&["uncommitted"]) {
            self.pass(&["committed"]);
            let server = self.on_server(who)?;
            return Ok(Deed::Committed.asked(index, server, mood, true));
        }
        not |= self.eat_silently(&["never"]);
        let lost: &[&str] = &[
            "lost",
            "lose",
            "overwritten",
            "deleted",
            "removed",
            "truncated",
            "disappear",
            "vanish",
            "gone",
        ];
        if verb.may() && mood.verb == verb && !mood.why || verb.may() && self.is(0, "lost") {
            if !self.eat_silently(lost) {
                self.need("lost")?;
            }
            return Ok(Question::CanBeLost { index, term });
        }
        if !mood.why && self.eat("safe") {
            self.pass(&["to", "apply", "from", "being", "loss", "lost"]);
            return Ok(Question::CanBeLost { index, term });
        }
        if self.eat_silently(lost) {
            let past = mood.why || verb == Verb::Did;
            return Ok(if past {
                Question::Where { index, term }
            } else {
                Question::CanBeLost { index, term }
            });
        }
        if self.eat_silently(&["on", "in"]) {
            self.whom_it_means(who)?;
            return Ok(Question::Where { index, term });
        }
        for (deed, word, also) in Deed::WORDS {
            if self.eat(word) || self.eat_silently(also) {
                let server = self.on_server(who)?;
                return Ok(deed.asked(index, server, mood, not));
            }
        }
        self.unexpected()
    }

    /// `committed`, `applied`, if that comes next, as what a server does.
    pub(super) fn deed(&mut self) -> Option<Deed> {
        let [commit, apply] = [&["committed", "commit"][..], &["applied", "apply", "executed", "execute"]];
        if self.eat_silently(commit) {
            return Some(Deed::Committed);
        }
        self.eat_silently(apply).then_some(Deed::Applied)
    }

    /// `on S1`, if that comes next.
    fn on_server(&mut self, who: Resolve<'_>) -> Parsed<Option<ServerId>> {
        let on = self.eat("on") || self.eat_silently(&["by", "at", "in", "to"]);
        if on { self.whom_it_means(who).map(Some) } else { Ok(None) }
    }

    /// What is said of a request, all of which is told.
    pub(super) fn about_request(&mut self) {
        self.pass(&["is", "was", "been", "be", "being", "get", "got", "not", "never", "only", "ever"]);
        self.pass(&["committed", "answered", "executed", "applied", "lost", "redirected", "refused", "done"]);
        self.pass(&["pending", "unanswered", "commit", "finish", "finished", "received", "once", "twice"]);
    }

    /// `index 3 go`, behind where.
    pub(super) fn where_entry(&mut self) -> Parsed<Question> {
        self.eat("is");
        self.pass(&["did", "has", "does", "are", "was"]);
        let (index, term) = self.which_entry()?;
        self.pass(&["go", "gone", "stand", "stored", "is", "been", "be", "kept", "to"]);
        Ok(Question::Where { index, term })
    }
}
