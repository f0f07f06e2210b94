//! A run as a trace: a line of JSON an event.

use super::{ExportError, Subject};
use crate::trace::{header, names, record, write};
use std::io::Write;

/// Writes the trace.
///
/// # Errors
/// If the steps do not begin with the first; or if it cannot be written.
pub fn write(subject: &Subject, mut out: &mut dyn Write) -> Result<(), ExportError> {
    let Subject { run, title, steps, .. } = subject;
    if steps.first > 1 {
        return Err(ExportError::NotFromTheBeginning(steps.first));
    }
    let names = names(run);
    write::header(&mut out, &header(run, &super::clean(title, 200)), &names)?;
    record(run, steps.last, |event| write::event(&mut out, event, &names))?;
    Ok(())
}
