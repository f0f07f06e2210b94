//! Which servers are leaders, and how many can be at once.

use super::trial::SOON;
use super::{Case, elect, leaderless, property, role};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::claim::{ElectionClaim, EntryClaim};
use crate::explain::sentence::{Sentence, say};
use crate::language::{Being, Condition};
use crate::paper::{Bug, Property, Rule};
use crate::raft::{ServerId, ServerSet};

/// All leaders, the one of the latest term first; frozen ones too.
fn all(case: &Case<'_>) -> Vec<ServerId> {
    let leads = |server: &ServerId| role::being(case.world, *server) == Being::Leader;
    let mut all: Vec<ServerId> = case.world.roster().iter().filter(leads).collect();
    all.sort_by_key(|server| std::cmp::Reverse(case.term(*server)));
    all
}

/// Each of them, with its term.
fn named(case: &Case<'_>, all: &[ServerId]) -> Sentence {
    Sentence::joined(all.iter().map(|server| case.leads(*server).into()), ", ")
}

pub(super) fn who(case: &Case<'_>) -> Answer {
    match all(case).as_slice() {
        [] => {
            let answer = leaderless::answer(case);
            Answer { verdict: None, decided: None, ..answer }
        }
        [leader] => role::answer(case, *leader, Being::Leader, false),
        several => {
            let answer = case.answer(named(case, several)).and(
                "Each of them leads a different term. The leaders of older terms have not heard of the newest one, and \
                 they commit nothing once a majority is in it.",
            );
            let answer = answer.light(several.iter().copied().collect()).because(Rule::T1.article().why);
            let of_one_term = several.windows(2).any(|pair| case.term(pair[0]) == case.term(pair[1]));
            if of_one_term { how_many(case) } else { answer }
        }
    }
}

pub(super) fn how_many(case: &Case<'_>) -> Answer {
    if case.checker.violations().iter().any(|it| it.property == Property::ElectionSafety) {
        return Answer { verdict: None, ..property::answer(case, Property::ElectionSafety) };
    }
    let off = responsible(case);
    let first: Sentence = match off {
        None => "At most one in each term. Several can lead at the same time, each in its own term, until the older ones hear of a newer term.".into(),
        Some(bug) => say![
            "even two in one term: ",
            EntryClaim::IsOff(bug),
            ", and Election Safety depends on it"
        ],
    };
    let all = all(case);
    let now = if all.is_empty() {
        say!["right now, ", ElectionClaim::SomebodyLeads.no()]
    } else {
        say!["right now, ", named(case, &all)]
    };
    let (least, of) = (case.quorums().least(), case.world.configuration().voters().len());
    let meet = least * 2 > of;
    let needs = Held::new(true, "a leader needs the votes of a majority", case.needs_votes());
    let share = Held::of(ElectionClaim::MajoritiesMeet { least, of }.is(meet), "");
    let rest = Bug::ALL
        .iter()
        .filter(|bug| bug.breaks() == Some(Property::ElectionSafety) && case.world.options().has(**bug));
    let rest = rest.map(|bug| {
        let said = EntryClaim::IsOff(*bug).yes();
        Held { holds: false, ..Held::if_so(said.clone(), bug.rule_off(), said) }
    });
    let once = Held::new(off.is_none(), "a server votes only once in each term", "");
    let conditions: Vec<Held> = [needs, share, once].into_iter().chain(rest).collect();
    let answer = case
        .answer(first)
        .and(now)
        .by(Clause::of(Property::ElectionSafety.rule(), conditions))
        .because(Rule::E3.article().why)
        .light(all.iter().copied().collect());
    let answer = match off {
        None => answer.note("This is certain as long as no disk is wiped and no rule is switched off: each server remembers its term and its vote."),
        Some(_) => answer,
    };
    let changed = "Leaders of different terms do no harm: an older leader has no majority to commit with, and it steps down when it hears of the newer term.";
    answer
        .changed_by(changed)
        .do_this(if let [first] = all[..] { second(case, first) } else { None })
        .do_this(if let [newest, older, ..] = all[..] { heard(case, newest, older) } else { None })
        .do_this(put_back(case, off))
}

/// A rule that is off and that lets two servers win elections for one term.
fn responsible(case: &Case<'_>) -> Option<Bug> {
    let meet = case.quorums().least() * 2 > case.world.configuration().voters().len();
    Bug::ALL.iter().copied().find(|bug| {
        let breaks = bug.breaks() == Some(Property::ElectionSafety);
        // Half of an odd number, rounded up, is a majority anyway.
        breaks && case.world.options().has(*bug) && (*bug != Bug::MajorityHalf || !meet)
    })
}

fn put_back(case: &Case<'_>, off: Option<Bug>) -> Option<Remedy> {
    let bug = off?;
    let mut trial = case.trial();
    trial.put_back(bug);
    trial.remedy("switch that rule back on", EntryClaim::IsOff(bug).no())
}

/// A second leader in a newer term: the others elect it while the first is cut off.
fn second(case: &Case<'_>, first: ServerId) -> Option<Remedy> {
    let others = case.world.roster().minus(ServerSet::only(first));
    if !case.is_quorum(others) {
        return None;
    }
    others.iter().find_map(|server| {
        let with = super::Prospects::of(case.world, server).by_logs.minus(ServerSet::only(first));
        if !case.is_quorum(with) {
            return None;
        }
        let trial = elect::won(&case.trial(), server, with)?;
        let world = &trial.state().world;
        let leads = |server: ServerId| ElectionClaim::Leads {
            server,
            term: world.node(server).persistent().current_term,
        };
        if !world.node(first).leads() {
            return None;
        }
        let leads_to = say![leads(first), ", ", leads(server)];
        trial.remedy("elect a second leader in a newer term while the first is cut off", leads_to)
    })
}

/// The leader of an older term hears of the newest.
fn heard(case: &Case<'_>, newest: ServerId, older: ServerId) -> Option<Remedy> {
    let mut trial = case.trial();
    elect::wake(&mut trial, ServerSet::only(newest).or(ServerSet::only(older)));
    trial.release_links();
    if case.world.network().has_cuts() {
        trial.heal();
    }
    trial.beat(newest);
    let deposed = Condition::Not(Box::new(Condition::leads(older)));
    trial.until(&deposed, SOON, move |state| !state.world.node(older).leads());
    let after = ElectionClaim::Is { server: older, being: role::being(&trial.state().world, older) };
    trial.remedy(format!("let {older} hear of the newer term"), after)
}
