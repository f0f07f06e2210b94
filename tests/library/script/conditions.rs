//! Conditions mean what they say: each kind holds where it should and nowhere else. And names and groups mean
//! whom they should.

use raftarium::history::Run;
use raftarium::language::{Known, Names, parse, parse_command, parse_condition};
use raftarium::script::{Player, View, holds};

/// A run after a script, with the names that the script gave.
fn after(text: &str) -> (Run, Player) {
    let script = parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    let mut run = Run::new(script.setup()).expect("runs");
    let mut player = Player::default();
    for line in &script.lines {
        if !matches!(line.command, raftarium::language::Command::Set(_)) {
            player.execute(&line.command, &mut run).unwrap_or_else(|trouble| panic!("{line}: {trouble}"));
        }
    }
    (run, player)
}

fn judge(text: &str, run: &Run, names: &Names) -> bool {
    let known =
        Known { servers: run.world().size(), names: names.iter().map(|(name, _)| name.to_owned()).collect() };
    let condition =
        parse_condition(text, &known).unwrap_or_else(|problem| panic!("{}", problem.render(text)));
    holds(&condition, View { run, names })
}

/// Every line of `yes` holds, and its negation does not; the other way round for `no`.
fn check(script: &str, yes: &str, no: &str) {
    let (run, player) = after(script);
    for (lines, expected) in [(yes, true), (no, false)] {
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            assert_eq!(judge(line, &run, &player.names), expected, "{line}");
            assert_eq!(judge(&format!("not ({line})"), &run, &player.names), !expected, "not {line}");
        }
    }
}

/// S1 leads term 3; S2 and S3 follow, S3 with a log that parts; S4 is down, S5 frozen.
const FIGURE: &str = "
    servers 5
    assume
    heartbeat 100s
    election-timeout 100s..200s
    log S1 S2 1:x=1 1:x=2 3:y=7
    log S3 1:x=1 2:z=1
    log S4 1:x=1
    term all 3
    vote S2 S5 for S1
    role S1 leader
    commit S1 2
    commit S2 1
    crash S4
    freeze S5
    hold S1 -> S2
    cut S1 -> S3
    submit x+=5
    submit y=8 to S2
    call S3 Odd";

#[test]
fn roles_lives_and_votes() {
    check(
        FIGURE,
        "S1 is leader
         S1 is leader in term 3
         S2 S3 are followers
         S2 is follower in term 3
         leader is S1
         follower:2 is S3
         Odd is S3
         Odd is follower
         S4 is down
         crashed is S4
         S5 is frozen
         S5 is frozen and is follower
         S1 S2 S3 are up
         running are up
         leader exists
         one leader
         1 leader
         vote of S2 = S1
         vote of S2 S5 = leader
         vote of S3 = nobody
         S2 is follower and voted for S1
         S2 is down or voted for S1
         S3 is follower and not voted for S1 and is up
         S1 is leader and S2 is follower and voted for S1
         S1 is leader and (led term 3 or is down)
         S2 voted for S1
         S2 voted for leader
         S1 voted for S1
         S3 voted for nobody
         S1 is not candidate",
        "S1 is leader in term 2
         S1 S2 are leaders
         S4 is follower
         S5 is up
         leader is S2
         candidate is S1
         candidate is up
         no leader
         two leaders
         three leaders
         0 leaders
         7 leaders
         vote of S3 = S1
         S3 is follower and voted for S1
         S3 voted for S1
         S1 voted for nobody
         S2 voted for follower:1
         others are up",
    );
}

