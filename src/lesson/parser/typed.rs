//! Questions that are answered with more than a choice, a number or a place: logs, a rule, an order, one's own words.

use super::Reader;
use super::fields::{Field, Fields};
use super::outline::Block;
use super::row::Row;
use crate::language;
use crate::lesson::{Answering, Event, Prose, Replies, RightRule, TypedLog};
use crate::nearest::nearest;
use crate::paper::Rule;
use crate::raft::{Fact, ServerId, Term};

/// The most events to be put into order, and the most points of a rubric: digits name them.
const MOST: usize = 9;

impl Reader {
    /// `logs: S1 S2 S3`
    pub(super) fn asks_logs(
        &mut self,
        field: &Field<'_>,
        fields: &Fields<'_>,
        block: &Block<'_>,
    ) -> Option<Answering> {
        let row = field.line(self)?;
        let read = language::parse_targets(row.text(), &self.now.known);
        let of = self.take(row, read);
        let replies = self.replies(fields, block, Reader::typed_log);
        Some(Answering::Logs { of: of?, replies })
    }

    /// `S2: 1 1 2`
    fn typed_log(&mut self, row: Row<'_>) -> Option<TypedLog> {
        let read = row.text().split_once(':').and_then(|(who, terms)| {
            let server = who.trim().strip_prefix('S')?.parse().ok().and_then(ServerId::numbered)?;
            let terms = terms.split_whitespace().filter(|word| !matches!(*word, "-" | "empty"));
            let terms: Option<Vec<Term>> = terms.map(|term| term.parse().ok().map(Term)).collect();
            Some(TypedLog { server, terms: terms? })
        });
        if read.is_none() {
            self.say(row.problem("this is not a log").expecting("- S2: 1 1 2, or - other for all others"));
        }
        read
    }

    /// `rule: L7`, `rule: L7, R2`, `rule: behind RejectedMismatch`
    pub(super) fn asks_rule(
        &mut self,
        field: &Field<'_>,
        fields: &Fields<'_>,
        block: &Block<'_>,
    ) -> Option<Answering> {
        let row = field.line(self)?;
        let right = if let Some(fact) = row.text().strip_prefix("behind ") {
            self.fact(row.after(row.text().len() - fact.len()).trim()).map(RightRule::Behind)
        } else {
            let rules: Option<Vec<Rule>> = row.split(',').map(|row| self.rule(row.trim())).collect();
            rules.map(RightRule::These)
        };
        let replies = self.replies(fields, block, Reader::rule);
        Some(Answering::Rule { right: right?, replies })
    }

    fn fact(&mut self, row: Row<'_>) -> Option<&'static str> {
        let fact = Fact::NAMES.iter().copied().find(|name| name.eq_ignore_ascii_case(row.text()));
        if fact.is_none() {
            let problem = row.problem(format!("`{}` is not a fact", language::printable(row.text(), 40)));
            let problem = problem.expecting("expected a fact such as RejectedMismatch");
            self.say(problem.meaning(nearest(row.text(), Fact::NAMES.iter().copied())));
        }
        fact
    }

    /// `choose: order`: events, each with the condition that holds from then on.
    pub(super) fn asks_order(&mut self, fields: &Fields<'_>, block: &Block<'_>) -> Answering {
        let right = self.right(fields, block);
        let mut events = Vec::new();
        let mut other = Prose::default();
        for bullet in &fields.bullets {
            let below = self.below(bullet, &["when"]);
            if bullet.row.text() == "other" {
                other = self.prose(&below.reply);
                continue;
            }
            let when = below.fields.first().and_then(|field| self.condition(field));
            if below.fields.is_empty() {
                let problem = bullet.row.problem("the condition of this event is missing");
                self.say(problem.expecting("a line below: when: CONDITION"));
            }
            let mut text = vec![bullet.row];
            text.extend(below.more);
            let text = self.prose(&text);
            events.extend(when.map(|when| Event { line: bullet.row.number, text, when }));
        }
        self.count(events.len(), 3, "events", block);
        Answering::Order { events, replies: Replies { right, wrong: Vec::new(), other } }
    }

    /// `choose: why`: the points of a good answer.
    pub(super) fn asks_why(&mut self, fields: &Fields<'_>, block: &Block<'_>) -> Answering {
        let reply = self.right(fields, block);
        let mut rubric = Vec::new();
        for bullet in &fields.bullets {
            let mut text = vec![bullet.row];
            text.extend(bullet.below.iter().map(|row| row.trim()));
            rubric.push(self.prose(&text));
        }
        self.count(rubric.len(), 1, "points", block);
        Answering::Why { rubric, reply }
    }

    fn count(&mut self, found: usize, least: usize, what: &str, block: &Block<'_>) {
        if !(least..=MOST).contains(&found) {
            let problem = block.head.problem(format!("the question has {found} {what}"));
            self.say(problem.expecting(format!("{least} to {MOST}, each after a dash")));
        }
    }
}
