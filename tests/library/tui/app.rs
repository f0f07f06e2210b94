//! The application driven by keys, with no terminal: what the screen says, and what the run became.

mod acting;
mod asking;
mod branches;
mod captions;
mod cards;
mod demos;
mod diagram;
mod fair;
mod finding;
mod following;
mod footer;
mod futures;
mod hints;
mod home;
mod kinds;
mod lab;
mod lessons;
mod looking;
mod our_code;
mod palette;
mod placing;
mod playing;
mod presenting;
mod runner;
mod sizes;
mod stories;
