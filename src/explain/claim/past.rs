//! Claims about what happened.

mod words;

use crate::language::Number;
use crate::paper::{Property, Rule};
use crate::raft::{Index, Payload, SeenFact, ServerId, ServerSet, Term};
use crate::sim::{Action, MessageId, Span, StepId};

/// What a step is cited for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cited {
    /// Something that happened to its server.
    Fact(SeenFact),
    /// What somebody did.
    Action(Action),
    /// That it took place at all: its own facts say the rest.
    Step,
}

/// A statement about the steps up to the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PastClaim {
    /// A step is what it is cited for.
    HappenedAt {
        /// Its number.
        step: StepId,
        /// What it is cited for.
        cited: Cited,
    },
    /// This would happen if a message in flight arrived now.
    WouldHappen {
        /// The message.
        message: MessageId,
        /// What would happen.
        fact: SeenFact,
    },
    /// A step changed a number of a server, and it has not changed since.
    Changed {
        /// Which number.
        what: Number,
        /// The server that has it.
        server: ServerId,
        /// The leader that has it for that server, if it is a next or match index.
        leader: Option<ServerId>,
        /// What it was.
        from: String,
        /// What it has been since.
        to: String,
        /// In which step.
        step: StepId,
    },
    /// An election timer was started in a step, and is still running.
    TimerStarted {
        /// Whose.
        server: ServerId,
        /// In which step.
        step: StepId,
        /// For how long; none if somebody set the remaining time.
        length: Option<Span>,
    },
    /// A server counted these votes and became the leader of a term.
    WonWith {
        /// Who won.
        server: ServerId,
        /// Which term.
        term: Term,
        /// Whose votes it counted.
        votes: ServerSet,
    },
    /// These servers voted for a candidate in a term; a candidate votes for itself.
    VotedFor {
        /// Who voted.
        voters: ServerSet,
        /// For whom.
        candidate: ServerId,
        /// In which term.
        term: Term,
    },
    /// A server was the leader of a term when the run began: the setup says so, and no step elected it.
    LedFromStart {
        /// The server.
        server: ServerId,
        /// Its term.
        term: Term,
    },
    /// Why a server started an election: its election timer expired, or somebody made it expire.
    StartedElection {
        /// The server.
        server: ServerId,
        /// The term of the election.
        term: Term,
        /// In which step.
        step: StepId,
        /// Whether somebody made the timer expire.
        by_hand: bool,
        /// How long the timer had been running.
        waited: Span,
    },
    /// What made a server a follower.
    BecameFollower {
        /// The server.
        server: ServerId,
        /// In which step.
        step: StepId,
        /// What happened there.
        fact: SeenFact,
    },
    /// A server crashed, and has been down since.
    Crashed {
        /// The server.
        server: ServerId,
        /// In which step.
        step: StepId,
    },
    /// A leader committed an entry by counting these copies, of this entry or of a later one.
    CommittedWith {
        /// The entry's index.
        index: Index,
        /// Who committed it.
        by: ServerId,
        /// In which term.
        in_term: Term,
        /// Whose copies it counted.
        on: ServerSet,
    },
    /// A leader committed an entry in a step.
    CommittedIn {
        /// The entry's index.
        index: Index,
        /// Who committed it.
        by: ServerId,
        /// In which term.
        in_term: Term,
        /// In which step.
        step: StepId,
    },
    /// An entry was committed when the run began: the setup says that a server knew this.
    CommittedFromStart {
        /// The entry's index.
        index: Index,
        /// Who knew it.
        by: ServerId,
    },
    /// A server won an election for a term newer than this one.
    HasWonNewer(Term),
    /// How many terms have had a leader so far, and which one was the last.
    TermsLed {
        /// How many.
        terms: usize,
        /// The leader of the newest.
        leader: ServerId,
        /// That term.
        last: Term,
    },
    /// These servers all won an election for one term.
    AllWon {
        /// Who.
        servers: ServerSet,
        /// Which term.
        term: Term,
    },
    /// A leader changed an entry of its own log in a step of its term.
    ChangedOwnLog {
        /// Who.
        server: ServerId,
        /// Where.
        index: Index,
        /// In which term.
        term: Term,
        /// In which step.
        step: StepId,
    },
    /// After a step, the logs of these servers had an entry with the same index and term, and differed before it.
    LogsDiffered {
        /// Whose.
        servers: ServerSet,
        /// Where.
        index: Index,
        /// The term of that entry.
        term: Term,
        /// After which step.
        step: StepId,
    },
    /// A server executed a command at an index in a step.
    Executed {
        /// The server.
        server: ServerId,
        /// Where.
        index: Index,
        /// The term of the entry.
        term: Term,
        /// What.
        payload: Payload,
        /// In which step.
        step: StepId,
    },
    /// A property of Figure 3 was broken in a step, for the first time.
    IsBroken {
        /// Which.
        property: Property,
        /// In which step.
        step: StepId,
    },
    /// A property of Figure 3 has held so far.
    HasHeld(Property),
    /// A server won an election, or the leader of a term was set by hand.
    HasWon {
        /// Which server; any, if not said.
        server: Option<ServerId>,
        /// Which term; any, if not said.
        term: Option<Term>,
    },
    /// Exactly these servers had an entry when its leader counted its copies, and were counted as voters of the leader of a
    /// term.
    InBoth {
        /// Who.
        servers: ServerSet,
        /// The entry.
        index: Index,
        /// The term whose election it was.
        term: Term,
    },
    /// An entry was committed in a term older than this one.
    CommittedBefore(Term),
    /// A vote was granted or denied in a step.
    Answered {
        /// The server that was asked.
        voter: ServerId,
        /// The candidate that asked.
        candidate: ServerId,
        /// In which step.
        step: StepId,
        /// Whether the vote was granted.
        granted: bool,
    },
    /// A server has answered a vote request.
    WasAsked {
        /// Who was asked.
        voter: ServerId,
        /// By which candidate; by any, if not said.
        candidate: Option<ServerId>,
    },
    /// A server started an election at some time.
    HasStarted(ServerId),
    /// How often a follower rejected `AppendEntries` because its log differed, and whether a leader has found since where the
    /// logs agree.
    Attempts {
        /// The follower.
        server: ServerId,
        /// How often it rejected.
        rejected: u32,
        /// Whether an attempt agreed.
        agreed: bool,
    },
    /// A rule is one that a server in its present role, or in such a step, must obey.
    Applies {
        /// The rule.
        rule: Rule,
        /// The server.
        server: ServerId,
    },
}
