//! Colours and glyphs: dark, light, mono and plain ASCII.

/// How everything looks.
#[derive(Clone, Debug)]
pub struct Look {}
