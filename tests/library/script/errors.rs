//! Mistakes in scripts: where, what was expected, what was probably meant. And scripts that mean harm.

use crate::support::{assert_contains, assert_that};
use raftarium::history::Run;
use raftarium::language::{Known, MOST_BYTES, Problem, parse, parse_bytes, parse_command};
use raftarium::script::{self, Outcome, PlayOptions, Player, Report};
use raftarium::sim::Setup;

/// The problem of a script of which only one line is wrong.
fn problem(text: &str) -> Problem {
    let mut problems = parse(text).expect_err(text);
    assert_eq!((problems.list.len(), problems.more), (1, 0), "{problems}");
    problems.list.remove(0)
}

fn play(text: &str) -> Report {
    let script = parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    script::play(&script, &PlayOptions { name: "test.raft".to_owned(), ..PlayOptions::default() })
}

/// Why a script fails, and in which line.
fn failure(text: &str) -> (u32, String) {
    let report = play(text);
    assert_eq!(report.exit_code(), 1, "{report}");
    let failure = report.failure.expect("a failure");
    (failure.line, failure.reason)
}

#[test]
fn a_mistake_is_drawn_with_its_line() {
    assert_eq!(
        problem("servers 5\ncrush S1 S2\n").render("my.raft"),
        "\
error: `crush` is not a command
 --> my.raft:2:1
  |
2 | crush S1 S2
  | ^^^^^ expected a command, such as crash, submit, run or expect
  |
  = help: did you mean `crash`?"
    );
    assert_eq!(
        problem("run until S3 is leadr within 5s").render("my.raft"),
        "\
error: `leadr` does not fit here
 --> my.raft:1:17
  |
1 | run until S3 is leadr within 5s
  |                 ^^^^^ expected a server such as S1 or leader, `not`, `leader`, `follower`, `candidate`, `up`, …
  |
  = help: did you mean `leader`?"
    );
    assert_eq!(
        problem("servers 3\n\n  partition S1 S2 | S2 S3  # twice").render("my.raft"),
        "\
error: S2 is named twice
 --> my.raft:3:21
  |
3 |   partition S1 S2 | S2 S3  # twice
  |                     ^^ a server belongs to one group of a partition"
    );
}

/// Line, column and message of each wrong line, in one word or two what was expected, and the nearest word.
type Mistake = (&'static str, u32, &'static str, &'static str, Option<&'static str>);

fn mistakes(table: &[Mistake]) {
    for (line, column, message, expected, nearest) in table {
        let problem = problem(line);
        assert_eq!(problem.line, 1, "{line}");
        assert_eq!(problem.column, *column, "{line}: {problem}");
        assert!(problem.message.starts_with(message), "{line}: {problem}");
        assert!(problem.expected.contains(expected), "{line}: {problem}");
        assert_eq!(problem.nearest.as_deref(), *nearest, "{line}: {problem}");
        assert!(problem.render("x").contains(&problem.message), "{line}");
    }
}

