//! The glyphs: each one cell wide, none an emoji, and each with a twin in ASCII.
//!
//! Panes draw with the real glyphs; where only ASCII may be drawn, the canvas puts their twins.

use crate::raft::Rpc;
use crate::sim::Contents;

/// A leader.
pub const LEADER: char = '★';
/// A candidate.
pub const CANDIDATE: char = '◆';
/// A follower.
pub const FOLLOWER: char = '●';
/// A server that is down.
pub const DOWN: char = '✕';
/// A server that is frozen.
pub const FROZEN: char = '▣';
/// A `RequestVote`.
pub const VOTE: char = '◇';
/// Where a message goes, as it is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Heading {
    /// To the right, as in a row.
    Right,
    /// To the left.
    Left,
    /// Straight up, or nearly so.
    Up,
    /// Straight down, or nearly so.
    Down,
}

impl Heading {
    /// An arrow.
    pub const fn arrow(self) -> char {
        match self {
            Heading::Right => '→',
            Heading::Left => '←',
            Heading::Up => '↑',
            Heading::Down => '↓',
        }
    }

    /// An `AppendEntries` without entries.
    const fn beat(self) -> char {
        match self {
            Heading::Right => '▻',
            Heading::Left => '◅',
            Heading::Up => '△',
            Heading::Down => '▽',
        }
    }

    /// An `AppendEntries` with entries.
    const fn append(self) -> char {
        match self {
            Heading::Right => '►',
            Heading::Left => '◄',
            Heading::Up => '▲',
            Heading::Down => '▼',
        }
    }
}

/// A request, and whatever answers one. What carries entries or could is an arrow itself.
pub fn of_message(message: &Contents, heading: Heading) -> char {
    match message.kind().rpc() {
        Rpc::RequestVote => VOTE,
        Rpc::AppendEntries if message.is_heartbeat() => heading.beat(),
        Rpc::AppendEntries => heading.append(),
    }
}

/// Yes, after the glyph of the request.
pub const YES: char = '✓';
/// No, after the glyph of the request.
pub const NO: char = '✗';
/// Asked, and no answer yet.
pub const ASKED: char = '…';
/// A message that is lost.
pub const LOST: char = '✕';
/// Here: chosen, looked at, acting.
pub const HERE: char = '▸';
/// Chosen, on the other side.
pub const HERE_TOO: char = '◂';
/// What one server knows to be committed: it stands after the last such entry.
pub const COMMIT: char = '┃';
/// The next entry that a leader sends to a follower.
pub const NEXT: char = '△';
/// The last entry that a leader knows a follower to have.
pub const MATCH: char = '▲';
/// Something else would have happened, or has.
pub const DIFFERS: char = '≠';
/// A step that mattered.
pub const KEY: char = '•';
/// The network changed, on the scrubber.
pub const CUT: char = '░';

/// The ASCII twin of a glyph; the character itself if it is ASCII, `?` if it has no twin.
pub const fn twin(glyph: char) -> &'static str {
    match glyph {
        '★' => "*",
        '●' | '○' => "o",
        '✕' => "X",
        '✓' | '┼' | '┿' | '├' | '┤' | '┬' | '┴' => "+",
        '▣' | '≠' | '█' => "#",
        '▻' | '►' | '▸' | '→' | '›' => ">",
        '◂' | '←' | '‹' | '◅' | '◄' => "<",
        '…' | '·' | '•' | '╭' | '╮' => ".",
        '˙' | '╰' | '╯' | '’' | '‘' => "'",
        '“' | '”' => "\"",
        '┃' => "]",
        '│' | '▌' | '║' | '╵' | '╷' => "|",
        '△' | '▴' | '↑' => "^",
        '▲' => "A",
        '↓' | '▾' | '▽' | '▼' => "v",
        '━' | '╸' | '╺' => "=",
        '─' | '╴' | '╶' | '╌' | '–' | '—' | '−' => "-",
        '┆' | '░' => ":",
        '╱' => "/",
        '↻' => "~",
        '✗' | '×' => "x",
        '≥' => ">=",
        '≤' => "<=",
        '≪' => "<<",
        'µ' => "u",
        '§' => "sec ",
        // A candidate and a request for a vote are question marks too: both ask.
        _ => "?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthChar;

    #[test]
    fn every_glyph_is_one_cell_wide_and_has_a_twin() {
        for glyph in [
            LEADER, CANDIDATE, FOLLOWER, DOWN, FROZEN, VOTE, YES, NO, ASKED, LOST, HERE, HERE_TOO, COMMIT,
            NEXT, MATCH, CUT, DIFFERS, KEY,
        ] {
            assert_eq!(glyph.width(), Some(1), "{glyph}");
            assert!(twin(glyph).is_ascii() && (twin(glyph) != "?" || "◆◇".contains(glyph)), "{glyph}");
        }
        for heading in [Heading::Right, Heading::Left, Heading::Up, Heading::Down] {
            for glyph in [heading.arrow(), heading.beat(), heading.append()] {
                assert!(glyph.width() == Some(1) && ">< ^vA".contains(twin(glyph)), "{glyph}");
            }
        }
    }

    #[test]
    fn roles_are_told_apart_in_ascii() {
        let mut twins = [LEADER, CANDIDATE, FOLLOWER, DOWN, FROZEN].map(twin);
        twins.sort_unstable();
        assert!(twins.windows(2).all(|pair| pair[0] != pair[1]), "{twins:?}");
    }
}
