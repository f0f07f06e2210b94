//! The home screen.

use super::runner::Runner;
use raftarium::tui::app::Place;

#[test]
fn home_leads_to_the_sandbox_and_back_to_the_same_run() {
    let runner = Runner::home().shows("Raftarium").keys("s");
    assert_eq!(runner.place(), &Place::Cluster);
    let runner = runner.keys("n n");
    let cursor = runner.cursor();
    let runner = runner.keys("Esc");
    assert_eq!(runner.place(), &Place::Home);
    let runner = runner.keys("l");
    assert_eq!((runner.place(), runner.cursor()), (&Place::Cluster, cursor));
}

#[test]
fn every_line_of_home_opens() {
    let count = 3;
    for line in 0..count {
        let mut runner = Runner::home();
        for _ in 0..line {
            runner = runner.keys("Down");
        }
        let runner = runner.keys("Enter");
        assert_ne!(runner.place(), &Place::Home, "line {line}");
        assert_eq!(runner.keys("Esc").place(), &Place::Home, "line {line}");
    }
}

#[test]
fn keys_of_a_cluster_say_that_there_is_none() {
    Runner::home().command("pause").shows("There is no cluster here");
    Runner::home().command("crash S1").shows("no cluster");
    Runner::home().keys("l").shows("no run to go back to");
}

#[test]
fn a_new_cluster_has_as_many_servers_as_asked_and_no_other_number() {
    let runner = Runner::home().command("new 7 servers seed 3");
    assert_eq!(runner.run().world().size(), 7);
    let runner = runner.command("new 99 servers").shows("1 to 25 servers");
    assert_eq!(runner.run().world().size(), 7);
}