#[test]
fn every_mistake_says_where_and_what_was_expected() {
    let table: &[Mistake] = &[
        ("crash", 6, "the line ends too early", "expected a server such as S1 or leader", None),
        ("crash 3", 7, "`3` does not fit here", "expected a server such as S1 or leader", None),
        ("crash S6", 7, "S6 is not in this cluster", "the cluster has S1 to S5", None),
        ("crash S0", 7, "S0 is not in this cluster", "the cluster has S1 to S5", None),
        ("crash leadr", 7, "`leadr` does not fit here", "expected a server", Some("leader")),
        ("crash follower:0", 7, "`follower:0` does not fit here", "expected a server", Some("follower")),
        ("crash S1 no", 10, "`no` does not fit here", "or the end of the line", None),
        ("servers 0", 9, "0 is out of range", "a number of servers is 1 to 25", None),
        ("servers 26", 9, "26 is out of range", "a number of servers is 1 to 25", None),
        ("servers five", 9, "`five` does not fit here", "expected a whole number", None),
        ("seed 99999999999999999999", 6, "99999999999999999999 is out of range", "a seed is 0 to", None),
        ("run 150", 5, "`150` has no unit", "write 150ms or 150s", None),
        ("run 2h", 5, "`2h` is not a time", "expected a time such as 150ms", None),
        ("run 3601s", 5, "`3601s` is too long", "at most an hour", None),
        (
            "run forever",
            5,
            "`forever` does not fit here",
            "expected a time such as 150ms or 2s or `until`",
            None,
        ),
        ("election-timeout 300..150ms", 18, "the range is reversed", "not be shorter than the first", None),
        ("election-timeout fast", 18, "`fast` does not fit here", "expected a range", None),
        ("loss 110%", 6, "more than 100%", "0% to 100%", None),
        ("loss 10", 6, "`10` does not fit here", "expected a percentage such as 10%", None),
        ("no-op yes", 7, "`yes` does not fit here", "expected `on` or `off`", None),
        ("back-up by-tern", 9, "`by-tern` does not fit here", "`one-by-one` or `by-term`", Some("by-term")),
        (
            "without no-log-chek",
            9,
            "`no-log-chek` does not fit here",
            "a rule of the bug lab",
            Some("no-log-check"),
        ),
        ("role S1 king", 9, "`king` does not fit here", "`follower`, `candidate`, `leader` or `down`", None),
        ("log S1 2 1", 1, "the terms in a log never decrease: S1 has term 1 after term 2", "", None),
        ("term all 4294967295", 10, "4294967295 is out of range", "a term is 0 to 1000000", None),
        ("log S1 4294967295:x=1", 8, "the term is out of range", "a term is 1 to 1000000", None),
        ("log S1 0", 8, "0 is out of range", "the term of an entry is 1 to 1000000", None),
        ("log S1 1:x", 8, "`x` is not a command for the state machine", "key=value", None),
        ("commit S1 3", 1, "S1 has 0 entries and cannot know that 3 are committed", "", None),
        ("submit x", 8, "`x` is not a command for the state machine", "key=value", None),
        ("submit x=", 8, "`x=` is not a command for the state machine", "a value is", None),
        (
            "submit x+=y",
            8,
            "`x+=y` is not a command for the state machine",
            "only a whole number can be added",
            None,
        ),
        ("submit averylongkey=1", 8, "`averylongkey=1` is not a command", "a key is 1 to 8", None),
        ("partition S1 S2 |", 18, "the line ends too early", "expected a server", None),
        ("cut S1 S2", 10, "the line ends too early", "`->` or `<->`", None),
        ("link S1 -> S2", 14, "the line ends too early", "`latency`, `loss` or `duplicate`", None),
        ("deliver voet S1 -> S3", 9, "`voet` does not fit here", "a message such as #12", Some("vote")),
        ("delay #12", 10, "the line ends too early", "expected `by`", None),
        ("deliver S1 <-> S2", 16, "messages have one direction", "expected S1 -> S2", None),
        ("note", 5, "a note needs text", "expected some text", None),
        ("call leader S1", 13, "`S1` already has a meaning", "expected a new name", None),
        ("call leader 1st", 13, "`1st` cannot be a name", "a letter first", None),
        ("crash Anna", 7, "`Anna` does not fit here", "expected a server", None),
        ("at step 12", 11, "an action belongs here", "such as crash S1", None),
        ("at step 12 run 1s", 12, "an action belongs here", "such as crash S1", None),
        ("expect", 7, "the line ends too early", "expected a condition", None),
        ("expect leader", 14, "the line ends too early", "`is`", None),
        (
            "expect Elction Safety violated",
            8,
            "`Elction` does not fit here",
            "expected a condition",
            Some("Election Safety"),
        ),
        (
            "expect RejectedMissmatch happened",
            8,
            "`RejectedMissmatch` does",
            "expected a condition",
            Some("RejectedMismatch"),
        ),
        ("expect (S1 is up", 17, "the line ends too early", "expected `and`, `or` or `)`", None),
        ("expect S1 is up)", 16, "`)` does not fit here", "the end of the line", None),
        ("expect S1 is up and", 20, "the line ends too early", "expected a condition", None),
        ("expect term of S1 7", 19, "`7` does not fit here", "a comparison such as = or >=", None),
        ("expect x > 7 on S1", 8, "`x` does not fit here", "expected a condition", None),
        ("expect x = 7", 13, "the line ends too early", "expected `on`", None),
        ("expect index 3 is comitted", 19, "`comitted` does not fit here", "`committed`", Some("committed")),
        ("expect digest = 12", 17, "this is not a digest", "16 hexadecimal digits", None),
        ("步 S1", 1, "`步` is not a command", "expected a command", None),
    ];
    mistakes(table);
}

