//! Whether a recording contains what a claim depends on.
//!
//! Everything is known about a simulated cluster. A recording leaves things out: then nothing that depends on them is
//! claimed, nor what no recording contains: links, timers, messages in flight, what would happen next.

use super::{Claim, ElectionClaim, EntryClaim, MessageClaim, PastClaim, Said, ServerClaim, When};
use crate::raft::{Index, ServerId, Term};
use crate::sim::{Node, World, is_told};

impl Said {
    /// Whether the recording that a world plays contains what this depends on.
    pub fn is_told(&self, world: &World) -> bool {
        let told = Told { world, yes: self.yes };
        match &self.claim {
            Claim::Election(claim) => told.election(*claim),
            Claim::Entry(claim) => told.entry(*claim),
            Claim::Past(claim) => told.past(claim),
            Claim::Server(claim) => told.server(*claim),
            Claim::Message(claim) => told.message(claim),
            // What became of a request depends on requests, and a trace may leave out any of them.
            Claim::Client(_) => false,
        }
    }
}

/// What a recording contains, for a claim that is stated to be true or false.
struct Told<'a> {
    world: &'a World,
    yes: bool,
}

impl Told<'_> {
    fn node(&self, server: ServerId) -> &Node {
        self.world.node(server)
    }

    fn all(&self, knows: impl Fn(&Self, ServerId) -> bool) -> bool {
        self.world.roster().iter().all(|server| knows(self, server))
    }

    fn term(&self, server: ServerId) -> bool {
        self.node(server).term().is_some()
    }

    fn vote(&self, server: ServerId) -> bool {
        self.term(server) && self.node(server).vote().is_some()
    }

    fn role(&self, server: ServerId) -> bool {
        self.node(server).is_down() || self.node(server).role().is_some()
    }

    fn commit(&self, server: ServerId) -> bool {
        self.node(server).is_down() || self.node(server).commit_index().is_some()
    }

    fn applied(&self, server: ServerId) -> bool {
        self.node(server).is_down() || self.node(server).last_applied().is_some()
    }

    /// Where a log ends, and the term there.
    fn end(&self, server: ServerId) -> bool {
        let log = self.node(server).log();
        self.node(server).last_index().is_some_and(|last| log.term_at(last).is_some())
    }

    /// The entry at an index of a log, if it has one there.
    fn at(&self, server: ServerId, index: Index) -> bool {
        let node = self.node(server);
        node.last_index().is_some_and(|last| last < index || node.log().term_at(index).is_some())
    }

    /// All terms of a log.
    fn log(&self, server: ServerId) -> bool {
        let node = self.node(server);
        let begins = node.log().first_index() == Index::FIRST;
        begins && node.last_index().is_some() && node.log().entries().all(|entry| entry.term.is_some())
    }

    /// Whether the commit index of every server is known to be below this. No running server may know what was committed.
    fn nobody_reaches(&self, index: Index) -> bool {
        self.all(|told, server| told.node(server).commit_index().is_some_and(|commit| commit < index))
    }

    /// Whether logs can be compared: all terms are known, and the commands of all entries or of none.
    fn all_logs(&self) -> bool {
        let entries = || self.world.nodes().iter().flat_map(|node| node.log().entries());
        let same = entries().all(|entry| entry.payload.is_some()) || entries().all(|it| it.payload.is_none());
        same && self.all(Self::log)
    }

    /// Everything that an election depends on, except links and timers.
    fn disk(&self, server: ServerId) -> bool {
        self.vote(server) && self.role(server) && self.log(server)
    }

    fn election(&self, claim: ElectionClaim) -> bool {
        use ElectionClaim as E;
        match claim {
            E::Is { server, .. } => self.role(server),
            E::Leads { server, .. } => self.role(server) && self.term(server),
            E::SomebodyLeads | E::Candidates(_) => self.all(Self::role),
            E::IsMember { .. } | E::NeedsVotes { .. } | E::IsEnough(_) | E::MajoritiesMeet { .. } => true,
            E::InTerm { server, .. } => self.term(server),
            E::InNewerTerm { .. } => self.all(Self::term),
            E::HasVoted { voter, .. } => self.vote(voter),
            E::WouldVote { voter, candidate, when: When::Later } => self.end(voter) && self.end(candidate),
            E::WouldGet { when: When::Later, .. } | E::CanWin { when: When::Later, .. } => {
                self.all(Self::end)
            }
            E::LogEnds { server, .. } => self.end(server),
            E::LogIsNewer { server, than } => self.end(server) && self.end(than),
            E::CommitIndex { server, .. } => self.commit(server),
            // No trace contains links, timers, what a server has heard, and what a leader expects.
            E::NextIndex { .. }
            | E::WouldVote { .. }
            | E::WouldGet { .. }
            | E::CanWin { .. }
            | E::IsFrozen(_)
            | E::Follows { .. }
            | E::KnowsNoLeader(_)
            | E::HasVotes { .. }
            | E::Refused { .. }
            | E::WaitsFor { .. }
            | E::Run(_)
            | E::InTouch(_)
            | E::LinkCut { .. }
            | E::LinkHeld { .. }
            | E::LinkLoses { .. }
            | E::FirstTimer { .. }
            | E::NoTimers
            | E::IsStuck { .. }
            | E::NextIn(_)
            | E::ClientWaits
            | E::InFlight(_)
            | E::MatchIndex { .. }
            | E::TimerLeft { .. } => false,
        }
    }

    fn entry(&self, claim: EntryClaim) -> bool {
        use EntryClaim as E;
        match claim {
            E::CommittedUpTo(index) => self.yes || self.nobody_reaches(index),
            E::IsCommitted { index, term } => term > Term::ZERO && (self.yes || self.nobody_reaches(index)),
            E::IsKnownCommitted { server, index, term } => {
                term > Term::ZERO && self.commit(server) && self.at(server, index)
            }
            E::IsOn { index, term, .. } => {
                term > Term::ZERO && self.all(|told, server| told.at(server, index)) && self.all_logs()
            }
            E::Exists { index, term } => {
                let at = |told: &Self, server: ServerId| match term {
                    Some(_) => told.at(server, index),
                    None => told.node(server).last_index().is_some(),
                };
                if self.yes { term.is_none() || self.all(at) } else { self.all(at) }
            }
            E::LongestLog(_) => self.all(|told, server| told.node(server).last_index().is_some()),
            E::NoneReaches { .. } => self.all(Self::end),
            E::CommittedIsGone(_) | E::IsLost { .. } => self.all_logs() && self.all(Self::commit),
            E::CanWinWithout { index, term, .. } => {
                term > Term::ZERO && self.all(Self::end) && self.all(|told, server| told.at(server, index))
            }
            E::Holds { term, payload, .. } => term > Term::ZERO && is_told(payload),
            E::Counted { term, in_term, .. } => term > Term::ZERO && in_term > Term::ZERO,
            E::Stays { .. } | E::CanBeLost { .. } => self.all(Self::disk) && self.all_logs(),
            E::LedWithout { .. } => true,
            E::ExecutedAlike => !self.yes || self.all(Self::applied) && self.all_logs(),
            E::Counts { .. } | E::IsOnAmongSeveral { .. } | E::CanStillCommit { .. } | E::IsOff(_) => false,
        }
    }

    fn past(&self, claim: &PastClaim) -> bool {
        use PastClaim as P;
        match claim {
            // Steps are those of the recording: what they say is known.
            P::HappenedAt { .. }
            | P::WonWith { .. }
            | P::VotedFor { .. }
            | P::LedFromStart { .. }
            | P::StartedElection { .. }
            | P::BecameFollower { .. }
            | P::Crashed { .. }
            | P::CommittedFromStart { .. }
            | P::AllWon { .. }
            | P::ChangedOwnLog { .. }
            | P::LogsDiffered { .. }
            | P::Executed { .. }
            | P::IsBroken { .. }
            | P::InBoth { .. }
            | P::Answered { .. }
            | P::Changed { .. } => true,
            P::CommittedIn { in_term, .. } => *in_term > Term::ZERO,
            P::CommittedWith { in_term, on, .. } => *in_term > Term::ZERO && !on.is_empty(),
            // What seems not to have happened may have been left out.
            P::HasWon { .. }
            | P::HasWonNewer(_)
            | P::CommittedBefore(_)
            | P::WasAsked { .. }
            | P::HasStarted(_) => self.yes,
            P::HasHeld(_) => !self.yes || self.all(Self::disk) && self.all_logs() && self.all(Self::commit),
            P::Applies { server, .. } => self.role(*server),
            P::Attempts { .. } | P::TermsLed { .. } | P::WouldHappen { .. } | P::TimerStarted { .. } => false,
        }
    }

    fn server(&self, claim: ServerClaim) -> bool {
        use ServerClaim as S;
        match claim {
            S::HasApplied { server, .. } | S::LastApplied { server, .. } => self.applied(server),
            S::HasExecuted { payload, .. } => is_told(payload),
            S::CommitReaches { server, .. } => self.commit(server),
            S::Has { server, index, .. } => self.at(server, index),
            S::HasExactly { .. } => self.all_logs(),
            // That they do not agree is for the judge of the recording to say.
            S::AllLogsAgree | S::LogsAgree { .. } => self.yes && self.all_logs(),
            S::Stores { server, index, payload, .. } => self.at(server, index) && is_told(payload),
            S::IsOfOwnTerm { leader, index, .. } => {
                self.role(leader) && self.term(leader) && self.at(leader, index)
            }
            S::OnDisk { server, .. } => self.vote(server) && self.node(server).last_index().is_some(),
            S::LeadersOf { .. } => self.all(|told, server| told.role(server) && told.term(server)),
            S::HasAllBefore { .. } => self.all_logs() && self.all(Self::commit),
            S::KeepsOverCrash { .. } | S::ClientsWait { .. } | S::CouldLeadWithout { .. } => false,
        }
    }

    /// Messages in flight, and when they arrive, are read off the lines that follow.
    #[expect(clippy::unused_self, reason = "as the others")]
    const fn message(&self, claim: &MessageClaim) -> bool {
        match claim {
            MessageClaim::Is { .. }
            | MessageClaim::Says(_)
            | MessageClaim::Arrived { .. }
            | MessageClaim::WasLost { .. }
            | MessageClaim::IsInFlight(_) => true,
        }
    }
}
