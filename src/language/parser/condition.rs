//! Conditions: `and`, `or`, `not`, parentheses, and what they join.

use super::{Class, Parsed, Parser, Want};
use crate::language::condition::CAUSES;
use crate::language::{
    Condition, Count, DetailValue, FactDetail, Leaders, Op, RequestIs, Targets, WhichRequest,
};
use crate::paper::Property;
use crate::raft::{Fact, Field, MAX_SERVERS, Shape, Value, Word, fields};
use crate::safety::Stuck;

/// How deep conditions can be nested.
const DEEPEST: usize = 64;

/// Words that begin a condition, a target or an ending of one: a key of this name is written `key time = …`.
pub(in crate::language) fn is_reserved(word: &str) -> bool {
    const WORDS: [&str; 43] = [
        "and",
        "or",
        "not",
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "nobody",
        "index",
        "term",
        "commit",
        "applied",
        "length",
        "last-term",
        "votes",
        "next",
        "match",
        "time",
        "step",
        "log",
        "logs",
        "stores",
        "all",
        "last",
        "request",
        "link",
        "stuck",
        "key",
        "digest",
        "within",
        "on",
        "is",
        "are",
        "voted",
        "led",
        "exists",
        "prev",
        "with",
        "granted",
        "success",
        "refused",
    ];
    WORDS.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}

