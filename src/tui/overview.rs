//! What several panes want to know about the moment that is shown, found once a frame.

use crate::explain::known;
use crate::raft::{Log, RoleKind, ServerId, ServerSet, Term};
use crate::sim::{Countdown, Life, Node, World};
use crate::tui::cuts::Cuts;
use crate::tui::layout::Layout;
use crate::tui::look::glyph;
use crate::tui::{Pane, Scene};

/// The moment that is shown, as several panes need it.
pub(crate) struct Overview {
    /// Whoever leads the latest term, if anyone leads.
    pub leader: Option<ServerId>,
    /// All who believe to lead, those of the latest term first.
    pub leaders: Vec<ServerId>,
    /// The candidate of the latest term that has most votes.
    pub candidate: Option<ServerId>,
    /// The latest term that any server knows.
    pub term: Term,
    /// Who can hear whom.
    pub cuts: Cuts,
    /// The server that acted in the step that is shown.
    pub acting: Option<ServerId>,
    /// The servers that the answer speaks of, if there is one.
    lit: Option<ServerSet>,
    /// Whether servers are rows even where a ring would fit: then their logs have no other place.
    pub rows: bool,
    /// The panes that are on this screen, as bits.
    shown: u16,
    /// All servers, in the order of their rows: it is always the same.
    pub order: Vec<ServerId>,
}

impl Overview {
    /// Looks at a scene.
    pub fn of(scene: &Scene, layout: &Layout) -> Overview {
        let world = scene.run.world();
        let leaders = world.leaders();
        let candidate = world
            .nodes()
            .iter()
            .filter_map(|node| Some((node, node.running()?.candidate()?)))
            .max_by_key(|(node, candidate)| {
                (term_of(node), candidate.votes.len(), std::cmp::Reverse(node.id))
            })
            .map(|(node, _)| node.id);
        Overview {
            leader: leaders.first().copied(),
            leaders,
            candidate,
            term: world.nodes().iter().map(term_of).max().unwrap_or_default(),
            cuts: Cuts::of(world.roster(), |from, to| world.network().link(from, to).cut),
            rows: layout.rows,
            shown: layout.panes.iter().fold(0, |shown, (pane, _)| shown | 1 << *pane as u8),
            acting: scene.run.step().and_then(crate::sim::Step::server),
            lit: scene.lit().map(|lit| lit.servers).filter(|lit| !lit.is_empty()),
            order: world.roster().iter().collect(),
        }
    }

    /// Whether a server is to be seen before others: the answer or lesson speaks of it, or it acted.
    pub fn points_at(&self, server: ServerId) -> bool {
        self.lit.map_or(self.acting == Some(server), |lit| lit.contains(server))
    }

    /// Whether a pane is on this screen.
    pub fn shows(&self, pane: Pane) -> bool {
        self.shown >> pane as u8 & 1 == 1
    }

    /// Whether an election is in progress that no leader of the same term or a later one has ended.
    pub fn election(&self, world: &World) -> Option<ServerId> {
        let term = |server: Option<ServerId>| server.map(|server| term_of(world.node(server)));
        self.candidate.filter(|_| term(self.candidate) > term(self.leader))
    }
}

/// A server's current term.
pub(crate) fn term_of(node: &Node) -> Term {
    node.persistent().current_term
}

/// A server's current term as it is written: `T3`, or `T?` if a trace does not tell it.
pub(crate) fn term_word(node: &Node) -> String {
    format!("T{}", known(node.term()))
}

/// A server's log.
pub(crate) fn log_of(node: &Node) -> &Log {
    &node.persistent().log
}

/// The glyph of what a server is.
pub(crate) fn face(node: &Node) -> char {
    match &node.life {
        Life::Down(_) => glyph::DOWN,
        Life::Frozen(_) => glyph::FROZEN,
        Life::Up(_) => match node.role() {
            Some(RoleKind::Leader) => glyph::LEADER,
            Some(RoleKind::Candidate) => glyph::CANDIDATE,
            Some(RoleKind::Follower) => glyph::FOLLOWER,
            None => '?',
        },
    }
}

/// The word for what a server is.
pub(crate) fn word(node: &Node) -> &'static str {
    match &node.life {
        Life::Down(_) => "down",
        Life::Frozen(_) => "frozen",
        Life::Up(_) => node.role().map_or("role?", RoleKind::name),
    }
}

/// What a server is, if it runs.
pub(crate) fn role(node: &Node) -> Option<RoleKind> {
    node.running().map(|server| server.role().kind())
}

/// The timer that matters: a leader's heartbeat, anyone else's election timer.
pub(crate) fn timer(node: &Node) -> Option<Countdown> {
    if node.leads() { node.heartbeat } else { node.election }
}
