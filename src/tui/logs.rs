//! The pane Logs: one row a server, one cell an entry, as in Figures 6 to 8.
//!
//! ```text
//! index     1       2       3       4       next match
//! ★ S1    1 x=1   1 y=4 ┃│2 x=7│ │2 z=9│
//! ● S2    1 x=1   1 y=4 ┃│2 x=7│               4     3
//!        ╰─ committed ─╯
//! ```

mod brackets;
mod grid;

use crate::explain::known;
use crate::paper::Property;
use crate::raft::{Fact, Index, LeaderState, RoleKind, ServerId, Term};
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::{Overview, face, log_of, role, term_of, word};
use crate::tui::pane::PaneView;
use crate::tui::{Chosen, Pane, Scene, Target};
pub(crate) use grid::{Grid, Scale};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit, hit };

/// Where the parts of the pane are.
struct LogsLayout {
    grid: Grid,
    /// The numbers of the columns, if there is room.
    header: Option<u16>,
    /// The server of each row that is shown.
    rows: Vec<(ServerId, u16)>,
    /// Rows from one server to the next.
    spacing: u16,
    /// The row of the bracket, if there is room.
    bracket: Option<u16>,
    /// Where next and match index are written, if there is room.
    beliefs: Option<u16>,
    /// Not all servers have a row.
    partial: bool,
}

/// Cells of a server's name before its log.
const NAME: u16 = 7;
/// Cells of `next match` behind the logs, and of the leader's name if there are several.
const BELIEFS: u16 = 13;
const BELIEFS_OF: u16 = 21;

impl LogsLayout {
    fn of(scene: &Scene, overview: &Overview, area: Rect) -> LogsLayout {
        let servers = overview.order.len() as u16;
        let room = area.height.saturating_sub(1);
        // From the roomiest to the tightest: rows between servers, header, air before the bracket.
        let plans = [(3, 3, 2), (2, 1, 2), (1, 1, 2), (1, 1, 1), (1, 1, 0), (1, 0, 0)];
        let fits = |(spacing, above, below): &(u16, u16, u16)| {
            above + servers * spacing - (spacing - 1) + below <= room
        };
        let (spacing, above, below) = plans.into_iter().find(fits).unwrap_or((1, 0, 0));
        let top = area.y + 1 + above;
        let capacity = if spacing == 1 { room.saturating_sub(above + below) } else { servers };
        let partial = servers > capacity;
        let order = if partial { visible(scene, overview, capacity) } else { &overview.order[..] };
        let rows: Vec<(ServerId, u16)> = order.iter().copied().zip((top..).step_by(spacing.into())).collect();
        let last = rows.last().map_or(top, |(_, y)| *y);
        let bracket = (below > 0).then_some(last + below.min(2));
        let name = NAME + if area.width >= 90 { 10 } else { 0 };
        let whole = Rect { x: area.x + name, width: area.width.saturating_sub(name), ..area };
        let notes = if overview.leaders.len() > 1 { BELIEFS_OF } else { BELIEFS };
        let narrow = Rect { width: whole.width.saturating_sub(notes), ..whole };
        let grid = Grid::of(scene, whole, Scale::Commands);
        let beside = Grid::of(scene, narrow, Scale::Commands);
        // The votes pane tells the same: entries that can be read are worth more.
        let afford = area.width >= 44 && (beside.is_as_telling_as(&grid) || area.width >= 72);
        let (grid, beliefs) = if overview.leader.is_some() && afford {
            (beside, Some(area.right() - notes))
        } else {
            (grid, None)
        };
        LogsLayout {
            grid,
            header: (above > 0).then_some(top - above.min(2)),
            rows,
            spacing,
            bracket,
            beliefs,
            partial,
        }
    }
}

/// The servers that get a row when not all do: those around the one that matters.
fn visible<'a>(scene: &Scene, overview: &'a Overview, capacity: u16) -> &'a [ServerId] {
    let capacity = usize::from(capacity).min(overview.order.len());
    let wanted = match scene.chosen {
        Chosen::Server(server) | Chosen::Entry(server, _) => Some(server),
        _ => overview.acting.or(overview.leader),
    };
    let position =
        wanted.and_then(|server| overview.order.iter().position(|other| *other == server)).unwrap_or(0);
    let first = position.saturating_sub(capacity / 2).min(overview.order.len() - capacity);
    &overview.order[first..first + capacity]
}