impl Parser<'_> {
    /// A whole condition.
    pub(in crate::language) fn condition(&mut self) -> Parsed<Condition> {
        let first = self.conjunction()?;
        let mut parts = vec![first];
        while self.eat("or") {
            parts.push(self.conjunction()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::Or(parts) })
    }

    fn conjunction(&mut self) -> Parsed<Condition> {
        let first = self.negation()?;
        let mut parts = vec![first];
        while self.eat("and") {
            parts.push(self.negation()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::And(parts) })
    }

    fn negation(&mut self) -> Parsed<Condition> {
        if self.is(0, "not") || self.is(0, "(") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return self.wrong(
                    format!("the condition is nested more than {DEEPEST} deep"),
                    "use fewer parentheses, or several lines",
                );
            }
            let inner = self.nested();
            self.depth -= 1;
            return inner;
        }
        self.want(Want::Word("not"));
        self.want(Want::Word("("));
        self.simple()
    }

    fn nested(&mut self) -> Parsed<Condition> {
        if self.eat("not") {
            return Ok(Condition::Not(Box::new(self.negation()?)));
        }
        self.need("(")?;
        let inner = self.condition()?;
        self.need(")")?;
        Ok(inner)
    }

    fn simple(&mut self) -> Parsed<Condition> {
        // `S1 is candidate and voted for S1`: of whom it was said before.
        if let Some(who) = self.subject.take() {
            for verb in ["is", "are", "voted", "led"] {
                if self.is(0, verb) {
                    return self.about_servers(who);
                }
                self.want(Want::Word(verb));
            }
        }
        if let Some(condition) = self.about_the_whole()? {
            return Ok(condition);
        }
        if let Some(condition) = self.about_numbers()? {
            return Ok(condition);
        }
        if let Some(condition) = self.about_history()? {
            return Ok(condition);
        }
        if let Some(condition) = self.stored()? {
            return Ok(condition);
        }
        if self.target_is_next() {
            let who = self.targets()?;
            if self.at_end() {
                return self.nothing_said_of(&who);
            }
            return self.about_servers(who);
        }
        self.want(Want::Class(Class::Server));
        self.unexpected().map_err(|problem| {
            let expected = "expected a condition, such as S1 is leader, index 3 is committed or logs equal";
            Box::new(problem.expecting(expected))
        })
    }

    /// `run until candidate`: servers alone, of which nothing is said. Whoever names a role means that a server has it.
    fn nothing_said_of(&mut self, who: &Targets) -> Parsed<Condition> {
        let told = who.to_string();
        let role = ["leader", "follower", "candidate"].into_iter().find(|role| told.starts_with(role));
        for verb in ["is", "voted", "led"] {
            self.want(Want::Word(verb));
        }
        self.unexpected().map_err(|problem| {
            let said = match role {
                Some("leader") => "S1 is leader, or leader exists".to_owned(),
                Some("candidate") => "S1 is candidate, or candidate exists".to_owned(),
                Some(role) => format!("S1 is {role}"),
                None => format!("{told} is leader, {told} is down or {told} voted for S1"),
            };
            Box::new(problem.expecting(format!("expected `is`, `voted` or `led`, for example {said}")))
        })
    }

    /// What is said of the cluster as a whole.
    fn about_the_whole(&mut self) -> Parsed<Option<Condition>> {
        if self.is(0, "leader") && self.is(1, "exists") {
            self.advance();
            self.advance();
            return Ok(Some(Condition::Leaders(Leaders::Some)));
        }
        if self.is(0, "candidate") && self.is(1, "exists") {
            self.advance();
            self.advance();
            return Ok(Some(Condition::CandidateExists));
        }
        // As people say it: `a server is candidate`, `any server is a candidate`.
        if ["a", "any", "some"].iter().any(|word| self.is(0, word)) && self.is(1, "server") {
            self.advance();
            self.advance();
            self.need("is")?;
            self.eat_silently(&["a", "the"]);
            if self.eat("leader") {
                return Ok(Some(Condition::Leaders(Leaders::Some)));
            }
            self.need("candidate")?;
            return Ok(Some(Condition::CandidateExists));
        }
        if let Some(number) = self.number_of_leaders()? {
            return Ok(Some(Condition::Leaders(Leaders::Exactly(number))));
        }
        if self.eat("stuck") {
            let cause = if self.eat("because") { Some(self.cause()?) } else { None };
            return Ok(Some(Condition::Stuck(cause)));
        }
        if self.eat("digest") {
            self.need("=")?;
            return self.digest().map(Some);
        }
        if self.is(0, "all") && self.is(1, "properties") {
            self.advance();
            self.advance();
            self.need("hold")?;
            return Ok(Some(Condition::Holds(None)));
        }
        for (word, stores) in [("logs", false), ("stores", true)] {
            if self.eat(word) {
                let who = if self.eat("of") { Some(self.targets()?) } else { None };
                self.eat_silently(&["are"]);
                self.need("equal")?;
                return Ok(Some(if stores {
                    Condition::StoresEqual(who)
                } else {
                    Condition::LogsEqual(who)
                }));
            }
        }
        if self.eat("link") {
            let links = self.links()?;
            self.eat_silently(&["is", "are"]);
            let held = !self.eat("cut");
            if held {
                self.need("held")?;
            }
            return Ok(Some(Condition::LinkIs { links, held }));
        }
        self.request()
    }

    /// `no leader`, `three leaders`, `7 leaders`
    fn number_of_leaders(&mut self) -> Parsed<Option<u8>> {
        // A number that is followed by something else is a key of the state machine.
        if self.number_is_next() && (self.is(1, "leaders") || self.is(1, "leader")) {
            let number = self.number("how many lead", 0, MAX_SERVERS as u64)?;
            self.advance();
            return Ok(Some(number as u8));
        }
        for (number, word) in (0..).zip(Leaders::NUMBERS) {
            if self.eat(word) {
                if !self.eat_silently(&["leaders"]) {
                    self.need("leader")?;
                }
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    fn cause(&mut self) -> Parsed<Stuck> {
        let read =
            |word: &str| CAUSES.iter().find(|cause| cause.1.eq_ignore_ascii_case(word)).map(|cause| cause.0);
        match self.take(Class::Cause, read) {
            Some(cause) => Ok(cause),
            None => self.unexpected(),
        }
    }

    fn digest(&mut self) -> Parsed<Condition> {
        Ok(Condition::Digest(self.digest_of_state()?))
    }

    fn request(&mut self) -> Parsed<Option<Condition>> {
        let which = if self.is(0, "last") && self.is(1, "request") {
            self.advance();
            self.advance();
            WhichRequest::Last
        } else if self.is(0, "all") && self.is(1, "requests") {
            self.advance();
            self.advance();
            WhichRequest::All
        } else if self.eat("request") {
            WhichRequest::Number(self.number("the number of a request", 1, super::setup::HIGHEST)? as u32)
        } else {
            self.want(Want::Word("last request"));
            self.want(Want::Word("all requests"));
            self.want(Want::Word("all properties hold"));
            self.want(Want::Word("leader exists"));
            self.want(Want::Word("candidate exists"));
            return Ok(None);
        };
        self.eat_silently(&["is", "are"]);
        for is in RequestIs::ALL {
            if self.eat(is.word()) {
                return Ok(Some(Condition::Request { which, is }));
            }
        }
        self.unexpected()
    }

    /// `Election Safety violated`, `RejectedMismatch happened twice`, `nobody led term 4`
    fn about_history(&mut self) -> Parsed<Option<Condition>> {
        if self.eat("nobody") {
            self.need("led")?;
            return Ok(Some(Condition::Led { who: None, term: self.led_term()? }));
        }
        if let Some(property) = self.property() {
            self.eat_silently(&["is"]);
            if self.eat("violated") {
                return Ok(Some(Condition::Violated(property)));
            }
            self.need("holds")?;
            return Ok(Some(Condition::Holds(Some(property))));
        }
        // `Crashed` is a fact and, in small letters, a way to name servers: what follows tells.
        let fact_goes_on = |parser: &Self| {
            let fields = fields(Fact::NAMES.iter().find(|name| parser.is(0, name)).unwrap_or(&""));
            parser.is(1, "happened")
                || parser.is(1, "never")
                || fields.iter().any(|field| parser.is(1, field.name))
        };
        let servers = self.target_is_next() && !fact_goes_on(self);
        let fact = self.take(Class::Fact, |word| {
            Fact::NAMES.iter().copied().find(|name| !servers && name.eq_ignore_ascii_case(word))
        });
        let Some(fact) = fact else { return Ok(None) };
        let details = self.details(fact)?;
        let count = self.count()?;
        let who = if self.eat("on") { Some(self.targets()?) } else { None };
        Ok(Some(Condition::Happened { fact, details, count, who }))
    }

    /// `first 3 last 5`, `because log-behind`: what a fact holds, by the names of its fields.
    fn details(&mut self, fact: &str) -> Parsed<Vec<FactDetail>> {
        let mut left = fields(fact);
        let mut details = Vec::new();
        while let Some(at) = self.field_of(&left) {
            let field = left.remove(at);
            let value = match field.shape {
                Shape::Number => {
                    DetailValue::Number(self.number("a number of a fact", 0, u64::from(u32::MAX))?)
                }
                Shape::Server => DetailValue::Servers(self.one_target()?),
                Shape::Servers => DetailValue::Servers(self.targets()?),
                Shape::Words(words) => match words.iter().copied().find(|word| self.eat(word)) {
                    Some(word) => DetailValue::Word(word),
                    None => return self.unexpected(),
                },
                Shape::Payload => {
                    let first = self.peek().filter(|token| token.word).map_or("", |token| token.text);
                    DetailValue::Payload(self.payload_after(first)?)
                }
                Shape::Several => return self.unexpected(),
            };
            details.push(FactDetail { field: field.name, value });
        }
        Ok(details)
    }

    /// Which of these fields comes next. What goes from one entry to another may be said so, too.
    fn field_of(&mut self, fields: &[Field]) -> Option<usize> {
        let named = |name: &str| fields.iter().position(|field| field.name == name);
        let said = self.peek_text(0).to_lowercase().replace('-', "_");
        let found = named(&said).or_else(|| match said.as_str() {
            "from" => named("first"),
            "to" => named("last"),
            _ => None,
        });
        match found {
            Some(_) => self.advance(),
            None => fields.iter().for_each(|field| self.want(Want::Word(field.name))),
        }
        found
    }

    fn count(&mut self) -> Parsed<Count> {
        if self.eat("never") {
            self.eat_silently(&["happened"]);
            return Ok(Count::Never);
        }
        self.need("happened")?;
        if self.eat("once") {
            return Ok(Count::Times(1));
        }
        if self.eat("twice") {
            return Ok(Count::Times(2));
        }
        let bound: Option<fn(u32) -> Count> = if self.eat("at") {
            if self.eat("least") {
                Some(Count::AtLeast)
            } else {
                self.need("most")?;
                Some(Count::AtMost)
            }
        } else {
            None
        };
        if bound.is_none() && !self.number_is_next() {
            self.want(Want::Class(Class::Number));
            return Ok(Count::Ever);
        }
        let times = self.number("a number of times", 0, super::setup::HIGHEST)? as u32;
        if !self.eat_silently(&["time"]) {
            self.need("times")?;
        }
        Ok(bound.map_or(Count::Times(times), |bound| bound(times)))
    }

    /// The paper's names, in any case, in one word or several.
    pub(in crate::language) fn property(&mut self) -> Option<Property> {
        for property in Property::ALL {
            let name = property.name();
            let mut words = name.split(' ');
            if words.clone().enumerate().all(|(ahead, word)| self.is(ahead, word)) {
                words.by_ref().for_each(|_| self.advance());
                return Some(property);
            }
            if self.is(0, &name.replace(' ', "-")) || self.is(0, &name.replace([' ', '-'], "")) {
                self.advance();
                return Some(property);
            }
        }
        self.want(Want::Class(Class::Property));
        None
    }

    /// `x = 7 on S1`, `x is missing on S1`, `key time = 7 on S1`
    fn stored(&mut self) -> Parsed<Option<Condition>> {
        if !self.eat("key") {
            let asked = matches!(self.peek_text(1), "=" | "==" | "!=" | "≠")
                || (self.is(1, "is") && self.is(2, "missing"));
            if !asked || Word::new(self.peek_text(0)).is_none() {
                return Ok(None);
            }
        }
        let Some(key) = self.take(Class::Key, Word::new) else { return self.unexpected() };
        let (not, value) = if self.is(0, "is") && self.is(1, "missing") {
            self.advance();
            self.advance();
            (false, None)
        } else {
            let not = match self.op()? {
                Op::Is => false,
                Op::IsNot => true,
                _ => return self.wrong_before("a value is = or != another", "expected = or !="),
            };
            (not, Some(self.value()?))
        };
        self.need("on")?;
        Ok(Some(Condition::Stored { key, not, value, who: self.targets()? }))
    }

    fn value(&mut self) -> Parsed<Value> {
        let read = |word: &str| match word.parse() {
            Ok(number) => Some(Value::Number(number)),
            Err(_) => Word::new(word).map(Value::Text),
        };
        match self.take(Class::Number, read) {
            Some(value) => Ok(value),
            None => self.unexpected(),
        }
    }

    /// `led term 4`: the term, if one is said.
    pub(in crate::language) fn led_term(&mut self) -> Parsed<Option<crate::raft::Term>> {
        self.eat_silently(&["in"]);
        if self.eat("term") { self.term().map(Some) } else { Ok(None) }
    }

    /// `of S2`, and for a leader's view `on S1`.
    pub(in crate::language) fn of_servers(&mut self) -> Parsed<Targets> {
        self.need("of")?;
        self.targets()
    }

    pub(in crate::language) fn followers_view(&mut self) -> Parsed<(Targets, Option<Targets>)> {
        let of = self.of_servers()?;
        let on = if self.eat("on") { Some(self.one_target()?) } else { None };
        Ok((of, on))
    }
}
