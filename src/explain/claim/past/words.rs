//! Claims about what happened, in words.

use super::{Cited, PastClaim};
use crate::explain::fact_line;
use crate::explain::words::{count, known, ms, of, servers};
use crate::language::Number;
use crate::paper::Property;
use crate::raft::{Denial, Fact, Index, RoleKind, SeenFact, ServerId, ServerSet, Term};
use crate::sim::Span;

/// `S3: 7 attempts`; if none has succeeded yet, `S3: 7 attempts so far, all rejected`
fn attempts(server: ServerId, rejected: u32, agreed: bool) -> String {
    match (rejected, agreed) {
        (0, false) => format!("{server}: no attempt has been answered yet"),
        (rejected, true) => format!("{server}: {}", count(rejected as usize + 1, "attempt")),
        (rejected, false) => {
            format!("{server}: {} so far, all rejected", count(rejected as usize, "attempt"))
        }
    }
}

/// What it means that a property has held so far.
const fn has_held(property: Property, yes: bool) -> &'static str {
    match (property, yes) {
        (Property::ElectionSafety, true) => "no term has had two leaders",
        (Property::ElectionSafety, false) => "a term has had two leaders",
        (Property::LeaderAppendOnly, true) => "no leader has changed or deleted an entry of its own log",
        (Property::LeaderAppendOnly, false) => "a leader has changed or deleted an entry of its own log",
        (Property::LogMatching, true) => "whenever two logs shared an entry, they were identical up to it",
        (Property::LogMatching, false) => "two logs shared an entry but differed before it",
        (Property::LeaderCompleteness, true) => {
            "when each leader was elected, it had every entry committed in older terms"
        }
        (Property::LeaderCompleteness, false) => "a leader lacked an entry committed in an older term",
        (Property::StateMachineSafety, true) => "no two different commands were executed at the same index",
        (Property::StateMachineSafety, false) => "two different commands were executed at the same index",
    }
}

/// Why something happened, as a clause about the server that a sentence has just named. Facts in lists are shorter
/// ([`fact_line`]).
fn reason(fact: SeenFact) -> String {
    let end =
        |index: Option<Index>, term: Option<Term>| format!("index {}, term {}", known(index), known(term));
    match fact {
        Fact::VoteGranted { to, own_term, own_index, their_term, their_index, .. } => format!(
            "{} log ends at {}, and its own at {}",
            of(to),
            end(their_index, their_term),
            end(own_index, own_term)
        ),
        Fact::VoteDenied { term, because: Some(Denial::AlreadyVoted { to }), .. } => {
            format!("it had already voted for {to} in term {term}")
        }
        Fact::VoteDenied {
            to,
            because: Some(Denial::LogBehind { own_term, own_index, their_term, their_index }),
            ..
        } => format!(
            "its log was more up-to-date. {} log ended at index {their_index}, term {their_term}, and its own at index \
             {own_index}, term {own_term}",
            of(to)
        ),
        Fact::RejectedStaleTerm { sender, theirs, ours, .. } => {
            format!("{} request was from term {theirs}, and it was already in term {ours}", of(sender))
        }
        Fact::TermAdopted { to, sender, .. } => format!("it learned of term {to} from {sender}"),
        Fact::ElectionStarted { term } => format!("it started an election for term {term}"),
        Fact::Crashed { .. } => "it crashed".to_owned(),
        Fact::CommitAdvanced { to, on, .. } => format!("entry {to} was stored on {}", servers(on)),
        Fact::FollowerCommitAdvanced { leader_commit, last_new, .. } => format!(
            "its leader had committed up to index {}, and the request reached index {}",
            known(leader_commit),
            known(last_new)
        ),
        Fact::MatchAdvanced { follower, to, .. } => {
            format!("{follower} acknowledged entries up to index {to}")
        }
        Fact::NextBackedUp { follower, .. } => format!("{follower} rejected AppendEntries"),
        Fact::BecameLeader { term, .. } => format!("it became the leader of term {term}"),
        Fact::EntryAppended { index, .. } | Fact::NoOpAppended { index, .. } => {
            format!("it appended entry {index}")
        }
        Fact::Restarted { .. } => "it restarted".to_owned(),
        Fact::Booted { .. } => "it started".to_owned(),
        Fact::SteppedDown { was, of, sender } => {
            format!("it was {} term {of} and stepped down after a message from {sender}", role_in(was))
        }
        _ => fact_line(fact),
    }
}

