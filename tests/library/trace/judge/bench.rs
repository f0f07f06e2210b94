//! Traces as short lines, and what the judge says of them.

use raftarium::trace::judge::{Judge, Judgement, Law, Outcome};
use raftarium::trace::{Event, Names, Piece, Reader};

/// A trace and what was found of it.
pub struct Judged {
    pub judgement: Judgement,
    pub names: Names,
}

/// Judges a trace. Lines are counted from 1; a bare object is a line of the format.
pub fn judge(text: &str) -> Judged {
    judge_changed(text, |_| {})
}

/// Judges a trace whose events are changed after they were read.
pub fn judge_changed(text: &str, change: impl Fn(&mut Event)) -> Judged {
    let mut reader = Reader::new(text.trim().as_bytes());
    let mut judge = Judge::new();
    while let Some(piece) = reader.advance().expect("memory can be read") {
        match piece {
            Piece::Header(header) => judge.set_members(&header.members),
            Piece::Members(members) => judge.set_members(&members),
            Piece::Event(mut event) => {
                change(&mut event);
                judge.observe(&event);
            }
            Piece::Broken(broken) => panic!("a broken line: {broken:?}"),
        }
    }
    Judged { judgement: judge.finish(), names: reader.names().clone() }
}

/// Judges a trace of these members.
pub fn of(members: &str, lines: &[String]) -> Judged {
    let members: Vec<String> = members.split_whitespace().map(|name| format!("{name:?}")).collect();
    let head = format!("{{\"raftarium\": 1, \"nodes\": [{}]}}\n", members.join(", "));
    judge(&(head + &lines.join("\n")))
}

impl Judged {
    /// What was found, as `line law: sentence`.
    pub fn found(&self) -> Vec<String> {
        let findings = self.judgement.findings().into_iter();
        findings
            .map(|finding| {
                let says = finding.says.with(|node| self.names.get(node));
                format!("{} {}: {says}", finding.line, finding.law.id())
            })
            .collect()
    }

    /// Where what was found: `[(3, "V1")]`.
    pub fn where_found(&self) -> Vec<(u64, &'static str)> {
        self.judgement.findings().iter().map(|finding| (finding.line, finding.law.id())).collect()
    }

    /// Everything is legal.
    #[track_caller]
    pub fn is_legal(&self) -> &Judged {
        assert_eq!(self.found(), Vec::<String>::new());
        self
    }

    /// A law was judged, and kept.
    #[track_caller]
    pub fn judged(&self, law: impl Into<Law>) -> &Judged {
        let verdict = self.judgement.verdict(law);
        assert_eq!(verdict.outcome(), Outcome::Legal, "{verdict:?}");
        self
    }

    /// A law could not be judged.
    #[track_caller]
    pub fn not_observable(&self, law: impl Into<Law>) -> &Judged {
        let verdict = self.judgement.verdict(law);
        assert_eq!(verdict.outcome(), Outcome::NotObservable, "{verdict:?}");
        self
    }

    /// Exactly this was found, and the sentence has these words.
    #[track_caller]
    pub fn only(&self, line: u64, law: &str, words: &str) -> &Judged {
        let found = self.found();
        assert_eq!(self.where_found().len(), 1, "{found:#?}");
        assert!(found[0].starts_with(&format!("{line} {law}: ")), "{found:#?}");
        assert!(found[0].contains(words), "{found:#?}");
        self
    }
}

/// A line in which a node says what it is like now: `state("b", "term 3 vote a role follower last 4/2")`.
pub fn state(node: &str, told: &str) -> String {
    format!("{{\"node\": {node:?}{}}}", told_of("state", told))
}

/// A line of some kind of event.
pub fn event(node: &str, kind: &str, told: &str) -> String {
    format!("{{\"node\": {node:?}, \"event\": {kind:?}{}}}", told_of("state", told))
}

/// A line that says what a node was like just before, too.
pub fn change(node: &str, before: &str, after: &str) -> String {
    format!("{{\"node\": {node:?}{}{}}}", told_of("before", before), told_of("state", after))
}

/// A message leaves: `send("RequestVote", "a>b 3", "last 4/2", "")`.
pub fn send(kind: &str, way: &str, says: &str, told: &str) -> String {
    letter("send", kind, way, says, told)
}

/// A message arrives.
pub fn receive(kind: &str, way: &str, says: &str, told: &str) -> String {
    letter("receive", kind, way, says, told)
}

fn letter(event: &str, kind: &str, way: &str, says: &str, told: &str) -> String {
    let (from, rest) = way.split_once('>').expect("from>to term");
    let (to, term) = rest.split_once(' ').expect("from>to term");
    let node = if event == "send" { from } else { to };
    let message =
        format!("\"type\": {kind:?}, \"from\": {from:?}, \"to\": {to:?}, \"term\": {term}{}", fields(says));
    format!(
        "{{\"node\": {node:?}, \"event\": {event:?}, \"message\": {{{message}}}{}}}",
        told_of("state", told)
    )
}

fn told_of(name: &str, told: &str) -> String {
    match fields(told) {
        fields if fields.is_empty() => String::new(),
        fields => format!(", \"{name}\": {{{}}}", &fields[2..]),
    }
}

/// Pairs of words as fields of an object, each after a comma.
fn fields(told: &str) -> String {
    let words: Vec<&str> = told.split_whitespace().collect();
    let mut fields = String::new();
    for pair in words.chunks(2) {
        let [name, value] = pair else { panic!("pairs of words: {told}") };
        let place = || value.split_once('/').expect("index/term");
        let field = match *name {
            "vote" if *value == "-" => "\"votedFor\": null".to_owned(),
            "vote" => format!("\"votedFor\": {value:?}"),
            "role" => format!("\"role\": {value:?}"),
            "last" => format!("\"lastIndex\": {}, \"lastTerm\": {}", place().0, place().1),
            "commit" => format!("\"commitIndex\": {value}"),
            "log" => format!("\"lastLogIndex\": {}, \"lastLogTerm\": {}", place().0, place().1),
            "prev" => format!("\"prevLogIndex\": {}, \"prevLogTerm\": {}", place().0, place().1),
            "granted" => format!("\"voteGranted\": {value}"),
            "for" => format!("\"requestTerm\": {value}"),
            "match" => format!("\"matchIndex\": {value}"),
            "leaderCommit" | "entries" | "success" | "term" | "id" => format!("\"{name}\": {value}"),
            _ => panic!("what is {name}?"),
        };
        fields.push_str(", ");
        fields.push_str(&field);
    }
    fields
}
