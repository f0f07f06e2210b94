//! A check as text.
