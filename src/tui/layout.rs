//! What goes where at which size.
//!
//! From top to bottom, always: status, panes, scrubber, subtitle, keys. Drawing and the mouse ask the same
//! [`Layout`], so that what is clicked is what was drawn.
//!
//! | size | panes |
//! |-|-|
//! | under 40×8 | none: status and subtitle |
//! | under 80×24 | one: the servers as rows, or the pane that has the focus |
//! | 80×24 | the ring over logs and votes |
//! | 110×30 | the ring beside logs and votes, events below |
//! | 150×42 | the rule and the properties at the right |
//! | 190×52 | all, with the space-time diagram below; messages in the place of the events |
//!
//! What stands at the side (see [`Side`](crate::tui::Side)) takes 44 to 58 columns at the right; on a small screen, the
//! place of all panes, or the room under the servers as rows.
//!
//! A pane that has no place of its own takes the place of others while it has the focus.

use crate::tui::Pane;
use crate::tui::cluster::ring::ring_fits;
use ratatui::layout::Rect;

/// The least size at which panes are drawn.
pub const LEAST: (u16, u16) = (40, 8);
/// The panes grow to this size, then the margins grow.
const MOST: (u16, u16) = (240, 75);

/// Where everything is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Who leads, the time.
    pub status: Rect,
    /// The panes that are drawn, with their titles.
    pub panes: Vec<(Pane, Rect)>,
    /// What stands at the side of the panes, or in their place where there is no room for both.
    pub side: Option<Rect>,
    /// The run as a line.
    pub scrubber: Option<Rect>,
    /// The band of the subtitle, from edge to edge.
    pub subtitle: Rect,
    /// A row for a rule above the subtitle, where the band has no background of its own.
    pub rule: Option<Rect>,
    /// The line of keys.
    pub keys: Option<Rect>,
    /// Whether servers are rows even where a ring would fit: their logs have no other place.
    pub rows: bool,
    /// The least there can be: a word says what size shows more.
    pub tiny: bool,
}

/// How something stands at the side.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SidePlacement {
    /// Beside the panes, or in their place where there is no room for both.
    Beside,
    /// Beside the panes, or under the servers as rows; a pane with the screen to itself covers it there.
    Under,
    /// As [`SidePlacement::Under`], before a class: half of the screen, one pane beside it, and nothing small.
    Lecture,
}

fn rect(left: u16, top: u16, right: u16, bottom: u16) -> Rect {
    Rect::new(left, top, right.saturating_sub(left), bottom.saturating_sub(top))
}

impl Layout {
    /// Where everything is on a screen, for a cluster of so many servers.
    pub fn of(screen: Rect, focus: Pane, zoom: Option<Pane>, servers: usize) -> Layout {
        Layout::with_side(screen, focus, zoom, servers, None)
    }

