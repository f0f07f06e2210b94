//! Objects of JSON, field by field. Names that are not known are remembered, since one of them may be a slip of the pen.

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The name of a field, borrowed from the line unless it is written with escapes.
pub(super) struct Key<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, "the name of a field").map(Key)
    }
}

/// A text, borrowed from the line unless it is written with escapes.
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer, "a text").map(Text)
    }
}

fn text<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
    expects: &'static str,
) -> Result<Cow<'a, str>, D::Error> {
    struct Texts(&'static str);

    impl<'de> Visitor<'de> for Texts {
        type Value = Cow<'de, str>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
            Ok(Cow::Borrowed(text))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Cow::Owned(text.to_owned()))
        }

        fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
            Ok(Cow::Owned(text))
        }
    }

    deserializer.deserialize_str(Texts(expects))
}

/// A text, or a number in its place, as people name nodes and commands.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Label<'a> {
    Text(Cow<'a, str>),
    Number(u64),
    Negative(i64),
}

impl Label<'_> {
    /// Calls something with it as a text. Numbers are written without asking for memory.
    pub(super) fn with<T>(&self, what: impl FnOnce(&str) -> T) -> T {
        use fmt::Write;
        let mut digits = arrayvec::ArrayString::<20>::new();
        // Twenty digits are enough for any of them.
        let _ = match self {
            Label::Text(text) => return what(text),
            Label::Number(number) => write!(digits, "{number}"),
            Label::Negative(number) => write!(digits, "{number}"),
        };
        what(&digits)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Label<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Labels;

        impl<'de> Visitor<'de> for Labels {
            type Value = Label<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a whole number")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Label::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Label::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Label::Number(number))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Label::Negative(number))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                // Some languages know no other numbers, and write 1.0.
                if number.fract() == 0.0 && (0.0..1e15).contains(&number) {
                    return Ok(Label::Number(number as u64));
                }
                Err(Error::invalid_type(Unexpected::Float(number), &self))
            }
        }

        deserializer.deserialize_any(Labels)
    }
}

/// A number of a term or an index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number(pub(super) u32);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;

        impl Visitor<'_> for Numbers {
            type Value = Number;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number from 0 to 4294967294")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Number, E> {
                // The highest of all stands for what is not told.
                let fits = u32::try_from(number).ok().filter(|number| *number < u32::MAX);
                fits.map(Number).ok_or_else(|| Error::invalid_value(Unexpected::Unsigned(number), &self))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Number, E> {
                Err(Error::invalid_value(Unexpected::Signed(number), &self))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Number, E> {
                if number.fract() == 0.0 && (0.0..f64::from(u32::MAX)).contains(&number) {
                    return Ok(Number(number as u32));
                }
                Err(Error::invalid_type(Unexpected::Float(number), &self))
            }
        }

        deserializer.deserialize_any(Numbers)
    }
}

/// Objects whose fields all have a value for when they are missing. What has a name that is not theirs is passed over, and `unknown` is the
/// first such name.
macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident, $expects:literal { $($field:ident: $type:ty = $key:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $name<'a> {
            $(pub(super) $field: $type,)*
            pub(super) unknown: Option<Cow<'a, str>>,
        }

        impl $name<'_> {
            /// The names of its fields.
            pub(super) const FIELDS: &'static [&'static str] = &[$($key),*];
        }

        impl<'de: 'a, 'a> Deserialize<'de> for $name<'a> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Objects<'a>(std::marker::PhantomData<&'a ()>);

                impl<'de: 'a, 'a> Visitor<'de> for Objects<'a> {
                    type Value = $name<'a>;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expects)
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        let mut object = $name::default();
                        while let Some(key) = map.next_key::<Key<'de>>()? {
                            match &*key.0 {
                                $($key => object.$field = map.next_value()?,)*
                                _ => {
                                    map.next_value::<IgnoredAny>()?;
                                    object.unknown.get_or_insert(key.0);
                                }
                            }
                        }
                        Ok(object)
                    }
                }

                deserializer.deserialize_map(Objects(std::marker::PhantomData))
            }
        }
    )*};
}

pub(super) use objects;
