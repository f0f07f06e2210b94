//! What a person does to the cluster.

use super::plain::NETWORK;
use super::{Draft, ORDINARY, StepView, TELLING, find};
use crate::explain::words::{count, entries, ms, servers};
use crate::paper::{Citation, Rule};
use crate::raft::{BackUp, Choice, Command, Configuration, Fact, RoleKind, ServerId, ServerSet, Timer};
use crate::sim::{Action, LinkChange, SpanRange};

/// A crash keeps what Figure 2 calls persistent and takes the rest (§5.5).
const CRASH: Citation = Citation::figure("§5.5", "Figure 2, State");

pub(super) fn tell(view: &StepView, action: &Action) -> Draft {
    match action {
        Action::Crash(server) => crashed(view, *server),
        Action::Restart(server) => restarted(view, *server),
        Action::Freeze(server) => {
            telling(Rule::C2, format!("{server} freezes"), "it does nothing, but keeps its state")
        }
        Action::Thaw(server) => {
            telling(Rule::C2, format!("{server} continues"), "it still has the state in which it froze")
        }
        Action::Wipe(server) => {
            let rest = "its term, vote and log are gone, but Raft relies on them";
            telling(Rule::P1, format!("{server}'s disk is wiped"), rest)
        }
        Action::Fire { server, timer } => ordinary(
            timer_rule(*timer),
            format!("{server}'s {} timer expires", timer_name(*timer)),
            "on command",
        ),
        Action::EmptyHeartbeat(server) => ordinary(
            Rule::L1,
            format!("{server}'s heartbeat timer expires"),
            "on command, and it sends no entries",
        ),
        Action::SetTimer { server, timer, after } => {
            let candidate = view.step.role == Some(RoleKind::Candidate);
            let (rule, name) = match timer {
                // It tells a candidate when to ask again.
                Timer::Heartbeat if candidate => (Rule::L9, "retry"),
                timer => (timer_rule(*timer), timer_name(*timer)),
            };
            ordinary(rule, format!("{server}'s {name} timer is set to {}", ms(*after)), "")
        }
        Action::Align(set) => {
            let head = format!("Election timers among {} expire together", servers(*set));
            ordinary(Rule::E6, head, "votes may split")
        }
        Action::Spread(set) => {
            let head = format!("Election timers among {} expire one by one", servers(*set));
            ordinary(Rule::E6, head, "the first can win")
        }
        Action::Submit { to, command } => submitted(view, *to, *command),
        Action::SetAside(bug) => {
            telling(bug.rule(), format!("Rule {} is switched off", bug.rule()), bug.title())
        }
        Action::PutBack(bug) => {
            telling(bug.rule(), format!("Rule {} is on again", bug.rule()), bug.rule_off())
        }
        Action::Choose(choice) => chosen(*choice),
        network => on_network(view, network),
    }
}

fn telling(rule: Rule, head: String, rest: &str) -> Draft {
    Draft::new(TELLING, rule.place(), head, rest)
}

fn ordinary(rule: Rule, head: String, rest: &str) -> Draft {
    Draft::new(ORDINARY, rule.place(), head, rest)
}

const fn timer_name(timer: Timer) -> &'static str {
    match timer {
        Timer::Election => "election",
        Timer::Heartbeat => "heartbeat",
    }
}

const fn timer_rule(timer: Timer) -> Rule {
    match timer {
        Timer::Election => Rule::E6,
        Timer::Heartbeat => Rule::L1,
    }
}

fn crashed(view: &StepView, server: ServerId) -> Draft {
    let lost = find!(view, Fact::Crashed { term_lost, vote_lost, entries_lost, .. } => {
        (term_lost, vote_lost, entries_lost)
    });
    let rest = match lost {
        Some((true, ..)) => format!("its term was not on disk and is lost: {}", view.breach()),
        Some((_, true, _)) => format!("its vote was not on disk and is lost: {}", view.breach()),
        Some((_, _, entries)) if entries > 0 => {
            let gone = count(entries as usize, "entry");
            format!("{gone} not on disk and lost: {}", view.breach())
        }
        _ => "its term, vote and log are on disk; its commit index is lost".to_owned(),
    };
    Draft::new(TELLING, CRASH, format!("{server} crashes"), rest)
}

