//! The right word nearest to a wrong one, and the question that is asked about it: one rule for the whole program.

/// The longest words that are compared, in characters: longer ones would take too long.
const LONGEST: usize = 200;

/// The nearest of some words, the first of several as near, if it is near enough to have been meant: a third of the
/// letters may be wrong. Capital letters, and whether parts of a word are joined by `-`, `_`, a space or nothing,
/// make no difference. A single letter is near to nothing.
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = found.chars().count();
    if !(2..=LONGEST).contains(&length) {
        return None;
    }
    let found = letters(found);
    let candidates = known.into_iter().map(|word| (word.chars().count(), word));
    let (distance, length, near) = candidates
        .filter(|(letters, _)| (2..=LONGEST).contains(letters))
        .map(|(other, word)| (strsim::damerau_levenshtein(&found, &letters(word)), length.max(other), word))
        .min_by_key(|(distance, ..)| *distance)?;
    (distance * 3 <= length).then_some(near)
}

fn letters(word: &str) -> String {
    word.to_lowercase().replace(['-', '_', ' '], "")
}

/// `did you mean crash?`
pub fn did_you_mean(near: &str) -> String {
    format!("did you mean {near}?")
}

/// `; did you mean crash?`, to stand behind what is wrong; nothing if no word is near.
pub fn hint<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(found, known).map(|near| format!("; {}", did_you_mean(near))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_of_the_letters_may_be_wrong() {
        let words = ["crash", "restart", "heal", "no-log-check", "votedFor", "V2"];
        let near = |found| nearest(found, words);
        assert_eq!(near("krash"), Some("crash"));
        assert_eq!(near("RESTRAT"), Some("restart"));
        assert_eq!(near("no_log_chekc"), Some("no-log-check"));
        assert_eq!(near("votedfor"), Some("votedFor"));
        assert_eq!(near("V22"), Some("V2"));
        assert_eq!(near("hill"), None);
        assert_eq!(near("h"), None);
        assert_eq!(near(&"heal".repeat(100)), None);
    }

    #[test]
    fn of_words_that_are_as_near_the_first_counts() {
        assert_eq!(nearest("lead", ["load", "read"]), Some("load"));
        assert_eq!(hint("lead", ["load", "read"]), "; did you mean load?");
        assert_eq!(hint("lead", ["partition"]), "");
    }
}
