//! Numbers in the prose: sentences such as "S3 is in term 4", held against the run.
//!
//! Only sentences that say plainly what is so are understood. What might be, would be or will be is left alone, and
//! so is everything that is said in other words.

use crate::language::{Condition, EntrySpec, Op, Quantity, Target, Targets};
use crate::raft::{Index, RoleKind, ServerId, Term};

/// Something that a sentence claims.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Claim {
    /// The words that claim it.
    pub words: String,
    /// What they claim.
    pub holds: Condition,
}

/// Words that make a sentence say less than it seems to.
const UNSURE: [&str; 33] = [
    "if", "would", "could", "can", "cannot", "can't", "might", "may", "should", "will", "until", "when",
    "once", "before", "unless", "suppose", "imagine", "let", "whether", "wants", "must", "as", "were", "had",
    "try", "tries", "nobody", "never", "whoever", "doesn't", "don't", "isn't", "after",
];

/// Words that can be left out.
const SMALL: [&str; 9] = ["now", "still", "already", "both", "all", "the", "a", "therefore", "again"];

/// What a text claims.
pub(super) fn claims(text: &str) -> Vec<Claim> {
    let mut claims = Vec::new();
    for sentence in sentences(text) {
        let words = words(sentence);
        let unsure = words.iter().any(|word| UNSURE.contains(&word.to_lowercase().as_str()));
        if unsure || sentence.ends_with('?') {
            continue;
        }
        let mut from = 0;
        while from < words.len() {
            let mut reader = Reader { words: &words, at: from };
            match reader.claim() {
                Some(holds) => {
                    claims.push(Claim { words: words[from..reader.at].join(" "), holds });
                    from = reader.at;
                }
                None => from += 1,
            }
        }
    }
    claims
}

/// Sentences, and parts of them that could stand alone.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['.', '!', '?', ';', ':']).map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// The words of a sentence, without signs at their ends.
fn words(sentence: &str) -> Vec<&str> {
    let signs = |sign: char| !sign.is_alphanumeric() && sign != '\'';
    let words = sentence.split_whitespace().map(|word| word.trim_matches(signs));
    words.filter(|word| !word.is_empty()).collect()
}

struct Reader<'w, 'a> {
    words: &'w [&'a str],
    at: usize,
}

