//! Names and values as an address has them: `a=1&b=x%20y`.

use std::fmt::Write as _;

/// The pairs of a fragment.
pub(super) struct Pairs<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Pairs<'a> {
    pub fn of(fragment: &'a str) -> Pairs<'a> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        Pairs(fragment.split('&').filter_map(|pair| pair.split_once('=')).collect())
    }

    /// The value of a name, decoded; of several, the first.
    pub fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(decoded(value))
    }
}

/// Pairs as a fragment.
pub(super) fn written(pairs: &[(&str, String)]) -> String {
    let mut fragment = String::from("#");
    for (place, (name, value)) in pairs.iter().enumerate() {
        if place > 0 {
            fragment.push('&');
        }
        fragment.push_str(name);
        fragment.push('=');
        for byte in value.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    fragment.push(char::from(byte));
                }
                b' ' => fragment.push('+'),
                // Writing into a string never fails.
                _ => drop(write!(fragment, "%{byte:02X}")),
            }
        }
    }
    fragment
}

/// A value without its escapes. What is no escape stands for itself, and what is no text becomes `�`.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| 16 * high + low),
            _ => None,
        };
        bytes.push(match first {
            b'+' => b' ',
            first => escaped.unwrap_or(*first),
        });
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}
