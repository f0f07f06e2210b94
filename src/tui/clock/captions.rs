//! The subtitle over time: it can be read before it changes, and what matters goes first.

use crate::explain::Narration;
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
#[derive(Clone, Debug, Default)]
pub struct Captions {
    shown: Narration,
    /// The weightiest of what happened while `shown` was held.
    waiting: Option<Narration>,
    age: Duration,
    /// What the program itself has to say: a refusal, a mistake, news about the settings.
    notice: Option<Narration>,
    notice_age: Duration,
}

impl Captions {
    /// The sentence that is shown.
    pub fn current(&self) -> &Narration {
        self.notice.as_ref().unwrap_or(&self.shown)
    }

    /// The sentence about the run, under what the program has to say.
    pub fn caption(&self) -> &Narration {
        &self.shown
    }

    /// What the program has to say, if it has.
    pub fn notice(&self) -> Option<&Narration> {
        self.notice.as_ref()
    }

    /// Shows a sentence at once, as when stepping.
    pub fn show(&mut self, told: Narration) {
        *self = Captions {
            shown: told,
            notice: self.notice.take(),
            notice_age: self.notice_age,
            ..Captions::default()
        };
    }

    /// Something happened while playing: it is shown when its turn comes.
    ///
    /// A heartbeat never takes the place of something that matters: that is what happened last.
    pub fn offer(&mut self, told: Narration) {
        if told.weight == 0 && self.shown.weight >= 2 {
            return;
        }
        if told.alarm || self.age >= self.hold() {
            self.show(told);
        } else if self.waiting.as_ref().is_none_or(|waiting| told.weight >= waiting.weight) {
            self.waiting = Some(told);
        }
    }

    fn hold(&self) -> Duration {
        match self.shown.weight {
            0 | 1 => HOLD,
            2 => HOLD_TELLING,
            _ => HOLD_SCRIPT,
        }
    }

    /// Lets the viewer's time pass.
    pub fn advance(&mut self, elapsed: Duration) {
        self.age = self.age.saturating_add(elapsed);
        if self.age >= self.hold()
            && let Some(told) = self.waiting.take()
        {
            self.show(told);
        }
        self.notice_age = self.notice_age.saturating_add(elapsed);
        if self.notice_age >= NOTICE {
            self.notice = None;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(head: &str, weight: u8) -> Narration {
        Narration { head: head.into(), weight, alarm: weight == 3, ..Narration::default() }
    }

    #[test]
    fn a_subtitle_stays_until_it_can_be_read_and_elections_go_before_heartbeats() {
        let mut captions = Captions::default();
        captions.show(told("S1 beats", 0));
        captions.offer(told("S4 stands", 2));
        captions.offer(told("S1 beats again", 0));
        assert_eq!(captions.current().head, "S1 beats");
        captions.advance(Duration::from_millis(1_199));
        assert_eq!(captions.current().head, "S1 beats");
        captions.advance(Duration::from_millis(1));
        assert_eq!(captions.current().head, "S4 stands");
        captions.advance(Duration::from_secs(9));
        captions.offer(told("S1 beats", 0));
        assert_eq!(captions.current().head, "S4 stands", "what matters stays until something else does");
        captions.offer(told("S4 wins", 2));
        captions.advance(Duration::from_millis(2_999));
        captions.offer(told("S4 beats", 0));
        captions.offer(told("S2 stores entry 1", 1));
        assert_eq!(captions.current().head, "S4 wins");
        captions.advance(Duration::from_millis(1));
        assert_eq!(captions.current().head, "S2 stores entry 1");
        captions.offer(told("a property broke", 3));
        assert_eq!(captions.current().head, "a property broke", "bad news does not wait");
    }

    #[test]
    fn a_notice_covers_the_subtitle_until_it_is_dismissed() {
        let mut captions = Captions::default();
        captions.show(told("S1 beats", 0));
        captions.notify(told("S2 is down", 0));
        captions.show(told("S1 beats again", 0));
        assert_eq!(captions.current().head, "S2 is down");
        captions.dismiss();
        assert_eq!(captions.current().head, "S1 beats again");
    }
}