    /// Where everything is, also what stands at the side if something does.
    pub fn with_side(
        screen: Rect,
        focus: Pane,
        zoom: Option<Pane>,
        servers: usize,
        placement: Option<SidePlacement>,
    ) -> Layout {
        let margin = (screen.width.saturating_sub(MOST.0) / 2, screen.height.saturating_sub(MOST.1) / 2);
        let area = rect(
            screen.x + margin.0,
            screen.y + margin.1,
            screen.right() - margin.0,
            screen.bottom() - margin.1,
        );
        if area.width < LEAST.0 || area.height < LEAST.1 {
            return Layout::tiny(area);
        }
        let (width, height) = (area.width, area.height);
        let band = match height {
            30.. => 3,
            16.. => 2,
            _ => 1,
        };
        let keys = Rect { y: area.bottom() - 1, height: 1, ..area };
        let subtitle = rect(area.left(), keys.y - band, area.right(), keys.y);
        let lecture = placement == Some(SidePlacement::Lecture);
        let has_scrubber = height >= 28 && !lecture;
        let scrubber =
            has_scrubber.then(|| rect(area.left() + 2, subtitle.y - 1, area.right() - 2, subtitle.y));
        let rule = match band {
            3 => Some(Rect { height: 1, ..subtitle }),
            _ if has_scrubber => None,
            _ => Some(Rect { y: subtitle.y - 1, height: 1, ..subtitle }),
        };
        let top = area.top() + if height >= 20 { 2 } else { 1 };
        let gap = u16::from(height >= 12);
        let body = rect(
            area.left() + 2,
            top,
            area.right() - 2,
            scrubber.map_or(subtitle.y, |scrubber| scrubber.y) - gap,
        );
        let rows = width < 80 || height < 24;
        let whole = zoom.is_some() || focus.is_whole();
        let (body, side, upper) = match placement {
            None => (body, None, None),
            Some(SidePlacement::Under | SidePlacement::Lecture) if !fits_beside(body) && whole => {
                (body, None, None)
            }
            Some(SidePlacement::Under | SidePlacement::Lecture) if !fits_beside(body) => {
                let (upper, ringed, side) = under(body, focus, servers);
                (body, Some(side), Some((upper, !ringed)))
            }
            Some(placement) => {
                let (body, side) = parted(body, placement);
                (body, side, None)
            }
        };
        let is_huge = width >= 190 && height >= 52;
        let has_place = is_huge && side.is_none() && focus == Pane::SpaceTime;
        let alone = zoom.or_else(|| (focus.is_whole() && !has_place).then_some(focus));
        let (panes, rows) = if let Some(upper) = upper {
            upper
        } else if body.is_empty() {
            (Vec::new(), rows)
        } else if let Some(pane) = alone {
            (vec![(pane, body)], false)
        } else if rows {
            (narrow(body, focus, servers), true)
        } else if lecture {
            (lecture_panes(body, focus, servers), false)
        } else if side.is_some() {
            (beside(body, focus, servers), false)
        } else if is_huge {
            (huge(body, focus, servers), false)
        } else if width >= 150 && height >= 42 {
            (large(body, focus, servers), false)
        } else if width >= 110 && height >= 30 {
            (medium(body, focus, servers), false)
        } else {
            small(body, focus, servers)
        };
        let status = Rect { height: 1, ..area };
        Layout { status, panes, side, scrubber, subtitle, rule, keys: Some(keys), rows, tiny: false }
    }

    fn tiny(area: Rect) -> Layout {
        Layout {
            status: Rect { height: area.height.min(1), ..area },
            panes: Vec::new(),
            side: None,
            scrubber: None,
            subtitle: rect(area.left(), (area.y + 1).min(area.bottom()), area.right(), area.bottom()),
            rule: None,
            keys: None,
            rows: true,
            tiny: true,
        }
    }

    /// The place of a pane, if it is drawn.
    pub fn pane(&self, pane: Pane) -> Option<Rect> {
        self.panes.iter().find(|(drawn, _)| *drawn == pane).map(|(_, area)| *area)
    }
}

/// Whether there is room for panes and something beside them.
fn fits_beside(body: Rect) -> bool {
    body.width >= 106 && body.height >= 20
}

/// What is left of the panes, and what stands at their side. Where there is no room for both, nothing is left.
fn parted(body: Rect, placement: SidePlacement) -> (Rect, Option<Rect>) {
    if !fits_beside(body) {
        return (Rect { width: 0, ..body }, Some(body));
    }
    let width = match placement {
        SidePlacement::Under => (body.width * 2 / 5).clamp(44, 58),
        SidePlacement::Beside => (body.width / 2).clamp(44, 58),
        SidePlacement::Lecture => (body.width / 2).clamp(44, 90),
    };
    let side = Rect { x: body.right() - width, width, ..body };
    (Rect { width: body.width - width - 3, ..body }, Some(side))
}

