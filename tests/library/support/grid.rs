//! A screen as text: what stands in its cells, and in which styles.

use raftarium::tui::Look;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Modifier, Style};

/// The text of a screen.
pub fn picture(buffer: &Buffer) -> String {
    grid(buffer, |cell| cell.symbol().to_owned())
}

/// The styles of a screen: `t` text, `s` strong, `d` dim, `l` line, `f` faint, `a` alarm, `u` to `z` the terms 1 to
/// 6, in capitals where bold; `1` to `6` filled in a term, `!` filled in alarm, `r` reversed; `_` blank and raised.
pub fn styles(buffer: &Buffer, look: &Look) -> String {
    grid(buffer, |cell| letter(cell, look).to_string())
}

fn grid(buffer: &Buffer, of: impl Fn(&Cell) -> String) -> String {
    let row = |y: u16| {
        let row: String = (0..buffer.area.width).map(|x| of(&buffer[(x, y)])).collect();
        row.trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

fn letter(cell: &Cell, look: &Look) -> char {
    let terms = (1..=6).map(raftarium::raft::Term);
    let ground = |style: Style| style.bg.is_some_and(|bg| bg == cell.bg);
    if cell.modifier.contains(Modifier::REVERSED) {
        return 'r';
    }
    for (term, digit) in terms.clone().zip('1'..) {
        if ground(look.filled(term)) {
            return digit;
        }
    }
    if ground(look.alarm_filled()) {
        return '!';
    }
    if cell.symbol() == " " {
        return if look.has_raised() && ground(look.raised()) { '_' } else { ' ' };
    }
    let named = [
        (look.strong(), 's'),
        (look.text(), 't'),
        (look.dim(), 'd'),
        (look.line(), 'l'),
        (look.faint(), 'f'),
        (look.alarm(), 'a'),
    ];
    let colours = named.into_iter().chain(terms.map(|term| look.term(term)).zip('u'..='z'));
    let same = |style: Style| {
        style.fg.unwrap_or(cell.fg) == cell.fg && style.add_modifier.difference(cell.modifier).is_empty()
    };
    let letter = colours.into_iter().find(|(style, _)| same(*style)).map_or('?', |(_, letter)| letter);
    if cell.modifier.contains(Modifier::BOLD) { letter.to_ascii_uppercase() } else { letter }
}
