//! Whether a state can arise at all, or logs can stand side by side; and who can have led a term.

use super::Case;
use crate::arise::{
    Effort, Excuse, Impossible, Part, Plan, Server, Situation, Verdict, decide, smallest_change,
};
use crate::explain::answer::{Answer, Clause, Held, Remedy};
use crate::explain::arrival::{Arrival, arrive};
use crate::explain::sentence::Sentence;
use crate::explain::words::{capitalized, count, entries};
use crate::language::Question;
use crate::raft::{Entry, Index, RoleKind, ServerId, ServerSet, Term};
use crate::sim::{Life, Node};

/// Whether the present state can arise, with its terms, votes, roles and commit indexes; or only its logs.
pub(super) fn answer(case: &Case<'_>, whole: bool) -> Answer {
    let Some(situation) = seen(case, whole) else {
        return case.answer("That is not known: not all of every log and state is there.");
    };
    let answer = of_situation(case.question, &situation);
    if case.world.options().bugs.is_empty() {
        answer
    } else {
        answer.note("That is said of a cluster that obeys every rule. In this one a rule is off.")
    }
}

/// The same of a situation that no cluster is in.
pub fn of_situation(question: Question, situation: &Situation) -> Answer {
    match decide(situation, Effort::FULL) {
        Verdict::Possible(plan) => yes(question, situation, &plan),
        Verdict::Impossible(reason) => no(question, situation, &reason),
        Verdict::Open { helpers, sets } => Answer::new(question, "That is not known.")
            .and(untested(format!(
                "Nothing was found that rules it out, and no run that leads there with up to {} of which no entry is left: \
                 {} of leaders were tried.",
                count(helpers, "more leader"),
                count(sets as usize, "set"),
            ))),
    }
}

/// Who can have led a term of which entries are left.
pub(super) fn led(case: &Case<'_>, term: Term) -> Answer {
    let Some(situation) = seen(case, false) else {
        return case.answer("That is not known: not all of every log and state is there.");
    };
    if !situation.servers.iter().any(|server| server.log.iter().any(|entry| entry.term == term)) {
        return case.answer(untested(format!(
            "No entry of term {term} is left in any log: they do not tell who led it"
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
        0 if open.is_empty() => format!("Nobody can have led term {term}."),
        0 => format!("It is not known who can have led term {term}."),
        1 => format!("{can} alone can have led term {term}, as far as the logs tell."),
        _ => format!("{can} can have led term {term}, as far as the logs tell."),
    };
    let mut answer = case.answer(untested(headline)).light(can);
    if let Some((_, reason)) = cannot.first() {
        let refused = cannot.iter().map(|(server, reason)| {
            Held::new(false, untested(format!("{server} can have led it")), untested(reason))
        });
        answer = answer.by(Clause::of(reason.rule(), refused)).because(reason.rule().article().why);
    }
    if !open.is_empty() && !can.is_empty() {
        answer = answer.note(untested(format!("Of {open} it is not known")));
    }
    answer
}

fn yes(question: Question, situation: &Situation, plan: &Plan) -> Answer {
    let Some(Arrival { run, commands, actions }) = arrive(plan, situation) else {
        let answer =
            Answer::new(question, "Yes: there is a way there in which every rule is obeyed.").says(true);
        let answer = plan.turns.iter().fold(answer, |answer, turn| answer.note(untested(told(turn))));
        return answer.note("No run that goes this way was played.");
    };
    let headline = match actions {
        0 => "Yes: every cluster begins so.".to_owned(),
        _ => {
            format!(
                "Yes: {} from empty logs lead there, none of which can be left out, and every rule is obeyed.",
                count(actions, "action")
            )
        }
    };
    let mut answer = Answer::new(question, untested(headline)).says(true);
    for turn in &plan.turns {
        answer = answer.note(untested(told(turn)));
    }
    let ends = Situation { highest: situation.highest, ..of_nodes(run.world().nodes()) };
    if whole(situation) && !is_same(&ends, situation) {
        answer = answer.note(
            "The run ends in these logs and terms. Roles, votes and commit indexes were held against the rules, too, and may be \
             others at its end.",
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

/// `Term 2: S1 is elected with the votes of S1 S2, appends 2 entries; S3 takes entries 1 to 3.`
fn told(turn: &crate::arise::Turn) -> String {
    let others = turn.voters.minus(ServerSet::only(turn.leader));
    let votes = if others.is_empty() { String::new() } else { format!(", {others} can vote for it") };
    let appends = match turn.appends.len() {
        0 => String::new(),
        number => format!(", appends {}", count(number, "entry")),
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
                    Excuse::Voted(Some(other)) => format!("it gave its vote to {other}"),
                    Excuse::Voted(None) => "it gave its vote to nobody".to_owned(),
                    Excuse::Newer(index, term) => {
                        format!("its log was newer, up to index {index} of term {term} or beyond")
                    }
                    Excuse::Unreachable => "it cannot have come to its state".to_owned(),
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
        Some(change) => answer.changed_by(untested(capitalized(&format!("{change} it could.")))),
        None => answer,
    }
}

/// What the decision says: `arise` is held against all runs of small clusters, not against this one.
fn untested(text: impl std::fmt::Display) -> Sentence {
    Sentence::untested(text)
}

/// What is to be decided of the cluster as it is. None if not all of a log is there.
fn seen(case: &Case<'_>, whole: bool) -> Option<Situation> {
    let nodes = case.world.nodes();
    // A recording may leave out what decides it.
    if !case.world.driver().can_act()
        || nodes.iter().any(|node| node.persistent().log.base().index > Index::ZERO)
    {
        return None;
    }
    let mut situation = of_nodes(nodes);
    // A setup need not say a vote that nobody can ask for any more: that it is free is not said then.
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

/// Whether more than logs is said.
fn whole(situation: &Situation) -> bool {
    situation.servers.iter().any(|server| server.term.is_some())
}

fn is_same(one: &Situation, other: &Situation) -> bool {
    one.servers == other.servers
}
