//! ```` ```question ````

use super::fields::{self, Bullet, Field, Fields};
use super::outline::Block;
use super::row::{Row, indent};
use super::{Moment, Reader};
use crate::language::{self, Command, Condition, Line, Script};
use crate::lesson::{
    Answering, Choice, Correctness, Lookahead, Number, PointTarget, Prose, Question, Replies, Wrong,
};
use crate::raft::Index;
use crate::sim::{Span, Time};

const NAMES: [&str; 11] =
    ["ask", "choose", "order", "number", "point", "logs", "rule", "then", "right", "hint", "discuss"];

impl Reader {
    /// A question. `later` is what is known when it has been answered.
    pub(super) fn question(&mut self, block: &Block<'_>, later: &Moment) -> Option<Question> {
        let fields = fields::read(&block.rows, &NAMES, self);
        let ask = fields.need("ask", block.head, "ask: What happens next?", self);
        let ask = ask.map(|field| self.prose(&field.value));
        let then = self.then(&fields, later);
        let hints: Vec<Prose> = fields.all("hint").map(|field| self.prose(&field.value)).collect();
        let discuss = fields.one("discuss", self).and_then(|field| self.discuss(field));
        let answering = self.answering(&fields, block);
        let pinned = self.is_pinned(&fields, answering.as_ref());
        Some(Question { ask: ask?, answering: answering?, pinned, then, hints, discuss })
    }

    /// What is played in a copy; from here on, what is known is what is known after it.
    fn then(&mut self, fields: &Fields<'_>, later: &Moment) -> Lookahead {
        let Some(field) = fields.one("then", self) else {
            self.now = later.clone();
            return Lookahead::Following;
        };
        let Some(row) = field.line(self) else { return Lookahead::Nothing };
        if row.text() == "nothing" {
            return Lookahead::Nothing;
        }
        let mut script = Script::default();
        for piece in row.split(';').map(Row::trim) {
            let read = language::parse_command(piece.text(), &self.now.known);
            let Some(command) = self.take(piece, read).flatten() else { continue };
            match &command {
                Command::Set(_) => {
                    let problem = piece.problem("this describes how a cluster begins");
                    self.say(problem.expecting("actions on the current cluster"));
                }
                Command::Call { name, .. } if !self.now.known.names.contains(name) => {
                    self.now.known.names.push(name.clone());
                }
                _ => {}
            }
            if let Some(condition) = command.condition() {
                self.weigh(condition, piece);
            }
            script.lines.push(Line { number: piece.number, command });
        }
        Lookahead::Script(script)
    }

    fn discuss(&mut self, field: &Field<'_>) -> Option<Span> {
        let row = field.line(self)?;
        let span = language::parse_moment(row.text()).map(|moment| moment.since(Time::ZERO));
        if span.is_none() {
            self.say(row.problem("this is not a time").expecting("discuss: 90s"));
        }
        span
    }

    /// Whether its choices stand where they are written.
    fn is_pinned(&mut self, fields: &Fields<'_>, answering: Option<&Answering>) -> bool {
        let Some(field) = fields.one("order", self) else { return false };
        if answering.is_some_and(|answering| answering.choices().is_none()) {
            let problem = field.name.problem("`order` belongs to choices");
            self.say(problem.expecting("nothing: this question has no choices"));
        }
        let Some(row) = field.line(self) else { return false };
        if row.text() != "pinned" {
            self.unknown(row, "an order", &["pinned"]);
        }
        true
    }

