//! The subtitle: one step in one sentence.
//!
//! Each step has a most telling fact ([`most_telling`] says which): that one becomes the sentence, the others give it
//! its reason. Steps without any such fact, such as a heartbeat that changes nothing, are told by what they
//! are.

mod broken;
mod commitment;
mod election;
mod leading;
mod person;
mod plain;
mod played;
mod replication;
mod set_aside;
mod within;

pub use within::tell_within;

use super::fact::most_telling;
use super::words::capitalized;
use crate::paper::{Bug, BugSet, Citation, Rule};
use crate::raft::{Configuration, Fact, RoleKind, Rpc, ServerId, Term};
use crate::sim::{Action, Contents, Flight, SeenFact, Step, What};
use std::fmt;

/// One step in one sentence: `head`: `rest` — `place`. Never contains control characters.
#[derive(Clone, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Narration {
    /// Who does what; stands alone.
    pub head: String,
    /// Why, with the numbers of this run; may be empty.
    pub rest: String,
    /// Where the paper says so, in full: `§5.4.1 · Figure 2, RequestVote 2`.
    pub place: String,
    /// The same for narrow lists: `§5.4.1 · RequestVote 2`.
    pub short_place: String,
    /// The rule that the step carried out before all others, if it did one: the line of Figure 2 to be lit.
    pub rule: Option<Rule>,
    /// The server that acts, if one does.
    pub server: Option<ServerId>,
    /// The term that gives it its colour, if one does.
    pub term: Option<Term>,
    /// Whether it is bad news: a property broken.
    pub alarm: bool,
    /// How much it matters while playing: 0 heartbeats and the like, 1 ordinary, 2 elections, commits,
    /// refusals, crashes, 3 a property broken.
    pub weight: u8,
    /// Whether it changes the picture at a blow: who leads, what is committed, what works. While playing it is shown at
    /// once.
    #[serde(skip)]
    pub turn: bool,
}

impl Narration {
    /// Head and rest as one sentence.
    pub fn sentence(&self) -> String {
        if self.rest.is_empty() { self.head.clone() } else { format!("{}: {}", self.head, self.rest) }
    }
}

/// Tells a step of a cluster of these servers.
pub fn tell(step: &Step, configuration: Configuration) -> Narration {
    let view = StepView { step, configuration };
    let line = broken::tell(&view)
        .or_else(|| played::illegal(&view))
        .or_else(|| of_kind(&view))
        .unwrap_or_else(|| plain::tell(&view));
    let weight = if set_aside::is_telling(step.broken) { line.weight.max(TELLING) } else { line.weight };
    // A broken property says enough.
    let broken = if line.weight == BROKEN { BugSet::NONE } else { step.broken };
    let line = Draft { weight, rest: set_aside::said(&line.head, line.rest, broken), ..line };
    Narration {
        place: line.place.full(),
        short_place: line.place.narrow(),
        rule: leading::rule(step),
        server: step.server(),
        term: view.term(),
        alarm: line.weight == BROKEN,
        turn: is_turn(step, line.weight),
        weight: line.weight,
        head: capitalized(&line.head),
        rest: line.rest,
    }
}

/// Whether a step changes who leads, what is committed or what works.
fn is_turn(step: &Step, weight: u8) -> bool {
    let turns = |fact: SeenFact| {
        matches!(
            fact,
            Fact::BecameLeader { .. }
                | Fact::SteppedDown { was: RoleKind::Leader, .. }
                | Fact::CommitAdvanced { .. }
                | Fact::Crashed { .. }
                | Fact::Restarted { .. }
                | Fact::PropertyViolated { .. }
        )
    };
    weight == BROKEN || weight == TELLING && matches!(step.what, What::Acted(_)) || step.seen().any(turns)
}

/// What a person did and how a server started have words of their own; all else is told by its facts.
fn of_kind(view: &StepView) -> Option<Draft> {
    match &view.step.what {
        What::Nothing | What::Lost(..) => None,
        What::Booted(server) => Some(plain::started(view, *server)),
        What::Acted(Action::Submit { to, command }) if view.step.line().is_some() => {
            Some(played::submitted(view, *to, *command))
        }
        What::Acted(action) => Some(person::tell(view, action)),
        What::Delivered(_) | What::TimerFired { .. } | What::Recorded { .. } => by_facts(view),
    }
}

