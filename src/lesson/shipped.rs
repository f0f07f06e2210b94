//! The lessons that are built into the program.

/// Names and texts, in the order of the names: each file of `lessons`.
const LESSONS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// The lessons that are built into the program: what each file is called without `.md`, and its text.
pub fn shipped() -> impl Iterator<Item = (&'static str, &'static str)> {
    LESSONS.iter().copied()
}
