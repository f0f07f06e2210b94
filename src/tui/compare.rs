//! Two branches side by side: where they part, the cluster and the logs of each, and what is different.
//!
//! ```text
//!   ●─────────────●──┬───────────●  quiet   S1 crashes
//!                    ╰────────●     busy    S4 stands for election
//!
//!   quiet  S5 leads term 5 ──── step 66 │ busy  S1 leads term 4 ──── step 61
//!   Logs …                              │ Logs …
//!   What differs ───────────────────────┼──────────────────────────────────
//!   leader     ≠ S5 of term 5           │ S1 of term 4
//! ```

mod plan;
mod table;

use super::panes::canvas::{Canvas, grouped};
use super::panes::glance::Glance;
use super::panes::{draw_pane, hit_pane, keys};
use super::{Look, Pane, Scene, Target};
use crate::explain::{Told, tell_within};
use crate::history::{Comparison, ServerDifference, Sides};
use crate::raft::{ServerId, Term};
use crate::tui::look::glyph;
use plan::Plan;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// One of two branches: the run with its cursor on it, and what it is called.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// What is seen of it.
    pub scene: Scene<'a>,
    /// The name of the branch.
    pub name: &'a str,
}

/// Two branches side by side.
#[derive(Clone, Copy)]
pub struct Pair<'a> {
    /// The first at the left, the second at the right.
    pub sides: Sides<Side<'a>>,
    /// What is different, at the steps that are shown.
    pub comparison: &'a Comparison,
    /// Whether keys go to the right one. The line of keys is that of the left scene.
    pub right: bool,
}

/// What is under the mouse on two branches.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PairTarget {
    /// Something at the left.
    Left(Target),
    /// Something at the right.
    Right(Target),
    /// A hint in the line of keys, by its position.
    Hint(usize),
}

impl Pair<'_> {
    fn look(&self) -> &Look {
        self.sides.a.scene.look
    }

    fn both(&self) -> [(&Side<'_>, bool); 2] {
        [(&self.sides.a, false), (&self.sides.b, true)]
    }
}

/// Draws two branches on an area of a buffer.
pub fn draw_pair(pair: &Pair, area: Rect, buffer: &mut Buffer) {
    let area = area.intersection(buffer.area);
    let mut canvas = Canvas::new(buffer, pair.look(), area);
    canvas.clear(area, pair.look().base());
    let plan = Plan::of(pair, area);
    status(pair, plan.status, &mut canvas);
    if let Some(strip) = plan.strip {
        fork(pair, strip, &mut canvas);
    }
    if let Some(x) = plan.middle {
        for y in plan.rule.clone() {
            canvas.put_char(x, y, '│', pair.look().faint());
        }
    }
    for (side, right) in pair.both() {
        let column = if right { &plan.right } else { &plan.left };
        header(pair, side, right, column.header, &mut canvas);
        let glance = Glance::of(&side.scene, &column.layout());
        // Both panes of a side are looked at alike: what has the focus is the side.
        let scene = Scene { focus: Pane::Events, ..side.scene };
        for (pane, area) in &column.panes {
            draw_pane(&scene, &glance, *pane, *area, &mut canvas);
        }
        log_notes(pair, side, right, column, &glance, &mut canvas);
        band(side.scene.subtitle, column.subtitle, &mut canvas);
    }
    table::draw(pair, &plan, &mut canvas);
    if let Some(area) = plan.keys {
        keys::draw(pair.sides.a.scene.hints, area, &mut canvas);
    }
}

/// What is under the mouse on two branches that were drawn on this area.
pub fn hit_pair(pair: &Pair, area: Rect, x: u16, y: u16) -> Option<PairTarget> {
    let plan = Plan::of(pair, area);
    let here = |area: Rect| area.contains((x, y).into());
    if let Some(area) = plan.keys.filter(|area| here(*area)) {
        return match keys::hit(&pair.sides.a.scene, area, x) {
            Some(Target::Hint(place)) => Some(PairTarget::Hint(place)),
            _ => None,
        };
    }
    let on = |right: bool| if right { PairTarget::Right } else { PairTarget::Left };
    for (side, right) in pair.both() {
        let column = if right { &plan.right } else { &plan.left };
        let glance = Glance::of(&side.scene, &column.layout());
        if let Some((pane, area)) = column.panes.iter().find(|(_, area)| here(*area)) {
            let target = hit_pane(&side.scene, &glance, *pane, *area, (x, y));
            return Some(on(right)(target.unwrap_or(Target::Pane(*pane))));
        }
    }
    let server = table::server_at(pair, &plan, y)?;
    Some(on(plan.middle.is_some_and(|middle| x > middle))(Target::Server(server)))
}

fn status(pair: &Pair, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let Comparison { parting, times, .. } = pair.comparison;
    let what = match parting {
        Some(parting) => format!("two futures of step {}", grouped(parting.after)),
        None => "two moments of one branch".to_owned(),
    };
    let when = if times.differ() {
        format!("at {} and {} ms", grouped(times.a.ms()), grouped(times.b.ms()))
    } else {
        format!("both at {} ms", grouped(times.a.ms()))
    };
    let end = canvas.put_right(area.right(), area.y, &when, look.dim());
    if area.width < 100 {
        canvas.put_cut(area.x, area.y, &what, end.saturating_sub(area.x + 2), look.bold());
        return;
    }
    let x = canvas.put(area.x, area.y, "Raftarium", look.bold());
    let middle = area.x + (area.width.saturating_sub(canvas.width(&what))) / 2;
    let room = middle.saturating_sub(x + 4);
    canvas.put_cut(x + 2, area.y, pair.sides.a.scene.title, room, look.dim());
    canvas.put(middle, area.y, &what, look.bold());
}

