//! Who can hear whom, as every pane tells it: the letter of a server's side, and whom it does not hear.
//!
//! A partition parts the servers into sides, in which all hear each other and nobody else: `A`, `B`, … If links are cut
//! in any other way, there are no sides; then every server that does not hear others says which.

use crate::raft::{Configuration, ServerId, ServerSet};

/// Who can hear whom.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cuts {
    /// The sides of a partition; empty if there is none.
    sides: Vec<ServerSet>,
    /// By server, whose messages do not reach it; empty if there are sides.
    unheard: Vec<ServerSet>,
}

impl Cuts {
    /// Looks at all links between servers.
    pub fn of(all: ServerSet, is_cut: impl Fn(ServerId, ServerId) -> bool) -> Cuts {
        let deaf = |to: ServerId| all.iter().filter(|from| *from != to && is_cut(*from, to)).collect();
        let unheard: Vec<ServerSet> = all.iter().map(deaf).collect();
        if unheard.iter().all(|unheard| unheard.is_empty()) {
            return Cuts::default();
        }
        let sides = sides(all, &unheard);
        if sides.is_empty() { Cuts { sides, unheard } } else { Cuts { sides, unheard: Vec::new() } }
    }

    /// Whether any link is cut.
    pub fn are_there(&self) -> bool {
        self != &Cuts::default()
    }

    /// The letter of the side that a server is on, if there are sides.
    pub fn letter(&self, server: ServerId) -> Option<char> {
        letter(&self.sides, server)
    }

    /// Whose messages do not reach a server, where that is not told by letters.
    pub fn unheard(&self, server: ServerId) -> ServerSet {
        self.unheard.get(server.position()).copied().unwrap_or(ServerSet::EMPTY)
    }

    /// Who is with whom, in ever fewer words: `cut: A S1 S2 · B S3 S4 S5, a majority`, `S2 hears nobody`.
    pub fn in_words(&self, configuration: Configuration) -> [String; 3] {
        if self.sides.is_empty() {
            let cut = self.unheard.iter().map(|unheard| unheard.len()).sum::<usize>();
            let links = if cut == 1 { "1 link is cut".to_owned() } else { format!("{cut} links are cut") };
            let deaf = (0..self.unheard.len()).map(ServerId::at);
            let told: Vec<String> = deaf
                .filter_map(|server| Some(format!("{server} {}", self.deaf_words(server, u16::MAX)?)))
                .collect();
            // Of more, nobody would keep count.
            let long = if told.len() <= 2 { told.join(" · ") } else { links.clone() };
            return [long, links, "cut".to_owned()];
        }
        let side = |(side, letter): (&ServerSet, char)| {
            let majority = if configuration.is_quorum(*side) { ", a majority" } else { "" };
            (format!("{letter} {side}"), majority)
        };
        let sides: Vec<(String, &str)> = self.sides.iter().zip('A'..).map(side).collect();
        let long: Vec<String> = sides.iter().map(|(side, majority)| format!("{side}{majority}")).collect();
        let short: Vec<&str> = sides.iter().map(|(side, _)| side.as_str()).collect();
        [
            format!("cut: {}", long.join(" · ")),
            format!("cut: {}", short.join(" · ")),
            format!("cut: {} sides", sides.len()),
        ]
    }

    /// Whom a server does not hear, in so many cells.
    pub fn deaf_words(&self, server: ServerId, room: u16) -> Option<String> {
        let unheard = self.unheard(server);
        let all = unheard.len() + 1 == self.unheard.len();
        let words = match unheard.len() {
            0 => return None,
            _ if all => vec!["hears nobody".to_owned(), "deaf".to_owned()],
            count => vec![
                format!("does not hear {unheard}"),
                format!("deaf to {unheard}"),
                format!("deaf to {count} servers"),
                format!("deaf to {count}"),
            ],
        };
        let fits = |words: &&String| words.chars().count() <= usize::from(room);
        words.iter().find(fits).or(words.last()).cloned()
    }
}

/// The letter of the side that a server is on.
pub(crate) fn letter(sides: &[ServerSet], server: ServerId) -> Option<char> {
    sides.iter().zip('A'..).find(|(side, _)| side.contains(server)).map(|(_, letter)| letter)
}

/// The sides of a partition, in which everyone hears all of their own side and nobody else. Empty if the cuts are of
/// another kind.
fn sides(all: ServerSet, unheard: &[ServerSet]) -> Vec<ServerSet> {
    let mut sides: Vec<ServerSet> = Vec::new();
    for server in all.iter() {
        let heard = all.minus(unheard[server.position()]);
        match sides.iter().find(|side| side.contains(server)) {
            Some(side) if *side == heard => {}
            None if sides.iter().all(|side| side.and(heard).is_empty()) => sides.push(heard),
            _ => return Vec::new(),
        }
    }
    sides
}
