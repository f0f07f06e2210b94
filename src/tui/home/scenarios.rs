//! The scenarios and the demos that come with the program.

/// Every file of `assets/scenarios`, by name, without its ending.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// Every file of `assets/demos`: a demo is a scenario that stops where there is something to say.
static DEMOS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/demos.rs"));

/// The headings that scenarios stand under.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// Who leads (§5.2, §5.4.1).
    Elections,
    /// How logs come to agree, and when an entry is committed (§5.3, §5.4).
    Replication,
    /// The paper's own examples.
    Figures,
    /// Crashes, partitions, delays (§5.1, §5.5, §5.6).
    Faults,
    /// A rule is off.
    BugLab,
}

impl Group {
    /// How the heading reads.
    pub const fn heading(self) -> &'static str {
        match self {
            Group::Elections => "Elections",
            Group::Replication => "Replication",
            Group::Figures => "Figures 6 to 8",
            Group::Faults => "Network and faults",
            Group::BugLab => "Bug lab",
        }
    }
}

/// A script that comes with the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scenario {
    /// Its number: `14`.
    pub number: &'static str,
    name: &'static str,
    /// What it is called: its first line up to its place.
    pub title: String,
    /// Its place in the paper.
    pub place: &'static str,
    /// What it shows: what follows in its first line, and its second.
    pub what: String,
    /// Its text.
    pub text: &'static str,
}

impl Scenario {
    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Scenario> {
        Scenario::of(FILES)
    }

    /// All demos, in order.
    pub fn demos() -> impl Iterator<Item = Scenario> {
        Scenario::of(DEMOS)
    }

    fn of(files: &'static [(&str, &str)]) -> impl Iterator<Item = Scenario> {
        files.iter().map(|(file, text)| {
            let (number, name) = file.split_once('-').unwrap_or(("", file));
            let (title, place, what) = opening(text).unwrap_or((name.to_string(), "", String::new()));
            Scenario { number, name, title, place, what, text }
        })
    }

    /// The heading that it stands under: its title and its place in the paper say what it is about.
    pub fn group(&self) -> Group {
        let about = |sections: &[&str]| {
            let mut places = self.place.split([',', ';']).map(str::trim);
            places.any(|place| sections.iter().any(|section| place.ends_with(section)))
        };
        if self.title.starts_with("Bug: ") {
            Group::BugLab
        } else if self.title.contains("Figure ") {
            Group::Figures
        } else if about(&["§5.5", "§5.6"]) {
            Group::Faults
        } else if about(&["§5.3", "§5.4.2", "§5.4.3"]) {
            Group::Replication
        } else if about(&["§5.2", "§5.4.1"]) {
            Group::Elections
        } else {
            Group::Faults
        }
    }

    /// Its name in commands.
    pub fn word(&self) -> &'static str {
        self.name
    }

    /// The one of this name or number; or of this title, or with these words in its title and in no other.
    pub fn named(name: &str) -> Option<Scenario> {
        Scenario::among(Scenario::all, name)
    }

    /// The demo of this name or number, or of these words of its title.
    pub fn demo(name: &str) -> Option<Scenario> {
        Scenario::among(Scenario::demos, name)
    }

    fn among<I: Iterator<Item = Scenario>>(all: impl Fn() -> I, name: &str) -> Option<Scenario> {
        let words = words_of(name);
        let has = |scenario: &Scenario| words_of(&scenario.title).contains(&words) && !words.is_empty();
        Scenario::called(all(), name)
            .or_else(|| Scenario::called(all(), &words))
            .or_else(|| all().find(|scenario| words_of(&scenario.title) == words))
            .or_else(|| {
                let mut found = all().filter(has);
                found.next().filter(|_| found.next().is_none())
            })
    }

    fn called(mut all: impl Iterator<Item = Scenario>, name: &str) -> Option<Scenario> {
        let bare = name.trim_start_matches(|char: char| char.is_ascii_digit() || char == '-');
        let number = name.split('-').next().unwrap_or_default().trim_start_matches('0');
        all.find(|scenario| {
            scenario.name == name
                || (!bare.is_empty() && scenario.name == bare)
                || (bare.is_empty() && scenario.number.trim_start_matches('0') == number)
        })
    }
}

/// Its words in small letters, with dashes between them: `basic-agreement`.
fn words_of(text: &str) -> String {
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// How a script begins: its first two lines, if they are comments: a title, a place in the paper, and more.
pub fn opening(text: &str) -> Option<(String, &str, String)> {
    let mut comments = text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
    let (title, place, rest) = parts(comments.next()?);
    let what: Vec<&str> = [rest].into_iter().chain(comments.next()).filter(|part| !part.is_empty()).collect();
    Some((title, place, what.join(" ")))
}

/// The title, the place in the paper that stands in parentheses, and what follows.
fn parts(line: &str) -> (String, &str, &str) {
    let is_place = |text: &str| text.contains('§') || text.starts_with("Figure ");
    for (open, _) in line.match_indices('(') {
        let Some((place, rest)) = line[open + 1..].split_once(')') else { break };
        // `Figure 8, (a) to (d)` has parentheses too, but those are no place.
        if is_place(place) {
            let asks = if rest.starts_with('?') { "?" } else { "" };
            let title = format!("{}{asks}", line[..open].trim_end());
            return (title, place, rest.trim_start_matches(['?', '.', ':', ',', ' ']));
        }
    }
    (line.trim_end_matches('.').to_string(), "", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_has_a_title_a_place_and_more() {
        assert_eq!(parts("Basic agreement (§5.3)."), ("Basic agreement".into(), "§5.3", ""));
        assert_eq!(
            parts("Figure 8, (a) to (d) (§5.4.2): gone"),
            ("Figure 8, (a) to (d)".into(), "§5.4.2", "gone")
        );
        assert_eq!(parts("Who can win (§5.4.1)? (a)."), ("Who can win?".into(), "§5.4.1", "(a)."));
        assert_eq!(parts("No place."), ("No place".into(), "", ""));
    }

    #[test]
    fn every_scenario_stands_under_the_heading_that_it_is_about() {
        let under = |name: &str| Scenario::named(name).unwrap().group();
        for (name, group) in [
            ("initial-election", Group::Elections),
            ("split-vote", Group::Elections),
            ("basic-agreement", Group::Replication),
            ("backing-up-by-term", Group::Replication),
            ("who-can-win-figure-7", Group::Figures),
            ("figure-8-committed", Group::Figures),
            ("one-way-link", Group::Faults),
            ("unreliable-network", Group::Faults),
            ("bug-no-log-check", Group::BugLab),
        ] {
            assert_eq!(under(name), group, "{name}");
        }
    }

    #[test]
    fn every_scenario_has_a_title_and_a_sentence_and_is_found_by_name_and_number() {
        assert!(Scenario::all().count() >= 4);
        for scenario in Scenario::all() {
            assert!(!scenario.title.is_empty() && !scenario.what.is_empty(), "{}", scenario.name);
            assert_eq!(Scenario::named(scenario.name), Some(scenario.clone()));
            assert_eq!(Scenario::named(scenario.number), Some(scenario.clone()));
            assert_eq!(
                Scenario::named(&format!("{}-{}", scenario.number, scenario.name)),
                Some(scenario.clone())
            );
        }
        assert_eq!(Scenario::named("no-such"), None);
        assert_eq!(Scenario::named(""), None);
    }
}
