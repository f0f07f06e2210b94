//! A lesson on the screen: where it is, what its keys and orders do, and how it is drawn.
//!
//! | file | what is in it |
//! |-|-|
//! | `state`, `side` | where one is, and what is on the screen of it |
//! | `moving` | from segment to segment, and the animation of each |
//! | `showing` | what the page of a lesson shows |
//! | `words` | what is pointed at, in words |
//! | `asked` | a question as the page shows it |
//! | `view`, `challenge`, `question` | how it is drawn |
//! | `following`, `source` | a lesson that is being written |
//! | `fair` | nothing else answers a question that waits |
//! | `answering` | choosing, typing and pointing at an answer |
//! | `trying` | challenges |
//! | `choosing` | which lesson comes on the stage |
//! | `library` | which lessons there are, and what was done of each |
//! | `reviewing` | what was missed is asked again |
//! | `presenting`, `class` | before a class |
//! | `sheet` | what the teacher's second terminal shows |
//! | `execute` | which command does what |
//! | `keys` | keys and clicks |
//! | `hints` | the keys worth knowing |

pub(super) mod answering;
mod asked;
pub(super) mod challenge;
pub(super) mod choosing;
mod class;
pub(super) mod execute;
mod fair;
pub(super) mod following;
pub(super) mod hints;
pub(super) mod keys;
pub(super) mod library;
pub(super) mod moving;
pub(super) mod order;
pub(super) mod presenting;
pub(super) mod question;
pub(super) mod reviewing;
pub mod rows;
pub(super) mod sheet;
pub(super) mod showing;
pub mod side;
mod source;
pub(super) mod state;
pub(super) mod trying;
pub mod view;
pub(super) mod words;