/// `the leader of` a term, `a candidate in` a term.
const fn role_in(role: RoleKind) -> &'static str {
    match role {
        RoleKind::Leader => "the leader of",
        RoleKind::Candidate => "a candidate in",
        RoleKind::Follower => "a follower in",
    }
}

/// What made a server a follower, in words.
fn made_follower(fact: SeenFact, server: ServerId) -> String {
    match fact {
        Fact::Restarted { .. } => {
            format!("{server} restarted after a crash, and every server starts as a follower")
        }
        Fact::SteppedDown { was, of, sender } => {
            format!("{server} was {} term {of} and learned of a newer term from {sender}", role_in(was))
        }
        Fact::CandidateYielded { leader, .. } => {
            format!("{server} was a candidate, but {leader} won the election")
        }
        _ => format!("{server} has been a follower since it started"),
    }
}

impl PastClaim {
    /// In words, as a part of a sentence.
    #[expect(clippy::too_many_lines, reason = "one arm for each claim")]
    pub(in crate::explain::claim) fn words(&self, yes: bool) -> String {
        let not = if yes { "" } else { "not " };
        match self {
            PastClaim::HappenedAt { step, cited } => match cited {
                Cited::Fact(fact) if yes => reason(*fact),
                Cited::Fact(fact) => format!("it is not true for step {step} that {}", reason(*fact)),
                Cited::Step if !yes => format!("there is no step {step}"),
                Cited::Action(_) | Cited::Step => format!("{not}in step {step}"),
            },
            PastClaim::WouldHappen { message, fact } => {
                let not = if yes { "" } else { "this would not happen: " };
                format!("if message {message} arrived now, {not}{}", fact_line(*fact))
            }
            PastClaim::Changed { what, server, from, to, step, leader } => {
                let did = if yes { "changed" } else { "did not change" };
                let name = match what {
                    Number::Next | Number::Match => format!("{} index", what.word()),
                    Number::Commit => "commit index".to_owned(),
                    Number::Timer => "election timer".to_owned(),
                    Number::Term | Number::Vote => what.word().to_owned(),
                };
                let whose = match leader {
                    Some(leader) => format!("{} {name} for {server}", of(*leader)),
                    None => format!("{} {name}", of(*server)),
                };
                format!("{whose} {did} from {from} to {to} in step {step}")
            }
            PastClaim::TimerStarted { server, step, length } => {
                let was = if yes { "was" } else { "was not" };
                match length {
                    Some(length) => {
                        format!("{} election timer {was} set to {} in step {step}", of(*server), ms(*length))
                    }
                    None => format!("{} election timer {was} set in step {step}", of(*server)),
                }
            }
            PastClaim::WonWith { server, term, votes } => {
                let did = if yes { "won" } else { "did not win" };
                let others = votes.minus(ServerSet::only(*server));
                let with = match others.len() {
                    0 => "its own vote alone".to_owned(),
                    1 => format!("its own vote and that of {}", servers(others)),
                    _ => format!("its own vote and those of {}", servers(others)),
                };
                format!("{server} {did} the election for term {term} with {with}")
            }
            PastClaim::VotedFor { voters, candidate, term } => {
                let did = if yes { "voted" } else { "did not vote" };
                format!("{} {did} for {candidate} in term {term}", servers(*voters))
            }
            PastClaim::LedFromStart { server, term } => {
                let led = if yes { "led" } else { "did not lead" };
                format!("{server} {led} term {term} when the run began, as the setup says")
            }
            PastClaim::StartedElection { server, term, step, by_hand, waited } => {
                let started = if yes { "started" } else { "did not start" };
                let why = if *by_hand {
                    "when somebody made its election timer expire"
                } else {
                    "when its election timer expired"
                };
                let after = match *waited {
                    Span::ZERO => String::new(),
                    waited => format!(" after {}", ms(waited)),
                };
                format!("{server} {started} an election for term {term} in step {step}, {why}{after}")
            }
            PastClaim::BecameFollower { server, fact, .. } => {
                let how = made_follower(*fact, *server);
                if yes { how } else { format!("it is not true that {how}") }
            }
            PastClaim::Crashed { server, step } => {
                let crashed = if yes { "crashed" } else { "did not crash" };
                format!("{server} {crashed} in step {step}")
            }
            PastClaim::CommittedWith { index, by, in_term, on } => {
                let did = if yes { "committed" } else { "did not commit" };
                format!("{by} {did} entry {index} in term {in_term} with copies on {}", servers(*on))
            }
            PastClaim::CommittedIn { index, by, in_term, step } => {
                let did = if yes { "committed" } else { "did not commit" };
                format!("{by} {did} entry {index} in step {step}, in term {in_term}")
            }
            PastClaim::CommittedFromStart { index, by } => {
                let knew = if yes { "knew" } else { "did not know" };
                format!("{by} {knew} from the start that entry {index} was committed, as the setup says")
            }
            PastClaim::HasWonNewer(term) => {
                let who = if yes { "a server has" } else { "no server has" };
                format!("{who} won an election for a term newer than {term}")
            }
            PastClaim::TermsLed { terms, leader, last } => {
                let led = match (yes, *terms) {
                    (true, 1) => {
                        return format!("only 1 term has had a leader so far: {leader} led term {last}");
                    }
                    (true, terms) => format!("{terms} terms have had a leader so far, one leader each"),
                    (false, terms) => {
                        format!("it is not true of {} so far that each had one leader", count(terms, "term"))
                    }
                };
                format!("{led}; the latest is {leader} in term {last}")
            }
            PastClaim::AllWon { servers: set, term } => {
                let did = if yes { "each won" } else { "did not each win" };
                format!("{} {did} the election for term {term}", servers(*set))
            }
            PastClaim::ChangedOwnLog { server, index, term, .. } => {
                let did = if yes { "changed" } else { "did not change" };
                format!("{server} {did} entry {index} of its own log while it led term {term}")
            }
            PastClaim::LogsDiffered { servers: set, index, term, .. } => {
                let (shared, differed) = if yes { ("", "differed") } else { ("did not ", "differ") };
                let share = if yes { "shared" } else { "share" };
                format!(
                    "the logs of {} {shared}{share} entry {index} of term {term} but {differed} before it",
                    servers(*set)
                )
            }
            PastClaim::Executed { server, index, term, payload, step } => {
                let did = if yes { "executed" } else { "did not execute" };
                format!("{server} {did} {payload} of term {term} at index {index} in step {step}")
            }
            PastClaim::IsBroken { property, step } => {
                let is = if yes { "has been" } else { "has not been" };
                format!("{property} {is} broken since step {step}")
            }
            PastClaim::HasHeld(property) => has_held(*property, yes).to_owned(),
            PastClaim::HasWon { server, term } => {
                let who = server.map_or_else(|| "a server".to_owned(), |it| it.to_string());
                let when = term.map_or_else(String::new, |term| format!(" for term {term}"));
                match (yes, server) {
                    (true, _) => format!("{who} has won an election{when}"),
                    (false, Some(_)) => format!("{who} has won no election{when}"),
                    (false, None) => format!("no server has won an election{when}"),
                }
            }
            PastClaim::InBoth { servers: set, index, term } => {
                let are = if set.len() == 1 { "is" } else { "are" };
                format!(
                    "{} {are} {not}in both the quorum that committed entry {index} and the quorum that elected the leader of term {term}",
                    servers(*set)
                )
            }
            PastClaim::CommittedBefore(term) if yes => {
                format!("an entry was committed in a term older than {term}")
            }
            PastClaim::CommittedBefore(term) => {
                format!("no entry was committed in a term older than {term}")
            }
            PastClaim::Answered { voter, candidate, step, granted } => {
                let did = match (granted, yes) {
                    (true, true) => "granted",
                    (true, false) => "did not grant",
                    (false, true) => "denied",
                    (false, false) => "did not deny",
                };
                format!("{voter} {did} {candidate} its vote in step {step}")
            }
            PastClaim::WasAsked { voter, candidate } => {
                let has = if yes { "has" } else { "has not" };
                let by = candidate.map_or_else(|| "any server".to_owned(), |it| it.to_string());
                format!("{voter} {has} answered a vote request from {by}")
            }
            PastClaim::HasStarted(server) => {
                let has = if yes { "has" } else { "has not" };
                format!("{server} {has} started an election")
            }
            PastClaim::Attempts { server, rejected, agreed } => {
                let told = attempts(*server, *rejected, *agreed);
                if yes { told } else { format!("it is not true that {told}") }
            }
            PastClaim::Applies { rule, server } => {
                let does = if yes { "applies" } else { "does not apply" };
                format!("rule {rule} {does} to {server}")
            }
        }
    }
}
