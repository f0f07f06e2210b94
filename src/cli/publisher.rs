//! The presenter's end of `raftarium notes`: whoever follows is shown what is on the teacher's sheet.

#[cfg(not(unix))]
mod nobody;
#[cfg(unix)]
mod server;
#[cfg(unix)]
mod socket;

#[cfg(not(unix))]
pub(super) use nobody::Publisher;
#[cfg(unix)]
pub(super) use server::Publisher;
#[cfg(unix)]
pub(super) use socket::socket;