/// Draws the pane.
fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let layout = LogsLayout::of(scene, overview, area);
    let look = canvas.look;
    let note = note(scene, overview, &layout);
    // Where the numbers of the columns stand in the rule of the title, they come first.
    let beside = layout.grid.right() + 3 + canvas.width(&note) <= area.right();
    let note = if layout.header.is_some() || beside { note.as_str() } else { "" };
    canvas.title(area, Pane::Logs.title(), note, scene.focus == Pane::Logs);
    let canvas = &mut canvas.within(area_with_margin(area));
    if let Some(y) = layout.header {
        canvas.put(area.x, y, "index", look.dim());
        layout.grid.header(y, canvas);
        if let Some(x) = layout.beliefs {
            canvas.put(x, y, " next match", look.dim());
        }
    } else {
        layout.grid.header(area.y, canvas);
    }
    for (server, y) in &layout.rows {
        let node = scene.run.world().node(*server);
        name(scene, overview, *server, area, *y, canvas);
        layout.grid.row(scene, node, *y, canvas);
        lacks(scene, &layout, *server, area, *y, canvas);
        beliefs(scene, overview, &layout, *server, *y, canvas);
    }
    if let Some(y) = layout.bracket {
        brackets::draw(scene, overview, &layout.grid, area, y, canvas);
    }
    if layout.spacing == 3 && area.width >= 90 && layout.bracket.is_some_and(|y| y + 2 < area.bottom()) {
        legend(area, canvas);
    }
}

/// Marks may stand in the margin before a pane, and what a bracket says in the empty row below it.
fn area_with_margin(area: Rect) -> Rect {
    Rect { x: area.x.saturating_sub(2), width: area.width + 2, height: area.height + 1, ..area }
}

fn note(scene: &Scene, overview: &Overview, layout: &LogsLayout) -> String {
    if layout.partial
        && let (Some((first, _)), Some((last, _))) = (layout.rows.first(), layout.rows.last())
    {
        return format!("{first}–{last} of {}", overview.order.len());
    }
    if layout.grid.is_cut() {
        return format!(
            "{}–{} of {}",
            layout.grid.first,
            layout.grid.last.min(layout.grid.longest),
            layout.grid.longest
        );
    }
    if layout.bracket.is_none() {
        return format!("{} committed", scene.run.checker().committed_index());
    }
    match overview.leader {
        Some(leader) if layout.beliefs.is_some() => format!("next and match, as {leader} knows them"),
        _ => String::new(),
    }
}

fn name(scene: &Scene, overview: &Overview, server: ServerId, area: Rect, y: u16, canvas: &mut Canvas) {
    let wide = area.width >= 90;
    let look = canvas.look;
    let node = scene.run.world().node(server);
    let bold = Modifier::BOLD;
    let (glyph_style, style) = match role(node) {
        Some(RoleKind::Leader | RoleKind::Candidate) => {
            let style = look.term(term_of(node));
            (style, style.add_modifier(bold))
        }
        _ if overview.points_at(server) => (look.text(), look.bold()),
        Some(RoleKind::Follower) => (look.text(), look.text()),
        None => (look.dim(), look.dim()),
    };
    if let (Some(side), Some(margin)) = (overview.cuts.letter(server), area.x.checked_sub(2)) {
        canvas.put_char(margin, y, side, look.bold());
    }
    if let Some(margin) = area.x.checked_sub(1).filter(|_| scene.chosen == Chosen::Server(server)) {
        canvas.put_char(margin, y, glyph::HERE, look.bold());
    }
    let x = canvas.put_char(area.x, y, face(node), glyph_style);
    let from = x + 1;
    let x = canvas.put(from, y, &server.to_string(), style);
    if overview.points_at(server) {
        canvas.underline(from, x, y);
    }
    if wide {
        let style = if role(node) == Some(RoleKind::Follower) { look.dim() } else { glyph_style };
        canvas.put(x + 1, y, word(node), style);
    }
}

/// The leader that a server's next and match index are looked up at: on its own side, of the latest term.
fn leader_for(overview: &Overview, server: ServerId) -> Option<ServerId> {
    let same_side = |leader: &&ServerId| overview.cuts.letter(**leader) == overview.cuts.letter(server);
    overview.leaders.iter().find(same_side).or(overview.leaders.first()).copied()
}