/// The sentence of the most telling fact, if any fact tells something.
fn by_facts(view: &StepView) -> Option<Draft> {
    let who = view.step.server()?;
    let fact = most_telling(view.step)?;
    let line = election::tell(view, who, fact)
        .or_else(|| replication::tell(view, who, fact))
        .or_else(|| commitment::tell(view, who, fact))?;
    // What is refused or not done, and a newer term that is adopted, have better reasons.
    let done = !matches!(
        fact,
        Fact::SteppedDown { .. }
            | Fact::TermAdopted { .. }
            | Fact::VoteDenied { .. }
            | Fact::RejectedMismatch { .. }
            | Fact::CommitWithheld { .. }
    );
    Some(if done { view.or_heeded(line) } else { line })
}

/// The length that fits one line of 80 columns.
const WIDTH: usize = 76;

/// Weights; see [`Narration::weight`].
const QUIET: u8 = 0;
const ORDINARY: u8 = 1;
const TELLING: u8 = 2;
const BROKEN: u8 = 3;

/// A sentence under construction.
struct Draft {
    head: String,
    rest: String,
    place: Citation,
    weight: u8,
}

impl Draft {
    fn new(weight: u8, place: Citation, head: impl Into<String>, rest: impl Into<String>) -> Draft {
        Draft { head: head.into(), rest: rest.into(), place, weight }
    }

    /// Whether it fits one line.
    fn fits(&self) -> bool {
        self.head.chars().count() + 2 + self.rest.chars().count() <= WIDTH
    }

    /// Says more, if there is room for it.
    fn and(mut self, more: &str) -> Draft {
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
    ($view:expr, $pattern:pat $(if $guard:expr)? => $value:expr) => {
        $view.step.seen().find_map(|fact| match fact {
            $pattern $(if $guard)? => Some($value),
            _ => None,
        })
    };
}
use find;

/// Why a rule was not followed, as the end of a sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Breach {
    /// A person has set these aside: our own servers follow all others.
    SetAside(BugSet),
    /// A server of another implementation does not follow it.
    OfItsOwn,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Breach::SetAside(broken) => f.write_str(&set_aside::rules(*broken)),
            Breach::OfItsOwn => f.write_str("not as in the paper"),
        }
    }
}

/// A step, and what sentences ask of it.
struct StepView<'a> {
    step: &'a Step,
    configuration: Configuration,
}

impl<'a> StepView<'a> {
    /// The message that arrived or was lost.
    fn flight(&self) -> Option<&'a Flight> {
        match &self.step.what {
            What::Delivered(flight) | What::Lost(flight, _) => Some(flight),
            _ => None,
        }
    }

    fn message(&self) -> Option<&'a Contents> {
        self.flight().map(|flight| &flight.message)
    }

    /// Whether the step has a fact like this.
    fn any(&self, holds: impl Fn(SeenFact) -> bool) -> bool {
        self.step.seen().any(holds)
    }

    /// Why a rule was not followed.
    fn breach(&self) -> Breach {
        if self.step.line().is_some() { Breach::OfItsOwn } else { Breach::SetAside(self.step.broken) }
    }

    /// `3 of 5`.
    fn share(&self, number: usize) -> String {
        format!("{number} of {}", self.configuration.voters().len())
    }

    /// The acting server's term after the step; of a lost message, the message's.
    fn term(&self) -> Option<Term> {
        self.step.term.or_else(|| self.message()?.term())
    }

    /// A rejection that restarts the election timer, as no server does that obeys the rules.
    fn or_timer(&self, line: Draft) -> Draft {
        let broken = self.step.broken;
        if broken.has(Bug::TimerResetByAny) || broken.has(Bug::TimerResetByStale) {
            Draft { rest: format!("but its timer restarts: {}", self.breach()), ..line }
        } else {
            line
        }
    }

    /// The reason is that a message of an older term was heeded, as no server does that obeys the rules.
    fn or_heeded(&self, line: Draft) -> Draft {
        let (Some(message), Some(ours)) = (self.message(), self.step.term) else { return line };
        let Some(theirs) = message.request_term() else { return line };
        let refused =
            |fact: SeenFact| matches!(fact, Fact::RejectedStaleTerm { .. } | Fact::StaleReplyDropped { .. });
        let heeded = [
            Bug::StaleVoteCounted,
            Bug::StaleRequestVoteJudged,
            Bug::StaleAppendReplyCounted,
            Bug::StaleAppendAccepted,
        ];
        let own = self.step.line().is_none();
        let followed = own && !heeded.into_iter().any(|bug| self.step.broken.has(bug));
        if theirs >= ours || self.any(refused) || followed {
            return line;
        }
        let place = match message.kind().rpc() {
            _ if message.is_reply() => Rule::T3.place(),
            Rpc::RequestVote => election::OLD_REQUEST_VOTE,
            Rpc::AppendEntries => election::OLD_APPEND_ENTRIES,
        };
        let rest = format!("a message of term {theirs} counts in term {ours}: {}", self.breach());
        Draft { rest, place, weight: TELLING, ..line }
    }
}
