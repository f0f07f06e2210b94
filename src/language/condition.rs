//! Conditions as data: what can be said of the state and of what has happened.

use super::{EntrySpec, Links, Pattern, Targets};
use crate::paper::Property;
use crate::raft::{Index, Payload, RoleKind, ServerId, Term, Value, Word};
use crate::safety::Stuck;
use crate::sim::{LifeKind, Span};

/// Something that holds or does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Condition {
    /// All of these. At least two.
    And(Vec<Condition>),
    /// At least one of these. At least two.
    Or(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// `S3 is leader in term 4`
    Role {
        /// All of whom.
        who: Targets,
        /// Which role.
        role: RoleKind,
        /// The term in which they have it, if that is asked for.
        term: Option<Term>,
    },
    /// `S3 is down`
    Life {
        /// All of whom.
        who: Targets,
        /// Whether up, frozen or down.
        life: LifeKind,
    },
    /// `leader is S3`
    Same {
        /// The servers on the left.
        who: Targets,
        /// Is this one.
        server: ServerId,
    },
    /// `leader exists`, `no leader`, `three leaders`
    Leaders(Leaders),
    /// `candidate exists`: some server, whichever it is, is a candidate.
    CandidateExists,
    /// `S1 voted for S2`, `S1 voted for nobody`
    Voted {
        /// All of whom.
        who: Targets,
        /// For whom.
        vote: Option<Targets>,
    },
    /// `index 3 is committed`: some leader has committed it, whatever others know.
    Committed {
        /// Which entry.
        index: Index,
        /// Its term.
        term: Option<Term>,
    },
    /// `index 3 is committed on S1`: these servers know it.
    CommittedOn {
        /// Which entry.
        index: Index,
        /// Its term.
        term: Option<Term>,
        /// All of whom.
        who: Targets,
    },
    /// `index 3 is applied on S1`
    AppliedOn {
        /// Which entry.
        index: Index,
        /// Its term.
        term: Option<Term>,
        /// All of whom.
        who: Targets,
    },
    /// `index 3 of term 2 is on S1 S2`
    On {
        /// Which entry.
        index: Index,
        /// Its term.
        term: Option<Term>,
        /// All of whom; a majority, if not said.
        who: Option<Targets>,
    },
    /// `term of S1 >= 3`, `length of S1 < length of S2`
    Compare {
        /// The number on the left.
        quantity: Quantity,
        /// How it compares.
        op: Op,
        /// With what.
        with: Amount,
    },
    /// `time >= 2s`
    Time {
        /// How it compares.
        op: Op,
        /// With what.
        span: Span,
    },
    /// `vote S1 -> S3 in flight`, `messages in flight = 0`
    InFlight {
        /// What messages.
        pattern: Pattern,
        /// How many; at least one, if not said.
        count: Option<(Op, u64)>,
    },
    /// `log of S1 = 1 1 2`
    LogIs {
        /// All of whose.
        who: Targets,
        /// What is in it. A term without a command stands for any command.
        entries: Vec<EntrySpec>,
    },
    /// `logs equal`
    LogsEqual(Option<Targets>),
    /// `stores equal`
    StoresEqual(Option<Targets>),
    /// `x = 7 on S1`; with no value: `x is missing on S1`
    Stored {
        /// The key.
        key: Word,
        /// Whether it is to be different.
        not: bool,
        /// What it holds.
        value: Option<Value>,
        /// All of whose state machines.
        who: Targets,
    },
    /// `RejectedMismatch happened 3 times on S2`, `Truncated first 3 happened`
    Happened {
        /// The name of the fact.
        fact: &'static str,
        /// What it holds, as far as that matters.
        details: Vec<FactDetail>,
        /// How often.
        count: Count,
        /// Where; anywhere, if not said.
        who: Option<Targets>,
    },
    /// `S3 led term 4`; with nobody: `nobody led term 4`
    Led {
        /// One of whom.
        who: Option<Targets>,
        /// Which term; any, if not said.
        term: Option<Term>,
    },
    /// `Election Safety violated`
    Violated(Property),
    /// `Election Safety holds`, `all properties hold`
    Holds(Option<Property>),
    /// `request 1 is answered`
    Request {
        /// The request that it speaks of.
        which: WhichRequest,
        /// What became of it.
        is: RequestIs,
    },
    /// `link S1 -> S2 is cut`, or held.
    LinkIs {
        /// All of which links.
        links: Links,
        /// Held rather than cut.
        held: bool,
    },
    /// `stuck`, `stuck because leader-deaf`: nothing can go forward as things are.
    Stuck(Option<Stuck>),
    /// `digest = 1f…`: the state is to the last bit what it was when this was written.
    Digest(u64),
}

