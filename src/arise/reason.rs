//! Why a state cannot arise, in terms of the rules.

use crate::paper::{Bug, Rule};
use crate::raft::{Index, ServerId, ServerSet, Term};
use std::fmt;

/// Why a state cannot arise.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names of the fields say what they are, and the sentence says the rest")]
pub enum Impossible {
    /// The terms of a log go down.
    TermsGoDown { server: ServerId, index: Index, earlier: Term, later: Term },
    /// Two entries of one index and term hold different commands.
    TwoCommands { term: Term, index: Index, one: ServerId, other: ServerId },
    /// Two logs have the same entry but differ before it (Log Matching).
    LogsPart { term: Term, index: Index, one: ServerId, other: ServerId, parts: Index, terms: [Term; 2] },
    /// The entries of a term begin at different indexes.
    TwoBeginnings { term: Term, one: ServerId, index: Index, other: ServerId, instead: Term, later: Index },
    /// A server has an entry of a term that it has not reached.
    TermBelowLog { server: ServerId, term: Term, last: Term },
    /// A vote in term 0, in which no server starts an election.
    VoteInTermZero { server: ServerId },
    /// A leader or a candidate that voted for another server.
    VoteOfAnother { server: ServerId, vote: ServerId, term: Term },
    /// A vote for a server that was not a candidate in that term.
    VoteForNoCandidate { voter: ServerId, candidate: ServerId, term: Term },
    /// A vote for a server whose log was less up-to-date.
    VoteAgainstLog { voter: ServerId, candidate: ServerId, term: Term, had: (Index, Term) },
    /// A candidate with an entry of the term of its election.
    CandidateWrote { server: ServerId, term: Term, index: Index },
    /// Two leaders of one term.
    TwoLeaders { one: ServerId, other: ServerId, term: Term },
    /// A leader without an entry of its own term.
    LeaderLacks { leader: ServerId, term: Term, index: Index, on: ServerId },
    /// A server that knows more entries to be committed than it has.
    CommitBeyondLog { server: ServerId, commit: Index, entries: usize },
    /// A committed entry that is on fewer than a majority.
    CommittedOnFew { server: ServerId, index: Index, holders: ServerSet, servers: usize },
    /// Different entries committed at one index.
    CommitsDisagree { one: ServerId, other: ServerId, index: Index },
    /// No majority can have acknowledged what is said to be committed.
    NotCommitted { server: ServerId, index: Index },
    /// A term whose leader no majority could have elected.
    Unelected {
        /// The term.
        term: Term,
        /// Its leader, if it is known.
        leader: Option<ServerId>,
        /// A server that has an entry of that term, if one has.
        seen_on: Option<(ServerId, Index)>,
        /// The last entry of the leader's log when it was elected.
        last: (Index, Term),
        /// The servers that could have voted for it.
        voters: ServerSet,
        /// The servers that could not, and why.
        refusers: Vec<Refuser>,
        /// How many votes are needed.
        majority: usize,
    },
    /// A leader that cannot have had the log with which the leader of its term began.
    NotItsLog { leader: Option<ServerId>, term: Term, last: (Index, Term) },
    /// Terms that cannot all have had a leader.
    Together {
        /// The terms.
        terms: Vec<Term>,
        /// The last of them.
        last: Term,
        /// How many votes are left for it at most. None if other terms, of which no entry is left, may have had leaders
        /// between them.
        at_most: Option<usize>,
        /// How many votes are needed.
        majority: usize,
    },
}

/// A server that could not have voted for a leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refuser {
    /// The server.
    pub server: ServerId,
    /// Why not.
    pub excuse: Excuse,
}

/// Why a server could not have voted for a leader.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Excuse {
    /// It has not reached that term.
    NotThere(Term),
    /// It voted for another server in that term, or for none.
    Voted(Option<ServerId>),
    /// Its log was more up-to-date: it ended with this entry, or a newer one.
    Newer(Index, Term),
    /// No possible history leads to its state.
    Unreachable,
}

