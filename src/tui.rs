//! The screen. An [`App`](app::App) holds what the user looks at; a [`Scene`] is what one frame shows; panes are
//! pure functions from a scene to cells.
//!
//! | file | what is in it |
//! |-|-|
//! | `app` | what every key, click and command does |
//! | `asked` | an answer on the screen |
//! | `lab`, `lab_view` | the bug lab: its page, and what its panel knows |
//! | `side` | what stands at the side of the panes |
//! | `keeper` | what the application asks its shell to keep |
//! | `keymap`, `help`, `menu`, `palette`, `home` | the ways to a command |
//! | `clock` | the viewer's time made into simulated time |
//! | `draw`, `home_view`, `layout`, `panes`, `look` | from a scene to cells |
//! | `plain` | the same story line by line |
//! | `terminal` | the shell: a real terminal, its keys and signals (feature `terminal`) |

pub mod aloud;
pub mod app;
pub mod asked;
pub mod clock;
pub mod draw;
pub mod help;
pub mod home;
pub mod home_view;
pub mod keeper;
pub mod keymap;
pub mod lab;
pub mod lab_view;
pub mod layout;
mod lesson;
pub mod look;
pub mod menu;
pub mod notes;
pub mod palette;
pub mod panes;
pub mod plain;
pub mod scene;
pub mod side;
#[cfg(feature = "terminal")]
pub mod terminal;
mod text;

pub use asked::Asked;
pub use draw::{draw, hit};
pub use lesson::LessonSide;
pub use look::{Depth, Look, Theme};
pub use panes::answer::{
    AnswerScene, AnswerTarget, answer_scroll_limit, answer_scroll_to, answer_targets, draw_answer, hit_answer,
};
pub use panes::lab::PanelTarget;
pub use panes::lesson::{
    ChallengeView, ChoiceView, Ending, LessonScene, LessonTarget, LessonView, Page, PartView, Passage,
    QuestionView, Shape, Task, lesson_has_pages,
};
pub use scene::{Chosen, Lens, Lit, Pane, Pin, PinKind, Scene, Target};
pub use side::{Side, SideTarget};
