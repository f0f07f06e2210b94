//! Who does the work of a check: the library itself knows of no threads, but whoever has some can lend them.

/// Carries out pieces of work that do not depend on each other, in any order or at the same time.
pub trait Workers {
    /// Does the work on each of the jobs, and returns when all are done.
    fn each<T: Send>(&self, jobs: &mut [T], work: impl Fn(&mut T) + Sync);
}

/// One job after the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Alone;

impl Workers for Alone {
    fn each<T: Send>(&self, jobs: &mut [T], work: impl Fn(&mut T) + Sync) {
        jobs.iter_mut().for_each(work);
    }
}
