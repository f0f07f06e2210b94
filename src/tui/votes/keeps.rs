//! What a leader keeps of its followers (Figure 2, volatile state on leaders), and, apart from it, what we see
//! on the way between them and it cannot; and its clients.
//!
//! ```text
//! S1's followers ───────────────── in flight
//! ● S2  next 4, has up to 3            reply
//! ● S3  next 2, match 0            request ✕
//! ```

use super::rows::{followers, more, name, rows_for};
use crate::explain::known;
use crate::raft::{Index, LeaderState, MessageKind, Server, ServerId, Term};
use crate::sim::{Request, RequestState, WhyLost};
use crate::tui::canvas::Canvas;
use crate::tui::overview::{Overview, term_of};
use crate::tui::{Pane, Scene};
use ratatui::layout::Rect;

/// Draws the pane while somebody leads.
pub(super) fn draw(scene: &Scene, overview: &Overview, leader: ServerId, area: Rect, canvas: &mut Canvas) {
    let world = scene.run.world();
    let node = world.node(leader);
    let Some(server) = node.running() else { return };
    let Some(state) = server.leader() else { return };
    let look = canvas.look;
    canvas.title(area, &format!("{leader}’s followers"), "in flight", scene.focus == Pane::Votes);
    let order = followers(overview, leader);
    let shown = rows_for(order.len(), area.height.saturating_sub(1));
    for (row, follower) in order.iter().take(shown).enumerate() {
        let y = area.y + 1 + row as u16;
        name(scene, *follower, area.x, y, canvas);
        let text = on_the_way(scene, leader, *follower, term_of(node));
        let end = canvas.put_right(area.right(), y, text, look.dim());
        let x = area.x + if world.size() > 9 { 7 } else { 6 };
        let next = known(node.next_index(*follower));
        let room = end.saturating_sub(x + 1);
        let has = match state.match_index(*follower) {
            Index::ZERO => "match 0".to_owned(),
            index => format!("has up to {index}"),
        };
        let long = format!("next {next}, {has}");
        let said = if canvas.width(&long) <= room { long } else { format!("next {next}") };
        canvas.put_cut(x, y, &said, room, look.text());
    }
    more(order.len() - shown, area, shown, canvas);
    let used = 1 + shown as u16 + u16::from(order.len() > shown);
    let left = area.height.saturating_sub(used);
    if left >= 3 && !overview.shows(Pane::Messages) {
        let gap = u16::from(left >= 5);
        let rest = Rect { y: area.y + used + gap, height: left - gap, ..area };
        clients(scene, rest, canvas);
    } else if left == 2 && area.width >= 30 {
        let text = agreed(server, state);
        canvas.put_cut(area.x, area.y + used + 1, &text, area.width, look.dim());
    }
}

/// What is between a leader and a follower of its term: `AppendEntries` and answers to it. What gets lost has a ✕.
fn on_the_way(scene: &Scene, leader: ServerId, follower: ServerId, term: Term) -> &'static str {
    let network = scene.run.world().network();
    let fate = |from: ServerId, to: ServerId, kind: MessageKind| {
        let mut flights = network.flights().filter(|flight| {
            let message = &flight.message;
            flight.from == from
                && flight.to == to
                && message.kind() == kind
                && message.request_term() == Some(term)
        });
        let first = flights.next()?;
        Some(first.doom.is_some() && flights.all(|flight| flight.doom.is_some()))
    };
    let request = fate(leader, follower, MessageKind::AppendEntries);
    let answer = fate(follower, leader, MessageKind::AppendEntriesReply);
    match (request, answer) {
        (None, None) => "nothing",
        (Some(false), Some(false)) => "both",
        (_, Some(false)) => "reply",
        (Some(false), _) => "request",
        (_, Some(true)) => "reply ✕",
        (Some(true), None) => "request ✕",
    }
}

/// Which entry a majority has, as far as the leader knows.
fn agreed(server: &Server, state: &LeaderState) -> String {
    let quorums = server.quorums();
    let agreed = quorums.agreed_index(|server| state.match_index(server));
    format!("on {quorums}: up to {agreed} · committed up to {}", server.volatile().commit_index)
}

/// The latest requests of clients and what became of them.
fn clients(scene: &Scene, area: Rect, canvas: &mut Canvas) {
    let requests = scene.run.world().requests();
    if requests.len() == 0 {
        return;
    }
    canvas.title(area, "Clients", "", false);
    let room = usize::from(area.height - 1);
    let skipped = requests.len().saturating_sub(room);
    for (row, request) in requests.skip(skipped).enumerate() {
        request_row(request, Rect { y: area.y + 1 + row as u16, height: 1, ..area }, canvas);
    }
}

/// `x=7 to S3   pending at 4`
pub(crate) fn request_row(request: &Request, row: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let x = canvas.put(row.x, row.y, &request.command.to_string(), look.text());
    let x = canvas.put(x + 1, row.y, &format!("to {}", request.to), look.dim()).max(row.x + 15) + 1;
    let (texts, style) = match request.state {
        RequestState::Pending { index } => {
            ([format!("… waits for entry {index}"), format!("… entry {index}")], look.text())
        }
        RequestState::Answered { index, .. } => {
            ([format!("✓ answered, entry {index}"), "✓ answered".to_owned()], look.dim())
        }
        RequestState::Redirected { leader: Some(leader) } => {
            ([format!("redirected to {leader}"), format!("to {leader}")], look.text())
        }
        RequestState::Redirected { leader: None } => {
            (["rejected: no leader known".to_owned(), "no leader known".to_owned()], look.text())
        }
        RequestState::Lost { because, .. } => {
            let why = match because {
                WhyLost::ServerDown => "it was down",
                WhyLost::LeaderCrashed => "it crashed",
                WhyLost::LeaderSteppedDown => "it stepped down",
            };
            ([format!("✕ no answer: {why}"), format!("✕ {why}")], look.alarm())
        }
    };
    let room = row.right().saturating_sub(x);
    let fits = texts.iter().find(|text| canvas.width(text) <= room).unwrap_or(&texts[1]);
    canvas.put_cut(x, row.y, fits, room, style);
}
