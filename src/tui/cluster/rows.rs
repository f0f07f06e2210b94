//! The cluster where there is no room for a ring: one line a server, with all that the ring shows.
//!
//! ```text
//!     server       term timer    vote    1     2            in flight
//! A ★ S1 leader    T2   ━━──────  S1      1 x=1 ┃│2 x=5│     ►2→S2
//! ```

use super::card::{fact, side_of};
use super::sent;
use crate::raft::{RoleKind, ServerId};
use crate::sim::{Node, Vote};
use crate::tui::canvas::Canvas;
use crate::tui::logs::{Grid, Scale};
use crate::tui::look::glyph;
use crate::tui::overview::{Overview, face, role, term_of, term_word, word};
use crate::tui::timer::Left;
use crate::tui::{Chosen, Scene};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Whether a line can be spared for the numbers of the columns above the rows.
fn numbered(overview: &Overview, area: Rect) -> bool {
    overview.order.len() < usize::from(area.height) && area.width >= 24
}

/// How the rows of an area are dealt out: by position, the place of each server that fits.
pub(super) fn places(overview: &Overview, area: Rect, scroll: u16) -> Vec<(ServerId, Rect)> {
    let servers = overview.order.len() as u16;
    if area.height == 0 || area.width == 0 {
        return Vec::new();
    }
    let skip = u16::from(numbered(overview, area));
    let area = Rect { y: area.y + skip, height: area.height - skip, ..area };
    // Several columns, if that is the only way to show all.
    let columns = servers.div_ceil(area.height).clamp(1, (area.width / 14).max(1));
    let width = area.width / columns;
    let rows = if columns == 1 { area.height } else { servers.div_ceil(columns).min(area.height) };
    let hidden = servers.saturating_sub(rows * columns);
    let first = scroll.min(hidden);
    let mut places = Vec::new();
    let mut y = area.y;
    let mut column = 0;
    for server in overview.order.iter().skip(first as usize) {
        if y >= area.y + rows {
            column += 1;
            y = area.y;
            if column == columns {
                break;
            }
        }
        places.push((*server, Rect::new(area.x + column * width, y, width.saturating_sub(1), 1)));
        y += 1;
    }
    places
}

/// Where the parts of a row are. All rows of a pane have the same.
#[derive(Clone, Copy)]
struct Columns {
    /// Whether what a server is has a word.
    worded: bool,
    /// Where the term ends.
    term: u16,
    /// Where the timer begins, if it has a place.
    timer: Option<u16>,
    /// Where the vote is, if it has a place.
    vote: Option<u16>,
    /// Where the log begins and ends.
    log: (u16, u16),
    /// Where messages in flight are, or a word about the server.
    notes: Option<u16>,
}

/// Cells of a timer and of a vote; the least for what is in flight.
const TIMER: u16 = 8;
const VOTE: u16 = 6;
const NOTES: u16 = 16;
/// Cells of the side, the mark, the glyph and a name of two letters; of the word for what a server is.
const NAME: u16 = 7;
const WORD: u16 = 9;
/// The least cells for a log: two entries with their commands.
const LOG: u16 = 17;

impl Columns {
    fn of(scene: &Scene, row: Rect) -> Columns {
        let worded = row.width >= 64;
        let name = NAME + u16::from(scene.run.world().size() > 9);
        let term = row.x + name + if worded { WORD + 4 } else { 4 };
        let live = row.width >= 72;
        let timer = live.then_some(term + 1);
        let vote = timer.map(|timer| timer + TIMER + 1);
        let notes = if row.width < 30 { 0 } else { NOTES.min(row.width / 3) };
        let start = vote.map_or(term + 3, |vote| vote + VOTE + 2);
        let end = row.right().saturating_sub(notes + u16::from(notes > 0)).max(start);
        let columns =
            Columns { worded, term, timer, vote, log: (start, end), notes: (notes > 0).then_some(end + 1) };
        // What the logs do not need is for messages.
        let needed = (columns.grid(scene, row).right() + 1).max(start + LOG);
        match columns.notes {
            Some(notes) if live && needed < notes => Columns { notes: Some(needed), ..columns },
            _ => columns,
        }
    }

    /// The columns of the log.
    fn grid(&self, scene: &Scene, row: Rect) -> Grid {
        let cells = Rect::new(self.log.0, row.y, self.log.1.saturating_sub(self.log.0), 1);
        Grid::of(scene, cells, if row.width >= 72 { Scale::Commands } else { Scale::Terms })
    }

    /// What stands in the columns, in the row above them.
    fn header(&self, scene: &Scene, row: Rect, canvas: &mut Canvas) {
        let dim = canvas.look.dim();
        if let (Some(timer), Some(vote)) = (self.timer, self.vote) {
            canvas.put(row.x + 4, row.y, "server", dim);
            canvas.put_right(self.term, row.y, "term", dim);
            canvas.put(timer, row.y, "timer", dim);
            canvas.put(vote, row.y, "vote", dim);
        }
        self.grid(scene, row).header(row.y, canvas);
        if let Some(notes) = self.notes {
            canvas.put(notes, row.y, "in flight", dim);
        }
    }
}

