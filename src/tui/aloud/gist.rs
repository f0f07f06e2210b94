//! The gist of a story: what of many steps is told line by line. All of them are told when somebody asks for the story.
//!
//! A listener cannot skip lines as a reader can. So what was set up is not told at all, equal steps of several servers
//! are told once, and of a long story what its end implies, what repeats itself and what matters least is left out.

use super::text::sentence;
use crate::explain::{Narration, tell_within};
use crate::history::Run;
use crate::raft::{Fact, ServerId, Term};
use crate::sim::{Action, Loss, SeenFact, Step, StepId, What};
use std::fmt::Write as _;
use std::mem::discriminant;

/// A story of so many lines is told as it is.
const BRIEF: usize = 8;
/// A story that does not get shorter than this is cut in its middle.
const LONGEST: usize = 40;
/// How many lines are told after the cut.
const AFTER_CUT: usize = 15;

/// How much of a story is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Detail {
    /// The gist of what an author has prepared.
    Gist,
    /// The same of a cluster that begins: who is elected while it is set up matters, not each vote.
    Beginning,
    /// The gist of what somebody has just done: what they did is told too.
    Done,
    /// All that happened, with its places in the paper.
    All,
}

/// A line of a story.
struct Telling<'a> {
    step: &'a Step,
    narration: Narration,
    /// The other servers that do the same right after.
    others: Vec<ServerId>,
    /// How often this has happened in the story, if only the first and the last time are told.
    times: usize,
}

/// Some lines of a story, and the step after which each stands.
pub(super) struct Gist {
    /// The lines.
    pub lines: Vec<(StepId, Vec<String>)>,
    /// How many steps are left out that the whole story tells.
    pub left_out: usize,
}

/// The steps of a run after one of them.
pub(super) fn gist(run: &Run, from: StepId, detail: Detail) -> Gist {
    let steps = run.recent().iter().filter(|step| step.number > from);
    let all: Vec<Telling<'_>> = steps
        .map(|step| Telling { step, narration: tell_within(step, run), others: Vec::new(), times: 1 })
        .filter(|telling| telling.narration.weight > 0)
        .collect();
    let steps = all.len();
    let told = if detail == Detail::All { all } else { shortened(all, detail) };
    let left_out = steps - told.iter().map(|telling| 1 + telling.others.len()).sum::<usize>();
    let lines = told.iter().map(|telling| (telling.step.number, telling.lines(detail))).collect();
    Gist { lines, left_out }
}

