//! Space for words: none stands on another, nor on a bar, and as few arrows as possible run through them.

/// A rectangle: its left, top, right and bottom.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    /// So wide and high, around a point.
    pub fn around((x, y): (f64, f64), (width, height): (f64, f64)) -> Area {
        Area {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn is_in(&self, other: &Area) -> bool {
        self.left >= other.left
            && self.right <= other.right
            && self.top >= other.top
            && self.bottom <= other.bottom
    }
}

/// A straight line between two points.
pub(super) type Segment = ((f64, f64), (f64, f64));

/// What is taken already.
#[derive(Debug)]
pub(super) struct FreeSpace {
    page: Area,
    taken: Vec<Area>,
    lines: Vec<Segment>,
}

impl FreeSpace {
    pub fn new(page: Area) -> FreeSpace {
        FreeSpace { page, taken: Vec::new(), lines: Vec::new() }
    }

    pub fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    pub fn draw(&mut self, line: Segment) {
        self.lines.push(line);
    }

    /// Finds the first place that is free, whatever runs through it, and takes it.
    pub fn first(&mut self, wishes: impl Iterator<Item = Area>) -> Option<Area> {
        let mut wishes = wishes;
        let first = wishes.find(|area| self.is_free(area))?;
        self.taken.push(first);
        Some(first)
    }

    fn is_free(&self, area: &Area) -> bool {
        area.is_in(&self.page) && !self.taken.iter().any(|taken| taken.meets(area))
    }

    /// Finds the place that fewest lines run through, the first of several, and takes it.
    pub fn place(&mut self, wishes: impl Iterator<Item = Area>) -> Option<Area> {
        let crossings = |area: &Area| self.lines.iter().filter(|line| crosses(**line, area)).count();
        let best = wishes.filter(|area| self.is_free(area)).min_by_key(crossings)?;
        self.taken.push(best);
        Some(best)
    }
}

/// Whether a line runs through an area: what is left of it between the sides is not empty.
fn crosses(((x, y), (to_x, to_y)): Segment, area: &Area) -> bool {
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (start, way, low, high) in
        [(x, to_x - x, area.left, area.right), (y, to_y - y, area.top, area.bottom)]
    {
        if way.abs() < 1e-9 {
            if start < low || start > high {
                return false;
            }
            continue;
        }
        let (one, other) = ((low - start) / way, (high - start) / way);
        enters = enters.max(one.min(other));
        leaves = leaves.min(one.max(other));
    }
    enters < leaves
}

/// About how wide a text is: rather too wide than too narrow, since nobody knows the font.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let em = |char: char| match char {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.34,
        ' ' | 't' | 'f' | 'r' | '(' | ')' | '-' | '·' => 0.42,
        'm' | 'w' | 'M' | 'W' | '—' | '…' => 0.96,
        'A'..='Z' | '+' | '=' | '?' | '<' | '>' => 0.74,
        char if unicode_width::UnicodeWidthChar::width(char) == Some(2) => 1.05,
        _ => 0.62,
    };
    text.chars().map(em).sum::<f64>() * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_stands_on_anything_else() {
        let page = Area { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0 };
        let mut space = FreeSpace::new(page);
        space.take(Area::around((50.0, 50.0), (20.0, 20.0)));
        space.draw(((0.0, 20.0), (100.0, 20.0)));
        let at = |y| Area::around((50.0, y), (10.0, 10.0));
        assert_eq!(space.place([50.0, 20.0, 80.0].into_iter().map(at)), Some(at(80.0)), "no line, and free");
        assert_eq!(space.place([80.0, 20.0].into_iter().map(at)), Some(at(20.0)), "over a line, if it must");
        assert_eq!(space.place([20.0, 98.0].into_iter().map(at)), None, "off the page");
    }

    #[test]
    fn lines_cross_what_they_run_through() {
        let area = Area::around((0.0, 0.0), (2.0, 2.0));
        assert!(crosses(((-5.0, -5.0), (5.0, 5.0)), &area));
        assert!(!crosses(((-5.0, 0.0), (-2.0, 0.0)), &area));
        assert!(!crosses(((0.0, 2.0), (5.0, 2.0)), &area));
    }
}
