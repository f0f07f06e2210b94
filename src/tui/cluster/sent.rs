//! What is in flight from one server, in a row: `◇→S1 S3  ►2→S4 ✕`.

use super::flights::lately_lost;
use super::signs::{Signs, signs};
use crate::raft::{ServerId, ServerSet};
use crate::sim::{Loss, Transit};
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph::{self, Heading};
use crate::tui::{Chosen, Scene};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Messages that look alike.
struct Sent {
    signs: Signs,
    to: ServerSet,
    /// What became of them, if they do not simply travel.
    fate: &'static str,
    lost: bool,
    chosen: bool,
}

/// A text in its styles.
type Spans = Vec<(String, Style)>;

/// What is in flight from a server, and what of it was lost just now: messages that look alike together, the chosen one
/// alone and first, then what was lost.
fn sent(scene: &Scene, server: ServerId) -> Vec<Sent> {
    let here = scene.run.world().network().flights().map(|flight| {
        let fate = match flight.place {
            Transit::Held => " held",
            Transit::Waiting => " waits",
            Transit::Travelling => "",
        };
        (flight, flight.doom == Some(Loss::Dropped), fate)
    });
    let gone = lately_lost(scene).into_iter().map(|(flight, ..)| (flight, true, ""));
    let mut all: Vec<Sent> = Vec::new();
    for (flight, lost, fate) in here.chain(gone).filter(|(flight, ..)| flight.from == server) {
        let chosen = scene.chosen == Chosen::Message(flight.id);
        let signs = signs(&flight.message, Heading::Right);
        let alike = |other: &&mut Sent| {
            !chosen && !other.chosen && other.lost == lost && other.fate == fate && other.signs == signs
        };
        match all.iter_mut().find(alike) {
            Some(other) => {
                other.to.insert(flight.to);
            }
            None => all.push(Sent { signs, to: ServerSet::only(flight.to), fate, lost, chosen }),
        }
    }
    all.sort_by_key(|sent| (!sent.chosen, !sent.lost));
    all
}

impl Sent {
    /// `◇→S1 S3`, or in fewer cells `◇→2 servers`.
    fn spans(&self, short: bool, others: usize, canvas: &Canvas) -> Spans {
        let look = canvas.look;
        let plain = if self.chosen { look.bold() } else { look.text() };
        let mut spans = Spans::new();
        if self.chosen {
            spans.push((glyph::HERE.to_string(), look.bold()));
        }
        for (text, sign) in &self.signs {
            let style = if self.chosen { look.bold() } else { sign.style(canvas) };
            spans.push((text.clone(), style.add_modifier(Modifier::BOLD)));
        }
        let to = match self.to.len() {
            count if short && count == others && count > 1 => "all".to_owned(),
            count if short && count > 1 => format!("{count} servers"),
            _ => self.to.to_string(),
        };
        spans.push((format!("→{to}{}", self.fate), plain));
        if self.lost {
            spans.push((format!(" {}", glyph::LOST), look.alarm()));
        }
        spans
    }
}

fn width(spans: &Spans, canvas: &Canvas) -> u16 {
    spans.iter().map(|(text, _)| canvas.width(text)).sum()
}

/// Draws what is in flight from a server, and says whether anything is. What has no room is counted.
pub(super) fn draw(scene: &Scene, server: ServerId, area: Rect, canvas: &mut Canvas) -> bool {
    let sent = sent(scene, server);
    let others = scene.run.world().size() - 1;
    let room = area.width;
    let (mut x, mut shown) = (area.x, 0);
    for (place, one) in sent.iter().enumerate() {
        // Behind all but the last there is room for the number of those that are left out.
        let more = if place + 1 < sent.len() { MORE } else { 0 };
        let fits = |spans: &Spans| x + width(spans, canvas) + more <= area.x + room;
        let wordings = [false, true].map(|short| one.spans(short, others, canvas));
        let Some(spans) = wordings.into_iter().find(fits) else { break };
        x = canvas.put_spans(x, area.y, &spans) + 2;
        shown += 1;
    }
    if shown < sent.len() {
        let more = format!("+{}", sent.len() - shown);
        canvas.put_cut(x, area.y, &more, area.right().saturating_sub(x), canvas.look.dim());
    }
    !sent.is_empty()
}

/// Cells of `  +3`.
const MORE: u16 = 4;
