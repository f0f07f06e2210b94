//! What a fact can hold in a field, in a form that can be named and compared.

use super::{
    Command, Conflict, Index, MessageKind, Payload, RequestId, RoleKind, ServerId, ServerSet, Term, Timer,
};
use crate::paper::Property;

/// The value of one field of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Detail {
    /// A term, an index, a number of things or of µs.
    Number(u64),
    /// One server, or several.
    Servers(ServerSet),
    /// One of the words of its [`Shape`].
    Word(&'static str),
    /// What an entry carries.
    Payload(Payload),
}

/// What the values of a field look like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A whole number.
    Number,
    /// One server.
    Server,
    /// Servers.
    Servers,
    /// One of these words.
    Words(&'static [&'static str]),
    /// What an entry carries.
    Payload,
    /// More than one value can say.
    Several,
}

/// What can be a field of a fact.
pub(super) trait Detailed: Copy {
    const SHAPE: Shape;

    fn detail(self) -> Option<Detail>;
}

/// The shape of what this reads.
pub(super) fn shape_of<F, T: Detailed>(_: fn(&F) -> Option<T>) -> Shape {
    T::SHAPE
}

impl<T: Detailed> Detailed for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn detail(self) -> Option<Detail> {
        self?.detail()
    }
}

macro_rules! detailed {
    ($($type:ty: $shape:expr, $value:ident => $detail:expr;)+) => {
        $(impl Detailed for $type {
            const SHAPE: Shape = $shape;

            fn detail(self) -> Option<Detail> {
                let $value = self;
                Some($detail)
            }
        })+
    };
}

detailed! {
    u8: Shape::Number, it => Detail::Number(it.into());
    u32: Shape::Number, it => Detail::Number(it.into());
    u64: Shape::Number, it => Detail::Number(it);
    Term: Shape::Number, it => Detail::Number(it.0.into());
    Index: Shape::Number, it => Detail::Number(it.0.into());
    // Requests are counted from 1 when they are spoken of.
    RequestId: Shape::Number, it => Detail::Number(u64::from(it.0) + 1);
    ServerId: Shape::Server, it => Detail::Servers(ServerSet::only(it));
    ServerSet: Shape::Servers, it => Detail::Servers(it);
    bool: Shape::Words(&["yes", "no"]), it => Detail::Word(if it { "yes" } else { "no" });
    RoleKind: Shape::Words(&["follower", "candidate", "leader"]), it => Detail::Word(it.name());
    Timer: Shape::Words(&["election", "heartbeat"]), it => Detail::Word(match it {
        Timer::Election => "election",
        Timer::Heartbeat => "heartbeat",
    });
    MessageKind: Shape::Words(&["vote", "vote-reply", "append", "append-reply"]), it => Detail::Word(match it {
        MessageKind::RequestVote => "vote",
        MessageKind::RequestVoteReply => "vote-reply",
        MessageKind::AppendEntries => "append",
        MessageKind::AppendEntriesReply => "append-reply",
    });
    Payload: Shape::Payload, it => Detail::Payload(it);
    Command: Shape::Payload, it => Detail::Payload(it.into());
}

/// `Election Safety violated` says it.
impl Detailed for Property {
    const SHAPE: Shape = Shape::Several;

    fn detail(self) -> Option<Detail> {
        None
    }
}

impl Detailed for Conflict {
    const SHAPE: Shape = Shape::Several;

    fn detail(self) -> Option<Detail> {
        None
    }
}
