//! Traces on the ordinary screen: a run of ours that is recorded and opened is the same run, and what a trace does not
//! tell is not made up.

#[path = "opened_trace/files.rs"]
mod files;
#[path = "opened_trace/same.rs"]
mod same;
#[path = "opened_trace/told.rs"]
mod told;
