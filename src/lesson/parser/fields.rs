//! The lines of a block as `name: value` and choices. What is indented belongs to what stands above it.

use super::Reader;
use super::row::{Row, indent, without_end};

/// `name: value`, with the lines that belong to it.
#[derive(Debug)]
pub(super) struct Field<'a> {
    pub name: Row<'a>,
    /// The rest of the line, then the lines below without their indentation.
    pub value: Vec<Row<'a>>,
}

/// `- what`, with the lines that belong to it.
#[derive(Debug)]
pub(super) struct Bullet<'a> {
    /// What follows the dash.
    pub row: Row<'a>,
    /// The lines below without their indentation.
    pub below: Vec<Row<'a>>,
}

#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    pub fields: Vec<Field<'a>>,
    pub bullets: Vec<Bullet<'a>>,
}

enum Last {
    Nothing,
    Field,
    Bullet,
}

/// Reads the lines of a block.
pub(super) fn read<'a>(rows: &[Row<'a>], names: &[&str], reader: &mut Reader) -> Fields<'a> {
    let mut fields = Fields::default();
    let mut last = Last::Nothing;
    for row in without_end(rows) {
        let text = row.text();
        if row.is_blank() || indent(text) > 0 {
            let rest = row.outdented(2);
            match last {
                Last::Field => fields.fields.last_mut().map(|field| field.value.push(rest)),
                Last::Bullet => fields.bullets.last_mut().map(|bullet| bullet.below.push(rest)),
                Last::Nothing if row.is_blank() => None,
                Last::Nothing => {
                    let problem = row.trim().problem("this does not belong to anything above it");
                    reader.say(problem.expecting("`name: value` begins at the left margin"));
                    None
                }
            };
        } else if let Some(rest) = text.strip_prefix('-').filter(|rest| rest.starts_with(' ')) {
            let row = row.after(text.len() - rest.len()).trim();
            fields.bullets.push(Bullet { row, below: Vec::new() });
            last = Last::Bullet;
        } else if let Some(field) = named(*row) {
            if !names.contains(&field.name.text()) {
                reader.unknown(field.name, "said here", names);
            }
            fields.fields.push(field);
            last = Last::Field;
        } else {
            let problem = row.problem("this is neither `name: value` nor a choice");
            reader.say(problem.expecting("a continuation line is indented by two spaces"));
            last = Last::Nothing;
        }
    }
    for field in &mut fields.fields {
        field.value.truncate(without_end(&field.value).len());
    }
    fields
}

/// A line `name: value`.
pub(super) fn named(row: Row<'_>) -> Option<Field<'_>> {
    let colon = row.text().find(':')?;
    let name = row.part(0, colon);
    let word =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if !word(name.text()) {
        return None;
    }
    let value = row.after(colon + 1).trim();
    let value = if value.text().is_empty() { Vec::new() } else { vec![value] };
    Some(Field { name, value })
}

impl<'a> Fields<'a> {
    /// All values that are said of a name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(move |field| field.name.text() == name)
    }

    /// The one value of a name.
    pub fn one(&self, name: &str, reader: &mut Reader) -> Option<&Field<'a>> {
        let mut found = self.all(name);
        let first = found.next();
        if let Some(again) = found.next() {
            let problem = again.name.problem(format!("`{name}` appears twice"));
            reader.say(problem.expecting("once is enough"));
        }
        first
    }

    /// The one value of a name, which must be there.
    pub fn need(&self, name: &str, head: Row<'_>, expected: &str, reader: &mut Reader) -> Option<&Field<'a>> {
        let found = self.one(name, reader);
        if found.is_none() {
            reader.say(head.problem(format!("`{name}` is missing")).expecting(expected));
        }
        found.filter(|field| field.is_something(expected, reader))
    }
}

impl<'a> Field<'a> {
    fn is_something(&self, expected: &str, reader: &mut Reader) -> bool {
        let something = !without_end(&self.value).is_empty();
        if !something {
            let message = format!("`{}` is empty", self.name.text());
            reader.say(self.name.problem(message).expecting(expected));
        }
        something
    }

    /// The value, of which there is one line.
    pub fn line(&self, reader: &mut Reader) -> Option<Row<'a>> {
        if let Some(more) = self.value.get(1) {
            reader.say(more.trim().problem(format!("`{}` takes one line", self.name.text())));
        }
        if self.value.is_empty() {
            self.is_something("a value on the same line", reader);
        }
        self.value.first().copied()
    }

    /// The value as words that are not looked into.
    pub fn words(&self, reader: &mut Reader) -> Option<String> {
        let words: Vec<&str> = self.value.iter().map(|row| row.text().trim()).collect();
        self.is_something("a sentence", reader).then(|| words.join(" "))
    }
}
