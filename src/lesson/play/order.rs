//! In which order choices are shown: mixed for each learner, so that no place is likelier to be right than another, and
//! the same whenever that learner comes back to the question.

use super::TaskId;
use crate::lesson::LessonId;
use crate::sim::Random;

/// For each place on the screen the choice that stands there, counted from 0 as the lesson is written.
pub fn shown_order(choices: usize, learner: u32, lesson: &LessonId, question: TaskId) -> Vec<usize> {
    let mut random = Random::from_seed(digest(learner, lesson, question));
    let mut order: Vec<usize> = (0..choices).collect();
    for last in (1..choices).rev() {
        order.swap(last, random.below(last as u32 + 1) as usize);
    }
    order
}

/// FNV-1a, which is the same in every version of the program.
fn digest(learner: u32, lesson: &LessonId, question: TaskId) -> u64 {
    let numbers = [learner, question.step as u32, question.number as u32];
    let bytes = lesson.0.bytes().chain(numbers.iter().flat_map(|number| number.to_le_bytes()));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
