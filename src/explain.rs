//! Steps and states told in words.
//!
//! A [`Narration`] is what the subtitle shows: who does what, why, and where the paper says so. It is made from the
//! facts of one step alone, so that any step can be told at any time; [`tell_within`] adds what its run knows.
//! [`fact_line`] tells a single fact, for lists that show them all.
//!
//! A [`Question`](crate::language::Question) is answered with an [`Answer`] ([`answer`]): why something is so, or is not, from the state and
//! the steps before it, with what would change it. A [`Disaster`] is how a run with a rule off came to break a
//! property: the steps that mattered, and where the rule would have had it otherwise.

mod answer;
mod arrival;
mod claim;
mod disaster;
mod fact;
mod sentence;
mod tell;
mod why;
mod words;

pub use answer::{Answer, Clause, Evidence, Held, Lit, Remedy};
pub use arrival::{Arrival, arrive};
pub use claim::{
    Cited, Claim, ClientClaim, DiskPart, ElectionClaim, EntryClaim, MessageClaim, OnItsWay, PastClaim, Said,
    ServerClaim, When,
};
pub use disaster::{Disaster, KeyStep, Objection, Role};
pub use fact::fact_line;
pub use sentence::Sentence;
pub use tell::{Narration, tell, tell_within};
pub use why::{ExactEntry, Fate, Guard, Loss, Prospects, Says, Voter, answer, can_arise, most_worth_asking};
pub(crate) use words::capitalized;
pub use words::{action_in_a_word, fact_in_a_word, flight_in_words, grouped, in_a_word, known, ms};
