//! The votes when several stand in one term: who has how many, whose vote is still to be had, and whether
//! anyone can win.
//!
//! ```text
//! Votes in term 1 ──────────────── 3 needed
//! ◆ S1   2  itself, S3
//! ◆ S2   2  itself, S4
//! ● S5      has not voted
//! ```

use super::rows::{more, name, rows_for};
use crate::raft::{Configuration, ServerId, ServerSet, Term};
use crate::tui::canvas::Canvas;
use crate::tui::overview::term_of;
use crate::tui::{Pane, Scene};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// An election with more than one candidate.
pub(super) struct Split {
    term: Term,
    /// The candidates with the votes they know of, most first.
    candidates: Vec<(ServerId, ServerSet)>,
    /// The candidates, then all others.
    pub order: Vec<ServerId>,
    configuration: Configuration,
}

impl Split {
    /// The election in which a server stands, if others stand in it too.
    pub fn of(scene: &Scene, candidate: ServerId) -> Option<Split> {
        let world = scene.run.world();
        let term = term_of(world.node(candidate));
        let mut candidates: Vec<(ServerId, ServerSet)> = world
            .nodes()
            .iter()
            .filter(|node| term_of(node) == term)
            .filter_map(|node| Some((node.id, node.running()?.candidate()?.votes)))
            .collect();
        if candidates.len() < 2 {
            return None;
        }
        candidates.sort_by_key(|(server, votes)| (std::cmp::Reverse(votes.len()), *server));
        let standing: ServerSet = candidates.iter().map(|(server, _)| *server).collect();
        let order = candidates.iter().map(|(server, _)| *server).chain(world.roster().minus(standing).iter());
        let order = order.collect();
        Some(Split { term, candidates, order, configuration: world.configuration() })
    }

    /// Whom a server has granted its vote in this term, whether the candidate knows or not.
    fn voted(&self, scene: &Scene, server: ServerId) -> Option<ServerId> {
        let node = scene.run.world().node(server);
        node.persistent().voted_for.filter(|_| term_of(node) == self.term)
    }

    /// Whether some candidate can still come to a majority of this term.
    fn can_be_won(&self, scene: &Scene) -> bool {
        let world = scene.run.world();
        // A server of a later term votes in this one no more.
        let open = world.which(|node| {
            term_of(node) < self.term || (term_of(node) == self.term && node.persistent().voted_for.is_none())
        });
        self.candidates.iter().any(|(candidate, known)| {
            let given = world.roster().iter().filter(|server| self.voted(scene, *server) == Some(*candidate));
            self.configuration.is_quorum(given.collect::<ServerSet>().or(*known).or(open))
        })
    }

    /// Draws the table.
    pub fn draw(&self, scene: &Scene, area: Rect, canvas: &mut Canvas) {
        let look = canvas.look;
        let lost = !self.can_be_won(scene);
        let needed = format!("{} needed", self.configuration.quorums().least());
        let note = if lost { format!("{needed}: nobody can win") } else { needed.clone() };
        let title = format!("Votes in term {}", self.term);
        let room = area.width.saturating_sub(canvas.width(&title) + 3);
        let note = if canvas.width(&note) <= room { note } else { needed };
        canvas.title(area, &title, &note, scene.focus == Pane::Votes);
        let shown = rows_for(self.order.len(), area.height.saturating_sub(1));
        for (row, server) in self.order.iter().take(shown).enumerate() {
            let y = area.y + 1 + row as u16;
            name(scene, *server, area.x, y, canvas);
            let x = area.x + if self.order.len() > 9 { 6 } else { 5 };
            let candidate = self.candidates.iter().find(|(candidate, _)| candidate == server);
            if let Some((_, votes)) = candidate {
                let style = look.term(self.term).add_modifier(Modifier::BOLD);
                canvas.put_right(x + 3, y, &votes.len().to_string(), style);
            }
            let text = match candidate {
                Some((_, votes)) => voters(*server, *votes),
                None => self.vote(scene, *server),
            };
            let style = if candidate.is_some() { look.text() } else { look.dim() };
            canvas.put_cut(x + 5, y, &text, area.right().saturating_sub(x + 5), style);
        }
        more(self.order.len() - shown, area, shown, canvas);
    }

    /// What a server that does not stand has done with its vote.
    fn vote(&self, scene: &Scene, server: ServerId) -> String {
        let node = scene.run.world().node(server);
        match self.voted(scene, server) {
            Some(candidate) => {
                let known =
                    self.candidates.iter().any(|(it, votes)| *it == candidate && votes.contains(server));
                let word = if known { "" } else { ", not received yet" };
                format!("voted {candidate}{word}")
            }
            None if node.is_down() => "down".to_owned(),
            None if term_of(node) > self.term => format!("is in term {}", term_of(node)),
            None => "has not voted".to_owned(),
        }
    }
}

/// Whose votes a candidate has.
fn voters(candidate: ServerId, votes: ServerSet) -> String {
    let mut words = vec!["itself".to_owned()];
    words.extend(votes.iter().filter(|voter| *voter != candidate).map(|voter| voter.to_string()));
    words.join(", ")
}