#[test]
fn mistakes_in_what_is_counted_chosen_and_sent() {
    mistakes(&[
        ("expect vote of S1 != S2", 19, "a vote is = to a server", "expected =", None),
        ("expect 99 leaders", 8, "99 is out of range", "how many lead is 0 to 25", None),
        ("set max-entries 0", 17, "0 is out of range", "the most entries is 1 to", None),
        ("set servers 3", 5, "`servers` does not fit here", "`no-op`", None),
        ("set max-entris 3", 5, "`max-entris` does not fit here", "`no-op`", Some("max-entries")),
        ("beat leader emty", 13, "`emty` does not fit here", "`empty`", Some("empty")),
    ]);
}

#[test]
fn several_mistakes_are_told_at_once_and_no_more_than_twenty() {
    let problems = parse("crush S1\nservers 3\nrun 5\nheal now").expect_err("mistakes");
    let lines: Vec<u32> = problems.list.iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1, 3, 4]);
    assert_eq!(problems.render("x").matches("error: ").count(), 3);

    let problems = parse(&"crush S1\n".repeat(1000)).expect_err("mistakes");
    assert_eq!((problems.list.len(), problems.more), (20, 980));
    assert_that(&problems.render("x"), |it| it.ends_with("… and 980 more lines with mistakes"));
}

#[test]
fn setup_comes_first() {
    let wrong = problem("servers 3\nnote fine\nrun 1s\n  seed 7");
    assert_eq!((wrong.line, wrong.column), (4, 3));
    assert_eq!(wrong.message, "`seed` describes how the cluster begins");
    assert_eq!(wrong.expected, "move it before line 3, where the cluster starts");
    assert_that(&parse("without no-log-check\nservers 3\nrun 1s\nobey no-log-check"), Result::is_ok);
    let wrong = problem("servers 3\nrun 1s\nmax-entries 1");
    assert_eq!(
        wrong.expected,
        "move it before line 2, where the cluster starts; `set max-entries 1` changes it from here on"
    );
    assert_that(&parse("servers 3\nrun 1s\nset max-entries 1"), Result::is_ok);
}

#[test]
fn a_setup_that_cannot_be_run_is_blamed_on_its_line() {
    let wrong = problem("servers 3\nlog S1 1 1\n# why not\nlog S2 2 1\nseed 3\nrun 1s");
    assert_eq!((wrong.line, wrong.message.contains("S2 has term 1 after term 2")), (4, true));
    let wrong = problem("role S1 leader\nterm S1 3\nterm S2 3\nrole S2 leader");
    assert_eq!(wrong.line, 4, "{wrong}");
    assert_contains(&wrong.message, "cannot both lead term 3");
    let wrong = problem("heartbeat 0ms");
    assert!(wrong.message.contains("heartbeat"), "{wrong}");
}

#[test]
fn what_is_too_big_is_refused_before_it_is_read() {
    let huge = " ".repeat(MOST_BYTES + 1);
    assert_contains(&problem(&huge).message, "longer than 1048576 bytes");
    assert_that(&parse(&" \n".repeat(MOST_BYTES / 2)), Result::is_ok);
    let problems = parse_bytes(&vec![0xff; MOST_BYTES + 1]).expect_err("too long");
    assert_contains(&problems.list[0].message, "longer than");
    let long = format!("heal # {}", "x".repeat(70_000));
    let wrong = problem(&long);
    assert!(wrong.message.contains("the line is longer than 65536 bytes"), "{}", wrong.message);
    assert_that(&wrong.render("x").len(), |it| *it < 300);
}

