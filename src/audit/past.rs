//! Whether what is claimed of the past is so: read off the steps, all of them.

use super::found::Found;
use super::states::Scene;
use crate::explain::{Cited, PastClaim};
use crate::language::Number;
use crate::paper::{Property, Rule as R};
use crate::raft::{Fact, Index, MessageKind, RoleKind, SeenFact, ServerId, ServerSet, Term, Timer};
use crate::sim::{Action, Span, Step, StepId, What, World};
use std::collections::BTreeMap;

#[expect(clippy::too_many_lines, reason = "one arm for each claim")]
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
        PastClaim::WouldHappen { message, fact } => {
            let mut copy = scene.run.present().clone();
            let mut step = Step::default();
            if copy.act(&Action::Deliver(*message), &mut step).is_err() {
                return Found::NotSo("it cannot be delivered".to_owned());
            }
            Found::of(step.seen().any(|it| it == *fact), || format!("it is {:?}", step.facts))
        }
        PastClaim::Changed { what, server, leader, from, to, step } => {
            let before = step.checked_sub(1).and_then(|it| scene.run.state_at(it));
            let after = scene.run.state_at(*step);
            let (Some(before), Some(after)) = (before, after) else { return Found::NotTried };
            let there = (
                value(&before.world, *what, *server, *leader),
                value(&after.world, *what, *server, *leader),
                value(scene.run.world(), *what, *server, *leader),
            );
            Found::same((from.clone(), to.clone(), to.clone()), there)
        }
        PastClaim::TimerStarted { server, step, length } => {
            let timer = scene.run.world().node(*server).election.map(|timer| timer.armed_by);
            let Some(there) = scene.step(*step) else { return Found::NotSo("there is no such step".into()) };
            let armed = there.seen().find_map(|fact| match fact {
                Fact::TimerArmed { timer: Timer::Election, after_us, .. } => Some(Span(after_us)),
                _ => None,
            });
            Found::same((Some(*step), *length), (timer, armed))
        }
        PastClaim::WonWith { server, term, votes } => {
            let won: Vec<ServerSet> = scene
                .all_of(*server)
                .flat_map(Step::seen)
                .filter_map(|fact| match fact {
                    Fact::BecameLeader { term: of, votes } if of == *term => Some(votes),
                    _ => None,
                })
                .collect();
            Found::of(won.contains(votes), || format!("it won with {won:?}"))
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
        PastClaim::LedFromStart { server, term } => {
            let Some(start) = scene.run.state_at(scene.run.start()) else { return Found::NotTried };
            let node = start.world.node(*server);
            let leads = node.server().is_some_and(|it| it.role().kind() == RoleKind::Leader);
            Found::same((true, *term), (leads, node.persistent().current_term))
        }
        PastClaim::StartedElection { server, term, step, by_hand, waited } => {
            let Some(step) = scene.step(*step) else { return Found::NotSo("there is no such step".into()) };
            let ran = match &step.what {
                What::TimerFired { waited, .. } => Some((step.forced, *waited)),
                What::Acted(_) => Some((true, Span::ZERO)),
                _ => None,
            };
            let started = step.server() == Some(*server)
                && step.seen().any(|fact| matches!(fact, Fact::ElectionStarted { term: of } if of == *term));
            Found::same((true, Some((*by_hand, *waited))), (started, ran))
        }
        PastClaim::BecameFollower { server, step, fact } => {
            let has = scene.step(*step).is_some_and(|step| step.seen().any(|it| it == *fact));
            let since = scene.all_of(*server).filter(|it| it.number > *step);
            let was_other = since.flat_map(Step::seen).any(|it| matches!(it, Fact::ElectionStarted { .. }));
            let follows = scene.run.world().node(*server).server();
            let follows = follows.is_some_and(|it| it.role().kind() == RoleKind::Follower);
            Found::same((true, true, false), (has, follows, was_other))
        }
        PastClaim::Crashed { server, step } => {
            let crashed = scene
                .step(*step)
                .is_some_and(|step| matches!(step.what, What::Acted(Action::Crash(it)) if it == *server));
            let since = scene.all_of(*server).filter(|it| it.number > *step);
            let back = since.flat_map(Step::seen).any(|it| matches!(it, Fact::Restarted { .. }));
            Found::same((true, false), (crashed, back))
        }
        PastClaim::CommittedWith { index, by, in_term, on } => {
            let counted = scene.all_of(*by).find_map(|step| {
                step.seen().find_map(|fact| match fact {
                    Fact::CommitAdvanced { from, to, on } if from < *index && *index <= to => {
                        Some((step.term, on))
                    }
                    _ => None,
                })
            });
            let all = scene.all_of(*by).filter(|step| step.term == Some(*in_term)).flat_map(Step::seen);
            let mut all = all.filter_map(|fact| match fact {
                Fact::CommitAdvanced { from, to, on } if from < *index && *index <= to => Some(on),
                _ => None,
            });
            Found::of(all.any(|there| there == *on), || format!("{counted:?}"))
        }
        PastClaim::CommittedIn { index, by, in_term, step } => {
            let Some(step) = scene.step(*step) else { return Found::NotSo("there is no such step".into()) };
            let commits =
                |fact| matches!(fact, Fact::CommitAdvanced { from, to, .. } if from < *index && *index <= to);
            let so = step.seen().any(commits);
            Found::same((true, Some(*by), Some(*in_term)), (so, step.server(), step.term))
        }
        PastClaim::CommittedFromStart { index, by } => {
            let Some(start) = scene.run.state_at(scene.run.start()) else { return Found::NotTried };
            let knew = start.world.node(*by).server().map(|it| it.volatile().commit_index);
            Found::of(knew >= Some(*index), || format!("it knew {knew:?}"))
        }
        PastClaim::HasWonNewer(than) => {
            let mut won = scene.steps.iter().flat_map(Step::seen);
            let newer = won.any(|fact| matches!(fact, Fact::BecameLeader { term, .. } if term > *than));
            Found::of(newer, || "nobody did".to_owned())
        }
        PastClaim::TermsLed { terms, leader, last } => {
            let led = leaders(scene);
            let newest = led.last_key_value().map(|(term, servers)| (*term, *servers));
            Found::same((*terms, Some((*last, ServerSet::only(*leader)))), (led.len(), newest))
        }
        PastClaim::AllWon { servers, term } => {
            let of = leaders(scene).get(term).copied().unwrap_or_default();
            Found::of(servers.len() > 1 && servers.minus(of).is_empty(), || format!("{of} won it"))
        }
        PastClaim::ChangedOwnLog { server, index, term, step } => {
            let (Some(before), Some(after)) = (step.checked_sub(1), scene.run.state_at(*step)) else {
                return Found::NotTried;
            };
            let Some(before) = scene.run.state_at(before) else { return Found::NotTried };
            let at = |world: &World| {
                let node = world.node(*server);
                (node.leads(), node.persistent().current_term, node.persistent().log.digest_at(*index))
            };
            let ((led, of, was), (leads, now_of, is)) = (at(&before.world), at(&after.world));
            Found::of(led && leads && of == *term && now_of == *term && was.is_some() && was != is, || {
                format!("led {led} {leads} in {of} {now_of}, and its log went from {was:?} to {is:?}")
            })
        }
        PastClaim::LogsDiffered { servers, index, term, step } => {
            let Some(after) = scene.run.state_at(*step) else { return Found::NotTried };
            let log = |server: ServerId| &after.world.node(server).persistent().log;
            let digests: Vec<_> =
                servers.iter().map(|it| (log(it).term_at(*index), log(it).digest_at(*index))).collect();
            let shared = digests.iter().all(|(of, _)| *of == Some(*term));
            let differ = digests.iter().any(|(_, digest)| *digest != digests[0].1);
            Found::of(shared && differ, || format!("they have {digests:?}"))
        }
        PastClaim::Executed { server, index, term, payload, step } => {
            let Some(step) = scene.step(*step) else { return Found::NotSo("there is no such step".into()) };
            let did = |fact| {
                matches!(fact, Fact::Applied { index: at, term: of, payload: what }
                if (at, of, what) == (*index, Some(*term), Some(*payload)))
            };
            Found::same((true, Some(*server)), (step.seen().any(did), step.server()))
        }
        PastClaim::IsBroken { property, step } => {
            let first = scene.run.checker().violations().iter().find(|it| it.property == *property);
            Found::same(Some(*step), first.map(|it| it.step))
        }
        PastClaim::HasHeld(property) => held(*property, scene),
        PastClaim::HasWon { server, term } => {
            let mut won = scene.steps.iter().filter(|step| {
                let is = |fact: SeenFact| {
                    matches!(fact, Fact::BecameLeader { term: of, .. } if term.is_none_or(|term| term == of))
                };
                server.is_none_or(|server| step.server() == Some(server)) && step.seen().any(is)
            });
            let first = scene.run.state_at(scene.run.start()).map(|state| {
                state.world.which(|node| {
                    node.server().is_some_and(|it| it.role().kind() == RoleKind::Leader)
                        && server.is_none_or(|server| server == node.id)
                        && term.is_none_or(|term| term == node.persistent().current_term)
                })
            });
            let some = won.next().is_some() || first.is_some_and(|set| !set.is_empty());
            Found::of(some, || "nobody did".to_owned())
        }
        PastClaim::InBoth { servers, index, term } => {
            let Some(committed) = scene.run.checker().committed_at(*index) else {
                return Found::NotSo("that entry is not committed".to_owned());
            };
            let on = scene.step(committed.step).and_then(|step| {
                step.seen().find_map(|fact| match fact {
                    Fact::CommitAdvanced { from, to, on } if from < *index && *index <= to => Some(on),
                    _ => None,
                })
            });
            let mut elected = scene.steps.iter().flat_map(Step::seen).filter_map(|fact| match fact {
                Fact::BecameLeader { term: of, votes } if of == *term => Some(votes),
                _ => None,
            });
            let is = on.is_some_and(|on| elected.any(|votes| on.and(votes) == *servers));
            Found::of(is, || format!("{on:?} committed it"))
        }
        PastClaim::CommittedBefore(term) => {
            let older = scene.run.checker().committed_from(Index(1)).find(|(_, it)| it.in_term < *term);
            Found::of(older.is_some(), || "nothing was".to_owned())
        }
        PastClaim::Answered { voter, candidate, step, granted } => {
            let facts = scene.step(*step).filter(|step| step.server() == Some(*voter)).into_iter();
            let mut answers = facts.flat_map(Step::seen).filter_map(|fact| match fact {
                Fact::VoteGranted { to, .. } => Some((to, true)),
                Fact::VoteDenied { to, .. } => Some((to, false)),
                Fact::RejectedStaleTerm { sender, request: MessageKind::RequestVote, .. } => {
                    Some((sender, false))
                }
                _ => None,
            });
            Found::same(Some((*candidate, *granted)), answers.next())
        }
        PastClaim::WasAsked { voter, candidate } => {
            let mut answers = scene.all_of(*voter).flat_map(Step::seen).filter_map(|fact| match fact {
                Fact::VoteGranted { to, .. } | Fact::VoteDenied { to, .. } => Some(to),
                Fact::RejectedStaleTerm { sender, request: MessageKind::RequestVote, .. } => Some(sender),
                _ => None,
            });
            let asked = answers.any(|by| candidate.is_none_or(|candidate| candidate == by));
            Found::of(asked, || "it has not".to_owned())
        }
        PastClaim::HasStarted(server) => {
            let mut facts = scene.all_of(*server).flat_map(Step::seen);
            let started = facts.any(|fact| matches!(fact, Fact::ElectionStarted { .. }));
            Found::of(started, || "it has not".to_owned())
        }
        PastClaim::Attempts { server, rejected, agreed } => {
            let facts = scene.all_of(*server).flat_map(Step::seen);
            let times = facts.filter(|fact| matches!(fact, Fact::RejectedMismatch { .. })).count();
            let all = scene.run.world().roster();
            let mut facts = all.iter().flat_map(|leader| scene.all_of(leader)).flat_map(Step::seen);
            let found =
                facts.any(|fact| matches!(fact, Fact::MatchAdvanced { follower, .. } if follower == *server));
            Found::same((*rejected as usize, *agreed), (times, found))
        }
        PastClaim::Applies { rule, server } => {
            let role = scene.run.world().node(*server).server().map(|it| it.role().kind());
            Found::of(applies(*rule, role), || format!("it is {role:?}"))
        }
    }
}

