//! The pane Space-time: Lamport's diagram. One line a server, time to the right; messages are straight lines
//! between the step that sent them and the step in which they arrived. Long stretches in which nothing happens are folded.
//!
//! ```text
//! ★ S1   T2 ━●━━━━━━━━━━━━━━●━✓━━━━✕                     ↻──────
//!             ⠑⢄         ⢀⡴▴                             restarts
//!               ⠑⢄     ⢀⠔⠁
//!                 ▾  ⢀⠔⠁
//! ● S2   T2 ────────●─────────────────
//! ```
//!
//! A line is heavy while its server leads, hatched while it is frozen, and not there while it is down.

mod layout;
mod legend;
mod lifelines;
mod light;
mod paths;
mod raster;
mod words;

use crate::explain::grouped;
use crate::history::{MarkKind, Standing, Stretch};
use crate::raft::{RoleKind, ServerId};
use crate::sim::LifeKind;
use crate::tui::canvas::Canvas;
use crate::tui::lens::Lit;
use crate::tui::look::glyph;
use crate::tui::overview::{Overview, face, role, term_of};
use crate::tui::pane::PaneView;
use crate::tui::{Chosen, Pane, Scene, Target};
use layout::SpaceTimeLayout;
use lifelines::{Cut, Dot, SeenLifelines};
use light::{Light, Shade};
use paths::Path;
use raster::{Cell, Raster};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit, hit };

/// A tick every so many columns.
const TICKS: i64 = 20;

/// Draws the pane.
fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let layout = SpaceTimeLayout::of(scene, overview, area);
    let focused = scene.focus == Pane::SpaceTime;
    canvas.title(area, Pane::SpaceTime.title(), &note(scene, &layout), focused);
    let canvas = &mut canvas.within(area);
    let light = Light::of(scene, &layout);
    let paths = paths::paths(scene, &layout, &light);
    let raster = Raster::of(&layout, &paths, canvas.look.is_ascii());
    let lifelines = SeenLifelines::of(scene, &layout);
    axis(scene, &layout, canvas);
    cuts(&layout, &lifelines, canvas);
    messages(&layout, &raster, &paths, canvas);
    for server in layout.seen() {
        name(scene, overview, server, &layout, canvas);
        line(server, &layout, &light, &lifelines, (&raster, &paths), canvas);
    }
    for dot in &lifelines.dots {
        put_dot(&layout, &light, dot, canvas);
    }
    folds(&layout, &raster, canvas);
    terms(&layout, &lifelines, &raster, canvas);
    sides(&layout, &lifelines, &raster, canvas);
    cursor(scene, &layout, &raster, &lifelines, canvas);
    words::draw(scene, &layout, &lifelines, &light, (&raster, &paths), canvas);
    legend::draw(scene, &layout, canvas);
}

fn note(scene: &Scene, layout: &SpaceTimeLayout) -> String {
    let step = grouped(scene.run.cursor());
    let lit = match scene.lens.lit {
        Lit::All => String::new(),
        Lit::Past => format!("the past of step {step} · "),
        Lit::Future => format!("the future of step {step} · "),
        Lit::Cone => format!("past and future of step {step} · "),
    };
    let column = match layout.scale {
        scale @ 0..1_000 => format!("{scale} µs"),
        scale if scale.is_multiple_of(1_000) => format!("{} ms", grouped(scale / 1_000)),
        scale => format!("{}.{} ms", scale / 1_000, scale % 1_000 / 100),
    };
    let size = scene.run.world().size();
    let seen = match (layout.servers.start, layout.servers.end) {
        (0, end) if end == size => String::new(),
        (start, end) => format!("S{}–S{end} of {size} · ", start + 1),
    };
    format!("{seen}{lit}a column is {column}")
}

