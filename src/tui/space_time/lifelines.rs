//! The servers along time: what each was when, what it did, and who was cut off from whom.

use super::layout::SpaceTimeLayout;
use crate::explain::{action_in_a_word, fact_in_a_word, known};
use crate::history::{Lifelines, Mark, MarkKind, Outline, Standing};
use crate::raft::{Fact, ServerId, ServerSet};
use crate::sim::{Step, What};
use crate::tui::Scene;

/// A cut between a server and the one in the row below.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Cut {
    /// Whether neither hears the other.
    pub both: bool,
    /// Who is cut off from whom, if that is told in a few words.
    pub words: String,
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

/// The cuts between each server and the next.
fn cuts_of(outline: &Outline) -> Vec<Option<Cut>> {
    let size = outline.roster().len();
    let mut words = None;
    let cut = |position: usize| {
        let (above, below) = (ServerId::at(position), ServerId::at((position + 1).min(size - 1)));
        let (down, up) = (outline.is_cut(above, below), outline.is_cut(below, above));
        if !down && !up {
            return None;
        }
        let both = down && up;
        let words = if both {
            words.get_or_insert_with(|| sides_in_words(outline)).clone()
        } else if down {
            format!("{below} is deaf to {above}")
        } else {
            format!("{above} is deaf to {below}")
        };
        Some(Cut { both, words })
    };
    (0..size).map(cut).collect()
}

/// Who is on which side: `S5 is cut off`, `S1 S2 | S3 S4 S5`.
fn sides_in_words(outline: &Outline) -> String {
    let all = outline.roster();
    let mut sides: Vec<ServerSet> = Vec::new();
    for server in all.iter() {
        let in_touch = |other: &ServerId| {
            *other == server || !outline.is_cut(server, *other) || !outline.is_cut(*other, server)
        };
        let side: ServerSet = all.iter().filter(in_touch).collect();
        if !sides.contains(&side) {
            sides.push(side);
        }
    }
    let whole = sides.iter().fold(ServerSet::EMPTY, |whole, side| whole.or(*side)) == all
        && sides.iter().map(|side| side.len()).sum::<usize>() == all.len();
    match &sides[..] {
        _ if !whole => "cut".to_owned(),
        [one, other] if one.len() == 1 && other.len() > 1 => format!("{one} is cut off"),
        [one, other] if other.len() == 1 && one.len() > 1 => format!("{other} is cut off"),
        sides => sides.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | "),
    }
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
