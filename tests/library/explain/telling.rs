//! Every step is told in one sentence: the twelve that set the tone, and thousands at random.

use crate::support::wild;
use raftarium::explain::{Narration, fact_line, tell};
use raftarium::history::Run;
use raftarium::paper::Bug;
use raftarium::raft::{Command, Configuration, Entry, Index, RoleKind, ServerId, ServerSet, Term, Timer};
use raftarium::sim::{Action, Initial, MessageId, Setup, Span, Step, What};

fn s(number: usize) -> ServerId {
    ServerId::at(number - 1)
}

/// Who counts, of so many servers.
fn of(servers: usize) -> Configuration {
    Configuration::of(ServerSet::up_to(servers))
}

fn set(numbers: &[usize]) -> ServerSet {
    numbers.iter().map(|number| s(*number)).collect()
}

/// A server whose log has entries of these terms.
fn with_log(terms: &[u32]) -> Initial {
    let entry = |(position, term): (usize, &u32)| -> Entry {
        let payload = Command::set("x", i64::try_from(position).unwrap()).unwrap().into();
        Entry { term: Term(*term), payload }
    };
    Initial { log: terms.iter().enumerate().map(entry).collect(), ..Initial::default() }
}

fn run_of(servers: Vec<Initial>) -> Run {
    Run::new(Setup { servers: servers.len(), initial: servers, ..Setup::default() }).unwrap()
}

fn sentence(told: &Narration) -> String {
    format!("{}: {} — {}", told.head, told.rest, told.short_place)
}

fn tell_in(run: &Run, step: &Step) -> String {
    sentence(&tell(step, run.world().configuration()))
}

fn act(run: &mut Run, action: &Action) -> String {
    let step = run.act(action).unwrap().clone();
    tell_in(run, &step)
}

fn fire(run: &mut Run, server: usize, timer: Timer) -> String {
    act(run, &Action::Fire { server: s(server), timer })
}

/// Delivers the oldest message on a link.
fn deliver(run: &mut Run, from: usize, to: usize) -> String {
    let id = on_link(run, from, to).expect("a message is on its way");
    act(run, &Action::Deliver(id))
}

fn on_link(run: &Run, from: usize, to: usize) -> Option<MessageId> {
    let flights = run.world().network().flights();
    flights.filter(|flight| flight.from == s(from) && flight.to == s(to)).map(|flight| flight.id).min()
}

/// Lets the run go on until a sentence begins like this.
fn until(run: &mut Run, beginning: &str) -> String {
    for _ in 0..2_000 {
        let step = run.forward().expect("something happens").clone();
        let text = tell_in(run, &step);
        if text.starts_with(beginning) {
            return text;
        }
    }
    panic!("nobody said: {beginning}");
}

#[test]
fn a_server_stands_because_it_heard_no_leader() {
    let mut servers = vec![with_log(&[]); 5];
    for server in &mut servers {
        server.term = Term(2);
    }
    let mut run = run_of(servers);
    // All but S4 wait longer.
    for other in [1, 2, 3, 5] {
        act(
            &mut run,
            &Action::SetTimer { server: s(other), timer: Timer::Election, after: Span::from_ms(400) },
        );
    }
    let step = run.forward().unwrap().clone();
    let What::TimerFired { waited, .. } = step.what else { panic!("{step:?}") };
    assert_eq!(
        tell_in(&run, &step),
        format!(
            "S4 starts an election for term 3: it heard from no leader for {} ms — §5.2 · Followers 2",
            waited.ms()
        )
    );
    assert_eq!(tell(&step, of(5)).place, "§5.2 · Figure 2, Followers 2");
}

