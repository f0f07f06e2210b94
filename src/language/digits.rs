//! Numbers with units, as people write them: `150ms`, `1.5s`, `150..300ms`, `2.5%`.

use crate::sim::{Span, SpanRange};

/// Why a text is not a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wrong {
    /// It has no unit.
    NoUnit,
    /// It is longer than an hour.
    TooLong,
    /// It has parts of a microsecond.
    TooFine,
    /// It is something else.
    Shape,
}

/// Whether this is a whole number, of any size.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_decimal(text: &str) -> bool {
    text.split_once('.').is_some_and(|(whole, part)| is_number(whole) && is_number(part))
}

/// Units and how many µs they have.
const UNITS: [(&str, u64); 4] = [("ms", 1000), ("us", 1), ("µs", 1), ("s", 1_000_000)];

fn split_unit(text: &str) -> (&str, Option<u64>) {
    for (unit, micros) in UNITS {
        let Some((number, end)) = text.len().checked_sub(unit.len()).and_then(|at| text.split_at_checked(at))
        else {
            continue;
        };
        // Capital or small letters, as everywhere in the language.
        if end.eq_ignore_ascii_case(unit) {
            return (number, Some(micros));
        }
    }
    (text, None)
}

/// A decimal number times a unit, exactly; none if it is not a number or finer than 1.
fn scaled(number: &str, unit: u64) -> Option<u64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    if !is_number(whole) || !is_number(part) || whole.len() > 12 || part.len() > 6 {
        return None;
    }
    let scale = 10_u64.pow(part.len() as u32);
    let fraction = part.parse::<u64>().ok()? * unit;
    if !fraction.is_multiple_of(scale) {
        return None;
    }
    whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(fraction / scale)
}

fn bounded(number: &str, unit: u64) -> Result<Span, Wrong> {
    match scaled(number, unit) {
        Some(micros) if micros <= Span::LONGEST.0 => Ok(Span(micros)),
        Some(_) => Err(Wrong::TooLong),
        // More digits than can be counted with are a number all the same.
        None if is_number(number) => Err(Wrong::TooLong),
        None if is_decimal(number) => Err(Wrong::TooFine),
        None => Err(Wrong::Shape),
    }
}

/// A length of time.
pub(super) fn span(text: &str) -> Result<Span, Wrong> {
    match split_unit(text) {
        (number, Some(unit)) => bounded(number, unit),
        (number, None) if scaled(number, 1000).is_some() => Err(Wrong::NoUnit),
        _ => Err(Wrong::Shape),
    }
}

/// A moment: as a length of time, but there is no end to how late it can be.
pub(super) fn moment(text: &str) -> Result<Span, Wrong> {
    let (number, unit) = split_unit(text);
    match unit.and_then(|unit| scaled(number, unit)) {
        Some(micros) => Ok(Span(micros)),
        None => span(text),
    }
}

/// A range of time, or a single time for both ends. The first end may leave its unit to the second.
pub(super) fn range(text: &str) -> Result<SpanRange, Wrong> {
    let Some((min, max)) = text.split_once("..") else {
        let both = span(text)?;
        return Ok(SpanRange { min: both, max: both });
    };
    let (number, unit) = split_unit(max);
    let unit =
        unit.ok_or_else(|| if scaled(number, 1000).is_some() { Wrong::NoUnit } else { Wrong::Shape })?;
    let max = bounded(number, unit)?;
    let min = match split_unit(min) {
        (number, None) => bounded(number, unit)?,
        (number, Some(own)) => bounded(number, own)?,
    };
    Ok(SpanRange { min, max })
}

/// A percentage, in thousandths.
pub(super) fn share(text: &str) -> Option<u16> {
    let thousandths = scaled(text.strip_suffix('%')?, 10)?;
    Some(u16::try_from(thousandths).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_exactly() {
        assert_eq!(span("150ms"), Ok(Span::from_ms(150)));
        assert_eq!(span("1.5s"), Ok(Span::from_ms(1500)));
        assert_eq!(span("0.25ms"), Ok(Span(250)));
        assert_eq!(span("7us"), Ok(Span(7)));
        assert_eq!(span("3600s"), Ok(Span::LONGEST));
        assert_eq!(span("3601s"), Err(Wrong::TooLong));
        assert_eq!(span("150"), Err(Wrong::NoUnit));
        assert_eq!(span("0.0001ms"), Err(Wrong::TooFine));
        assert_eq!(span("1.0000000000005s"), Err(Wrong::TooFine));
        assert_eq!(span("99999999999999999999ms"), Err(Wrong::TooLong));
        assert_eq!(span("150MS"), Ok(Span::from_ms(150)));
        assert_eq!(span("1.5S"), Ok(Span::from_ms(1500)));
        assert_eq!(span("µ"), Err(Wrong::Shape));
        assert_eq!(span("-5ms"), Err(Wrong::Shape));
    }

    #[test]
    fn ranges_share_their_unit() {
        assert_eq!(range("150..300ms"), Ok(SpanRange::from_ms(150, 300)));
        assert_eq!(range("500ms..1s"), Ok(SpanRange::from_ms(500, 1000)));
        assert_eq!(range("10ms"), Ok(SpanRange::from_ms(10, 10)));
        assert_eq!(range("150..300"), Err(Wrong::NoUnit));
    }

    #[test]
    fn shares_are_thousandths() {
        assert_eq!(share("10%"), Some(100));
        assert_eq!(share("2.5%"), Some(25));
        assert_eq!(share("0.05%"), None);
        assert_eq!(share("10"), None);
    }
}
