//! Whether what is claimed of the past is so: read off the steps, all of them.

use super::found::Found;
use super::states::Scene;
use crate::explain::{Cited, PastClaim};
use crate::language::Number;
use crate::paper::Rule as R;
use crate::raft::{Fact, Index, RoleKind, ServerId, ServerSet};
use crate::sim::{Step, StepId, What, World};

pub(super) fn found(claim: &PastClaim, scene: &Scene) -> Found {
    match claim {
        PastClaim::HappenedAt { step, cited } => {
            let Some(step) = scene.step(*step) else { return Found::NotSo("there is no such step".into()) };
            let is = match cited {
                Cited::Fact(fact) => step.seen().any(|it| it == *fact),
                Cited::Action(action) => matches!(&step.what, What::Acted(it) if it == action),
                Cited::Step => true,
            };
            Found::of(is, || format!("it is {:?}", step.facts))
        }
        PastClaim::Changed { what, server, from, to, step } => {
            let before = step.checked_sub(1).and_then(|it| scene.run.state_at(it));
            let after = scene.run.state_at(*step);
            let (Some(before), Some(after)) = (before, after) else { return Found::NotTried };
            let there = (
                value(&before.world, *what, *server),
                value(&after.world, *what, *server),
                value(scene.run.world(), *what, *server),
            );
            Found::same((from.clone(), to.clone(), to.clone()), there)
        }
        PastClaim::WonWith { server, term, votes } => {
            let won = scene.all_of(*server).find_map(|step| {
                step.seen().find_map(|fact| match fact {
                    Fact::BecameLeader { term: of, votes } if of == *term => Some(votes),
                    _ => None,
                })
            });
            Found::same(Some(*votes), won)
        }
        PastClaim::VotedFor { voters, candidate, term } => {
            let voted = |voter: &ServerId| {
                scene.all_of(*voter).any(|step| {
                    step.seen().any(|fact| match fact {
                        Fact::VoteGranted { to, term: of, .. } => (to, of) == (*candidate, *term),
                        Fact::ElectionStarted { term: of } => voter == candidate && of == *term,
                        _ => false,
                    })
                })
            };
            let not: ServerSet = voters.iter().filter(|voter| !voted(voter)).collect();
            Found::of(not.is_empty(), || format!("{not} did not"))
        }
        PastClaim::Applies { rule, server } => {
            let role = scene.run.world().node(*server).server().map(|it| it.role().kind());
            Found::of(applies(*rule, role), || format!("it is {role:?}"))
        }
    }
}

/// A number of a server as it is written.
fn value(world: &World, what: Number, server: ServerId) -> String {
    let node = world.node(server);
    let disk = node.persistent();
    match what {
        Number::Term => disk.current_term.to_string(),
        Number::Vote => disk.voted_for.map_or_else(|| "free".to_owned(), |to| to.to_string()),
        Number::Commit => node.server().map_or(Index::ZERO, |it| it.volatile().commit_index).to_string(),
        Number::Next | Number::Match => {
            let of = |leader: ServerId| {
                let progress = world.node(leader).server()?.leader()?.progress(server)?;
                Some(if what == Number::Next { progress.next_index } else { progress.match_index })
            };
            world.leader().and_then(of).map_or_else(|| "?".to_owned(), |index| index.to_string())
        }
        Number::Timer => String::new(),
    }
}

/// Whether a rule speaks to a server of this role (Figure 2: to all, followers, candidates or leaders).
fn applies(rule: R, role: Option<RoleKind>) -> bool {
    match rule {
        R::L1 | R::L2 | R::L3 | R::L4 | R::L5 | R::L6 | R::L7 | R::L8 | R::K2 => {
            role == Some(RoleKind::Leader)
        }
        R::E1 | R::E2 => role != Some(RoleKind::Leader) && role.is_some(),
        R::E4 | R::E5 => role == Some(RoleKind::Candidate),
        _ => true,
    }
}

impl Scene {
    /// A step by its number.
    pub(super) fn step(&self, number: StepId) -> Option<&Step> {
        let place = self.steps.binary_search_by_key(&number, |step| step.number).ok()?;
        Some(&self.steps[place]).filter(|step| step.number <= self.run.cursor())
    }

    /// All steps of a server, earliest first.
    pub(super) fn all_of(&self, server: ServerId) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.server() == Some(server))
    }
}