#[test]
fn votes_are_granted_and_refused_for_reasons() {
    let mut servers =
        vec![with_log(&[1, 1]), with_log(&[1, 2]), with_log(&[1, 1]), with_log(&[1, 1]), with_log(&[1, 1])];
    for server in &mut servers {
        server.term = Term(2);
    }
    let mut run = run_of(servers);
    fire(&mut run, 4, Timer::Election);
    assert_eq!(
        deliver(&mut run, 4, 5),
        "S5 grants S4 its vote: no vote yet in term 3, both logs end at 2 (term 1) — §5.2, §5.4.1 · RequestVote 2"
    );
    assert_eq!(
        deliver(&mut run, 4, 2),
        "S2 denies S4 its vote: its own log is more up-to-date (last term 2 > 1) — §5.4.1 · RequestVote 2"
    );
    let id = on_link(&run, 4, 3).unwrap();
    act(&mut run, &Action::Duplicate(id));
    act(&mut run, &Action::Deliver(id));
    assert_eq!(
        deliver(&mut run, 4, 3),
        "S3 grants S4 its vote: it already voted for S4 in term 3 — §5.2, §5.4.1 · RequestVote 2"
    );
    assert_eq!(
        deliver(&mut run, 5, 4),
        "S4 counts the vote of S5: it has 2 of the 3 votes it needs — §5.2 · Candidates 2"
    );
    assert_eq!(
        deliver(&mut run, 2, 4),
        "S4 does not get the vote of S2: it still has 2 of the 3 votes it needs — §5.2 · Candidates 2"
    );
}

#[test]
fn a_vote_that_is_given_is_given() {
    let mut servers = vec![with_log(&[1]); 5];
    for server in &mut servers {
        server.term = Term(2);
    }
    let mut run = run_of(servers);
    fire(&mut run, 4, Timer::Election);
    fire(&mut run, 5, Timer::Election);
    deliver(&mut run, 4, 3);
    assert_eq!(
        deliver(&mut run, 5, 3),
        "S3 denies S5 its vote: it already voted for S4 in term 3 — §5.2 · RequestVote 2"
    );
    assert_eq!(
        deliver(&mut run, 5, 4),
        "S4 denies S5 its vote: it already voted for itself in term 3 — §5.2 · RequestVote 2"
    );
}

#[test]
fn a_majority_of_votes_wins_the_term() {
    let mut servers = vec![with_log(&[]); 5];
    for server in &mut servers {
        server.term = Term(2);
    }
    let mut run = run_of(servers);
    fire(&mut run, 3, Timer::Election);
    for voter in [4, 5] {
        deliver(&mut run, 3, voter);
    }
    deliver(&mut run, 4, 3);
    assert_eq!(
        deliver(&mut run, 5, 3),
        "S3 wins the election for term 3: with S4 and S5 it has 3 of 5 votes — §5.2 · Candidates 2"
    );
    deliver(&mut run, 3, 1);
    assert_eq!(
        deliver(&mut run, 1, 3),
        "S3 ignores the vote of S1: it is already the leader — §5.2 · Candidates 2"
    );
}

#[test]
fn a_leader_steps_down_for_a_newer_term() {
    let mut servers = vec![with_log(&[1]); 5];
    servers[0] = Initial { role: RoleKind::Leader, term: Term(2), ..with_log(&[1]) };
    servers[3].term = Term(4);
    let mut run = run_of(servers);
    deliver(&mut run, 1, 4);
    assert_eq!(
        deliver(&mut run, 4, 1),
        "S1 steps down: S4's reply has term 4, newer than its own 2 — §5.1 · All Servers 2"
    );
}

/// The leader has terms 1 1 1 4 4 5 5; S7's log is that of Figure 7 (f) in spirit: longer, and wrong from 4 on.
fn diverged() -> Run {
    let mut servers = vec![with_log(&[1, 1, 1, 4, 4, 5, 5]); 7];
    servers[0] = Initial { role: RoleKind::Leader, term: Term(8), ..with_log(&[1, 1, 1, 4, 4, 5]) };
    servers[6] = with_log(&[1, 1, 1, 2, 2, 2, 3, 3]);
    run_of(servers)
}

