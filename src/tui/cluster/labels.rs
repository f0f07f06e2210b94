//! Words beside messages. A word stands where nothing else does, with air on both sides, or it does not stand at all.

use super::flights::{end_of, is_looked_at};
use super::placed::Placed;
use super::ring::Ring;
use super::signs::{chosen_labels, label};
use super::way::Way;
use crate::raft::ServerId;
use crate::sim::{Flight, Loss, MessageId, Transit};
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::Overview;
use crate::tui::{Chosen, Scene};
use ratatui::style::{Modifier, Style};
use std::collections::BTreeSet;

/// At most so many messages have a word beside them.
const LABELS: usize = 6;

/// The messages that have a word beside them: all, if they are few; else those of what is chosen, and of the
/// server that acted last.
pub(super) fn worded(scene: &Scene, overview: &Overview) -> Vec<MessageId> {
    let network = scene.run.world().network();
    let concerns = |flight: &Flight, server: ServerId| flight.from == server || flight.to == server;
    let rank = |flight: &Flight| match scene.chosen {
        _ if is_looked_at(scene, flight.id) => 0,
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

/// The most cells that the word beside a message takes.
pub(super) fn longest(scene: &Scene, flight: &Flight) -> u16 {
    let text = match scene.chosen {
        Chosen::Message(id) if id == flight.id => chosen_labels(scene, flight)[0].clone(),
        _ => label(scene, flight).0,
    };
    text.chars().count() as u16
}

/// A word that is to stand behind or before something.
struct Label {
    start: u16,
    end: u16,
    y: u16,
    /// In ever fewer words.
    texts: Vec<String>,
    style: Style,
    /// Whether it is about a cut: then no link that works may pass below it.
    cut: bool,
}

/// The words that are still to be placed, the most important first.
#[derive(Default)]
pub(super) struct Labels {
    labels: Vec<Label>,
}

impl Labels {
    /// The word of a message.
    pub fn of_message(&mut self, scene: &Scene, one: &Placed, canvas: &Canvas) {
        let look = canvas.look;
        let flight = one.flight;
        let (texts, style) = if scene.chosen == Chosen::Message(flight.id) {
            (chosen_labels(scene, flight).to_vec(), look.bold())
        } else if flight.doom == Some(Loss::Dropped) {
            (vec!["lost".to_owned()], look.alarm())
        } else {
            let (word, alarm) = label(scene, flight);
            let style = match flight.place {
                _ if alarm => look.alarm(),
                Transit::Travelling => look.term(flight.message.term().unwrap_or_default()),
                Transit::Held | Transit::Waiting => look.dim(),
            };
            (vec![word], style)
        };
        self.labels.push(Label { start: one.x, end: one.end, y: one.y, texts, style, cut: false });
    }

    /// The mark of a message that was lost, and why. One that died of a cut has its mark where no live link passes.
    pub fn of_loss(
        &mut self,
        scene: &Scene,
        ring: &Ring,
        flight: &Flight,
        (why, fresh): (Loss, bool),
        alive: &BTreeSet<(u16, u16)>,
        canvas: &mut Canvas,
    ) {
        let way = Way::of(ring, flight.from, flight.to);
        let cut = why == Loss::Cut && scene.run.world().network().link(flight.from, flight.to).cut;
        let end = end_of(flight);
        let free = |(x, y): &(u16, u16)| {
            canvas.is_free(*x, x + 1, *y) && ring.holds(*x, x + 1, *y) && !(cut && alive.contains(&(*x, *y)))
        };
        let spots = [0.0, -0.06, 0.06, -0.12, 0.12, -0.2, 0.2, -0.3, 0.3];
        let Some((x, y)) = spots.into_iter().map(|aside| way.cell((end + aside).clamp(0.0, 1.0))).find(free)
        else {
            return;
        };
        canvas.put_char(x, y, glyph::LOST, canvas.look.alarm().add_modifier(Modifier::BOLD));
        let style = if fresh { canvas.look.text() } else { canvas.look.dim() };
        let texts = match why {
            Loss::ServerDown if ring.numbered => {
                vec![format!("lost, {} is down", flight.to), "lost".to_owned()]
            }
            Loss::Cut => vec!["cut".to_owned()],
            _ => vec!["lost".to_owned()],
        };
        self.labels.push(Label { start: x, end: x + 1, y, texts, style, cut });
    }

    /// Puts every word for which there is room.
    pub fn draw(self, ring: &Ring, alive: &BTreeSet<(u16, u16)>, canvas: &mut Canvas) {
        for label in self.labels {
            label.texts.iter().any(|text| label.put(ring, text, alive, canvas));
        }
    }
}

impl Label {
    /// Puts a text behind what it belongs to, or before it. Says whether there was room.
    fn put(&self, ring: &Ring, text: &str, alive: &BTreeSet<(u16, u16)>, canvas: &mut Canvas) -> bool {
        let width = canvas.width(text);
        // Behind it one blank, after that two: the word belongs to what it is nearer to.
        let behind = (self.end, self.end + width + 3, self.end + 1);
        let before = self.start.checked_sub(width + 3).map(|left| (left, self.start, left + 2));
        let free = |(from, to, _): &(u16, u16, u16), canvas: &Canvas| {
            let covers = || (*from..*to).any(|x| alive.contains(&(x, self.y)));
            canvas.is_free(*from, *to, self.y) && ring.holds(*from, *to, self.y) && !(self.cut && covers())
        };
        let Some((from, to, x)) =
            [Some(behind), before].into_iter().flatten().find(|place| free(place, canvas))
        else {
            return text.is_empty();
        };
        if width > 0 {
            canvas.run(from, to, self.y, ' ', self.style);
            canvas.put(x, self.y, text, self.style);
        }
        true
    }
}
