//! Sentences taken apart by patterns.

use raftarium::raft::{Index, ServerId};

/// What stands in a hole of a pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Word {
    Server(ServerId),
    Number(u64),
    /// From the first entry to the last.
    Entries(Index, Index),
    Text(String),
}

impl Word {
    pub fn server(&self) -> ServerId {
        if let Word::Server(server) = self { *server } else { panic!("no server: {self:?}") }
    }

    pub fn number(&self) -> u64 {
        if let Word::Number(number) = self { *number } else { panic!("no number: {self:?}") }
    }

    pub fn entries(&self) -> (Index, Index) {
        if let Word::Entries(first, last) = self { (*first, *last) } else { panic!("no entries: {self:?}") }
    }

    pub fn text(&self) -> &str {
        if let Word::Text(text) = self { text } else { panic!("no text: {self:?}") }
    }
}

/// The words in the holes of a pattern, if it fits the whole text: `{s}` a server, `{n}` a number, `{e}` `entries 2 to 4`,
/// `{r}` the same without the noun, `{*}` anything.
pub fn fit(pattern: &str, text: &str) -> Option<Vec<Word>> {
    let Some((literal, rest)) = pattern.split_once('{') else {
        return (pattern == text).then(Vec::new);
    };
    let text = text.strip_prefix(literal)?;
    let (hole, rest) = rest.split_once('}').unwrap();
    let after = |word: Word, text: &str| {
        let mut words = fit(rest, text)?;
        words.insert(0, word);
        Some(words)
    };
    match hole {
        "s" => {
            let (number, text) = number(text.strip_prefix('S')?)?;
            after(Word::Server(ServerId::at(usize::try_from(number).ok()? - 1)), text)
        }
        "n" => {
            let (number, text) = number(text)?;
            after(Word::Number(number), text)
        }
        "e" => {
            let text = text.strip_prefix("entry ").or_else(|| text.strip_prefix("entries "))?;
            let (entries, text) = range(text)?;
            after(entries, text)
        }
        "r" => {
            let (entries, text) = range(text)?;
            after(entries, text)
        }
        "*" => (0..=text.len())
            .filter(|end| text.is_char_boundary(*end))
            .find_map(|end| after(Word::Text(text[..end].to_owned()), &text[end..])),
        other => panic!("{other} is no hole"),
    }
}

fn number(text: &str) -> Option<(u64, &str)> {
    // A time of some µs: 0 ms, rounded down as all times are.
    if let Some(text) = text.strip_prefix("less than 1").filter(|text| *text == " ms") {
        return Some((0, text));
    }
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let mut end = digits(text);
    let mut number: u64 = text[..end].parse().ok()?;
    // In groups of three.
    while end <= 3 || number > 999 {
        let Some(more) = text[end..].strip_prefix(',').filter(|more| digits(more) == 3) else { break };
        number = number * 1_000 + more[..3].parse::<u64>().ok()?;
        end += 4;
    }
    Some((number, &text[end..]))
}

fn range(text: &str) -> Option<(Word, &str)> {
    let index = |number: u64| Index(u32::try_from(number).unwrap());
    let (first, rest) = number(text)?;
    let to = rest.strip_prefix(" to ").or_else(|| rest.strip_prefix(" and ")).and_then(number);
    Some(match to {
        Some((last, rest)) => (Word::Entries(index(first), index(last)), rest),
        None => (Word::Entries(index(first), index(first)), rest),
    })
}

#[test]
fn patterns_take_sentences_apart() {
    let words = fit("{s} replaces {e} with {s}'s {r}", "S1 replaces entries 3 to 5 with S2's 3").unwrap();
    assert_eq!(words[1], Word::Entries(Index(3), Index(5)));
    assert_eq!(words[3], Word::Entries(Index(3), Index(3)));
    assert_eq!(fit("{n} ms", "12,840 ms"), Some(vec![Word::Number(12_840)]));
    assert_eq!(fit("{s} wins", "S1 loses"), None);
}
