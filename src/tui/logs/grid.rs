//! The entries of the logs as cells: solid if committed, hollow if not, as in the paper's figures.

use crate::explain::known;
use crate::paper::Property;
use crate::raft::{Fact, Index, SeenEntry, ServerId};
use crate::sim::{Node, Step};
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::log_of;
use crate::tui::{Chosen, Pane, Scene};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// How much a cell tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Scale {
    /// The term alone, its walls shared with its neighbours: `│4│4│5│`.
    Packed,
    /// The term alone, in three cells: `│4│`.
    Tight,
    /// The term alone, in five cells: `│ 4 │`.
    Terms,
    /// Term and command, in seven cells or more: `│4 x=7│`.
    Commands,
}

/// The columns of the logs that are shown, and where they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Grid {
    scale: Scale,
    /// The first cell's place; before it stands a gap.
    left: u16,
    /// Cells of one entry, without the gap.
    cell: u16,
    /// The first index that is shown.
    pub first: Index,
    /// The last index that is shown.
    pub last: Index,
    /// The last index of the longest log.
    pub longest: Index,
    /// How far back the columns can be scrolled.
    pub furthest: usize,
    /// Cells before the gap of the first entry, for what a row says of entries further left. None if all
    /// entries fit.
    lead: u16,
    /// What the answer speaks of; if there is none, what the step looked at.
    looked: Vec<(ServerId, Index)>,
}

/// Commands longer than this are cut.
const WIDEST: usize = 12;
/// So many columns from the end decide how wide a cell is.
const MEASURED: usize = 40;
/// Where not all columns fit, a scale must show as many to be better than a tighter one.
const ENOUGH: usize = 10;

impl Grid {
    /// The columns that fit into an area, at most at this scale. The end of the longest log is shown, unless
    /// the pane is scrolled or the step looked at an earlier entry.
    pub fn of(scene: &Scene, area: Rect, most: Scale) -> Grid {
        let nodes = scene.run.world().nodes();
        let longest = nodes.iter().map(|node| log_of(node).last_index()).max().unwrap_or_default();
        let shown = || nodes.iter().flat_map(|node| node.log().entries().rev().take(MEASURED));
        let term = |entry: SeenEntry| digits(entry.term.unwrap_or_default().0);
        let narrow = shown().map(term).max().unwrap_or(1) as u16;
        let wide = shown()
            .map(|entry| term(entry) + 1 + known(entry.payload).len())
            .max()
            .unwrap_or(0)
            .clamp(5, WIDEST) as u16
            + 2;
        let cell = |scale| match scale {
            Scale::Packed => narrow,
            Scale::Tight => narrow + 2,
            Scale::Terms => narrow + 4,
            Scale::Commands => wide,
        };
        let fits = |scale, width: u16| usize::from(width / (cell(scale) + 1));
        let scales = [Scale::Commands, Scale::Terms, Scale::Tight, Scale::Packed];
        let allowed = || scales.into_iter().filter(|scale| *scale <= most);
        let whole = allowed().find(|scale| fits(*scale, area.width) >= longest.since(Index::ZERO));
        // What lies outside is said at both ends of a row: that takes some room from the entries.
        let lead = if whole.is_some() { 0 } else { 1 + digits(longest.0) as u16 };
        let width = area.width.saturating_sub(lead + u16::from(lead > 0));
        let scale =
            whole.or_else(|| allowed().find(|scale| fits(*scale, width) >= ENOUGH)).unwrap_or(Scale::Packed);
        let count = fits(scale, width).max(1);
        let lit = scene.lit().map(|lit| &lit.entries).filter(|lit| !lit.is_empty());
        let looked = match lit {
            Some(lit) => lit.clone(),
            None => scene.run.step().map(looked_at).unwrap_or_default(),
        };
        // Where a leader stands before the next entry, that place is shown too, but not for an entry less.
        let filled = Index::ZERO.plus(count);
        let spare = lead > 0 || longest < filled;
        let next = count >= 6 && spare && scene.run.world().leader().is_some();
        let end = longest.plus(usize::from(next));
        let furthest = end.since(filled);
        let back = usize::from(scene.scroll[Pane::Logs as usize]).min(furthest);
        let mut last = end.max(filled).minus(back);
        let wanted = match scene.chosen {
            Chosen::Entry(_, index) => Some(index),
            _ => looked.iter().map(|(_, index)| *index).filter(|index| *index > Index::ZERO).min(),
        };
        if let Some(wanted) = wanted
            && back == 0
            && wanted.plus(count) <= last
        {
            last = wanted.plus(count).previous();
        }
        Grid {
            scale,
            left: area.x + lead,
            lead,
            cell: cell(scale),
            first: last.minus(count).next(),
            last,
            longest,
            furthest,
            looked,
        }
    }

