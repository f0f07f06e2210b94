//! What a message in flight says: all of it, or as much as a trace tells.

use crate::raft::{Message, MessageKind, SeenMessage, Term};
use serde::Serialize;
use std::borrow::Cow;

/// What a message in flight says.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(untagged)]
pub enum Contents {
    /// Our own servers sent it: all of it is known.
    Whole(Message),
    /// A trace tells of it, and may leave something out.
    Told(Box<SeenMessage>),
}

macro_rules! same_of_both {
    ($($(#[$doc:meta])* $name:ident -> $type:ty;)+) => {
        $(
            $(#[$doc])*
            #[inline]
            pub fn $name(&self) -> $type {
                match self {
                    Contents::Whole(message) => message.$name(),
                    Contents::Told(message) => message.$name(),
                }
            }
        )+
    };
}

impl Contents {
    same_of_both! {
        /// See [`Message::kind`].
        kind -> MessageKind;
        /// See [`Message::is_reply`].
        is_reply -> bool;
        /// See [`Message::is_request`].
        is_request -> bool;
        /// See [`Message::is_heartbeat`].
        is_heartbeat -> bool;
        /// See [`Message::is_routine`].
        is_routine -> bool;
        /// See [`Message::answer`].
        answer -> Option<bool>;
        /// See [`Message::is_refusal`].
        is_refusal -> bool;
        /// See [`Message::grants_vote`].
        grants_vote -> bool;
    }

    /// See [`Message::term`].
    #[inline]
    pub fn term(&self) -> Option<Term> {
        match self {
            Contents::Whole(message) => Some(message.term()),
            Contents::Told(message) => message.term(),
        }
    }

    /// See [`Message::request_term`].
    #[inline]
    pub fn request_term(&self) -> Option<Term> {
        match self {
            Contents::Whole(message) => Some(message.request_term()),
            Contents::Told(message) => message.request_term(),
        }
    }

    /// How many entries are on board.
    pub fn entry_count(&self) -> usize {
        match self {
            Contents::Whole(message) => message.entries().len(),
            Contents::Told(message) => message.entries().len(),
        }
    }

    /// All that is known of it: what is not known is none.
    pub fn seen(&self) -> Cow<'_, SeenMessage> {
        match self {
            Contents::Whole(message) => Cow::Owned(message.told()),
            Contents::Told(message) => Cow::Borrowed(message),
        }
    }

    /// The message itself, if all of it is known: what a server of ours can be given.
    #[inline]
    pub fn whole(&self) -> Option<&Message> {
        match self {
            Contents::Whole(message) => Some(message),
            Contents::Told(_) => None,
        }
    }
}

impl From<Message> for Contents {
    #[inline]
    fn from(message: Message) -> Contents {
        Contents::Whole(message)
    }
}

impl From<SeenMessage> for Contents {
    fn from(message: SeenMessage) -> Contents {
        Contents::Told(Box::new(message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_our_own_is_no_larger_for_what_a_trace_may_leave_out() {
        assert_eq!(size_of::<Contents>(), size_of::<Message>());
    }
}
