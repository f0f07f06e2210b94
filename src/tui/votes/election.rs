//! The votes for a candidate: have, pending, refused, and the bar that shows how many are needed.
//!
//! ```text
//! Votes for S4 in term 3 ────── needs 3 of 5
//! ✓ S4  itself
//! ✓ S5  granted
//! … S3  asked, arrives in 12 ms
//! ✗ S2  refused: its log is newer
//! ✕ S1  down, the request is lost
//!
//! ██████ ██████ ──────┃────── ──────
//! ```

use super::rows::{more, rows_for};
use crate::explain::ms;
use crate::raft::{Candidate, Denial, Fact, MessageKind, ServerId};
use crate::sim::{Flight, LifeKind, Transit};
use crate::tui::canvas::Canvas;
use crate::tui::overview::term_of;
use crate::tui::{Pane, Scene};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// How many steps back the reason of a rejection is looked for.
const REMEMBERED: usize = 400;

/// How a server's vote stands; in the order of the rows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Itself,
    Granted,
    Pending,
    Refused,
    Away,
}

fn standing(scene: &Scene, state: &Candidate, candidate: ServerId, server: ServerId) -> Standing {
    if server == candidate {
        Standing::Itself
    } else if state.votes.contains(server) {
        Standing::Granted
    } else if state.refusals.contains(server) {
        Standing::Refused
    } else if scene.run.world().node(server).is_down() {
        Standing::Away
    } else {
        Standing::Pending
    }
}

/// The servers, those that have granted first.
pub(super) fn order(scene: &Scene, candidate: ServerId) -> Vec<ServerId> {
    let world = scene.run.world();
    let mut order: Vec<ServerId> = world.roster().iter().collect();
    if let Some(state) = world.node(candidate).running().and_then(|server| server.candidate()) {
        order.sort_by_key(|server| (standing(scene, state, candidate, *server), *server));
    }
    order
}

/// Draws the pane during an election.
pub(super) fn draw(scene: &Scene, candidate: ServerId, area: Rect, canvas: &mut Canvas) {
    let world = scene.run.world();
    let node = world.node(candidate);
    let Some(server) = node.running() else { return };
    let Some(state) = server.candidate() else { return };
    let look = canvas.look;
    let (term, quorums, size) = (term_of(node), server.quorums(), world.size());
    let needed = quorums.least();
    let have = state.votes.len();
    let focused = scene.focus == Pane::Votes;
    if area.height > size as u16 + 2 && area.width >= 40 {
        let title = format!("Votes for {candidate} in term {term}");
        canvas.title(area, &title, &format!("needs {quorums}"), focused);
    } else {
        canvas.title(
            area,
            &format!("Votes for {candidate}"),
            &format!("{have} of the {needed} it needs"),
            focused,
        );
    }
    let bar = area.height >= 5 && usize::from(area.height) > (size + 1).min(8);
    let room = area.height.saturating_sub(1 + u16::from(bar));
    let order = order(scene, candidate);
    let shown = rows_for(order.len(), room);
    for (row, voter) in order.iter().take(shown).enumerate() {
        let y = area.y + 1 + row as u16;
        let standing = standing(scene, state, candidate, *voter);
        let yes = look.term(term);
        let (glyph, glyph_style, style) = match standing {
            Standing::Itself | Standing::Granted => ('✓', yes, look.text()),
            Standing::Pending => ('…', look.text(), look.text()),
            Standing::Refused => ('✗', look.alarm(), look.text()),
            Standing::Away => ('✕', look.dim(), look.dim()),
        };
        let name = match standing {
            Standing::Itself | Standing::Granted => style.add_modifier(Modifier::BOLD),
            _ => style,
        };
        let x = canvas.put_char(area.x, y, glyph, glyph_style);
        let x = canvas.put(x + 1, y, &voter.to_string(), name);
        let x = x.max(area.x + if size > 9 { 5 } else { 4 }) + 2;
        let room = area.right().saturating_sub(x);
        let mut words = Wording { scene, candidate, voter: *voter, short: false };
        let mut text = words.of(standing);
        if canvas.width(&text) > room {
            words.short = true;
            text = words.of(standing);
        }
        canvas.put_cut(x, y, &text, room, style);
    }
    more(order.len() - shown, area, shown, canvas);
    let used = shown as u16 + u16::from(order.len() > shown);
    if bar {
        let y = (area.y + 2 + used).min(area.bottom() - 1);
        quorum_bar(area, y, have, needed, size, look.term(term), canvas);
    }
}