/// The colour of a side: that of the term of whoever leads it.
fn colour(side: &Side, look: &Look) -> Style {
    let (term, leader) = standing(side);
    if leader.is_some() { look.term(term) } else { look.text() }
}

/// The latest term of a side, and who leads.
fn standing(side: &Side) -> (Term, Option<ServerId>) {
    let world = side.scene.run.world();
    let leader = world.leader();
    let term = match leader {
        Some(leader) => world.node(leader).persistent().current_term,
        None => world.nodes().iter().map(|node| node.persistent().current_term).max().unwrap_or_default(),
    };
    (term, leader)
}

/// The run as a line that forks, and what happened next on each branch.
fn fork(pair: &Pair, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let Comparison { parting, times, .. } = pair.comparison;
    let room = (area.width / 2).min(90);
    let whole = times.a.max(times.b).0.max(1);
    let column = |time: u64| area.x + (u128::from(time) * u128::from(room - 1) / u128::from(whole)) as u16;
    let parts = parting.as_ref().map(|parting| column(parting.at.0));
    let ends = [column(times.a.0), column(times.b.0)];
    canvas.run(area.x, parts.unwrap_or(ends[0]), area.y, '─', look.line());
    canvas.put_char(area.x, area.y, '●', look.text());
    for (place, (side, _)) in pair.both().into_iter().enumerate() {
        let y = area.y + place as u16;
        let style = colour(side, look);
        let from = parts.map_or(area.x, |parts| parts + 1);
        if place == 1 || parts.is_some() {
            canvas.run(from, ends[place], y, '─', style);
        }
        if let Some(parts) = parts {
            canvas.put_char(parts, y, if place == 0 { '┬' } else { '╰' }, look.line());
        }
        canvas.put_char(ends[place], y, '●', style.add_modifier(Modifier::BOLD));
        let x = area.x + room + 2;
        let end = canvas.put_cut(x, y, side.name, area.width / 8, style.add_modifier(Modifier::BOLD));
        let next = parting.as_ref().map(|parting| if place == 0 { &parting.next.a } else { &parting.next.b });
        let text = next.map(|step| tell_within(step, side.scene.run).head).unwrap_or_default();
        canvas.put_cut(end + 2, y, &text, area.right().saturating_sub(end + 2), look.text());
    }
}

/// The name of a branch, who leads, and its step.
fn header(pair: &Pair, side: &Side, right: bool, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let (term, leader) = standing(side);
    let style = colour(side, look).add_modifier(Modifier::BOLD);
    if pair.right == right {
        canvas.put_char(area.x.saturating_sub(2), area.y, glyph::HERE, look.bold());
    }
    let steps = pair.comparison.steps;
    let step = format!("step {}", grouped(if right { steps.b } else { steps.a }));
    let end = canvas.put_right(area.right(), area.y, &step, look.dim());
    let who = match leader {
        Some(leader) => format!("{leader} leads term {term}"),
        None => format!("term {term}, no leader"),
    };
    let room = end.saturating_sub(area.x + 1);
    let x = canvas.put_cut(area.x, area.y, side.name, room.min(area.width / 2), style);
    let x = canvas.put_cut(x + 2, area.y, &who, end.saturating_sub(x + 3), style);
    canvas.run(x + 1, end.saturating_sub(1), area.y, '─', look.faint());
}

/// Behind the log of each server that differs: how.
fn log_notes(
    pair: &Pair,
    side: &Side,
    right: bool,
    column: &plan::Column,
    glance: &Glance,
    canvas: &mut Canvas,
) {
    let (Some((pane, logs)), Some(notes)) =
        (column.panes.iter().find(|(pane, _)| *pane == Pane::Logs), column.notes)
    else {
        return;
    };
    let look = canvas.look;
    for y in logs.top()..logs.bottom() {
        let Some(Target::Server(server)) = hit_pane(&side.scene, glance, *pane, *logs, (logs.x, y)) else {
            continue;
        };
        let Some(text) =
            pair.comparison.servers.get(server.position()).and_then(|it| log_note(it, side, right))
        else {
            continue;
        };
        let x = canvas.put_char(notes.x, y, '≠', look.bold());
        canvas.put_cut(x + 1, y, &text, notes.right().saturating_sub(x + 1), look.text());
    }
}

/// What a log has from the first index on at which it differs from the other.
fn log_note(difference: &ServerDifference, side: &Side, right: bool) -> Option<String> {
    let first = difference.log?;
    let Sides { a, b } = difference.last_index;
    let (own, other) = if right { (b, a) } else { (a, b) };
    let log = &side.scene.run.world().node(difference.server).persistent().log;
    Some(match log.term_at(first) {
        None => format!("lacks {}", table::entries(first, other)),
        Some(term) if own == first => format!("{} of T{term}", table::entries(first, own)),
        Some(_) => table::entries(first, own),
    })
}

/// What the step of a side was, in a raised band.
fn band(told: &Told, area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    if area.height == 0 {
        return;
    }
    canvas.clear(area, look.raised());
    let bar = match told {
        Told { alarm: true, .. } => look.alarm(),
        Told { term: Some(term), .. } => look.term(*term),
        _ => look.dim(),
    };
    for y in area.top()..area.bottom() {
        canvas.put_char(area.x, y, '▌', bar);
    }
    let lines = [(&told.head, look.bold()), (&told.rest, look.text()), (&told.place, look.dim())];
    let lines = lines.into_iter().filter(|(text, _)| !text.is_empty());
    for ((text, style), y) in lines.zip(area.top()..area.bottom()) {
        canvas.put_cut(area.x + 2, y, text, area.width.saturating_sub(3), style);
    }
}