    fn answering(&mut self, fields: &Fields<'_>, block: &Block<'_>) -> Option<Answering> {
        let choose = fields.one("choose", self);
        let number = fields.one("number", self);
        let point = fields.one("point", self);
        let logs = fields.one("logs", self);
        let rule = fields.one("rule", self);
        let kinds: Vec<&Field<'_>> = [choose, number, point, logs, rule].into_iter().flatten().collect();
        if let [_, second, ..] = kinds[..] {
            let problem = second.name.problem("a question has one way to answer it");
            self.say(problem.expecting("one of `choose`, `number`, `point`, `logs` and `rule`"));
            return None;
        }
        if let Some(field) = number {
            return self.asks_number(field, fields, block);
        }
        if let Some(field) = point {
            return self.asks_point(field, fields, block);
        }
        if let Some(field) = logs {
            return self.asks_logs(field, fields, block);
        }
        if let Some(field) = rule {
            return self.asks_rule(field, fields, block);
        }
        match choose.and_then(|field| field.value.first()).map(Row::text) {
            Some("order") => return Some(self.asks_order(fields, block)),
            Some("why") => return Some(self.asks_why(fields, block)),
            _ => {}
        }
        if let Some(right) = fields.one("right", self) {
            let problem = right.name.problem("`right` belongs to questions without choices");
            self.say(problem.expecting("the explanation of a choice is below the choice"));
        }
        let several = match choose.and_then(|field| field.line(self)) {
            None => false,
            Some(row) if row.text() == "several" => true,
            Some(row) if row.text() == "one" => false,
            Some(row) => {
                self.unknown(row, "a way to choose", &["one", "several", "order", "why"]);
                false
            }
        };
        let choices: Vec<Choice> = fields.bullets.iter().filter_map(|bullet| self.choice(bullet)).collect();
        if fields.bullets.len() < 2 {
            let problem = block.head.problem("a question has at least two choices");
            self.say(problem.expecting("- [x] right, - [ ] wrong; or `number:`, or `point:`"));
        }
        Some(if several { Answering::Several(choices) } else { Answering::One(choices) })
    }

    fn choice(&mut self, bullet: &Bullet<'_>) -> Option<Choice> {
        let row = bullet.row;
        let decided = match row.text().get(..3) {
            Some("[x]" | "[X]") => Some(true),
            Some("[ ]") => Some(false),
            Some("[?]") => None,
            _ => {
                let problem = row.problem("is this choice right?");
                self.say(problem.expecting("- [x] is right, - [ ] is wrong, - [?] lets the run decide"));
                return None;
            }
        };
        let below = self.below(bullet, &["if", "believes"]);
        let condition = below.fields.iter().find(|field| field.name.text() == "if");
        let correctness = match (decided, condition) {
            (Some(right), None) => Some(if right { Correctness::Right } else { Correctness::Wrong }),
            (None, Some(field)) => self.condition(field).map(Correctness::If),
            (None, None) => {
                self.say(
                    row.problem("the condition of this choice is missing")
                        .expecting("a line below: if: CONDITION"),
                );
                None
            }
            (Some(_), Some(field)) => {
                let problem = field.name.problem("this choice is already marked right or wrong");
                self.say(problem.expecting("- [?] lets the run decide"));
                None
            }
        };
        let mut text = vec![row.after(3).trim()];
        text.extend(below.more);
        let believes = below.fields.iter().find(|field| field.name.text() == "believes");
        let believes = believes.and_then(|field| field.words(self));
        let (text, reply) = (self.prose(&text), self.prose(&below.reply));
        Some(Choice { line: row.number, text, correctness: correctness?, believes, reply })
    }

