//! What of an answer can be chosen.

/// Something of an answer that can be chosen, by its position.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnswerTarget {
    /// A step of its evidence: to be gone to.
    Evidence(usize),
    /// A remedy: to be carried out.
    Remedy(usize),
}
