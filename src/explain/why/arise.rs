//! Whether a state can arise at all, whether logs can exist side by side, and which servers can have led a term.

use super::Case;
use crate::arise::{
    Effort, Excuse, Impossible, Part, Plan, Server, Situation, Verdict, decide, smallest_change,
};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::arrival::{Arrival, arrive};
use crate::explain::sentence::Sentence;
use crate::explain::words::{capitalized, count, entries, servers};
use crate::language::Question;
use crate::raft::{Entry, Index, RoleKind, ServerId, ServerSet, Term};
use crate::sim::{Life, Node};

/// Whether the present state can arise, with its terms, votes, roles and commit indexes; or only its logs.
pub(super) fn answer(case: &Case<'_>, whole: bool) -> Answer {
    let Some(situation) = seen(case, whole) else {
        return case.answer("This is unknown: the trace does not contain every log and state.");
    };
    let answer = of_situation(case.question, &situation);
    if case.world.options().bugs.is_empty() {
        answer
    } else {
        answer.note("This answer is for a cluster that obeys every rule. In this cluster, a rule is off.")
    }
}

/// The same for a situation that no cluster is in.
pub fn of_situation(question: Question, situation: &Situation) -> Answer {
    match decide(situation, Effort::FULL) {
        Verdict::Possible(plan) => yes(question, situation, &plan),
        Verdict::Impossible(reason) => no(question, situation, &reason),
        Verdict::Open { helpers, sets } => Answer::new(question, "This is unknown.")
            .and(untested(format!(
                "Nothing rules it out, but no run was found that leads there with up to {} whose entries are all gone. \
                 The search tried {} of leaders.",
                count(helpers, "more leader"),
                count(sets as usize, "set"),
            ))),
    }
}

/// Which servers can have led a term, if a log still has entries of it.
pub(super) fn led(case: &Case<'_>, term: Term) -> Answer {
    let Some(situation) = seen(case, false) else {
        return case.answer("This is unknown: the trace does not contain every log and state.");
    };
    if !situation.servers.iter().any(|server| server.log.iter().any(|entry| entry.term == term)) {
        return case.answer(untested(format!(
            "No log still has an entry of term {term}, so the logs do not show who led it"
        )));
    }
    let (mut can, mut cannot, mut open) = (ServerSet::EMPTY, Vec::new(), ServerSet::EMPTY);
    for server in case.world.roster().iter() {
        let asked = Situation { led: vec![(term, server)], ..situation.clone() };
        match decide(&asked, Effort::FULL) {
            Verdict::Possible(_) => can = can.or(ServerSet::only(server)),
            Verdict::Impossible(reason) => cannot.push((server, reason)),
            Verdict::Open { .. } => open = open.or(ServerSet::only(server)),
        }
    }
    let headline = match can.len() {
        0 if open.is_empty() => format!("No server can have led term {term}."),
        0 => format!("It is unknown which servers can have led term {term}."),
        1 => format!("Only {can} can have led term {term}, as far as the logs show."),
        _ => format!("{} can each have led term {term}, as far as the logs show.", servers(can)),
    };
    let mut answer = case.answer(untested(headline)).light(can);
    if let Some((_, reason)) = cannot.first() {
        let refused = cannot.iter().map(|(server, reason)| {
            Held::new(false, untested(format!("{server} can have led term {term}")), untested(reason))
        });
        answer = answer.by(Clause::of(reason.rule(), refused)).because(reason.rule().article().why);
    }
    if !open.is_empty() && !can.is_empty() {
        answer = answer.note(untested(format!("This is unknown for {}", servers(open))));
    }
    answer
}

fn yes(question: Question, situation: &Situation, plan: &Plan) -> Answer {
    let Some(Arrival { run, commands, actions }) = arrive(plan, situation) else {
        let answer = Answer::new(question, "Yes: this can happen with every rule obeyed.").says(true);
        let answer = plan.turns.iter().fold(answer, |answer, turn| answer.note(untested(told(turn))));
        return answer.note("No run was simulated for this sequence of leaders.");
    };
    let headline = match actions {
        0 => "Yes: every cluster starts this way.".to_owned(),
        1 => "Yes: 1 action leads there from empty logs with every rule obeyed.".to_owned(),
        _ => format!(
            "Yes: {actions} actions lead there from empty logs with every rule obeyed. None of the actions can be left out."
        ),
    };
    let mut answer = Answer::new(question, untested(headline)).says(true);
    for turn in &plan.turns {
        answer = answer.note(untested(told(turn)));
    }
    let ends = Situation { highest: situation.highest, ..of_nodes(run.world().nodes()) };
    if whole(situation) && !is_same(&ends, situation) {
        answer = answer.note(
            "The run ends with these logs and terms. Roles, votes and commit indexes were checked against the rules, too, \
             but the run may end with different ones.",
        );
    }
    if actions == 0 {
        return answer;
    }
    answer.do_this([Remedy {
        text: "watch a run that leads there".to_owned(),
        leads_to: "from empty logs to these".into(),
        commands,
    }])
}

