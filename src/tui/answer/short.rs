//! A question in a few words, for the line of keys.

use crate::language::{Being, Question};

/// What it asks: `why S3 follows`, `why no leader`, `can S2 win`.
pub(in crate::tui) fn in_short(question: &Question) -> String {
    match *question {
        Question::Role { server, being, not } => {
            let being = match (being, not) {
                (Being::Leader, false) => "leads",
                (Being::Leader, true) => "does not lead",
                (Being::Candidate, false) => "is candidate",
                (Being::Candidate, true) => "is no candidate",
                (Being::Follower, false) => "follows",
                (Being::Follower, true) => "is no follower",
                (Being::Down, false) => "is down",
                (Being::Down, true) => "is up",
            };
            format!("why {server} {being}")
        }
        Question::NoLeader => "why no leader".into(),
        Question::CanWin(server) => format!("can {server} win"),
        Question::Vote { voter, refused: true, .. } => format!("why {voter} denied"),
        Question::Vote { voter, refused: false, .. } => format!("why {voter} voted"),
        Question::Message(_) => "why this message".into(),
        Question::Committed { not: true, .. } => "why not committed".into(),
        Question::Committed { not: false, .. } => "why committed".into(),
        Question::Stuck => "why no progress".into(),
        Question::Elected { server: Some(server), .. } => format!("who elected {server}"),
        Question::Elected { server: None, .. } => "who elected it".into(),
        Question::Property(_) => "why property".into(),
        Question::Step(_) => "why this step".into(),
        Question::Changed { what, server } => {
            format!("why {} of {server}", what.word())
        }
        _ => "why".into(),
    }
}
