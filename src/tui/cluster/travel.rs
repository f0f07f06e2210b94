//! Messages in flight: glyphs on dotted lines, bold behind them and faint ahead.

use super::ring::Ring;
use crate::explain::known;
use crate::raft::{AppendOutcome, SeenEntry, SeenMessage, ServerId, Term};
use crate::sim::{Contents, Flight, Loss, MessageId, Step, Time, Transit, What};
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use crate::tui::{Chosen, Scene};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// A straight way between two cards, from edge to edge.
struct Way {
    from: (f32, f32),
    to: (f32, f32),
}

impl Way {
    /// The way that messages from one server to another take. Those that go the other way pass beside them.
    fn of(ring: &Ring, from: ServerId, to: ServerId) -> Way {
        let (one, other) = (ring.cards[from.position()], ring.cards[to.position()]);
        let (mut start, mut end) = (middle(one), middle(other));
        let (across, down) = (end.0 - start.0, end.1 - start.1);
        // Rows are twice as high as columns are wide.
        let length = (across * across + 4.0 * down * down).sqrt().max(1.0);
        let aside = (-down * 2.0 / length * 1.2, across / length * 0.34);
        for point in [&mut start, &mut end] {
            point.0 += aside.0;
            point.1 += aside.1;
        }
        let steps = 96_u16;
        let at = |step: u16| {
            let share = f32::from(step) / f32::from(steps);
            (start.0 + (end.0 - start.0) * share, start.1 + (end.1 - start.1) * share)
        };
        let first = (0..steps).find(|step| !covers(one, at(*step))).unwrap_or(0);
        let last = (0..=steps).rev().find(|step| !covers(other, at(*step))).unwrap_or(steps).max(first);
        Way { from: at(first), to: at(last) }
    }

    fn at(&self, share: f32) -> (f32, f32) {
        let share = share.clamp(0.0, 1.0);
        (self.from.0 + (self.to.0 - self.from.0) * share, self.from.1 + (self.to.1 - self.from.1) * share)
    }

    /// Whether it goes along one row.
    fn is_level(&self) -> bool {
        (self.to.1 - self.from.1).abs() < 0.8
    }

    /// How many dots it takes: about one for two columns, and at least one a row.
    fn dots(&self) -> u16 {
        let (across, down) = ((self.to.0 - self.from.0).abs(), (self.to.1 - self.from.1).abs());
        let most = if self.is_level() { f32::MAX } else { down * 3.0 };
        (across / 2.0).min(most).max(down).round().max(1.0) as u16
    }
}

fn middle(card: Rect) -> (f32, f32) {
    (f32::from(card.x) + f32::from(card.width) / 2.0, f32::from(card.y) + f32::from(card.height) / 2.0)
}

/// Whether a point is on a card, or so near that a glyph there would touch it.
fn covers(card: Rect, (x, y): (f32, f32)) -> bool {
    x >= f32::from(card.x) - 1.0
        && x < f32::from(card.right()) + 1.0
        && y >= f32::from(card.y)
        && y < f32::from(card.bottom())
}

/// How far a message is in flight, from 0 to 1.
fn progress(scene: &Scene, flight: &Flight) -> f32 {
    match flight.place {
        Transit::Held => 0.12,
        Transit::Waiting => 1.0,
        // Without motion a message stays near its sender until it is there.
        Transit::Travelling if scene.still => 0.3,
        Transit::Travelling => {
            let whole = flight.due.since(flight.sent).0.max(1);
            let share = (scene.clock.since(flight.sent).0 as f32 / whole as f32).min(1.0);
            // A message that will be lost is only followed to where it is lost.
            if is_doomed(flight) { share / 2.0 } else { share }
        }
    }
}

/// Whether a message goes on as if nothing were, and gets lost half way. One that a person dropped is lost
/// where it is.
fn is_doomed(flight: &Flight) -> bool {
    flight.doom.is_some_and(|loss| loss != Loss::Dropped)
}

/// The cell of a message on the ring.
fn cell(ring: &Ring, from: ServerId, to: ServerId, share: f32) -> (u16, u16) {
    let (x, y) = Way::of(ring, from, to).at(share);
    (x as u16, y as u16)
}

