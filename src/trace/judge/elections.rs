//! Terms, votes, roles, what a restart keeps, and messages (§5.1, §5.2, §5.4.1).

use super::{Ledger, Members, Seen};
use crate::trace::Event;

/// What elections need to be judged.
#[derive(Debug, Default)]
pub struct Elections {}

impl Elections {
    /// Judges one event.
    #[expect(clippy::unused_self, reason = "begun")]
    pub(super) fn judge(&mut self, _: &Event, _: &Seen, _: &mut Members, _: &mut Ledger) {}

    /// Judges what is certain only at the end.
    #[expect(clippy::unused_self, reason = "begun")]
    pub(super) fn finish(&mut self, _: &Members, _: &mut Ledger) {}
}
