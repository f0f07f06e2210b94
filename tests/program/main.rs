//! The program that people start, from outside: what it prints, writes and returns, and how it behaves on a terminal.
//!
//! Apart from the tests of the library, so that what is timed on a terminal does not compete with them for a processor.

mod cards;
mod command_line;
mod export;
mod lesson_aloud;
mod lesson_check;
mod open;
mod review;
mod support;
#[cfg(unix)]
mod terminal;
mod verify;
mod why;
