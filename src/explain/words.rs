//! The words that sentences are made of: lists, ranges, nouns.

use crate::raft::{AppendEntries, Fact, Index, MessageKind, Partial, Rpc, SeenMessage, ServerId, ServerSet};
use crate::sim::{Action, Contents, Flight, SeenFact, Span};
use std::fmt;

/// What is not known is written `?`.
pub fn known(value: Option<impl fmt::Display>) -> String {
    value.map_or_else(|| "?".to_owned(), |value| value.to_string())
}

/// The most servers that a sentence names one by one.
const MOST_NAMES: usize = 4;

/// `S4`, `S4 and S5`, `S1, S4 and S5`; for more than four, only their number.
pub fn servers(set: ServerSet) -> String {
    if set.len() > MOST_NAMES { format!("{} servers", set.len()) } else { set.in_prose() }
}

/// `2`, `2 and 3`, `2 to 5`.
pub fn range(first: Index, last: Index) -> String {
    if last <= first {
        first.to_string()
    } else if first.next() == last {
        format!("{first} and {last}")
    } else {
        format!("{first} to {last}")
    }
}

/// `entry 2`, `entries 2 and 3`, `entries 2 to 5`.
pub fn entries(first: Index, last: Index) -> String {
    let noun = if last <= first { "entry" } else { "entries" };
    format!("{noun} {}", range(first, last))
}

/// The entries that a request carries: `entry 2`, `entries 2 to 5`.
pub fn entries_of(request: &AppendEntries<Partial>) -> String {
    match request.first_index().zip(request.last_index()) {
        Some((first, last)) => entries(first, last),
        None => "entry ?".to_owned(),
    }
}

/// A length of time as people write it: `183 ms`, `12,840 ms`; from a minute on `2 min`, `1 h 30 min`, `1 min 2.5 s`.
pub fn ms(span: Span) -> String {
    const MINUTE: u64 = 60_000;
    let ms = span.ms();
    match ms {
        0 if span.0 > 0 => return "less than 1 ms".to_owned(),
        0..MINUTE => return format!("{} ms", grouped(ms)),
        _ => {}
    }
    let (hours, minutes, rest) = (ms / (60 * MINUTE), ms / MINUTE % 60, ms % MINUTE);
    let decimals = format!(".{:03}", rest % 1_000);
    let parts = [
        (hours > 0).then(|| format!("{} h", grouped(hours))),
        (minutes > 0).then(|| format!("{minutes} min")),
        (rest > 0)
            .then(|| format!("{}{} s", rest / 1_000, decimals.trim_end_matches('0').trim_end_matches('.'))),
    ];
    parts.into_iter().flatten().collect::<Vec<String>>().join(" ")
}

/// `12,840`: digits in groups of three.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 vote`, `3 votes`, `2 entries`.
pub fn count(number: usize, noun: &str) -> String {
    match noun.strip_suffix('y') {
        _ if number == 1 => format!("1 {noun}"),
        Some(stem) => format!("{number} {stem}ies"),
        None => format!("{number} {noun}s"),
    }
}

/// The word for a kind of message in a sentence.
pub const fn kind(kind: MessageKind) -> &'static str {
    match kind.rpc() {
        _ if kind.is_reply() => "reply",
        Rpc::RequestVote => "vote request",
        Rpc::AppendEntries => "AppendEntries",
    }
}

/// The word for a message that brings a newer term: `vote request`, `heartbeat`, `AppendEntries`, `reply`.
pub fn noun(message: &Contents) -> &'static str {
    if message.is_heartbeat() { "heartbeat" } else { kind(message.kind()) }
}

/// What a message brings, in a word: a vote, a denial, entries, a rejection. None if it is what one expects.
pub fn in_a_word(message: &Contents) -> Option<String> {
    match message.seen().entries() {
        [entry] => return Some(known(entry.payload)),
        entries @ [_, _, ..] => return Some(format!("{} entries", entries.len())),
        [] => {}
    }
    let word = if message.is_refusal() { "no" } else { "yes" };
    (message.is_refusal() || message.grants_vote()).then(|| word.to_owned())
}