    /// Whether this grid shows as many entries as another one, and as much of each.
    pub fn is_as_telling_as(&self, other: &Grid) -> bool {
        let count = |grid: &Grid| grid.last.since(grid.first);
        self.scale == other.scale && (self.lead == 0 || count(self) == count(other))
    }

    /// Where the cell of an index begins, if it is shown. Index 0 stands before the first.
    pub fn x(&self, index: Index) -> Option<u16> {
        let column = index.position_after(self.first.previous())?;
        (index <= self.last).then(|| self.left + column as u16 * (self.cell + 1))
    }

    /// Where the cell of an index ends; for the index before the first one, where the first one's gap is.
    pub fn end(&self, index: Index) -> Option<u16> {
        if index.next() == self.first {
            return self.left.checked_sub(1);
        }
        self.x(index).map(|x| x + self.cell)
    }

    /// The middle of the cell of an index, which may be one past the end.
    pub fn middle(&self, index: Index) -> Option<u16> {
        self.x(index).map(|x| x + (self.cell - 1) / 2)
    }

    /// The index whose cell is in this column, if one is.
    pub fn index_at(&self, x: u16) -> Option<Index> {
        let column = x.checked_sub(self.left)? / (self.cell + 1);
        let index = self.first.plus(usize::from(column));
        (index <= self.last && self.end(index)? > x).then_some(index)
    }

    /// Whether there are entries that have no column.
    pub fn is_cut(&self) -> bool {
        self.first > Index::FIRST || self.last < self.longest
    }

    /// Where the last column that has an entry ends, with its wall.
    pub fn right(&self) -> u16 {
        self.end(self.last.min(self.longest)).unwrap_or(self.left) + 1
    }

    /// The numbers over the columns; where they would touch each other, every fifth.
    pub fn header(&self, y: u16, canvas: &mut Canvas) {
        let last = self.last.min(self.longest.max(Index::FIRST));
        let marked = |index: &Index| self.looked.iter().any(|(_, looked)| looked == index);
        for index in self.first.through(last).filter(marked) {
            self.number(index, y, canvas.look.bold(), canvas);
        }
        let dense = digits(last.0) as u16 > self.cell;
        let worth = |index: &Index| !dense || *index == self.first || index.0.is_multiple_of(5);
        for index in self.first.through(last).filter(|index| !marked(index) && worth(index)) {
            self.number(index, y, canvas.look.dim(), canvas);
        }
    }

    /// One of the numbers, with a blank on both sides, unless another one is in its way.
    fn number(&self, index: Index, y: u16, style: Style, canvas: &mut Canvas) {
        let Some(middle) = self.middle(index) else { return };
        let text = index.to_string();
        let x = middle - (text.len() as u16 - 1) / 2;
        if canvas.has_no_digit(x.saturating_sub(1), x + text.len() as u16 + 1, y) {
            canvas.put(x.saturating_sub(1), y, &format!(" {text} "), style);
        }
    }

    /// What lies left and right of the columns: `‹5`, or that a log ends before them.
    fn outside(&self, last: Index, y: u16, canvas: &mut Canvas) {
        if self.lead == 0 {
            return;
        }
        let style = canvas.look.text();
        let start = self.left.saturating_sub(1 + self.lead);
        if last < self.first && self.first > Index::FIRST {
            let text = if last == Index::ZERO { "empty".to_owned() } else { format!("‹ ends at {last}") };
            canvas.put(start, y, &text, style);
        } else if self.first > Index::FIRST {
            canvas.put(start, y, &format!("‹{}", self.first.previous()), style);
        }
        if last > self.last
            && let Some(end) = self.end(self.last)
        {
            canvas.put_char(end + 1, y, '›', style);
        }
    }

    /// One server's log.
    pub fn row(&self, scene: &Scene, node: &Node, y: u16, canvas: &mut Canvas) {
        let checker = scene.run.checker();
        let log = log_of(node);
        self.outside(log.last_index(), y, canvas);
        for index in self.first.through(self.last.min(log.last_index())) {
            let Some(x) = self.x(index) else { continue };
            let Some(entry) = node.log().get(index) else {
                // It is no longer in the log.
                canvas.run(x, x + self.cell, y, '·', canvas.look.dim());
                continue;
            };
            let kind = if checker.is_committed(log, index) {
                Cell::Solid
            } else if broken(scene, node.id, index) {
                Cell::Broken
            } else {
                Cell::Hollow
            };
            let lit = scene.open_answer().is_some() && self.looked.contains(&(node.id, index));
            let chosen = lit || scene.chosen == Chosen::Entry(node.id, index);
            self.draw(x, y, entry, kind, chosen, canvas);
        }
        let bar = node.commit_index().and_then(|commit| self.end(commit));
        if node.last_index().is_none()
            && let Some(x) = self.x(log.last_index().next()).or_else(|| self.end(log.last_index()))
        {
            canvas.put_char(x, y, '?', canvas.look.dim());
        }
        if let Some(x) = bar {
            canvas.put_char(x, y, glyph::COMMIT, canvas.look.strong());
        }
        if let Chosen::Entry(server, index) = scene.chosen
            && server == node.id
            && let Some(x) = self.x(index)
        {
            // The bar stays: then the mark goes into the cell.
            let place = if bar == Some(x.saturating_sub(1)) { x } else { x - 1 };
            canvas.mark(place, y, glyph::HERE, canvas.look.bold());
        }
        for (_, index) in self.looked.iter().filter(|(server, _)| *server == node.id) {
            let (Some(x), Some(end)) = (self.x(*index), self.end(*index)) else { continue };
            canvas.underline(x, end, y);
        }
    }

