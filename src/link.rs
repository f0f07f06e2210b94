//! Links to a lesson, a run or a question: the part after the `#` of an address, which no server sees.
//!
//! `#lesson=14&step=4`, `#run=…&step=120` (a script or a session, compressed), `#demo=split-vote`, and with any of them
//! or alone `&question=why is index 2 not committed`.
//!
//! A link comes from anybody. What it may cost is bounded: how long it is, how much comes out of what is compressed in
//! it, and, by whoever opens it, how long its run is.

mod fragment;
mod packed;

pub use packed::PackError;

use crate::script::session::MOST_SESSION_BYTES;
use crate::sim::StepId;
use fragment::{Pairs, written};

/// The longest fragment that is made, in bytes: some programs cut off longer addresses.
pub const LONGEST_MADE: usize = 8_000;
/// The longest fragment that is read.
pub const LONGEST_READ: usize = 1 << 20;
/// The most that comes out of what is compressed in one.
pub const MOST_UNPACKED: usize = MOST_SESSION_BYTES / 8;
/// The longest name of a lesson or demo, and the longest question, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_QUESTION: usize = 400;

/// What a link leads to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Link {
    /// Where to go; none: where one is.
    pub place: Option<LinkPlace>,
    /// What to ask there.
    pub question: Option<String>,
}

/// Where a link leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkPlace {
    /// A lesson, by its number or name.
    Lesson {
        /// Its number or name.
        lesson: String,
        /// Its step, counted from 1.
        step: Option<u16>,
    },
    /// A run.
    Run {
        /// A script or a session.
        text: String,
        /// The step that it stands at; none: where it says itself.
        step: Option<StepId>,
    },
    /// A demonstration.
    Demo(String),
}

/// Why a fragment is no link.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LinkError {
    /// It is too long.
    #[error("the link is longer than {} KiB, the maximum", LONGEST_READ / 1024)]
    TooLong,
    /// The value of a name is too long.
    #[error("the {0} in the link is too long")]
    LongName(&'static str),
    /// What is to be a number is none.
    #[error("the step in the link is not a number")]
    NoNumber,
    /// What is compressed cannot be read.
    #[error("the run in the link {0}")]
    Packed(#[from] PackError),
}

/// A link that is too long to be made: how long it would be, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the link would have {0} characters, and some programs cut off after {LONGEST_MADE}")]
pub struct TooLong(pub usize);

impl Link {
    /// What a fragment leads to, with or without its `#`. None if it is about something else.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(fragment: &str) -> Result<Option<Link>, LinkError> {
        if fragment.len() > LONGEST_READ {
            return Err(LinkError::TooLong);
        }
        let pairs = Pairs::of(fragment);
        let step = pairs.get("step").map(|step| step.parse::<StepId>().map_err(|_| LinkError::NoNumber));
        let step = step.transpose()?;
        let named = |name: &'static str, most: usize| match pairs.get(name) {
            Some(text) if text.chars().count() > most => Err(LinkError::LongName(name)),
            text => Ok(text.filter(|text| !text.trim().is_empty())),
        };
        let question = named("question", LONGEST_QUESTION)?;
        let place = if let Some(lesson) = named("lesson", LONGEST_NAME)? {
            let step = step.map(|step| u16::try_from(step).map_err(|_| LinkError::NoNumber)).transpose()?;
            Some(LinkPlace::Lesson { lesson, step })
        } else if let Some(packed) = pairs.get("run") {
            Some(LinkPlace::Run { text: packed::unpack(&packed, MOST_UNPACKED)?, step })
        } else {
            named("demo", LONGEST_NAME)?.map(LinkPlace::Demo)
        };
        let link = Link { place, question };
        Ok((link != Link::default()).then_some(link))
    }

    /// The fragment, with its `#`.
    ///
    /// # Errors
    /// If it would be too long.
    pub fn fragment(&self) -> Result<String, TooLong> {
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let mut at = None;
        match &self.place {
            Some(LinkPlace::Lesson { lesson, step }) => {
                pairs.push(("lesson", lesson.clone()));
                at = step.map(StepId::from);
            }
            Some(LinkPlace::Run { text, step }) => {
                pairs.push(("run", packed::pack(text)));
                at = *step;
            }
            Some(LinkPlace::Demo(name)) => pairs.push(("demo", name.clone())),
            None => {}
        }
        pairs.extend(at.map(|step| ("step", step.to_string())));
        pairs.extend(self.question.as_ref().map(|question| ("question", question.clone())));
        let fragment = written(&pairs);
        if fragment.len() > LONGEST_MADE { Err(TooLong(fragment.len())) } else { Ok(fragment) }
    }
}

