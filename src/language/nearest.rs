//! The nearest right word to a wrong one.

/// The nearest of some words, if it is near.
pub(crate) fn nearest_of(found: &str, words: &[String]) -> Option<String> {
    if found.len() > 40 || found.len() < 2 {
        return None;
    }
    let found = found.to_lowercase();
    // Of a name of several words the first one counts: it is what stands where the mistake is.
    let first = |word: &str| word.split(' ').next().unwrap_or_default().to_lowercase();
    let distance = |word: &String| strsim::damerau_levenshtein(&found, &first(word));
    let near = words.iter().filter(|word| word.len() > 1).min_by_key(|word| distance(word))?;
    let longest = found.chars().count().max(first(near).chars().count());
    // A third of the letters may be wrong; a server's number may not be guessed.
    let guess = near.starts_with('S') && near[1..].bytes().all(|byte| byte.is_ascii_digit());
    (distance(near) * 3 <= longest && distance(near) > 0 && !guess).then(|| near.clone())
}
