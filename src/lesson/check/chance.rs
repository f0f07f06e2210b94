//! Whether something is more than chance.

/// How seldom chance alone does what is taken for more than chance.
pub const SELDOM: f64 = 0.05;

/// What χ² exceeds once in twenty times, by its degrees of freedom from 1 on.
const ONCE_IN_TWENTY: [f64; 12] =
    [3.841, 5.991, 7.815, 9.488, 11.070, 12.592, 14.067, 15.507, 16.919, 18.307, 19.675, 21.026];

/// How likely it is that at least so many of some independent trials succeed, each with its own chance.
pub fn at_least(successes: usize, chances: &[f64]) -> f64 {
    // The distribution of the number of successes, a trial at a time.
    let mut of = vec![1.0];
    for chance in chances {
        of.push(0.0);
        for number in (0..of.len()).rev() {
            let before = if number > 0 { of[number - 1] } else { 0.0 };
            of[number] = of[number] * (1.0 - chance) + before * chance;
        }
    }
    of.iter().skip(successes).sum()
}

/// Counts beside what was to be expected of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Spread {
    /// How often each of some things was counted.
    pub counted: Vec<u64>,
    /// How often chance alone would have it.
    pub expected: Vec<f64>,
}

impl Spread {
    /// Pearson's χ² of the counts, and how many of them are free.
    pub fn chi_square(&self) -> (f64, usize) {
        let both = self.counted.iter().zip(&self.expected).filter(|(_, expected)| **expected > 0.0);
        let terms: Vec<f64> =
            both.map(|(counted, expected)| (*counted as f64 - expected).powi(2) / expected).collect();
        (terms.iter().sum(), terms.len().saturating_sub(1))
    }

    /// What χ² exceeds by chance once in twenty times.
    pub fn limit(&self) -> f64 {
        let (_, free) = self.chi_square();
        ONCE_IN_TWENTY.get(free.saturating_sub(1)).copied().unwrap_or(f64::INFINITY)
    }

    /// Whether chance alone could well have done this.
    pub fn is_even(&self) -> bool {
        let (chi_square, free) = self.chi_square();
        free == 0 || chi_square <= self.limit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trials_add_up() {
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(near(at_least(0, &[0.5, 0.5]), 1.0));
        assert!(near(at_least(2, &[0.5, 0.25]), 0.125));
        assert!(near(at_least(4, &[1.0 / 3.0; 4]), 1.0 / 81.0));
        assert!(near(at_least(1, &[]), 0.0));
    }

    #[test]
    fn what_is_uneven_is_told_from_what_chance_does() {
        let of = |counted: [u64; 4]| Spread { counted: counted.into(), expected: vec![25.0; 4] };
        assert_eq!(of([25, 25, 25, 25]).chi_square(), (0.0, 3));
        assert!(of([30, 25, 25, 20]).is_even());
        assert!(!of([5, 80, 10, 5]).is_even());
    }
}
