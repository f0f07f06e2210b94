//! Logs, replication, commitment, application (§5.3, §5.4), and the five properties of Figure 3.

use super::{Ledger, Members, Seen};
use crate::trace::Event;

/// What logs need to be judged.
#[derive(Debug, Default)]
pub struct Logs {}

impl Logs {
    /// Judges one event.
    #[expect(clippy::unused_self, reason = "begun")]
    pub(super) fn judge(&mut self, _: &Event, _: &Seen, _: &Members, _: &mut Ledger) {}

    /// Judges what is certain only at the end.
    #[expect(clippy::unused_self, reason = "begun")]
    pub(super) fn finish(&mut self, _: &Members, _: &mut Ledger) {}
}
