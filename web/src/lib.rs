//! Raftarium in a browser: the shell around the library that a page is.
//!
//! What needs no browser is built and tested everywhere; the rest only for `wasm32`. The page itself, which is in
//! `page/`, knows the document: it hands over keys, pointers and files, and does what a [`Turn`](shell::Turn) asks for.
//!
//! | file | what is in it |
//! |-|-|
//! | `apart` | what is done in a worker |
//! | `keys` | keys as a browser names them |
//! | `paint` | colors of cells |
//! | `shell` | what comes in, and what the page is to do |
//! | `keeping` | what is kept, for each tab |
//! | `surface`, `local`, `program` | a canvas, `localStorage`, and what JavaScript calls |

pub mod apart;
pub mod keeping;
pub mod keys;
pub mod paint;
pub mod shell;

#[cfg(target_arch = "wasm32")]
mod local;
#[cfg(target_arch = "wasm32")]
mod program;
#[cfg(target_arch = "wasm32")]
mod surface;