#[test]
fn a_follower_refuses_and_the_leader_tries_an_earlier_place() {
    let mut run = diverged();
    assert_eq!(
        deliver(&mut run, 1, 7),
        "S7 rejects the heartbeat: at index 6 it has term 2, S1 has term 5 — §5.3 · AppendEntries 2"
    );
    assert_eq!(
        deliver(&mut run, 7, 1),
        "S1 goes back to index 6 for S7: at index 6, S7 had term 2, not 5 — §5.3 · Leaders 3b"
    );
}

/// Figure 8 (c): S1 leads term 4 and has brought its entry of term 2 to S3.
fn figure_8_c() -> Run {
    let mut servers =
        vec![with_log(&[1, 2]), with_log(&[1, 2]), with_log(&[1]), with_log(&[1]), with_log(&[1, 3])];
    servers[0].role = RoleKind::Leader;
    servers[0].term = Term(4);
    servers[4].down = true;
    let mut run = run_of(servers);
    deliver(&mut run, 1, 2);
    deliver(&mut run, 2, 1);
    deliver(&mut run, 1, 3);
    deliver(&mut run, 3, 1);
    assert_eq!(
        deliver(&mut run, 1, 3),
        "S3 stores entry 2: its log matches S1's up to 1 (term 1) — §5.3 · AppendEntries 4"
    );
    run
}

#[test]
fn an_entry_of_an_older_term_is_not_committed_by_counting() {
    let mut run = figure_8_c();
    assert_eq!(
        deliver(&mut run, 3, 1),
        "S1 commits nothing: entry 2 is stored on 3 of 5, but is from term 2, not 4 — §5.4.2 · Leaders 4"
    );
}

#[test]
fn an_entry_of_the_leaders_own_term_takes_the_older_ones_along() {
    // As in Figure 8 (e): entry 1 is committed, entry 2 is of an older term, and entry 3 of the leader's own arrives.
    let mut servers = vec![with_log(&[1, 2]); 5];
    servers[0].role = RoleKind::Leader;
    servers[0].term = Term(4);
    for server in &mut servers {
        server.commit = Index(1);
    }
    let mut run = run_of(servers);
    assert_eq!(
        act(&mut run, &Action::Submit { to: s(1), command: "y=1".parse().unwrap() }),
        "S1 appends y=1 as entry 3: it leads term 4, and the client waits — §5.3 · Leaders 2"
    );
    for follower in [2, 3] {
        deliver(&mut run, 1, follower);
        deliver(&mut run, 1, follower);
        deliver(&mut run, follower, 1);
    }
    assert_eq!(
        deliver(&mut run, 2, 1),
        "S1 commits nothing: entry 2 is stored on 3 of 5, but is from term 2, not 4 — §5.4.2 · Leaders 4"
    );
    let step = {
        let id = on_link(&run, 3, 1).unwrap();
        run.act(&Action::Deliver(id)).unwrap().clone()
    };
    assert_eq!(
        tell_in(&run, &step),
        "S1 commits entries 2 and 3: entry 3 is from S1's term and stored on 3 of 5 — §5.4.2 · Leaders 4"
    );
    assert_eq!(tell(&step, of(5)).place, "§5.4.2 · Figure 2, Leaders 4");
}

#[test]
fn a_conflict_takes_what_follows_with_it() {
    let mut servers =
        vec![with_log(&[1, 2, 2]), with_log(&[1]), with_log(&[1]), with_log(&[1]), with_log(&[1])];
    servers[4].role = RoleKind::Leader;
    servers[4].term = Term(3);
    let mut run = run_of(servers);
    act(&mut run, &Action::Submit { to: s(5), command: "x=3".parse().unwrap() });
    deliver(&mut run, 5, 1);
    assert_eq!(
        deliver(&mut run, 5, 1),
        "S1 replaces entries 2 and 3 with S5's 2: at 2 its term is 2, S5's is 3 — §5.3 · AppendEntries 3"
    );
}

