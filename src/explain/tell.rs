//! The subtitle: one step in one sentence.
//!
//! Each step has a most telling fact ([`rank`] says which): that one becomes the sentence, the others give it
//! its reason. Steps without any such fact, such as a heartbeat that changes nothing, are told by what they are.

mod broken;
mod commitment;
mod election;
mod person;
mod plain;
mod rank;
mod replication;

use crate::paper::Place;
use crate::raft::{Fact, Message, ServerId, Term};
use crate::sim::{Flight, Step, What};

/// One step in one sentence: `head`: `rest` — `place`. Never contains control characters.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Told {
    /// Who does what; stands alone.
    pub head: String,
    /// Why, with the numbers of this run; may be empty.
    pub rest: String,
    /// Where the paper says so, in full: `§5.4.1 · Figure 2, RequestVote 2`.
    pub place: String,
    /// The same for narrow lists: `§5.4.1 · RequestVote 2`.
    pub short_place: String,
    /// The server that acts, if one does.
    pub server: Option<ServerId>,
    /// The term that gives it its colour, if one does.
    pub term: Option<Term>,
    /// Whether it is bad news: a property broken.
    pub alarm: bool,
    /// How much it matters while playing: 0 heartbeats and the like, 1 ordinary, 2 elections, commits, refusals,
    /// crashes, 3 a property broken.
    pub weight: u8,
}

/// Tells a step of a cluster of so many servers.
pub fn tell(step: &Step, servers: usize) -> Told {
    let tale = Tale { step, servers };
    let line = broken::tell(&tale).or_else(|| of_kind(&tale)).unwrap_or_else(|| plain::tell(&tale));
    Told {
        place: line.place.full(),
        short_place: line.place.narrow(),
        server: step.server(),
        term: tale.term(),
        alarm: line.weight == BROKEN,
        weight: line.weight,
        head: line.head,
        rest: line.rest,
    }
}

/// What a person did and how a server started have words of their own; all else is told by its facts.
fn of_kind(tale: &Tale) -> Option<Line> {
    match &tale.step.what {
        What::Nothing | What::Lost(..) => None,
        What::Booted(server) => Some(plain::started(tale, *server)),
        What::Acted(action) => Some(person::tell(tale, action)),
        What::Delivered(_) | What::TimerFired { .. } => by_facts(tale),
    }
}

/// The sentence of the most telling fact, if any fact tells something.
fn by_facts(tale: &Tale) -> Option<Line> {
    let who = tale.step.server()?;
    let facts = tale.step.facts.iter();
    // Of equals the first: facts are in the order in which they happened.
    let fact = facts.rev().max_by_key(|fact| rank::of(fact)).filter(|fact| rank::of(fact) > 0)?;
    election::tell(tale, who, fact)
        .or_else(|| replication::tell(tale, who, fact))
        .or_else(|| commitment::tell(tale, who, fact))
}

/// The length that fits one line of 80 columns.
const WIDTH: usize = 76;

/// Weights; see [`Told::weight`].
const QUIET: u8 = 0;
const ORDINARY: u8 = 1;
const TELLING: u8 = 2;
const BROKEN: u8 = 3;

/// A sentence under construction.
struct Line {
    head: String,
    rest: String,
    place: Place,
    weight: u8,
}

impl Line {
    fn new(weight: u8, place: Place, head: impl Into<String>, rest: impl Into<String>) -> Line {
        Line { head: head.into(), rest: rest.into(), place, weight }
    }

    /// Whether it fits one line.
    fn fits(&self) -> bool {
        self.head.chars().count() + 2 + self.rest.chars().count() <= WIDTH
    }

    /// Says more, if there is room for it.
    fn and(mut self, more: &str) -> Line {
        let end = self.rest.len();
        self.rest.push_str(more);
        if !self.fits() {
            self.rest.truncate(end);
        }
        self
    }
}

/// The first fact of a step that matches, as what is wanted of it.
macro_rules! find {
    ($tale:expr, $pattern:pat $(if $guard:expr)? => $value:expr) => {
        $tale.step.facts.iter().find_map(|fact| match *fact {
            $pattern $(if $guard)? => Some($value),
            _ => None,
        })
    };
}
use find;

/// A step, and what sentences ask of it.
struct Tale<'a> {
    step: &'a Step,
    servers: usize,
}

impl<'a> Tale<'a> {
    /// The message that arrived or was lost.
    fn flight(&self) -> Option<&'a Flight> {
        match &self.step.what {
            What::Delivered(flight) | What::Lost(flight, _) => Some(flight),
            _ => None,
        }
    }

    fn message(&self) -> Option<&'a Message> {
        self.flight().map(|flight| &flight.message)
    }

    /// Whether the step has a fact like this.
    fn any(&self, holds: impl Fn(&Fact) -> bool) -> bool {
        self.step.facts.iter().any(holds)
    }

    /// `3 of 5`.
    fn share(&self, number: usize) -> String {
        format!("{number} of {}", self.servers)
    }

    /// The acting server's term after the step, as far as the step shows it; of a lost message, the message's.
    fn term(&self) -> Option<Term> {
        let from_facts = find!(self, Fact::BecameLeader { term, .. }
            | Fact::ElectionStarted { term }
            | Fact::TermAdopted { to: term, .. }
            | Fact::EntryAppended { term, .. }
            | Fact::Restarted { term, .. }
            | Fact::Booted { term }
            | Fact::RejectedStaleTerm { ours: term, .. }
            | Fact::StaleReplyDropped { ours: term, .. } => term);
        from_facts.or_else(|| self.message().map(Message::term))
    }
}