/// A pane, the servers as rows if it can be, and under it what stands at the side; whether the servers are a ring. Where
/// there is no room for both, the pane gives way.
fn under(body: Rect, focus: Pane, servers: usize) -> (Vec<(Pane, Rect)>, bool, Rect) {
    /// Of fewer rows nothing can be read.
    const LEAST: u16 = 8;
    let wanted = match focus {
        Pane::Cluster => servers as u16 + 2,
        Pane::Logs => servers as u16 + 3,
        _ => (body.height * 2 / 5).max(servers as u16 + 2),
    };
    let tall = body.height.saturating_sub(2 * LEAST + 1).min(22);
    let ring = rect(body.left(), body.top(), body.right(), body.top() + tall);
    let ringed = focus == Pane::Cluster && body.width >= 76 && ring_fits(ring, servers);
    let height = if ringed { tall } else { wanted.min(body.height.saturating_sub(LEAST + 1)) };
    if height < 4 {
        return (Vec::new(), false, body);
    }
    let split = body.top() + height;
    let pane = (focus, rect(body.left(), body.top(), body.right(), split));
    // The servers as rows leave an empty row of their own.
    let from = if focus == Pane::Cluster && !ringed { split } else { split + 1 };
    (vec![pane], ringed, rect(body.left(), from, body.right(), body.bottom()))
}

/// With something at the side: the ring over the logs, or over what has the focus.
fn beside(body: Rect, focus: Pane, servers: usize) -> Vec<(Pane, Rect)> {
    if body.width >= 110 && body.height >= 28 {
        return medium(body, focus, servers);
    }
    let lower = (servers as u16 + 5).clamp(8, body.height * 2 / 5);
    let split = body.bottom() - lower;
    let below = if focus == Pane::Cluster { Pane::Logs } else { focus };
    vec![
        (Pane::Cluster, rect(body.left(), body.top(), body.right(), split - 1)),
        (below, rect(body.left(), split, body.right(), body.bottom())),
    ]
}

/// Before a class: the ring over the logs, which texts speak of; or the pane that has the focus.
fn lecture_panes(body: Rect, focus: Pane, servers: usize) -> Vec<(Pane, Rect)> {
    let logs = servers as u16 + 5;
    let upper = rect(body.left(), body.top(), body.right(), body.bottom().saturating_sub(logs + 1));
    if focus != Pane::Cluster || !ring_fits(upper, servers) {
        return vec![(focus, body)];
    }
    vec![
        (Pane::Cluster, upper),
        (Pane::Logs, rect(body.left(), upper.bottom() + 1, body.right(), body.bottom())),
    ]
}

/// Below 80×24: one pane; under servers as rows the votes, if there is room for both.
fn narrow(body: Rect, focus: Pane, servers: usize) -> Vec<(Pane, Rect)> {
    let rows = servers as u16 + 2;
    let rows = if body.height < rows + 5 { rows.div_ceil(2) } else { rows };
    if !matches!(focus, Pane::Cluster | Pane::Votes) || body.height < rows + 5 {
        return vec![(focus, body)];
    }
    let split = body.top() + rows;
    vec![
        (Pane::Cluster, rect(body.left(), body.top(), body.right(), split)),
        (Pane::Votes, rect(body.left(), split, body.right(), body.bottom())),
    ]
}

/// 80×24: the ring over logs and votes.
fn small(body: Rect, focus: Pane, servers: usize) -> (Vec<(Pane, Rect)>, bool) {
    let rows = servers.min(9) as u16;
    let spare = if body.height > 20 { 2 } else { 0 };
    let lower = (rows + 1 + spare).min(body.height / 2);
    let split = body.bottom() - lower;
    let upper = rect(body.left(), body.top(), body.right(), split - 1);
    let mut panes = vec![(Pane::Cluster, upper)];
    let beside = matches!(focus, Pane::Cluster | Pane::Logs | Pane::Votes);
    if !ring_fits(upper, servers) && focus != Pane::Logs {
        return (narrow(body, focus, servers), true);
    }
    if beside {
        let middle = body.left() + (body.width - 3) * 39 / 73;
        panes.push((Pane::Logs, rect(body.left(), split, middle, body.bottom())));
        panes.push((Pane::Votes, rect(middle + 3, split, body.right(), body.bottom())));
    } else {
        panes.push((focus, rect(body.left(), split, body.right(), body.bottom())));
    }
    (panes, false)
}

