//! Claims about what happened.

use crate::explain::fact_line;
use crate::explain::words::{count, ms, servers};
use crate::language::Number;
use crate::paper::{Property, Rule};
use crate::raft::{Fact, Index, Payload, SeenFact, ServerId, ServerSet, Term};
use crate::sim::{Action, MessageId, Span, StepId};

/// What a step is cited for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cited {
    /// Something that happened to its server.
    Fact(SeenFact),
    /// What somebody did.
    Action(Action),
    /// That it took place at all: whatever is told of it is told by its own facts.
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
    /// This would happen if a message that is in flight arrived now.
    WouldHappen {
        /// The message.
        message: MessageId,
        /// What would happen.
        fact: SeenFact,
    },
    /// A number of a server was one thing before a step, is another after it, and has not changed since.
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
    /// An election timer was started in a step, and still runs from then.
    TimerStarted {
        /// Whose.
        server: ServerId,
        /// In which step.
        step: StepId,
        /// For how long; none if somebody set what is left of it.
        length: Option<Span>,
    },
    /// A server became the leader of a term, having counted these votes.
    WonWith {
        /// Who won.
        server: ServerId,
        /// Which term.
        term: Term,
        /// Whose votes it counted.
        votes: ServerSet,
    },
    /// These servers granted a candidate their votes in a term; a candidate grants itself its own.
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
    /// How a server came to start an election: its election timer expired, or somebody let it expire.
    StartedElection {
        /// The server.
        server: ServerId,
        /// The term of the election.
        term: Term,
        /// In which step.
        step: StepId,
        /// Whether somebody let the timer run out.
        by_hand: bool,
        /// How long the timer had run.
        waited: Span,
    },
    /// What made a server the follower that it is.
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
    /// A leader committed an entry by counting these copies; an earlier entry went along.
    CommittedWith {
        /// Where it stands.
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
        /// Where it stands.
        index: Index,
        /// Who committed it.
        by: ServerId,
        /// In which term.
        in_term: Term,
        /// In which step.
        step: StepId,
    },
    /// An entry was committed when the run began: the setup says that a server knew it.
    CommittedFromStart {
        /// Where it stands.
        index: Index,
        /// Who knew it.
        by: ServerId,
    },
    /// Somebody won an election for a term newer than this one.
    HasWonNewer(Term),
    /// So many terms had a leader so far, and this was the last of them.
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
    /// After a step, the logs of these servers had an entry of one index and term, and differed before it.
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
    /// A property of Figure 3 has been broken in a step, for the first time.
    IsBroken {
        /// Which.
        property: Property,
        /// In which step.
        step: StepId,
    },
    /// A property of Figure 3 has held so far.
    HasHeld(Property),
    /// Somebody won an election, or the leader of a term was set by hand.
    HasWon {
        /// Who; whoever it was, if not said.
        server: Option<ServerId>,
        /// Which term; any, if not said.
        term: Option<Term>,
    },
    /// Exactly these had an entry when it was committed, as its leader counted, and were counted as voters of the leader
    /// of a term.
    InBoth {
        /// Who.
        servers: ServerSet,
        /// The entry.
        index: Index,
        /// The term whose election it was.
        term: Term,
    },
    /// Some entry was committed in a term older than this one.
    CommittedBefore(Term),
    /// A vote was granted, or refused, in a step.
    Answered {
        /// Who answered.
        voter: ServerId,
        /// Whom.
        candidate: ServerId,
        /// In which step.
        step: StepId,
        /// Whether the vote was granted.
        granted: bool,
    },
    /// A server has answered a request for its vote.
    WasAsked {
        /// Who was asked.
        voter: ServerId,
        /// By whom; by anybody, if not said.
        candidate: Option<ServerId>,
    },
    /// A server started an election at some time.
    HasStarted(ServerId),
    /// A rule is one that a server in its role, or in such a step, has to obey.
    Applies {
        /// The rule.
        rule: Rule,
        /// The server.
        server: ServerId,
    },
}

/// What it means that a property has held so far.
const fn has_held(property: Property, yes: bool) -> &'static str {
    match (property, yes) {
        (Property::ElectionSafety, true) => "no term has had two leaders",
        (Property::ElectionSafety, false) => "a term has had two leaders",
        (Property::LeaderAppendOnly, true) => "no leader has changed or deleted an entry of its own log",
        (Property::LeaderAppendOnly, false) => "a leader has changed or deleted an entry of its own log",
        (Property::LogMatching, true) => {
            "wherever two logs have shared an entry, all before it has been the same"
        }
        (Property::LogMatching, false) => "two logs have shared an entry and differed before it",
        (Property::LeaderCompleteness, true) => {
            "each leader has had, when it was elected, all that was committed in older terms"
        }
        (Property::LeaderCompleteness, false) => {
            "a leader did not have all that was committed in older terms"
        }
        (Property::StateMachineSafety, true) => "no index was executed with two different commands",
        (Property::StateMachineSafety, false) => "an index was executed with two different commands",
    }
}

/// What made a server a follower, in words.
fn made_follower(fact: SeenFact, server: ServerId) -> String {
    match fact {
        Fact::Restarted { .. } => {
            format!("{server} came back after a crash, and every server begins as a follower")
        }
        Fact::SteppedDown { was, of, sender } => {
            format!("{server} was {} of term {of}, and heard of a newer term from {sender}", was.name())
        }
        Fact::CandidateYielded { leader, .. } => {
            format!("{server} was a candidate, and {leader} won its term")
        }
        _ => format!("{server} has been one since it started"),
    }
}

