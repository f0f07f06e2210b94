//! Why and why not: questions answered from the state at the cursor and the steps before it.
//!
//! | file | what it answers |
//! |-|-|
//! | `role`, `leaderless` | why a server is a leader, a candidate, a follower or down; why no server leads |
//! | `election` | whether a server could win now, with whose votes |
//! | `leaders` | who leads, and how many can at once |
//! | `still`, `chance` | whether a leader can still commit |
//! | `request` | what became of a client's request |
//! | `whether` | whether something is true: yes or no, and then why |
//! | `vote`, `message` | why a vote was granted or denied, and any message |
//! | `commit`, `uncommitted`, `apply` | why an entry is committed or applied, or not |
//! | `lost`, `whereabouts` | whether an entry can be lost; where it is, or went |
//! | `change` | why a number of a server last changed |
//! | `stuck` | why nothing new is committed |
//! | `quorums` | who elected, who committed, and who did both (Figure 9) |
//! | `crash`, `property`, `step` | what a crash loses, why a property holds, why a step happened |
//! | `arise` | whether a state can arise at all, and how; which servers can have led a term |
//! | `best` | the question that is most worth asking now |
//! | `ballot`, `exact_entry`, `fate`, `loss` | which servers would vote for a candidate; proofs that an entry is safe or can be lost |
//! | `elect`, `recover` | elections and recoveries on a copy of the cluster |
//! | `played` | what a trace does not show |
//! | `trial`, `past`, `reach` | remedies tried on a copy, earlier steps, which servers are connected |

mod apply;
mod arise;
mod attempts;
mod ballot;
mod best;
mod chance;
mod change;
mod commit;
mod crash;
mod elect;
mod election;
mod exact_entry;
mod facts;
mod fate;
mod leaderless;
mod leaders;
mod loss;
mod lost;
mod message;
mod past;
mod played;
mod property;
mod quorums;
mod reach;
mod recover;
mod request;
mod role;
mod step;
mod still;
mod stuck;
mod trial;
mod uncommitted;
mod vote;
mod whereabouts;
mod whether;

pub use arise::of_situation as can_arise;
pub use ballot::{Prospects, Says, Voter};
pub use exact_entry::ExactEntry;
pub use fate::{Fate, Guard};
pub use loss::Loss;

use super::answer::{Answer, Held};
use super::claim::{ElectionClaim, PastClaim};
use super::sentence::Sentence;
use crate::history::Run;
use crate::language::{Being, Number, Question};
use crate::raft::{Index, Quorums, ServerId, ServerSet, Term};
use crate::safety::{Checker, Committed, Diagnosis};
use crate::sim::World;
use past::Past;
use trial::Trial;

/// A question, and the run at whose cursor it is asked.
struct Case<'a> {
    question: Question,
    run: &'a Run,
    world: &'a World,
    checker: &'a Checker,
    past: Past<'a>,
}

impl<'a> Case<'a> {
    fn new(question: Question, run: &'a Run) -> Case<'a> {
        Case { question, run, world: run.world(), checker: run.checker(), past: Past::of(run) }
    }

    fn answer(&self, headline: impl Into<Sentence>) -> Answer {
        Answer::new(self.question, headline)
    }

    fn trial(&self) -> Trial<'a> {
        Trial::of(self.run)
    }

    fn term(&self, server: ServerId) -> Term {
        self.world.node(server).persistent().current_term
    }

    /// The claim that a server leads the term that it is in.
    fn leads(&self, server: ServerId) -> ElectionClaim {
        ElectionClaim::Leads { server, term: self.term(server) }
    }

    /// The claim that an entry was committed, when, and by which leader.
    fn was_committed(&self, index: Index, committed: &Committed) -> PastClaim {
        let Committed { by, in_term, step, .. } = *committed;
        if self.world.is_boot(step) {
            PastClaim::CommittedFromStart { index, by }
        } else {
            PastClaim::CommittedIn { index, by, in_term, step }
        }
    }

