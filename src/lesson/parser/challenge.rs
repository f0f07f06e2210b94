//! ```` ```challenge ````

use super::Reader;
use super::fields::{self, Field, Fields};
use super::outline::Block;
use super::row::Row;
use crate::language::{self, Condition, Place, Script, commands};
use crate::lesson::{Challenge, Goal, Prose};

const NAMES: [&str; 8] = ["ask", "goal", "never", "only", "par", "hint", "solution", "solved"];

impl Reader {
    pub(super) fn challenge(&mut self, block: &Block<'_>) -> Option<Challenge> {
        let fields = fields::read(&block.rows, &NAMES, self);
        if !self.now.begun {
            let problem = block.head.problem("there is no cluster to do this with yet");
            self.say(problem.expecting("a block ```raft before this"));
        }
        if let Some(bullet) = fields.bullets.first() {
            let problem = bullet.row.problem("a challenge has no choices");
            self.say(problem.expecting("hint: a small help; hint: may appear several times"));
        }
        let text = |name: &str, expected: &str, reader: &mut Reader| {
            let field = fields.need(name, block.head, expected, reader);
            field.map(|field| reader.prose(&field.value))
        };
        let ask = text("ask", "ask: the task in words", self);
        let solved = text("solved", "solved: what it shows", self);
        let goals: Vec<Goal> = fields.all("goal").flat_map(|field| self.goals(field)).collect();
        if fields.all("goal").next().is_none() {
            let problem = block.head.problem("`goal` is missing");
            self.say(
                problem.expecting("goal: what is to be reached, and below it, indented, when: CONDITION"),
            );
        }
        let never: Vec<Goal> = fields.all("never").filter_map(|field| self.goal(field)).collect();
        let only = self.only(&fields);
        let par = self.par(&fields, block);
        let hints: Vec<Prose> = fields.all("hint").map(|field| self.prose(&field.value)).collect();
        let solution = self.solution(&fields, block);
        let title = block.title.text();
        Some(Challenge {
            title: (!title.is_empty()).then(|| title.to_owned()),
            ask: ask?,
            goals,
            never,
            only,
            par: par?,
            hints,
            solution: solution?,
            solved: solved?,
        })
    }

    /// The parts of a goal that has no words of its own: those that are joined by `and`. One with words is a part itself.
    fn goals(&mut self, field: &Field<'_>) -> Vec<Goal> {
        match self.goal(field) {
            Some(Goal { line, words: None, when: Condition::And(parts) }) => {
                parts.into_iter().map(|when| Goal { line, words: None, when }).collect()
            }
            goal => goal.into_iter().collect(),
        }
    }

    /// A sentence, and below it `when: CONDITION`; or the condition alone.
    fn goal(&mut self, field: &Field<'_>) -> Option<Goal> {
        let line = field.name.number;
        let rows = field.value.iter().enumerate();
        let mut whens = rows.filter_map(|(at, row)| Some((at, fields::named(row.trim())?)));
        let Some((at, when)) = whens.find(|(_, field)| field.name.text() == "when") else {
            return self.condition(field).map(|when| Goal { line, words: None, when });
        };
        let words: Vec<&str> = field.value[..at].iter().map(|row| row.text().trim()).collect();
        if words.is_empty() {
            let problem = field.name.problem("the words are missing");
            self.say(problem.expecting("what is to be reached, in a sentence"));
        }
        let when = self.condition(&when)?;
        Some(Goal { line, words: Some(words.join(" ")), when })
    }

    fn only(&mut self, fields: &Fields<'_>) -> Vec<String> {
        let Some(row) = fields.one("only", self).and_then(|field| field.line(self)) else {
            return Vec::new();
        };
        let words: Vec<Row<'_>> =
            row.split(',').flat_map(|piece| piece.split(' ')).filter(|word| !word.is_blank()).collect();
        let acts: Vec<&str> = commands()
            .iter()
            .filter(|usage| usage.place == Place::Action || usage.word == "duplicate")
            .map(|usage| usage.word)
            .collect();
        for word in &words {
            if !acts.contains(&word.text()) {
                self.unknown(*word, "a command that acts", &acts);
            }
        }
        words.iter().map(|word| word.text().to_owned()).collect()
    }

    fn par(&mut self, fields: &Fields<'_>, block: &Block<'_>) -> Option<u32> {
        let row = fields.need("par", block.head, "par: how many actions it takes", self)?.line(self)?;
        let par = row.text().parse().ok().filter(|par| (1..=1000).contains(par));
        if par.is_none() {
            self.say(row.problem("this is not a number of actions").expecting("par: 3"));
        }
        par
    }

    fn solution(&mut self, fields: &Fields<'_>, block: &Block<'_>) -> Option<Script> {
        let field =
            fields.need("solution", block.head, "solution: commands, indented, one per line", self)?;
        let lines: Vec<(u32, Row<'_>)> = field.value.iter().map(|row| (row.number, *row)).collect();
        let texts: Vec<(u32, &str)> = lines.iter().map(|(number, row)| (*number, row.text())).collect();
        // Names that it gives are its own.
        let mut known = self.now.known.clone();
        let (script, problems) = language::parse_part(&texts, &mut known);
        if script.begins_cluster() {
            let problem = field.name.problem("a solution continues with the current cluster");
            self.say(problem.expecting("actions and waiting times"));
        }
        let bad = !problems.list.is_empty();
        for problem in problems.list {
            let row = lines.iter().find(|line| line.0 == problem.line).map_or(field.name, |line| line.1);
            let placed = row.place(&problem);
            self.say(placed);
        }
        self.weigh_script(&script, &field.value);
        (!bad).then_some(script)
    }
}
