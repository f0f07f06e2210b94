//! What is tried in a worker, so that the page never waits: what strangers send.

use raftarium::lesson::{MOST_LESSON_BYTES, parse_bytes};
use raftarium::link::{Link, LinkPlace};
use raftarium::storage::{Document, Kind};

/// Tries a file: reads it, and plays it to its end. Whoever waits for it can end that at any time.
///
/// # Errors
/// What is wrong with it.
pub fn try_file(name: &str, bytes: &[u8]) -> Result<(), String> {
    match Kind::of_input(&mut &bytes[..]).map_err(|error| error.to_string())? {
        Kind::Lesson if bytes.len() > MOST_LESSON_BYTES => {
            Err(format!("{name} is larger than {} KiB, the maximum for a lesson", MOST_LESSON_BYTES / 1024))
        }
        Kind::Lesson => parse_bytes(bytes, "").map(|_| ()).map_err(|problems| problems.render(name)),
        _ => {
            let document = Document::read(None, name, bytes);
            document.and_then(Document::play).map(|_| ()).map_err(|error| error.to_string())
        }
    }
}

/// Tries a link: reads it, and plays its run to its end.
///
/// # Errors
/// What is wrong with it.
pub fn try_link(fragment: &str) -> Result<(), String> {
    let link = Link::read(fragment).map_err(|error| error.to_string())?;
    match link.and_then(|link| link.place) {
        Some(LinkPlace::Run { text, .. }) => try_file("the run in the link", text.as_bytes()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_tried_whatever_they_are() {
        assert_eq!(try_file("a.raft", b"servers 3\nrun until leader exists within 10s\n"), Ok(()));
        assert_eq!(try_file("a.jsonl", b"1 1 ada leader\n2 1 bob follower\n"), Ok(()));
        for bytes in
            [b"servers 3\nrun untl leader\n".as_slice(), b"\xff\xfe\x00", b"---\nid: x\n", &vec![0; 1 << 21]]
        {
            let why = try_file("b.raft", bytes).expect_err("it is refused");
            assert!(why.contains("b.raft"), "{why}");
        }
    }
}
