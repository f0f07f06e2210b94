//! Progress of two windows, or of two tabs: what one of them has changed is applied to what the other has kept meanwhile.

use super::{LessonProgress, MOST_MISSED, Missed, Progress, SolvedIn};
use crate::lesson::play::TaskId;
use std::cmp::Reverse;
use std::collections::BTreeMap;

impl Progress {
    /// What has changed from `before` to `self`, applied to `kept`, which somebody else has changed meanwhile. Nothing that
    /// either of the two has done is lost; of two first answers to one question the one that was kept first stays.
    #[must_use]
    pub fn applied_to(&self, before: &Progress, mut kept: Progress) -> Progress {
        kept.learner = kept.learner.or(self.learner);
        for (id, ours) in &self.lessons {
            let before = before.lessons.get(id);
            if before == Some(ours) {
                continue;
            }
            let before = before.cloned().unwrap_or_default();
            ours.apply_to(&before, kept.lessons.entry(id.clone()).or_default());
        }
        self.apply_missed_to(before, &mut kept.missed);
        kept.cleaned()
    }

    fn apply_missed_to(&self, before: &Progress, kept: &mut Vec<Missed>) {
        let find = |missed: &Progress, it: &Missed| {
            missed.missed.iter().find(|other| other.is_same_question(it)).cloned()
        };
        kept.retain(|missed| find(before, missed).is_none() || find(self, missed).is_some());
        for ours in &self.missed {
            if find(before, ours).as_ref() == Some(ours) {
                continue;
            }
            kept.retain(|missed| !missed.is_same_question(ours));
            kept.push(ours.clone());
        }
        let spare = kept.len().saturating_sub(MOST_MISSED);
        kept.drain(..spare);
    }
}

impl LessonProgress {
    fn apply_to(&self, before: &LessonProgress, kept: &mut LessonProgress) {
        if self.when >= kept.when {
            kept.when.clone_from(&self.when);
            kept.at = self.at;
        }
        kept.finished |= self.finished;
        kept.best = kept.best.max(self.best);
        // A lesson that is begun again has lost its answers.
        kept.answers.retain(|id, _| !before.answers.contains_key(id) || self.answers.contains_key(id));
        for (id, answered) in &self.answers {
            match before.answers.get(id) {
                Some(known) if known == answered => {}
                Some(_) => _ = kept.answers.insert(*id, answered.clone()),
                None => _ = kept.answers.entry(*id).or_insert_with(|| answered.clone()),
            }
        }
        keep_best(&self.challenges, &mut kept.challenges);
    }
}

fn keep_best(ours: &BTreeMap<TaskId, SolvedIn>, kept: &mut BTreeMap<TaskId, SolvedIn>) {
    for (id, solved) in ours {
        let place = kept.entry(*id).or_insert(*solved);
        *place = (*place).min_by_worth(*solved);
    }
}

impl SolvedIn {
    /// The better of two: one's own before one that was shown, then fewer actions, then fewer hints.
    fn min_by_worth(self, other: SolvedIn) -> SolvedIn {
        let worth = |solved: &SolvedIn| Reverse((solved.shown, solved.actions, solved.hints));
        if worth(&other) > worth(&self) { other } else { self }
    }
}