impl PastClaim {
    /// In words, as a part of a sentence.
    #[expect(clippy::too_many_lines, reason = "one arm for each claim")]
    pub(super) fn words(&self, yes: bool) -> String {
        let not = if yes { "" } else { "not " };
        match self {
            PastClaim::HappenedAt { step, cited } => match cited {
                Cited::Fact(fact) => format!("in step {step}, {not}{}", fact_line(*fact)),
                Cited::Step if !yes => format!("there is no step {step}"),
                Cited::Action(_) | Cited::Step => format!("{not}in step {step}"),
            },
            PastClaim::WouldHappen { message, fact } => {
                let not = if yes { "" } else { "not so: " };
                format!("if message {message} arrived now, {not}{}", fact_line(*fact))
            }
            PastClaim::Changed { what, server, from, to, step, leader } => {
                let did = if yes { "went" } else { "did not go" };
                let name = match what {
                    Number::Next | Number::Match => format!("{} index", what.word()),
                    Number::Commit => "commit index".to_owned(),
                    Number::Timer => "election timer".to_owned(),
                    Number::Term | Number::Vote => what.word().to_owned(),
                };
                let on = leader.map_or_else(String::new, |leader| format!(" on {leader}"));
                format!("the {name} of {server}{on} {did} from {from} to {to} in step {step}")
            }
            PastClaim::TimerStarted { server, step, length } => {
                let was = if yes { "was" } else { "was not" };
                match length {
                    Some(length) => format!(
                        "the election timer of {server} {was} started in step {step}, for {}",
                        ms(*length)
                    ),
                    None => format!("the election timer of {server} {was} set in step {step}"),
                }
            }
            PastClaim::WonWith { server, term, votes } => {
                let did = if yes { "won" } else { "did not win" };
                let others = votes.minus(ServerSet::only(*server));
                let with = match others.len() {
                    0 => "its own vote alone".to_owned(),
                    1 => format!("the vote of {} and its own", servers(others)),
                    _ => format!("the votes of {} and its own", servers(others)),
                };
                format!("{server} {did} term {term} with {with}")
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
                    "when somebody let its election timer expire"
                } else {
                    "when its election timer expired"
                };
                format!(
                    "{server} {started} the election of term {term} in step {step}, {why}, after {}",
                    ms(*waited)
                )
            }
            PastClaim::BecameFollower { server, fact, .. } => {
                let how = made_follower(*fact, *server);
                if yes { how } else { format!("not so that {how}") }
            }
            PastClaim::Crashed { server, step } => format!("{server} {not}crashed in step {step}"),
            PastClaim::CommittedWith { index, by, in_term, on } => {
                let did = if yes { "committed" } else { "did not commit" };
                format!("{by} {did} entry {index} in term {in_term} with the copies of {}", servers(*on))
            }
            PastClaim::CommittedIn { index, by, in_term, step } => {
                let did = if yes { "committed" } else { "did not commit" };
                format!("{by} {did} entry {index} in term {in_term}, in step {step}")
            }
            PastClaim::CommittedFromStart { index, by } => {
                let knew = if yes { "knew" } else { "did not know" };
                format!("{by} {knew} from the start that entry {index} was committed: the setup says so")
            }
            PastClaim::HasWonNewer(term) => {
                let who = if yes { "a server has" } else { "no server has" };
                format!("{who} won an election for a term newer than {term}")
            }
            PastClaim::TermsLed { terms, leader, last } => {
                let terms = count(*terms, "term");
                let had = if yes { "had" } else { "did not have" };
                format!("{terms} so far {had} one leader each; {leader} was the last, in term {last}")
            }
            PastClaim::AllWon { servers: set, term } => {
                let did = if yes { "all won" } else { "did not all win" };
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
                    "the logs of {} {shared}{share} entry {index} of term {term}, and {differed} before it",
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
                let when = term.map_or_else(String::new, |term| format!(" of term {term}"));
                match (yes, server) {
                    (true, _) => format!("{who} has won an election{when}"),
                    (false, Some(_)) => format!("{who} has won no election{when}"),
                    (false, None) => format!("nobody has won an election{when}"),
                }
            }
            PastClaim::InBoth { servers: set, index, term } => {
                let are = if set.len() == 1 { "is" } else { "are" };
                format!(
                    "{} {are} {not}both in the quorum that committed entry {index} and in the one that elected the leader of term {term}",
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
                    (false, true) => "refused",
                    (false, false) => "did not refuse",
                };
                format!("{voter} {did} {candidate} its vote in step {step}")
            }
            PastClaim::WasAsked { voter, candidate } => {
                let has = if yes { "has" } else { "has not" };
                let by = candidate.map_or_else(|| "anybody".to_owned(), |it| it.to_string());
                format!("{voter} {has} answered a vote request of {by}")
            }
            PastClaim::HasStarted(server) => {
                let has = if yes { "has" } else { "has not" };
                format!("{server} {has} started an election")
            }
            PastClaim::Applies { rule, server } => {
                let does = if yes { "applies" } else { "does not apply" };
                format!("rule {rule} {does} to {server}")
            }
        }
    }
}
