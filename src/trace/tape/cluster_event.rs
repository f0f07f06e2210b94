//! An event of a trace between servers: what arrives and what leaves in one step.

use crate::raft::{SeenMessage, ServerId};
use crate::trace::Event;

/// One event, in the words of a cluster.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClusterEvent<'a> {
    pub event: &'a Event,
    /// The message that arrives, if it is one of the paper's.
    pub received: Option<(ServerId, &'a SeenMessage)>,
    /// The messages that leave in the same step.
    pub sent: &'a [(ServerId, SeenMessage)],
}