impl Missed {
    fn is_same_question(&self, other: &Missed) -> bool {
        (&self.lesson, self.question) == (&other.lesson, other.question)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lesson::LessonId;
    use crate::lesson::play::Position;
    use crate::lesson::progress::Answered;

    fn id() -> LessonId {
        LessonId("02-first-election".into())
    }

    fn question(step: usize) -> TaskId {
        TaskId { step, number: 0 }
    }

    fn answered(right: bool) -> Answered {
        Answered { right, ..Answered::default() }
    }

    fn with(answers: &[(usize, bool)], when: &str) -> Progress {
        let lesson = LessonProgress {
            when: when.into(),
            at: Position { step: answers.len(), segment: 0 },
            answers: answers.iter().map(|(step, right)| (question(*step), answered(*right))).collect(),
            ..LessonProgress::default()
        };
        Progress { lessons: [(id(), lesson)].into(), ..Progress::default() }
    }

    fn missed(step: usize, rights: u8) -> Missed {
        Missed { lesson: id(), question: question(step), rights, ..Missed::default() }
    }

    #[test]
    fn answers_of_both_stay_and_of_two_to_one_question_the_first() {
        let before = with(&[(1, true)], "2026-12-01");
        let kept = with(&[(1, true), (2, false), (3, true)], "2026-12-01");
        let ours = with(&[(1, true), (3, false), (4, true)], "2026-12-01");
        let merged = ours.applied_to(&before, kept.clone());
        assert_eq!(merged, with(&[(1, true), (2, false), (3, true), (4, true)], "2026-12-01").at(3));
        // Once more changes nothing; and who has changed nothing, changes nothing.
        assert_eq!(ours.applied_to(&before, merged.clone()), merged);
        assert_eq!(before.applied_to(&before, kept.clone()), kept);
    }

    #[test]
    fn a_lesson_begun_again_loses_only_what_was_answered_before() {
        let before = with(&[(1, true), (2, true)], "2026-12-01");
        let kept = with(&[(1, true), (2, true), (3, true)], "2026-12-01");
        let ours = with(&[(1, false)], "2026-12-02");
        let merged = ours.applied_to(&before, kept);
        assert_eq!(merged, with(&[(1, false), (3, true)], "2026-12-02").at(1));
    }

    #[test]
    fn what_is_best_and_what_is_finished_stays() {
        let of = |finished, best, actions, shown| {
            let mut progress = with(&[], "2026-12-01");
            let lesson = progress.lessons.get_mut(&id()).expect("the lesson");
            (lesson.finished, lesson.best) = (finished, best);
            let solved = SolvedIn { actions, par: 3, hints: 0, shown };
            lesson.challenges.insert(question(9), solved);
            progress
        };
        let kept = of(true, Some(60), 5, false);
        for (ours, best, actions) in [
            (of(false, None, 2, true), 60, 5),
            (of(true, Some(80), 4, false), 80, 4),
            (of(true, Some(10), 9, false), 60, 5),
        ] {
            let merged = ours.applied_to(&Progress::default(), kept.clone());
            let lesson = &merged.lessons[&id()];
            let solved = lesson.challenges[&question(9)];
            assert_eq!((lesson.finished, lesson.best), (true, Some(best)));
            assert_eq!((solved.actions, solved.shown), (actions, false), "{merged:?}");
        }
    }

    #[test]
    fn questions_to_repeat_come_and_go_with_whoever_answers_them() {
        let of = |missed: &[Missed]| Progress { missed: missed.to_vec(), ..Progress::default() };
        let before = of(&[missed(1, 0), missed(2, 0), missed(3, 0)]);
        // We have answered the first at last and the second once; meanwhile the third was answered, and a fourth missed.
        let ours = of(&[missed(3, 0), missed(2, 1)]);
        let kept = of(&[missed(1, 0), missed(2, 0), missed(3, 1), missed(4, 0)]);
        let merged = ours.applied_to(&before, kept);
        assert_eq!(merged.missed, [missed(3, 1), missed(4, 0), missed(2, 1)]);
        let many: Vec<Missed> = (0..2 * MOST_MISSED).map(|step| missed(step, 0)).collect();
        let merged = of(&many[..MOST_MISSED]).applied_to(&of(&[]), of(&many[MOST_MISSED..]));
        assert_eq!(merged.missed, many[..MOST_MISSED]);
    }

    impl Progress {
        /// The same, but one has come to this step.
        fn at(mut self, step: usize) -> Progress {
            self.lessons.values_mut().for_each(|lesson| lesson.at = Position { step, segment: 0 });
            self
        }
    }
}
