//! How many states there will be in the end, guessed from those of each level so far.
//!
//! Levels grow, ever more slowly, and then shrink: the logarithm of their sizes is close to a parabola. The guess goes on
//! with the one that the last levels lie on.

/// From how many levels the guess is made.
const LAST: usize = 5;
/// Levels too small to tell anything.
const FEW: u64 = 100;
/// No guess goes on for more levels than this.
const MOST: u32 = 1_000;

/// How many states each level has, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels(Vec<u64>);

impl Levels {
    /// Another level begins, with so many states.
    pub fn begun(&mut self, states: u64) {
        self.0.push(states);
    }

    /// About how many states there will be, all levels together; none while nothing can be said.
    pub fn expected(&self) -> Option<u64> {
        let last = self.0.get(self.0.len().checked_sub(LAST)?..)?;
        if last.iter().any(|states| *states < FEW) {
            return None;
        }
        // How much larger each level is than the one before, as logarithms, and how fast that falls.
        let growth: Vec<f64> = last.windows(2).map(|pair| (pair[1] as f64 / pair[0] as f64).ln()).collect();
        let middle = (growth.len() - 1) as f64 / 2.0;
        let mean = growth.iter().sum::<f64>() / growth.len() as f64;
        let (mut falls, mut spread) = (0.0, 0.0);
        for (at, growth) in growth.iter().enumerate() {
            let away = at as f64 - middle;
            falls -= away * (growth - mean);
            spread += away * away;
        }
        let falls = falls / spread;
        if falls <= 0.0 {
            return None;
        }
        let mut growth = mean - falls * middle;
        let mut level = *last.last()? as f64;
        let mut all = self.0.iter().sum::<u64>() as f64;
        for _ in 0..MOST {
            growth -= falls;
            level *= growth.exp();
            if level < 1.0 {
                return Some(all as u64);
            }
            all += level;
        }
        None
    }
}
