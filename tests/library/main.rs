//! The library from outside, room by room, as `src/lib.rs` lists them. One program for all: it is compiled and linked once.
//!
//! `cargo test --test library raft::figure_2` runs those of one file.

mod imports;
mod readme;
mod style;
mod support;

mod paper {
    mod catalogue;
    mod source;
}
mod raft {
    mod bench;
    mod bug_lab;
    mod figure_2;
}
mod arise {
    mod exhaustive;
    mod setups;
    mod table;
}
mod sim {
    mod determinism;
    mod network;
}
mod safety {
    mod properties;
}
mod history {
    mod cones;
    mod outline;
    mod travel;
    mod tree;
}
mod explain {
    mod captions;
    mod disaster;
    mod telling;
    mod why;
}
mod script {
    mod conditions;
    mod errors;
    mod language;
    mod messages;
    mod mid_run;
    mod paper;
    mod scenarios;
    mod session;
}
mod lesson {
    mod aloud;
    pub mod cards;
    mod errors;
    mod fairness;
    mod format;
    mod grade;
    mod hostile;
    pub mod kinds;
    mod order;
    mod play;
    mod shipped;
}
mod hunt {
    mod search;
    mod verify;
}
mod audit {
    mod cases;
    mod claims;
    mod entries;
    mod recordings;
}
mod trace {
    mod judge;
    mod opened;
    mod read;
}
mod tui {
    mod answers;
    mod app;
    mod panes;
    mod whole_panes;
}
mod export {
    mod page;
    mod pictures;
    mod text;
}
