//! Logs, replication, commitment, application (§5.3, §5.4), and the five properties of Figure 3.

use super::{Ledger, Seen};
use crate::trace::{Event, Node};

/// What logs need to be judged.
#[derive(Debug, Default)]
pub struct Logs {}

impl Logs {
    /// Judges one event.
    #[expect(clippy::unused_self, reason = "begun")]
    pub(super) fn judge(&mut self, _: &Event, _: &Seen, _: &[Node], _: &mut Ledger) {}
}
