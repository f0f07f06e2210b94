//! What is said of a server.

use super::of_entry::Deed;
use super::{HIGHEST, Mood, Resolve, Verb};
use crate::language::parser::{Class, Parsed, Parser, Want};
use crate::language::{Being, Question, Whether};
use crate::raft::{ServerId, Term};

impl Parser<'_> {
    /// `S1 not leader`, `S2 vote for S3`, `S2 refuse S3 its vote`, `S2 win`
    pub(super) fn about_server(&mut self, mood: Mood, who: Resolve<'_>) -> Parsed<Question> {
        if !self.target_is_next() {
            self.want(Want::Class(Class::Server));
            return self.unexpected();
        }
        let server = self.whom_it_means(who)?;
        let verb = self.verb_behind(mood.verb);
        let not = mood.not | if mood.why { self.eat("not") } else { self.eat_silently(&["not"]) };
        let not = not | self.eat_silently(&["no", "never"]);
        let mood = Mood { verb, not, ..mood };
        if !self.becomes(mood) && self.eat_silently(&["going", "able", "about", "allowed"]) {
            self.pass(&["to", "be", "become", "get", "win"]);
            let mood = Mood { verb: Verb::Can, ..mood };
            return self.server_does(server, mood, who).or(Ok(Question::CanWin(server)));
        }
        self.server_does(server, mood, who)
    }

    /// The verb behind of whom something is said, if there was none before.
    fn verb_behind(&mut self, before: Verb) -> Verb {
        if before == Verb::None { self.verb().unwrap_or(before) } else { before }
    }

    /// `be`, `become`: small words before what a server is.
    fn becomes(&mut self, mood: Mood) -> bool {
        const WORDS: [&str; 8] = ["be", "been", "being", "become", "became", "becoming", "get", "got"];
        let before = self.at;
        // `has S2 got index 3` speaks of what it has.
        while !(self.is(1, "index") || self.is(1, "entry")) && self.eat_silently(&WORDS) {}
        mood.verb == Verb::None && self.at > before
    }

    fn server_does(&mut self, server: ServerId, mood: Mood, who: Resolve<'_>) -> Parsed<Question> {
        if mood.verb.may() {
            self.want(Want::Word("win"));
            self.want(Want::Word("commit"));
            self.want(Want::Word("vote"));
        }
        if let Some(question) = self.wins(server, mood)? {
            return Ok(question);
        }
        if let Some(being) = self.said_being(mood) {
            return Ok(match (being, mood.verb.may(), mood.why) {
                (Being::Leader, true, _) => Question::CanWin(server),
                (_, _, true) => Question::Role { server, being, not: mood.not },
                _ => Question::Whether(Whether::Being { server, being }),
            });
        }
        if let Some(question) = self.votes(server, mood, who)? {
            return Ok(question);
        }
        if let Some(question) = self.handles_entry(server, mood)? {
            return Ok(question);
        }
        if self.eat_silently(&["remember", "forget"]) {
            return Ok(Question::Crash(server));
        }
        if self.eat_silently(&["stuck"]) {
            return Ok(Question::Stuck);
        }
        self.unexpected()
    }

    /// `win`, `elected`, `lose`
    fn wins(&mut self, server: ServerId, mood: Mood) -> Parsed<Option<Question>> {
        let lost = self.eat_silently(&["lose", "lost"]);
        let won = !lost && self.eat_silently(&["win", "won", "elected"]);
        if !lost && !won {
            return Ok(None);
        }
        let its = self.eat_silently(&["its", "leadership", "office"]);
        self.pass(&["its", "leadership", "election", "office", "vote"]);
        self.pass(&["in", "for"]);
        let term = self.term_if_any()?;
        Ok(Some(match (mood.verb, mood.why) {
            _ if lost && its => Question::Role { server, being: Being::Leader, not: true },
            (Verb::Did | Verb::None | Verb::Is, true) if won && !mood.not => match term {
                Some(_) => Question::Elected { server: Some(server), term },
                None => Question::Role { server, being: Being::Leader, not: false },
            },
            (Verb::Did, false) if won => Question::Elected { server: Some(server), term },
            _ => Question::CanWin(server),
        }))
    }

    /// `term 3`, if that comes next.
    pub(super) fn term_if_any(&mut self) -> Parsed<Option<Term>> {
        if !self.eat("term") {
            return Ok(None);
        }
        Ok(Some(Term(self.number("a term", 1, HIGHEST)? as u32)))
    }

    /// `leader`, `follows`, `crashed`
    fn said_being(&mut self, mood: Mood) -> Option<Being> {
        let step_down = self.is(0, "step") || self.is(0, "stepped") || self.is(0, "stepping");
        if step_down && self.is(1, "down") || self.is(0, "stop") && self.is(1, "leading") {
            self.advance();
            self.advance();
            return Some(Being::Follower);
        }
        let starts = self.eat_silently(&["start", "starts", "started", "time", "timed"]);
        if starts {
            self.pass(&["out", "election", "elections", "its", "new"]);
            return Some(Being::Candidate);
        }
        for being in Being::ALL {
            let also: &[&str] = match being {
                Being::Leader => &["lead", "leads", "leading", "led"],
                Being::Candidate => &["stand", "stands", "standing", "stood"],
                Being::Follower => &["follow", "follows", "following"],
                Being::Down => &["crashed", "crash", "dead"],
            };
            let here =
                if mood.verb.may() { self.eat_silently(&[being.word()]) } else { self.eat(being.word()) };
            if here || self.eat_silently(also) {
                return Some(being);
            }
        }
        None
    }

    /// `vote for S3`, `grant S3 its vote`, `deny its vote to S3`
    fn votes(&mut self, voter: ServerId, mood: Mood, who: Resolve<'_>) -> Parsed<Option<Question>> {
        let grants: [(&'static str, &[&str], bool); 3] = [
            ("vote", &["voted", "voting"], false),
            ("grant", &["granted", "give", "given", "gave"], false),
            ("deny", &["denied", "refuse", "refused", "reject", "rejected", "withhold", "refusing"], true),
        ];
        let Some((.., refuses)) =
            grants.into_iter().find(|(word, also, _)| self.eat(word) || self.eat_silently(also))
        else {
            return Ok(None);
        };
        if !self.is(0, "vote") || self.is(1, "to") || self.is(1, "for") {
            self.eat("for");
        }
        let mut candidate = self.candidate(who)?;
        self.pass(&["its"]);
        self.eat("vote");
        if candidate.is_none() && self.eat_silently(&["to", "for"]) {
            candidate = self.candidate(who)?;
        }
        let refused = refuses != mood.not;
        Ok(Some(match candidate {
            Some(candidate) if mood.verb.may() => Question::WouldVote { voter, candidate },
            // To whom has to be said: nobody is asked yet.
            None if mood.verb.may() => return self.unexpected(),
            _ => Question::Vote { voter, candidate, refused },
        }))
    }

    fn candidate(&mut self, who: Resolve<'_>) -> Parsed<Option<ServerId>> {
        self.pass(&["to", "against"]);
        if self.target_is_next() {
            return self.whom_it_means(who).map(Some);
        }
        self.want(Want::Class(Class::Server));
        Ok(None)
    }

    /// `commit index 3`, `have index 3`, `know index 3 is committed`
    fn handles_entry(&mut self, server: ServerId, mood: Mood) -> Parsed<Option<Question>> {
        if self.eat_silently(&[
            "have", "has", "got", "gotten", "hold", "holds", "store", "stored", "lack", "miss",
        ]) {
            let (index, term) = self.which_entry()?;
            return Ok(Some(Question::Where { index, term }));
        }
        if self.eat_silently(&["know", "knows"]) {
            self.pass(&["if", "whether"]);
            let index = self.index_of_entry()?;
            self.pass(&["is", "was", "has", "been"]);
            self.need("committed")?;
            return Ok(Some(Deed::Committed.asked(index, Some(server), mood, mood.not)));
        }
        let Some(deed) = self.deed() else { return Ok(None) };
        if deed == Deed::Committed && mood.verb.may() {
            self.pass(&["anything", "something", "entries", "its", "new"]);
            let index = if self.entry_is_next() { Some(self.index_of_entry()?) } else { None };
            return Ok(Some(Question::CanCommit { leader: server, index }));
        }
        let index = self.index_of_entry()?;
        Ok(Some(deed.asked(index, Some(server), mood, mood.not)))
    }
}