impl Impossible {
    /// The rule that the state would break.
    pub fn rule(&self) -> Rule {
        match self {
            Impossible::TwoCommands { .. } | Impossible::LogsPart { .. } => Rule::I3,
            Impossible::TwoBeginnings { .. }
            | Impossible::LeaderLacks { .. }
            | Impossible::NotItsLog { .. } => Rule::I2,
            Impossible::TermsGoDown { .. } | Impossible::TermBelowLog { .. } => Rule::T1,
            Impossible::VoteInTermZero { .. }
            | Impossible::VoteForNoCandidate { .. }
            | Impossible::VoteOfAnother { .. } => Rule::E2,
            Impossible::VoteAgainstLog { .. } => Rule::V2,
            Impossible::TwoLeaders { .. } => Rule::I1,
            Impossible::CommitBeyondLog { .. } => Rule::R4,
            Impossible::NotCommitted { .. } => Rule::L7,
            Impossible::CommittedOnFew { .. } => Rule::I4,
            Impossible::CommitsDisagree { .. } => Rule::I5,
            Impossible::Unelected { refusers, .. }
                if refusers.iter().any(|refuser| matches!(refuser.excuse, Excuse::Newer(..))) =>
            {
                Rule::V2
            }
            Impossible::Unelected { .. } | Impossible::CandidateWrote { .. } => Rule::E3,
            Impossible::Together { .. } => Rule::V1,
        }
    }

    /// Whether the state can arise anyway with a rule off. If in doubt, it can: nothing is called impossible that a run
    /// might lead to.
    pub fn is_lifted_by(&self, bug: Bug) -> bool {
        let committed = matches!(
            self,
            Impossible::CommittedOnFew { .. }
                | Impossible::CommitsDisagree { .. }
                | Impossible::NotCommitted { .. }
        );
        let elected = matches!(
            self,
            Impossible::Unelected { .. }
                | Impossible::Together { .. }
                | Impossible::NotItsLog { .. }
                | Impossible::VoteAgainstLog { .. }
        );
        match bug {
            // Two leaders of a term create entries at the same indexes, and votes and terms prove little.
            Bug::MajorityHalf
            | Bug::VoteTwice
            | Bug::VoteForgotten
            | Bug::TermForgotten
            | Bug::VoteClearedByAppend
            | Bug::StaleVoteCounted
            | Bug::StaleRequestVoteJudged
            | Bug::VotesAreACount
            // Logs that share an entry may differ before it.
            | Bug::OverwriteKeepsTail
            | Bug::PrevTermUnchecked
            | Bug::StaleAppendAccepted
            | Bug::LeaderOverwrites => true,
            // Acknowledged entries are gone, and so are the reasons to deny a vote.
            Bug::AckBeforeDurable
            | Bug::TruncateAlways
            // A vote proves little about the log.
            | Bug::NoLogCheck
            | Bug::LengthOnly
            | Bug::LastTermOnly => committed || elected,
            Bug::CommitByCount
            | Bug::StaleAppendReplyCounted
            | Bug::MatchNotReset
            | Bug::MatchIsLeadersLog
            | Bug::AckOwnLength
            | Bug::CommitUncapped => committed,
            Bug::FixedTimeouts | Bug::TimerResetByAny | Bug::TimerResetByStale | Bug::NextNeverLowered => false,
        }
    }

