//! Where everything is on the page of two branches.

use super::scene::CompareScene;
use crate::history::ServerDifference;
use ratatui::layout::Rect;

/// From this size on the two stand side by side.
const SIDE_BY_SIDE: (u16, u16) = (150, 40);

/// Where everything is.
pub(super) struct CompareLayout {
    pub head: Rect,
    /// A row for each branch, where they are not named above their clusters.
    pub names: [Option<Rect>; 2],
    /// What each came to, property by property.
    pub verdict: Option<Rect>,
    /// The row that says where they part.
    pub parting: Option<Rect>,
    /// What happened next on each.
    pub told: [Option<Rect>; 2],
    /// Each side with cluster and logs, if there is room.
    pub halves: Option<[Half; 2]>,
    /// What differs: its title, its header, its rows.
    pub table: Rect,
    /// The subtitle of the chosen side, where each side has none of its own.
    pub band: Option<Rect>,
    pub keys: Option<Rect>,
}

/// One of two sides.
pub(super) struct Half {
    pub left: bool,
    pub title: Rect,
    pub cluster: Rect,
    pub logs: Rect,
    pub band: Rect,
}

fn row(area: Rect, y: u16) -> Option<Rect> {
    (y < area.bottom()).then_some(Rect { y, height: 1, ..area })
}

impl CompareLayout {
    pub fn of(scene: &CompareScene, differences: &[ServerDifference], area: Rect) -> CompareLayout {
        if area.width >= SIDE_BY_SIDE.0 && area.height >= SIDE_BY_SIDE.1 {
            side_by_side(scene, differences.len() as u16, area)
        } else {
            one_above_the_other(area)
        }
    }
}

fn margins(area: Rect) -> Rect {
    let margin = if area.width >= 24 { 2 } else { 0 };
    Rect { x: area.x + margin, width: area.width.saturating_sub(2 * margin), ..area }
}

fn one_above_the_other(area: Rect) -> CompareLayout {
    let inner = margins(area);
    let air = u16::from(area.height >= 22);
    let head = Rect { height: area.height.min(1), ..inner };
    let keys = (area.height >= 4).then(|| Rect { y: area.bottom() - 1, height: 1, ..area });
    let band = match area.height {
        30.. => 3,
        20.. => 2,
        12.. => 1,
        _ => 0,
    };
    let bottom = area.bottom().saturating_sub(u16::from(keys.is_some()));
    let band = Rect { y: bottom - band.min(bottom), height: band, ..area };
    let body = Rect { height: band.y.saturating_sub(area.y), ..inner };
    let top = area.y + 1 + air;
    let names = [row(body, top), row(body, top + 1)];
    let roomy = area.height >= 12;
    let told_verdict = area.height >= 16;
    let verdict = if told_verdict { row(body, top + 2) } else { None };
    let top = top + u16::from(told_verdict);
    let parting = if roomy { row(body, top + 2 + air) } else { None };
    let after = top + 3 + air;
    let told = if roomy { [row(body, after), row(body, after + 1)] } else { [None, None] };
    let start = if roomy { after + 2 + air } else { top + 2 };
    let table = Rect { y: start, height: band.y.saturating_sub(start), ..body };
    CompareLayout { head, names, verdict, parting, told, halves: None, table, band: Some(band), keys }
}

fn side_by_side(scene: &CompareScene, servers: u16, area: Rect) -> CompareLayout {
    // Beyond this size only the margins grow.
    let extra = (area.width.saturating_sub(240) / 2, area.height.saturating_sub(72) / 2);
    let area = Rect {
        x: area.x + extra.0,
        y: area.y + extra.1,
        width: area.width - 2 * extra.0,
        height: area.height - 2 * extra.1,
    };
    let inner = margins(area);
    let head = Rect { height: 1, ..inner };
    let keys = Rect { y: area.bottom() - 1, height: 1, ..area };
    let band = Rect { y: keys.y - 3, height: 3, ..area };
    let parting = row(inner, area.y + 2);
    let told = [row(inner, area.y + 3), row(inner, area.y + 4)];
    let top = area.y + 6;
    let rows = (servers + 2).min(area.height / 3);
    let table = Rect { y: band.y - 1 - rows, height: rows, ..inner };
    let body = table.y.saturating_sub(top + 1);
    let logs = (servers + 4).min(body / 2);
    let width = (inner.width - 3) / 2;
    let half = |left: bool| {
        let x = if left { inner.x } else { inner.right() - width };
        let column = Rect { x, y: top, width, height: body };
        let cluster = Rect { height: body - logs - 1, ..column };
        // A low cluster has no title of its own, and leaves the row free.
        let cluster = if cluster.height >= 13 {
            cluster
        } else {
            Rect { y: top + 1, height: cluster.height - 1, ..cluster }
        };
        let middle = inner.right() - width - 2;
        let band = if left {
            Rect { width: middle - area.x, ..band }
        } else {
            Rect { x: middle + 1, width: area.right() - middle - 1, ..band }
        };
        let logs = Rect { y: top + body - logs, height: logs, ..column };
        Half { left, title: Rect { height: 1, ..column }, cluster, logs, band }
    };
    let halves = [half(true), half(false)];
    debug_assert!(scene.runs.a.world().size() == usize::from(servers), "both have the same servers");
    CompareLayout {
        head,
        names: [None, None],
        verdict: row(inner, area.y + 5),
        parting,
        told,
        halves: Some(halves),
        table,
        band: None,
        keys: Some(keys),
    }
}
