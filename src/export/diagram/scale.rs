//! Time across the page. Quiet stretches are shortened, and it is said by how much.

use crate::sim::Time;

/// A stretch in which nothing happens, drawn shorter than it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Gap {
    pub from: Time,
    pub to: Time,
}

/// From moments to places.
#[derive(Debug)]
pub(super) struct Scale {
    left: f64,
    /// Pixels a millisecond.
    rate: f64,
    from: Time,
    /// What is drawn of each gap, in milliseconds.
    most: f64,
    gaps: Vec<Gap>,
}

impl Scale {
    /// A scale for what happened at these moments, between two places. What is as short as `short` milliseconds is
    /// never shortened.
    pub fn of(times: &[Time], (from, to): (Time, Time), (left, right): (f64, f64), short: f64) -> Scale {
        let mut all: Vec<Time> = [from, to].into_iter().chain(times.iter().copied()).collect();
        all.sort_unstable();
        let spans = || all.windows(2).map(|pair| ms(pair[1].since(pair[0]).0));
        let busy: f64 = spans().map(|span| span.min(short)).sum();
        // In a long story a gap may be longer too, and is seen as one.
        let most = short.max(busy / 16.0);
        let gaps: Vec<Gap> = all
            .windows(2)
            .map(|pair| Gap { from: pair[0], to: pair[1] })
            .filter(|gap| ms(gap.to.since(gap.from).0) > most * 1.6)
            .collect();
        let mut scale = Scale { left, rate: 1.0, from, most, gaps };
        let whole = (scale.x(to) - left).max(1.0);
        scale.rate = (right - left) / whole;
        scale
    }

    /// Where a moment is.
    pub fn x(&self, at: Time) -> f64 {
        let mut passed = ms(at.since(self.from).0) - ms(self.from.since(at).0);
        for gap in self.gaps.iter().take_while(|gap| gap.from < at) {
            let (whole, into) = (ms(gap.to.since(gap.from).0), ms(at.min(gap.to).since(gap.from).0));
            passed -= into * (1.0 - self.most / whole);
        }
        self.left + passed * self.rate
    }

    /// The stretches that are shortened.
    pub fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// Whether a moment lies in a shortened stretch.
    pub fn is_shortened(&self, at: Time) -> bool {
        self.gaps.iter().any(|gap| gap.from < at && at < gap.to)
    }

    /// Round moments, about so many pixels apart.
    pub fn ticks(&self, to: Time, apart: f64) -> Vec<Time> {
        let wanted = apart / self.rate.max(1e-6);
        let steps: [u32; 15] =
            [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 60_000, 600_000];
        let step = steps.into_iter().find(|step| f64::from(*step) >= wanted).unwrap_or(3_600_000);
        let step = u64::from(step) * 1_000;
        let mut ticks = Vec::new();
        let mut at = Time(self.from.0.div_ceil(step) * step);
        while at <= to {
            if let Some(gap) = self.gaps.iter().find(|gap| gap.from < at && at < gap.to) {
                at = Time((gap.to.0.div_ceil(step) * step).max(at.0 + step));
                continue;
            }
            ticks.push(at);
            at = Time(at.0 + step);
        }
        ticks
    }
}

fn ms(us: u64) -> f64 {
    us as f64 / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_to_the_right_and_fills_the_page() {
        let times: Vec<Time> = [0, 5, 9, 170, 180, 185, 1_500, 1_510].map(|ms| Time(ms * 1_000)).into();
        let (from, to) = (times[0], times[7]);
        let scale = Scale::of(&times, (from, to), (100.0, 1_000.0), 24.0);
        assert_eq!(scale.gaps().len(), 2);
        let places: Vec<f64> = times.iter().map(|at| scale.x(*at)).collect();
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
        assert!((places[0] - 100.0).abs() < 0.01 && (places[7] - 1_000.0).abs() < 0.01, "{places:?}");
        assert!((places[3] - places[2] - (places[6] - places[5])).abs() < 0.01, "gaps are drawn alike");
        for tick in scale.ticks(to, 60.0) {
            assert!(!scale.is_shortened(tick));
        }
    }

    #[test]
    fn a_single_moment_has_a_scale_too() {
        let at = Time(7_000);
        let scale = Scale::of(&[at], (at, at), (10.0, 20.0), 24.0);
        assert!((scale.x(at) - 10.0).abs() < 0.01, "{}", scale.x(at));
    }
}