/// Draws the servers as rows.
pub(super) fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let places = places(overview, area, scene.scroll[crate::tui::Pane::Cluster as usize]);
    let Some((_, first)) = places.first() else { return };
    if numbered(overview, area) {
        for (_, row) in places.iter().filter(|(_, row)| row.y == first.y) {
            Columns::of(scene, *row).header(scene, Rect { y: area.y, ..*row }, canvas);
        }
    }
    for (server, row) in &places {
        Row { scene, overview, node: scene.run.world().node(*server), place: *row }.draw(canvas);
    }
}

/// A server's row, about to be drawn.
struct Row<'a> {
    scene: &'a Scene<'a>,
    overview: &'a Overview,
    node: &'a Node,
    place: Rect,
}

impl Row<'_> {
    fn draw(&self, canvas: &mut Canvas) {
        let (scene, node, row) = (self.scene, self.node, self.place);
        let canvas = &mut canvas.within(row);
        let columns = Columns::of(scene, row);
        self.head(&columns, canvas);
        if row.width < 24 {
            return;
        }
        if let Some(timer) = columns.timer {
            self.timer(timer, canvas);
        }
        if let Some(vote) = columns.vote {
            let text = self.vote();
            let style = if node.is_down() { canvas.look.dim() } else { canvas.look.text() };
            canvas.put_cut(vote, row.y, &text, VOTE, style);
        }
        columns.grid(scene, row).row(scene, node, row.y, canvas);
        if let Some(notes) = columns.notes {
            self.notes(Rect { x: notes, width: row.right() - notes, ..row }, columns.timer.is_some(), canvas);
        }
    }

    /// The side, the name, what the server is, and its term.
    fn head(&self, columns: &Columns, canvas: &mut Canvas) {
        let (node, row, look) = (self.node, self.place, canvas.look);
        let bold = Modifier::BOLD;
        let [glyph, name, word_style, number] = match role(node) {
            Some(RoleKind::Leader) => {
                let filled = look.filled(term_of(node)).add_modifier(bold);
                canvas.run(row.x + 2, columns.term + 1, row.y, ' ', filled);
                [filled; 4]
            }
            Some(RoleKind::Candidate) => [look.term(term_of(node)).add_modifier(bold); 4],
            Some(RoleKind::Follower) => {
                [look.text(), look.text().add_modifier(bold), look.dim(), look.term(term_of(node))]
            }
            None => [look.dim(); 4],
        };
        if let Some(side) = side_of(self.scene, self.overview, node.id) {
            canvas.put_char(row.x, row.y, side, look.bold());
        }
        if self.scene.chosen == Chosen::Server(node.id) {
            canvas.put_char(row.x + 1, row.y, glyph::HERE, look.bold());
        }
        let from = canvas.put_char(row.x + 2, row.y, face(node), glyph) + 1;
        let x = canvas.put(from, row.y, &node.id.to_string(), name);
        if self.overview.points_at(node.id) {
            canvas.underline(from, x, row.y);
        }
        if columns.worded {
            canvas.put(x + 1, row.y, word(node), word_style);
        }
        canvas.put_right(columns.term, row.y, &term_word(node), number);
    }

    fn timer(&self, x: u16, canvas: &mut Canvas) {
        let Some(left) = Left::of(self.scene, self.node) else { return };
        if left.is_off() {
            canvas.put(x, self.place.y, "off", canvas.look.dim());
            return;
        }
        canvas.run(x, x + TIMER, self.place.y, '─', canvas.look.line());
        left.draw(x, x + TIMER, self.place.y, canvas);
    }

    /// Whom it has voted for; of a candidate, how many votes it has.
    fn vote(&self) -> String {
        if let Some((server, candidate)) =
            self.node.running().and_then(|server| Some((server, server.candidate()?)))
        {
            return format!("{} of {}", candidate.votes.len(), server.quorums().least());
        }
        match self.node.vote() {
            Some(Vote::For(candidate)) => candidate.to_string(),
            Some(Vote::Nobody) => "–".to_owned(),
            None => "?".to_owned(),
        }
    }

    /// What is in flight; if nothing is, the one thing worth saying that has no column.
    fn notes(&self, area: Rect, live: bool, canvas: &mut Canvas) {
        if sent::draw(self.scene, self.node.id, area, canvas) {
            return;
        }
        let deaf = self.overview.cuts.deaf_words(self.node.id, area.width);
        let said = match deaf {
            Some(deaf) => deaf,
            None if live && !self.node.is_down() => return,
            None => fact(self.scene, self.overview, self.node, area.width),
        };
        if canvas.width(&said) > area.width {
            return;
        }
        let style: Style = if self.node.is_down() { canvas.look.dim() } else { canvas.look.text() };
        canvas.put_cut(area.x, area.y, &said, area.width, style);
    }
}