#[test]
fn entries_and_numbers() {
    check(
        FIGURE,
        "index 2 is committed on S1
         index 1 is committed on S1 S2
         index 2 of term 1 is committed on S1
         index 2 is applied on S1
         index 3 of term 3 is on S1 S2
         index 2 of term 2 is on Odd
         index 1 of term 1 is on a majority
         index 1 is on a majority
         index 4 of term 3 is on S1
         term of all = 3
         term of S1 >= 3
         term of S1 is at most 3
         commit of S1 = 2
         applied of S2 = 1
         length of S1 = 4
         length of S4 < 2
         last-term of S3 = 2
         last-term of S5 = 0
         next of S2 = 4
         length of S1 > length of S2
         length of S1 > length of S2 S3 S4 S5
         term of S1 = term of S2
         commit of S2 <= commit of S1
         match of S2 S3 on S1 = 0
         next of others >= 4
         log of S3 = 1 2
         log of S3 = 1:x=1 2:z=1
         log of S5 = empty
         logs of S1 S1 equal
         stores of S3 S5 equal
         x = 2 on S1
         x = 1 on S2
         x != 2 on S2
         y is missing on S1 S2",
        "index 2 is committed on S2
         index 2 of term 3 is committed on S1
         index 1 is committed on S4
         index 0 is on S1
         index 3 is on S3
         index 2 of term 1 is on Odd
         index 3 of term 3 is on a majority
         index 9 is on a majority
         index 2 is applied on S1 S2
         commit of S4 = 0
         commit of all >= 0
         votes of S1 >= 0
         next of S2 on S3 = 1
         length of S1 < length of S2
         length of S1 S2 > length of S3 S2
         commit of S1 > commit of S4
         votes of S1 = votes of S1
         match of S1 on S2 = 0
         log of S3 = 1
         log of S3 = 1 2 2
         log of S3 = 1:x=2 2:z=1
         logs equal
         logs of S1 S2 equal
         stores equal
         stores of S4 equal
         x = 2 on S1 S2
         x != 2 on S1
         x is missing on S1
         x = 1 on S4",
    );
}

#[test]
fn messages_links_requests_and_time() {
    check(
        FIGURE,
        "append S1 -> S2 in flight
         append in flight
         entries S1 -> S2 in flight = 1
         heartbeat to S2 in flight = 1
         messages S1 -> S2 in flight = 2
         messages from S1 in flight >= 4
         vote in flight = 0
         append S1 -> S3 in flight = 1
         link S1 -> S2 is held
         link S1 -> S3 is cut
         request 1 is pending
         request 2 is redirected
         last request is redirected
         time = 0ms
         time < 1ms
         step >= 5
         stuck
         all properties hold
         Election Safety holds",
        "vote in flight
         append S2 -> S1 in flight
         messages in flight = 0
         entries S1 -> S3 in flight
         append-reply in flight at least 1
         link S2 -> S1 is held
         link S1 <-> S3 is cut
         link S1 -> S2 S3 is cut
         request 1 is answered
         request 3 is pending
         all requests are pending
         last request is lost
         time >= 1ms
         step = 0
         Log Matching violated
         digest = 0000000000000000",
    );
}

#[test]
fn history_is_counted() {
    let story = "
        servers 3
        election-timeout 100s..200s
        heartbeat 100s
        isolate S3
        timeout S3
        run 50ms
        timeout S3
        run 50ms
        heal
        timeout S3
        run 50ms";
    check(
        story,
        "ElectionStarted happened
         ElectionStarted happened at least 3 times
         ElectionStarted happened 3 times on S3
         ElectionStarted happened 3 times on S2 S3
         ElectionRestarted happened twice on S3
         ElectionStarted never happened on S2
         VoteGranted happened on S2
         S3 led term 3
         S3 led
         S1 S3 led term 3
         nobody led term 1
         nobody led term 2
         nobody led term 9
         term of all = 3
         BecameLeader happened once
         BecameLeader happened at most 1 times",
        "ElectionStarted never happened
         BecameLeader happened twice
         BecameLeader never happened on S3
         ElectionStarted happened 4 times on S3
         S1 led
         S2 led term 3
         S3 led term 2
         nobody led term 3
         nobody led
         Truncated happened",
    );
}

#[test]
fn what_is_joined() {
    check(
        FIGURE,
        "S1 is up and S2 is up
         S4 is up or S1 is up
         S4 is up and S5 is up or S1 is up
         S1 is up or S4 is up and S5 is up
         not S4 is up and S1 is up
         not (S4 is up and S1 is up)
         not not S1 is up",
        "S1 is up and S4 is up
         (S1 is up or S4 is up) and S5 is up
         not S1 is up or S4 is up
         not (S1 is up or S4 is up)",
    );
}

#[test]
fn committed_is_the_truth_and_not_what_servers_know() {
    let story =
        "servers 3\nelection-timeout 100s..200s\nheartbeat 100s\ntimeout S1\nrun 50ms\nsubmit x=1\nrun 50ms";
    check(
        story,
        "index 1 is committed
         index 1 of term 1 is committed
         index 1 is committed on S1
         request 1 is answered
         all requests are answered
         last request is answered",
        "index 1 of term 2 is committed
         index 2 is committed
         index 0 is committed
         index 1 is committed on S2",
    );
    let lost = format!("{story}\ncrash S1");
    check(&lost, "index 1 is committed\nindex 1 is on a majority", "index 1 is committed on all");
}