/// Who has led each term so far: those that won it, and those that the setup made its leaders.
fn leaders(scene: &Scene) -> BTreeMap<Term, ServerSet> {
    let mut led: BTreeMap<Term, ServerSet> = BTreeMap::new();
    let mut add = |term: Term, server: ServerId| {
        let of = led.entry(term).or_default();
        *of = of.or(ServerSet::only(server));
    };
    if let Some(start) = scene.run.state_at(scene.run.start()) {
        for leader in start.world.leaders() {
            add(start.world.node(leader).persistent().current_term, leader);
        }
    }
    for step in &scene.steps {
        for fact in step.seen() {
            if let (Fact::BecameLeader { term, .. }, Some(server)) = (fact, step.server()) {
                add(term, server);
            }
        }
    }
    led
}

/// Whether a property has held, found out without the checker: from the steps, or from the logs as they are.
fn held(property: Property, scene: &Scene) -> Found {
    let steps = || scene.steps.iter();
    let state = |number: StepId| scene.run.state_at(number);
    match property {
        Property::ElectionSafety => {
            let two = leaders(scene).into_iter().find(|(_, servers)| servers.len() > 1);
            Found::of(two.is_none(), || format!("{two:?}"))
        }
        Property::LeaderAppendOnly => {
            let cuts = |fact| matches!(fact, Fact::Truncated { .. });
            let mut led = steps().filter(|step| step.seen().any(cuts)).filter(|step| {
                let Some((server, before)) = step.server().zip(step.number.checked_sub(1)) else {
                    return false;
                };
                let leads = |at: StepId| state(at).is_some_and(|it| it.world.node(server).leads());
                leads(before) && leads(step.number)
            });
            let first = led.next().map(|step| step.number);
            Found::of(first.is_none(), || format!("one did in step {first:?}"))
        }
        Property::LogMatching => {
            let world = scene.run.world();
            let pairs =
                world.roster().iter().flat_map(|one| world.roster().iter().map(move |other| (one, other)));
            let wrong = pairs.into_iter().find(|(one, other)| !super::server::agree(world, *one, *other));
            match (wrong, scene.run.checker().violations().iter().any(|it| it.property == property)) {
                (Some(pair), _) => Found::NotSo(format!("{pair:?} do not match")),
                // What was so once is not to be seen any more.
                (None, true) => Found::NotTried,
                (None, false) => Found::So,
            }
        }
        Property::LeaderCompleteness => {
            let won =
                steps().filter(|step| step.seen().any(|fact| matches!(fact, Fact::BecameLeader { .. })));
            let lacks = won.filter_map(|step| {
                let (server, term) = (step.server()?, step.term?);
                let after = state(step.number)?;
                let log = &after.world.node(server).persistent().log;
                let mut older = after.checker.committed_from(Index(1)).filter(|(_, it)| it.in_term < term);
                older
                    .find(|(index, it)| log.digest_at(*index) != Some(it.digest))
                    .map(|(index, _)| (server, index))
            });
            let first = lacks.into_iter().next();
            let broken = scene.run.checker().violations().iter().any(|it| it.property == property);
            match (first, broken) {
                (Some(lacks), _) => Found::NotSo(format!("{lacks:?} lacked it")),
                (None, true) => Found::NotTried,
                (None, false) => Found::So,
            }
        }
        Property::StateMachineSafety => super::entry::executed_alike(scene),
    }
}

/// A number of a server as it is written.
fn value(world: &World, what: Number, server: ServerId, leader: Option<ServerId>) -> String {
    let node = world.node(server);
    let disk = node.persistent();
    match what {
        Number::Term => disk.current_term.to_string(),
        Number::Vote => {
            let vote = disk.voted_for.map_or_else(|| "none".to_owned(), |to| to.to_string());
            format!("{vote} in term {}", disk.current_term)
        }
        Number::Commit => node.server().map_or(Index::ZERO, |it| it.volatile().commit_index).to_string(),
        Number::Next | Number::Match => {
            let of = |leader: ServerId| {
                let progress = world.node(leader).server()?.leader()?.progress(server)?;
                Some(if what == Number::Next { progress.next_index } else { progress.match_index })
            };
            leader.and_then(of).map_or_else(|| "unknown".to_owned(), |index| index.to_string())
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
        R::E1 | R::E2 | R::R1 | R::R2 | R::R3 | R::R4 => role != Some(RoleKind::Leader),
        R::E3 | R::E4 | R::E5 => role == Some(RoleKind::Candidate),
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
