//! What is chosen on the screen.

use crate::raft::{Index, ServerId};
use crate::sim::MessageId;

/// What the user has chosen on the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Chosen {
    /// Nothing.
    #[default]
    Nothing,
    /// A server.
    Server(ServerId),
    /// A message in flight.
    Message(MessageId),
    /// An entry of a server's log.
    Entry(ServerId, Index),
}
