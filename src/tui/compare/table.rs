//! What differs, server by server: role, term, vote, commit index and log, marked ≠ where they do.

use super::layout::CompareLayout;
use super::scene::CompareScene;
use crate::explain::known;
use crate::history::{Run, ServerDifference};
use crate::raft::{Index, ServerId};
use crate::sim::Node;
use crate::tui::canvas::Canvas;
use crate::tui::overview::{face, log_of, term_of, word};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// Where each column begins.
const SIDE: u16 = 4;
const ROLE: u16 = 8;
const TERM: u16 = 22;
const VOTE: u16 = 29;
const COMMIT: u16 = 36;
const LOG: u16 = 44;

/// The rows of a server: two where it differs, one where it is the same; one where the sides stand beside each other.
fn height(layout: &CompareLayout, difference: &ServerDifference) -> u16 {
    if layout.halves.is_none() && difference.any() { 2 } else { 1 }
}

/// How many rows there are.
pub(super) fn rows(layout: &CompareLayout, differences: &[ServerDifference]) -> u16 {
    differences.iter().map(|difference| height(layout, difference)).sum()
}

/// How many have room.
pub(super) fn room(layout: &CompareLayout) -> u16 {
    layout.table.height.saturating_sub(2)
}

/// Draws the table with its title.
pub(super) fn draw(
    scene: &CompareScene,
    layout: &CompareLayout,
    differences: &[ServerDifference],
    canvas: &mut Canvas,
) {
    let area = layout.table;
    if area.height < 3 {
        return;
    }
    let look = canvas.look;
    let count = differences.iter().filter(|difference| difference.any()).count();
    let hidden = rows(layout, differences).saturating_sub(room(layout) + scene.scroll);
    let note = match count {
        _ if hidden > 0 => format!("{hidden} more ↓"),
        0 => "nothing at this moment".to_string(),
        count if count == differences.len() => "all servers differ".to_string(),
        count => format!("{count} of {} servers differ", differences.len()),
    };
    canvas.title(Rect { height: 1, ..area }, "What differs", &note, false);
    let body = Rect { y: area.y + 2, height: area.height - 2, ..area };
    if let Some(halves) = &layout.halves {
        for half in halves {
            let column = Rect { x: half.title.x, width: half.title.width, ..body };
            header(column, false, canvas);
            for (difference, y) in differences.iter().skip(scene.scroll.into()).zip(body.top()..body.bottom())
            {
                let row = Rect { y, height: 1, ..column };
                server(scene.run(half.left), difference, row, difference.any(), canvas);
            }
        }
        return;
    }
    header(body, true, canvas);
    let all = differences.iter().flat_map(|difference| {
        let sides: &[bool] = if difference.any() { &[true, false] } else { &[true] };
        sides.iter().map(move |left| (difference, *left))
    });
    for ((difference, left), y) in all.skip(scene.scroll.into()).zip(body.top()..body.bottom()) {
        let row = Rect { y, height: 1, ..body };
        let run = scene.run(left);
        if difference.any() {
            let style = if scene.left == left { look.bold() } else { look.dim() };
            canvas.put_cut(row.x + SIDE, y, &run.current().id().to_string(), 3, style);
        }
        server(run, difference, row, left || scene.scroll > 0 && y == body.y, canvas);
    }
}

fn header(body: Rect, sided: bool, canvas: &mut Canvas) {
    let style = canvas.look.dim();
    let y = body.y - 1;
    let first = if sided { "server" } else { "" };
    for (column, name) in [
        (0, first),
        (ROLE + 2, "role"),
        (TERM + 2, "term"),
        (VOTE + 2, "vote"),
        (COMMIT, "commit"),
        (LOG + 2, "log, by term"),
    ] {
        canvas.put_cut(body.x + column, y, name, body.width.saturating_sub(column), style);
    }
}

