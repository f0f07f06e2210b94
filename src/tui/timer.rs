//! What is left on a server's timer, as a bar: the same length is the same time, on every server.

use crate::raft::{RoleKind, Term};
use crate::sim::{LifeKind, Node, Span};
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use crate::tui::overview::{role, term_of, timer};
use ratatui::style::Style;

/// A timer of so many ms or more is off: it will not expire while anybody looks.
pub(crate) const UNCOUNTED: u64 = 10_000;
/// A whole bar, in ms, where the timers of the cluster are off.
const USUAL: u64 = 300;

/// What is left on a timer.
pub(crate) struct Left {
    /// In ms.
    ms: u64,
    /// As a share of a whole bar, which is the longest election timeout there can be.
    share: f32,
    /// The term in whose colour it is drawn: a leader's and a candidate's.
    term: Option<Term>,
}

impl Left {
    /// What is left on the timer of a server that runs.
    pub fn of(scene: &Scene, node: &Node) -> Option<Left> {
        let countdown = timer(node).filter(|_| node.kind() == LifeKind::Up)?;
        let left = countdown.due.since(scene.clock);
        let longest = scene.run.world().setup().timing.election_timeout.max;
        let whole = if longest.ms() < UNCOUNTED { longest } else { Span::from_ms(USUAL) };
        let share = (left.0 as f32 / whole.0.max(1) as f32).clamp(0.0, 1.0);
        let term = role(node).filter(|role| *role != RoleKind::Follower).map(|_| term_of(node));
        Some(Left { ms: left.ms(), share, term })
    }

    /// Whether it will not expire while anybody looks.
    pub fn is_off(&self) -> bool {
        self.ms >= UNCOUNTED
    }

    /// `241 ms`, `1.2 s`
    pub fn in_words(&self) -> String {
        match self.ms {
            UNCOUNTED.. => "timer off".to_owned(),
            1_000.. => format!("{}.{} s", self.ms / 1_000, self.ms % 1_000 / 100),
            ms => format!("{ms} ms"),
        }
    }

    /// The bar, over a line of what is spent.
    pub fn draw(&self, start: u16, end: u16, y: u16, canvas: &mut Canvas) {
        if self.is_off() {
            return;
        }
        let style = self.term.map_or(canvas.look.dim(), |term| canvas.look.term(term));
        bar(start, end, y, self.share, style, canvas);
    }
}

fn bar(start: u16, end: u16, y: u16, share: f32, style: Style, canvas: &mut Canvas) {
    let cells = f32::from(end.saturating_sub(start)) * share;
    let full = start + cells as u16;
    canvas.run(start, full, y, '━', style);
    if cells.fract() >= 0.5 && full < end {
        canvas.put_char(full, y, '╸', style);
    }
}