/// A field of a fact, and what it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactDetail {
    /// What the field is called.
    pub field: &'static str,
    /// What it holds.
    pub value: DetailValue,
}

/// What a field of a fact holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DetailValue {
    /// A number.
    Number(u64),
    /// Exactly these servers.
    Servers(Targets),
    /// One of the words of the field.
    Word(&'static str),
    /// What an entry carries.
    Payload(Payload),
}

/// How many servers lead or believe so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Leaders {
    /// At least one.
    Some,
    /// So many and no more.
    Exactly(u8),
}

impl Leaders {
    /// The words for the smallest numbers, which are said in words: none first.
    pub(super) const NUMBERS: [&'static str; 6] = ["no", "one", "two", "three", "four", "five"];
}

/// A number that belongs to servers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Quantity {
    /// The current term.
    Term(Targets),
    /// The commit index.
    Commit(Targets),
    /// The index of the last applied entry.
    Applied(Targets),
    /// How many entries the log has.
    Length(Targets),
    /// The term of the last entry.
    LastTerm(Targets),
    /// How many votes a candidate has.
    Votes(Targets),
    /// A leader's next index for these followers.
    Next {
        /// The followers.
        of: Targets,
        /// The leader; whoever leads, if not said.
        on: Option<Targets>,
    },
    /// A leader's match index for these followers.
    Match {
        /// The followers.
        of: Targets,
        /// The leader; whoever leads, if not said.
        on: Option<Targets>,
    },
    /// The number of the last step.
    Step,
}

/// What a number is compared with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Amount {
    /// A number.
    Number(u64),
    /// Another number of servers.
    Of(Quantity),
}

/// How two numbers compare.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    /// `=`
    Is,
    /// `!=`
    IsNot,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
}

/// How often something happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    /// At least once.
    Ever,
    /// Not once.
    Never,
    /// Exactly so often.
    Times(u32),
    /// So often or more.
    AtLeast(u32),
    /// So often or less.
    AtMost(u32),
}

/// Which of the clients' requests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WhichRequest {
    /// Counted from 1 in the order of asking.
    Number(u32),
    /// The latest.
    Last,
    /// Every one. At least one.
    All,
}

/// What became of a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RequestIs {
    /// The leader has appended it and has not answered yet.
    Pending,
    /// It was applied and answered.
    Answered,
    /// The server named another one.
    Redirected,
    /// No answer will come. It may be executed all the same.
    Unanswered,
    /// No answer will come, and it will never be executed.
    Lost,
}

impl RequestIs {
    pub(super) const ALL: [RequestIs; 5] = [
        RequestIs::Pending,
        RequestIs::Answered,
        RequestIs::Redirected,
        RequestIs::Unanswered,
        RequestIs::Lost,
    ];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            RequestIs::Pending => "pending",
            RequestIs::Answered => "answered",
            RequestIs::Redirected => "redirected",
            RequestIs::Unanswered => "unanswered",
            RequestIs::Lost => "lost",
        }
    }
}

