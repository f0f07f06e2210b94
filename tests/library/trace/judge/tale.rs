//! A trace that is told line by line.

use super::tell::{OF_LOGS, found, judge};
use raftarium::paper::Rule;
use raftarium::trace::judge::{Judgement, Law};
use std::fmt::Write;

/// A trace in the making.
#[derive(Clone, Default)]
pub struct Tale {
    text: String,
    lines: u64,
}

impl Tale {
    /// A cluster whose members are known.
    pub fn unstarted(nodes: &[&str]) -> Tale {
        let mut tale = Tale::default();
        tale.push(&format!(r#"{{"raftarium":1,"nodes":{nodes:?}}}"#));
        tale
    }

    /// A cluster whose members start with empty disks.
    pub fn of(nodes: &[&str]) -> Tale {
        let mut tale = Tale::unstarted(nodes);
        for node in nodes {
            tale.say(
                node,
                "start",
                r#","state":{"term":0,"votedFor":null,"role":"follower","lastIndex":0,"lastTerm":0,"commitIndex":0}"#,
            );
        }
        tale
    }

    /// A leader of term 1 with three entries, of which b and c have two; nothing is committed.
    pub fn begun() -> Tale {
        let mut tale = Tale::of(&["a", "b", "c"]);
        tale.leads("a", 1);
        for index in 1..=3 {
            tale.appends("a", index, 1);
        }
        for follower in ["b", "c"] {
            tale.takes("a", follower, 1, (0, 0), &[1, 1], 0);
            tale.confirms(follower, "a", 1, 2);
        }
        tale
    }

    fn push(&mut self, line: &str) -> u64 {
        self.text.push_str(line);
        self.text.push('\n');
        self.lines += 1;
        self.lines
    }

    /// One line, of which the rest is given. Returns its number.
    pub fn say(&mut self, node: &str, event: &str, rest: &str) -> u64 {
        self.push(&format!(r#"{{"node":"{node}","event":"{event}"{rest}}}"#))
    }

    /// What was written, by index and term, and where the log ends then.
    pub fn log(written: &[(u32, u32)], last: u32) -> String {
        let mut text = r#","entries":["#.to_owned();
        for (number, (index, term)) in written.iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            let _ = write!(text, r#"{comma}{{"index":{index},"term":{term},"command":"{index}/{term}"}}"#);
        }
        let (index, term) = *written.last().unwrap();
        let _ = write!(text, r#"],"state":{{"lastIndex":{last}"#);
        if last == index {
            let _ = write!(text, r#","lastTerm":{term}"#);
        }
        text + "}"
    }

    /// A node leads a term.
    pub fn leads(&mut self, node: &str, term: u32) -> u64 {
        self.say(node, "change", &format!(r#","state":{{"term":{term},"role":"candidate"}}"#));
        self.say(node, "change", &format!(r#","state":{{"term":{term},"role":"leader"}}"#))
    }

    /// A leader takes a command.
    pub fn appends(&mut self, node: &str, index: u32, term: u32) -> u64 {
        self.say(node, "client", &Tale::log(&[(index, term)], index))
    }

    fn message(from: &str, to: &str, kind: &str, term: u32, rest: &str) -> String {
        format!(r#","message":{{"type":"{kind}","from":"{from}","to":"{to}","term":{term},{rest}}}"#)
    }

    fn request((prev, prev_term): (u32, u32), terms: &[u32], commit: u32) -> String {
        let entries = terms
            .iter()
            .zip(prev + 1..)
            .map(|(term, index)| format!(r#"{{"index":{index},"term":{term},"command":"{index}/{term}"}}"#));
        let entries: Vec<_> = entries.collect();
        format!(
            r#""prevLogIndex":{prev},"prevLogTerm":{prev_term},"entries":[{}],"leaderCommit":{commit}"#,
            entries.join(",")
        )
    }

    /// A message leaves.
    pub fn sends(&mut self, from: &str, to: &str, kind: &str, term: u32, rest: &str) -> u64 {
        self.say(from, "send", &Tale::message(from, to, kind, term, rest))
    }

    /// A leader's request leaves.
    pub fn asks(
        &mut self,
        from: &str,
        to: &str,
        term: u32,
        prev: (u32, u32),
        terms: &[u32],
        commit: u32,
    ) -> u64 {
        self.sends(from, to, "AppendEntries", term, &Tale::request(prev, terms, commit))
    }

    /// A leader's request arrives; what becomes of it is given.
    #[expect(clippy::too_many_arguments, reason = "a request has that many fields")]
    pub fn hears(
        &mut self,
        from: &str,
        to: &str,
        term: u32,
        prev: (u32, u32),
        terms: &[u32],
        commit: u32,
        rest: &str,
    ) -> u64 {
        let message = Tale::message(from, to, "AppendEntries", term, &Tale::request(prev, terms, commit));
        self.say(to, "receive", &(message + rest))
    }

    /// A follower takes a leader's entries.
    pub fn takes(
        &mut self,
        from: &str,
        to: &str,
        term: u32,
        prev: (u32, u32),
        terms: &[u32],
        commit: u32,
    ) -> u64 {
        let written: Vec<(u32, u32)> = (prev.0 + 1..).zip(terms.iter().copied()).collect();
        let log = Tale::log(&written, prev.0 + terms.len() as u32);
        let rest = log.replace(r#""state":{"#, &format!(r#""state":{{"term":{term},"role":"follower","#));
        self.hears(from, to, term, prev, terms, commit, &rest)
    }

    /// A follower's confirmation arrives.
    pub fn hears_reply(&mut self, from: &str, to: &str, term: u32, matched: u32) -> u64 {
        let rest = format!(r#""success":true,"matchIndex":{matched}"#);
        self.say(to, "receive", &Tale::message(from, to, "AppendEntriesReply", term, &rest))
    }

    /// A follower confirms, and the leader hears it.
    pub fn confirms(&mut self, from: &str, to: &str, term: u32, matched: u32) -> u64 {
        let rest = format!(r#""success":true,"matchIndex":{matched}"#);
        self.sends(from, to, "AppendEntriesReply", term, &rest);
        self.hears_reply(from, to, term, matched)
    }

    /// What is said of it.
    pub fn judgement(&self) -> Judgement {
        judge(&self.text)
    }

    /// The findings, in words.
    pub fn words(&self) -> String {
        found(&self.judgement())
    }

    /// Where something was found against the rules of logs.
    pub fn findings(&self) -> Vec<(u64, Rule)> {
        let judgement = self.judgement();
        let found = judgement.findings().into_iter().filter_map(|finding| match finding.law {
            Law::Rule(rule) if OF_LOGS.contains(&rule) => Some((finding.line, rule)),
            _ => None,
        });
        found.collect()
    }

    /// The rules that are broken.
    pub fn rules(&self) -> Vec<Rule> {
        self.findings().into_iter().map(|(_, rule)| rule).collect()
    }

    /// Nothing is found.
    pub fn legal(&self) {
        assert_eq!(self.words(), "", "{}", self.text);
    }

    /// Just this is found.
    pub fn found(&self, expected: &[(u64, Rule)]) {
        assert_eq!(self.findings(), expected, "{}\n{}", self.words(), self.text);
    }
}