/// One block for each server, those that granted solid; the mark stands after the majority.
fn quorum_bar(
    area: Rect,
    y: u16,
    have: usize,
    needed: usize,
    size: usize,
    style: Style,
    canvas: &mut Canvas,
) {
    let size = size as u16;
    let block = ((area.width + 1) / size).saturating_sub(1).clamp(1, 6);
    let gap = u16::from((block + 1) * size <= area.width + 1);
    let mut x = area.x;
    for server in 0..size {
        let end = (x + block).min(area.right());
        if usize::from(server) < have {
            canvas.run(x, end, y, '█', style);
        } else {
            canvas.run(x, end, y, '─', canvas.look.line());
        }
        x = end + gap;
        if usize::from(server) + 1 == needed {
            canvas.put_char(x.saturating_sub(1), y, '┃', canvas.look.strong());
        }
    }
}

/// What is said about one voter.
struct Wording<'a> {
    scene: &'a Scene<'a>,
    candidate: ServerId,
    voter: ServerId,
    short: bool,
}

impl Wording<'_> {
    fn of(&self, standing: Standing) -> String {
        let short = self.short;
        match standing {
            Standing::Itself => "itself".to_owned(),
            Standing::Granted => "granted".to_owned(),
            Standing::Away if short => "down".to_owned(),
            Standing::Away => match self.flight(MessageKind::RequestVote) {
                Some(_) => "down, the request is in flight".to_owned(),
                None => "down, the request is lost".to_owned(),
            },
            Standing::Refused => self.refusal(),
            Standing::Pending => self.pending(),
        }
    }

    fn flight(&self, kind: MessageKind) -> Option<&Flight> {
        let (from, to) = match kind {
            MessageKind::RequestVote => (self.candidate, self.voter),
            _ => (self.voter, self.candidate),
        };
        let term = term_of(self.scene.run.world().node(self.candidate));
        self.scene.run.world().network().flights().find(|flight| {
            flight.from == from
                && flight.to == to
                && flight.message.kind() == kind
                && flight.message.request_term() == Some(term)
        })
    }

    fn pending(&self) -> String {
        let world = self.scene.run.world();
        let when = |flight: &Flight| ms(flight.due.since(self.scene.clock));
        let network = world.network();
        if let Some(flight) = self.flight(MessageKind::RequestVoteReply) {
            return match (flight.doom, flight.place) {
                (Some(_), _) => "has replied, but that gets lost".to_owned(),
                (_, Transit::Held) => "has replied, held back".to_owned(),
                _ if self.short => "answered".to_owned(),
                _ => format!("has replied, arrives in {}", when(flight)),
            };
        }
        if let Some(flight) = self.flight(MessageKind::RequestVote) {
            return match (flight.doom, flight.place) {
                (Some(_), _) => "asked, but that gets lost".to_owned(),
                (_, Transit::Held) => "asked, held back".to_owned(),
                (_, Transit::Waiting) => "asked, but frozen".to_owned(),
                _ if self.short => "asked".to_owned(),
                _ => format!("asked, arrives in {}", when(flight)),
            };
        }
        if world.node(self.voter).kind() == LifeKind::Frozen {
            return "frozen".to_owned();
        }
        if network.link(self.candidate, self.voter).cut || network.link(self.voter, self.candidate).cut {
            return if self.short { "cut off" } else { "cut off: will be retried" }.to_owned();
        }
        if self.short { "no reply" } else { "no reply yet, will be retried" }.to_owned()
    }

    fn refusal(&self) -> String {
        let recent = self.scene.run.recent();
        let term = term_of(self.scene.run.world().node(self.candidate));
        let because = recent[recent.len().saturating_sub(REMEMBERED)..].iter().rev().find_map(|step| {
            if step.server() != Some(self.voter) {
                return None;
            }
            step.seen().find_map(|fact| match fact {
                Fact::VoteDenied { to, term: of, because } if to == self.candidate && of == term => because,
                _ => None,
            })
        });
        match because {
            Some(Denial::AlreadyVoted { to }) => format!("denied: voted {to}"),
            Some(Denial::LogBehind { .. }) if self.short => "denied: newer log".to_owned(),
            Some(Denial::LogBehind { .. }) => "denied: its log is newer".to_owned(),
            None => "refused".to_owned(),
        }
    }
}
