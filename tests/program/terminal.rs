//! The program in a real pseudo-terminal: what it shows, and that it leaves the terminal as it found it.

mod idle;
mod leaving;
mod lessons;
mod newcomers;
mod notes;
mod pictures;
mod pty;
mod saving;
mod showing;