    /// The condition that a server is running.
    fn runs(&self, server: ServerId) -> Held {
        let down = self.world.node(server).is_down();
        let is_down = ElectionClaim::Is { server, being: Being::Down }.is(down);
        Held::unless(is_down, "it is running", if down { "it is down" } else { "yes" })
    }

    /// `3 of 5`
    fn share(&self, count: usize) -> String {
        format!("{count} of {}", self.world.configuration().voters().len())
    }

    /// Why nothing new is committed, as a claim.
    fn is_stuck(&self, found: &Diagnosis) -> ElectionClaim {
        ElectionClaim::IsStuck { cause: found.cause, servers: found.servers, of: self.world.size() }
    }

    /// How many votes win.
    fn needs_votes(&self) -> ElectionClaim {
        ElectionClaim::NeedsVotes {
            least: self.quorums().least(),
            of: self.world.configuration().voters().len(),
        }
    }

    /// Which sets of servers are a quorum, with the rules as they are.
    fn quorums(&self) -> Quorums {
        self.world.quorums()
    }

    /// Whether these servers are a quorum.
    fn is_quorum(&self, servers: ServerSet) -> bool {
        self.quorums().is_quorum(servers)
    }
}

/// What is most worth asking about the moment at the cursor of a run.
pub fn most_worth_asking(run: &Run) -> Question {
    best::question(&Case::new(Question::Best, run))
}

/// Answers a question about the state at the cursor. If a server is not in the cluster, the answer says so.
pub fn answer(question: &Question, run: &Run) -> Answer {
    let case = Case::new(*question, run);
    if let Some(server) = question.servers().find(|server| !run.world().roster().contains(*server)) {
        return case.answer(ElectionClaim::IsMember { server, of: run.world().size() }.no());
    }
    if run.world().driver().can_act() {
        return answered(&case);
    }
    let answer = match *question {
        // What is most worth asking is asked, and mended as that.
        Question::Best => return answer(&best::question(&case), run),
        Question::Stuck => played::stuck(&case),
        Question::Changed { what: Number::Timer, server } => played::timer(&case, server),
        _ => answered(&case),
    };
    played::mended(&case, answer)
}

fn answered(case: &Case<'_>) -> Answer {
    match case.question {
        Question::Role { server, being, not } => role::answer(case, server, being, not),
        Question::NoLeader => leaderless::answer(case),
        Question::CanWin(server) => election::can_win(case, server),
        Question::Committed { index, server, not } => commit::answer(case, index, server, not),
        Question::CanBeLost { index, term } => lost::can_be_lost(case, index, term),
        Question::Safe => lost::safe(case),
        Question::Vote { voter, candidate, refused } => vote::answer(case, voter, candidate, refused),
        Question::Message(id) => message::answer(case, id),
        Question::Applied { index, server, not } => apply::answer(case, index, server, not),
        Question::Where { index, term } => whereabouts::answer(case, index, term),
        Question::Changed { what, server } => change::answer(case, what, server),
        Question::Stuck => stuck::answer(case),
        Question::Elected { server, term } => quorums::elected(case, server, term),
        Question::CommittedBy(index) => quorums::committed(case, index),
        Question::Crash(server) => crash::answer(case, server),
        Question::Property(property) => property::answer(case, property),
        Question::Step(number) => step::answer(case, number),
        Question::CanArise => arise::answer(case, true),
        Question::SideBySide => arise::answer(case, false),
        Question::CouldHaveLed(term) => arise::led(case, term),
        Question::WhoLeads => leaders::who(case),
        Question::HowManyLeaders => leaders::how_many(case),
        Question::HowManyAttempts(server) => attempts::answer(case, server),
        Question::CanCommit { leader, index } => still::can_commit(case, leader, index),
        Question::WouldVote { voter, candidate } => vote::would(case, voter, candidate),
        Question::Request(asked) => request::answer(case, asked),
        Question::Whether(what) => whether::answer(case, what),
        // It asks something else, so this ends.
        Question::Best => answer(&best::question(case), case.run),
    }
}