/// The times above, with a tick each, and the tip of the cursor.
fn axis(scene: &Scene, layout: &SpaceTimeLayout, canvas: &mut Canvas) {
    let look = canvas.look;
    let unit = canvas.width("ms");
    let folded = |column: i64| layout.folds().any(|(columns, _)| columns.contains(&column));
    let every = layout.scale * TICKS as u64;
    let mut free = 0;
    for column in 0..layout.width() {
        // Ticks stand at round times: they move along with the lines.
        let (at, next) = (layout.time(column).0, layout.time(column + 1).0);
        let round = at.div_ceil(every) * every;
        let Some(x) = layout.x(column).filter(|_| round < next && !folded(column)) else { continue };
        canvas.put_char(x, layout.ticks, '╵', look.line());
        let text = if layout.scale < 100 && !round.is_multiple_of(1_000) {
            format!("{}.{}", grouped(round / 1_000), round % 1_000 / 100)
        } else {
            grouped(round / 1_000)
        };
        let width = canvas.width(&text);
        if let Some(y) = layout.times
            && x >= free
            && x + width + unit + 1 < layout.columns.end
        {
            canvas.put(x, y, &text, look.dim());
            free = x + width + 2;
        }
    }
    if let Some(y) = layout.times {
        canvas.put_right(layout.columns.end, y, "ms", look.dim());
    }
    if let Some(x) = layout.x(layout.column(scene.clock)) {
        canvas.put_char(x, layout.ticks, '▾', look.bold());
    }
}

/// Time that was folded: broken lines, and above them how much it is.
fn folds(layout: &SpaceTimeLayout, raster: &Raster, canvas: &mut Canvas) {
    let look = canvas.look;
    for (columns, span) in layout.folds() {
        let (from, to) = (columns.start.max(0), columns.end.min(layout.width()));
        for server in layout.seen() {
            let y = layout.row(server) as u16;
            for column in from..to {
                if let Some(x) = layout.x(column)
                    && matches!(canvas.at(x, y), "─" | "━" | "-" | "=")
                    && raster.at(column, y).is_empty()
                {
                    canvas.mark(x, y, '╌', look.line());
                }
            }
        }
        let text = format!("╌ {} ╌", crate::explain::ms(span));
        let width = i64::from(canvas.width(&text));
        let start = i64::midpoint(from, to) - width / 2;
        if start >= from
            && start + width <= to
            && let Some(x) = layout.x(start)
        {
            canvas.put(x, layout.ticks, &text, look.dim());
        }
    }
}

/// The moments at which the network was cut or repaired: dotted, below everything else.
fn cuts(layout: &SpaceTimeLayout, lifelines: &SeenLifelines, canvas: &mut Canvas) {
    let style = canvas.look.faint();
    let last = layout.seen().last().map_or(0, |server| layout.row(server));
    for (server, stretch) in lifelines.cuts() {
        let healed = (!lifelines.is_last(server, stretch)).then_some(stretch.to);
        for column in [Some(stretch.from), healed].into_iter().flatten().map(|at| layout.column(at)) {
            // What began or ended before is not seen.
            let Some(x) = layout.x(column).filter(|_| column > 0) else { continue };
            for y in layout.rows.start..layout.rows.end.min(last as u16) {
                if layout.server_at(y).is_none() {
                    canvas.put_char(x, y, '┆', style);
                }
            }
        }
    }
}

/// On each line the side of a partition, or whom the server does not hear: where the cut begins.
fn sides(layout: &SpaceTimeLayout, lifelines: &SeenLifelines, raster: &Raster, canvas: &mut Canvas) {
    for (server, stretch) in
        lifelines.cuts().filter(|(server, _)| layout.servers.contains(&server.position()))
    {
        let text = match &stretch.what {
            // Beside the name it is told of what is so now.
            Cut::Side(_) if layout.column(stretch.from) <= 0 && lifelines.is_last(server, stretch) => {
                continue;
            }
            Cut::Side(side) => format!(" {side} "),
            Cut::Deaf(words) => format!(" {words} "),
        };
        let y = layout.row(server) as u16;
        let seen = layout.seen_of(stretch);
        on_line(server, y, &text, seen, canvas.look.bold(), (layout, lifelines, raster), canvas);
    }
}