/// One server on one side.
fn server(run: &Run, difference: &ServerDifference, row: Rect, named: bool, canvas: &mut Canvas) {
    let look = canvas.look;
    let node = run.world().node(difference.server);
    let any = difference.any();
    let plain = if any { look.text() } else { look.dim() };
    if named || !any {
        canvas.put(row.x, row.y, &difference.server.to_string(), if any { look.bold() } else { plain });
    }
    let mut cell = |column: u16, differs: bool, text: &str, term: bool| {
        let x = row.x + column;
        if differs {
            canvas.put_char(x, row.y, '≠', look.strong());
        }
        let style = if term { look.term(term_of(node)) } else { plain };
        let style = if differs { style.add_modifier(Modifier::BOLD) } else { style };
        canvas.put_cut(x + 2, row.y, text, row.right().saturating_sub(x + 2), style);
    };
    let role = difference.role.differ() || difference.life.differ();
    cell(ROLE, role, &format!("{} {}", face(node), word(node)), false);
    cell(TERM, difference.term.differ(), &format!("T{}", term_of(node)), true);
    cell(VOTE, difference.vote.differ(), &vote(node), false);
    cell(COMMIT, difference.commit.differ(), &commit(node), false);
    if difference.log.is_some() {
        canvas.put_char(row.x + LOG, row.y, '≠', look.strong());
    }
    log(
        node,
        difference.log,
        Rect { x: row.x + LOG + 2, width: row.width.saturating_sub(LOG + 2), ..row },
        any,
        canvas,
    );
}

fn vote(node: &Node) -> String {
    node.persistent().voted_for.map_or_else(|| "none".to_string(), |vote: ServerId| vote.to_string())
}

fn commit(node: &Node) -> String {
    node.server().map_or_else(|| "gone".to_string(), |server| server.volatile().commit_index.to_string())
}

/// The terms of a log; from where it differs on they are bold. Of a long one its end is shown, or where it differs.
fn log(node: &Node, from: Option<Index>, area: Rect, any: bool, canvas: &mut Canvas) {
    let look = canvas.look;
    let log = log_of(node);
    let last = log.last_index();
    if last == Index::ZERO {
        canvas.put_cut(area.x, area.y, "empty", area.width, look.dim());
        return;
    }
    // A term of two digits and a space.
    let fit = usize::from(area.width / 3).max(1);
    let outside = from.map_or(last, |from| from.minus(fit / 2)).min(last.minus(fit));
    let first = outside.next().max(log.first_index());
    let mut x = area.x;
    if first > Index::FIRST {
        x = canvas.put(x, area.y, "… ", look.dim());
    }
    for index in first.through(last) {
        let Some(entry) = log.get(index) else { break };
        let text = entry.term.to_string();
        if x + canvas.width(&text) > area.right() {
            break;
        }
        let differs = from.is_some_and(|from| index >= from);
        let style = if any { look.term(entry.term) } else { look.dim() };
        let style = if differs { style.add_modifier(Modifier::BOLD) } else { style };
        x = canvas.put(x, area.y, &text, style) + 1;
    }
}

/// A server in words: "S1 differs: leader or follower, term 1 or 2, …"
pub(super) fn line(scene: &CompareScene, difference: &ServerDifference) -> String {
    let server = difference.server;
    if !difference.any() {
        return format!("{server}: the same on both");
    }
    let nodes = [true, false].map(|left| scene.run(left).world().node(server));
    let mut parts = Vec::new();
    let mut say = |differs: bool, what: &str, of: &dyn Fn(&Node) -> String| {
        if differs {
            parts.push(format!("{what} {} ≠ {}", of(nodes[0]), of(nodes[1])));
        }
    };
    say(difference.role.differ() || difference.life.differ(), "role", &|node| word(node).to_string());
    say(difference.term.differ(), "term", &|node| term_of(node).to_string());
    say(difference.vote.differ(), "vote", &vote);
    say(difference.commit.differ(), "commit index", &commit);
    if let Some(from) = difference.log {
        let of = |node: &Node| {
            let terms: Vec<String> = node.log().entries().map(|entry| known(entry.term)).collect();
            if terms.is_empty() { "empty".to_string() } else { terms.join(" ") }
        };
        say(true, &format!("log from index {from} on, by term:"), &of);
    }
    format!("{server}: {}", parts.join(", "))
}
