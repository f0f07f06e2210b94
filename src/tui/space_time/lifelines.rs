//! The servers along time: what each was when, what it did, and who was cut off from whom.

use super::layout::SpaceTimeLayout;
use crate::explain::{action_in_a_word, fact_in_a_word, known};
use crate::history::{Lifelines, Mark, MarkKind, Outline, Standing, Stretch};
use crate::raft::{Fact, ServerId};
use crate::sim::{Step, What};
use crate::tui::Scene;
use crate::tui::cuts::Cuts;

/// What a cut is for a server.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Cut {
    /// It is on this side of a partition.
    Side(char),
    /// It does not hear others.
    Deaf(String),
}

/// A step on the line of its server: the most telling one of its column.
#[derive(Clone, Copy)]
pub(super) struct Dot<'a> {
    pub step: &'a Step,
    pub column: i64,
    pub server: ServerId,
    /// What makes it interesting, if anything does.
    pub kind: Option<MarkKind>,
    /// Whether it is the step that is shown.
    pub here: bool,
}

/// Everything that the lines show.
pub(super) struct SeenLifelines<'a> {
    pub lines: Lifelines<Standing, Cut>,
    /// In the order of time.
    pub dots: Vec<Dot<'a>>,
}

impl<'a> SeenLifelines<'a> {
    pub fn of(scene: &Scene<'a>, layout: &SpaceTimeLayout) -> SeenLifelines<'a> {
        let steps = layout.steps_of(scene);
        let last = scene.run.at_hand().last().map_or(scene.clock, |step| step.at.max(scene.clock));
        let end = (layout.column(last) + 1).min(layout.width());
        let before = steps.first().map_or(scene.run.cursor(), |step| step.number - 1);
        let mut outline = Outline::after(scene.run, before);
        let start = layout.time(0);
        let mut lines = Lifelines::begin(start, outline.roster().iter().map(|server| outline.server(server)));
        lines.set_cuts(start, cuts_of(&outline));
        let mut dots: Vec<Dot> = Vec::new();
        for step in steps {
            outline.apply(step);
            if let Some(server) = step.server() {
                lines.set_server(server, step.at, outline.server(server));
                let here = step.number == scene.run.cursor();
                add(
                    &mut dots,
                    Dot { step, column: layout.column(step.at), server, kind: kind_of(step), here },
                );
            }
            if matches!(&step.what, What::Acted(action) if action.is_about_cuts()) {
                lines.set_cuts(step.at, cuts_of(&outline));
            }
        }
        lines.end(layout.time(end));
        SeenLifelines { lines, dots }
    }

    /// What the cuts were for each server, and when.
    pub fn cuts(&self) -> impl Iterator<Item = (ServerId, &Stretch<Cut>)> {
        let by_server = self.lines.cuts.iter().enumerate();
        by_server.flat_map(|(place, cuts)| cuts.iter().map(move |stretch| (ServerId::at(place), stretch)))
    }

    /// Whether a stretch lasts to the end of what is known.
    pub fn is_last<T>(&self, server: ServerId, stretch: &Stretch<T>) -> bool {
        self.lines.servers[server.position()].last().is_none_or(|last| stretch.to >= last.to)
    }

    /// The dot at a column of a server's line, or right beside it.
    pub fn dot_near(&self, server: ServerId, column: i64) -> Option<&Dot<'a>> {
        let near = self.dots.iter().filter(|dot| dot.server == server && (dot.column - column).abs() <= 1);
        near.min_by_key(|dot| (dot.column - column).abs())
    }
}

/// One dot a column: the step that is shown, or the most telling one, or the last.
fn add<'a>(dots: &mut Vec<Dot<'a>>, dot: Dot<'a>) {
    let same = dots.iter_mut().rev().take_while(|other| other.column == dot.column);
    match same.into_iter().find(|other| other.server == dot.server) {
        Some(other) if (other.here, other.kind) > (dot.here, dot.kind) => {}
        Some(other) => *other = dot,
        None => dots.push(dot),
    }
}

fn kind_of(step: &Step) -> Option<MarkKind> {
    Mark::of(step).map(|mark| mark.kind)
}

/// What the cuts are for each server.
fn cuts_of(outline: &Outline) -> Vec<Option<Cut>> {
    /// Of more words, the first ones would be as good as none.
    const WORDS: u16 = 16;
    let cuts = Cuts::of(outline.roster(), |from, to| outline.is_cut(from, to));
    let cut = |server: ServerId| {
        cuts.letter(server).map(Cut::Side).or_else(|| cuts.deaf_words(server, WORDS).map(Cut::Deaf))
    };
    outline.roster().iter().map(cut).collect()
}

/// What a step did, in a word or two: what stands beside its dot.
pub(super) fn word_of(step: &Step) -> Option<String> {
    if let What::Acted(action) = &step.what
        && let Some(word) = action_in_a_word(action)
    {
        return Some(word.to_owned());
    }
    let words = step.seen().filter_map(|fact| {
        let rank = match fact {
            Fact::Crashed { .. } | Fact::Restarted { .. } => 1,
            Fact::SteppedDown { .. } => 3,
            _ => 2,
        };
        if let Some(word) = fact_in_a_word(fact) {
            return Some((rank, word));
        }
        Some(match fact {
            Fact::BecameLeader { term, .. } => (0, format!("leads T{term}")),
            Fact::ElectionStarted { term } => (1, format!("candidate T{term}")),
            Fact::EntryAppended { command, .. } => (3, format!("appends {}", known(command))),
            Fact::VoteGranted { to, .. } => (4, format!("votes {to}")),
            Fact::VoteDenied { to, .. } => (4, format!("denies {to}")),
            Fact::RejectedMismatch { .. } => (4, "no match".to_owned()),
            Fact::FollowerCommitAdvanced { to, .. } => (5, format!("commit {to}")),
            _ => return None,
        })
    });
    words.min_by_key(|(rank, _)| *rank).map(|(_, word)| word)
}