/// How many rows the logs get of a column that they share with the votes.
fn logs_of(column: Rect, servers: usize) -> u16 {
    let servers = servers as u16;
    let votes = (servers + 3).max(8);
    let roomy = 3 + 2 * servers;
    let tight = 3 + servers;
    if roomy + 1 + votes <= column.height {
        roomy
    } else if tight + 1 + votes <= column.height {
        // What is left over after single rows is better used by the votes.
        tight.max(column.height - 1 - votes)
    } else {
        (column.height * 11 / 20).min(tight)
    }
}

fn logs_and_votes(column: Rect, servers: usize) -> [(Pane, Rect); 2] {
    let split = column.top() + logs_of(column, servers);
    [
        (Pane::Logs, rect(column.left(), column.top(), column.right(), split)),
        (Pane::Votes, rect(column.left(), split + 1, column.right(), column.bottom())),
    ]
}

/// 120×36: the ring beside logs and votes, events below.
fn medium(body: Rect, focus: Pane, servers: usize) -> Vec<(Pane, Rect)> {
    let events = 5 + (body.height - 22).saturating_sub(6) / 3;
    let split = body.bottom() - events;
    let column = 42 + body.width.saturating_sub(116) / 2;
    let right = rect(body.right() - column, body.top(), body.right(), split - 1);
    let mut panes = vec![
        (Pane::Cluster, rect(body.left(), body.top(), right.left() - 4, split - 1)),
        (Pane::Events, rect(body.left(), split, body.right(), body.bottom())),
    ];
    if matches!(focus, Pane::Rule | Pane::Messages | Pane::Properties) {
        panes.push((focus, right));
    } else {
        panes.extend(logs_and_votes(right, servers));
    }
    panes
}

/// 160×45: the rule and the properties at the right.
fn large(body: Rect, focus: Pane, servers: usize) -> Vec<(Pane, Rect)> {
    let events = 8 + (body.height - 30) / 4;
    let split = body.bottom() - events;
    let third = 42 + (body.width - 146) / 4;
    let second = 42 + (body.width - 146) / 4;
    let right = rect(body.right() - third, body.top(), body.right(), body.bottom());
    let middle = rect(right.left() - 3 - second, body.top(), right.left() - 3, split - 1);
    let mut panes = vec![
        (Pane::Cluster, rect(body.left(), body.top(), middle.left() - 3, split - 1)),
        (Pane::Events, rect(body.left(), split, middle.right(), body.bottom())),
    ];
    let lamps = right.bottom() - 10;
    let last = if focus == Pane::Messages { Pane::Messages } else { Pane::Properties };
    panes.push((Pane::Rule, rect(right.left(), right.top(), right.right(), lamps - 1)));
    panes.push((last, rect(right.left(), lamps, right.right(), right.bottom())));
    panes.extend(logs_and_votes(middle, servers));
    panes
}

/// 200×60: the space-time diagram as well, and under it the events, over the whole width of both.
fn huge(body: Rect, focus: Pane, servers: usize) -> Vec<(Pane, Rect)> {
    let third = 68 + (body.width - 186) / 4;
    let second = 44 + (body.width - 186) / 4;
    let right = rect(body.right() - third, body.top(), body.right(), body.bottom());
    let left = right.left() - 3;
    let events = body.bottom() - (body.height / 7).max(6);
    let diagram = (body.height / 3).max(servers as u16 * 2 + 4).min(body.height * 2 / 5);
    let split = events - 1 - diagram;
    let middle = rect(left - second, body.top(), left, split - 1);
    let lamps = right.bottom() - 7;
    let last = if focus == Pane::Messages { Pane::Messages } else { Pane::Events };
    let mut panes = vec![
        (Pane::Cluster, rect(body.left(), body.top(), middle.left() - 3, split - 1)),
        (Pane::SpaceTime, rect(body.left(), split, left, events - 1)),
        (last, rect(body.left(), events, left, body.bottom())),
        (Pane::Rule, rect(right.left(), right.top(), right.right(), lamps - 1)),
        (Pane::Properties, rect(right.left(), lamps, right.right(), right.bottom())),
    ];
    panes.extend(logs_and_votes(middle, servers));
    panes
}