    /// The servers involved.
    pub fn servers(&self) -> ServerSet {
        match *self {
            Impossible::TermsGoDown { server, .. }
            | Impossible::TermBelowLog { server, .. }
            | Impossible::VoteInTermZero { server }
            | Impossible::CandidateWrote { server, .. }
            | Impossible::CommitBeyondLog { server, .. }
            | Impossible::NotCommitted { server, .. }
            | Impossible::CommittedOnFew { server, .. } => ServerSet::only(server),
            Impossible::VoteOfAnother { server: one, vote: other, .. }
            | Impossible::VoteForNoCandidate { voter: one, candidate: other, .. }
            | Impossible::VoteAgainstLog { voter: one, candidate: other, .. }
            | Impossible::LeaderLacks { leader: one, on: other, .. }
            | Impossible::TwoCommands { one, other, .. }
            | Impossible::LogsPart { one, other, .. }
            | Impossible::TwoBeginnings { one, other, .. }
            | Impossible::TwoLeaders { one, other, .. }
            | Impossible::CommitsDisagree { one, other, .. } => [one, other].into_iter().collect(),
            Impossible::Unelected { leader, seen_on, .. } => {
                leader.into_iter().chain(seen_on.map(|(server, _)| server)).collect()
            }
            Impossible::Together { .. } => ServerSet::EMPTY,
            Impossible::NotItsLog { leader, .. } => leader.into_iter().collect(),
        }
    }
}

