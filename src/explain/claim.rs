//! What an answer claims: statements that are true or false for a run at its cursor.
//!
//! A claim writes its own words, and it is data: whether it is true can be tested without the code that made it
//! (`crate::audit` does, on copies of the cluster).

mod client;
mod election;
mod entry;
mod message;
mod past;
mod server;
mod told;

pub use client::ClientClaim;
pub use election::{ElectionClaim, When};
pub use entry::EntryClaim;
pub use message::{MessageClaim, OnItsWay};
pub use past::{Cited, PastClaim};
pub use server::{DiskPart, ServerClaim};

use std::fmt;

/// A statement about a run at its cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Claim {
    /// About servers, their roles and their elections.
    Election(ElectionClaim),
    /// About entries.
    Entry(EntryClaim),
    /// About what happened.
    Past(PastClaim),
    /// About what clients asked.
    Client(ClientClaim),
    /// About what one server has stored or executed.
    Server(ServerClaim),
    /// About messages.
    Message(MessageClaim),
}

/// A claim as it is stated: that it is true, or that it is false.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// What is claimed.
    pub claim: Claim,
    /// Whether it is stated to be true.
    pub yes: bool,
}

impl Claim {
    /// Stated to be true.
    pub fn yes(self) -> Said {
        self.is(true)
    }

    /// Stated to be false.
    pub fn no(self) -> Said {
        self.is(false)
    }

    /// Stated to be true or false.
    pub fn is(self, yes: bool) -> Said {
        Said { claim: self, yes }
    }

    /// Its kind: `WouldVote`.
    pub fn kind(&self) -> String {
        let text = match self {
            Claim::Election(claim) => format!("{claim:?}"),
            Claim::Entry(claim) => format!("{claim:?}"),
            Claim::Past(claim) => format!("{claim:?}"),
            Claim::Client(claim) => format!("{claim:?}"),
            Claim::Server(claim) => format!("{claim:?}"),
            Claim::Message(claim) => format!("{claim:?}"),
        };
        text.chars().take_while(|character| character.is_alphanumeric()).collect()
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match &self.claim {
            Claim::Election(claim) => claim.words(self.yes),
            Claim::Entry(claim) => claim.words(self.yes),
            Claim::Past(claim) => claim.words(self.yes),
            Claim::Client(claim) => claim.words(self.yes),
            Claim::Server(claim) => claim.words(self.yes),
            Claim::Message(claim) => claim.words(self.yes),
        })
    }
}

macro_rules! claims {
    ($($kind:ident: $claim:ident),+) => {$(
        impl From<$claim> for Claim {
            fn from(claim: $claim) -> Claim {
                Claim::$kind(claim)
            }
        }

        impl $claim {
            /// Stated to be true.
            pub fn yes(self) -> Said {
                Claim::from(self).yes()
            }

            /// Stated to be false.
            pub fn no(self) -> Said {
                Claim::from(self).no()
            }

            /// Stated to be true or false.
            pub fn is(self, yes: bool) -> Said {
                Claim::from(self).is(yes)
            }
        }
    )+};
}

claims! {
    Election: ElectionClaim,
    Entry: EntryClaim,
    Past: PastClaim,
    Client: ClientClaim,
    Server: ServerClaim,
    Message: MessageClaim
}
