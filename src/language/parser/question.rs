//! Questions: `why is index 3 not committed on S1`, `can S2 win`, `who elected S1`.
//!
//! Small words that English asks for may be left out or put in; the words that tell questions apart may not.

use super::{Class, Known, Parsed, Parser, Problem, Want, check_line};
use crate::language::{Being, Number, Question};
use crate::language::{Target, Targets, digits};
use crate::raft::{Index, ServerId, Term};
use crate::sim::MessageId;

/// The highest index, term or step of a question.
const HIGHEST: u64 = u32::MAX as u64;

/// Whom a word means; the text says why it means nobody.
pub type Resolve<'r> = &'r dyn Fn(&Targets) -> Result<ServerId, String>;

/// Reads a question, in which words such as `leader` mean whom `who` says.
///
/// # Errors
/// If it is no question; the problem says where and what was expected.
pub fn read_question(line: &str, known: &Known, who: Resolve<'_>) -> Result<Question, Box<Problem>> {
    check_line(line, 1)?;
    let asked = line.trim_end().trim_end_matches(['?', '.', '!']);
    let mut parser = Parser::new(asked, known);
    let question = parser.question(who)?;
    parser.end()?;
    Ok(question)
}

/// Reads a question before there is a run, to see whether it is one. Words such as `leader` mean nobody yet.
///
/// # Errors
/// As [`read_question`].
pub fn check_question(line: &str, known: &Known) -> Result<(), Box<Problem>> {
    read_question(line, known, &|_| Ok(ServerId::at(0))).map(|_| ())
}

