//! What differs: the cluster as a whole, then server by server, what is different marked with ≠.

use super::plan::Plan;
use super::{Pair, Side, standing};
use crate::history::{Comparison, ServerDifference, Sides};
use crate::raft::{Index, ServerId};
use crate::sim::LifeKind;
use crate::tui::Look;
use crate::tui::panes::canvas::Canvas;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// The columns of what a row is about.
const LABEL: u16 = 11;

/// A row: what it is about, and the same on both sides, in pieces that differ or do not.
struct Row {
    label: String,
    server: Option<ServerId>,
    sides: Sides<Vec<(String, Style)>>,
    differs: bool,
}

/// Draws the table.
pub(super) fn draw(pair: &Pair, plan: &Plan, canvas: &mut Canvas) {
    let area = plan.table;
    if area.height == 0 {
        return;
    }
    let look = canvas.look;
    let all = rows(pair, look);
    let count = pair.comparison.servers.iter().filter(|server| server.any()).count();
    let note = match count {
        0 => "no server".to_owned(),
        1 => "1 server".to_owned(),
        count => format!("{count} servers"),
    };
    canvas.title(area, "What differs", &note, false);
    let middle = plan.middle.unwrap_or(area.right());
    for (row, place) in all.iter().zip(places(&all, area)) {
        let y = place.y;
        canvas.put_cut(area.x, y, &row.label, LABEL, if row.differs { look.text() } else { look.dim() });
        if row.differs {
            canvas.put_char(area.x + LABEL, y, '≠', look.bold());
        }
        let left = Rect { x: area.x + LABEL + 2, width: middle.saturating_sub(area.x + LABEL + 3), ..place };
        let right = Rect { x: middle + 2, width: area.right().saturating_sub(middle + 2), ..place };
        put(left, &row.sides.a, canvas);
        put(right, &row.sides.b, canvas);
    }
}

/// Where the rows are that there is room for: a server has two lines where columns are narrow, if there are enough.
fn places(all: &[Row], area: Rect) -> Vec<Rect> {
    let servers = all.iter().filter(|row| row.server.is_some()).count();
    let two = area.width < 110 && all.len() + servers < usize::from(area.height);
    let mut y = area.y + 1;
    let mut places = Vec::new();
    for row in all {
        if y >= area.bottom() {
            break;
        }
        let height = if two && row.server.is_some() { 2 } else { 1 };
        places.push(Rect { y, height: height.min(area.bottom() - y), ..area });
        y += height;
    }
    places
}

/// Puts pieces with commas between; what does not fit goes to the next line, if there is one.
fn put(area: Rect, pieces: &[(String, Style)], canvas: &mut Canvas) {
    let (mut x, mut y) = (area.x, area.y);
    for (place, (text, style)) in pieces.iter().enumerate() {
        let comma = if place + 1 < pieces.len() { "," } else { "" };
        let text = format!("{text}{comma}");
        if x > area.x && x + canvas.width(&text) > area.right() && y + 1 < area.bottom() {
            (x, y) = (area.x, y + 1);
        }
        x = canvas.put_cut(x, y, &text, area.right().saturating_sub(x), *style) + 1;
    }
}

/// The server whose row this is.
pub(super) fn server_at(pair: &Pair, plan: &Plan, y: u16) -> Option<ServerId> {
    let all = rows(pair, pair.look());
    let found =
        places(&all, plan.table).into_iter().position(|place| (place.top()..place.bottom()).contains(&y));
    all.get(found?)?.server
}

fn rows(pair: &Pair, look: &Look) -> Vec<Row> {
    let Comparison { leader, term, commit, .. } = pair.comparison;
    let sides = &pair.sides;
    let mut rows = vec![
        whole("leader", leader.differ() || term.differ(), [&sides.a, &sides.b].map(who), look),
        whole("committed", commit.differ(), [commit.a, commit.b].map(committed), look),
    ];
    let properties = [&sides.a, &sides.b].map(properties);
    rows.push(whole("properties", properties[0] != properties[1], properties, look));
    rows.extend(pair.comparison.servers.iter().map(|server| of_server(server, look)));
    rows
}

fn whole(label: &str, differs: bool, [a, b]: [String; 2], look: &Look) -> Row {
    let style = if differs { look.strong() } else { look.dim() };
    Row {
        label: label.to_owned(),
        server: None,
        sides: Sides { a: vec![(a, style)], b: vec![(b, style)] },
        differs,
    }
}

fn who(side: &Side) -> String {
    match standing(side) {
        (term, Some(leader)) => format!("{leader} of term {term}"),
        (term, None) => format!("nobody, the latest term is {term}"),
    }
}

fn committed(last: Index) -> String {
    if last == Index::ZERO { "nothing".to_owned() } else { entries(Index(1), last) }
}

fn properties(side: &Side) -> String {
    match side.scene.run.checker().violations().first() {
        None => "✓ all five hold".to_owned(),
        Some(violation) => format!("✗ {} is broken", violation.property.name()),
    }
}

/// Life or role, term, vote, log and commit index of one server.
fn of_server(server: &ServerDifference, look: &Look) -> Row {
    let sides = [false, true].map(|right| {
        let mut pieces = pieces(server, right);
        // What differs comes first: it is seen where there is little room.
        pieces.sort_by_key(|(_, differs)| !differs);
        let style = |differs: bool| if differs { look.strong() } else { look.dim() };
        pieces.into_iter().map(|(text, differs)| (text, style(differs))).collect()
    });
    let [a, b] = sides;
    let (label, differs) = (server.server.to_string(), server.any());
    Row { label, server: Some(server.server), sides: Sides { a, b }, differs }
}

/// What there is to say about a server on one side, and whether it is different on the other.
fn pieces(server: &ServerDifference, right: bool) -> Vec<(String, bool)> {
    let life = of(&server.life, right);
    let role = match (life, of(&server.role, right)) {
        (LifeKind::Down, _) | (_, None) => "down".to_owned(),
        (LifeKind::Frozen, Some(role)) => format!("frozen {}", role.name()),
        (LifeKind::Up, Some(role)) => role.name().to_owned(),
    };
    let mut pieces = vec![
        (role, server.life.differ() || server.role.differ()),
        (log(server, right), server.log.is_some()),
        (format!("T{}", of(&server.term, right)), server.term.differ()),
    ];
    if let Some(commit) = of(&server.commit, right) {
        pieces.push((format!("commit {commit}"), server.commit.differ()));
    }
    match of(&server.vote, right).vote {
        Some(vote) => pieces.push((format!("voted {vote}"), server.vote.differ())),
        None if server.vote.differ() => pieces.push(("no vote".to_owned(), true)),
        None => {}
    }
    pieces
}

fn of<T: Copy>(sides: &Sides<T>, right: bool) -> T {
    if right { sides.b } else { sides.a }
}

/// How long a log is, or what it has from where on it differs.
fn log(server: &ServerDifference, right: bool) -> String {
    let (own, other) = (of(&server.last_index, right), of(&server.last_index, !right));
    match (own.0, server.log) {
        (0, None) => "empty log".to_owned(),
        (1, None) => "1 entry".to_owned(),
        (count, None) => format!("{count} entries"),
        (_, Some(first)) if own < first => format!("lacks {}", entries(first, other)),
        (_, Some(first)) if other < first => format!("has {}", entries(first, own)),
        (_, Some(first)) => format!("other {}", entries(first, own)),
    }
}

/// `entry 3`, `entries 3–5`.
pub(super) fn entries(first: Index, last: Index) -> String {
    if last <= first { format!("entry {first}") } else { format!("entries {first}–{last}") }
}