/// Which message is drawn in a cell, or right beside it, or has its label there. One that still arrives goes
/// before one that is lost.
pub(super) fn under(scene: &Scene, ring: &Ring, x: u16, y: u16) -> Option<MessageId> {
    let near = |flight: &Flight| {
        let (left, top) = cell(ring, flight.from, flight.to, progress(scene, flight));
        let away = match y.abs_diff(top) {
            0 => aside(scene, flight, left, x)?,
            1 => (left..left + glyph_width(flight)).contains(&x).then_some(2)?,
            _ => return None,
        };
        Some((away, flight.doom.is_some(), flight.id))
    };
    scene.run.world().network().flights().filter_map(near).min().map(|(_, _, id)| id)
}

/// How far from a message in its own row, as a finger sees it: on it, right beside it, or on the label that stands
/// behind it or, where there is no room, before it.
fn aside(scene: &Scene, flight: &Flight, left: u16, x: u16) -> Option<u16> {
    let end = left + glyph_width(flight);
    let label = label(scene, flight).0.chars().count() as u16;
    match x {
        x if (left..end).contains(&x) => Some(0),
        x if x == end || x + 1 == left => Some(1),
        x if (end..=end + label).contains(&x) => Some(3),
        x if x < left && x + label + 1 >= left => Some(4),
        _ => None,
    }
}

fn glyph_width(flight: &Flight) -> u16 {
    signs(&flight.message).iter().map(|(text, _)| text.chars().count() as u16).sum()
}

/// What a message shows of itself, piece by piece: noun, then verdict or terms.
fn signs(message: &Contents) -> Vec<(String, Sign)> {
    let term = || Sign::Term(message.term().unwrap_or_default());
    let noun = glyph::of_message(message);
    match message.answer() {
        Some(true) => return vec![(format!("{noun}✓"), term())],
        Some(false) => return vec![(noun.to_string(), term()), ("✗".to_owned(), Sign::Alarm)],
        None => {}
    }
    let mut signs = vec![(noun.to_string(), term())];
    let shown = 3;
    for (position, entry) in message.seen().entries().iter().take(shown).enumerate() {
        let gap = if position > 0 { " " } else { "" };
        signs.push((format!("{gap}{}", known(entry.term)), Sign::Term(entry.term.unwrap_or_default())));
    }
    if message.entry_count() > shown {
        signs.push(("…".to_owned(), term()));
    }
    signs
}

/// The colour of a piece of a message.
enum Sign {
    Term(Term),
    Alarm,
}

/// One word beside a message, where there is room.
fn label(scene: &Scene, flight: &Flight) -> (String, bool) {
    let parked = || {
        let same = |other: &&Flight| {
            other.place == flight.place && other.from == flight.from && other.to == flight.to
        };
        scene.run.world().network().flights().filter(same).count()
    };
    let text = match (flight.place, if flight.place == Transit::Travelling { 0 } else { parked() }) {
        (Transit::Travelling, _) => None,
        (Transit::Held, 1) => Some("held".to_owned()),
        (Transit::Held, several) => Some(format!("{several} held")),
        (Transit::Waiting, 1) => Some("waits".to_owned()),
        (Transit::Waiting, several) => Some(format!("{several} wait")),
    };
    if let Some(text) = text {
        return (text, false);
    }
    let (word, alarm) = match &*flight.message.seen() {
        SeenMessage::RequestVote(_) => ("vote?", false),
        SeenMessage::RequestVoteReply(reply) if reply.vote_granted => ("yes", false),
        SeenMessage::RequestVoteReply(_) => ("no", true),
        SeenMessage::AppendEntries(append) => match &append.entries[..] {
            [] => ("beat", false),
            [SeenEntry { payload, .. }] => return (known(*payload), false),
            _ => ("", false),
        },
        SeenMessage::AppendEntriesReply(reply) => match reply.outcome {
            AppendOutcome::Success { .. } if stored(scene, flight) => ("stored", false),
            AppendOutcome::Success { .. } => ("ok", false),
            AppendOutcome::Mismatch { .. } => ("no", true),
            AppendOutcome::StaleTerm => ("old term", true),
        },
    };
    (word.to_owned(), alarm)
}

