//! Messages are chosen by what they are and by what they say, the same way in commands and in conditions.

use raftarium::history::Run;
use raftarium::language::{Known, Pattern, parse, parse_command, parse_condition, parse_pattern};
use raftarium::script::{Player, View, holds};
use raftarium::sim::{Flight, MessageId};

const KNOWN: Known = Known { servers: 3, names: Vec::new() };

/// A leader whose followers are sent three `AppendEntries` each, with one entry more each time, and hear none.
const APPENDS: &str = "
    servers 3
    election-timeout 100s..200s
    heartbeat 50s
    log S1 1:x=1
    log S2 1:x=1
    log S3 1:x=1
    term all 2
    vote S2 for S1
    role S1 leader
    hold S1 -> S2 S3
    submit x=2
    submit x=3";

/// Two candidates of terms 1 and 2 whose requests and answers are held back.
const VOTES: &str = "
    servers 3
    election-timeout 100s..200s
    log S2 1
    term all 1
    hold all -> all
    timeout S1
    deliver vote S1 -> S2
    deliver vote S1 -> S3
    timeout S3";

struct Stage {
    run: Run,
    player: Player,
}

impl Stage {
    fn after(text: &str) -> Stage {
        let script = parse(text).unwrap_or_else(|problems| panic!("{problems}"));
        let run = Run::new(script.setup()).expect("runs");
        let mut stage = Stage { run, player: Player::default() };
        for line in script.lines.iter().map(|line| line.command.to_string()).skip(setup_lines(&script)) {
            stage.act(&line).unwrap_or_else(|trouble| panic!("{line}: {trouble}"));
        }
        stage
    }

    fn act(&mut self, text: &str) -> Result<(), String> {
        let command =
            parse_command(text, &KNOWN).unwrap_or_else(|problem| panic!("{}", problem.render(text)));
        let command = command.expect("a command");
        self.player.execute(&command, &mut self.run).map(|_| ()).map_err(|trouble| trouble.to_string())
    }

    fn flights(&self) -> Vec<&Flight> {
        let mut flights: Vec<&Flight> = self.run.world().network().flights().collect();
        flights.sort_by_key(|flight| flight.id);
        flights
    }

    fn pattern(&self, text: &str) -> Vec<u64> {
        let pattern: Pattern =
            parse_pattern(text, &KNOWN).unwrap_or_else(|problem| panic!("{}", problem.render(text)));
        let view = View { run: &self.run, names: &self.player.names };
        view.flights(&pattern).expect("somebody").iter().map(|flight| flight.id.0).collect()
    }

    fn holds(&self, text: &str) -> bool {
        let condition =
            parse_condition(text, &KNOWN).unwrap_or_else(|problem| panic!("{}", problem.render(text)));
        holds(&condition, View { run: &self.run, names: &self.player.names })
    }
}

fn setup_lines(script: &raftarium::language::Script) -> usize {
    script.lines.iter().filter(|line| matches!(line.command, raftarium::language::Command::Set(_))).count()
}

#[test]
fn what_a_message_says_chooses_it() {
    let stage = Stage::after(APPENDS);
    // #1 #2 are heartbeats of the new leader, then x=2 alone, then x=3 behind it.
    assert_eq!(stage.pattern("append S1 -> S2"), [1, 3, 5]);
    assert_eq!(stage.pattern("heartbeat"), [1, 2]);
    assert_eq!(stage.pattern("append S1 -> S2 prev 1"), [1, 3, 5], "next index was never raised");
    assert_eq!(stage.pattern("append S1 -> S2 with index 2"), [3, 5]);
    assert_eq!(stage.pattern("entries to S3 with index 3 of term 2"), [6]);
    assert_eq!(stage.pattern("entries with index 3 of term 1"), [0; 0]);
    assert_eq!(stage.pattern("append prev 1 of term 1 of term 2").len(), 6, "its own term may come later");
    assert_eq!(stage.pattern("append of term 1"), [0; 0]);
    assert_eq!(stage.pattern("append commit 0").len(), 6);
    assert_eq!(stage.pattern("append commit 1"), [0; 0]);

    let stage = Stage::after(VOTES);
    assert_eq!(stage.pattern("vote of term 3"), [5, 6]);
    assert_eq!(stage.pattern("vote last 0 of term 0").len(), 2);
    assert_eq!(stage.pattern("vote-reply S2 -> S1 granted"), [0; 0], "the log of S2 is longer");
    assert_eq!(stage.pattern("vote-reply refused"), [3]);
    assert_eq!(stage.pattern("vote-reply granted of term 2"), [4]);
    assert_eq!(stage.pattern("message granted"), [4]);
}

#[test]
fn replies_to_append_entries_say_how_far_the_logs_agree() {
    let mut stage = Stage::after(APPENDS);
    stage.act("hold all -> S1").expect("held");
    stage.act("deliver last append S1 -> S2").expect("delivered");
    stage.act("deliver append S1 -> S2").expect("delivered");
    assert_eq!(stage.pattern("append-reply S2 -> S1 match 3").len(), 1);
    assert_eq!(stage.pattern("append-reply S2 -> S1 success").len(), 2);
    assert_eq!(stage.pattern("append-reply S2 -> S1 success match 1").len(), 1);
    assert_eq!(stage.pattern("append-reply refused"), [0; 0]);
}

