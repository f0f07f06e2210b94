//! One event, in the words of a cluster.

use crate::raft::{Message, ServerId};
use crate::trace::Event;

/// An event, with the messages that arrive and leave with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn<'a> {
    pub event: &'a Event,
    /// The message that arrives, if it is one of the paper's.
    pub received: Option<(ServerId, &'a Message)>,
    /// The messages that leave in the same step.
    pub sent: &'a [(ServerId, Message)],
}
