//! Where the servers' cards stand: S1 on top, clockwise, as on a blackboard.

use ratatui::layout::Rect;
use std::f32::consts::TAU;

/// How much a card tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Card {
    /// 27×4: two lines of facts.
    Large,
    /// 21×3: one line.
    Full,
    /// 16×3: without the word for the role.
    Narrow,
    /// 10×2: without an outline and facts.
    Small,
}

impl Card {
    const ALL: [Card; 4] = [Card::Large, Card::Full, Card::Narrow, Card::Small];

    /// Its width and height in cells.
    pub const fn size(self) -> (u16, u16) {
        match self {
            Card::Large => (27, 4),
            Card::Full => (21, 3),
            Card::Narrow => (16, 3),
            Card::Small => (10, 2),
        }
    }

    /// The least area for which it is not too big.
    const fn wants(self) -> (u16, u16) {
        match self {
            Card::Large => (76, 28),
            _ => (0, 0),
        }
    }
}

/// Where the cards stand, by server position.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ring {
    /// Where they and all that is between them have their place.
    area: Rect,
    /// How big they are.
    pub card: Card,
    /// One for each server.
    pub cards: Vec<Rect>,
    /// Whether there is room for the milliseconds on the timers.
    pub numbered: bool,
}

impl Ring {
    /// A ring of the biggest cards that do not touch, if there is room for any.
    pub fn of(area: Rect, servers: usize) -> Option<Ring> {
        Card::ALL.into_iter().find_map(|card| {
            let (width, height) = card.wants();
            if area.width < width || area.height < height {
                return None;
            }
            let cards = place(area, servers, card.size())?;
            let numbered = area.height >= 16 && matches!(card, Card::Large | Card::Full);
            Some(Ring { area, card, cards, numbered })
        })
    }

    /// Whether these cells are between the cards.
    pub fn holds(&self, from: u16, to: u16, y: u16) -> bool {
        let cells = Rect::new(from, y, to.saturating_sub(from), 1);
        cells.intersection(self.area) == cells && !self.cards.iter().any(|card| card.intersects(cells))
    }
}

fn place(area: Rect, servers: usize, (width, height): (u16, u16)) -> Option<Vec<Rect>> {
    if area.width < width || area.height < height {
        return None;
    }
    // Room above and below, if there is any, so that the ring does not stick to the title.
    let air = u16::from(area.height >= 16);
    let left = f32::from(area.width - width) / 2.0;
    let drop = f32::from(area.height.checked_sub(2 * air + height)?);
    let (across, down): (Vec<f32>, Vec<f32>) = (0..servers).map(|server| unit(server, servers)).unzip();
    let deepest = down.iter().copied().fold(0.0, f32::max).max(f32::EPSILON);
    let widest = across.iter().map(|x| x.abs()).fold(0.0, f32::max).max(f32::EPSILON);
    let mut rows: Vec<f32> = match servers {
        1 | 2 => vec![drop / 2.0; servers],
        _ => down.iter().map(|y| y / deepest * drop).collect(),
    };
    level(&mut rows, drop, f32::from(height) + 1.0);
    let cards: Vec<Rect> = across
        .iter()
        .zip(&rows)
        .map(|(x, y)| {
            // A little wider than a circle where it is narrow: text is wide.
            let x = (x.abs() / widest).powf(0.66).copysign(*x);
            let x = area.x + (left + x * left).round() as u16;
            Rect::new(x, area.y + air + y.round() as u16, width, height)
        })
        .collect();
    let apart = |one: &Rect, other: &Rect| {
        let sideways = one.right() + 1 < other.left() || other.right() + 1 < one.left();
        let outlined = u16::from(height > 2);
        let upright = one.bottom() + outlined <= other.top() || other.bottom() + outlined <= one.top();
        sideways || upright
    };
    let good = cards
        .iter()
        .enumerate()
        .all(|(position, one)| cards[..position].iter().all(|other| apart(one, other)));
    good.then_some(cards)
}

/// A place on the unit ring: across from -1 to 1, down from 0 to 2.
fn unit(server: usize, servers: usize) -> (f32, f32) {
    if servers == 2 {
        return (if server == 0 { -1.0 } else { 1.0 }, 1.0);
    }
    let angle = TAU * server as f32 / servers as f32;
    let across = angle.sin();
    (if across.abs() < 1e-4 { 0.0 } else { across }, 1.0 - angle.cos())
}

/// If some levels of the ring are nearer to each other than `least`, spreads all levels evenly.
fn level(rows: &mut [f32], drop: f32, least: f32) {
    let mut levels: Vec<f32> = Vec::new();
    for row in rows.iter() {
        if !levels.iter().any(|level| (level - row).abs() < 0.01) {
            levels.push(*row);
        }
    }
    levels.sort_by(f32::total_cmp);
    if levels.len() < 3 || levels.windows(2).all(|pair| pair[1] - pair[0] >= least) {
        return;
    }
    for row in rows {
        let rank = levels.iter().position(|level| (level - *row).abs() < 0.01).unwrap_or(0);
        *row = rank as f32 * drop / (levels.len() - 1) as f32;
    }
}

/// Where the ring is: below the title, if there is room for one.
pub(super) fn body(area: Rect) -> (bool, Rect) {
    let titled = area.height >= 13;
    let skip = u16::from(titled);
    (titled, Rect::new(area.x, area.y + skip, area.width, area.height - skip))
}

/// Whether there is room for a ring.
pub(in crate::tui) fn ring_fits(area: Rect, servers: usize) -> bool {
    Ring::of(body(area).1, servers).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_server_is_on_top_and_the_others_follow_clockwise() {
        let ring = Ring::of(Rect::new(2, 3, 70, 21), 5).unwrap();
        assert_eq!(ring.card, Card::Full);
        let [one, two, three, four, five] = ring.cards[..] else { panic!("five cards") };
        assert!(one.y < two.y && two.y < three.y && three.y == four.y && two.y == five.y, "{ring:?}");
        assert!(five.x < four.x && four.x < one.x && one.x < three.x && three.x < two.x, "{ring:?}");
    }

    #[test]
    fn eleven_servers_fit_where_a_class_reads_five() {
        for servers in 1..=11 {
            assert!(Ring::of(Rect::new(2, 3, 70, 21), servers).is_some(), "{servers}");
        }
    }

    #[test]
    fn cards_never_leave_the_area_or_overlap() {
        for (width, height) in [(76, 11), (70, 21), (64, 9), (100, 30), (30, 12), (12, 3)] {
            let area = Rect::new(2, 2, width, height);
            for servers in 1..=25 {
                let Some(ring) = Ring::of(area, servers) else { continue };
                for (position, card) in ring.cards.iter().enumerate() {
                    assert_eq!(card.intersection(area), *card, "{servers} in {width}×{height}");
                    assert!(ring.cards[..position].iter().all(|other| !other.intersects(*card)));
                }
            }
        }
    }
}