/// What a person did to a server, in a word or two, if no fact says it.
pub fn action_in_a_word(action: &Action) -> Option<&'static str> {
    match action {
        Action::Freeze(_) => Some("freezes"),
        Action::Thaw(_) => Some("continues"),
        Action::Wipe(_) => Some("is wiped"),
        _ => None,
    }
}

/// What a fact says about a server, in a word or two, for facts that every picture shows in the same words.
pub fn fact_in_a_word(fact: SeenFact) -> Option<String> {
    Some(match fact {
        Fact::Crashed { .. } => "crashes".to_owned(),
        Fact::Restarted { .. } => "restarts".to_owned(),
        Fact::CommitAdvanced { to, .. } => format!("commits {to}"),
        Fact::CommitWithheld { index, .. } => format!("{index} not committed"),
        Fact::Truncated { first, last, .. } if first == last => format!("deletes {first}"),
        Fact::Truncated { first, last, .. } => format!("deletes {first}–{last}"),
        Fact::SteppedDown { .. } => "steps down".to_owned(),
        _ => return None,
    })
}

/// A message with its sender and receiver, as the subject of a sentence: `A vote request from S4 to S1`.
pub fn flight(flight: &Flight) -> String {
    let Flight { from, to, message, .. } = flight;
    match &*message.seen() {
        SeenMessage::RequestVote(_) => format!("A vote request from {from} to {to}"),
        SeenMessage::RequestVoteReply(_) if message.is_refusal() => format!("The denial from {from} to {to}"),
        _ if message.is_refusal() => format!("The rejection from {from} to {to}"),
        _ if message.is_heartbeat() => format!("A heartbeat from {from} to {to}"),
        SeenMessage::RequestVoteReply(_) => format!("A vote from {from} for {to}"),
        SeenMessage::AppendEntries(request) => {
            format!("AppendEntries with {} from {from} to {to}", entries_of(request))
        }
        SeenMessage::AppendEntriesReply(_) => format!("A reply from {from} to {to}"),
    }
}

/// A message with its sender first: `S4's vote request to S1`, `S1's vote for S4`, `S4's AppendEntries to S1 with entry 2`.
pub fn flight_in_words(flight: &Flight) -> String {
    let Flight { from, to, message, .. } = flight;
    match &*message.seen() {
        SeenMessage::RequestVote(_) => format!("{from}'s vote request to {to}"),
        SeenMessage::RequestVoteReply(_) if message.is_refusal() => format!("{from}'s denial to {to}"),
        _ if message.is_refusal() => format!("{from}'s rejection to {to}"),
        _ if message.is_heartbeat() => format!("{from}'s heartbeat to {to}"),
        SeenMessage::RequestVoteReply(_) => format!("{from}'s vote for {to}"),
        SeenMessage::AppendEntries(request) => {
            format!("{from}'s AppendEntries to {to} with {}", entries_of(request))
        }
        SeenMessage::AppendEntriesReply(_) => format!("{from}'s reply to {to}"),
    }
}

/// `S1's`.
pub fn of(server: ServerId) -> String {
    format!("{server}'s")
}

/// A sentence begins with a capital.
pub fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(numbers: &[usize]) -> ServerSet {
        numbers.iter().map(|number| ServerId::at(number - 1)).collect()
    }

    #[test]
    fn few_servers_are_named_and_many_are_counted() {
        assert_eq!(servers(set(&[4])), "S4");
        assert_eq!(servers(set(&[4, 5])), "S4 and S5");
        assert_eq!(servers(set(&[1, 4, 5])), "S1, S4 and S5");
        assert_eq!(servers(set(&[1, 2, 3, 4, 5])), "5 servers");
        assert_eq!(servers(ServerSet::EMPTY), "no server");
    }

    #[test]
    fn ranges_of_entries_read_like_prose() {
        assert_eq!(entries(Index(2), Index(2)), "entry 2");
        assert_eq!(entries(Index(2), Index(3)), "entries 2 and 3");
        assert_eq!(entries(Index(2), Index(5)), "entries 2 to 5");
    }

    #[test]
    fn long_times_are_grouped_and_short_ones_are_not_called_zero() {
        assert_eq!(ms(Span(183_700)), "183 ms");
        assert_eq!(ms(Span(12_840_000)), "12,840 ms");
        assert_eq!(ms(Span(500)), "less than 1 ms");
        assert_eq!(ms(Span::ZERO), "0 ms");
    }
}
