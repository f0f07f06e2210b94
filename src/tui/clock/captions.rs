//! The subtitle over time: it can be read before it changes, what matters goes first, and none outlives its time.

use crate::explain::Narration;
use crate::sim::{Span, StepId, Time};
use std::collections::VecDeque;
use std::time::Duration;

/// How long a subtitle stays while playing, so that it can be read.
const HOLD: Duration = Duration::from_millis(1_200);
/// How long one stays that matters.
const HOLD_TELLING: Duration = Duration::from_secs(3);
/// How long the words of a script stay.
const HOLD_SCRIPT: Duration = Duration::from_secs(5);
/// How long a notice stays while playing: it was asked for, and is read twice.
const NOTICE: Duration = Duration::from_secs(3);

/// What the subtitle band shows.
///
/// While playing, more happens than can be read. What changes the picture at a blow (see [`Narration::turn`]) is shown
/// at once. All else waits until what is shown has been read; then the weightiest of the last moments follows, or, if
/// that is over too, whatever happened last. So nothing is shown much longer than it takes to read it, unless nothing
/// has happened since.
#[derive(Clone, Debug, Default)]
pub struct Captions {
    shown: Caption,
    /// The words of the script that are not read yet, in their order: none takes the place of another.
    notes: VecDeque<Caption>,
    /// The weightiest of what happened while `shown` was held.
    waiting: Option<Caption>,
    /// The last thing that happened while `shown` was held.
    latest: Option<Caption>,
    /// What the program itself has to say: a rejection, a mistake, news about the settings.
    notice: Option<Narration>,
    notice_age: Duration,
}

/// The step of which a sentence speaks, and its moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Moment {
    /// Its number.
    pub step: StepId,
    /// When it happened.
    pub at: Time,
}

/// A sentence about a step.
#[derive(Clone, Debug, Default)]
struct Caption {
    told: Narration,
    of: Moment,
    /// How long it has been shown, or has waited.
    age: Duration,
}

impl Caption {
    /// Words of a script: they are written for whoever watches, and are not lost.
    fn is_note(&self) -> bool {
        self.told.weight > 2 && !self.told.alarm
    }

    fn hold(&self) -> Duration {
        match self.told.weight {
            0 | 1 => HOLD,
            2 => HOLD_TELLING,
            _ => HOLD_SCRIPT,
        }
    }

    fn was_read(&self) -> bool {
        self.age >= self.hold()
    }
}

impl Captions {
    /// The sentence that is shown.
    pub fn current(&self) -> &Narration {
        self.notice.as_ref().unwrap_or(&self.shown.told)
    }

    /// The sentence about the run, under what the program has to say.
    pub fn caption(&self) -> &Narration {
        &self.shown.told
    }

    /// Of which step the sentence about the run speaks.
    pub fn moment(&self) -> Moment {
        self.shown.of
    }

    /// How long ago it was what the shown sentence tells, if something has happened since.
    pub fn past(&self, now: Moment) -> Option<Span> {
        let past = self.notice.is_none() && self.shown.of.step != now.step;
        past.then(|| now.at.since(self.shown.of.at))
    }

    /// What the program has to say, if it has.
    pub fn notice(&self) -> Option<&Narration> {
        self.notice.as_ref()
    }

    /// Shows a sentence at once, as when stepping.
    pub fn show(&mut self, told: Narration, of: Moment) {
        *self = Captions {
            shown: Caption { told, of, age: Duration::ZERO },
            notice: self.notice.take(),
            notice_age: self.notice_age,
            ..Captions::default()
        };
    }

    /// Something happened while playing: it is shown when its turn comes.
    pub fn offer(&mut self, told: Narration, of: Moment) {
        let new = Caption { told, of, age: Duration::ZERO };
        if new.told.alarm {
            self.notice = None;
        }
        // Who reads of a heartbeat misses nothing when something happens.
        let idle = self.shown.told.weight == 0 && new.told.weight > 0;
        if new.told.turn || new.told.alarm {
            self.take_over(new);
        } else if idle || self.shown.was_read() {
            // What was read a moment ago makes room for what waits, in its order.
            (self.waiting, self.latest) = (None, None);
            self.shown = match self.notes.pop_front() {
                Some(note) => {
                    self.wait(new);
                    note
                }
                None => new,
            };
        } else {
            self.wait(new);
        }
    }

    /// Something waits until what is shown has been read.
    fn wait(&mut self, new: Caption) {
        if new.is_note() {
            // Of notes of one moment none takes the place of another; those of an earlier moment are over.
            self.notes.retain(|note| note.of.at == new.of.at);
            self.notes.push_back(new);
        } else {
            let goes_before = |waiting: &Caption| is_over(waiting) || new.told.weight >= waiting.told.weight;
            if self.waiting.as_ref().is_none_or(goes_before) {
                self.waiting = Some(new.clone());
            }
            self.latest = Some(new);
        }
    }

    /// Something goes before all else. What else waited is older than that; only a note that is not read yet comes back.
    fn take_over(&mut self, new: Caption) {
        let shown = std::mem::replace(&mut self.shown, new);
        if shown.is_note() && !shown.was_read() && self.notes.is_empty() {
            self.notes.push_front(shown);
        }
        (self.waiting, self.latest) = (None, None);
    }

    /// Lets the viewer's time pass.
    pub fn advance(&mut self, elapsed: Duration) {
        self.shown.age = self.shown.age.saturating_add(elapsed);
        if let Some(waiting) = &mut self.waiting {
            waiting.age = waiting.age.saturating_add(elapsed);
        }
        if self.shown.was_read() {
            self.next();
        }
        self.notice_age = self.notice_age.saturating_add(elapsed);
        let most = if self.shown.told.turn { HOLD } else { NOTICE };
        if self.notice_age >= most {
            self.notice = None;
        }
    }