fn restarted(view: &StepView, server: ServerId) -> Draft {
    let found = find!(view, Fact::Restarted { term, voted_for, last_index } => (term, voted_for, last_index));
    let rest = found.map_or_else(String::new, |(term, vote, last)| {
        let vote = vote.map_or_else(|| "no vote".to_owned(), |vote| format!("a vote for {vote}"));
        let log = match last.0 {
            0 => "an empty log".to_owned(),
            1 => "1 entry".to_owned(),
            more => format!("{more} entries"),
        };
        format!("its disk has term {term}, {vote} and {log}; its commit index is 0")
    });
    Draft::new(TELLING, CRASH, format!("{server} restarts"), rest)
}

fn submitted(view: &StepView, to: ServerId, command: Command) -> Draft {
    if let Some((first, last)) = find!(view, Fact::Truncated { first, last, .. } => (first, last)) {
        let rest = format!("it deleted {} first: {}", entries(first, last), view.breach());
        return telling(Rule::I2, format!("{to} appends {command}"), &rest);
    }
    if let Some((index, term)) =
        find!(view, Fact::EntryAppended { index, term: Some(term), .. } => (index, term))
    {
        let head = format!("{to} appends {command} as entry {index}");
        let line = telling(Rule::L3, head, &format!("it leads term {term}, and the client waits"));
        return match find!(view, Fact::ClientReplied { .. } => ()) {
            Some(()) => Draft { rest: "it commits, applies and answers at once".to_owned(), ..line },
            None => line,
        };
    }
    match find!(view, Fact::ClientRedirected { leader, .. } => leader) {
        Some(Some(leader)) => telling(
            Rule::L10,
            format!("{to} rejects {command}"),
            &format!("it is a follower, and redirects the client to {leader}"),
        ),
        Some(None) => {
            telling(Rule::L10, format!("{to} rejects {command}"), "it is not the leader, and knows of none")
        }
        None => telling(Rule::C1, format!("No server receives {command}"), &format!("{to} is down")),
    }
}

/// What servers do from now on, of what the paper leaves to them.
fn chosen(choice: Choice) -> Draft {
    let head = match choice {
        Choice::NoOp(true) => "New leaders append a no-op".to_owned(),
        Choice::NoOp(false) => "New leaders append nothing of their own".to_owned(),
        Choice::BackUp(BackUp::OneByOne) => "A rejection lowers next index by one".to_owned(),
        Choice::BackUp(BackUp::ByTerm) => "A rejection lowers next index past a whole term".to_owned(),
        Choice::MaxEntries(most) => {
            format!("An AppendEntries carries at most {}", count(most as usize, "entry"))
        }
        Choice::ProbeEmpty(true) => {
            "After a rejection, leaders send no entries until the logs match".to_owned()
        }
        Choice::ProbeEmpty(false) => "After a rejection, leaders still send entries".to_owned(),
    };
    telling(choice.rule(), head, "from now on")
}

