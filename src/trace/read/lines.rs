//! The lines of a file, one at a time, however long they are.

use std::io::{self, BufRead, Read};

/// How many bytes a line may have.
pub const MOST_LINE: usize = 1 << 20;

/// The lines of a file. One of them is kept at a time.
#[derive(Debug)]
pub(in crate::trace) struct Lines<R> {
    input: R,
    buffer: Vec<u8>,
    number: u64,
    ended: bool,
    too_long: bool,
}

impl<R: BufRead> Lines<R> {
    pub(in crate::trace) fn new(input: R) -> Lines<R> {
        Lines { input, buffer: Vec::new(), number: 0, ended: true, too_long: false }
    }

    /// Goes to the next line, and tells whether there is one.
    pub(in crate::trace) fn advance(&mut self) -> io::Result<bool> {
        self.buffer.clear();
        // A byte more than a line may have, and its end.
        let most = MOST_LINE as u64 + 2;
        if (&mut self.input).take(most).read_until(b'\n', &mut self.buffer)? == 0 {
            return Ok(false);
        }
        self.number += 1;
        self.ended = self.buffer.last() == Some(&b'\n');
        if self.ended {
            self.buffer.pop();
            if self.buffer.last() == Some(&b'\r') {
                self.buffer.pop();
            }
        }
        self.too_long = self.buffer.len() > MOST_LINE;
        if self.too_long && !self.ended {
            self.input.skip_until(b'\n')?;
            self.ended = true;
        }
        if self.number == 1 && self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.buffer.drain(..3);
        }
        Ok(true)
    }

    /// The line without its end. Of one that is too long, the beginning.
    pub(in crate::trace) fn text(&self) -> &[u8] {
        &self.buffer
    }

    /// Its number, counted from 1.
    pub(in crate::trace) fn number(&self) -> u64 {
        self.number
    }

    /// Whether it ends with a newline. The last one may not.
    pub(in crate::trace) fn ended(&self) -> bool {
        self.ended
    }

    pub(in crate::trace) fn too_long(&self) -> bool {
        self.too_long
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(u64, usize, bool, bool)> {
        let mut lines = Lines::new(bytes);
        let mut found = Vec::new();
        while lines.advance().unwrap() {
            found.push((lines.number(), lines.text().len(), lines.ended(), lines.too_long()));
        }
        found
    }

    #[test]
    fn lines_end_as_on_any_system() {
        assert_eq!(lines(b""), []);
        assert_eq!(
            lines(b"\xef\xbb\xbfab\r\n\nc"),
            [(1, 2, true, false), (2, 0, true, false), (3, 1, false, false)]
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped() {
        let mut bytes = vec![b'x'; MOST_LINE];
        bytes.extend(b"\nab\n");
        assert_eq!(lines(&bytes), [(1, MOST_LINE, true, false), (2, 2, true, false)]);
        bytes.splice(..0, vec![b'y'; 3_000_000]);
        assert_eq!(lines(&bytes), [(1, MOST_LINE + 2, true, true), (2, 2, true, false)]);
    }
}
