//! Facts: each in a few words, for lists that show all facts of a step, and how telling it is beside the others.

use super::words::{count, entries, kind, known, ms, servers};
use crate::raft::{Denial, Fact, Index, RoleKind, Term, Timer};
use crate::sim::{SeenFact, Span, Step};

/// The fact that tells a step best, if any does. Of equals the first: facts are in the order of happening.
pub(super) fn most_telling(step: &Step) -> Option<SeenFact> {
    step.seen().rev().max_by_key(|fact| weight(*fact)).filter(|fact| weight(*fact) > 0)
}

/// How telling a fact is beside others of its step; 0 for those that only accompany.
///
/// What changes who leads comes first, then what changes or rejects entries, then votes, then bookkeeping.
/// What was *not* done outranks what was: a reply may raise a match index, and that nothing is committed is the
/// point.
const fn weight(fact: SeenFact) -> u8 {
    match fact {
        Fact::PropertyViolated { .. } => 100,
        Fact::Crashed { .. } | Fact::Restarted { .. } => 95,
        Fact::BecameLeader { .. } => 90,
        Fact::Truncated { .. } => 88,
        Fact::SteppedDown { was: RoleKind::Leader, .. } => 86,
        Fact::CommitAdvanced { .. } => 85,
        Fact::CommitWithheld { .. } => 84,
        Fact::CandidateYielded { .. } => 80,
        Fact::RejectedMismatch { .. } | Fact::RejectedStaleTerm { .. } => 78,
        Fact::VoteGranted { .. } | Fact::VoteDenied { .. } => 75,
        Fact::TimingWarning { .. } => 74,
        Fact::ElectionRestarted { .. } => 73,
        Fact::ElectionTimeout { .. } => 72,
        Fact::ElectionStarted { .. } => 71,
        Fact::VoteCounted { .. } | Fact::NextBackedUp { .. } => 70,
        Fact::EntryAppended { .. } | Fact::ClientRedirected { .. } => 68,
        Fact::Appended { .. } => 66,
        Fact::FollowerCommitAdvanced { .. } => 64,
        Fact::DuplicateIgnored { .. } => 62,
        Fact::SteppedDown { .. } => 61,
        Fact::MatchAdvanced { .. } => 60,
        Fact::TermAdopted { .. } => 58,
        // A reply that brings a newer term is dropped as well: the newer term is what matters.
        Fact::StaleReplyDropped { .. } => 57,
        Fact::NoOpAppended { .. } => 50,
        Fact::RequestRetried { .. } => 45,
        Fact::AppendSent { .. } => 40,
        Fact::HeartbeatSent { .. } => 35,
        Fact::Booted { .. } => 30,
        Fact::Applied { .. } | Fact::ClientReplied { .. } => 20,
        Fact::Persisted { .. }
        | Fact::TimerArmed { .. }
        | Fact::LeaderStateInitialised { .. }
        | Fact::CommittedIndirectly { .. }
        | Fact::QuorumWitness { .. } => 0,
    }
}

/// A fact in a few words: no server is named that the step names already.
pub fn fact_line(fact: SeenFact) -> String {
    match fact {
        Fact::Persisted { term, vote, log } => {
            let saved = [(term, "term"), (vote, "vote"), (log, "log")];
            let names: Vec<&str> =
                saved.iter().filter(|(changed, _)| *changed).map(|(_, name)| *name).collect();
            format!("on disk before it sends anything: {}", names.join(", "))
        }
        Fact::Restarted { term, voted_for, last_index } => {
            let vote = voted_for.map_or_else(|| "no vote".to_owned(), |vote| format!("vote for {vote}"));
            format!("restarted with term {term}, {vote}, log up to {last_index}; commit index 0")
        }
        Fact::TermAdopted { from, to, sender } => format!("term {from} → {to}, from {sender}; vote cleared"),
        Fact::SteppedDown { was, of, sender } => {
            // Of itself, if a trace does not tell because of whom.
            format!("{} of term {of} → follower, because of {sender}", was.name())
        }
        Fact::Applied { index, term, payload } => {
            format!("entry {index} applied: {} (term {})", known(payload), known(term))
        }
        Fact::Booted { term } => format!("starts as a follower in term {}", known(term)),
        Fact::TimerArmed { timer, of, after_us } => {
            let name = match (timer, of) {
                (Timer::Election, _) => "election",
                (Timer::Heartbeat, RoleKind::Leader) => "heartbeat",
                (Timer::Heartbeat, RoleKind::Candidate | RoleKind::Follower) => "retry",
            };
            format!("{name} timer set to {}", ms(Span(after_us)))
        }
        Fact::PropertyViolated { property } => format!("{property} is broken"),
        Fact::Crashed { was, commit_index, term_lost, vote_lost, entries_lost } => {
            let mut text = format!("crashed as {}; lost: commit index {commit_index}", was.name());
            for (lost, what) in [(term_lost, "term"), (vote_lost, "vote")] {
                if lost {
                    text.push_str(", its ");
                    text.push_str(what);
                }
            }
            if entries_lost > 0 {
                text.push_str(", ");
                text.push_str(&count(entries_lost as usize, "entry"));
            }
            text
        }
        Fact::TimingWarning { travelling } => {
            format!("{} of this election still in flight", count(travelling as usize, "message"))
        }
        _ => election(fact).or_else(|| leader(fact)).unwrap_or_else(|| follower(fact)),
    }
}