    /// What was shown has been read: what comes next, if anything has happened.
    fn next(&mut self) {
        // A note that comes back has been read in part, and its age is how long it was.
        if let Some(note) = self.notes.pop_front() {
            self.shown = note;
            return;
        }
        let waiting = self.waiting.take().filter(|waiting| !is_over(waiting));
        if let Some(next) = waiting.or_else(|| self.latest.take()) {
            self.latest = self.latest.take().filter(|latest| latest.of.step > next.of.step);
            self.shown = Caption { age: Duration::ZERO, ..next };
        }
    }

    /// Shows what the program has to say until something is done, or for a while when playing.
    pub fn notify(&mut self, notice: Narration) {
        (self.notice, self.notice_age) = (Some(notice), Duration::ZERO);
    }

    /// The notice was read.
    pub fn dismiss(&mut self) {
        self.notice = None;
    }
}

/// Whether something has waited so long that it is old news.
fn is_over(waiting: &Caption) -> bool {
    waiting.age >= HOLD
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &str, weight: u8) -> Narration {
        Narration { head: head.into(), weight, alarm: weight == 4, ..Narration::default() }
    }

    fn turn(head: &str) -> Narration {
        Narration { turn: true, ..told(head, 2) }
    }

    fn at(step: StepId) -> Moment {
        Moment { step, at: Time(step * 1_000) }
    }

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_subtitle_stays_until_it_can_be_read() {
        let mut captions = Captions::default();
        captions.show(told("S1 stores entry 1", 1), at(1));
        captions.offer(told("S4 starts an election", 2), at(2));
        captions.offer(told("S1 hears a heartbeat", 0), at(3));
        captions.advance(ms(1_199));
        assert_eq!(captions.current().head, "S1 stores entry 1");
        captions.advance(ms(1));
        // The election has waited as long, and is old news: what happened last is shown.
        assert_eq!(captions.current().head, "S1 hears a heartbeat");
        captions.offer(told("S1 stores entry 2", 1), at(4));
        assert_eq!(captions.current().head, "S1 stores entry 2", "a heartbeat makes room at once");
        captions.advance(ms(600));
        captions.offer(told("S4 starts an election", 2), at(5));
        captions.offer(told("S1 hears a heartbeat", 0), at(6));
        captions.advance(ms(600));
        assert_eq!(
            captions.current().head,
            "S4 starts an election",
            "what matters goes before what came last"
        );
        captions.advance(ms(3_000));
        assert_eq!(captions.current().head, "S1 hears a heartbeat", "and is not shown forever");
        captions.advance(ms(30_000));
        assert_eq!(captions.current().head, "S1 hears a heartbeat", "unless nothing has happened since");
    }

    #[test]
    fn a_turn_is_shown_at_once_and_what_waited_before_it_is_over() {
        let mut captions = Captions::default();
        captions.show(told("S4 starts an election", 2), at(1));
        captions.offer(told("S1 grants S4 its vote", 2), at(2));
        captions.offer(turn("S4 wins the election for term 1"), at(3));
        assert_eq!(captions.current().head, "S4 wins the election for term 1");
        captions.offer(told("S2 grants S4 its vote", 2), at(4));
        captions.offer(told("S1 hears its leader", 0), at(5));
        captions.advance(ms(3_000));
        assert_eq!(captions.current().head, "S1 hears its leader");
        captions.offer(turn("S4 crashes"), at(6));
        captions.offer(told("Election Safety is broken", 4), at(7));
        assert_eq!(captions.current().head, "Election Safety is broken", "bad news does not wait");
    }

    #[test]
    fn a_note_that_is_interrupted_comes_back() {
        let mut captions = Captions::default();
        captions.show(told("what the script says", 3), at(1));
        captions.advance(ms(2_000));
        captions.offer(turn("S4 wins the election for term 1"), at(2));
        captions.offer(told("S1 hears its leader", 0), at(3));
        captions.advance(ms(3_000));
        assert_eq!(captions.current().head, "what the script says");
        captions.advance(ms(2_999));
        assert_eq!(captions.current().head, "what the script says");
        captions.advance(ms(1));
        assert_eq!(captions.current().head, "S1 hears its leader");
    }

    #[test]
    fn a_sentence_is_past_when_something_has_happened_since() {
        let mut captions = Captions::default();
        captions.show(told("S4 starts an election", 2), at(1));
        assert_eq!(captions.past(Moment { step: 1, at: Time(9_000) }), None);
        assert_eq!(captions.past(at(4)), Some(Span(3_000)));
        captions.notify(told("Speed: 1", 2));
        assert_eq!(captions.past(at(4)), None, "what the program says is about no step");
    }

    #[test]
    fn a_notice_covers_the_subtitle_until_it_is_dismissed() {
        let mut captions = Captions::default();
        captions.show(told("S1 beats", 0), at(1));
        captions.notify(told("S2 is down", 0));
        captions.show(told("S1 beats again", 0), at(2));
        assert_eq!(captions.current().head, "S2 is down");
        captions.dismiss();
        assert_eq!(captions.current().head, "S1 beats again");
    }

    #[test]
    fn a_notice_makes_room_for_a_turn_once_it_can_be_read() {
        let mut captions = Captions::default();
        captions.notify(told("Speed: 1", 2));
        captions.offer(turn("S4 wins the election for term 1"), at(1));
        captions.advance(ms(1_199));
        assert_eq!(captions.current().head, "Speed: 1");
        captions.advance(ms(1));
        assert_eq!(captions.current().head, "S4 wins the election for term 1");
    }
}
