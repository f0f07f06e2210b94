//! `who …`, `what …`, `which …`

use super::{HIGHEST, Resolve};
use crate::language::Question;
use crate::language::parser::{Parsed, Parser};
use crate::raft::Term;

impl Parser<'_> {
    /// `leads`, `elected S1 in term 3`, `committed index 3`
    pub(super) fn who(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.eat("committed") {
            return Ok(Question::CommittedBy(self.index_of_entry()?));
        }
        if self.eat("can") || self.eat_silently(&["could", "may", "might"]) {
            self.eat("have");
            if !self.eat_silently(&["lead", "won", "win", "elected"]) {
                self.need("led")?;
            }
            self.eat_silently(&["in"]);
            self.need("term")?;
            return Ok(Question::CouldHaveLed(Term(self.number("a term", 1, HIGHEST)? as u32)));
        }
        if self.eat("leads") || self.eat_silently(&["lead", "leading"]) {
            return Ok(Question::WhoLeads);
        }
        let is = self.eat_silently(&["is", "are", "was", "were", "has", "have"]);
        if is && (self.eat("leader") || self.eat_silently(&["leaders", "leading", "charge"])) {
            return Ok(Question::WhoLeads);
        }
        if self.eat_silently(&["has", "have", "had", "holds", "got", "stores"])
            || (is && self.entry_is_next())
        {
            let (index, term) = self.which_entry()?;
            return Ok(Question::Where { index, term });
        }
        if (is && self.eat_silently(&["elected"])) || self.eat_silently(&["won", "led"]) {
            self.pass(&["election", "leader", "in", "of", "for"]);
            let term = self.term_if_any()?;
            return Ok(Question::Elected { server: None, term });
        }
        if self.eat_silently(&["voted"]) {
            self.need("for")?;
        } else {
            self.need("elected")?;
        }
        // Whoever led last, even if it is no longer the leader.
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

    /// `if S2 crashes`, `is safe`, `would S2 remember`, `became of request 1`
    pub(super) fn what(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        if self.eat("became") || self.eat_silently(&["becomes"]) {
            self.need("of")?;
            return self.became();
        }
        if self.eat("happened") {
            if self.eat_silently(&["in", "at"]) {
                self.need("step")?;
                return Ok(Question::Step(self.number("the number of a step", 1, HIGHEST)?));
            }
            if !self.eat_silently(&["with"]) {
                self.need("to")?;
            }
            return self.became();
        }
        if self.is(0, "has") || self.is(0, "will") {
            let of = self.is(1, "become") && self.is(2, "of");
            if of || (self.is(1, "happened") || self.is(1, "happen")) && self.is(2, "to") {
                (0..3).for_each(|_| self.advance());
                return self.became();
            }
        }
        let happens = self.is(0, "happens") || self.is(1, "happen");
        if happens {
            self.pass(&["would", "will", "happen", "happens", "when"]);
        }
        if self.eat("if") || happens {
            let server = self.whom_it_means(who)?;
            if !self.eat_silently(&["crash", "crashed", "fails", "failed", "dies", "is", "goes", "went"]) {
                self.need("crashes")?;
            }
            self.pass(&["down"]);
            return Ok(Question::Crash(server));
        }
        if self.eat("is") || self.eat_silently(&["can", "may"]) {
            self.pass(&["be", "i", "we"]);
            if !self.eat_silently(&["committed", "applied"]) {
                self.need("safe")?;
            }
            self.pass(&["to", "apply", "execute", "safely"]);
            return Ok(Question::Safe);
        }
        if !self.eat_silently(&["will", "does", "did"]) {
            self.need("would")?;
        }
        let server = self.whom_it_means(who)?;
        if !self.eat("remember") && !self.eat_silently(&["lose", "keep", "know"]) {
            self.need("forget")?;
        }
        self.pass(&["if", "when", "after", "it", "crash", "crashes", "crashed"]);
        Ok(Question::Crash(server))
    }

    /// `request 1`, `index 3`, behind what became of it.
    fn became(&mut self) -> Parsed<Question> {
        if self.entry_is_next() {
            let (index, term) = self.which_entry()?;
            return Ok(Question::Where { index, term });
        }
        match self.request_if_any()? {
            Some(asked) => Ok(Question::Request(asked)),
            None => self.unexpected(),
        }
    }

    /// `entries are committed`, `server leads`
    pub(super) fn which_is(&mut self, who: Resolve<'_>) -> Parsed<Question> {
        let entries = ["entries", "entry", "indexes", "indices", "index"];
        if self.eat("entries") || self.eat_silently(&entries) {
            self.eat("are");
            self.pass(&["is", "can", "may", "be", "have", "been"]);
            if !self.eat_silently(&["safe", "applied"]) {
                self.need("committed")?;
            }
            self.pass(&["to", "apply"]);
            return Ok(Question::Safe);
        }
        if !self.eat_silently(&["servers", "node", "nodes", "majority", "quorum", "ones", "one"]) {
            self.need("server")?;
        }
        self.who(who)
    }
}
