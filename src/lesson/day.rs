//! Days, and their dates as texts say them. Nothing here knows what day it is.

use std::fmt;
use std::str::FromStr;

/// A day, counted from 1 January 1970.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Day(pub u32);

/// Text that is no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is not a date: dates look like 2026-11-23")]
pub struct NotADay;

impl Day {
    /// So many days later.
    #[must_use]
    pub fn after(self, days: u32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

/// `2026-11-23`
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Years that begin in March end with the day that some of them lack; eras of 400 years are all as long.
        let days = u64::from(self.0) + 719_468;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year + u64::from(month <= 2);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Day, NotADay> {
        let mut parts = text.split('-').map(|part| part.parse::<u32>().map_err(|_| NotADay));
        let mut next = || parts.next().unwrap_or(Err(NotADay));
        let (year, month, day) = (next()?, next()?, next()?);
        let known = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        if !known || parts.next().is_some() {
            return Err(NotADay);
        }
        let (years, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let days = 365 * years + years / 4 - years / 100 + years / 400 + (153 * month + 2) / 5 + day - 1;
        let found = Day(days.checked_sub(719_468).ok_or(NotADay)?);
        // 31 June is no day.
        if found.to_string() == text { Ok(found) } else { Err(NotADay) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_dates() {
        for (days, said) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_780, "2026-11-23")]
        {
            assert_eq!(Day(days).to_string(), said);
            assert_eq!(said.parse(), Ok(Day(days)));
        }
        for days in 0..40_000 {
            assert_eq!(Day(days).to_string().parse(), Ok(Day(days)));
        }
        for wrong in
            ["", "2026-11", "2026-13-01", "2026-06-31", "1969-12-31", "26-11-23", "2026-11-23-1", "today"]
        {
            assert_eq!(wrong.parse::<Day>(), Err(NotADay), "{wrong}");
        }
    }
}