/// In one sentence, without a full stop.
impl fmt::Display for Impossible {
    #[expect(clippy::too_many_lines, reason = "a sentence for each reason, and nothing else")]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Impossible::TermsGoDown { server, index, earlier, later } => write!(
                f,
                "the terms in a log never decrease: {server} has term {later} at index {index} after term \
                 {earlier}"
            ),
            Impossible::TwoCommands { term, index, one, other } => write!(
                f,
                "index {index} of term {term} has different commands on {one} and on {other}, and a leader \
                 creates only one entry per index"
            ),
            Impossible::LogsPart { term, index, one, other, parts, terms: [a, b] } => write!(
                f,
                "{one} and {other} have the same entry at index {index}, of term {term}, and differ at index \
                 {parts}: terms {a} and {b}. Logs with the same entry are identical up to it (Log Matching)"
            ),
            Impossible::TwoBeginnings { term, one, index, other, instead, later } => write!(
                f,
                "the leader of term {term} had an entry of its term at index {index}, as {one} shows; \
                 {other} has an entry of term {term} at index {later}, after one of term {instead} at index \
                 {index}. All entries of a term come from one leader's log"
            ),
            Impossible::TermBelowLog { server, term, last } => write!(
                f,
                "{server} is in term {term} and has an entry of term {last}: a server that stores an entry \
                 is at least in its leader's term"
            ),
            Impossible::VoteInTermZero { server } => {
                write!(
                    f,
                    "{server} has voted in term 0, which has no candidates: the first election is in term 1"
                )
            }
            Impossible::VoteOfAnother { server, vote, term } => write!(
                f,
                "{server} voted for {vote} in term {term}: candidates and leaders vote for themselves"
            ),
            Impossible::VoteForNoCandidate { voter, candidate, term } => {
                write!(
                    f,
                    "{voter} voted for {candidate} in term {term}, but {candidate} was not a candidate in \
                     that term"
                )
            }
            Impossible::VoteAgainstLog { voter, candidate, term, had: (index, last) } => write!(
                f,
                "{voter} cannot have voted for {candidate} in term {term}: its log was more up-to-date and \
                 ended with index {index} of term {last} or a newer entry"
            ),
            Impossible::CandidateWrote { server, term, index } => write!(
                f,
                "{server} is a candidate in term {term} and has an entry of term {term} at index {index}: \
                 only that term's leader creates one, and a server that gets it from the leader is no longer \
                 a candidate in that term"
            ),
            Impossible::TwoLeaders { one, other, term } => {
                write!(f, "{one} and {other} cannot both lead term {term}")
            }
            Impossible::LeaderLacks { leader, term, index, on } => write!(
                f,
                "{leader} leads term {term} and lacks the entry of that term at index {index}, which {on} has: all \
                 entries of a term come from its leader, and a leader deletes none of its own"
            ),
            Impossible::CommitBeyondLog { server, commit, entries } => {
                write!(f, "{server} has {entries} entries and cannot know that {commit} are committed")
            }
            Impossible::CommittedOnFew { server, index, holders, servers } => write!(
                f,
                "{server} knows that index {index} is committed, but only {} ({} of {servers}) would have it: a \
                 committed entry is stored on a majority, and it stays there",
                holders.in_prose(),
                holders.len()
            ),
            Impossible::CommitsDisagree { one, other, index } => {
                write!(f, "{one} and {other} know different entries to be committed at index {index}")
            }
            Impossible::NotCommitted { server, index } => write!(
                f,
                "{server} knows that index {index} is committed, but no majority can have stored it while \
                 the leader of that entry's term led"
            ),
            Impossible::Unelected {
                term,
                leader,
                seen_on,
                last: (index, last),
                voters,
                refusers,
                majority,
            } => {
                match (leader, seen_on) {
                    (Some(leader), _) => write!(f, "no majority could have elected {leader} in term {term}")?,
                    (None, Some((server, index))) => write!(
                        f,
                        "{server} has an entry of term {term} at index {index}, and no server could have \
                         been elected in that term"
                    )?,
                    (None, None) => write!(f, "no server could have been elected in term {term}")?,
                }
                if *index == Index::ZERO {
                    write!(f, ", with an empty log")?;
                } else {
                    write!(f, ", with a log that ends with index {index} of term {last}")?;
                }
                write!(f, ": ")?;
                for (position, refuser) in refusers.iter().enumerate() {
                    let join = if position > 0 { "; " } else { "" };
                    write!(f, "{join}{refuser}")?;
                }
                let more = if refusers.is_empty() { "" } else { ". " };
                if voters.is_empty() {
                    write!(f, "{more}No voter is left, and {majority} votes are needed")
                } else {
                    let are = if voters.len() == 1 { "is" } else { "are" };
                    write!(f, "{more}Only {} {are} left, and {majority} votes are needed", voters.in_prose())
                }
            }
            Impossible::NotItsLog { leader, term, last: (index, last) } => {
                match leader {
                    Some(leader) => {
                        write!(f, "{leader} cannot have led term {term} and have this log")
                    }
                    None => write!(f, "no server can have led term {term} and have its log"),
                }?;
                if *index == Index::ZERO {
                    write!(f, ": the leader of term {term} began with an empty log")
                } else {
                    write!(
                        f,
                        ": the leader of term {term} began with a log that ends with index {index} of term {last}"
                    )
                }
            }
            Impossible::Together { terms, last, at_most, majority } => {
                write!(f, "terms ")?;
                for (position, term) in terms.iter().enumerate() {
                    let join = match position {
                        0 => "",
                        _ if position + 1 == terms.len() => " and ",
                        _ => ", ",
                    };
                    write!(f, "{join}{term}")?;
                }
                write!(f, " cannot all have had a leader: ")?;
                match at_most {
                    Some(most) => write!(
                        f,
                        "whichever servers led the other terms, at most {most} can have voted in term \
                         {last}, and {majority} votes are needed"
                    )?,
                    None => write!(
                        f,
                        "whichever servers led them and the terms in between, fewer than {majority} voters \
                         are left for one of them"
                    )?,
                }
                write!(
                    f,
                    ". Each leader has a more up-to-date log from then on, so a server would have voted for a \
                     log that is less up-to-date than its own, or voted twice"
                )
            }
        }
    }
}

impl fmt::Display for Refuser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let server = self.server;
        match self.excuse {
            Excuse::NotThere(term) => write!(f, "{server} is in term {term}"),
            Excuse::Voted(Some(other)) => write!(f, "{server} voted for {other}"),
            Excuse::Voted(None) => write!(f, "{server} did not vote"),
            Excuse::Newer(index, term) => {
                write!(f, "{server} had a more up-to-date log, up to index {index} of term {term} or further")
            }
            Excuse::Unreachable => write!(f, "{server} cannot have reached its state"),
        }
    }
}
