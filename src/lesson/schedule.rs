//! When what was missed comes back: the boxes of Sebastian Leitner (1972).
//!
//! A question that was missed lies in the first box. Answered rightly when its day has come, it moves to the next box,
//! where it waits longer; answered wrongly, it moves back to the first. Behind the last box it is taken for understood.

use super::day::Day;

/// How many days a question waits in each box.
const BOXES: [u32; 5] = [1, 3, 7, 14, 30];

/// When a question of a box is due again that was asked today. None behind the last box: it is understood.
pub(super) fn due(today: &str, number: u8) -> Option<String> {
    let days = BOXES.get(usize::from(number))?;
    // Who does not know what day it is asks as soon as it is possible.
    Some(today.parse::<Day>().map(|day| day.after(*days).to_string()).unwrap_or_default())
}

/// Whether a day has come. No date at all was written by a version that knew of no days: it has come.
pub(super) fn has_come(due: &str, today: &str) -> bool {
    match (due.parse::<Day>(), today.parse::<Day>()) {
        (Ok(due), Ok(today)) => due <= today,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_box_waits_longer() {
        let days: Vec<String> = (0..5).filter_map(|number| due("2026-11-28", number)).collect();
        assert_eq!(days, ["2026-11-29", "2026-12-01", "2026-12-05", "2026-12-12", "2026-12-28"]);
        assert_eq!(due("2026-11-28", 5), None);
        assert!(has_come("2026-12-01", "2026-12-01") && has_come("", "2026-12-01") && has_come("x", ""));
        assert!(!has_come("2026-12-02", "2026-12-01"));
    }
}
