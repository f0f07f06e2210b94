//! The screen. An [`App`](app::App) holds what the user looks at; a [`Scene`] is what one frame shows; panes are
//! pure functions from a scene to cells.
//!
//! What belongs to one thing on the screen stands in one place: its state, its orders and keys, how it is drawn.
//!
//! | file | what is in it |
//! |-|-|
//! | `app` | the state machine that knows them all: what every key, click and command comes to |
//! | `stage`, `story`, `demo`, `opened_trace` | the run on the screen, the script that tells it, how a class is shown it, the file it came from |
//! | `home`, `branches`, `compare`, `page` | the other screens |
//! | `cluster`, `logs`, `votes`, `events`, `rule`, `messages`, `properties`, `space_time`, `code` | the panes |
//! | `answer`, `lesson`, `lab`, `side` | what stands at the side of the panes |
//! | `scrubber`, `status`, `subtitle`, `footer` | the lines over and under the panes |
//! | `order`, `keymap`, `menu`, `palette`, `find` | the ways to a command |
//! | `chosen`, `lens`, `pane` | what is chosen on the screen, how the diagram is looked at, the panes |
//! | `scene`, `layout`, `draw`, `panes` | from what one frame shows to cells |
//! | `canvas`, `sheet`, `prose`, `typeset`, `text`, `look`, `overview`, `clock` | what they all draw with |
//! | `capture` | a picture or the text of the screen |
//! | `keeper` | what the application asks its shell to keep |
//! | `plain`, `aloud`, `notes` | the same story line by line; a lesson read aloud; the teacher's second terminal |
//! | `terminal` | the shell: a real terminal, its keys and signals (feature `terminal`) |

pub mod aloud;
mod answer;
pub mod app;
mod branches;
pub(crate) mod canvas;
mod capture;
mod chosen;
pub mod clock;
mod cluster;
mod code;
pub mod compare;
mod cuts;
pub mod demo;
pub mod draw;
mod events;
mod find;
pub(crate) mod footer;
pub mod home;
mod in_words;
pub mod keeper;
pub mod keymap;
pub mod lab;
pub mod layout;
mod lens;
mod lesson;
mod logs;
pub mod look;
pub mod menu;
pub(crate) mod messages;
pub mod notes;
pub mod opened_trace;
mod order;
pub(crate) mod overview;
mod page;
pub mod palette;
pub(crate) mod pane;
pub mod panes;
pub mod plain;
mod properties;
pub(crate) mod prose;
mod rule;
pub mod scene;
mod scrubber;
pub(crate) mod sheet;
pub mod side;
mod space_time;
mod stage;
mod status;
mod story;
mod subtitle;
#[cfg(feature = "terminal")]
pub mod terminal;
pub(crate) mod text;
mod timer;
pub(crate) mod typeset;
mod votes;

pub use crate::lesson::Pane;
pub use answer::open_answer::OpenAnswer;
pub use answer::target::AnswerTarget;
pub use answer::view::{
    AnswerScene, answer_scroll_limit, answer_scroll_to, answer_targets, draw_answer, hit_answer,
};
pub use chosen::Chosen;
pub use draw::{draw, hit};
pub use lab::PanelTarget;
pub use lens::{Lens, Lit};
pub use lesson::rows::{LessonTarget, TypingKey};
pub use lesson::side::LessonSide;
pub use lesson::view::{
    ChallengeView, ChoiceView, Ending, LessonScene, LessonView, LogView, Page, PartView, Passage,
    QuestionView, Shape, Task, lesson_has_pages,
};
pub use look::{Depth, Look, Theme};
pub use scene::{Pin, PinKind, Scene, Target};
pub use side::{Side, SideTarget};