#[test]
fn a_dead_majority_is_stuck_and_says_why() {
    check(
        "servers 3\nrun 1s\ncrash S1 S2",
        "stuck\nstuck because no-majority-up",
        "stuck because leader-deaf",
    );
    check(
        "servers 3\nrun until leader exists\nrun 200ms\ncut others -> leader",
        "stuck because leader-deaf\nlink others -> leader is cut",
        "stuck because partitioned\nlink leader -> others is cut",
    );
}

#[test]
fn names_stay_with_their_server() {
    let story = "servers 3\nrun until leader exists\ncall leader first\ncrash first\nrun until leader exists\ncall leader second";
    check(
        story,
        "first is down\nsecond is leader\nfirst led\nsecond led",
        "first is up\nsecond is down\nfirst is leader",
    );
    let (mut run, mut player) = after(story);
    let first = player.names.get("first").expect("a name");
    let known = Known { servers: 3, names: vec!["first".to_owned()] };
    let restart = parse_command("restart first", &known).expect("parses").expect("a command");
    player.execute(&restart, &mut run).expect("it was down");
    assert!(run.world().node(first).running().is_some());
}

#[test]
fn others_are_those_who_are_not_named() {
    let (run, _) = after("servers 5\ncut S1 S2 -> others\nhold others -> S5");
    let names = Names::default();
    for (text, expected) in [
        ("link S1 S2 -> S3 S4 S5 is cut", true),
        ("link S1 -> S2 is cut", false),
        ("link S3 -> S1 is cut", false),
        ("link S1 S2 S3 S4 -> S5 is held", true),
        ("link S5 -> S1 is held", false),
    ] {
        assert_eq!(judge(text, &run, &names), expected, "{text}");
    }
}

#[test]
fn isolating_one_more_does_not_heal_the_first() {
    let (run, _) = after("servers 5\nisolate S1\nisolate S2");
    for text in ["link S1 <-> S2 S3 S4 S5 is cut", "link S2 <-> S1 S3 S4 S5 is cut"] {
        assert!(judge(text, &run, &Names::default()), "{text}");
    }
    assert!(!judge("link S3 -> S4 is cut", &run, &Names::default()));
}

#[test]
fn a_frozen_leader_is_a_leader() {
    let story = "servers 5\nelection-timeout 100s..200s\nterm S1 S2 S3 1\nvote S2 S3 for S1\nrole S1 leader\n\
                 freeze S1\nrun 50ms\ncut S1 -> all\ntimeout S2\nrun 100ms";
    check(
        story,
        "S1 is leader
         S1 is leader in term 1
         S1 is leader and is frozen
         S2 is leader in term 2
         leader is S2
         leader:2 is S1
         two leaders
         not leader is frozen
         not leaders are frozen
         frozen is leader",
        "one leader
         S1 is up
         leaders are frozen",
    );
    let alone = "servers 3\nterm S1 S2 1\nvote S2 for S1\nrole S1 leader\nfreeze S1";
    check(
        alone,
        "leader exists\none leader\nleader is S1\nleader is frozen\nsome server is leader",
        "no leader\nS1 is up\ncandidate exists\na server is a candidate",
    );
    check("servers 3\ntimeout S2", "candidate exists\nany server is candidate", "leader exists");
    let (run, player) = after(&format!("{alone}\nthaw leader\ncrash leader"));
    assert!(judge("S1 is down and no leader", &run, &player.names));
}

#[test]
fn several_lead_different_terms() {
    let story = "servers 5\nelection-timeout 100s..200s\nheartbeat 100s\ntimeout S1\nrun 50ms\nisolate S1\ntimeout S2\n\
                 run 50ms\nisolate S2\ntimeout S3\nrun 50ms";
    check(
        story,
        "three leaders\n3 leaders\nleader is S3\nleader:3 is S1\nvote of S4 S5 = S3",
        "two leaders\nfour leaders\n2 leaders",
    );
}

