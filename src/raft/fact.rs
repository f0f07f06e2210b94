//! What happened in a step. Facts are typed, small and copied; each names the rule behind it. Text is made
//! from them elsewhere.

use super::detail::{Detailed, shape_of};
use super::knowledge::Told;
use super::{
    Command, Conflict, Detail, Index, Knowledge, MessageKind, Partial, Payload, RequestId, RoleKind,
    ServerId, ServerSet, Shape, Term, Timer, Whole,
};
use crate::paper::{Property, Rule};
use serde::Serialize;

/// Why a vote was denied.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
pub enum Denial {
    /// The voter has granted its vote of this term to another server.
    AlreadyVoted {
        /// Who has the vote.
        to: ServerId,
    },
    /// The candidate's log is less up-to-date than the voter's (§5.4.1).
    LogBehind {
        /// Term of the voter's last entry.
        own_term: Term,
        /// Index of the voter's last entry.
        own_index: Index,
        /// Term of the candidate's last entry.
        their_term: Term,
        /// Index of the candidate's last entry.
        their_index: Index,
    },
}

impl Detailed for Denial {
    const SHAPE: Shape = Shape::Words(&["log-behind", "already-voted"]);

    fn detail(self) -> Option<Detail> {
        Some(Detail::Word(match self {
            Denial::LogBehind { .. } => "log-behind",
            Denial::AlreadyVoted { .. } => "already-voted",
        }))
    }
}

/// A fact as a viewer sees it: what is not known of it is none.
pub type SeenFact = Fact<Partial>;

/// A field of the facts of one name.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What it is called.
    pub name: &'static str,
    /// What its values look like.
    pub shape: Shape,
    /// Its value in a fact of that name, if it is known.
    pub of: fn(&SeenFact) -> Option<Detail>,
}

/// The fields of the facts of a name that a single value can say; none if no fact is called so.
pub fn fields(fact: &str) -> Vec<Field> {
    let mut fields = all_fields(fact);
    fields.retain(|field| field.shape != Shape::Several);
    fields
}

macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$fdoc:meta])* $field:ident: $type:ty),+ $(,)? })? => $rule:expr,)+) => {
        /// One thing that happened to the server of a step, and the rule that made it happen.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
        pub enum Fact<K: Knowledge = Whole> { $($(#[$doc])* $name $({ $($(#[$fdoc])* $field: $type),+ })?),+ }

        impl Fact {
            /// The names of all facts, in the order of the catalogue.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// The same fact as it is told to a viewer, who is told everything.
            #[inline]
            pub fn told(self) -> Fact<Partial> {
                match self {
                    $(Fact::$name $({ $($field),+ })? => Fact::<Partial>::$name $({ $($field: $field.told()),+ })?),+
                }
            }
        }

        /// All that facts of a name hold.
        fn all_fields(fact: &str) -> Vec<Field> {
            match fact {
                $(stringify!($name) => vec![$($(Field {
                    name: stringify!($field),
                    shape: shape_of(|fact: &SeenFact| match fact {
                        Fact::$name { $field, .. } => Some(*$field),
                        _ => None,
                    }),
                    of: |fact: &SeenFact| match fact {
                        Fact::$name { $field, .. } => $field.detail(),
                        _ => None,
                    },
                }),+)?],)+
                _ => Vec::new(),
            }
        }

        impl<K: Knowledge> Fact<K> {
            /// Its name, as written in scripts: `RejectedMismatch`.
            pub const fn name(&self) -> &'static str {
                match self { $(Fact::$name $({ $($field: _),+ })? => stringify!($name)),+ }
            }

            /// Its position in [`Fact::NAMES`].
            #[inline]
            pub fn kind(&self) -> usize {
                #[derive(Clone, Copy)]
                enum Kind { $($name),+ }
                match self { $(Fact::$name $({ $($field: _),+ })? => Kind::$name as usize),+ }
            }

            /// The rule that it carries.
            #[expect(unused_variables, reason = "only some rules depend on what the fact holds")]
            pub fn rule(&self) -> Rule {
                match *self { $(Fact::$name $({ $($field),+ })? => $rule),+ }
            }
        }
    };
}

facts! {
    /// Persistent state reached the disk before anything that depends on it left the server.
    Persisted {
        /// The term changed.
        term: bool,
        /// The vote changed.
        vote: bool,
        /// The log changed.
        log: bool,
    } => Rule::P1,
    /// The server is back after a crash, with what was on its disk.
    Restarted {
        /// Its term.
        term: Term,
        /// Its vote in that term.
        voted_for: Option<ServerId>,
        /// The end of its log.
        last_index: Index,
    } => Rule::P2,
    /// A message of a higher term: adopted.
    TermAdopted {
        /// The term before.
        from: Term,
        /// The term after.
        to: Term,
        /// Who sent the message.
        sender: ServerId,
    } => Rule::T1,
    /// A leader or candidate became a follower because of a higher term.
    SteppedDown {
        /// What it was.
        was: RoleKind,
        /// The term in which it was that.
        of: Term,
        /// Who sent the message.
        sender: ServerId,
    } => Rule::T1,
    /// A request of an older term was refused.
    RejectedStaleTerm {
        /// Who asked.
        sender: ServerId,
        /// What was asked.
        request: MessageKind,
        /// Its term.
        theirs: Term,
        /// The server's term.
        ours: Term,
    } => Rule::T2,
    /// A reply to a request of an older term was ignored.
    StaleReplyDropped {
        /// Who answered.
        sender: ServerId,
        /// What kind of reply.
        reply: MessageKind,
        /// The term of the request that it answers.
        request_term: Term,
        /// The server's term.
        ours: Term,
    } => Rule::T3,
    /// A committed entry was applied to the state machine.
    Applied {
        /// Where it stands.
        index: Index,
        /// Its term.
        term: K::Of<Term>,
        /// What it carried.
        #[serde(rename = "command")]
        payload: K::Of<Payload>,
    } => Rule::A1,
    /// The server started, as a follower.
    Booted {
        /// The term on its disk.
        term: K::Of<Term>,
    } => Rule::E0,
    /// A follower's election timer expired.
    ElectionTimeout {
        /// The term that it leaves.
        term: Term,
    } => Rule::E1,
    /// The server starts an election.
    ElectionStarted {
        /// The new term.
        term: Term,
    } => Rule::E2,
    /// A candidate heard a voter's answer.
    VoteCounted {
        /// Who answered.
        voter: ServerId,
        /// Whether the vote was granted.
        granted: bool,
        /// Whether the same voter has said the same before: on a network that repeats messages.
        again: bool,
        /// All who have granted so far.
        votes: ServerSet,
        /// How many votes it has so far: as many as have granted.
        counted: u32,
        /// How many are needed.
        needed: u8,
    } => Rule::E3,
    /// A candidate has its majority.
    BecameLeader {
        /// The term that it leads.
        term: Term,
        /// Who voted for it.
        votes: ServerSet,
    } => Rule::E3,
    /// A candidate recognized the leader of its term.
    CandidateYielded {
        /// The term.
        term: Term,
        /// Its leader.
        leader: ServerId,
    } => Rule::E4,
    /// A candidate's time ran out with no winner.
    ElectionRestarted {
        /// The term that stays without this leader.
        term: Term,
        /// Who had voted for it.
        votes: ServerSet,
    } => Rule::E5,
    /// A timer was started. An election timer's length is drawn at random.
    TimerArmed {
        /// Which of the two.
        timer: Timer,
        /// What the server is from then on: a candidate's heartbeat timer tells it when to ask again.
        of: RoleKind,
        /// How long it runs, in µs.
        after_us: u64,
    } => match (timer, of) {
        (Timer::Election, _) => Rule::E6,
        (Timer::Heartbeat, RoleKind::Leader) => Rule::L1,
        (Timer::Heartbeat, RoleKind::Candidate | RoleKind::Follower) => Rule::L9,
    },
    /// A vote was given.
    VoteGranted {
        /// The candidate that gets it.
        to: ServerId,
        /// The term whose vote it is.
        term: Term,
        /// Who had the vote of this term before: nobody, or the same candidate that retries. With rules off
        /// it can be another.
        before: Option<ServerId>,
        /// Term of the voter's last entry.
        own_term: K::Of<Term>,
        /// Index of the voter's last entry.
        own_index: K::Of<Index>,
        /// Term of the candidate's last entry.
        their_term: K::Of<Term>,
        /// Index of the candidate's last entry.
        their_index: K::Of<Index>,
    } => Rule::V1,
    /// A vote was refused.
    VoteDenied {
        /// The candidate that asked.
        to: ServerId,
        /// The term whose vote it asked for.
        term: Term,
        /// What starts another electionst it.
        because: K::Of<Denial>,
    } => match K::get(because) {
        Some(Denial::LogBehind { .. }) => Rule::V2,
        Some(Denial::AlreadyVoted { .. }) | None => Rule::V1,
    },
    /// Empty `AppendEntries` left for these servers.
    HeartbeatSent {
        /// The followers that are sent nothing else.
        to: ServerSet,
    } => Rule::L1,
    /// A new leader guesses that all others have its log, and knows of none that they do.
    LeaderStateInitialised {
        /// next index for all; match index is 0.
        next: Index,
    } => Rule::L2,
    /// A leader appended a client's command.
    EntryAppended {
        /// Its place in the log.
        index: Index,
        /// Its term.
        term: K::Of<Term>,
        /// What the client asks for.
        command: K::Of<Command>,
    } => Rule::L3,
    /// A client was answered, after its command was applied.
    ClientReplied {
        /// Which request.
        request: RequestId,
        /// Where its command stands.
        index: Index,
    } => Rule::L3,
    /// Entries left for a follower.
    AppendSent {
        /// The follower.
        to: ServerId,
        /// The first entry sent.
        first: Index,
        /// The last entry sent.
        last: Index,
    } => Rule::L4,
    /// A follower confirmed more of the log.
    MatchAdvanced {
        /// The follower that has answered.
        follower: ServerId,
        /// match index before.
        from: Index,
        /// match index after.
        to: Index,
    } => Rule::L5,
    /// A follower refused; next index was lowered.
    NextBackedUp {
        /// The follower that has refused.
        follower: ServerId,
        /// next index before.
        from: Index,
        /// next index after.
        to: Index,
        /// The leader's own term where the logs should have met.
        own_term: K::Of<Term>,
        /// What the follower has there.
        conflict: Conflict,
    } => Rule::L6,
    /// The leader's commit index moved: a majority has an entry of the current term.
    CommitAdvanced {
        /// commit index before.
        from: Index,
        /// commit index after.
        to: Index,
        /// Who has the entry, as far as the leader knows.
        on: ServerSet,
    } => Rule::L7,
    /// A majority has an entry, and it is not committed: it is of an older term.
    CommitWithheld {
        /// The entry.
        index: Index,
        /// Its term.
        term: Term,
        /// Who has it, as far as the leader knows.
        on: ServerSet,
    } => Rule::L7,
    /// Entries of older terms were committed along with one of the current term.
    CommittedIndirectly {
        /// The first of them.
        first: Index,
        /// The last of them.
        last: Index,
    } => Rule::L8,
    /// A request was retried because nothing was heard.
    RequestRetried {
        /// The server that has not answered.
        to: ServerId,
        /// The request that it has not answered.
        request: MessageKind,
    } => Rule::L9,
    /// A client was pointed at the leader.
    ClientRedirected {
        /// Which request.
        request: RequestId,
        /// The leader, if one is known.
        leader: Option<ServerId>,
    } => Rule::L10,
    /// The consistency check failed.
    RejectedMismatch {
        /// Who sent the request.
        leader: ServerId,
        /// The index that precedes the new entries.
        prev_index: K::Of<Index>,
        /// The leader's term there.
        prev_term: K::Of<Term>,
        /// The server's own term there, if its log is that long.
        own_term: K::Of<Option<Term>>,
    } => Rule::R1,
    /// A conflicting entry and all that follow it were deleted.
    Truncated {
        /// The first deleted entry.
        first: Index,
        /// The last deleted entry.
        last: Index,
        /// Its own term at `first`.
        own_term: K::Of<Term>,
        /// The leader's term at `first`.
        their_term: K::Of<Term>,
    } => Rule::R2,
    /// Entries that were missing were appended.
    Appended {
        /// The first.
        first: Index,
        /// The last.
        last: Index,
    } => Rule::R3,
    /// Entries that were there already were left alone.
    DuplicateIgnored {
        /// The first.
        first: Index,
        /// The last.
        last: Index,
    } => Rule::R3,
    /// A follower learned from the leader that more is committed.
    FollowerCommitAdvanced {
        /// commit index before.
        from: Index,
        /// commit index after.
        to: Index,
        /// The leader's commit index.
        leader_commit: K::Of<Index>,
        /// Up to where the logs are known to agree.
        last_new: K::Of<Index>,
    } => Rule::R4,
    /// A property of Figure 3 does not hold.
    PropertyViolated {
        /// The property.
        property: Property,
    } => property.rule(),
    /// The new leader's voters include a server that holds the last committed entry (Figure 9).
    QuorumWitness {
        /// Who voted and holds it.
        servers: ServerSet,
        /// The entry.
        index: Index,
    } => Rule::Q1,
    /// The server crashed.
    Crashed {
        /// What it was.
        was: RoleKind,
        /// What it forgets: its commit index.
        commit_index: Index,
        /// Whether it forgets its term too: only a bug does.
        term_lost: bool,
        /// Whether it forgets its vote too: only a bug does.
        vote_lost: bool,
        /// How many entries at the end of its log it forgets: none without a bug.
        entries_lost: u32,
    } => Rule::C1,
    /// An election ended by time while answers to it were still in flight.
    TimingWarning {
        /// Messages of this election still travelling.
        travelling: u32,
    } => Rule::C2,
    /// A new leader appended an entry that does nothing.
    NoOpAppended {
        /// Its place in the log.
        index: Index,
        /// Its term.
        term: K::Of<Term>,
    } => Rule::K2,
}