fn state_of<'a>(scene: &Scene<'a>, leader: ServerId) -> Option<(&'a LeaderState, Term)> {
    let node = scene.run.world().node(leader);
    Some((node.running()?.leader()?, term_of(node)))
}

/// Next and match index as the leader keeps them: numbers behind its log, marks below it.
fn beliefs(
    scene: &Scene,
    overview: &Overview,
    layout: &LogsLayout,
    server: ServerId,
    y: u16,
    canvas: &mut Canvas,
) {
    let look = canvas.look;
    let Some(leader) = leader_for(overview, server).filter(|leader| *leader != server) else { return };
    let Some((state, term)) = state_of(scene, leader) else { return };
    let next = scene.run.world().node(leader).next_index(server);
    let matched = state.match_index(server);
    let changed = changed_by_step(scene, leader, server);
    if let Some(x) = layout.beliefs {
        let (next_style, match_style) = match changed {
            Some(Change::Next(_)) => (look.bold(), look.text()),
            Some(Change::Match) => (look.text(), look.bold()),
            None => (look.text(), look.text()),
        };
        canvas.put_right(x + 5, y, &known(next), next_style);
        // A trace tells of a match index only by what confirms it.
        canvas.put_right(x + 11, y, &known(next.map(|_| matched)), match_style);
        if overview.leaders.len() > 1 {
            let end = canvas.put(x + 13, y, "for ", look.dim());
            canvas.put(end, y, &leader.to_string(), look.term(term));
        }
    }
    if layout.spacing < 2 || overview.leaders.len() > 1 {
        return;
    }
    let below = y + 1;
    if let Some(x) = layout.grid.middle(matched).filter(|_| matched > Index::ZERO) {
        let style = if changed == Some(Change::Match) { look.bold() } else { look.text() };
        canvas.put_char(x, below, glyph::MATCH, style);
        if x > layout.grid.x(layout.grid.first).unwrap_or(0) + 5 {
            canvas.put_right(x, below, "match ", look.dim());
        }
    }
    if let Some(x) = next.and_then(|next| layout.grid.middle(next)) {
        let style = if matches!(changed, Some(Change::Next(_))) { look.bold() } else { look.dim() };
        let end = canvas.put_char(x, below, glyph::NEXT, look.text());
        let end = canvas.put(end + 1, below, "next", style);
        if let Some(Change::Next(was)) = changed {
            let text = format!("was {was}");
            if end + 2 + canvas.width(&text) <= canvas.area().right() {
                canvas.put(end + 2, below, &text, look.dim());
            }
        }
    }
}

