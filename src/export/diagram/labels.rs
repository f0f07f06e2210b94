//! The words beside messages, where there is room for them.

use super::Sheet;
use super::arrows::ends;
use super::page::{Anchor, Page, TextStyle};
use super::space::{self, Area, FreeSpace};
use super::timeline::{Arrow, Timeline};
use crate::history::PathEnd;
use crate::raft::{MessageKind, ServerId};
use crate::sim::Time;

/// What was sent to all at once is told once.
type Round<'a> = (ServerId, Time, &'a str);

/// Puts the words: refusals and votes first, then entries.
pub(super) fn draw(timeline: &Timeline, sheet: &Sheet, page: &mut Page, space: &mut FreeSpace) {
    let worded = |arrow: &&Arrow| arrow.word.is_some() && !sheet.hides(arrow);
    let mut arrows: Vec<&Arrow> = timeline.arrows.iter().filter(worded).collect();
    let rank = |arrow: &Arrow| match arrow.kind {
        _ if arrow.refuses => 0,
        MessageKind::RequestVoteReply => 1,
        MessageKind::AppendEntries => 2,
        _ => 3,
    };
    arrows.sort_by_key(|arrow| (rank(arrow), arrow.sent, arrow.id));
    let mut told: Vec<Round> = Vec::new();
    for arrow in arrows {
        let Some(word) = &arrow.word else { continue };
        let round = (arrow.from, arrow.sent, word.as_str());
        let once = arrow.kind.is_request();
        if once && told.contains(&round) {
            continue;
        }
        if put(arrow, word, timeline, sheet, page, space) && once {
            told.push(round);
        }
    }
}

fn put(
    arrow: &Arrow,
    word: &str,
    timeline: &Timeline,
    sheet: &Sheet,
    page: &mut Page,
    space: &mut FreeSpace,
) -> bool {
    let (start, end) = ends(arrow, timeline, sheet);
    let size = sheet.words().min(15.0 * sheet.unit);
    let wide = space::width(word, size);
    let gap = 5.0 * sheet.unit;
    // Along the arrow, on both sides. The slope says how far aside the text must go to stay clear of it.
    let (across, down) = (end.0 - start.0, end.1 - start.1);
    let lean = (across / down.abs().max(1.0)).abs().min(6.0);
    let aside = wide / 2.0 + gap + lean * size * 0.5;
    let shares = match arrow.ends {
        PathEnd::Lost => [0.7, 0.5, 0.35, 0.85, 0.2, 0.6, 0.4],
        _ => [0.5, 0.62, 0.38, 0.74, 0.26, 0.84, 0.16],
    };
    let at = |share: f64| (start.0 + across * share, start.1 + down * share);
    let wishes = shares.into_iter().flat_map(|share| {
        let (x, y) = at(share);
        [(x + aside, y), (x - aside, y)]
    });
    let Some(place) = space.place(wishes.map(|centre| Area::around(centre, (wide, size)))) else {
        return false;
    };
    let colour = if arrow.refuses { page.alarm() } else { page.term(arrow.term) };
    let middle = (f64::midpoint(place.left, place.right), f64::midpoint(place.top, place.bottom));
    let style = TextStyle {
        colour,
        size,
        bold: arrow.kind.is_request() || arrow.refuses,
        anchor: Anchor::Middle,
        clear: false,
    };
    page.words(word, middle, style);
    true
}