#[test]
fn what_is_not_text_is_refused_with_its_place() {
    let problems = parse_bytes(b"servers 3\nheal \xff\n").expect_err("not text");
    let wrong = &problems.list[0];
    assert_eq!((wrong.line, wrong.column), (2, 6));
    assert_contains(&wrong.message, "not UTF-8");
    assert!(problems.render("x").contains("x:2:6"), "{problems}");
    assert!(
        parse_bytes("\u{feff}servers 3\r\nheal\r\n".as_bytes()).is_ok(),
        "a byte order mark and CRLF are fine"
    );
}

#[test]
fn control_characters_are_refused_and_never_shown() {
    for hostile in ["\u{1b}[2J", "\u{7}", "\u{0}", "\u{9b}1m", "\u{202e}", "\u{200b}", "\r\u{8}"] {
        for line in [
            format!("note hello {hostile} there"),
            format!("crash S1 # {hostile}x"),
            format!("submit x={hostile}"),
        ] {
            let wrong = problem(&line);
            assert!(wrong.message.starts_with("a control character (U+"), "{wrong:?}");
            let shown = wrong.render(&format!("evil{hostile}.raft"));
            let safe = |character: char| !character.is_control() || character == '\n';
            assert!(shown.chars().all(|c| safe(c) && c != '\u{202e}' && c != '\u{200b}'), "{shown:?}");
        }
    }
    assert!(parse("crash\tS1").is_ok(), "a tab is a space");
}

#[test]
fn deep_nesting_is_refused_with_a_word_and_not_with_a_crash() {
    for deep in ["(", "not ", "not ("] {
        let wrong = problem(&format!("expect {}S1 is up", deep.repeat(10_000)));
        assert!(wrong.message.contains("nested more than 64 deep"), "{wrong}");
        assert!(wrong.render("x").lines().all(|line| line.chars().count() < 250), "{}", wrong.render("x"));
    }
    let closed = format!("expect {}S1 is up{}", "(".repeat(10_000), ")".repeat(10_000));
    assert_contains(&problem(&closed).message, "nested more than 64 deep");
    let just = format!("expect {}S1 is up{}", "(".repeat(60), ")".repeat(60));
    assert_that(&parse(&just), Result::is_ok);
    let wide = format!("expect {}S1 is up", "S1 is up and ".repeat(4000));
    assert!(play(&wide).held(), "long is not deep");
}

#[test]
fn what_cannot_be_done_is_refused_at_its_line() {
    let table: &[(&str, u32, &str)] = &[
        ("servers 3\nsubmit x=1", 2, "there is no leader now to submit to"),
        ("crash leader", 1, "no server leads now"),
        ("run until one leader\ncrash leader:2", 2, "only one server leads now, so there is no number 2"),
        ("crash S1\ncrash S1", 2, "S1 is down: restart it first"),
        ("restart S2", 1, "S2 is not down"),
        ("restart crashed", 1, "no server is down now"),
        ("wipe S1", 1, "S1 is running: crash it before you wipe its disk"),
        ("thaw S1", 1, "S1 is not frozen"),
        ("beat S1", 1, "S1 has no heartbeat timer running: it is not the leader"),
        ("deliver #99", 1, "message #99 is not in flight"),
        ("deliver next", 1, "no message is in flight"),
        ("drop all append S1 -> S3", 1, "no append S1 -> S3 is in flight now"),
        ("partition S1 | all", 1, "S1 is in two groups of the partition"),
        ("partition all", 1, "a partition needs at least two groups"),
        ("cut S1 -> S1", 1, "a link joins two different servers"),
        ("servers 1\nhold all -> all", 2, "a single server has no links"),
        ("servers 1\nisolate S1", 2, "a single server has no links"),
        ("beat S1 empty", 1, "S1 is not a leader: only leaders send heartbeats"),
        ("role S1 leader\nfreeze S1\nsubmit x=1", 3, "S1 is frozen: thaw it first"),
        ("role S1 leader\nfreeze S1\nbeat leader empty", 3, "S1 is frozen: thaw it first"),
        ("crash others", 1, "`others` needs other servers in the command"),
        ("call followers Anna", 1, "followers means S1 S2 S3 S4 S5, but this needs one server"),
        ("run 1s\nat step 5 crash S1", 2, "step 5 is past"),
        ("obey no-log-check\nrun 1ms\nobey no-log-check", 3, "no-log-check is already off"),
    ];
    for (text, line, reason) in table {
        let (at, said) = failure(text);
        assert_eq!(at, *line, "{text}");
        assert!(said.contains(reason), "{text}: {said}");
    }
}

