//! Raftarium: a terminal in which people watch, steer, question and break a Raft cluster.
//!
//! The rooms of the house, from the ground up; each uses only those above it in this list.
//!
//! | room | what lives there |
//! |-|-|
//! | `pieces` | vectors whose copies share what is the same |
//! | [`untrusted`] | text of strangers, made safe to show |
//! | [`nearest`] | the right word nearest to a wrong one |
//! | [`paper`] | the rules of the paper, their places and reasons |
//! | [`raft`] | one Raft server, exactly as Figure 2 draws it: a pure function |
//! | [`arise`] | whether a state can arise at all, and how |
//! | [`sim`] | the world: a virtual clock, a network, servers up and down, clients |
//! | [`safety`] | the five properties of Figure 3, checked after every step |
//! | [`history`] | a run as data: setup, actions, checkpoints, a cursor in time |
//! | [`language`] | the one command language, as values and as text: commands, conditions, questions |
//! | [`explain`] | steps and states told in words |
//! | [`script`] | playing the language: scripts, headless runs, saved sessions |
//! | [`lesson`] | lessons: their files, their checker, questions, challenges, progress |
//! | [`link`] | links to a lesson, a run or a question |
//! | [`fuzz`] | random schedules with every kind of fault |
//! | [`hunt`] | searching for a short run that breaks a property when a rule is off |
//! | [`audit`] | whether answers are true: their claims tried against random clusters |
//! | [`trace`] | a run as a file: for other tools, and from other implementations |
//! | [`tui`] | the screen: panes are pure functions of the application's state |
//! | [`storage`] | what is kept from one session to the next, and what a file is that is opened |
//! | [`export`] | a run for other tools: stories, diagrams, pictures, logs |
//! | `cli` | the command line (feature `terminal`) |
//!
//! A cluster of three elects a leader, loses it, and elects another; nothing that Figure 3 promises breaks:
//!
//! ```
//! use raftarium::explain::tell_within;
//! use raftarium::history::Run;
//! use raftarium::sim::{Action, Setup};
//!
//! let mut run = Run::new(Setup::of(3, 7))?;
//! while run.world().leader().is_none() {
//!     run.forward();
//! }
//! let first = run.world().leader().expect("somebody won");
//! run.act(&Action::Crash(first))?;
//! while run.world().leader().is_none() {
//!     run.forward();
//! }
//! assert_ne!(run.world().leader(), Some(first));
//! assert!(run.checker().violations().is_empty());
//!
//! // Every step is told in a sentence, with its place in the paper.
//! let step = run.step().expect("the step at which it won");
//! println!("{}", tell_within(step, &run).sentence());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod arise;
pub mod audit;
pub mod explain;
pub mod export;
pub mod fuzz;
pub mod history;
pub mod hunt;
pub mod language;
pub mod lesson;
pub mod link;
pub mod nearest;
pub mod paper;
mod pieces;
pub mod raft;
pub mod safety;
pub mod script;
pub mod sim;
pub mod storage;
pub mod trace;
pub mod tui;
pub mod untrusted;

#[cfg(feature = "terminal")]
pub mod cli;