fn election(fact: SeenFact) -> Option<String> {
    Some(match fact {
        Fact::ElectionTimeout { term } => format!("election timer expired in term {term}"),
        Fact::ElectionStarted { term } => format!("starts an election for term {term} and votes for itself"),
        Fact::VoteCounted { voter, granted, again, counted, needed, .. } => {
            let answer = if granted { "grants its vote" } else { "denies its vote" };
            let again = if again { " again" } else { "" };
            format!("{voter} {answer}{again}: {counted} of {needed} needed")
        }
        Fact::BecameLeader { term, votes } => {
            format!("leads term {term}, with the votes of {}", servers(votes))
        }
        Fact::CandidateYielded { term, leader } => {
            format!("recognizes {leader} as the leader of term {term}")
        }
        Fact::ElectionRestarted { term, votes } => {
            format!("term {term} ended with {}", count(votes.len(), "vote"))
        }
        Fact::VoteGranted { to, term, own_term, own_index, their_term, their_index, .. } => {
            let logs = logs((own_term, own_index), (their_term, their_index));
            format!("vote for {to} in term {term}: {logs}")
        }
        Fact::VoteDenied { to, term, because: Some(Denial::AlreadyVoted { to: other }) } => {
            format!("no vote for {to}: it already voted for {other} in term {term}")
        }
        Fact::VoteDenied {
            to,
            because: Some(Denial::LogBehind { own_term, own_index, their_term, their_index }),
            ..
        } => {
            let logs = logs((own_term.into(), own_index.into()), (their_term.into(), their_index.into()));
            format!("no vote for {to}: {logs}")
        }
        Fact::QuorumWitness { servers: set, index } => {
            format!("voted, and store committed entry {index}: {}", servers(set))
        }
        _ => return None,
    })
}

/// Where two logs end, the candidate's first.
fn logs(own: (Option<Term>, Option<Index>), theirs: (Option<Term>, Option<Index>)) -> String {
    let end =
        |(term, index): (Option<Term>, Option<Index>)| format!("{} (term {})", known(index), known(term));
    format!("its log ends at {}, own log at {}", end(theirs), end(own))
}

fn leader(fact: SeenFact) -> Option<String> {
    Some(match fact {
        Fact::HeartbeatSent { to } => format!("heartbeat to {}", servers(to)),
        Fact::LeaderStateInitialised { next } => format!("next index {next} and match index 0 for all"),
        Fact::EntryAppended { index, term, command } => {
            format!("entry {index} appended: {} (term {})", known(command), known(term))
        }
        Fact::ClientReplied { index, .. } => format!("client answered for entry {index}"),
        Fact::ClientRedirected { leader: Some(leader), .. } => format!("client redirected to {leader}"),
        Fact::ClientRedirected { leader: None, .. } => "client rejected: no leader known".to_owned(),
        Fact::AppendSent { to, first, last } => format!("{} to {to}", entries(first, last)),
        Fact::MatchAdvanced { follower, from, to } => format!("match index of {follower} {from} → {to}"),
        Fact::NextBackedUp { follower, from, to, .. } => format!("next index of {follower} {from} → {to}"),
        Fact::CommitAdvanced { from, to, on } => {
            format!("commit index {from} → {to}: {to} is stored on {}", servers(on))
        }
        Fact::CommitWithheld { index, term, on } => {
            format!("{index} is stored on {}, but of the older term {term}: not committed", servers(on))
        }
        Fact::CommittedIndirectly { first, last } => {
            format!("{} of older terms committed with it", entries(first, last))
        }
        Fact::RequestRetried { to, request } => format!("{} to {to} retried: no reply", kind(request)),
        Fact::NoOpAppended { index, term } => {
            format!("no-op appended as entry {index} (term {})", known(term))
        }
        _ => return None,
    })
}

fn follower(fact: SeenFact) -> String {
    match fact {
        Fact::RejectedStaleTerm { sender, request, theirs, ours } => {
            format!("{} from {sender} rejected: its term {theirs} < {ours}", kind(request))
        }
        Fact::StaleReplyDropped { sender, request_term, ours, .. } => {
            format!("reply from {sender} ignored: it is from term {request_term}, now {ours}")
        }
        Fact::RejectedMismatch { leader, prev_index, prev_term, own_term } => {
            let own = match own_term {
                Some(None) => "nothing".to_owned(),
                own => format!("term {}", known(own.flatten())),
            };
            let (prev_index, prev_term) = (known(prev_index), known(prev_term));
            format!("rejected: {own} at index {prev_index}, {leader} has term {prev_term}")
        }
        Fact::Truncated { first, last, own_term, their_term } => {
            let (own_term, their_term) = (known(own_term), known(their_term));
            format!("{} deleted: term {own_term} at {first}, leader's {their_term}", entries(first, last))
        }
        Fact::Appended { first, last } => format!("{} stored", entries(first, last)),
        Fact::DuplicateIgnored { first, last } => format!("{} already stored", entries(first, last)),
        Fact::FollowerCommitAdvanced { from, to, leader_commit, last_new } => {
            format!("commit index {from} → {to}: min({}, {})", known(leader_commit), known(last_new))
        }
        _ => fact.name().to_owned(),
    }
}
