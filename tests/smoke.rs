//! A run goes forth and back.
use raftarium::{history::Run, sim::Setup};
#[test]
fn smoke() {
    let mut run = Run::new(Setup::of(5, 7)).unwrap();
    for _ in 0..200 {
        let s = run.forward().unwrap();
        eprintln!("{} {} {:?} {:?}", s.number, s.at.ms(), s.what, s.facts);
    }
    let d = run.world().digest();
    run.seek(50);
    run.seek(205);
    assert_eq!(d, run.world().digest());
}