#[test]
fn the_first_the_last_or_all() {
    let text = APPENDS;
    let ids = |line: &str| {
        let mut stage = Stage::after(text);
        let before: Vec<MessageId> = stage.flights().iter().map(|flight| flight.id).collect();
        stage.act(line).unwrap_or_else(|why| panic!("{line}: {why}"));
        let dropped =
            |id: &&MessageId| stage.flights().iter().any(|flight| flight.id == **id && flight.doom.is_some());
        before.iter().filter(dropped).map(|id| id.0).collect::<Vec<u64>>()
    };
    assert_eq!(ids("drop append S1 -> S2"), [1]);
    assert_eq!(ids("drop last append S1 -> S2"), [5]);
    assert_eq!(ids("drop newest append S1 -> S2"), [5]);
    assert_eq!(ids("drop last append S1 -> S2 with index 2"), [5]);
    assert_eq!(ids("drop last heartbeat"), [2]);
    assert_eq!(ids("drop all append S1 -> S2"), [1, 3, 5]);
    assert_eq!(ids("drop appends S1 -> S2"), [1, 3, 5], "a plural means all");
    assert_eq!(ids("drop heartbeats"), [1, 2]);
    assert_eq!(ids("drop messages"), [1, 2, 3, 4, 5, 6]);
    assert_eq!(ids("drop S1 -> S3 with index 3"), [6]);
    assert_eq!(ids("drop last S1 -> S3"), [6]);
    assert_eq!(ids("drop all S1 -> S3"), [2, 4, 6]);
    assert_eq!(ids("drop entries S1 -> S2"), [3], "the entries are those of one message");
}

#[test]
fn conditions_say_the_same() {
    let stage = Stage::after(VOTES);
    for yes in [
        "vote-reply S3 -> S1 granted in flight",
        "vote-reply S2 -> S1 refused in flight",
        "vote-reply S2 -> S1 granted in flight = 0",
        "vote S3 -> all of term 3 in flight = 2",
        "messages of term 2 in flight = 2",
        "votes of term 3 in flight",
        "vote last 0 in flight",
    ] {
        assert!(stage.holds(yes), "{yes}");
    }
    for no in ["vote-reply S2 -> S1 granted in flight", "vote of term 2 in flight", "append prev 0 in flight"]
    {
        assert!(!stage.holds(no), "{no}");
    }
}

#[test]
fn what_messages_of_a_kind_cannot_say_is_a_mistake() {
    for (line, column, nearest) in [
        ("deliver vote S1 -> S2 prev 2", 23, None),
        ("deliver vote S1 -> S2 granted", 23, None),
        ("deliver append S1 -> S2 last 2", 25, None),
        ("deliver heartbeat with index 2", 19, None),
        ("deliver append prev 2 prev 3", 23, None),
        ("deliver vote-reply match 2", 20, None),
        ("deliver append S1 -> S2 prv 2", 25, Some("prev")),
    ] {
        let problem = parse_command(line, &KNOWN).expect_err(line);
        assert_eq!((problem.column, problem.nearest.as_deref()), (column, nearest), "{problem}");
        assert!(problem.message.ends_with("does not fit here"), "{problem}");
    }
    let problem = parse_command("deliver last votes", &KNOWN).expect_err("several");
    assert_eq!(problem.short(), "`last` means one message, and votes means several: expected `vote`");
}

#[test]
fn a_refusal_says_what_stands_in_the_way() {
    let mut stage = Stage::after(APPENDS);
    let refused = |stage: &mut Stage, line: &str| stage.act(line).expect_err(line);
    assert_eq!(
        refused(&mut stage, "drop entries S1 -> S2 prev 2"),
        "no entries S1 -> S2 prev 2 is in flight now; in flight are \
         #3 entries S1 -> S2 of term 2 prev 1 of term 1 with index 2 of term 2 commit 0, \
         #5 entries S1 -> S2 of term 2 prev 1 of term 1 with index 2 of term 2 commit 0"
    );
    assert_eq!(refused(&mut stage, "drop vote"), "no vote is in flight now");
}

#[test]
fn what_is_held_is_not_said_to_be_nowhere() {
    let mut stage = Stage::after(APPENDS);
    let refused = |stage: &mut Stage, line: &str| stage.act(line).expect_err(line);
    stage.act("hold heartbeats").expect("they were sent before the link was held");
    assert_eq!(refused(&mut stage, "hold append S1 -> S2"), "message #1 is already held");
    assert_eq!(refused(&mut stage, "hold all append S1 -> S2"), "message #1 is already held");
    assert_eq!(refused(&mut stage, "delay append S1 -> S3 by 5ms"), "message #2 is already held");
    stage.act("release S1 -> S2").expect("released");
    assert_eq!(refused(&mut stage, "release append S1 -> S2"), "message #1 is not held");
    stage.act("drop append S1 -> S2 prev 1").expect("dropped");
    stage.act("drop append S1 -> S2 prev 1").expect("the next one");
    stage.act("drop append S1 -> S2 prev 1").expect("and the last one");
    assert_eq!(refused(&mut stage, "drop append S1 -> S2 prev 1"), "message #1 is already lost");
    stage.act("freeze S3").expect("frozen");
    stage.act("release S1 -> S3").expect("released");
    stage.act("run 100ms").expect("time passes");
    assert_eq!(
        refused(&mut stage, "hold append S1 -> S3"),
        "message #2 has arrived: it waits at a frozen server"
    );
}
