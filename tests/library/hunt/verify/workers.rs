//! However many work on a check, and in whatever order, its numbers are the same.

use super::{CALM, check, without};
use raftarium::hunt::verify::{Bounds, Ended, Workers, verify_with};
use raftarium::paper::Bug;
use std::ops::ControlFlow;

/// One after the other, the last job first.
struct Backwards;

impl Workers for Backwards {
    fn each<T: Send>(&self, jobs: &mut [T], work: impl Fn(&mut T) + Sync) {
        jobs.iter_mut().rev().for_each(work);
    }
}

/// A job a thread.
struct Crowd;

impl Workers for Crowd {
    fn each<T: Send>(&self, jobs: &mut [T], work: impl Fn(&mut T) + Sync) {
        let work = &work;
        std::thread::scope(|scope| {
            for job in jobs {
                scope.spawn(move || work(job));
            }
        });
    }
}

#[test]
fn the_order_of_the_work_makes_no_difference() {
    let wide = Bounds { flights: 3, ..CALM };
    for bounds in [wide, without(Bug::NoLogCheck, wide), Bounds { most_states: Some(20_000), ..wide }] {
        let alone = serde_json::to_string(&check(bounds)).unwrap();
        let go_on = &mut |_: &_| ControlFlow::Continue(());
        let backwards = verify_with(&Backwards, &bounds, go_on).unwrap();
        assert_eq!(serde_json::to_string(&backwards).unwrap(), alone);
        let crowd = verify_with(&Crowd, &bounds, go_on).unwrap();
        assert_eq!(serde_json::to_string(&crowd).unwrap(), alone);
    }
    assert_eq!(check(without(Bug::NoLogCheck, wide)).ended, Ended::Violated);
}