#[test]
fn a_command_is_done_to_all_or_to_nobody() {
    let report = play("crash S2\nsubmit x=1 to S1\ncrash S1 S2 S3");
    let failure = report.failure.as_ref().expect("a failure");
    assert_eq!((failure.line, failure.reason.as_str()), (3, "S2 is down: restart it first"));
    assert!(!report.to_string().contains("S1 crashes"), "{report}");
    let mut run = Run::new(Setup::of(3, 1)).expect("runs");
    let digest = run.world().digest();
    let known = Known { servers: 3, names: Vec::new() };
    for text in [
        "thaw all",
        "freeze S1 S1 crashed",
        "submit x=1 to leader",
        "partition S1 | S2 | running",
        "deliver #1",
    ] {
        let command = parse_command(text, &known).expect("parses").expect("a command");
        assert!(Player::default().execute(&command, &mut run).is_err(), "{text}");
        assert_eq!(run.world().digest(), digest, "{text} changed something");
    }
}

#[test]
fn an_expectation_that_fails_says_what_is_so_instead() {
    let table: &[(&str, &str)] = &[
        ("expect S3 is leader", "expected S3 is leader; S3 is follower in term 0, no server leads"),
        ("crash S1\nexpect S1 is up", "expected S1 is up; S1 is down with term 0, no server leads"),
        ("expect leader is S1", "expected leader is S1; no server leads now"),
        ("log S1 1 1\nexpect log of S1 = 1 2", "expected log of S1 = 1 2; log of S1 is 1 1"),
        (
            "log S1 1 1:b=1\nexpect log of S1 = 1:b=1 1",
            "expected log of S1 = 1:b=1 1; log of S1 is 1:a=1 1:b=1",
        ),
        (
            "servers 2\nassume\nlog S1 1:a=1\nlog S2 1:b=1\nexpect Log Matching violated and logs equal",
            "expected Log Matching violated and logs equal; log of S1 is 1:a=1, log of S2 is 1:b=1",
        ),
        (
            "log S1 1 1\nservers 3\nexpect logs equal",
            "expected logs equal; log of S1 is 1 1, log of S2 is empty, log of S3 is empty",
        ),
        ("expect term of S2 >= 3", "expected term of S2 >= 3; term of S2 is 0"),
        ("expect next of S2 = 1", "expected next of S2 = 1; no server leads now"),
        ("crash S1\nexpect commit of S1 = 0", "expected commit of S1 = 0; S1 has no commit: S1 is down"),
        ("expect x = 7 on S1", "expected x = 7 on S1; x is missing on S1"),
        ("expect index 1 is committed", "expected index 1 is committed; 0 entries are committed"),
        ("expect Booted happened twice", "expected Booted happened twice; Booted happened 5 times"),
        ("expect S1 led term 1", "expected S1 led term 1; there has been no leader yet"),
        ("expect Log Matching violated", "expected Log Matching violated; no property is violated"),
        ("expect request 1 is answered", "expected request 1 is answered; clients have sent 0 commands"),
        ("expect messages in flight = 2", "expected messages in flight = 2; 0 such in flight"),
        ("expect time >= 1s", "expected time >= 1s; it is 0ms"),
        (
            "expect S1 is up and (S2 is down or S3 is down)",
            "expected S1 is up and (S2 is down or S3 is down); S2 is follower in term 0, no server leads, S3 is follower in term 0",
        ),
        ("expect not S1 is up", "expected not S1 is up; S1 is follower in term 0, no server leads"),
    ];
    for (text, reason) in table {
        assert_eq!(failure(text).1, *reason);
    }
}

#[test]
fn waiting_for_what_never_comes_ends() {
    let (line, reason) = failure("servers 3\nrun until S1 is leader in term 900 within 2s");
    assert_eq!(line, 2);
    assert!(reason.starts_with("waited 2s for S1 is leader in term 900; S1 is "), "{reason}");
    let (_, reason) = failure("crash all\nrun until leader exists");
    assert!(reason.contains("nothing more will happen: no server is running"), "{reason}");
    let (_, reason) = failure("run until no leader and leader exists");
    assert!(reason.starts_with("waited 10s for no leader and leader exists"), "{reason}");
}