#[test]
fn a_crash_keeps_what_is_on_the_disk() {
    let mut run = run_of(vec![with_log(&[1, 1]); 3]);
    let step = run.act(&Action::Crash(s(1))).unwrap().clone();
    let told = tell(&step, of(3));
    assert_eq!(told.head, "S1 crashes");
    assert_eq!(told.rest, "its term, vote and log are on disk; its commit index is lost");
    assert_eq!(told.place, "§5.5 · Figure 2, State");
    assert_eq!(
        act(&mut run, &Action::Restart(s(1))),
        "S1 restarts: its disk has term 1, no vote and 2 entries; its commit index is 0 — §5.5 · State"
    );
}

#[test]
fn what_is_lost_is_said_with_its_reason() {
    let mut run = run_of(vec![with_log(&[]); 5]);
    act(&mut run, &Action::Crash(s(1)));
    fire(&mut run, 4, Timer::Election);
    assert_eq!(
        until(&mut run, "A vote request from S4"),
        "A vote request from S4 to S1 is lost: S1 was down — §5.5"
    );
    until(&mut run, "S2 hears from its leader S4");
    assert_eq!(
        act(&mut run, &Action::Partition(vec![set(&[4, 5])])),
        "A cut separates S4 and S5 from S1, S2 and S3: 3 of 5 are a majority — §2"
    );
    assert_eq!(
        act(&mut run, &Action::Partition(vec![set(&[2]), set(&[4, 5])])),
        "The network splits into 3 groups, S2 | S4 S5 | S1 S3: no side has a majority of 5 — §2"
    );
    act(&mut run, &Action::Heal);
    act(&mut run, &Action::Partition(vec![set(&[4, 5])]));
    assert_eq!(
        until(&mut run, "A heartbeat from S4 to S3"),
        "A heartbeat from S4 to S3 is lost: the link was cut — §2"
    );
}

#[test]
fn heartbeats_and_stored_entries_read_like_a_conversation() {
    let mut run = run_of(vec![with_log(&[]); 3]);
    fire(&mut run, 2, Timer::Election);
    assert_eq!(
        until(&mut run, "S1 hears"),
        "S1 hears from its leader S2: its election timer restarts — §5.2 · Followers 2"
    );
    assert_eq!(
        act(&mut run, &Action::Submit { to: s(1), command: "x=7".parse().unwrap() }),
        "S1 rejects x=7: it is a follower, and redirects the client to S2 — §5.1, §8"
    );
    act(&mut run, &Action::Submit { to: s(2), command: "x=7".parse().unwrap() });
    assert_eq!(
        until(&mut run, "S3 stores"),
        "S3 stores entry 1: no entry precedes it — §5.3 · AppendEntries 4"
    );
    assert_eq!(
        until(&mut run, "S2 commits"),
        "S2 commits entry 1: it is from S2's term and stored on 2 of 3 — §5.4.2 · Leaders 4"
    );
    assert_eq!(
        until(&mut run, "S3 learns"),
        "S3 learns that entry 1 is committed: S2 says so, and the logs match up to 1 — §5.3 · AppendEntries 5"
    );
    act(&mut run, &Action::Crash(s(2)));
    assert_eq!(
        act(&mut run, &Action::Submit { to: s(2), command: "x=8".parse().unwrap() }),
        "No server receives x=8: S2 is down — §5.5"
    );
}

#[test]
fn who_stood_in_vain_stands_again() {
    let mut run = run_of(vec![with_log(&[]); 4]);
    act(&mut run, &Action::Partition(vec![set(&[1, 2])]));
    fire(&mut run, 1, Timer::Election);
    let text = until(&mut run, "S1 starts a new election");
    assert!(text.contains(" it got 2 of 4 votes"), "{text}");
    let text = until(&mut run, "S1 retries");
    assert!(text.starts_with("S1 retries its vote request to S3 and S4: no reply for 50 ms"), "{text}");
}

