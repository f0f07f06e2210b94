//! Playing what the [language](crate::language) says: scripts, headless runs, lessons and saved sessions.
//!
//! A [`Player`] carries commands out on a [`Run`](crate::history::Run), one at a time; [`play`] plays a whole
//! script with no screen and hands back a [`Report`].
//!
//! | file | what is in it |
//! |-|-|
//! | `resolve`, `judge`, `request`, `live` | who is meant, whether a condition holds, and the values that make it so |
//! | `failing` | who fails a condition, in sentences |
//! | `actions`, `player` | what a command does to the world now, and doing it |
//! | `session` | a run with all its branches as text, and back |
//! | `question` | what can be asked, of a run |
//! | `play`, `report` | a whole script with no screen, and its story |

mod actions;
mod failing;
mod judge;
mod live;
mod play;
mod player;
mod question;
mod report;
mod request;
mod resolve;
pub mod session;
mod trouble;

pub use failing::failing;
pub use judge::{View, holds};
pub use live::live;
pub use play::{PlayOptions, play, play_named, play_through};
pub use player::{Ended, MOST_IN_FLIGHT, Outcome, Player};
pub use question::{complete_question, parse_question};
pub(crate) use report::told_violation;
pub use report::{Expectation, Failure, Pause, Report, StoryLine, Verdict};
pub use trouble::Trouble;