#[test]
fn a_cluster_that_storms_is_stopped() {
    let storm = "servers 25\nheartbeat 1us\nlatency 0ms\nelection-timeout 3600s\nrole S1 leader\nrun 3600s";
    let (line, reason) = failure(storm);
    assert_eq!((line, reason.as_str()), (6, "stopped after 1000000 steps, the maximum for a command"));
}

#[test]
fn messages_that_pile_up_are_stopped_before_they_fill_the_memory() {
    let flood =
        "duplicate 100%\nlatency 1000s\nheartbeat 1us\nelection-timeout 3600s\nrole S1 leader\nrun 1000s";
    let (line, reason) = failure(flood);
    let said = "stopped with more than 20000 messages in flight: servers send faster than messages arrive";
    assert_eq!((line, reason.as_str()), (6, said));
}

#[test]
fn a_time_that_is_none_says_why() {
    let said = |time: &str| problem(&format!("run {time}")).short();
    assert_eq!(
        said("99999999999999999999ms"),
        "`99999999999999999999ms` is too long: at most an hour, 3600s"
    );
    assert_eq!(said("1.00005ms"), "`1.00005ms` is too precise: the smallest unit is a microsecond, 1us");
    assert!(parse("RUN 1.5MS").is_ok(), "capital or small letters");
}

#[test]
fn what_cannot_be_seen_is_refused() {
    for hidden in ['\u{ad}', '\u{180e}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{fffb}', '\u{e0041}'] {
        let problem = problem(&format!("note a{hidden}b"));
        assert_eq!(problem.column, 7, "{problem}");
        assert!(!problem.render(&format!("my{hidden}.raft")).contains(hidden), "U+{:04X}", hidden as u32);
    }
}

#[test]
fn one_is_counted_as_one() {
    let report = play("servers 1\nexpect S1 is up");
    assert!(report.summary().contains("1 expectation held, 1 step, 0.000 ms, 1 server, seed 1"), "{report}");
}

#[test]
fn a_violation_that_is_not_expected_ends_the_run_with_its_evidence() {
    let text = "servers 3\nwithout vote-twice\nelection-timeout 100s..200s\nhold S1 -> S3\nhold S3 -> S1\ntimeout S1\n\
                timeout S3\nrun 5s\nnote never told";
    let report = play(text);
    let failure = report.failure.as_ref().expect("a failure");
    assert_eq!(report.exit_code(), 1);
    assert_eq!(failure.line, 8);
    assert!(failure.reason.starts_with("Election Safety is violated in step "), "{}", failure.reason);
    assert!(failure.evidence.len() >= 2, "{report}");
    assert!(failure.evidence.iter().all(|step| step.contains("term 1")), "{report}");
    assert_that(&report.to_string(), |it| !it.contains("never told"));

    let expected = text.replace("note never told", "expect Election Safety violated");
    let report = play(&expected);
    assert!(report.held(), "{report}");
    let another = text.replace("note never told", "expect Log Matching violated");
    assert_eq!(play(&another).exit_code(), 1, "only the property that is named may break");
    let denied = text.replace("note never told", "expect not Election Safety violated");
    assert_eq!(play(&denied).exit_code(), 1);
}

#[test]
fn options_count_more_than_the_script_and_are_checked() {
    let script = parse("servers 3\nseed 4\nrun 1s").expect("a script");
    let options = PlayOptions { servers: Some(7), seed: Some(9), ..PlayOptions::default() };
    let report = script::play(&script, &options);
    assert_eq!((report.servers, report.seed), (7, 9));

    let script = parse("servers 5\ncrash S5").expect("a script");
    let report = script::play(&script, &PlayOptions { servers: Some(3), ..PlayOptions::default() });
    assert_eq!(report.exit_code(), 1);
    assert!(report.summary().contains("S5 is not in this cluster of 3"), "{report}");

    let script = parse("servers 5\nlog S5 1").expect("a script");
    let report = script::play(&script, &PlayOptions { servers: Some(3), ..PlayOptions::default() });
    assert_eq!(report.exit_code(), 2, "{report}");
}

