//! The one command language.