impl<'a> Reader<'_, 'a> {
    fn peek(&self) -> &'a str {
        self.words.get(self.at).copied().unwrap_or_default()
    }

    /// Takes one of these words, and small ones before it.
    fn eat(&mut self, words: &[&str]) -> bool {
        let mut at = self.at;
        while let Some(word) = self.words.get(at) {
            if words.iter().any(|wanted| wanted.eq_ignore_ascii_case(word)) {
                self.at = at + 1;
                return true;
            }
            if !SMALL.iter().any(|small| small.eq_ignore_ascii_case(word)) {
                return false;
            }
            at += 1;
        }
        false
    }

    fn all(&mut self, words: &[&str]) -> bool {
        let begun = self.at;
        let taken = words.iter().all(|word| self.eat(&[word]));
        if !taken {
            self.at = begun;
        }
        taken
    }

    fn number(&mut self) -> Option<u32> {
        const NAMES: [&str; 11] =
            ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
        let word = self.peek();
        let named = NAMES.iter().position(|name| name.eq_ignore_ascii_case(word)).map(|number| number as u32);
        let number = named.or_else(|| word.parse().ok())?;
        self.at += 1;
        Some(number)
    }

    /// Digits only, and small words before them.
    fn digits(&mut self) -> Option<u32> {
        let rest = self.words.get(self.at..)?;
        let small = |word: &&&str| SMALL.iter().any(|small| small.eq_ignore_ascii_case(word));
        let at = self.at + rest.iter().take_while(small).count();
        let number = self.words.get(at)?.parse().ok()?;
        self.at = at + 1;
        Some(number)
    }

    fn term(&mut self) -> Option<Term> {
        if self.eat(&["term"]) { self.digits().map(Term) } else { None }
    }

    fn server(&mut self) -> Option<ServerId> {
        let server = server(self.peek())?;
        self.at += 1;
        Some(server)
    }

    /// "S1", "S1 and S2", "S1, S2 and S3"
    fn servers(&mut self) -> Option<Targets> {
        let mut servers = vec![Target::Server(self.server()?)];
        loop {
            let before = self.at;
            let _ = self.eat(&["and"]);
            let Some(server) = self.server() else {
                self.at = before;
                return Some(Targets(servers));
            };
            servers.push(Target::Server(server));
        }
    }

    fn claim(&mut self) -> Option<Condition> {
        // Whom or what a sentence is about begins the claim: small words before it belong to no claim.
        if SMALL.iter().any(|small| small.eq_ignore_ascii_case(self.peek())) && !self.eat_number_name() {
            return None;
        }
        let begun = self.at;
        for read in [Self::about_servers, Self::about_belongings, Self::about_entries, Self::about_numbers] {
            self.at = begun;
            if let Some(found) = read(self) {
                return Some(found);
            }
        }
        None
    }

    /// "the commit index of", "the term of", "the log of" follow their article.
    fn eat_number_name(&mut self) -> bool {
        let begun = self.at;
        let the = self.eat(&["the"]);
        let named = ["commit", "term", "log"].contains(&self.peek());
        self.at = if the && named { self.at } else { begun };
        the && named
    }

    /// "S3 is in term 4", "S3 leads term 4", "S3 wins term 4", "S3 wins the election for term 4", "S3 is leader of term 4", "S3 has two entries"
    fn about_servers(&mut self) -> Option<Condition> {
        let who = self.servers()?;
        if self.eat(&["leads", "lead"]) {
            let term = Some(self.term()?);
            return Some(Condition::Role { who, role: RoleKind::Leader, term });
        }
        if self.eat(&["wins", "win", "won", "led"]) {
            // "the election for term 4"
            if self.eat(&["the"]) && !(self.eat(&["election"]) && self.eat(&["for", "of"])) {
                return None;
            }
            return Some(Condition::Led { who: Some(who), term: Some(self.term()?) });
        }
        if self.eat(&["has", "have"]) {
            let number = self.number()?;
            return self.eat(&["entries", "entry"]).then(|| compare(Quantity::Length(who), number));
        }
        if !self.eat(&["is", "are"]) {
            return None;
        }
        if self.eat(&["in"]) {
            let term = self.term()?;
            return Some(compare(Quantity::Term(who), term.0));
        }
        let roles = [RoleKind::Leader, RoleKind::Follower, RoleKind::Candidate];
        let role = roles.into_iter().find(|role| {
            let (one, many) = (role.name(), format!("{}s", role.name()));
            self.eat(&[one, &many])
        })?;
        if !self.eat(&["of", "in"]) {
            return None;
        }
        Some(Condition::Role { who, role, term: Some(self.term()?) })
    }

    /// "S1's commit index is 3", "S1's term is 4", "S1's log is 1 1 2", "S1's log has two entries"
    fn about_belongings(&mut self) -> Option<Condition> {
        let owner = self.peek().strip_suffix("'s").or_else(|| self.peek().strip_suffix("’s"));
        let who = Targets(vec![Target::Server(server(owner?)?)]);
        self.at += 1;
        self.number_of(|_| Some(who))
    }

    /// "commit index of S1 is 3", "log of S1 is 1 1 2"
    fn about_numbers(&mut self) -> Option<Condition> {
        self.number_of(|reader| if reader.eat(&["of"]) { reader.servers() } else { None })
    }

    fn number_of(&mut self, who: impl FnOnce(&mut Self) -> Option<Targets>) -> Option<Condition> {
        if self.all(&["commit", "index"]) {
            let who = who(self)?;
            return if self.eat(&["is"]) {
                Some(compare(Quantity::Commit(who), self.digits()?))
            } else {
                None
            };
        }
        if self.eat(&["term"]) {
            let who = who(self)?;
            return if self.eat(&["is"]) { Some(compare(Quantity::Term(who), self.digits()?)) } else { None };
        }
        if !self.eat(&["log"]) {
            return None;
        }
        let who = who(self)?;
        if self.eat(&["has"]) {
            let number = self.number()?;
            return self.eat(&["entries", "entry"]).then(|| compare(Quantity::Length(who), number));
        }
        if !self.eat(&["is"]) {
            return None;
        }
        let mut entries = Vec::new();
        while let Some(term) = self.digits() {
            entries.push(EntrySpec { term: Term(term), payload: None });
        }
        (!entries.is_empty()).then_some(Condition::LogIs { who, entries })
    }

    /// "entry 3 is committed", "entries 2 and 3 are not committed", "index 3 is committed"
    fn about_entries(&mut self) -> Option<Condition> {
        if !["entry", "entries", "index"].iter().any(|word| word.eq_ignore_ascii_case(self.peek())) {
            return None;
        }
        self.at += 1;
        let first = self.digits()?;
        let last = if self.eat(&["to"]) { self.digits()? } else { first };
        let also = if self.eat(&["and"]) { Some(self.digits()?) } else { None };
        if !self.eat(&["is", "are"]) || last < first || last - first > 1000 {
            return None;
        }
        let not = self.eat(&["not"]);
        let _ = self.eat(&["yet"]);
        if !self.eat(&["committed"]) {
            return None;
        }
        // "committed on S1", "committed with entry 4": more is claimed than is understood.
        if ["on", "with", "by", "along", "in", "only", "there"].contains(&self.peek()) {
            return None;
        }
        let indexes = (first..=last).chain(also);
        let parts: Vec<Condition> = indexes
            .map(|index| Condition::Committed { index: Index(index), term: None })
            .map(|committed| if not { Condition::Not(Box::new(committed)) } else { committed })
            .collect();
        Some(Condition::And(parts))
    }
}