#[test]
fn the_report_is_data_too() {
    let report = play("servers 3\nnote Wait.\nrun until one leader\nexpect S1 is down");
    let json = serde_json::to_value(&report).expect("json");
    assert_eq!(json["verdict"], "failed");
    assert_eq!(json["failure"]["line"], 4);
    assert_eq!(json["servers"], 3);
    assert_eq!(json["digest"].as_str().map(str::len), Some(16));
    let story = json["story"].as_array().expect("a story");
    assert_that(&story, |it| it.iter().any(|line| line["note"]["text"] == "Wait."));
    let win =
        story.iter().find(|line| line["step"]["rules"].to_string().contains("E3")).expect("an election");
    assert!(win["step"]["text"].as_str().is_some_and(|text| !text.is_empty()), "{win}");
    assert!(win["step"]["place"].as_str().is_some_and(|place| place.contains("§5.2")), "{win}");
}

#[test]
fn setup_in_the_palette_is_another_cluster() {
    let mut run = Run::new(Setup::of(5, 7)).expect("runs");
    let mut player = Player::default();
    let command = parse_command("servers 3", &Known::default()).expect("parses").expect("a command");
    match player.execute(&command, &mut run) {
        Ok(Outcome::NewCluster(setup)) => assert_eq!((setup.servers, setup.seed), (3, 7)),
        other => panic!("{other:?}"),
    }
    assert_eq!(run.world().size(), 5, "the run that is shown is left alone");
    let command = parse_command("commit S1 3", &Known::default()).expect("parses").expect("a command");
    assert!(player.execute(&command, &mut run).is_err(), "S1 has no entries");
}

#[test]
fn whoever_could_not_take_a_command_is_named_when_the_script_fails() {
    let report = play(
        "role S1 leader\nsubmit x=1 to S2\ncrash S3\nsubmit x=2 to S3\nsubmit x=3 to S1\nexpect x = 1 on S1",
    );
    let failure = report.failure.as_ref().expect("a failure");
    assert_eq!(failure.line, 6);
    let evidence = failure.evidence.join("\n");
    assert_eq!(failure.evidence.len(), 2, "{evidence}");
    assert_contains(&evidence, "S2 rejects x=1");
    assert_contains(&evidence, "No server receives x=2");
    assert_contains(&report.summary(), "S2 rejects x=1");
}

#[test]
fn a_story_tells_the_numbers_of_messages() {
    let text = "servers 3\nelection-timeout 100s..200s\nlatency 5ms\nrole S1 leader\n\
                duplicate append S1 -> S2\nrun 10ms\ndeliver #7\nexpect S1 is leader";
    let script = parse(text).unwrap_or_else(|problems| panic!("{problems}"));
    let verbose = PlayOptions { verbose: true, ..PlayOptions::default() };
    let told = script::play(&script, &verbose).to_string();
    let line = |part: &str| told.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{told}"));
    assert!(line("begins as leader").ends_with("→ #1 #2"), "{told}");
    assert!(line("Message #1 is duplicated").ends_with("→ #3"), "{told}");
    let brief = script::play(&script, &PlayOptions::default()).to_string();
    assert!(!brief.contains('→'), "{brief}");

    let json = serde_json::to_value(script::play(&script, &verbose)).expect("json");
    let steps: Vec<&serde_json::Value> =
        json["story"].as_array().expect("a story").iter().map(|line| &line["step"]).collect();
    let sent: Vec<&serde_json::Value> =
        steps.iter().flat_map(|step| step["sent"].as_array().into_iter().flatten()).collect();
    assert_eq!(
        sent.len() as u64,
        sent.last().and_then(|id| id.as_u64()).expect("sent"),
        "each once: {sent:?}"
    );
    let arrived = steps.iter().find(|step| step["message"] == 3).expect("the copy arrives");
    assert_eq!(arrived["server"], "S2", "{arrived}");
    assert_eq!(arrived["sent"].as_array().map(Vec::len), Some(1), "it is answered: {arrived}");
}