/// Behind the log of a leader that lacks a committed entry: that it does.
fn lacks(scene: &Scene, layout: &LogsLayout, server: ServerId, area: Rect, y: u16, canvas: &mut Canvas) {
    let node = scene.run.world().node(server);
    let mut violations = scene.run.checker().violations().iter();
    let broken = violations.find(|found| {
        found.property == Property::LeaderCompleteness && found.servers.contains(server) && node.leads()
    });
    let Some(index) = broken.and_then(|found| found.index) else { return };
    if scene.run.checker().is_committed(log_of(node), index) {
        // It is the other leader that lacks it.
        return;
    }
    let Some(x) = layout.grid.end(log_of(node).last_index()) else { return };
    let text = format!("leads without entry {index}");
    if x + 2 + canvas.width(&text) <= layout.beliefs.unwrap_or(area.right()) {
        canvas.put(x + 2, y, &text, canvas.look.alarm());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// next index moved; it was this.
    Next(Index),
    /// match index moved.
    Match,
}

fn changed_by_step(scene: &Scene, leader: ServerId, server: ServerId) -> Option<Change> {
    let step = scene.run.step().filter(|step| step.server() == Some(leader))?;
    step.seen().find_map(|fact| match fact {
        Fact::NextBackedUp { follower, from, .. } if follower == server => Some(Change::Next(from)),
        Fact::MatchAdvanced { follower, .. } if follower == server => Some(Change::Match),
        _ => None,
    })
}

fn legend(area: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let y = area.bottom() - 1;
    let mut x = canvas.put(area.x, y, "solid", look.bold());
    x = canvas.put(x + 1, y, "committed", look.dim());
    for (glyph, words) in
        [(glyph::COMMIT, "the server’s own commit index"), (glyph::NEXT, "next"), (glyph::MATCH, "match")]
    {
        x = canvas.put_char(x + 3, y, glyph, look.strong());
        x = canvas.put(x + 1, y, words, look.dim());
    }
    let start = x + 3;
    x = canvas.put(start, y, "underlined", look.strong());
    canvas.underline(start, x, y);
    canvas.put(x + 1, y, "what the step compared", look.dim());
}

/// The furthest back that the columns can be scrolled.
fn scroll_limit(scene: &Scene, overview: &Overview, area: Rect) -> u16 {
    LogsLayout::of(scene, overview, area).grid.furthest.min(usize::from(u16::MAX)) as u16
}

/// What is under the mouse.
fn hit(scene: &Scene, overview: &Overview, area: Rect, x: u16, y: u16) -> Option<Target> {
    let layout = LogsLayout::of(scene, overview, area);
    let (server, _) = layout.rows.iter().find(|(_, row)| *row == y)?;
    let entry = layout
        .grid
        .index_at(x)
        .filter(|index| *index <= log_of(scene.run.world().node(*server)).last_index());
    Some(entry.map_or(Target::Server(*server), |index| Target::Entry(*server, index)))
}

#[cfg(test)]
mod tests {
    use crate::history::Run;
    use crate::raft::{Index, ServerId};
    use crate::script::{PlayOptions, play_through};
    use crate::tui::draw::{draw_on, hit};
    use crate::tui::{Pane, Scene, Target};
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    const SCREEN: Rect = Rect { x: 0, y: 0, width: 100, height: 24 };

    /// Three servers with four committed entries.
    fn run() -> Run {
        let script = "servers 3\nseed 1\nrun until leader exists within 2s\nsubmit a=1 a=2 a=3 a=4\n\
                      run until index 4 is applied on all within 2s";
        let script = crate::language::parse(script).unwrap();
        let (report, run) = play_through(&script, &PlayOptions::default());
        run.unwrap_or_else(|| panic!("{report}"))
    }

    fn see<T>(run: &Run, see: impl FnOnce(&Scene) -> T) -> T {
        Scene::see(run, Pane::Logs, Some(Pane::Logs), see)
    }

    fn lines(run: &Run) -> Vec<String> {
        let mut buffer = Buffer::empty(SCREEN);
        see(run, |scene| draw_on(scene, SCREEN, &mut buffer));
        let row = |y| (0..SCREEN.width).map(|x| buffer[(x, y)].symbol()).collect();
        (0..SCREEN.height).map(row).collect()
    }

    fn row_of(lines: &[String], server: usize) -> (usize, &String) {
        let names = [format!("S{server} leader"), format!("S{server} follower")];
        lines.iter().enumerate().find(|(_, line)| names.iter().any(|name| line.contains(name))).unwrap()
    }

    #[test]
    fn a_log_that_does_not_begin_at_1_keeps_its_columns_and_its_bracket() {
        let whole = run();
        let mut run = whole.clone();
        let s1 = ServerId::at(0);
        run.compact(s1, Index(2));
        run.compact(ServerId::at(1), Index(4));
        let (before, after) = (lines(&whole), lines(&run));
        let shown = |lines: &[String], server| {
            let (_, line) = row_of(lines, server);
            ["a=1", "a=2", "a=3", "a=4"].map(|command| line.find(command).is_some())
        };
        assert_eq!(shown(&before, 1), [true; 4], "{}", before.join("\n"));
        assert_eq!(shown(&after, 1), [false, false, true, true], "{}", after.join("\n"));
        assert_eq!(shown(&after, 2), [false; 4], "{}", after.join("\n"));
        assert_eq!(row_of(&after, 3), row_of(&before, 3));
        let column = |line: &str, command: &str| line[..line.find(command).unwrap()].chars().count();
        let ((_, old), (y, new)) = (row_of(&before, 1), row_of(&after, 1));
        assert_eq!(column(old, "a=3"), column(new, "a=3"));
        // The bracket does not hang on where logs begin.
        let bracket = |lines: &[String]| lines.iter().find(|line| line.contains("committed ─")).cloned();
        assert_eq!(bracket(&before), bracket(&after));
        assert!(bracket(&after).is_some(), "{}", after.join("\n"));
        let x = column(new, "a=3") as u16;
        let target = see(&run, |scene| hit(scene, SCREEN, x, y as u16));
        assert_eq!(target, Some(Target::Entry(s1, Index(3))));
    }
}
