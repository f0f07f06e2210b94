//! The bug lab: each rule that can be switched off changes one behaviour of one server. Every test gives the same input to
//! a server that obeys the rule and to one that does not.

mod lab;
mod logs;
mod stuck;
mod switches;
mod votes;