fn compare(quantity: Quantity, number: u32) -> Condition {
    Condition::compare(quantity, Op::Is, number)
}

fn server(word: &str) -> Option<ServerId> {
    word.strip_prefix('S')?.parse().ok().and_then(ServerId::numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text claims, in the words of the language.
    fn said(text: &str) -> Vec<String> {
        claims(text).iter().map(|claim| claim.holds.to_string()).collect()
    }

    #[test]
    fn plain_sentences_are_understood() {
        assert_eq!(said("Now S3 is in term 4."), ["term of S3 = 4"]);
        assert_eq!(said("S1 and S2 are still in term 1."), ["term of S1 S2 = 1"]);
        assert_eq!(
            said("S1 still leads term 1, and S3 leads term 2."),
            ["S1 is leader in term 1", "S3 is leader in term 2"]
        );
        assert_eq!(said("So S3 wins term 4."), ["S3 led term 4"]);
        assert_eq!(said("S3 wins the election for term 4."), ["S3 led term 4"]);
        assert_eq!(said("S5 is a candidate in term 3"), ["S5 is candidate in term 3"]);
        assert_eq!(said("Entry 3 is committed."), ["index 3 is committed"]);
        assert_eq!(
            said("entries 1 to 2 are not yet committed"),
            ["not index 1 is committed and not index 2 is committed"]
        );
        assert_eq!(said("The commit index of S1 is 3."), ["commit of S1 = 3"]);
        assert_eq!(said("S1's commit index is still 3"), ["commit of S1 = 3"]);
        assert_eq!(said("S1's log is 1 1 2."), ["log of S1 = 1 1 2"]);
        assert_eq!(said("S2 has two entries"), ["length of S2 = 2"]);
    }

    #[test]
    fn what_might_be_is_left_alone() {
        assert_eq!(said("If S3 leads term 4, all is well."), [""; 0]);
        assert_eq!(said("Is it true that S3 is in term 4?"), [""; 0]);
        assert_eq!(said("S3 would be in term 4."), [""; 0]);
        assert_eq!(said("S3 isn't in term 4."), [""; 0]);
        assert_eq!(said("S3 is not in term 4."), [""; 0]);
        assert_eq!(said("entry 3 is committed on S1"), [""; 0]);
    }
}
