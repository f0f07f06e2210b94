//! One server as a card: header, a fact or two, and the timer as the bottom edge, which drains to the left.
//!
//! ```text
//! ╭ ● S5 follower  T3 ╮
//! │ voted S4          │
//! ╰━━━━━━━━━╸ 241 ms ─╯
//! ```

use super::ring::{Card, Ring};
use crate::explain::known;
use crate::raft::{Configuration, Index, RoleKind, Server, ServerId, ServerSet};
use crate::sim::{Life, Node, Transit, Vote};
use crate::tui::canvas::Canvas;
use crate::tui::cuts::letter;
use crate::tui::overview::{Overview, face, log_of, role, term_of, term_word, word};
use crate::tui::timer::Left;
use crate::tui::{Chosen, Scene};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Cells at the end of the bottom edge for what is left on the timer: ` 241 ms ─`.
const NUMBERED: u16 = 9;

/// A card about to be drawn.
struct Sketch<'a> {
    scene: &'a Scene<'a>,
    overview: &'a Overview,
    ring: &'a Ring,
    node: &'a Node,
    area: Rect,
    /// It did the last step, or the answer speaks of it: its name is underlined.
    acting: bool,
    /// So it is, or it is chosen: its outline is strong.
    marked: bool,
}

/// Draws a server's card.
pub(super) fn draw(scene: &Scene, overview: &Overview, ring: &Ring, node: &Node, canvas: &mut Canvas) {
    let chosen = scene.chosen == Chosen::Server(node.id);
    let acting = overview.points_at(node.id);
    let marked = chosen || acting;
    let area = ring.cards[node.id.position()];
    let sketch = Sketch { scene, overview, ring, node, area, acting, marked };
    if ring.card == Card::Small {
        sketch.small(canvas);
    } else {
        sketch.boxed(canvas);
    }
    let (mark, outlined) = (canvas.look.bold(), ring.card != Card::Small);
    if chosen {
        canvas.put_char(area.x.saturating_sub(1 + u16::from(outlined)), area.y, '▸', mark);
        canvas.put_char(area.right() + u16::from(outlined), area.y, '◂', mark);
    }
    if let Some(side) = side_of(scene, overview, node.id) {
        let (x, y) = if outlined { (area.right() - 4, area.y + 1) } else { (area.right() - 3, area.y + 1) };
        canvas.put(x, y, &format!(" {side} "), mark.add_modifier(Modifier::REVERSED));
    }
}

/// The letter of the side that a server is on: of the partition that is being chosen, or of the one there is.
pub(super) fn side_of(scene: &Scene, overview: &Overview, server: ServerId) -> Option<char> {
    match scene.draft {
        Some(groups) => letter(groups, server),
        None => overview.cuts.letter(server),
    }
}