impl Parser<'_> {
    /// A whole question.
    pub(in crate::language) fn question(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.eat("why") {
            return self.why(who);
        }
        if self.eat("can") || self.eat_silently(&["could"]) {
            return self.can(who);
        }
        if self.eat("where") {
            self.eat_silently(&["did", "has", "does"]);
            self.eat("is");
            let (index, term) = self.which_entry()?;
            self.eat_silently(&["go", "gone", "now", "stand"]);
            return Ok(Question::Where { index, term });
        }
        if self.eat("who") {
            return self.who(who);
        }
        if self.eat("what") {
            return self.what(who);
        }
        if self.eat("is") {
            let (index, term) = self.which_entry()?;
            self.need("safe")?;
            return Ok(Question::CanBeLost { index, term });
        }
        self.unexpected().map_err(|problem| {
            let expected = "expected a question, such as why is S1 leader, can S2 win or where is index 3";
            Box::new(problem.expecting(expected))
        })
    }

    fn why(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.at_end_of_question() {
            self.want_all_whys();
            return Ok(Question::Best);
        }
        if self.eat("step") {
            return Ok(Question::Step(self.number("the number of a step", 1, HIGHEST)?));
        }
        let can = self.eat_silently(&["can", "could"]);
        for word in ["is", "did", "does"] {
            if self.eat(word) {
                break;
            }
        }
        self.eat_silently(&["are", "was", "were", "has", "do"]);
        self.eat_silently(&["there", "it"]);
        if self.eat("no") {
            self.eat_silently(&["one"]);
            self.need("leader")?;
            return Ok(Question::NoLeader);
        }
        if self.eat("nothing") || self.eat_silently(&["stuck"]) {
            self.eat_silently(&["moves", "moving", "happens", "happening", "happen"]);
            self.eat("move");
            return Ok(Question::Stuck);
        }
        if let Some(question) = self.about_a_message()? {
            return Ok(question);
        }
        if let Some(property) = self.property() {
            self.eat_silently(&["is"]);
            self.eat_silently(&["not"]);
            self.eat_silently(&["broken", "violated", "hold", "holds"]);
            return Ok(Question::Property(property));
        }
        if self.entry_is_next() {
            return self.why_entry(who);
        }
        self.eat_silently(&["the"]);
        if let Some(what) = self.number_name() {
            self.need("of")?;
            let server = self.whom_it_means(who)?;
            self.eat("change");
            self.eat_silently(&["changed", "move", "moved", "rise", "restart"]);
            return Ok(Question::Changed { what, server });
        }
        self.why_server(who, can)
    }

    /// What may follow `why`: for completion, where nothing follows yet.
    fn want_all_whys(&mut self) {
        for word in ["is", "did", "does", "no", "nothing", "step", "message", "index"] {
            self.want(Want::Word(word));
        }
        self.want(Want::Class(Class::Property));
    }

    fn at_end_of_question(&self) -> bool {
        self.peek().is_none()
    }

    /// `message #12`, `#12`
    fn about_a_message(&mut self) -> Parsed<Option<Question>> {
        let number = |text: &str| {
            let number = text.strip_prefix('#').filter(|number| digits::is_number(number))?;
            number.parse().ok().map(MessageId)
        };
        let said = self.eat("message");
        if let Some(id) = self.take(Class::MessageNumber, number) {
            self.eat_silently(&["was", "is", "not"]);
            self.eat_silently(&["refused", "ignored", "redirected", "sent", "lost", "delivered"]);
            return Ok(Some(Question::Message(id)));
        }
        if said { self.unexpected() } else { Ok(None) }
    }

    fn entry_is_next(&mut self) -> bool {
        let next = self.is(0, "index") || self.is(0, "entry");
        self.want(Want::Word("index"));
        next
    }

    /// `index 3 of term 2`
    fn which_entry(&mut self) -> Parsed<(Index, Option<Term>)> {
        let index = self.index_of_entry()?;
        let term = if self.eat("of") {
            self.need("term")?;
            Some(Term(self.number("a term", 0, HIGHEST)? as u32))
        } else {
            None
        };
        Ok((index, term))
    }

    /// `index 3`
    fn index_of_entry(&mut self) -> Parsed<Index> {
        if !self.eat("index") && !self.eat_silently(&["entry"]) {
            return self.unexpected();
        }
        Ok(Index(self.number("an index", 1, HIGHEST)? as u32))
    }

    fn why_entry(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        let index = self.index_of_entry()?;
        self.eat_silently(&["is", "was"]);
        let not = self.eat("not") || self.eat_silently(&["uncommitted", "yet"]);
        self.eat_silently(&["yet"]);
        let applied = if self.eat("committed") {
            false
        } else {
            self.need("applied")?;
            true
        };
        let server = if self.eat("on") { Some(self.whom_it_means(who)?) } else { None };
        Ok(if applied {
            Question::Applied { index, server, not }
        } else {
            Question::Committed { index, server, not }
        })
    }

    /// `term`, `next index`, `election timer`, if `of` follows.
    fn number_name(&mut self) -> Option<Number> {
        let election = usize::from(self.is(0, "election"));
        for number in Number::ALL {
            let index = usize::from(self.is(election + 1, "index"));
            let here = self.is(election, number.word()) && self.is(election + 1 + index, "of");
            if here {
                for _ in 0..=election + index {
                    self.advance();
                }
                return Some(number);
            }
            self.want(Want::Word(number.word()));
        }
        None
    }

    /// The one server that comes next.
    fn whom_it_means(&mut self, who: Resolve<'_>) -> Parsed<ServerId> {
        self.eat_silently(&["the"]);
        let target = self.one_target()?;
        match target.0.as_slice() {
            [Target::Server(server)] => Ok(*server),
            _ => match who(&target) {
                Ok(server) => Ok(server),
                Err(why) => self.wrong_before(why, "expected one server, such as S1"),
            },
        }
    }

    /// `S1 not leader`, `S2 vote for S3`, `S2 refuse S3 its vote`
    fn why_server(&mut self, who: Resolve<'_>, can: bool) -> Parsed<Question> {
        if !self.target_is_next() {
            self.want(Want::Class(Class::Server));
            return self.unexpected();
        }
        let server = self.whom_it_means(who)?;
        self.eat_silently(&["is", "did", "does", "was"]);
        let not = self.eat("not") || self.eat_silently(&["no", "never"]);
        self.eat_silently(&["a", "an", "the"]);
        if can || self.is(0, "win") {
            self.need("win")?;
            return Ok(Question::CanWin(server));
        }
        for being in Being::ALL {
            let also: &[&str] = match being {
                Being::Leader => &["lead", "leads", "leading"],
                Being::Candidate => &["stand", "stands", "standing"],
                Being::Follower => &["follow", "follows", "following"],
                Being::Down => &["crashed"],
            };
            if self.eat(being.word()) || self.eat_silently(also) {
                return Ok(Question::Role { server, being, not });
            }
        }
        if self.eat("vote") || self.eat_silently(&["voted"]) {
            self.eat("for");
            let candidate = self.candidate(who)?;
            return Ok(Question::Vote { voter: server, candidate, refused: not });
        }
        let verbs: [(&str, &[&str], bool); 2] =
            [("grant", &["granted"], false), ("deny", &["denied", "refuse", "refused"], true)];
        for (word, also, refused) in verbs {
            if self.eat(word) || self.eat_silently(also) {
                let candidate = self.candidate(who)?;
                self.eat_silently(&["its", "the", "a"]);
                self.eat("vote");
                return Ok(Question::Vote { voter: server, candidate, refused: refused != not });
            }
        }
        self.unexpected()
    }

    fn candidate(&mut self, who: Resolve<'_>) -> Parsed<Option<ServerId>> {
        if self.target_is_next() { self.whom_it_means(who).map(Some) } else { Ok(None) }
    }

    /// `S2 win`, `index 3 be lost`
    fn can(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.eat("this") || self.eat_silently(&["it"]) {
            self.eat_silently(&["state"]);
            self.eat_silently(&["ever", "really"]);
            if !self.eat_silently(&["happen", "occur"]) {
                self.need("arise")?;
            }
            return Ok(Question::CanArise);
        }
        if self.eat("these") || self.eat_silently(&["the"]) {
            self.need("logs")?;
            if !self.eat_silently(&["arise", "exist", "coexist", "happen", "occur"]) {
                self.need("stand")?;
            }
            if self.eat("side") {
                self.need("by")?;
                self.need("side")?;
            }
            self.eat_silently(&["together"]);
            return Ok(Question::SideBySide);
        }
        if self.entry_is_next() {
            let (index, term) = self.which_entry()?;
            self.eat_silently(&["still"]);
            if !self.eat_silently(&["get"]) {
                self.need("be")?;
            }
            self.need("lost")?;
            return Ok(Question::CanBeLost { index, term });
        }
        if !self.target_is_next() {
            self.want(Want::Class(Class::Server));
            return self.unexpected();
        }
        let server = self.whom_it_means(who)?;
        self.eat_silently(&["still", "now"]);
        if !self.eat_silently(&["lead"]) {
            self.need("win")?;
        }
        self.eat_silently(&["an", "the"]);
        self.eat_silently(&["election"]);
        self.eat_silently(&["now"]);
        Ok(Question::CanWin(server))
    }

    /// `elected S1 in term 3`, `committed index 3`
    fn who(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.eat("committed") {
            return Ok(Question::CommittedBy(self.index_of_entry()?));
        }
        if self.eat("can") || self.eat_silently(&["could", "may", "might"]) {
            self.eat("have");
            if !self.eat_silently(&["lead"]) {
                self.need("led")?;
            }
            self.need("term")?;
            return Ok(Question::CouldHaveLed(Term(self.number("a term", 1, HIGHEST)? as u32)));
        }
        self.need("elected")?;
        self.eat_silently(&["the"]);
        // Whoever led last, even if it leads no more.
        let server = if self.is(0, "leader") {
            self.advance();
            None
        } else {
            Some(self.whom_it_means(who)?)
        };
        let term = if self.eat("in") {
            self.need("term")?;
            Some(Term(self.number("a term", 1, HIGHEST)? as u32))
        } else {
            None
        };
        Ok(Question::Elected { server, term })
    }

    /// `if S2 crashes`, `is safe`, `would S2 remember`
    fn what(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.eat("if") {
            let server = self.whom_it_means(who)?;
            if !self.eat_silently(&["crash", "crashed"]) {
                self.need("crashes")?;
            }
            self.eat_silently(&["now"]);
            return Ok(Question::Crash(server));
        }
        if self.eat("is") {
            self.need("safe")?;
            self.eat_silently(&["to"]);
            self.eat_silently(&["apply"]);
            return Ok(Question::Safe);
        }
        if !self.eat_silently(&["will", "does"]) {
            self.need("would")?;
        }
        let server = self.whom_it_means(who)?;
        if !self.eat("remember") {
            self.need("forget")?;
        }
        Ok(Question::Crash(server))
    }
}
