//! Answers of single kinds, word by word where words matter, and against the simulation.

use super::chaos::{settled, until, visit};
use super::fates::carry_out;
use crate::support::assert_that;
use raftarium::explain::{Prospects, answer};
use raftarium::history::Run;
use raftarium::language::parse;
use raftarium::language::{Being, Question};
use raftarium::paper::{Bug, BugSet, Property, Rule};
use raftarium::raft::{Index, ServerId, ServerSet, Term};
use raftarium::script::{PlayOptions, play_through};
use raftarium::sim::{Action, Setup};

fn s(number: usize) -> ServerId {
    ServerId::numbered(number).unwrap()
}

fn played(script: &str) -> Run {
    let script = parse(script).unwrap_or_else(|problems| panic!("{problems}"));
    let (report, run) = play_through(&script, &PlayOptions::default());
    assert!(report.failure.is_none(), "{report}");
    run.unwrap()
}

/// Figure 8 (c).
fn figure_8() -> Run {
    let script = include_str!("../../../../assets/scenarios/17-figure-8-overwritten.raft");
    played(&script[..script.find("isolate S1").unwrap()])
}

#[test]
fn figure_8_an_entry_on_a_majority_is_not_committed_and_can_be_lost() {
    let run = figure_8();
    let told = answer(&Question::Committed { index: Index(2), server: None, not: true }, &run);
    assert_eq!(told.verdict, Some(false));
    assert_eq!(
        told.headline,
        [
            "S1 counts the copies of entry 2 on S1, S2 and S3, which are a majority.",
            "Entry 2 of term 2 is not committed: S1 leads term 4, and a leader counts copies only for entries \
             of its own term."
        ]
    );
    let held: Vec<bool> = told.rules[0].conditions.iter().map(|held| held.holds).collect();
    assert_eq!((told.rules[0].rule, held), (Rule::L7, vec![true, true, false]));
    let reason = "Not safe yet: entry 2 of term 2 can be lost because S5 lacks entry 2 of term 2 and can win an election in a \
         newer term with the votes of 5 servers.";
    assert_eq!(told.reason, reason);
    // One remedy commits it, the other one loses it.
    let mut committed = run.clone();
    carry_out(&mut committed, &told.remedies[0]);
    assert_eq!(committed.checker().committed_at(Index(2)).unwrap().entry.term, Term(2));
    let mut lost = run.clone();
    carry_out(&mut lost, told.remedies.last().unwrap());
    assert_ne!(lost.checker().committed_at(Index(2)).unwrap().entry.term, Term(2));
    let told = answer(&Question::CanBeLost { index: Index(2), term: None }, &run);
    assert_eq!(
        (told.verdict, told.headline[0].as_str()),
        (
            Some(true),
            "Yes: S5 lacks entry 2 of term 2 and can win an election in a newer term with the votes of 5 servers."
        )
    );
    // Entry 1 is on all: nobody lacks it.
    let told = answer(&Question::CanBeLost { index: Index(1), term: None }, &run);
    assert_eq!(told.verdict, Some(false));
}

#[test]
fn figure_7_who_could_win_and_who_could_not() {
    let script = include_str!("../../../../assets/scenarios/16-who-can-win-figure-7.raft");
    let begins = |line: &&str| ["servers", "log ", "term "].iter().any(|word| line.starts_with(word));
    let logs: Vec<&str> = script.lines().filter(begins).collect();
    let run = played(&logs.join("\n"));
    // The leader at the top, then (a) to (f): (a), (c) and (d) have logs that are new enough, and so has it.
    let can: Vec<ServerId> =
        run.world().roster().iter().filter(|server| Prospects::of(run.world(), *server).ever()).collect();
    assert_eq!(can, [s(1), s(2), s(4), s(5)]);
    for server in run.world().roster().iter() {
        let told = answer(&Question::CanWin(server), &run);
        assert_eq!(told.verdict, Some(can.contains(&server)), "{told}");
        let never = told.headline[1].contains("cannot win an election in a newer term");
        assert_eq!(never, !can.contains(&server), "{told}");
        assert_eq!(
            told.rules[0].conditions.len(),
            run.world().size(),
            "one for each voter, and their number"
        );
    }
}

