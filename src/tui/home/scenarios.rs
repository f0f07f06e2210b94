//! The scenarios that come with the program.

/// Every file of `assets/scenarios`, by name, without its ending.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// A script that comes with the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// Its number: `14`.
    pub number: &'static str,
    name: &'static str,
    /// What it is called: its first line, without its place.
    pub title: &'static str,
    /// Its place in the paper.
    pub place: &'static str,
    /// What it shows: its second line.
    pub what: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl Scenario {
    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Scenario> {
        FILES.iter().map(|(file, text)| {
            let (number, name) = file.split_once('-').unwrap_or(("", file));
            let mut comments = text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
            let first = comments.next().unwrap_or(name).trim_end_matches('.');
            let (title, place) = match first.rsplit_once('(') {
                Some((title, place)) => (title.trim(), place.trim_end_matches(')')),
                None => (first, ""),
            };
            Scenario { number, name, title, place, what: comments.next().unwrap_or(""), text }
        })
    }

    /// Its name in commands.
    pub fn word(&self) -> &'static str {
        self.name
    }

    /// The one of this name or number.
    pub fn named(name: &str) -> Option<Scenario> {
        let bare = name.trim_start_matches(|char: char| char.is_ascii_digit() || char == '-');
        let number = name.split('-').next().unwrap_or_default().trim_start_matches('0');
        Scenario::all().find(|scenario| {
            scenario.name == name
                || (!bare.is_empty() && scenario.name == bare)
                || (bare.is_empty() && scenario.number.trim_start_matches('0') == number)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_has_a_title_a_place_and_a_sentence() {
        assert!(Scenario::all().count() >= 4);
        for scenario in Scenario::all() {
            assert!(!scenario.title.is_empty() && !scenario.what.is_empty(), "{}", scenario.name);
            assert!(scenario.text.is_ascii() || scenario.text.contains('§'), "{}", scenario.name);
            assert_eq!(Scenario::named(scenario.name), Some(scenario));
            assert_eq!(Scenario::named(scenario.number), Some(scenario));
            assert_eq!(Scenario::named(&format!("{}-{}", scenario.number, scenario.name)), Some(scenario));
        }
        assert_eq!(Scenario::named("no-such"), None);
        assert_eq!(Scenario::named(""), None);
    }
}
