//! The pane Messages: everything in flight, and what clients have asked.
//!
//! ```text
//! 84  S4→S3  ◇  T2  asks for a vote: its log ends at 2, term 1    in 12 ms
//! ```

use crate::explain::{Narration, grouped, known, ms};
use crate::raft::{AppendOutcome, Index, SeenMessage, Term};
use crate::sim::{Contents, Flight, Loss, Time, Transit, World};
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use crate::tui::pane::PaneView;
use crate::tui::votes::request_row;
use crate::tui::{Chosen, Pane, Scene, Target};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// The pane.
pub(super) const PANE: PaneView = PaneView { draw, scroll_limit, hit };

/// Rows of messages, and rows of requests under a title of their own.
fn split(scene: &Scene, area: Rect) -> (usize, usize) {
    let room = usize::from(area.height.saturating_sub(1));
    let requests = scene.run.world().requests().len();
    let flights = scene.run.world().network().in_flight().max(1);
    if requests == 0 || room < 4 {
        return (room, 0);
    }
    let lower = (requests + 2).min((room / 2).max(room.saturating_sub(flights)));
    // A title without requests below it would say nothing.
    if lower < 3 { (room, 0) } else { (room - lower, lower - 2) }
}

fn first(scene: &Scene, rows: usize) -> usize {
    let flights = scene.run.world().network().in_flight();
    usize::from(scene.scroll[Pane::Messages as usize]).min(flights.saturating_sub(rows))
}

/// Draws the pane.
fn draw(scene: &Scene, _: &Overview, area: Rect, canvas: &mut Canvas) {
    let network = scene.run.world().network();
    let count = network.in_flight();
    let note =
        if count == 1 { "1 in flight".to_owned() } else { format!("{} in flight", grouped(count as u64)) };
    canvas.title(area, Pane::Messages.title(), &note, scene.focus == Pane::Messages);
    let (rows, requests) = split(scene, area);
    if count == 0 && rows > 0 {
        canvas.put_cut(area.x, area.y + 1, "no message is in flight", area.width, canvas.look.dim());
    }
    for (row, flight) in network.flights().skip(first(scene, rows)).take(rows).enumerate() {
        draw_row(scene, flight, Rect { y: area.y + 1 + row as u16, height: 1, ..area }, canvas);
    }
    if requests > 0 {
        let y = area.bottom() - requests as u16 - 1;
        canvas.title(Rect { y, height: 1, ..area }, "Clients", "", false);
        let all = scene.run.world().requests();
        let asked = all.len();
        for (row, request) in all.skip(asked - requests).enumerate() {
            request_row(request, Rect { y: y + 1 + row as u16, height: 1, ..area }, canvas);
        }
    }
}

fn draw_row(scene: &Scene, flight: &Flight, row: Rect, canvas: &mut Canvas) {
    let look = canvas.look;
    let term = look.term(flight.message.term().unwrap_or_default());
    let chosen = scene.chosen == Chosen::Message(flight.id);
    let plain = if chosen { look.bold() } else { look.text() };
    let y = row.y;
    if chosen {
        canvas.put_char(row.x, y, glyph::HERE, look.bold());
    }
    let digits = if row.width >= 44 { 5 } else { 0 };
    if digits > 0 {
        canvas.put_right(row.x + 2 + digits, y, &flight.id.to_string(), look.dim());
    }
    let x = row.x + 2 + digits + u16::from(digits > 0) * 2;
    let x = canvas.put(x, y, &format!("{}→{}", flight.from, flight.to), plain).max(x + 5) + 2;
    let bold = term.add_modifier(Modifier::BOLD);
    let noun = glyph::of_message(&flight.message, glyph::Heading::Right);
    let verdict = flight.message.answer().map_or(' ', |yes| if yes { glyph::YES } else { glyph::NO });
    let x = canvas.put_char(x, y, noun, bold);
    let x = canvas.put_char(x, y, verdict, if verdict == '✗' { look.alarm() } else { bold });
    let number = format!("T{}", known(flight.message.term()));
    let x = canvas.put(x + 1, y, &number, term).max(x + 4) + 1;
    let (when, alarm) = fate(scene, flight);
    let style = if alarm { look.alarm() } else { look.dim() };
    let end = canvas.put_right(row.right(), y, &when, style).saturating_sub(2);
    let room = end.saturating_sub(x);
    let contents = contents(&flight.message);
    let fits = contents.iter().find(|text| canvas.width(text) <= room);
    canvas.put_cut(x, y, fits.unwrap_or(&contents[2]), room, plain);
}

/// What becomes of a message.
fn fate(scene: &Scene, flight: &Flight) -> (String, bool) {
    let left = ms(flight.due.since(scene.clock));
    match (flight.doom, flight.place) {
        (Some(Loss::Cut), _) => ("✕ cut".to_owned(), true),
        (Some(Loss::Dropped), _) => ("✕ dropped".to_owned(), true),
        (Some(_), _) => ("✕ lost".to_owned(), true),
        (None, Transit::Held) => ("held".to_owned(), false),
        (None, Transit::Waiting) => (format!("waits: {} is frozen", flight.to), false),
        (None, Transit::Travelling) if scene.run.world().node(flight.to).is_down() => {
            (format!("in {left}, {} is down", flight.to), false)
        }
        (None, Transit::Travelling) => (format!("in {left}"), false),
    }
}

