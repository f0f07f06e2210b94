//! A question in plain words: contractions written out, and words left out that make no difference to it.

use super::Known;
use crate::language::digits;
use crate::language::lexer::Token;

/// Words that people put into a question, and that do not tell it from another one.
const FILLERS: [&str; 25] = [
    "now",
    "still",
    "yet",
    "already",
    "currently",
    "presently",
    "ever",
    "really",
    "actually",
    "exactly",
    "just",
    "then",
    "so",
    "again",
    "anymore",
    "longer",
    "please",
    "right",
    "moment",
    "own",
    "that",
    "possibly",
    "ultimately",
    "eventually",
    "safely",
];

const ARTICLES: [&str; 3] = ["the", "a", "an"];

/// Two words that make no difference together, articles left out.
const PAIRS: [(&str, &str); 7] = [
    ("any", "more"),
    ("any", "longer"),
    ("at", "present"),
    ("at", "moment"),
    ("at", "all"),
    ("at", "last"),
    ("tell", "me"),
];

/// What is written out for the end of a word.
const ENDINGS: [(&str, &str); 4] = [("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would")];

/// Verbs that people join with `not`.
const NEGATED: [&str; 12] =
    ["is", "did", "does", "do", "has", "have", "was", "are", "were", "could", "would", "might"];

/// Words after which `'s` means `is`; after all others it means whose something is.
const BEFORE_IS: [&str; 9] = ["who", "what", "where", "why", "how", "there", "it", "that", "which"];

/// The pieces of a question in plain words, each at its place.
pub(super) fn plain<'a>(tokens: &[Token<'a>], known: &Known) -> Vec<Token<'a>> {
    let mut plain: Vec<Token<'a>> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if token.word && !known.names.iter().any(|name| name == token.text) {
            plain.extend(written_out(*token));
        } else {
            plain.push(*token);
        }
    }
    let word =
        |token: &Token<'_>, words: &[&str]| words.iter().any(|word| token.text.eq_ignore_ascii_case(word));
    let signs: Vec<bool> = (1..=plain.len()).map(|next| plain.get(next).is_some_and(|it| !it.word)).collect();
    let mut sign_follows = signs.iter();
    plain.retain(|token| *sign_follows.next().unwrap_or(&false) || !word(token, &ARTICLES));
    let mut kept: Vec<Token<'a>> = Vec::with_capacity(plain.len());
    let mut at = 0;
    while let Some(token) = plain.get(at) {
        let text = |ahead: usize| plain.get(at + ahead).map_or("", |token| token.text);
        match left_out(&text, known) {
            0 => {
                kept.push(*token);
                at += 1;
            }
            count => at += count,
        }
    }
    kept
}

/// How many of the next words make no difference.
fn left_out<'a>(text: &impl Fn(usize) -> &'a str, known: &Known) -> usize {
    let is = |ahead: usize, word: &str| text(ahead).eq_ignore_ascii_case(word);
    let any = |ahead: usize, words: &[&str]| words.iter().any(|word| is(ahead, word));
    if known.names.iter().any(|name| name == text(0)) || matches!(text(1), "=" | "+=") {
        return 0;
    }
    let entry = any(0, &["entry", "index", "position"]);
    match () {
        // `log entry 3`, `the entry at index 3`, `index number 3`, `server S1`
        () if is(0, "log") && any(1, &["entry", "index", "entries"]) => 1,
        () if entry && any(1, &["at", "with", "in", "of"]) && any(2, &["index", "position"]) => 2,
        () if entry && is(1, "index") => 1,
        () if any(0, &["number", "no", "nr"]) && digits::is_number(text(1)) => 1,
        () if any(0, &["server", "node"]) && is_server(text(1)) => 1,
        () if PAIRS.iter().any(|(first, second)| is(0, first) && is(1, second)) => 2,
        () if any(0, &FILLERS) => 1,
        () => 0,
    }
}

/// Whether a word has the shape of a server's number.
pub(super) fn is_server(word: &str) -> bool {
    word.strip_prefix(['S', 's']).is_some_and(digits::is_number)
}

/// The verb of a negation: `does` of `doesn't` and `doesnt`, `can` of `cannot`.
fn negated(word: &str) -> Option<&'static str> {
    match word.strip_suffix("n't").or_else(|| word.strip_suffix("nt")).unwrap_or(word) {
        "ca" | "cannot" => Some("can"),
        "wo" | "sha" => Some("will"),
        stem if stem.len() < word.len() => NEGATED.into_iter().find(|verb| *verb == stem),
        _ => None,
    }
}

/// `can't` as `can not`, `who's` as `who is`, `S1's` as `S1 's`.
fn written_out(token: Token<'_>) -> impl Iterator<Item = Token<'_>> {
    let lower = token.text.to_lowercase().replace('’', "'");
    if let Some(verb) = negated(&lower) {
        let whole = |text: &'static str| Token { text, ..token };
        return [Some(whole(verb)), Some(whole("not"))].into_iter().flatten();
    }
    let mark = token.text.rfind(['\'', '’']);
    let (Some(mark), Some(ending)) = (mark, lower.rfind('\'').map(|at| &lower[at..])) else {
        return [Some(token), None].into_iter().flatten();
    };
    let stem = Token { text: &token.text[..mark], end: token.start + mark, ..token };
    let word = match ending {
        "'s" if BEFORE_IS.iter().any(|word| stem.text.eq_ignore_ascii_case(word)) => Some("is"),
        "'s" => Some(OF),
        _ => ENDINGS.iter().find(|(known, _)| *known == ending).map(|(_, word)| *word),
    };
    match word {
        Some(text) if !stem.text.is_empty() => {
            [Some(stem), Some(Token { text, start: token.start + mark, ..token })].into_iter().flatten()
        }
        _ => [Some(token), None].into_iter().flatten(),
    }
}

/// What follows a word for whose something is: `S1's term`.
pub(super) const OF: &str = "'s";