impl Op {
    /// Whether two numbers compare so.
    pub fn holds<T: Ord + Copy>(self, left: T, right: T) -> bool {
        match self {
            Op::Is => left == right,
            Op::IsNot => left != right,
            Op::Below => left < right,
            Op::AtMost => left <= right,
            Op::Above => left > right,
            Op::AtLeast => left >= right,
        }
    }

    /// Its sign.
    pub const fn sign(self) -> &'static str {
        match self {
            Op::Is => "=",
            Op::IsNot => "!=",
            Op::Below => "<",
            Op::AtMost => "<=",
            Op::Above => ">",
            Op::AtLeast => ">=",
        }
    }
}

impl Count {
    /// Whether so many are as many as this says.
    pub fn holds(self, count: u32) -> bool {
        match self {
            Count::Ever => count > 0,
            Count::Never => count == 0,
            Count::Times(times) => count == times,
            Count::AtLeast(times) => count >= times,
            Count::AtMost(times) => count <= times,
        }
    }
}

impl Condition {
    /// `S3 is leader`
    pub fn leads(server: ServerId) -> Condition {
        Condition::Role { who: Targets::server(server), role: RoleKind::Leader, term: None }
    }

    /// `index 3 is committed`, whatever its term.
    pub fn committed(index: Index) -> Condition {
        Condition::Committed { index, term: None }
    }

    /// `term of S1 >= 3`
    pub fn compare(quantity: Quantity, op: Op, number: u32) -> Condition {
        Condition::Compare { quantity, op, with: Amount::Number(u64::from(number)) }
    }

    /// How much there is to look at: its simple parts, the costly ones several times.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Condition::And(parts) | Condition::Or(parts) => parts.iter().map(Condition::weight).sum(),
            Condition::Not(inner) => inner.weight(),
            Condition::Stuck(_) | Condition::Digest(_) => 10,
            Condition::Happened { details, .. } if !details.is_empty() => 10,
            _ => 1,
        }
    }

    /// Whether it names something that happens, anywhere within it.
    pub(crate) fn names_fact(&self) -> bool {
        match self {
            Condition::Happened { .. } => true,
            Condition::And(parts) | Condition::Or(parts) => parts.iter().any(Condition::names_fact),
            Condition::Not(inner) => inner.names_fact(),
            _ => false,
        }
    }

    /// The properties that it says are violated, anywhere within it but under a `not`.
    pub(crate) fn violations_named(&self, into: &mut Vec<Property>) {
        match self {
            Condition::Violated(property) => into.push(*property),
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    part.violations_named(into);
                }
            }
            _ => {}
        }
    }
}

/// Why nothing moves, in the words of the language.
pub(super) const CAUSES: [(Stuck, &str); 16] = [
    (Stuck::NoMajorityUp, "no-majority-up"),
    (Stuck::NoMajorityAwake, "no-majority-awake"),
    (Stuck::Partitioned, "partitioned"),
    (Stuck::OneWayLinks, "one-way-links"),
    (Stuck::MessagesHeld, "messages-held"),
    (Stuck::LeaderDeaf, "leader-deaf"),
    (Stuck::LeaderFrozen, "leader-frozen"),
    (Stuck::Disturbed, "disturbed"),
    (Stuck::TimeoutsTooShort, "timeouts-too-short"),
    (Stuck::LossyLinks, "lossy-links"),
    (Stuck::TimeoutsNotRandom, "timeouts-not-random"),
    (Stuck::SplitVotes, "split-votes"),
    (Stuck::TimerResetByAny, "timer-reset-by-any"),
    (Stuck::TimerResetByStale, "timer-reset-by-stale"),
    (Stuck::NextNeverLowered, "next-never-lowered"),
    (Stuck::LeaderCutOff, "leader-cut-off"),
];

/// The word for a cause.
pub(crate) fn cause_word(cause: Stuck) -> &'static str {
    CAUSES.iter().find(|known| known.0 == cause).map_or("", |known| known.1)
}
