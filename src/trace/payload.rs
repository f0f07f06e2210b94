//! What an entry holds, as far as a trace has to tell it apart from others.

use super::Payload;
use super::names::clean;

/// How many characters of a command are kept for showing.
const MOST_COMMAND: usize = 200;

/// A digest of a command: even.
pub(super) fn digest(command: &str) -> u64 {
    fnv(command) & !1
}

/// FNV-1a, 64 bits.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A digest of a hash: odd, since a hash and a command cannot be held against each other. One that we wrote is the
/// digest itself.
pub(super) fn digest_of_hash(hash: &str) -> u64 {
    ours(hash).unwrap_or_else(|| fnv(hash) | 1)
}

/// The digest that a hash is, if we wrote it.
pub(super) fn ours(hash: &str) -> Option<u64> {
    let digits = hash.strip_prefix('#').filter(|digits| digits.len() == 16)?;
    u64::from_str_radix(digits, 16).ok()
}

/// A digest as we write it.
pub(super) fn hash(digest: u64) -> String {
    format!("#{digest:016x}")
}

/// A command as it can be shown.
pub(super) fn text(command: &str) -> Box<str> {
    clean(command, MOST_COMMAND)
}

impl Payload {
    /// What a command holds, by its text.
    pub fn of(command: &str) -> Payload {
        Payload { digest: digest(command), text: Some(text(command)) }
    }
}
