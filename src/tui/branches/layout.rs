//! Where everything is on the page of branches.

use super::scene::BranchesScene;
use crate::history::NestedBranch;
use ratatui::layout::Rect;

/// Branches that left deeper than this are not indented any more.
pub(super) const DEEPEST: usize = 10;
/// From this width on there is room for the branches along time.
const WIDE: u16 = 110;

/// What a line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    /// A branch, by its place in the picture of the tree.
    Branch(usize),
    /// The title of the bookmarks.
    Heading,
    /// A bookmark, by its place.
    Bookmark(usize),
}

/// A line of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct TreeRow {
    pub what: What,
    pub y: u16,
    pub height: u16,
}

/// Where everything is.
pub(super) struct BranchesLayout {
    pub head: Rect,
    pub title: Option<u16>,
    /// Where the lines stand.
    pub list: Rect,
    pub lines: Vec<TreeRow>,
    /// How many do not fit.
    pub hidden: usize,
    /// Whether a branch has two rows.
    pub tall: bool,
    /// Where the branches are drawn along time.
    pub times: Option<Rect>,
    pub keys: Option<Rect>,
}

impl BranchesLayout {
    pub fn of(scene: &BranchesScene, branches: &[NestedBranch], area: Rect) -> BranchesLayout {
        let margin = if area.width >= 24 { 2 } else { 0 };
        let inner = Rect { x: area.x + margin, width: area.width.saturating_sub(2 * margin), ..area };
        let head = Rect { height: area.height.min(1), ..inner };
        let roomy = area.height >= 10;
        let title = roomy.then_some(area.y + 2);
        let top = area.y + if roomy { 4 } else { 1 };
        let keys = (area.height >= 4).then(|| Rect { y: area.bottom() - 1, height: 1, ..area });
        let bottom = area.bottom().saturating_sub(if roomy { 2 } else { u16::from(keys.is_some()) });
        let body = Rect { y: top, height: bottom.saturating_sub(top), ..inner };
        let text = if area.width >= WIDE { (inner.width * 3 / 5).min(90) } else { inner.width };
        let list = Rect { width: text, ..body };
        let times = (area.width >= WIDE && branches.len() > 1).then(|| Rect {
            x: list.right() + 4,
            width: inner.width.saturating_sub(text + 4),
            ..body
        });
        let bookmarks = scene.run.bookmarks().len();
        let tall = roomy && area.width >= 40;
        // A blank row after each branch, if all of them have room then.
        let extra = if bookmarks > 0 { 2 + bookmarks } else { 0 };
        let airy = tall && branches.len() * 3 + extra <= usize::from(body.height);
        let height = if tall { 2 } else { 1 };
        let mut all: Vec<(What, u16, u16)> = Vec::new();
        for place in 0..branches.len() {
            all.push((What::Branch(place), height, u16::from(airy)));
        }
        if bookmarks > 0 {
            all.push((What::Heading, 1, u16::from(tall)));
            all.extend((0..bookmarks).map(|place| (What::Bookmark(place), 1, 0)));
        }
        let (lines, hidden) = place(&all, chosen_line(scene.chosen, branches.len()), body);
        BranchesLayout { head, title, list, lines, hidden, tall, times, keys }
    }
}

/// The heading stands between the branches and the bookmarks.
fn chosen_line(chosen: usize, branches: usize) -> usize {
    if chosen < branches { chosen } else { chosen + 1 }
}

/// The lines that fit around the chosen one.
fn place(all: &[(What, u16, u16)], chosen: usize, body: Rect) -> (Vec<TreeRow>, usize) {
    let size = |(_, height, below): &(What, u16, u16)| height + below;
    let mut first = 0;
    let chosen = chosen.min(all.len().saturating_sub(1));
    let mut used: u16 = all[..=chosen].iter().map(size).fold(0, u16::saturating_add);
    while used > body.height && first < chosen {
        used -= size(&all[first]);
        first += 1;
    }
    let mut lines = Vec::new();
    let mut y = body.y;
    for (what, height, below) in &all[first..] {
        if y + height > body.bottom() {
            break;
        }
        lines.push(TreeRow { what: *what, y, height: *height });
        y += height + below;
    }
    let shown = lines.iter().filter(|line| line.what != What::Heading).count();
    let count = all.iter().filter(|line| line.0 != What::Heading).count();
    (lines, count - shown)
}

/// Whether another branch follows further down that left at the same level.
pub(super) fn goes_on(branches: &[NestedBranch], at: usize, level: usize) -> bool {
    branches[at + 1..].iter().find(|later| later.depth <= level).is_some_and(|later| later.depth == level)
}
