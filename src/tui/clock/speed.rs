//! Simulated time per time of the viewer.

use std::fmt;
use std::str::FromStr;

/// Simulated time per time of the viewer: from 1/1000 to 10×.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Speed {
    /// Above 1 when faster than life.
    times: u32,
    /// Above 1 when slower than life.
    part: u32,
}

/// The speeds that + and - go through, slowest first.
const STEPS: [Speed; 13] = [
    Speed::part(1000),
    Speed::part(500),
    Speed::part(200),
    Speed::part(100),
    Speed::part(50),
    Speed::part(20),
    Speed::part(10),
    Speed::part(5),
    Speed::part(2),
    Speed::times(1),
    Speed::times(2),
    Speed::times(5),
    Speed::times(10),
];

/// Why a text is not a speed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a speed is from 1/1000 to 10: 1/100, 1/10, 1, 2, 10")]
pub struct SpeedError;

impl Speed {
    const fn part(part: u32) -> Speed {
        Speed { times: 1, part }
    }

    const fn times(times: u32) -> Speed {
        Speed { times, part: 1 }
    }

    /// How much simulated time passes while so much of the viewer's time does, in the same unit.
    pub const fn of(self, elapsed: u64) -> u64 {
        elapsed * self.times as u64 / self.part as u64
    }

    /// The next faster one.
    #[must_use]
    pub fn faster(self) -> Speed {
        STEPS
            .into_iter()
            .find(|step| step.of(1_000_000) > self.of(1_000_000))
            .unwrap_or(STEPS[STEPS.len() - 1])
    }

    /// The next slower one.
    #[must_use]
    pub fn slower(self) -> Speed {
        STEPS.into_iter().rev().find(|step| step.of(1_000_000) < self.of(1_000_000)).unwrap_or(STEPS[0])
    }

    /// The same, so many times as fast.
    #[must_use]
    pub(in crate::tui) const fn glided(self, times: u32) -> Speed {
        Speed { times: self.times * times, part: self.part }
    }

    /// The speeds that are offered, slowest first.
    pub fn all() -> impl Iterator<Item = Speed> {
        STEPS.into_iter()
    }
}

impl Default for Speed {
    /// A hundredth: a message of 10 ms takes a second to travel.
    fn default() -> Self {
        Speed::part(100)
    }
}

/// As a person reads it: `100× slower`, `real time`, `2× faster`.
impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = |whole: u32, by: u32| (whole + by / 2) / by;
        match (rounded(self.part, self.times), rounded(self.times, self.part)) {
            (slower @ 2.., _) => f.pad(&format!("{slower}× slower")),
            (_, faster @ 2..) => f.pad(&format!("{faster}× faster")),
            _ => f.pad("real time"),
        }
    }
}

impl Speed {
    /// As it is typed: `1/10`, `2`.
    pub fn typed(self) -> String {
        if self.part > 1 { format!("1/{}", self.part) } else { self.times.to_string() }
    }
}

impl FromStr for Speed {
    type Err = SpeedError;

    fn from_str(text: &str) -> Result<Speed, SpeedError> {
        let text = text.trim();
        let text = text.strip_suffix(['x', '×']).unwrap_or(text);
        let speed = match text.split_once('/') {
            Some(("1", part)) => Speed::part(part.parse().map_err(|_| SpeedError)?),
            Some(_) => return Err(SpeedError),
            None => Speed::times(text.parse().map_err(|_| SpeedError)?),
        };
        let good = (1..=1000).contains(&speed.part) && (1..=10).contains(&speed.times);
        if good { Ok(speed) } else { Err(SpeedError) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_read_as_it_is_written() {
        for speed in Speed::all() {
            assert_eq!(speed.typed().parse(), Ok(speed));
        }
        assert_eq!("2".parse(), Ok(Speed::times(2)));
        for wrong in ["0", "1/0", "1/2000", "11", "2/3", "", "fast", "-1"] {
            assert_eq!(wrong.parse::<Speed>(), Err(SpeedError), "{wrong}");
        }
    }

    #[test]
    fn a_speed_is_told_in_words() {
        let told = |typed: &str| typed.parse::<Speed>().unwrap().to_string();
        assert_eq!(
            ["1/100", "1/2", "1", "2"].map(told),
            ["100× slower", "2× slower", "real time", "2× faster"]
        );
        let glided = |times| Speed::default().glided(times).to_string();
        assert_eq!([1, 3, 10].map(glided), ["100× slower", "33× slower", "10× slower"]);
    }

    #[test]
    fn faster_and_slower_undo_each_other_and_end() {
        let default = Speed::default();
        assert_eq!(default.faster().slower(), default);
        let odd: Speed = "1/70".parse().unwrap();
        assert_eq!((odd.faster().typed(), odd.slower().typed()), ("1/50".into(), "1/100".into()));
        let (mut fast, mut slow) = (default, default);
        for _ in 0..20 {
            (fast, slow) = (fast.faster(), slow.slower());
        }
        assert_eq!((fast.to_string(), slow.to_string()), ("10× faster".into(), "1000× slower".into()));
    }
}