impl Sketch<'_> {
    /// The style of the outline.
    fn edge(&self, canvas: &Canvas) -> Style {
        let look = canvas.look;
        if self.marked {
            return look.strong();
        }
        match role(self.node) {
            Some(RoleKind::Leader | RoleKind::Candidate) => look.term(term_of(self.node)),
            None if self.node.is_down() => look.faint(),
            Some(RoleKind::Follower) | None => look.line(),
        }
    }

    fn boxed(&self, canvas: &mut Canvas) {
        let (look, area) = (canvas.look, self.area);
        let edge = self.edge(canvas);
        let (last, bottom) = (area.right() - 1, area.bottom() - 1);
        let side = if self.node.is_down() { '┆' } else { '│' };
        canvas.clear(area, look.base());
        canvas.put_char(area.x, area.y, '╭', edge);
        canvas.put_char(last, area.y, '╮', edge);
        for y in area.y + 1..bottom {
            canvas.put_char(area.x, y, side, edge);
            canvas.put_char(last, y, side, edge);
        }
        canvas.put_char(area.x, bottom, '╰', edge);
        canvas.put_char(last, bottom, '╯', edge);
        self.header(edge, canvas);
        let style = if self.node.is_down() { look.dim() } else { look.text() };
        let room = area.width - 4;
        let tagged = side_of(self.scene, self.overview, self.node.id).is_some();
        // Beside the letter of a side there is less room; without one a long fact may touch the outline.
        let widest = if tagged { room - 3 } else { room + 2 };
        let text = fact(self.scene, self.overview, self.node, widest);
        let x = area.x + if canvas.width(&text) > room { 1 } else { 2 };
        canvas.put_cut(x, area.y + 1, &text, widest, style);
        if self.ring.card == Card::Large {
            canvas.put_cut(area.x + 2, area.y + 2, &second_fact(self.node), room, look.dim());
        }
        self.drain(area.x + 1, last, bottom, edge, canvas);
    }

    fn header(&self, edge: Style, canvas: &mut Canvas) {
        let (node, area) = (self.node, self.area);
        let [glyph, name, word_style, term_style] = self.header_styles(canvas);
        let number = term_word(node);
        if node.leads() {
            canvas.run(area.x, area.right(), area.y, ' ', name);
        }
        let mut x = canvas.put_char(area.x + 2, area.y, face(node), glyph);
        let from = x + 1;
        x = canvas.put(from, area.y, &node.id.to_string(), name);
        if self.acting {
            canvas.underline(from, x, area.y);
        }
        let start = area.right().saturating_sub(2 + canvas.width(&number));
        let shown = word(node);
        if x + 1 + canvas.width(shown) < start {
            x = canvas.put(x + 1, area.y, shown, word_style);
        }
        if node.is_down() {
            canvas.run(x + 1, start.saturating_sub(1), area.y, '╌', edge);
        }
        canvas.put(start, area.y, &number, term_style);
    }

    /// The styles of the glyph, the name, the word and the term.
    fn header_styles(&self, canvas: &Canvas) -> [Style; 4] {
        let look = canvas.look;
        let term = term_of(self.node);
        match role(self.node) {
            Some(RoleKind::Leader) => [look.filled(term).add_modifier(Modifier::BOLD); 4],
            Some(RoleKind::Candidate) => [look.term(term).add_modifier(Modifier::BOLD); 4],
            Some(RoleKind::Follower) => {
                [look.text(), look.text().add_modifier(Modifier::BOLD), look.dim(), look.term(term)]
            }
            None => [look.dim(); 4],
        }
    }

    /// The bottom edge: how much is left on the timer.
    fn drain(&self, start: u16, end: u16, y: u16, edge: Style, canvas: &mut Canvas) {
        let (look, node) = (canvas.look, self.node);
        if node.is_down() {
            canvas.run(start, end, y, '╌', edge);
            return;
        }
        canvas.run(start, end, y, '─', look.line());
        let Some(left) = Left::of(self.scene, node) else { return };
        let mut bar_end = end;
        if self.ring.numbered {
            canvas.put_right(end - 1, y, &format!(" {} ", left.in_words()), look.dim());
            // All bars end here, however long the number is.
            bar_end = end - NUMBERED;
        }
        left.draw(start, bar_end, y, canvas);
    }

    fn small(&self, canvas: &mut Canvas) {
        let (node, area) = (self.node, self.area);
        let [glyph, name, _, term] = self.header_styles(canvas);
        canvas.clear(area, canvas.look.base());
        if node.leads() {
            canvas.run(area.x, area.right(), area.y, ' ', name);
        }
        let x = canvas.put_char(area.x + 1, area.y, face(node), glyph);
        let end = canvas.put(x + 1, area.y, &node.id.to_string(), name);
        if self.acting {
            canvas.underline(x + 1, end, area.y);
        }
        canvas.put_right(area.right() - 1, area.y, &term_word(node), term);
        let edge = self.edge(canvas);
        // The letter of a side has its place behind the bar.
        self.drain(area.x + 1, area.right() - 3, area.y + 1, edge, canvas);
    }
}

