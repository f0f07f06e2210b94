//! What a leader believes about its followers (Figure 2, volatile state on leaders), and its clients.
//!
//! ```text
//! S1 leads term 2 ───────── next  match
//! ● S2     4      3   has all
//! ● S3     2      0   no answer yet
//! ```

use super::{more, name, order, rows_for};
use crate::raft::{Index, LeaderState, ServerId};
use crate::sim::{Request, RequestState, WhyLost};
use crate::tui::panes::canvas::Canvas;
use crate::tui::panes::glance::{Glance, log_of, term_of};
use crate::tui::{Pane, Scene};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws the pane while somebody leads.
pub(super) fn draw(scene: &Scene, glance: &Glance, leader: ServerId, area: Rect, canvas: &mut Canvas) {
    let node = scene.run.world().node(leader);
    let Some(state) = node.running().and_then(|server| server.leader()) else { return };
    let look = canvas.look;
    let title = if area.width >= 40 {
        format!("{leader} leads term {}, and believes", term_of(node))
    } else {
        format!("{leader} believes")
    };
    canvas.title(area, &title, "next match", scene.focus == Pane::Votes);
    let order = order(scene, glance);
    let shown = rows_for(order.len(), area.height.saturating_sub(1));
    let last = log_of(node).last_index();
    for (row, follower) in order.iter().take(shown).enumerate() {
        let y = area.y + 1 + row as u16;
        name(scene, *follower, area.x, y, canvas);
        let position = follower.position();
        let (next, known) = (state.next_index[position], state.match_index[position]);
        canvas.put_right(area.right() - 6, y, &next.to_string(), look.text());
        canvas.put_right(area.right(), y, &known.to_string(), look.text());
        let (text, style) = belief(scene, state, leader, *follower, known, last, canvas);
        canvas.put_cut(area.x + 6, y, &text, area.width.saturating_sub(17), style);
    }
    more(order.len() - shown, area, shown, canvas);
    let used = 1 + shown as u16 + u16::from(order.len() > shown);
    let left = area.height.saturating_sub(used);
    if left >= 3 && !glance.shows(Pane::Messages) {
        let rest = Rect { y: area.y + used + 1, height: left - 1, ..area };
        clients(scene, rest, canvas);
    } else if left == 2 && area.width >= 30 {
        let text = majority(scene, state, leader);
        canvas.put_cut(area.x, area.y + used + 1, &text, area.width, look.dim());
    }
}

/// What the numbers come to, for one follower.
fn belief(
    scene: &Scene,
    state: &LeaderState,
    leader: ServerId,
    follower: ServerId,
    known: Index,
    last: Index,
    canvas: &Canvas,
) -> (String, Style) {
    let look = canvas.look;
    let network = scene.run.world().network();
    let silent = state.unanswered.contains(follower);
    let asked = network
        .flights()
        .any(|flight| flight.from == leader && flight.to == follower && flight.doom.is_none());
    let answered = network
        .flights()
        .any(|flight| flight.from == follower && flight.to == leader && flight.doom.is_none());
    if answered {
        ("answer coming".to_owned(), look.text())
    } else if asked {
        ("asked".to_owned(), look.text())
    } else if silent {
        ("no answer yet".to_owned(), look.text())
    } else if known == last {
        ("has all".to_owned(), look.dim())
    } else {
        (format!("lacks {}", last.0.saturating_sub(known.0)), look.text())
    }
}

/// Which entry a majority has, as far as the leader knows.
fn majority(scene: &Scene, state: &LeaderState, leader: ServerId) -> String {
    let node = scene.run.world().node(leader);
    let last = log_of(node).last_index();
    let mut known = state.match_index.clone();
    known[leader.position()] = last;
    known.sort_unstable_by(|one, other| other.cmp(one));
    let needed = node.running().map_or(1, crate::raft::Server::quorum);
    let on_majority = known.get(needed - 1).copied().unwrap_or_default();
    let commit = node.running().map_or(Index::ZERO, |server| server.volatile().commit_index);
    format!("on {needed} of {}: up to {on_majority} · committed up to {commit}", known.len())
}

/// The latest requests of clients and what became of them.
fn clients(scene: &Scene, area: Rect, canvas: &mut Canvas) {
    let requests = scene.run.world().requests();
    if requests.is_empty() {
        return;
    }
    canvas.title(area, "Clients", "", false);
    let room = usize::from(area.height - 1);
    for (row, request) in requests.tail(room).enumerate() {
        request_row(request, Rect { y: area.y + 1 + row as u16, height: 1, ..area }, canvas);
    }
}

/// `x=7 to S3   pending at 4`
pub(crate) fn request_row(request: &Request, row: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let x = canvas.put(row.x, row.y, &request.command.to_string(), look.text());
    let x = canvas.put(x + 1, row.y, &format!("to {}", request.to), look.dim()).max(row.x + 15) + 1;
    let (text, style) = match request.state {
        RequestState::Pending { index } => (format!("… waits for entry {index}"), look.text()),
        RequestState::Answered { index, .. } => (format!("✓ answered, entry {index}"), look.dim()),
        RequestState::Redirected { leader: Some(leader) } => (format!("sent on to {leader}"), look.text()),
        RequestState::Redirected { leader: None } => ("refused: no leader known".to_owned(), look.text()),
        RequestState::Lost { because, .. } => {
            let why = match because {
                WhyLost::ServerDown => "the server was down",
                WhyLost::LeaderCrashed => "the leader crashed",
                WhyLost::LeaderSteppedDown => "the leader stepped down",
            };
            (format!("✕ no answer: {why}"), look.alarm())
        }
    };
    canvas.put_cut(x, row.y, &text, row.right().saturating_sub(x), style);
}
