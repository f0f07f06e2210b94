//! Whether an entry can be lost: said to be possible, it is lost; said to be impossible, nothing loses it.

use super::chaos::{Dice, visit, visit_wild};
use raftarium::explain::{ExactEntry, Fate, Guard, Loss, Remedy};
use raftarium::history::Run;
use raftarium::language::{Known, parse_command};
use raftarium::paper::Bug;
use raftarium::raft::{Index, Log, ServerId};
use raftarium::script::Player;
use raftarium::sim::Action;

/// Carries out a remedy, command by command, as a person would.
pub fn carry_out(run: &mut Run, remedy: &Remedy) {
    let known = Known { servers: run.world().size(), names: Vec::new() };
    let mut player = Player::default();
    for text in remedy.commands.iter().map(ToString::to_string) {
        let command = parse_command(&text, &known).unwrap_or_else(|problem| panic!("{problem}")).unwrap();
        player.execute(&command, run).unwrap_or_else(|trouble| panic!("{text}: {trouble} of {remedy:?}"));
    }
}

/// All entries that some log has, each once, the last few of each log.
fn entries(run: &Run) -> Vec<ExactEntry> {
    let mut all: Vec<ExactEntry> = Vec::new();
    for node in run.world().nodes() {
        let log = &node.persistent().log;
        let last = log.last_index().0;
        for index in last.saturating_sub(3).max(1)..=last {
            let named = ExactEntry::of(log, Index(index)).unwrap();
            if !all.contains(&named) {
                all.push(named);
            }
        }
    }
    all
}

/// A log that has an entry.
fn log_with(run: &Run, named: ExactEntry) -> Log {
    let holder = named.holders(run.world()).first().unwrap();
    run.world().node(holder).persistent().log.clone()
}

/// Whether something is committed that contradicts a log, at an entry or before it.
fn other_is_committed(run: &Run, named: ExactEntry, log: &Log) -> bool {
    let mut upto = run.checker().committed_from(Index(1)).take_while(|(index, _)| *index <= named.index);
    upto.any(|(index, it)| log.digest_at(index) != Some(it.digest))
}

#[test]
fn what_can_be_lost_is_lost_by_the_commands_that_are_said() {
    let mut lost = 0;
    for seed in 0..20 {
        visit(seed, 2 + seed as usize % 4, 1200, 83, |run| {
            for named in entries(run) {
                if let Fate::CanBeLost(Loss { remedy, .. }) = Fate::of(run, named) {
                    let (mut run, log) = (run.clone(), log_with(run, named));
                    carry_out(&mut run, &remedy);
                    assert!(other_is_committed(&run, named, &log), "{remedy:?}");
                    lost += 1;
                }
            }
        });
    }
    assert!(lost > 100, "{lost}");
}

#[test]
fn what_is_safe_survives_whatever_happens() {
    let mut safe = 0;
    for seed in 40..56 {
        visit(seed, 3 + seed as usize % 3, 1000, 149, |run| {
            let guarded: Vec<ExactEntry> =
                entries(run).into_iter().filter(|named| Guard::of(run.world(), *named).is_some()).collect();
            if guarded.is_empty() {
                return;
            }
            let logs: Vec<Log> = guarded.iter().map(|named| log_with(run, *named)).collect();
            safe += guarded.len();
            let newest = run.world().nodes().iter().map(|node| node.persistent().current_term).max().unwrap();
            for future in 0..6 {
                let mut run = run.clone();
                let mut dice = Dice(seed * 1000 + future);
                for _ in 0..400 {
                    let action = dice.action(&run);
                    if run.act(&action).is_err() {
                        run.forward();
                    }
                    for (named, log) in guarded.iter().zip(&logs) {
                        assert!(!other_is_committed(&run, *named, log), "seed {seed} future {future}");
                        let leads = |server: &ServerId| {
                            run.world().node(*server).persistent().current_term > newest
                                && !named.is_in(&run.world().node(*server).persistent().log)
                        };
                        assert_eq!(run.world().leaders().iter().find(|server| leads(server)), None);
                    }
                }
            }
        });
    }
    assert!(safe > 100, "{safe}");
}

#[test]
fn after_all_that_was_set_aside_or_wiped_what_is_safe_is_safe() {
    let mut safe = 0;
    for seed in 20..40 {
        visit_wild(seed, 3 + seed as usize % 3, 900, 181, |run| {
            let mut run = run.clone();
            for bug in Bug::ALL {
                let _ = run.act(&Action::PutBack(*bug));
            }
            let guarded: Vec<ExactEntry> =
                entries(&run).into_iter().filter(|named| Guard::of(run.world(), *named).is_some()).collect();
            safe += guarded.len();
            let newest = run.world().nodes().iter().map(|node| node.persistent().current_term).max().unwrap();
            for future in 0..4 {
                let mut run = run.clone();
                let mut dice = Dice(seed * 1000 + future);
                for _ in 0..400 {
                    let action = dice.action(&run);
                    if run.act(&action).is_err() {
                        run.forward();
                    }
                    for server in run.world().leaders() {
                        let disk = run.world().node(server).persistent();
                        let has = |named: &ExactEntry| named.is_in(&disk.log);
                        assert!(
                            disk.current_term <= newest || guarded.iter().all(has),
                            "seed {seed} future {future}: {server}"
                        );
                    }
                }
            }
        });
    }
    assert!(safe > 100, "{safe}");
}

#[test]
fn what_is_committed_is_guarded_and_no_attack_on_what_is_guarded_works() {
    let (mut committed, mut guarded) = (0, 0);
    for seed in 60..76 {
        visit(seed, 1 + seed as usize % 5, 1200, 113, |run| {
            for named in entries(run) {
                let is = run.checker().committed_at(named.index).is_some_and(|it| it.digest == named.digest);
                let guard = Guard::of(run.world(), named);
                if is {
                    committed += 1;
                    assert!(guard.is_some(), "seed {seed} step {} {named:?}", run.cursor());
                }
                if guard.is_some() {
                    guarded += 1;
                    assert_eq!(Loss::find(run, named), None, "seed {seed} step {}", run.cursor());
                }
            }
        });
    }
    assert!(committed > 100 && guarded > committed, "{committed} {guarded}");
}

#[test]
fn hardly_anything_stays_open() {
    let (mut open, mut all) = (0, 0);
    for seed in 80..110 {
        visit(seed, 2 + seed as usize % 4, 1200, 71, |run| {
            for named in entries(run) {
                all += 1;
                if Fate::of(run, named) == Fate::Open {
                    open += 1;
                }
            }
        });
    }
    println!("{open} of {all} open");
    assert!(open * 100 <= all, "{open} of {all}");
}
