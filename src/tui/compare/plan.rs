//! What goes where when two branches are shown side by side.

use super::Pair;
use crate::tui::Pane;
use crate::tui::layout::Layout;
use crate::tui::panes::ring_fits;
use ratatui::layout::Rect;
use std::ops::Range;

/// Columns for what is different, behind the logs.
const NOTES: u16 = 20;

/// One of the two columns.
pub(super) struct Column {
    pub header: Rect,
    /// Cluster and logs, as far as there is room.
    pub panes: Vec<(Pane, Rect)>,
    /// Where it is told how a log differs.
    pub notes: Option<Rect>,
    pub subtitle: Rect,
}

impl Column {
    /// The same as a layout: panes look at what else is on the screen.
    pub fn layout(&self) -> Layout {
        Layout { panes: self.panes.clone(), rows: false, ..Layout::of(Rect::ZERO, Pane::Cluster, None, 1) }
    }
}

/// Where everything is.
pub(super) struct Plan {
    pub status: Rect,
    /// The line that forks: two rows.
    pub strip: Option<Rect>,
    pub left: Column,
    pub right: Column,
    /// The column of the rule between the two, and the rows that it goes through.
    pub middle: Option<u16>,
    pub rule: Range<u16>,
    /// What differs, with its title.
    pub table: Rect,
    pub keys: Option<Rect>,
}

fn rows(area: Rect, top: u16, bottom: u16) -> Rect {
    let bottom = bottom.min(area.bottom());
    Rect { y: top.min(bottom), height: bottom.saturating_sub(top), ..area }
}

impl Plan {
    pub fn of(pair: &Pair, area: Rect) -> Plan {
        let servers = pair.comparison.servers.len() as u16;
        let margin = if area.width >= 40 { 2 } else { 0 };
        let inner = Rect { x: area.x + margin, width: area.width.saturating_sub(2 * margin), ..area };
        let has_keys = area.height >= 8;
        let bottom = area.bottom().saturating_sub(u16::from(has_keys));
        let band = match area.height {
            36.. => 3,
            20.. => 2,
            12.. => 1,
            _ => 0,
        };
        let subtitles = rows(area, bottom.saturating_sub(band), bottom);
        let strip = (area.height >= 16 && area.width >= 40).then(|| rows(inner, area.y + 2, area.y + 4));
        let air = u16::from(area.height >= 16);
        let header = strip.map_or(area.y + 1, |strip| strip.bottom() + air);
        let body_bottom = subtitles.y.saturating_sub(air);
        let body = rows(inner, header + 1, body_bottom);
        // The table comes first, then the logs, then the clusters.
        let wanted = servers + 4;
        let logs_wanted = servers + 4;
        let logs =
            if body.height >= wanted + 1 + logs_wanted && inner.width >= 100 { logs_wanted } else { 0 };
        let gap = u16::from(logs > 0);
        let table_height = wanted.min(body.height);
        let spare = body.height - table_height - logs - gap;
        let half = (inner.width.saturating_sub(3)) / 2;
        let cluster = Rect { width: half, height: spare.saturating_sub(1).min(24), ..body };
        let has_cluster = logs > 0 && ring_fits(cluster, usize::from(servers));
        // Without clusters the rows of the logs can stand apart.
        let logs =
            if logs > 0 && !has_cluster { (3 + 2 * servers).min(logs + spare).max(logs) } else { logs };
        let cluster_height = if has_cluster { cluster.height + 1 } else { 0 };
        let column = |x: u16, band_x: u16, band_end: u16| {
            let at = |top: u16, height: u16| Rect { x, y: top, width: half, height };
            let mut panes = Vec::new();
            let mut notes = None;
            if has_cluster {
                panes.push((Pane::Cluster, at(body.y, cluster.height)));
            }
            if logs > 0 {
                let area = at(body.y + cluster_height, logs);
                panes.push((Pane::Logs, Rect { width: half.saturating_sub(NOTES), ..area }));
                notes = Some(Rect { x: area.right().saturating_sub(NOTES - 1), width: NOTES - 1, ..area });
            }
            let subtitle = Rect { x: band_x, width: band_end.saturating_sub(band_x), ..subtitles };
            let header = Rect { y: header, height: u16::from(header < bottom), x, width: half };
            Column { header, panes, notes, subtitle }
        };
        let middle = inner.x + half + 1;
        let table = rows(inner, body.y + cluster_height + logs + gap, body_bottom);
        Plan {
            status: Rect { height: area.height.min(1), ..inner },
            strip,
            left: column(inner.x, area.x, middle),
            right: column(inner.x + half + 3, middle + 1, area.right()),
            middle: (middle < inner.right()).then_some(middle),
            rule: header.min(bottom)..body_bottom.max(header).min(bottom),
            table,
            keys: has_keys.then(|| Rect { y: area.bottom() - 1, height: 1, ..area }),
        }
    }
}