#[test]
fn facts_are_asked_for_with_what_they_hold() {
    let story = "servers 3\nelection-timeout 100s..200s\nheartbeat 100s\nlog S1 1:a=1 2:b=2\nlog S2 1:a=1 1:c=2 1:c=3\n\
                 log S3 1:a=1 2:b=2\nterm all 2\ntimeout S2\nrun 50ms\ntimeout S1\nrun 50ms\nsubmit x=1\nrun 100ms";
    check(
        story,
        "Truncated first 2 happened on S2
         Truncated from 2 to 3 happened once on S2
         Truncated first 2 own_term 1 their_term 2 happened
         Truncated first 2 own-term 1 happened
         Truncated first 3 never happened
         VoteDenied because log-behind happened on S1
         VoteDenied because already-voted never happened
         VoteDenied to S2 term 3 happened once on S1
         VoteGranted to S1 term 4 happened on S2 S3
         VoteGranted to leader happened on S2
         BecameLeader term 4 happened on S1
         BecameLeader term 3 never happened
         TermAdopted from 3 to 4 sender S1 happened
         TimerArmed timer heartbeat happened on S1
         EntryAppended index 3 command x=1 happened once
         Applied payload x=1 happened once
         VoteCounted voter S1 granted no happened on S2
         Crashed was leader never happened",
        "Truncated first 2 happened on S3
         Truncated first 2 last 2 happened
         VoteDenied to S1 because log-behind happened
         VoteGranted to S3 happened
         EntryAppended command x=2 happened
         VoteGranted to crashed happened",
    );
}

#[test]
fn facts_with_what_they_hold_are_counted_up_to_the_cursor() {
    let (mut run, player) = after(
        "servers 3\nelection-timeout 100s..200s\ntimeout S1\nrun 100ms\ncrash S1\ntimeout S2\nrun 100ms",
    );
    let names = &player.names;
    let (end, second) = (run.cursor(), "BecameLeader term 2 happened");
    let asked = |run: &Run| [judge("BecameLeader term 1 happened", run, names), judge(second, run, names)];
    assert_eq!(asked(&run), [true, true]);
    let mut told = Vec::new();
    for step in (run.start()..=end).rev() {
        assert!(run.seek(step));
        told.push(asked(&run));
    }
    told.reverse();
    for (back, step) in told.iter().zip(run.start()..=end) {
        assert!(run.seek(step));
        assert_eq!(asked(&run), *back, "step {step}: the same forwards, backwards");
    }
    assert_eq!(told.first(), Some(&[false, false]));
    // In the past another future begins.
    assert!(run.seek(run.start()));
    let known = Known { servers: 3, names: Vec::new() };
    let mut other = Player::default();
    for line in ["crash S1 S2 S3", "run 1s"] {
        let command = parse_command(line, &known).expect("parses").expect("a command");
        other.execute(&command, &mut run).expect("done");
    }
    assert_eq!(asked(&run), [false, false]);
    assert!(judge("Crashed was follower happened 3 times", &run, names));
}

#[test]
fn only_what_is_never_executed_is_lost() {
    let begin = "servers 3\nelection-timeout 100s..200s\nheartbeat 100s\nterm S1 S2 1\nvote S2 for S1\nrole S1 leader\n\
                 run 30ms\nhold S2 S3 -> S1\nsubmit x=1\nrun 30ms\ncrash S1";
    check(begin, "request 1 is unanswered", "request 1 is lost\nrequest 1 is answered\nrequest 1 is pending");
    let executed = format!("{begin}\ntimeout S2\nrun 60ms\nsubmit y=1 to S2\nrun 60ms");
    check(
        &executed,
        "request 1 is unanswered\nx = 1 on S2\nrequest 2 is answered",
        "request 1 is lost\nrequest 1 is answered",
    );
    // S2 and S3 never hear of it, and commit something else in its place.
    let gone = "servers 3\nelection-timeout 100s..200s\nheartbeat 100s\nterm S1 S2 1\nvote S2 for S1\nrole S1 leader\n\
                run 30ms\nisolate S1\nsubmit x=1\nrun 30ms\ncrash S1";
    check(gone, "request 1 is unanswered", "request 1 is lost");
    let lost = format!("{gone}\ntimeout S2\nrun 60ms\nsubmit y=1 to S2\nrun 60ms");
    check(
        &lost,
        "request 1 is lost\nrequest 1 is unanswered\nall requests are unanswered or request 2 is answered",
        "",
    );
    let wiped = format!("{gone}\nwipe S1");
    check(&wiped, "request 1 is lost", "");
    check("servers 3\ncrash S1\nsubmit x=1 to S1", "request 1 is lost\nrequest 1 is unanswered", "");
}
