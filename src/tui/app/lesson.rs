//! A lesson while it is on the screen. [`Play`] knows where one is in it and what is right; here is what the screen adds:
//! the animation of a beat, what is being answered, what is scrolled, and the way out to the sandbox and back.
//!
//! | file | what is in it |
//! |-|-|
//! | `moving` | from beat to beat, and the animation of each |
//! | `view` | what the page of a lesson shows |
//! | `following` | a lesson that is being written |
//! | `answering` | choosing, typing and pointing at an answer |
//! | `trying` | challenges |
//! | `choosing` | which lesson comes on the stage |
//! | `library` | which lessons there are, and what was done of each |
//! | `reviewing` | what was missed is asked again |
//! | `presenting` | before a class |
//! | `sheet` | what the teacher's second terminal shows |
//! | `orders` | which command does what |
//! | `keys` | keys and clicks |
//! | `hints` | the keys worth knowing |

mod answering;
mod choosing;
mod following;
mod hints;
mod keys;
mod library;
mod moving;
mod orders;
mod presenting;
mod reviewing;
mod sheet;
mod trying;
mod view;

use super::Stage;
use crate::lesson::play::{Play, Standing, Trial};
use crate::lesson::{self, LessonId};
use crate::tui::clock::Speed;
use crate::tui::{LessonSide, Pane};
use answering::Draft;
use following::Source;
use moving::Away;
pub use presenting::Presenting;
use reviewing::Reviewing;
pub(super) use sheet::Moment;

/// A lesson on the screen.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub(super) play: Play,
    /// What is drawn.
    pub side: LessonSide,
    /// The answer that is being given.
    draft: Draft,
    /// The challenge that is being tried.
    trial: Option<Trial>,
    /// How the run stands to it.
    standing: Option<Standing>,
    /// The solution is shown: its lines.
    shown: Option<Vec<String>>,
    /// Once more, and one goes on without an answer.
    insists: bool,
    /// The two futures of the beat were side by side.
    compared: bool,
    /// The last step is done.
    over: bool,
    /// The pane that it has brought to the front.
    front: Option<Pane>,
    /// One is in the sandbox with the cluster of the lesson.
    away: Option<Box<Away>>,
    /// Why the file that it is read from cannot be followed.
    trouble: Option<Vec<String>>,
    /// The speed that was set before a long beat was played faster, and the speed that was set then.
    hasted: Option<(Speed, Speed)>,
    /// What was missed is asked again.
    reviewing: Option<Box<Reviewing>>,
    /// Before a class.
    pub(super) presenting: Option<Presenting>,
    /// The file that it is read from, if it is not one of those that come with the program.
    source: Option<Source>,
}

impl Lesson {
    fn new(play: Play, source: Option<Source>) -> Lesson {
        Lesson {
            play,
            side: LessonSide::default(),
            draft: Draft::default(),
            trial: None,
            standing: None,
            shown: None,
            insists: false,
            compared: false,
            over: false,
            front: None,
            away: None,
            trouble: None,
            hasted: None,
            reviewing: None,
            presenting: None,
            source,
        }
    }

    /// Where one is in it, and how it went so far.
    pub fn play(&self) -> &Play {
        &self.play
    }

    /// Whether its last step is done.
    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Whether two futures are still to be seen side by side here.
    fn has_futures_to_compare(&self) -> bool {
        let scene = self.play.beat().scene.as_ref();
        !self.compared && !self.over && scene.is_some_and(|scene| scene.beside.is_some())
    }

    /// Whether one is in the sandbox with its cluster.
    pub fn is_away(&self) -> bool {
        self.away.is_some()
    }

    /// Which it is.
    pub fn id(&self) -> &LessonId {
        &self.play.lesson().id
    }
}

/// The number of a lesson: `18` of `18-partition`.
pub(in crate::tui) fn number(id: &LessonId) -> &str {
    id.0.split('-').next().unwrap_or_default()
}

/// `18 · Partition`
pub(in crate::tui) fn name(lesson: &lesson::Lesson) -> String {
    format!("{} · {}", number(&lesson.id), lesson.title)
}

impl Stage {
    /// The lesson that keys are about: not while one is in the sandbox.
    pub(super) fn lesson_here(&self) -> Option<&Lesson> {
        self.lesson.as_deref().filter(|lesson| lesson.away.is_none())
    }
}