/// Whether the step that sent a reply had stored entries.
fn stored(scene: &Scene, flight: &Flight) -> bool {
    step_numbered(scene.run.recent(), flight.cause)
        .is_some_and(|step| step.seen().any(|fact| matches!(fact, crate::raft::Fact::Appended { .. })))
}

/// A step by its number: steps are consecutive.
pub(crate) fn step_numbered(steps: &[Step], number: u64) -> Option<&Step> {
    let first = steps.first()?.number;
    steps.get(usize::try_from(number.checked_sub(first)?).ok()?)
}

/// At most so many messages have a word beside them: more would lie on each other.
const LABELS: usize = 6;

/// The messages that have a word beside them: all, if they are few; else those of what is chosen, and of the
/// server that acted last.
fn labelled(scene: &Scene, overview: &Overview) -> Vec<MessageId> {
    let network = scene.run.world().network();
    let concerns = |flight: &Flight, server: ServerId| flight.from == server || flight.to == server;
    let rank = |flight: &Flight| match scene.chosen {
        Chosen::Message(id) if id == flight.id => 0,
        _ if is_lit(scene, flight.id) => 0,
        Chosen::Server(server) | Chosen::Entry(server, _) if concerns(flight, server) => 1,
        _ if overview.acting.is_some_and(|server| concerns(flight, server)) => 2,
        _ => 3,
    };
    let few = network.in_flight() <= LABELS;
    let mut ranked: Vec<(u8, MessageId)> = network
        .flights()
        .map(|flight| (rank(flight), flight.id))
        .filter(|(rank, _)| few || *rank < 3)
        .collect();
    ranked.sort_unstable();
    ranked.into_iter().take(LABELS).map(|(_, id)| id).collect()
}

/// Whether the answer or lesson speaks of a message.
fn is_lit(scene: &Scene, id: MessageId) -> bool {
    scene.lit().is_some_and(|lit| lit.messages.contains(&id))
}

/// Draws all messages, and those that were lost in the last two steps.
pub(super) fn draw(scene: &Scene, overview: &Overview, ring: &Ring, canvas: &mut Canvas) {
    let lost = lately_lost(scene);
    let flights = || scene.run.world().network().flights();
    for flight in flights() {
        path(scene, ring, flight, progress(scene, flight), canvas);
    }
    for (flight, _, _) in &lost {
        path(scene, ring, flight, end_of(flight), canvas);
    }
    let worded = labelled(scene, overview);
    let mut labels = Vec::new();
    let mut taken: Vec<(u16, u16)> = Vec::new();
    for flight in flights() {
        let (x, y) = cell(ring, flight.from, flight.to, progress(scene, flight));
        let alone = !taken.contains(&(x, y));
        taken.push((x, y));
        let chosen = scene.chosen == Chosen::Message(flight.id) || is_lit(scene, flight.id);
        let mut end = x;
        let dropped = flight.doom == Some(Loss::Dropped);
        let signs = if dropped { vec![("✕".to_owned(), Sign::Alarm)] } else { signs(&flight.message) };
        for (text, sign) in signs {
            let style = match sign {
                Sign::Term(term) => canvas.look.term(term),
                Sign::Alarm => canvas.look.alarm(),
            };
            let style = if chosen { canvas.look.bold() } else { style.add_modifier(Modifier::BOLD) };
            end = put_off_cards(ring, end, y, &text, style, canvas);
        }
        if chosen {
            canvas.put_char(x.saturating_sub(1), y, '▸', canvas.look.bold());
        }
        if !alone || !worded.contains(&flight.id) {
            continue;
        }
        let (word, alarm) = if dropped { ("lost".to_owned(), true) } else { label(scene, flight) };
        let style = match flight.place {
            _ if alarm => canvas.look.alarm(),
            Transit::Travelling => canvas.look.term(flight.message.term().unwrap_or_default()),
            Transit::Held | Transit::Waiting => canvas.look.dim(),
        };
        labels.push((x, end, y, word, style));
    }
    for (flight, why, fresh) in &lost {
        let (x, y) = cell(ring, flight.from, flight.to, end_of(flight));
        let end = put_off_cards(ring, x, y, "✕", canvas.look.alarm().add_modifier(Modifier::BOLD), canvas);
        let style = if *fresh { canvas.look.text() } else { canvas.look.dim() };
        let short = match why {
            Loss::ServerDown if ring.numbered => format!("lost, {} is down", flight.to),
            Loss::Cut if !overview.sides.is_empty() => String::new(),
            _ => "lost".to_owned(),
        };
        labels.push((x, end, y, short, style));
    }
    for (start, end, y, word, style) in labels {
        put_label(ring, start, end, y, &word, style, canvas);
    }
}