/// The fragment of what somebody typed or pasted, if it is a link: a whole address, or the part after its `#`.
pub fn fragment_of(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    let (before, fragment) = typed.split_once('#')?;
    (before.is_empty() || before.starts_with("http://") || before.starts_with("https://")).then_some(fragment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fragment: &str) -> Link {
        Link::read(fragment).expect("a link").unwrap_or_else(|| panic!("{fragment} leads somewhere"))
    }

    #[test]
    fn links_are_read_as_people_write_them() {
        let lesson = |step| LinkPlace::Lesson { lesson: "14".into(), step };
        assert_eq!(read("#lesson=14&step=4").place, Some(lesson(Some(4))));
        assert_eq!(read("lesson=14").place, Some(lesson(None)));
        assert_eq!(read("#demo=split-vote").place, Some(LinkPlace::Demo("split-vote".into())));
        for question in ["why is index 2 not committed", "why%20is%20index%202%20not+committed"] {
            let link = read(&format!("#question={question}"));
            assert_eq!(link.question.as_deref(), Some("why is index 2 not committed"));
        }
        assert_eq!(Link::read("#reading"), Ok(None));
        assert_eq!(Link::read(""), Ok(None));
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        for link in [
            Link {
                place: Some(LinkPlace::Lesson { lesson: "14-figure-8".into(), step: Some(4) }),
                question: None,
            },
            Link {
                place: Some(LinkPlace::Run { text: "servers 3\nrun 1s # &=#%+é\n".into(), step: Some(12) }),
                question: Some("why is S1 leader & not S2? 100%".into()),
            },
            Link { place: Some(LinkPlace::Demo("split-vote".into())), question: None },
        ] {
            let fragment = link.fragment().expect("short");
            assert!(fragment.is_ascii() && !fragment.contains(' '), "{fragment}");
            assert_eq!(read(&fragment), link, "{fragment}");
        }
    }

    #[test]
    fn what_a_link_may_cost_is_bounded() {
        let bomb = packed::pack(&"a".repeat(MOST_UNPACKED + 1));
        assert!(bomb.len() < 4_000, "{}", bomb.len());
        let refused = Link::read(&format!("#run={bomb}")).expect_err("too much comes out");
        assert_eq!(refused.to_string(), "the run in the link is larger than 1024 KiB, the maximum");
        assert_eq!(Link::read(&"x".repeat(LONGEST_READ + 1)), Err(LinkError::TooLong));
        let long = "x".repeat(LONGEST_QUESTION + 1);
        assert_eq!(Link::read(&format!("#question={long}")), Err(LinkError::LongName("question")));
        for step in ["x", "-1", "99999999999999999999999", "70000&lesson=14"] {
            assert_eq!(Link::read(&format!("#lesson=14&step={step}")), Err(LinkError::NoNumber), "{step}");
        }
        for garbage in ["%", "%%%", "=&=&", "run=", "run=!!!!", "run=1AAAA", "lesson=%ff%fe", "run=1%00"] {
            let _ = Link::read(garbage);
        }
    }

    #[test]
    fn a_link_that_is_too_long_is_not_made() {
        // Noise, which cannot be made smaller.
        let mut state = 1u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + (state >> 33) as u8 % 26)
        };
        let text: String = (0..40_000).map(|_| noise()).collect();
        let link = Link { place: Some(LinkPlace::Run { text, step: None }), question: None };
        assert!(link.fragment().is_err_and(|TooLong(length)| length > 20_000), "{link:?}");
    }

    #[test]
    fn links_are_told_from_files() {
        assert_eq!(fragment_of(" https://a.example/raft/#lesson=14 "), Some("lesson=14"));
        assert_eq!(fragment_of("#run=abc"), Some("run=abc"));
        assert_eq!(fragment_of("my#file.raft"), None);
        assert_eq!(fragment_of("election.raft"), None);
    }
}