#[test]
fn the_quorums_of_figure_9_share_the_servers_that_are_lit() {
    let mut witnessed = 0;
    for seed in 500..520 {
        visit(seed, 3 + seed as usize % 3, 900, 223, |run| {
            for (term, leader, step) in run.checker().leaders() {
                let told = answer(&Question::Elected { server: Some(leader), term: Some(term) }, run);
                let Some(clause) = told.rules.iter().find(|clause| clause.rule == Rule::Q1) else { continue };
                assert_that(&clause.conditions, |it| it.iter().all(|held| held.holds));
                let (server, index) = told.lit.entries[0];
                // At the election it had voted, and held what was committed.
                let state = run.state_at(step).unwrap();
                let node = state.world.node(server);
                assert!(
                    node.persistent().voted_for == Some(leader) || node.persistent().current_term > term,
                    "{leader} in {term}: {:?}",
                    node.persistent()
                );
                let committed = run.checker().committed_at(index).unwrap();
                assert_that(&(committed.step, step), |(a, b)| a < b);
                assert_eq!(node.persistent().log.digest_at(index), Some(committed.digest));
                witnessed += 1;
            }
            for index in Index(1).through(run.checker().committed_index()) {
                let told = answer(&Question::CommittedBy(index), run);
                assert!(told.headline[0].contains(&format!("committed entry {index} in term")), "{told}");
                for clause in told.rules.iter().filter(|clause| clause.rule == Rule::Q1) {
                    assert!(clause.conditions.iter().all(|held| held.holds), "{told}");
                }
            }
        });
    }
    assert!(witnessed > 20, "{witnessed}");
}

#[test]
fn what_a_crash_keeps_is_what_is_there_after_it() {
    for bug in [None, Some(Bug::VoteForgotten), Some(Bug::TermForgotten), Some(Bug::AckBeforeDurable)] {
        let mut setup = Setup::of(3, 4);
        setup.options.bugs = bug.map_or(BugSet::NONE, |bug| BugSet::NONE.with(bug));
        let mut run = Run::new(setup).unwrap();
        until(&mut run, |run| run.world().leader().is_some());
        let leader = run.world().leader().unwrap();
        run.act(&Action::Submit { to: leader, command: "x=1".parse().unwrap() }).unwrap();
        let told = answer(&Question::Crash(leader), &run);
        let keeps: Vec<bool> = told.rules[0].conditions.iter().map(|held| held.holds).collect();
        let expected = match bug {
            None => [true, true, true],
            Some(Bug::VoteForgotten) => [true, false, true],
            Some(Bug::TermForgotten) => [false, true, true],
            _ => [true, true, false],
        };
        assert_eq!(keeps, expected, "{bug:?} {told}");
        let before = run.world().node(leader).persistent().clone();
        carry_out(&mut run, &told.remedies[0]);
        let after = run.world().node(leader).persistent();
        let kept = [
            before.current_term == after.current_term,
            before.voted_for == after.voted_for,
            before.log == after.log,
        ];
        assert_eq!(kept, expected, "{bug:?}");
    }
}

#[test]
fn a_broken_property_names_its_evidence_and_the_rule_that_is_set_aside() {
    let script = include_str!("../../../../assets/scenarios/19-bug-commit-by-count.raft");
    let run = played(script);
    let told = answer(&Question::Property(Property::LeaderCompleteness), &run);
    assert_eq!(told.verdict, Some(false));
    let violation = &run.checker().violations()[0];
    let steps: Vec<u64> = told.evidence.iter().map(|it| it.step).collect();
    assert_eq!(steps, violation.evidence);
    assert!(told.headline[1].starts_with("Rule L7 is off"), "{told}");
    assert_eq!(told.remedies[0].commands[0].to_string(), "obey commit-by-count");
    assert_eq!(told.remedies[0].commands.len(), 1);
    // It is also what is most worth asking.
    assert_eq!(answer(&Question::Best, &run).question, Question::Property(violation.property));
    for property in Property::ALL {
        let holds = run.checker().violations().iter().all(|violation| violation.property != property);
        assert_eq!(answer(&Question::Property(property), &run).verdict, Some(holds));
    }
}

#[test]
fn while_a_rule_is_set_aside_nothing_is_promised() {
    let mut run = settled(3, &["x=1"]);
    assert_eq!(answer(&Question::CanBeLost { index: Index(1), term: None }, &run).verdict, Some(false));
    run.act(&Action::SetAside(Bug::NoLogCheck)).unwrap();
    let told = answer(&Question::CanBeLost { index: Index(1), term: None }, &run);
    assert_eq!(told.verdict, None, "all have it now, but the next one that lacks something may lead: {told}");
    run.act(&Action::PutBack(Bug::NoLogCheck)).unwrap();
    run.act(&Action::SetAside(Bug::FixedTimeouts)).unwrap();
    let told = answer(&Question::CanBeLost { index: Index(1), term: None }, &run);
    assert_eq!(told.verdict, Some(false), "timeouts are a matter of progress only");
}