fn on_network(view: &StepView, action: &Action) -> Draft {
    let who = |set: ServerSet| names(set, view.configuration.members());
    let (weight, head, rest) = match action {
        Action::Partition(groups) => partition(groups, view.configuration),
        Action::Heal => (TELLING, "The network is healed".to_owned(), "no link is cut".to_owned()),
        Action::Cut { from, to } => {
            (TELLING, cut(*from, *to, view.configuration.members()), "this direction is cut".to_owned())
        }
        Action::Mend { from, to } => {
            let head = format!("Links from {} to {} are mended", who(*from), who(*to));
            (TELLING, head, String::new())
        }
        Action::Tune { from, to, change } => {
            (ORDINARY, format!("Links from {} to {} change", who(*from), who(*to)), tuned(*change))
        }
        Action::HoldLink { from, to } => {
            let head = format!("Messages from {} to {} are held back", who(*from), who(*to));
            (ORDINARY, head, "late, not lost".to_owned())
        }
        Action::ReleaseLink { from, to } => {
            (ORDINARY, format!("Messages from {} to {} are released", who(*from), who(*to)), String::new())
        }
        Action::Deliver(id) => (ORDINARY, format!("Message {id} is delivered"), "on command".to_owned()),
        Action::Drop(id) => (ORDINARY, format!("Message {id} is dropped"), "on command".to_owned()),
        Action::Duplicate(id) => {
            (ORDINARY, format!("Message {id} is duplicated"), "the copy takes the same link".to_owned())
        }
        Action::Delay { message, by } => {
            (ORDINARY, format!("Message {message} is delayed by {}", ms(*by)), String::new())
        }
        Action::Hold(id) => {
            (ORDINARY, format!("Message {id} is held back"), "it is late, not lost".to_owned())
        }
        Action::Release(id) => (ORDINARY, format!("Message {id} is released"), String::new()),
        // The others are told above.
        _ => (ORDINARY, "Something was done to the cluster".to_owned(), String::new()),
    };
    Draft::new(weight, NETWORK, head, rest)
}

/// Of links it matters which servers they join: `all`, `all but S2`, `S4 and S5`.
fn names(set: ServerSet, members: ServerSet) -> String {
    let missing = members.minus(set);
    match missing.len() {
        0 => "all".to_owned(),
        1 if set.len() > 2 => format!("all but {}", missing.in_prose()),
        _ if set.len() > 5 => servers(set),
        _ => set.in_prose(),
    }
}

/// Who no longer hears from whom.
fn cut(from: ServerSet, to: ServerSet, members: ServerSet) -> String {
    let others = |of: ServerSet, set: ServerSet| of.len() == 1 && set.or(of) == members && set.len() > 1;
    if others(from, to) {
        return format!("No other server hears from {}", from.in_prose());
    }
    let from_whom = if others(to, from) { "any other server".to_owned() } else { names(from, members) };
    format!("{} no longer {} from {from_whom}", names(to, members), hear(to))
}

fn hear(set: ServerSet) -> &'static str {
    if set.len() == 1 { "hears" } else { "hear" }
}

fn partition(groups: &[ServerSet], configuration: Configuration) -> (u8, String, String) {
    let size = configuration.voters().len();
    let rest = groups.iter().fold(configuration.members(), |rest, group| rest.minus(*group));
    let parts: Vec<ServerSet> =
        groups.iter().copied().chain([rest]).filter(|group| !group.is_empty()).collect();
    let names: Vec<String> = parts.iter().map(|part| servers(*part)).collect();
    let head = if parts.len() == 2 {
        format!("A cut separates {}", names.join(" from "))
    } else {
        let sides: Vec<String> = parts.iter().map(ToString::to_string).collect();
        format!("The network splits into {} groups, {}", parts.len(), sides.join(" | "))
    };
    let why = match parts.iter().find(|part| configuration.is_quorum(**part)) {
        Some(most) => format!("{} of {size} are a majority", most.len()),
        None => format!("no side has a majority of {size}"),
    };
    (TELLING, head, why)
}

fn tuned(change: LinkChange) -> String {
    let share = |thousandths: u16| match (thousandths / 10, thousandths % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, tenth) => format!("{whole}.{tenth}%"),
    };
    let latency = change
        .latency
        .map(|SpanRange { min, max }| if min == max { ms(min) } else { format!("{}–{}", min.ms(), ms(max)) });
    let loss = change.loss.map(|loss| format!("loss {}", share(loss)));
    let twice = change.duplicate.map(|twice| format!("copies {}", share(twice)));
    let parts: Vec<String> = [latency, loss, twice].into_iter().flatten().collect();
    parts.join(", ")
}