/// What a message is, in a few words: `entry 1`, `a vote request`.
pub(crate) fn what(message: &Contents) -> String {
    match &*message.seen() {
        SeenMessage::RequestVote(_) => "a vote request".to_owned(),
        SeenMessage::RequestVoteReply(reply) if reply.vote_granted => "a granted vote".to_owned(),
        SeenMessage::RequestVoteReply(_) => "a denied vote".to_owned(),
        SeenMessage::AppendEntries(append) => match &append.entries[..] {
            [] => "a heartbeat".to_owned(),
            [_] => format!("entry {}", known(append.first_index())),
            _ => format!("entries {} to {}", known(append.first_index()), known(append.last_index())),
        },
        SeenMessage::AppendEntriesReply(reply) => match reply.outcome {
            AppendOutcome::Success { .. } => "an acknowledgment".to_owned(),
            AppendOutcome::Mismatch { .. } | AppendOutcome::StaleTerm => "a rejection".to_owned(),
        },
    }
}

/// The message that is chosen, in a sentence: what it is, for whom, and when it arrives.
pub(crate) fn about(world: &World, clock: Time, flight: &Flight) -> Narration {
    let what = what(&flight.message);
    let mut letters = what.chars();
    let what: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let rest = match (flight.doom, flight.place) {
        (Some(Loss::Dropped), _) => "it is lost".to_owned(),
        (_, Transit::Held) => "it is held back until it is released".to_owned(),
        (_, Transit::Waiting) => format!("it waits, because {} is frozen", flight.to),
        (_, Transit::Travelling) if world.network().link(flight.from, flight.to).cut => {
            "it is lost if the link is still cut when it arrives".to_owned()
        }
        (_, Transit::Travelling) => format!("it arrives in {}", ms(flight.due.since(clock))),
    };
    Narration {
        head: format!("{what} from {} to {}", flight.from, flight.to),
        rest,
        term: flight.message.term(),
        weight: 2,
        ..Narration::default()
    }
}

/// What a message says, in ever fewer words.
pub(crate) fn contents(message: &Contents) -> [String; 3] {
    let at = |index: Option<Index>, term: Option<Term>| format!("{}, term {}", known(index), known(term));
    match &*message.seen() {
        SeenMessage::RequestVote(request) if request.last_log_index == Some(Index::ZERO) => {
            ["requests a vote: its log is empty".to_owned(), "requests a vote".to_owned(), "vote?".to_owned()]
        }
        SeenMessage::RequestVote(request) => {
            let last = at(request.last_log_index, request.last_log_term);
            [
                format!("requests a vote: its log ends at {last}"),
                format!("vote? its log ends at {last}"),
                "vote?".to_owned(),
            ]
        }
        SeenMessage::RequestVoteReply(reply) if reply.vote_granted => {
            ["grants its vote".to_owned(), "its vote".to_owned(), "yes".to_owned()]
        }
        SeenMessage::RequestVoteReply(_) => {
            ["denies its vote".to_owned(), "no vote".to_owned(), "no".to_owned()]
        }
        SeenMessage::AppendEntries(append) => {
            let (what, short) = match &append.entries[..] {
                [] => ("a heartbeat".to_owned(), "beat".to_owned()),
                [entry] => {
                    let (index, payload) = (known(append.first_index()), known(entry.payload));
                    (format!("entry {index}, {payload}"), payload)
                }
                entries => {
                    let (first, last) = (known(append.first_index()), known(append.last_index()));
                    (format!("entries {first} to {last}"), format!("{} entries", entries.len()))
                }
            };
            let commit = known(append.leader_commit);
            let after = if append.prev_log_index == Some(Index::ZERO) {
                "from the start".to_owned()
            } else {
                format!("after {}", at(append.prev_log_index, append.prev_log_term))
            };
            [format!("{what}, {after}; committed up to {commit}"), format!("{what}, {after}"), short]
        }
        SeenMessage::AppendEntriesReply(reply) => match reply.outcome {
            AppendOutcome::Success { match_index: Some(Index::ZERO) } => {
                ["matches: no entries yet".to_owned(), "matches up to 0".to_owned(), "ok, 0".to_owned()]
            }
            AppendOutcome::Success { match_index } => {
                let index = known(match_index);
                [
                    format!("matches its leader up to entry {index}"),
                    format!("matches up to {index}"),
                    format!("ok, {index}"),
                ]
            }
            AppendOutcome::Mismatch { prev_log_index, .. } => {
                let index = known(prev_log_index);
                [
                    format!("rejects: its entry {index} is missing or differs"),
                    format!("no match at {index}"),
                    format!("no at {index}"),
                ]
            }
            AppendOutcome::StaleTerm => [
                "rejects: the request is of an older term".to_owned(),
                "no: an older term".to_owned(),
                "old term".to_owned(),
            ],
        },
    }
}

/// The furthest down that the list can be scrolled.
fn scroll_limit(scene: &Scene, _: &Overview, area: Rect) -> u16 {
    let (rows, _) = split(scene, area);
    scene.run.world().network().in_flight().saturating_sub(rows).min(usize::from(u16::MAX)) as u16
}

/// What is under the mouse.
fn hit(scene: &Scene, _: &Overview, area: Rect, _: u16, y: u16) -> Option<Target> {
    let (rows, _) = split(scene, area);
    let row = usize::from(y.checked_sub(area.y + 1)?);
    let nth = first(scene, rows) + row;
    let flight = scene.run.world().network().flights().nth(nth).filter(|_| row < rows)?;
    Some(Target::Message(flight.id))
}