#[test]
fn a_cluster_without_a_majority_says_so_and_goes_on_with_one() {
    let mut run = settled(5, &["x=1"]);
    let leader = run.world().leader().unwrap();
    let others: Vec<ServerId> = run.world().roster().minus(ServerSet::only(leader)).iter().take(3).collect();
    for server in &others {
        run.act(&Action::Crash(*server)).unwrap();
    }
    for question in [Question::Stuck, Question::Best] {
        let told = answer(&question, &run);
        assert_eq!((told.question, told.verdict), (Question::Stuck, Some(true)));
        assert!(told.headline[0].starts_with("3 of 5 servers are down"), "{told}");
        let mut after = run.clone();
        let before = after.checker().committed_index();
        carry_out(&mut after, &told.remedies[0]);
        assert_that(&(after.checker().committed_index(), before), |(a, b)| a > b);
    }
}

#[test]
fn what_is_said_of_a_server_that_is_not_so_is_put_right() {
    let run = settled(3, &[]);
    let leader = run.world().leader().unwrap();
    let other = ServerId::at((leader.position() + 1) % 3);
    let told = answer(&Question::Role { server: other, being: Being::Leader, not: false }, &run);
    assert_eq!(told.headline[0], format!("{other} is not a leader: {other} is a follower."));
    let told = answer(&Question::Role { server: leader, being: Being::Leader, not: true }, &run);
    assert_eq!(told.headline[0], format!("But {leader} is a leader."));
    let mut after = run.clone();
    let told = answer(&Question::Role { server: other, being: Being::Leader, not: true }, &run);
    carry_out(&mut after, &told.remedies[0]);
    assert_eq!(after.world().leader(), Some(other));
}

#[test]
fn votes_tell_what_decided_them() {
    let script = include_str!("../../../../assets/scenarios/17-figure-8-overwritten.raft");
    let run = played(&script[..script.find("note (c)").unwrap()]);
    // S3 had voted for S1 in term 2 when S5 first stood.
    let refused = run.recent().iter().find_map(|step| {
        step.facts.iter().find_map(|fact| match *fact {
            raftarium::raft::Fact::VoteDenied { to, .. } => Some((step.server().unwrap(), to, step.number)),
            _ => None,
        })
    });
    let (voter, candidate, step) = refused.unwrap();
    let told = answer(&Question::Vote { voter, candidate: Some(candidate), refused: true }, &run);
    assert_eq!(told.verdict, Some(false));
    assert!(told.evidence.iter().any(|it| it.step == step), "{told}");
    assert_that(&told.rules, |it| it.iter().any(|clause| clause.conditions.iter().any(|held| !held.holds)));
}

#[test]
fn a_message_in_flight_says_what_it_would_do_and_does_it() {
    let mut foretold = 0;
    for seed in 600..610 {
        visit(seed, 3, 600, 53, |run| {
            for flight in run.world().network().flights().take(6) {
                let told = answer(&Question::Message(flight.id), run);
                assert_eq!(told.lit.messages, [flight.id]);
                let Some(sentence) =
                    told.headline.get(1).and_then(|it| it.strip_prefix("If it arrived now: "))
                else {
                    continue;
                };
                let mut after = run.clone();
                let step = after.act(&Action::Deliver(flight.id)).unwrap().clone();
                let happened = raftarium::explain::tell(&step, after.world().configuration());
                assert!(sentence.starts_with(&happened.head), "{sentence} {}", happened.head);
                let told = answer(&Question::Message(flight.id), &after);
                assert!(told.headline[0].contains("arrived"), "{told}");
                foretold += 1;
            }
        });
    }
    assert!(foretold > 50, "{foretold}");
}

#[test]
fn what_is_safe_to_apply_is_what_is_committed() {
    let run = settled(3, &["x=1", "y=2"]);
    let told = answer(&Question::Safe, &run);
    assert_eq!(told.headline, ["Up to index 2: entry 2 is committed, and entry 3 is not committed."]);
    let server = run.world().leader().unwrap();
    let told = answer(&Question::Applied { index: Index(2), server: Some(server), not: false }, &run);
    assert_eq!(told.verdict, Some(true));
    let told = answer(&Question::Applied { index: Index(3), server: Some(s(1)), not: true }, &run);
    assert_eq!(told.verdict, Some(false));
}