/// The messages that were lost at the last two steps, each with whether it was the last.
fn lately_lost<'a>(scene: &Scene<'a>) -> Vec<(&'a Flight, Loss, bool)> {
    let recent = scene.run.recent();
    let cursor = scene.run.cursor();
    recent[recent.len().saturating_sub(2)..]
        .iter()
        .filter_map(|step| match &step.what {
            What::Lost(flight, loss) => Some((flight, *loss, step.number == cursor)),
            _ => None,
        })
        .collect()
}

/// Where in flight a message was lost.
fn end_of(flight: &Flight) -> f32 {
    if is_doomed(flight) { 0.5 } else { 1.0 }
}

fn path(scene: &Scene, ring: &Ring, flight: &Flight, done: f32, canvas: &mut Canvas) {
    let way = Way::of(ring, flight.from, flight.to);
    let behind = canvas.look.term(flight.message.term().unwrap_or_default()).add_modifier(Modifier::BOLD);
    let ahead = canvas.look.line();
    let dots = way.dots();
    // What is lost goes no further.
    let gone = scene.run.world().network().flight(flight.id).is_none();
    for dot in 0..=dots {
        let share = f32::from(dot) / f32::from(dots);
        if gone && share > done {
            break;
        }
        let (x, y) = way.at(share);
        let third = if way.is_level() { 1 } else { ((y.fract() * 3.0) as usize).min(2) };
        let glyph = ['˙', '·', '.'][third];
        let (x, y) = (x as u16, y as u16);
        let free = canvas.is_blank(x, y) || (share <= done && canvas.is_free(x, x + 1, y));
        if free && !on_card(ring, x, y) {
            canvas.put_char(x, y, glyph, if share <= done { behind } else { ahead });
        }
    }
}

fn on_card(ring: &Ring, x: u16, y: u16) -> bool {
    ring.cards.iter().any(|card| card.contains((x, y).into()))
}

/// Puts a text, but never onto a card.
fn put_off_cards(ring: &Ring, x: u16, y: u16, text: &str, style: Style, canvas: &mut Canvas) -> u16 {
    let mut x = x;
    for character in text.chars() {
        if on_card(ring, x, y) {
            break;
        }
        x = canvas.put_char(x, y, character, style);
    }
    x
}

/// Puts a word after or before a message, if there is room for it.
fn put_label(ring: &Ring, start: u16, end: u16, y: u16, word: &str, style: Style, canvas: &mut Canvas) {
    if word.is_empty() {
        return;
    }
    let width = canvas.width(word);
    let free = |from: u16, to: u16, canvas: &Canvas| {
        canvas.is_free(from, to, y) && (from..to).all(|x| !on_card(ring, x, y))
    };
    if free(end, end + width + 2, canvas) {
        canvas.put_char(end, y, ' ', style);
        canvas.put(end + 1, y, word, style);
        canvas.put_char(end + 1 + width, y, ' ', style);
    } else if let Some(left) = start.checked_sub(width + 2)
        && free(left, start, canvas)
    {
        canvas.put_char(left, y, ' ', style);
        canvas.put(left + 1, y, word, style);
        canvas.put_char(start - 1, y, ' ', style);
    }
}

/// A place half way between two servers, for marks on a link.
pub(super) fn half_way(ring: &Ring, from: ServerId, to: ServerId, share: f32) -> (u16, u16) {
    cell(ring, from, to, share)
}

/// The moment at which a flight that is drawn arrives, from the moment that is shown.
pub(crate) fn arrives_in(clock: Time, flight: &Flight) -> u64 {
    flight.due.since(clock).ms()
}
