//! Why and why not: answers are true, remedies work, and what is said to be certain is.

mod changes;
mod chaos;
mod elections;
mod fates;
mod kinds;
mod language;
mod remedies;
mod wordings;
