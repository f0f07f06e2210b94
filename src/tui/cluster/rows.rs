//! The cluster where there is no room for a ring: one line a server, with its log.
//!
//! ```text
//!   ★ S1 leader      T2      1 x=1   2 y=4 ┃│2 x=5│    reaches 2 of 5
//! ```

use super::card::fact;
use crate::raft::{RoleKind, ServerId};
use crate::tui::canvas::Canvas;
use crate::tui::logs::{Grid, Scale};
use crate::tui::overview::{Overview, face, role, term_of, word};
use crate::tui::{Chosen, Scene};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Whether a line can be spared for the numbers of the columns above the rows.
fn numbered(overview: &Overview, area: Rect) -> bool {
    overview.order.len() + overview.sides.len() < usize::from(area.height) && area.width >= 24
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
    let parted = columns == 1 && servers + overview.sides.len() as u16 <= area.height;
    let width = area.width / columns;
    let rows = if columns == 1 { area.height } else { servers.div_ceil(columns).min(area.height) };
    let hidden = servers.saturating_sub(rows * columns);
    let first = scroll.min(hidden);
    let mut places = Vec::new();
    let mut y = area.y;
    let mut column = 0;
    let mut side = None;
    for server in overview.order.iter().skip(first as usize) {
        if parted && side.is_some_and(|side| side != overview.side(*server)) {
            y += 1;
        }
        side = Some(overview.side(*server));
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

/// Draws the servers as rows.
pub(super) fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    let places = places(overview, area, scene.scroll[crate::tui::Pane::Cluster as usize]);
    if let Some((_, row)) = places.first().filter(|_| numbered(overview, area)) {
        grid_of(scene, *row).header(area.y, canvas);
    }
    let mut before: Option<(ServerId, Rect)> = None;
    for (server, row) in &places {
        if let Some((last, above)) = before
            && row.y == above.y + 2
            && overview.side(last) != overview.side(*server)
        {
            let y = above.y + 1;
            canvas.run(area.x, area.right(), y, '░', canvas.look.line());
            canvas.put(area.x + 11, y, " cut ", canvas.look.alarm().add_modifier(Modifier::BOLD));
        }
        before = Some((*server, *row));
        draw_row(scene, overview, *server, *row, canvas);
    }
}

/// Where a server's name and term end.
fn head_end(row: Rect) -> u16 {
    row.x + if row.width >= 64 { 22 } else { 12 }
}

/// Cells behind the log, for a word about the server.
fn notes(row: Rect) -> u16 {
    if row.width >= 52 { 17 } else { 0 }
}

/// The columns of the log of a row: the same in all rows.
fn grid_of(scene: &Scene, row: Rect) -> Grid {
    let start = head_end(row) + 4;
    let cells = Rect::new(start, row.y, row.right().saturating_sub(start + notes(row)), 1);
    Grid::of(scene, cells, if row.width >= 72 { Scale::Commands } else { Scale::Terms })
}

fn draw_row(scene: &Scene, overview: &Overview, server: ServerId, row: Rect, canvas: &mut Canvas) {
    let node = scene.run.world().node(server);
    let look = canvas.look;
    let term = term_of(node);
    let bold = Modifier::BOLD;
    let wide = row.width >= 64;
    let mut inner = canvas.within(row);
    let canvas = &mut inner;
    let head_end = head_end(row);
    let [glyph, name, word_style, number] = match role(node) {
        Some(RoleKind::Leader) => {
            let filled = look.filled(term).add_modifier(bold);
            canvas.run(row.x + 1, head_end, row.y, ' ', filled);
            [filled; 4]
        }
        Some(RoleKind::Candidate) => [look.term(term).add_modifier(bold); 4],
        Some(RoleKind::Follower) => {
            [look.text(), look.text().add_modifier(bold), look.dim(), look.term(term)]
        }
        None => [look.dim(); 4],
    };
    let x = canvas.put_char(row.x + 2, row.y, face(node), glyph);
    let from = x + 1;
    let x = canvas.put(from, row.y, &server.to_string(), name);
    if overview.points_at(server) {
        canvas.underline(from, x, row.y);
    }
    if wide {
        canvas.put(x + 1, row.y, word(node), word_style);
    }
    canvas.put_right(head_end - 1, row.y, &format!("T{term}"), number);
    if scene.chosen == Chosen::Server(server) {
        canvas.put_char(row.x, row.y, '▸', look.bold());
    }
    if let Some(groups) = scene.draft {
        let group = groups.iter().position(|group| group.contains(server));
        let text = group.map_or(" – ".to_owned(), |group| format!(" {} ", group + 1));
        canvas.put(head_end, row.y, &text, look.bold().add_modifier(Modifier::REVERSED));
    }
    if row.width < 24 {
        return;
    }
    let notes = notes(row);
    grid_of(scene, row).row(scene, node, row.y, canvas);
    if notes > 0 {
        let style = if node.is_down() { look.dim() } else { look.text() };
        canvas.put_cut(
            row.right() - notes + 1,
            row.y,
            &fact(scene, overview, node, notes - 1),
            notes - 1,
            style,
        );
    }
}