/// Puts a text on the line of a server, as near to the beginning of a stretch as nothing else is. Says whether there was
/// room.
fn on_line(
    server: ServerId,
    y: u16,
    text: &str,
    (from, to): (i64, i64),
    style: Style,
    (layout, lifelines, raster): (&SpaceTimeLayout, &SeenLifelines, &Raster),
    canvas: &mut Canvas,
) -> bool {
    let width = i64::from(canvas.width(text));
    let is_free = |start: &i64| {
        (*start..start + width).all(|column| {
            let dot = lifelines.dot_near(server, column).is_some_and(|dot| dot.column == column);
            let plain = layout.x(column).is_some_and(|x| !canvas.at(x, y).contains(char::is_alphanumeric));
            plain && !dot && raster.at(column, y).is_empty()
        })
    };
    let place = (from.max(0)..from.max(0) + 14).filter(|start| start + width <= to).find(is_free);
    let Some(x) = place.and_then(|start| layout.x(start)) else { return false };
    canvas.put(x, y, text, style);
    true
}

fn messages(layout: &SpaceTimeLayout, raster: &Raster, paths: &[Path], canvas: &mut Canvas) {
    for y in layout.rows.clone() {
        for column in 0..layout.width() {
            let cell = raster.at(column, y);
            if let (Some(path), Some(x)) = (cell.owner().and_then(|owner| paths.get(owner)), layout.x(column))
            {
                canvas.put_char(x, y, cell.glyph(), strand(path, cell, canvas));
            }
        }
    }
}

fn strand(path: &Path, cell: Cell, canvas: &Canvas) -> Style {
    let look = canvas.look;
    match cell.shade {
        _ if cell.glyph() == glyph::LOST => look.alarm(),
        Shade::Lit if look.has_raised() => look.term(path.term()),
        Shade::Lit => look.term(path.term()).add_modifier(Modifier::BOLD),
        Shade::Plain => look.term(path.term()),
        Shade::Dim => look.line(),
    }
}

fn name(scene: &Scene, overview: &Overview, server: ServerId, layout: &SpaceTimeLayout, canvas: &mut Canvas) {
    let look = canvas.look;
    let node = scene.run.world().node(server);
    let y = layout.row(server) as u16;
    let x = layout.area.x;
    let (sign, style) = match role(node) {
        Some(RoleKind::Leader | RoleKind::Candidate) => {
            let style = look.term(term_of(node));
            (style, style.add_modifier(Modifier::BOLD))
        }
        _ if overview.acting == Some(server) => (look.text(), look.bold()),
        Some(RoleKind::Follower) => (look.text(), look.text()),
        None => (look.dim(), look.dim()),
    };
    let end = canvas.put_char(x, y, face(node), sign);
    let end = canvas.put(end + 1, y, &server.to_string(), style);
    if scene.chosen == Chosen::Server(server) {
        canvas.put_char(end, y, glyph::HERE_TOO, look.bold());
    }
    let place = x + if scene.run.world().size() > 9 { 6 } else { 5 };
    if let Some(side) = overview.cuts.letter(server).filter(|_| layout.columns.start > place) {
        canvas.put_char(place, y, side, look.bold());
    }
}