/// `Term 2: S1 leads (S2 can vote for it) and appends 2 entries; S3 gets entries 1 to 3.`
fn told(turn: &crate::arise::Turn) -> String {
    let others = turn.voters.minus(ServerSet::only(turn.leader));
    let votes =
        if others.is_empty() { String::new() } else { format!(" ({} can vote for it)", servers(others)) };
    let appends = match turn.appends.len() {
        0 => String::new(),
        number => format!(" and appends {}", count(number, "entry")),
    };
    let taken = turn.taken.iter().map(|taken| {
        let what = entries(Index::FIRST, Index::ZERO.plus(taken.length));
        format!("; {} gets {what}", taken.by)
    });
    let taken: Vec<String> = taken.collect();
    format!("Term {}: {} leads{votes}{appends}{}.", turn.term, turn.leader, taken.concat())
}

fn no(question: Question, situation: &Situation, reason: &Impossible) -> Answer {
    let conditions: Vec<Held> = match reason {
        Impossible::Unelected { voters, refusers, .. } => {
            let can = voters
                .iter()
                .map(|voter| Held::new(true, untested(format!("{voter} could vote for it")), ""));
            let cannot = refusers.iter().map(|refuser| {
                let live = match refuser.excuse {
                    Excuse::NotThere(term) => format!("it is in term {term}"),
                    Excuse::Voted(Some(other)) => format!("it voted for {other}"),
                    Excuse::Voted(None) => "it did not vote".to_owned(),
                    Excuse::Newer(index, term) => {
                        format!("its log was more up-to-date, up to index {index} of term {term} or further")
                    }
                    Excuse::Unreachable => "it cannot have reached its state".to_owned(),
                };
                Held::new(false, untested(format!("{} could vote for it", refuser.server)), untested(live))
            });
            can.chain(cannot).collect()
        }
        _ => vec![Held::new(false, reason.rule().article().name, "")],
    };
    let answer = Answer::new(question, untested(format!("No: {reason}")))
        .says(false)
        .by(Clause::of(reason.rule(), conditions))
        .because(reason.rule().article().why)
        .light(reason.servers());
    match smallest_change(situation, reason) {
        Some(change) => answer.changed_by(untested(capitalized(&format!("{change}, it could arise.")))),
        None => answer,
    }
}

/// What the decision says: `arise` is tested with all runs of small clusters, not with this one.
fn untested(text: impl std::fmt::Display) -> Sentence {
    Sentence::untested(text)
}

/// The present state, as a situation to decide. None if a log is incomplete.
fn seen(case: &Case<'_>, whole: bool) -> Option<Situation> {
    let nodes = case.world.nodes();
    // A recording may leave out what decides it.
    if !case.world.driver().can_act()
        || nodes.iter().any(|node| node.persistent().log.base().index > Index::ZERO)
    {
        return None;
    }
    let mut situation = of_nodes(nodes);
    // A setup can leave out a vote that no candidate can request anymore: then the situation does not say that it is free.
    let asked_for = |term: Term| {
        let asks = |node: &Node| {
            let candidate = node.server().is_some_and(|it| it.candidate().is_some());
            let own = node.persistent().current_term;
            own < term || (own == term && candidate)
        };
        nodes.iter().any(asks)
    };
    for server in &mut situation.servers {
        let open = server.vote == Some(None) && server.part == Part::Any;
        if open && server.term.is_some_and(|term| !asked_for(term)) {
            server.vote = None;
        }
    }
    Some(if whole {
        situation
    } else {
        Situation::of_logs(situation.servers.into_iter().map(|server| server.log))
    })
}

fn of_nodes(nodes: &[Node]) -> Situation {
    let servers: Vec<Server> = nodes.iter().map(of_node).collect();
    let highest = servers.iter().filter_map(|server| server.term).max();
    Situation { servers, highest, ..Situation::default() }
}

fn of_node(node: &Node) -> Server {
    let persistent = node.persistent();
    let log: Vec<Entry> = persistent.log.iter().map(|(_, entry)| *entry).collect();
    let part = match &node.life {
        Life::Down(_) => Part::Any,
        Life::Up(server) | Life::Frozen(server) => match server.role().kind() {
            RoleKind::Leader => Part::Leader,
            RoleKind::Candidate => Part::Candidate,
            RoleKind::Follower => Part::Any,
        },
    };
    let commit = node.server().map_or(Index::ZERO, |server| server.volatile().commit_index);
    let vote: Option<ServerId> = persistent.voted_for;
    Server { log, term: Some(persistent.current_term), vote: Some(vote), part, commit }
}

/// Whether it says more than the logs.
fn whole(situation: &Situation) -> bool {
    situation.servers.iter().any(|server| server.term.is_some())
}

fn is_same(one: &Situation, other: &Situation) -> bool {
    one.servers == other.servers
}