    fn draw(&self, x: u16, y: u16, entry: SeenEntry, kind: Cell, chosen: bool, canvas: &mut Canvas) {
        let look = canvas.look;
        let term = entry.term.unwrap_or_default();
        let style = match kind {
            Cell::Solid => look.filled(term),
            Cell::Hollow => look.term(term),
            Cell::Broken => look.alarm_filled(),
        };
        let end = x + self.cell;
        let edges = if chosen { look.bold() } else { style };
        match kind {
            Cell::Solid => canvas.run(x, end, y, ' ', style),
            Cell::Broken => {
                canvas.run(x, end, y, ' ', style);
                let place = if self.scale == Scale::Packed { x - 1 } else { x };
                canvas.put_char(place, y, '✗', style);
            }
            Cell::Hollow => {
                let (left, right) = if self.scale == Scale::Packed { (x - 1, end) } else { (x, end - 1) };
                canvas.put_char(left, y, '│', edges);
                canvas.put_char(right, y, '│', edges);
            }
        }
        let bold = style.add_modifier(Modifier::BOLD);
        // A trace may tell that there is an entry, and not of which term.
        let term = known(entry.term);
        let from = match self.scale {
            Scale::Commands | Scale::Tight => x + 1,
            Scale::Packed => x,
            Scale::Terms => x + (self.cell - term.len() as u16) / 2,
        };
        let after = canvas.put(from, y, &term, bold);
        if self.scale == Scale::Commands
            && let Some(payload) = entry.payload
        {
            let room = (end - 1).saturating_sub(after + 1);
            let command: Style = if chosen { bold } else { style };
            canvas.put_cut(after + 1, y, &payload.to_string(), room, command);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// Committed.
    Solid,
    /// Not committed.
    Hollow,
    /// It stands where another entry is committed, and a property of Figure 3 is broken by it.
    Broken,
}

fn digits(number: u32) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

/// Whether a server's entry contradicts a committed one, and a property says so.
fn broken(scene: &Scene, server: ServerId, index: Index) -> bool {
    let checker = scene.run.checker();
    index <= checker.committed_index()
        && checker.violations().iter().any(|violation| {
            violation.servers.contains(server)
                && violation.property != Property::ElectionSafety
                && violation.index.is_none_or(|broken| index >= broken)
        })
}

/// The entries that a step looked at or changed.
fn looked_at(step: &Step) -> Vec<(ServerId, Index)> {
    let mut looked = Vec::new();
    let Some(server) = step.server() else { return looked };
    let sender = match &step.what {
        crate::sim::What::Delivered(flight) => Some(flight.from),
        _ => None,
    };
    let mut mark = |server: Option<ServerId>, index: Index| {
        if let Some(server) = server
            && index > Index::ZERO
            && !looked.contains(&(server, index))
        {
            looked.push((server, index));
        }
    };
    for fact in step.seen() {
        match fact {
            Fact::RejectedMismatch { leader, prev_index: Some(prev_index), .. } => {
                mark(Some(server), prev_index);
                mark(Some(leader), prev_index);
            }
            Fact::NextBackedUp { follower, to, .. } => {
                mark(Some(server), to.previous());
                mark(Some(follower), to.previous());
            }
            Fact::VoteDenied {
                because: Some(crate::raft::Denial::LogBehind { own_index, their_index, .. }),
                ..
            } => {
                mark(Some(server), own_index);
                mark(sender, their_index);
            }
            Fact::EntryAppended { index, .. }
            | Fact::NoOpAppended { index, .. }
            | Fact::CommitWithheld { index, .. } => {
                mark(Some(server), index);
            }
            Fact::CommitAdvanced { to, .. } | Fact::FollowerCommitAdvanced { to, .. } => {
                mark(Some(server), to);
            }
            Fact::Truncated { first, .. } => mark(Some(server), first),
            Fact::Appended { first, last } => {
                for index in first.through(last.min(first.plus(MEASURED))) {
                    mark(Some(server), index);
                }
            }
            _ => {}
        }
    }
    looked
}