/// The line of a server.
fn line(
    server: ServerId,
    layout: &SpaceTimeLayout,
    light: &Light,
    lifelines: &SeenLifelines,
    (raster, paths): (&Raster, &[Path]),
    canvas: &mut Canvas,
) {
    let look = canvas.look;
    let y = layout.row(server) as u16;
    for stretch in &lifelines.lines.servers[server.position()] {
        let leads = stretch.what.role == RoleKind::Leader;
        let (plain, crossed) = match stretch.what.life {
            None | Some(LifeKind::Down) => (' ', '│'),
            Some(LifeKind::Frozen) => ('╱', '╱'),
            Some(LifeKind::Up) if leads => ('━', '┿'),
            Some(LifeKind::Up) => ('─', '┼'),
        };
        let (from, to) = layout.seen_of(stretch);
        for column in from..to {
            let Some(x) = layout.x(column) else { continue };
            let shade = light.line(server, layout.time(column));
            let style = match shade {
                Shade::Lit | Shade::Plain => look.term(stretch.what.term),
                Shade::Dim => look.line(),
            };
            let cell = raster.at(column, y);
            match cell.owner().and_then(|owner| paths.get(owner)) {
                // A straight line goes on behind the line of a server; only where that is not there is it seen.
                Some(path) if cell.shade >= shade && (canvas.look.is_ascii() || plain == ' ') => {
                    canvas.put_char(x, y, crossed, strand(path, cell, canvas));
                }
                _ if plain != ' ' => {
                    canvas.put_char(x, y, plain, style);
                }
                _ => {}
            }
        }
        let text = match stretch.what.life {
            Some(LifeKind::Down) => "down",
            Some(LifeKind::Frozen) => " frozen ",
            _ => continue,
        };
        // The word comes where it covers no message, as near to the middle as may be.
        let width = i64::from(canvas.width(text));
        let middle = (from + to - width) / 2;
        let is_free = |start: &i64| (start - 1..=start + width).all(|column| raster.at(column, y).is_empty());
        let place = (from + 2..to - width - 1).filter(is_free).min_by_key(|start| (start - middle).abs());
        if to - from >= width + 6
            && let Some(x) = place.and_then(|start| layout.x(start))
        {
            canvas.put(x, y, text, look.dim());
        }
    }
}

fn put_dot(layout: &SpaceTimeLayout, light: &Light, dot: &Dot, canvas: &mut Canvas) {
    if !layout.servers.contains(&dot.server.position()) {
        return;
    }
    let look = canvas.look;
    let Some(x) = layout.x(dot.column) else { return };
    let y = layout.row(dot.server) as u16;
    let term = dot.step.term.unwrap_or_default();
    let (sign, style) = match dot.kind {
        Some(MarkKind::Leader(_)) => (glyph::LEADER, look.term(term).add_modifier(Modifier::BOLD)),
        Some(MarkKind::Candidate(_)) => (glyph::CANDIDATE, look.term(term).add_modifier(Modifier::BOLD)),
        Some(MarkKind::Crash) if is_freeze(dot) => (glyph::FROZEN, look.text()),
        Some(MarkKind::Crash) => (glyph::DOWN, look.alarm()),
        Some(MarkKind::Restart) => ('↻', look.strong()),
        Some(MarkKind::Commit(_)) => (glyph::YES, look.term(term).add_modifier(Modifier::BOLD)),
        Some(MarkKind::Refusal | MarkKind::Violation) => (glyph::NO, look.alarm()),
        _ => (glyph::FOLLOWER, look.term(term)),
    };
    let style = match light.step(dot.step.number) {
        _ if dot.here && dot.kind == Some(MarkKind::Violation) => look.alarm_filled(),
        _ if dot.here => look.filled(term).add_modifier(Modifier::BOLD),
        Shade::Lit | Shade::Plain => style,
        Shade::Dim if sign == glyph::DOWN => style,
        Shade::Dim => look.dim(),
    };
    canvas.put_char(x, y, sign, style);
}

fn is_freeze(dot: &Dot) -> bool {
    matches!(dot.step.what, crate::sim::What::Acted(crate::sim::Action::Freeze(_)))
}