/// The one thing worth saying about a server, in so many cells.
pub(crate) fn fact(scene: &Scene, overview: &Overview, node: &Node, room: u16) -> String {
    let world = scene.run.world();
    let term = term_of(node);
    let server = match &node.life {
        Life::Down(_) => {
            let named = format!("keeps T{term}, vote, log");
            return longest(&["keeps term, vote, log", &named, "keeps vote, log", "keeps its disk"], room);
        }
        Life::Frozen(server) => {
            let at_the_door =
                |flight: &&crate::sim::Flight| flight.to == node.id && flight.place == Transit::Waiting;
            let waiting = world.network().flights().filter(at_the_door).count();
            return match (waiting, server.role().kind()) {
                (0, RoleKind::Follower) => "frozen".to_owned(),
                (0, kind) => format!("{} in T{term}", kind.name()),
                (waiting, _) => format!("{waiting} messages wait"),
            };
        }
        Life::Up(server) => server,
    };
    if let Some(text) = dim_fact(node, server, room) {
        return text;
    }
    if let Some(candidate) = server.candidate() {
        return format!("{} of {} votes", candidate.votes.len(), server.quorums().least());
    }
    let cut = overview.cuts.are_there();
    if cut && server.leader().is_some() {
        return Reach::of(scene, node.id).words(room);
    }
    if let Some(text) = overview.cuts.deaf_words(node.id, room) {
        return text;
    }
    if server.leader().is_some() {
        return format!("commit {}", server.volatile().commit_index);
    }
    match (server.known_leader(), server.persistent().voted_for) {
        (Some(leader), _) if cut || log_of(node).last_index() == Index::ZERO => format!("follows {leader}"),
        (Some(_), _) => format!("commit {}", server.volatile().commit_index),
        (None, Some(candidate)) if term == overview.term => format!("voted {candidate}"),
        (None, Some(candidate)) => format!("voted {candidate} in T{term}"),
        (None, None) => format!("no vote in T{term}"),
    }
}

/// Of a server that a trace does not tell all of: what is known, or that it is not. None if what is usually said is
/// known.
fn dim_fact(node: &Node, server: &Server, room: u16) -> Option<String> {
    let follows = server.known_leader();
    match server.role().kind() {
        RoleKind::Leader if node.commit_index().is_none() => Some("commit ?".to_owned()),
        RoleKind::Follower => match (node.commit_index(), node.vote(), follows) {
            (None, _, Some(leader)) => Some(format!("follows {leader}")),
            (None, None, None) => Some(longest(&["vote, commit unknown", "vote, commit ?", "vote ?"], room)),
            (Some(_), None, None) => Some("vote ?".to_owned()),
            _ => None,
        },
        RoleKind::Leader | RoleKind::Candidate => None,
    }
}

/// The first of several wordings that fits, or the last.
fn longest(words: &[&str], room: u16) -> String {
    let fits = |words: &&&str| words.chars().count() <= usize::from(room);
    words.iter().find(fits).or(words.last()).map_or_else(String::new, |words| (*words).to_owned())
}

/// Who runs and can hear a server, and whom it can hear; itself included.
struct Reach {
    heard_by: ServerSet,
    hears: ServerSet,
    configuration: Configuration,
}

impl Reach {
    fn of(scene: &Scene, server: ServerId) -> Reach {
        let world = scene.run.world();
        let open = |from: ServerId, to: ServerId| from == to || !world.network().link(from, to).cut;
        let running = world.up();
        Reach {
            heard_by: running.iter().filter(|other| open(server, *other)).collect(),
            hears: running.iter().filter(|other| open(*other, server)).collect(),
            configuration: world.configuration(),
        }
    }

    /// How many a leader reaches: both numbers where they differ.
    fn words(&self, room: u16) -> String {
        let (heard_by, hears) = (self.heard_by.len(), self.hears.len());
        if self.heard_by == self.hears {
            return format!("reaches {hears} of {}", self.configuration.members().len());
        }
        let long = format!("heard by {heard_by}, hears {hears}");
        longest(&[&long, &format!("by {heard_by}, hears {hears}")], room)
    }
}

fn second_fact(node: &Node) -> String {
    let entries = log_of(node).last_index().0;
    if node.last_index().is_none() {
        return "log unknown".to_owned();
    }
    let plural = if entries == 1 { "entry" } else { "entries" };
    match &node.life {
        Life::Down(_) => format!("{entries} {plural}, commit lost"),
        Life::Up(server) | Life::Frozen(server) if server.known_leader().is_some() => {
            let vote = match node.vote() {
                Some(Vote::For(candidate)) => format!("voted {candidate}"),
                Some(Vote::Nobody) => "no vote".to_owned(),
                None => "vote ?".to_owned(),
            };
            format!("{vote} · {entries} {plural}")
        }
        Life::Up(_) | Life::Frozen(_) => {
            format!("commit {} · {entries} {plural}", known(node.commit_index()))
        }
    }
}
