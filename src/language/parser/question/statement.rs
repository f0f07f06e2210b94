//! Of what something is said.

use super::plain::OF;
use super::{HIGHEST, Mood, Resolve};
use crate::language::parser::{Class, Parsed, Parser, Want};
use crate::language::{Asked, Number, Question, Target, digits};
use crate::raft::{Index, ServerId, Term};
use crate::sim::MessageId;

impl Parser<'_> {
    /// What is said, of whatever it is said of.
    pub(super) fn statement(&mut self, mood: Mood, who: Resolve<'_>) -> Parsed<Question> {
        if let Some(question) = self.about_leaders(mood)? {
            return Ok(question);
        }
        if let Some(question) = self.about_this(mood)? {
            return Ok(question);
        }
        let it = self.eat_silently(&["it"]);
        if it && !mood.why && self.eat_silently(&["safe"]) {
            self.pass(&["to", "apply", "execute"]);
            let (index, term) = self.which_entry()?;
            return Ok(Question::CanBeLost { index, term });
        }
        if self.is_stuck(mood) {
            return Ok(Question::Stuck);
        }
        if mood.why {
            if let Some(question) = self.about_a_message()? {
                return Ok(question);
            }
            if let Some(number) = self.number_of(who)? {
                return Ok(number);
            }
        }
        if let Some(property) = self.property() {
            self.pass(&["is", "not", "be", "ever", "hold", "holds"]);
            self.eat_silently(&["broken", "violated", "break"]);
            return Ok(Question::Property(property));
        }
        if self.entry_is_next() {
            return self.about_entry(mood, who);
        }
        if let Some(asked) = self.request_if_any()? {
            self.about_request();
            return Ok(Question::Request(asked));
        }
        self.about_server(mood, who)
    }

    /// `no leader`, `there only one leader`
    fn about_leaders(&mut self, mood: Mood) -> Parsed<Option<Question>> {
        let there = self.eat_silently(&["there"]);
        let not = mood.not | self.eat_silently(&["not"]);
        self.pass(&["be", "exist"]);
        if self.eat_silently(&["nobody"]) || (self.is(0, "no") && self.is(1, "one")) {
            self.pass(&["no", "one"]);
            return self.needs_a_leader().map(|()| Some(Question::NoLeader));
        }
        if mood.why && self.eat("no") || self.eat_silently(&["no"]) {
            return self.needs_a_leader().map(|()| Some(Question::NoLeader));
        }
        if self.several_leaders() {
            return self.leaders_at_once().map(Some);
        }
        if !there {
            return Ok(None);
        }
        self.need("leader")?;
        self.pass(&["elected"]);
        Ok(Some(match (not, mood.why) {
            (true, _) => Question::NoLeader,
            (false, true) => Question::Best,
            (false, false) => Question::WhoLeads,
        }))
    }

    fn needs_a_leader(&mut self) -> Parsed<()> {
        if !self.eat_silently(&["lead", "leads", "leading", "elected"]) {
            self.pass(&["server", "node"]);
            if !self.eat_silently(&["leads", "leading"]) {
                self.need("leader")?;
            }
        }
        self.pass(&["elected", "exist", "exists"]);
        Ok(())
    }

    /// `two`, `only one`, `more than one`, if leaders follow.
    fn several_leaders(&mut self) -> bool {
        const HOW_MANY: [&str; 15] = [
            "only", "one", "at", "most", "two", "three", "four", "more", "than", "several", "many",
            "multiple", "both", "2", "3",
        ];
        let mut ahead = 0;
        while HOW_MANY.iter().any(|word| self.is(ahead, word)) {
            ahead += 1;
        }
        let leaders = self.is(ahead, "leader") || self.is(ahead, "leaders");
        if ahead == 0 || !leaders {
            return false;
        }
        for _ in 0..ahead {
            self.advance();
        }
        true
    }

    /// `leaders can there be at once`, behind how many.
    pub(super) fn leaders_at_once(&mut self) -> Parsed<Question> {
        if !self.eat_silently(&["leader"]) {
            self.need("leaders")?;
        }
        for word in ["can", "there", "be", "at", "once"] {
            self.eat(word);
        }
        self.pass(&["is", "are", "could", "may", "does", "do", "have", "exist", "lead"]);
        self.pass(&["cluster", "there", "be", "exist", "have", "at", "once", "same", "time"]);
        self.pass(&["in", "of", "per", "one", "term", "each", "simultaneously"]);
        Ok(Question::HowManyLeaders)
    }

    /// `for S3`, `did S3 need`, or nothing, behind how many attempts.
    pub(super) fn attempts(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        self.pass(&["did", "does", "were", "are", "there", "it", "take", "needed", "until"]);
        self.eat("for");
        self.pass(&["with", "of", "on", "by", "to"]);
        if self.at_end() {
            return Ok(Question::HowManyAttempts(None));
        }
        let server = self.whom_it_means(who)?;
        self.pass(&["need", "needs", "take", "takes", "make"]);
        Ok(Question::HowManyAttempts(Some(server)))
    }

    /// `this arise`, `these logs stand side by side`
    fn about_this(&mut self, mood: Mood) -> Parsed<Option<Question>> {
        if !mood.verb.may() {
            return Ok(None);
        }
        if self.eat("this") || self.eat_silently(&["it"]) {
            self.eat_silently(&["state"]);
            if !self.eat_silently(&["happen", "occur"]) {
                self.need("arise")?;
            }
            return Ok(Some(Question::CanArise));
        }
        if !self.eat("these") && !self.is(0, "logs") {
            return Ok(None);
        }
        self.need("logs")?;
        if !self.eat_silently(&["arise", "exist", "coexist", "happen", "occur"]) {
            self.need("stand")?;
        }
        if self.eat("side") {
            self.need("by")?;
            self.need("side")?;
        }
        self.eat_silently(&["together"]);
        Ok(Some(Question::SideBySide))
    }

    /// `nothing moves`, `stuck`
    fn is_stuck(&mut self, mood: Mood) -> bool {
        const MOVES: [&str; 10] =
            ["moves", "moving", "happens", "happening", "happen", "committed", "get", "being", "go", "on"];
        let all = ["cluster", "everything", "anything", "raft"].iter().any(|word| self.is(0, word));
        if all && (self.is(1, "stuck") || mood.not || self.is(1, "not")) {
            self.advance();
            self.pass(&["not"]);
        }
        let nothing = if mood.why { self.eat("nothing") } else { self.eat_silently(&["nothing"]) };
        if !nothing && !all && !self.is(0, "stuck") {
            return false;
        }
        self.pass(&["stuck"]);
        self.pass(&MOVES);
        self.eat("move");
        true
    }

    /// `message #12`, `#12`
    fn about_a_message(&mut self) -> Parsed<Option<Question>> {
        let number = |text: &str| {
            let number = text.strip_prefix('#').filter(|number| digits::is_number(number))?;
            number.parse().ok().map(MessageId)
        };
        let said = self.eat("message");
        let id = if said && self.number_is_next() {
            Some(MessageId(self.number("a message", 1, HIGHEST)?))
        } else {
            self.take(Class::MessageNumber, number)
        };
        if let Some(id) = id {
            self.pass(&["was", "is", "not", "get", "got", "being"]);
            self.eat_silently(&["refused", "ignored", "redirected", "sent", "lost", "delivered", "rejected"]);
            return Ok(Some(Question::Message(id)));
        }
        if said { self.unexpected() } else { Ok(None) }
    }

    /// `term of S2 change`, `S2 's term change`
    fn number_of(&mut self, who: Resolve<'_>) -> Parsed<Option<Question>> {
        let (what, server) = if self.target_is_next() && self.is(1, OF) {
            let server = self.whom_it_means(who)?;
            self.advance();
            self.eat_silently(&["election"]);
            let Some(what) = Number::ALL.into_iter().find(|number| self.eat(number.word())) else {
                return self.unexpected();
            };
            self.eat_silently(&["index"]);
            (what, server)
        } else if let Some(what) = self.number_name() {
            self.need("of")?;
            (what, self.whom_it_means(who)?)
        } else {
            return Ok(None);
        };
        self.eat("change");
        self.pass(&[
            "changed",
            "move",
            "moved",
            "rise",
            "risen",
            "restart",
            "restarted",
            "grow",
            "grown",
            "increase",
            "jump",
        ]);
        Ok(Some(Question::Changed { what, server }))
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
    pub(super) fn whom_it_means(&mut self, who: Resolve<'_>) -> Parsed<ServerId> {
        let target = self.one_target()?;
        match target.0.as_slice() {
            [Target::Server(server)] => Ok(*server),
            _ => match who(&target) {
                Ok(server) => Ok(server),
                Err(why) => self.wrong_before(why, "expected one server, such as S1"),
            },
        }
    }

    /// Whether an entry comes next.
    pub(super) fn entry_is_next(&mut self) -> bool {
        let next = self.is(0, "index") || self.is(0, "entry");
        self.want(Want::Word("index"));
        next
    }

    /// `index 3 of term 2`
    pub(super) fn which_entry(&mut self) -> Parsed<(Index, Option<Term>)> {
        let index = self.index_of_entry()?;
        let of =
            if self.is(1, "term") { self.eat("of") || self.eat_silently(&["from", "in"]) } else { false };
        let term = if of {
            self.need("term")?;
            Some(Term(self.number("a term", 0, HIGHEST)? as u32))
        } else {
            self.want(Want::Word("of"));
            None
        };
        Ok((index, term))
    }

    /// `index 3`
    pub(super) fn index_of_entry(&mut self) -> Parsed<Index> {
        if !self.eat("index") && !self.eat_silently(&["entry"]) {
            return self.unexpected();
        }
        Ok(Index(self.number("an index", 1, HIGHEST)? as u32))
    }

    /// `request 1`, `last request`, `x=1`, if a request comes next.
    pub(super) fn request_if_any(&mut self) -> Parsed<Option<Asked>> {
        if self.is(0, "last") && (self.is(1, "request") || self.is(1, "command")) {
            self.advance();
            self.advance();
            return Ok(Some(Asked::Last));
        }
        self.want(Want::Word("request"));
        if self.is(0, "request") || self.is(0, "command") || self.is(0, "client") {
            self.pass(&["client", "request", "command"]);
            if !matches!(self.peek_text(1), "=" | "+=") {
                return Ok(Some(Asked::Number(self.number("the number of a request", 1, HIGHEST)? as u32)));
            }
        }
        match self.peek().filter(|token| token.word) {
            Some(token) if matches!(self.peek_text(1), "=" | "+=") => {
                Ok(Some(Asked::Command(self.payload_after(token.text)?)))
            }
            _ => Ok(None),
        }
    }
}