#[test]
fn a_rule_set_aside_is_named_where_it_shows() {
    let mut run = run_of(vec![with_log(&[1, 1]), with_log(&[1]), with_log(&[1])]);
    assert_eq!(
        act(&mut run, &Action::SetAside(Bug::NoLogCheck)),
        "Rule V2 is switched off: voters do not compare logs — §5.4.1 · RequestVote 2"
    );
    fire(&mut run, 2, Timer::Election);
    assert_eq!(
        deliver(&mut run, 2, 1),
        "S1 grants S2 its vote: no vote yet, but S2's log is behind: rule V2 is off — §5.2, §5.4.1 · RequestVote 2"
    );
    act(&mut run, &Action::SetAside(Bug::VoteTwice));
    fire(&mut run, 3, Timer::Election);
    assert_eq!(
        deliver(&mut run, 3, 1),
        "S1 grants S3 its vote: it already voted for S2 in term 2: rules V1 and V2 are off — §5.2, §5.4.1 · RequestVote 2"
    );
}

#[test]
fn every_step_of_a_wild_run_is_told_in_one_line() {
    let (mut told_steps, mut too_long) = (0, Vec::new());
    for seed in 1..=12 {
        wild::steps(Setup::of(5, seed), 2_500, |step| {
            let told = tell(step, of(5));
            let text = format!("{}: {}", told.head, told.rest);
            assert!(!told.head.is_empty(), "{step:?}");
            assert!(!text.contains(char::is_control), "{text:?}");
            assert!(told.weight <= 3, "{text}");
            assert_eq!(told.weight == 3, told.alarm, "{text}");
            assert_ne!(told.head, "Nothing has happened yet", "{step:?}");
            for fact in step.seen() {
                let line = fact_line(fact);
                assert!(!line.is_empty() && line != fact.name(), "{fact:?}: {line}");
                assert!(!line.contains(char::is_control), "{line:?}");
            }
            told_steps += 1;
            // A rule that is off is named even where that takes a second line.
            if text.chars().count() > 76 && !["is off", "are off"].iter().any(|off| text.contains(off)) {
                too_long.push(text);
            }
        });
    }
    assert!(told_steps > 10_000, "only {told_steps}");
    let share = too_long.len() * 1000 / told_steps;
    too_long.sort();
    too_long.dedup();
    assert!(share < 5, "{share} of 1000 sentences are too long: {too_long:#?}");
}

#[test]
fn the_rule_at_work_is_named_with_the_sentence() {
    let mut run = run_of(vec![with_log(&[]); 3]);
    let rule_of = |step: &Step| tell(step, of(3)).rule.map(raftarium::paper::Rule::id);
    let step = run.act(&Action::Fire { server: s(2), timer: Timer::Election }).unwrap().clone();
    assert_eq!(rule_of(&step), Some("E1"));
    let id = on_link(&run, 2, 1).unwrap();
    assert_eq!(rule_of(&run.act(&Action::Deliver(id)).unwrap().clone()), Some("V1"));
    until(&mut run, "S1 hears from its leader S2");
    assert_eq!(rule_of(run.step().unwrap()), Some("E1"));
    until(&mut run, "S2 sends heartbeats");
    assert_eq!(rule_of(run.step().unwrap()), Some("L1"));
    assert_eq!(rule_of(&run.act(&Action::Crash(s(1))).unwrap().clone()), Some("C1"));
    until(&mut run, "A heartbeat from S2 to S1 is lost");
    assert_eq!(rule_of(run.step().unwrap()), Some("C1"));
    assert_eq!(rule_of(&run.act(&Action::Heal).unwrap().clone()), None);
    assert_eq!(rule_of(&run.act(&Action::SetAside(Bug::LengthOnly)).unwrap().clone()), Some("V2"));
}

