//! Terms, votes, roles, what a restart keeps, and messages (§5.1, §5.2, §5.4.1).

use super::{Ledger, Seen};
use crate::trace::{Event, Node};

/// What elections need to be judged.
#[derive(Debug, Default)]
pub struct Elections {}

impl Elections {
    /// Judges one event.
    #[expect(clippy::unused_self, reason = "begun")]
    pub(super) fn judge(&mut self, _: &Event, _: &Seen, _: &[Node], _: &mut Ledger) {}
}