/// On each line its term: where the line begins, and where the term changes.
fn terms(layout: &SpaceTimeLayout, lifelines: &SeenLifelines, raster: &Raster, canvas: &mut Canvas) {
    for server in layout.seen() {
        let y = layout.row(server) as u16;
        let mut told = None;
        for stretch in &lifelines.lines.servers[server.position()] {
            let is_up = !matches!(stretch.what.life, None | Some(LifeKind::Down));
            if !is_up || told == Some(stretch.what.term) {
                continue;
            }
            let text = format!(" T{} ", stretch.what.term);
            let place = (layout.column(stretch.from).max(0), layout.column(stretch.to).min(layout.width()));
            let style = canvas.look.term(stretch.what.term).add_modifier(Modifier::BOLD);
            if on_line(server, y, &text, place, style, (layout, lifelines, raster), canvas) {
                told = Some(stretch.what.term);
            }
        }
    }
}

/// The moment that is shown: a bright line through everything but dots and tips.
fn cursor(
    scene: &Scene,
    layout: &SpaceTimeLayout,
    raster: &Raster,
    lifelines: &SeenLifelines,
    canvas: &mut Canvas,
) {
    let column = layout.column(scene.clock);
    let Some(x) = layout.x(column) else { return };
    let style = canvas.look.bold();
    let last = layout.seen().last().map_or(0, |server| layout.row(server));
    for y in layout.rows.clone().filter(|y| i32::from(*y) <= last + 1) {
        let cell = raster.at(column, y);
        match layout.server_at(y) {
            Some(server) => {
                let dot = lifelines.dot_near(server, column).is_some_and(|dot| dot.column == column);
                let at = |stretch: &&Stretch<Standing>| {
                    (layout.column(stretch.from)..layout.column(stretch.to)).contains(&column)
                };
                let standing = lifelines.lines.servers[server.position()].iter().rev().find(at);
                let worded = canvas.at(x, y).contains(char::is_alphanumeric);
                if !dot && !worded {
                    let is_up = standing.is_some_and(|stretch| stretch.what.life == Some(LifeKind::Up));
                    canvas.put_char(x, y, if is_up { '┼' } else { '│' }, style);
                }
            }
            None if cell.is_end() && cell.glyph() != '─' => {}
            None => {
                canvas.put_char(x, y, if cell.is_across() { '┼' } else { '│' }, style);
            }
        }
    }
}

/// The furthest back that the diagram can be scrolled.
fn scroll_limit(scene: &Scene, overview: &Overview, area: Rect) -> u16 {
    SpaceTimeLayout::of(scene, overview, area).scroll_limit
}

/// What is under the mouse: a step, a message in flight, a server, or a moment.
fn hit(scene: &Scene, overview: &Overview, area: Rect, x: u16, y: u16) -> Option<Target> {
    let layout = SpaceTimeLayout::of(scene, overview, area);
    let server = layout.server_at(y);
    if x < layout.columns.start {
        return server.map(Target::Server);
    }
    let column = i64::from(x - layout.columns.start);
    if y <= layout.ticks && y > area.y {
        let until = layout.time(column + 1);
        let steps = scene.run.at_hand();
        let step = steps[..steps.partition_point(|step| step.at < until)].last()?;
        return (step.number >= scene.run.start()).then_some(Target::Step(step.number));
    }
    let lifelines = SeenLifelines::of(scene, &layout);
    if let Some(dot) = server.and_then(|server| lifelines.dot_near(server, column)) {
        return Some(Target::Step(dot.step.number));
    }
    let light = Light::of(scene, &layout);
    let paths = paths::paths(scene, &layout, &light);
    let raster = Raster::of(&layout, &paths, scene.look.is_ascii());
    let beside = [column, column - 1, column + 1].map(|column| raster.at(column, y));
    let path = beside.into_iter().find_map(Cell::owner).and_then(|owner| paths.get(owner));
    match (path, server) {
        (Some(path), None) => Some(path.step.map_or(Target::Message(path.id), Target::Step)),
        (_, Some(server)) => Some(Target::Server(server)),
        (None, None) => None,
    }
}