#[test]
fn a_step_knows_the_term_of_its_server() {
    let mut servers = vec![with_log(&[1]); 5];
    servers[0] = Initial { role: RoleKind::Leader, term: Term(2), ..with_log(&[1]) };
    let mut run = run_of(servers);
    until(&mut run, "S1 sends heartbeats");
    let told = tell(run.step().unwrap(), of(5));
    assert_eq!((told.term, told.weight), (Some(Term(2)), 0));
    act(&mut run, &Action::Crash(s(3)));
    until(&mut run, "A heartbeat from S1 to S3 is lost");
    let told = tell(run.step().unwrap(), of(5));
    assert_eq!((told.server, told.term), (None, Some(Term(2))));
}

#[test]
fn a_crash_that_loses_what_it_must_not_says_so() {
    let mut run = run_of(vec![with_log(&[]); 3]);
    act(&mut run, &Action::SetAside(Bug::VoteForgotten));
    fire(&mut run, 2, Timer::Election);
    assert_eq!(
        act(&mut run, &Action::Crash(s(2))),
        "S2 crashes: its vote was not on disk and is lost: rule P1 is off — §5.5 · State"
    );
    assert_eq!(
        act(&mut run, &Action::Restart(s(2))),
        "S2 restarts: its disk has term 1, no vote and an empty log; its commit index is 0 — §5.5 · State"
    );
}

#[test]
fn a_message_of_an_older_term_that_is_heeded_is_the_reason() {
    let mut run = run_of(vec![with_log(&[]); 3]);
    act(&mut run, &Action::SetAside(Bug::StaleVoteCounted));
    act(&mut run, &Action::Partition(vec![set(&[1, 2])]));
    fire(&mut run, 1, Timer::Election);
    deliver(&mut run, 1, 2);
    // The vote of term 1 is in flight while S1 starts another election.
    fire(&mut run, 1, Timer::Election);
    assert_eq!(
        deliver(&mut run, 2, 1),
        "S1 wins the election for term 2: a message of term 1 counts in term 2: rule T3 is off — §5.2 (votes)"
    );
}

#[test]
fn a_broken_property_is_told_before_everything_else() {
    let mut run = run_of(vec![with_log(&[]); 4]);
    act(&mut run, &Action::SetAside(Bug::MajorityHalf));
    act(&mut run, &Action::Partition(vec![set(&[1, 2])]));
    fire(&mut run, 1, Timer::Election);
    fire(&mut run, 3, Timer::Election);
    deliver(&mut run, 1, 2);
    deliver(&mut run, 3, 4);
    assert_eq!(
        deliver(&mut run, 2, 1),
        "S1 wins the election for term 1: S2 voted for it; 2 of 4 is no majority: rule E3 is off — §5.2 · Candidates 2"
    );
    let id = on_link(&run, 4, 3).unwrap();
    let told = tell(run.act(&Action::Deliver(id)).unwrap(), of(4));
    assert_eq!(told.head, "Election Safety is broken");
    assert_eq!(told.rest, "S3 is the second leader of term 1");
    assert_eq!(told.place, "§5.2 · Figure 3, Election Safety");
    assert_eq!((told.alarm, told.weight), (true, 3));
}

#[test]
fn every_rule_of_the_lab_fits_a_line() {
    let mut run = run_of(vec![with_log(&[]); 3]);
    for bug in Bug::ALL.iter().copied() {
        for action in [Action::SetAside(bug), Action::PutBack(bug)] {
            let told = tell(run.act(&action).unwrap(), of(3));
            assert!(
                told.rest.contains(if matches!(action, Action::SetAside(_)) {
                    bug.title()
                } else {
                    bug.rule_off()
                }),
                "{told:?}"
            );
            assert!(told.head.chars().count() + 2 + told.rest.chars().count() <= 76, "{told:?}");
        }
    }
}