    /// The lines below a choice: how its text goes on, what is said of it, and what is answered.
    pub(super) fn below<'a>(&mut self, bullet: &Bullet<'a>, names: &[&str]) -> Below<'a> {
        let mut below = Below::default();
        for row in &bullet.below {
            let deep = indent(row.text()) >= 2 && !row.is_blank();
            if below.reply.is_empty() {
                match below.fields.last_mut() {
                    Some(field) if deep => {
                        field.value.push(row.trim());
                        continue;
                    }
                    None if deep => {
                        below.more.push(row.trim());
                        continue;
                    }
                    _ => {}
                }
                if let Some(field) = fields::named(*row).filter(|field| names.contains(&field.name.text())) {
                    if below.fields.iter().any(|before| before.name.text() == field.name.text()) {
                        let problem = field.name.problem(format!("`{}` appears twice", field.name.text()));
                        self.say(problem.expecting("once is enough"));
                    }
                    below.fields.push(field);
                    continue;
                }
                if row.is_blank() {
                    continue;
                }
            }
            below.reply.push(*row);
        }
        below
    }

    /// A condition on a line of its own.
    pub(super) fn condition(&mut self, field: &Field<'_>) -> Option<Condition> {
        let row = field.line(self)?;
        let read = language::parse_condition(row.text(), &self.now.known);
        let condition = self.take(row, read)?;
        self.weigh(&condition, row);
        Some(condition)
    }

    fn asks_number(
        &mut self,
        field: &Field<'_>,
        fields: &Fields<'_>,
        block: &Block<'_>,
    ) -> Option<Answering> {
        let row = field.line(self)?;
        let right = if row.text().bytes().all(|byte| byte.is_ascii_digit()) {
            row.text().parse().ok().map(Number::Exactly)
        } else {
            let read = language::parse_quantity(row.text(), &self.now.known);
            self.take(row, read).map(Number::Of)
        };
        let number = |reader: &mut Reader, row: Row<'_>| {
            let read = row.text().parse::<u64>().ok();
            if read.is_none() {
                reader.say(row.problem("this is not a number").expecting("- 7, or - other for all others"));
            }
            read
        };
        let replies = self.replies(fields, block, number);
        Some(Answering::Number { right: right?, replies })
    }

    fn asks_point(&mut self, field: &Field<'_>, fields: &Fields<'_>, block: &Block<'_>) -> Option<Answering> {
        let row = field.line(self)?;
        let right = self.point(row);
        let replies = self.replies(fields, block, Reader::point);
        Some(Answering::Point { right: right?, replies })
    }

    /// What is said to the right answer.
    pub(super) fn right(&mut self, fields: &Fields<'_>, block: &Block<'_>) -> Prose {
        let field = fields.need("right", block.head, "right: the response to the right answer", self);
        field.map(|field| self.prose(&field.value)).unwrap_or_default()
    }

    /// What is said to the right answer, to wrong ones that were thought of, and to all others.
    pub(super) fn replies<T>(
        &mut self,
        fields: &Fields<'_>,
        block: &Block<'_>,
        read: impl Fn(&mut Reader, Row<'_>) -> Option<T>,
    ) -> Replies<T> {
        let right = self.right(fields, block);
        let mut wrong = Vec::new();
        let mut other = Prose::default();
        for bullet in &fields.bullets {
            let row = bullet.row;
            let below = self.below(bullet, &["believes"]);
            let reply = self.prose(&below.reply);
            if row.text() == "other" {
                other = reply;
                continue;
            }
            let believes = below.fields.first().and_then(|field| field.words(self));
            if believes.is_none() {
                let problem = row.problem("which misconception is this?");
                self.say(problem.expecting("a line below: believes: what somebody might say"));
            }
            if let (Some(answer), Some(believes)) = (read(self, row), believes) {
                wrong.push(Wrong { line: row.number, answer, believes, reply });
            }
        }
        Replies { right, wrong, other }
    }

    /// Something on the screen.
    pub(super) fn point(&mut self, row: Row<'_>) -> Option<PointTarget> {
        let (word, rest) = first_word(row);
        match word.text() {
            "entry" => self.entry(rest).map(|(index, on)| PointTarget::Entry { index, on }),
            "message" => self.message(row).map(PointTarget::Message),
            _ => {
                let read = language::parse_targets(row.text(), &self.now.known);
                let expected =
                    "expected a server such as S3, an entry such as entry 2 on S3, or message vote S1 -> S3";
                let read = read.map_err(|problem| Box::new(problem.expecting(expected)));
                self.take(row, read).map(PointTarget::Server)
            }
        }
    }

    /// `2 on S1 S2`
    pub(super) fn entry(&mut self, row: Row<'_>) -> Option<(Index, language::Targets)> {
        let (number, rest) = first_word(row);
        let (on, who) = first_word(rest);
        let index = number.text().parse().ok().filter(|index| *index > 0);
        let Some(index) = index.filter(|_| on.text() == "on") else {
            let wrong = if index.is_some() { on } else { number };
            self.say(wrong.problem("this is not an entry").expecting("for example entry 2 on S3"));
            return None;
        };
        let read = language::parse_targets(who.text(), &self.now.known);
        self.take(who, read).map(|who| (Index(index), who))
    }

    /// `message vote S1 -> S3`, `message S1 -> S3`
    pub(super) fn message(&mut self, row: Row<'_>) -> Option<language::Pattern> {
        let (_, rest) = first_word(row);
        let kind = first_word(rest).0.text();
        let named = language::Kind::ALL.iter().any(|known| known.word() == kind);
        let row = if named { rest } else { row };
        let read = language::parse_pattern(row.text(), &self.now.known);
        self.take(row, read)
    }
}

/// What stands below a choice.
#[derive(Debug, Default)]
pub(super) struct Below<'a> {
    pub more: Vec<Row<'a>>,
    pub fields: Vec<Field<'a>>,
    pub reply: Vec<Row<'a>>,
}

/// The first word, and the rest.
pub(super) fn first_word(row: Row<'_>) -> (Row<'_>, Row<'_>) {
    let text = row.text();
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (row.part(0, end), row.after(end).trim())
}
