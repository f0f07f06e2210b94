//! The same story line by line.