fn shortened(mut told: Vec<Telling<'_>>, detail: Detail) -> Vec<Telling<'_>> {
    told.retain(|telling| detail == Detail::Done || !is_setting_up(telling.step));
    told = without(told, is_settled_at_once);
    if detail == Detail::Beginning {
        told = elections_won(told);
    }
    told = together(told);
    for shorter in [elections_won, only_first_and_last, what_matters] {
        if told.len() > BRIEF {
            told = shorter(told);
        }
    }
    if told.len() > LONGEST {
        let first = LONGEST - AFTER_CUT;
        told.drain(first..told.len() - AFTER_CUT);
    }
    told
}

/// Whether a step only prepares what is to happen, or carries out what was told when it was prepared.
fn is_setting_up(step: &Step) -> bool {
    matches!(step.what, What::Acted(Action::SetTimer { .. }) | What::Lost(_, Loss::Dropped))
}

/// Leaves out what is so, given all that is told after it.
fn without<'a>(told: Vec<Telling<'a>>, is_so: impl Fn(&Step, &[Telling<'a>]) -> bool) -> Vec<Telling<'a>> {
    let out: Vec<bool> =
        told.iter().enumerate().map(|(at, telling)| is_so(telling.step, &told[at + 1..])).collect();
    told.into_iter().zip(out).filter(|(_, out)| !out).map(|(telling, _)| telling).collect()
}

/// A leader that does not commit an entry yet, and commits it at the same moment with the next reply.
fn is_settled_at_once(step: &Step, later: &[Telling<'_>]) -> bool {
    let Some((leader, withheld)) = step.server().zip(step.seen().find_map(|fact| match fact {
        Fact::CommitWithheld { index, .. } => Some(index),
        _ => None,
    })) else {
        return false;
    };
    let commits = |fact: SeenFact| matches!(fact, Fact::CommitAdvanced { to, .. } if to >= withheld);
    let mut soon = later.iter().map(|telling| telling.step).take_while(|after| after.at == step.at);
    soon.any(|after| after.server() == Some(leader) && after.seen().any(commits))
}

/// Steps in which several servers do the same, one after the other, as one.
fn together(told: Vec<Telling<'_>>) -> Vec<Telling<'_>> {
    let mut merged: Vec<Telling<'_>> = Vec::new();
    for telling in told {
        if let Some(server) = telling.narration.server
            && let Some(before) = merged.last_mut()
            && before.deed().is_some_and(|deed| telling.deed() == Some(deed))
            && before.narration.rest == telling.narration.rest
            && before.step.at == telling.step.at
        {
            before.others.push(server);
        } else {
            merged.push(telling);
        }
    }
    merged
}

/// Of an election that is won, the victory is told, not each vote.
fn elections_won(told: Vec<Telling<'_>>) -> Vec<Telling<'_>> {
    let won: Vec<(ServerId, Term)> = told.iter().filter_map(|telling| victory(telling.step)).collect();
    let is_part = |step: &Step| {
        let own = |term: Term| step.server().is_some_and(|server| won.contains(&(server, term)));
        victory(step).is_none()
            && step.seen().any(|fact| match fact {
                Fact::ElectionStarted { term } => own(term),
                Fact::VoteCounted { .. } => step.term.is_some_and(own),
                Fact::VoteGranted { to, term, .. } => won.contains(&(to, term)),
                _ => false,
            })
            && !step.seen().any(|fact| matches!(fact, Fact::SteppedDown { .. }))
    };
    without(told, |step, _| is_part(step))
}

fn victory(step: &Step) -> Option<(ServerId, Term)> {
    let term = step.seen().find_map(|fact| match fact {
        Fact::BecameLeader { term, .. } => Some(term),
        _ => None,
    })?;
    Some((step.server()?, term))
}

/// Of what repeats itself, the first and the last time are told.
fn only_first_and_last(told: Vec<Telling<'_>>) -> Vec<Telling<'_>> {
    let times = |step: &Step, told: &[Telling<'_>]| {
        told.iter().filter(|other| is_repetition(step, other.step)).count()
    };
    let counts: Vec<(usize, usize)> = told
        .iter()
        .enumerate()
        .map(|(at, telling)| (times(telling.step, &told[..at]), times(telling.step, &told[at + 1..])))
        .collect();
    let kept = told.into_iter().zip(counts).filter(|(_, (before, after))| *before == 0 || *after == 0);
    kept.map(|(telling, (before, after))| {
        let times = if after == 0 && before > 1 { before + 1 } else { telling.times };
        Telling { times, ..telling }
    })
    .collect()
}

/// Whether two steps are rejections, retries or commits not made that differ only in their numbers.
fn is_repetition(one: &Step, other: &Step) -> bool {
    let repeats = |step: &Step| {
        step.seen().find_map(|fact| match fact {
            Fact::RejectedMismatch { leader, .. } => Some((discriminant(&fact), Some(leader))),
            Fact::NextBackedUp { follower, .. } => Some((discriminant(&fact), Some(follower))),
            Fact::CommitWithheld { .. } => Some((discriminant(&fact), None)),
            _ => None,
        })
    };
    one.server() == other.server() && repeats(one).is_some_and(|kind| repeats(other) == Some(kind))
}

/// Elections, commits, refusals, crashes and the like.
fn what_matters(told: Vec<Telling<'_>>) -> Vec<Telling<'_>> {
    told.into_iter().filter(|telling| telling.narration.weight > 1).collect()
}

impl Telling<'_> {
    /// What a server does, without its name: `grants S1 its vote`.
    fn deed(&self) -> Option<&str> {
        let server = self.narration.server?.to_string();
        self.narration.head.strip_prefix(&server)?.strip_prefix(' ')
    }

    fn lines(&self, detail: Detail) -> Vec<String> {
        let Narration { short_place, .. } = &self.narration;
        // Writing into a string never fails.
        let mut text = format!("{} ms: {}", self.step.at.ms(), self.narration.sentence());
        if detail == Detail::All && !short_place.is_empty() {
            let _ = write!(text, " [{short_place}]");
        }
        if let Some((last, first)) = self.others.split_last() {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            let (who, does) = match first.as_slice() {
                [] => (last.to_string(), "does"),
                first => (format!("{} and {last}", first.join(", ")), "do"),
            };
            let _ = write!(text, ". {who} {does} the same.");
        }
        if self.times > 1 {
            let _ = write!(text, " (the last of {} such steps)", self.times);
        }
        sentence(&text, "  ")
    }
}
