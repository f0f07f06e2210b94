//! Traces on the ordinary screen: a run of ours that is recorded and opened is the same run, and what a trace does not
//! tell is not made up.

mod files;
mod same;
mod told;
