//! A run as a trace: a line of JSON an event.

use super::{ExportError, Subject};
use crate::trace::{Header, Piece, Reader, header, names, record, write};
use crate::untrusted::printable;
use std::io::{BufRead, Write};

/// Writes the trace.
///
/// # Errors
/// If the steps do not begin with the first; or if it cannot be written.
pub fn write(subject: &Subject, mut out: &mut dyn Write) -> Result<(), ExportError> {
    let Subject { run, steps, .. } = subject;
    if steps.first > 1 {
        return Err(ExportError::NotFromTheBeginning(steps.first));
    }
    let names = names(run);
    write::header(&mut out, &header(run, &printable(&subject.marked_title(), 200)), &names)?;
    record(run, steps.last, |event| write::event(&mut out, event, &names))?;
    Ok(())
}

/// Writes a trace of somebody, however it is written, in our format: what it does not tell is not filled in. Says how many
/// lines could not be read; they are left out.
///
/// # Errors
/// If it cannot be read or written.
pub fn copy(input: impl BufRead, mut out: &mut dyn Write) -> Result<u64, ExportError> {
    let mut reader = Reader::new(input);
    // The first line, until it is written.
    let mut first = Some(Header::default());
    while let Some(piece) = reader.advance().map_err(ExportError::Read)? {
        match (piece, &mut first) {
            (Piece::Header(header), Some(first)) => *first = header,
            (Piece::Members(members), Some(first)) => first.members = members,
            // Our first line is all that we have to say who the members are.
            (Piece::Header(_) | Piece::Members(_), None) | (Piece::Broken(_), _) => {}
            (Piece::Event(event), _) => {
                if let Some(first) = first.take() {
                    write::header(&mut out, &first, reader.names())?;
                }
                write::event(&mut out, &event, reader.names())?;
            }
        }
    }
    if let Some(first) = first {
        write::header(&mut out, &first, reader.names())?;
    }
    Ok(reader.tally().broken)
}
