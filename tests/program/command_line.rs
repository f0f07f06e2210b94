//! The command line from outside: exit codes, what is printed where, files that are none.

use crate::support::{PROGRAM, code, err, out, program, run_with_input, scratch};
use std::process::{Command, Output};

/// Runs `raftarium` with no terminal, and gives it something to read.
fn raftarium_reads(arguments: &[&str], input: &[u8]) -> Output {
    run_with_input(program(scratch()).args(arguments), input)
}

fn raftarium(arguments: &[&str]) -> Output {
    raftarium_reads(arguments, b"")
}

/// Writes a script into a file of its own.
fn script(name: &str, text: impl AsRef<[u8]>) -> String {
    let file = scratch().join(name);
    std::fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_string()
}

const GOOD: &str = "servers 3\nseed 1\nrun until leader exists within 2s\nexpect one leader\n";

#[test]
fn help_teaches_and_is_good() {
    for arguments in [
        &["--help"][..],
        &["run", "--help"],
        &["sandbox", "--help"],
        &["fuzz", "--help"],
        &["rules", "--help"],
    ] {
        let output = raftarium(arguments);
        assert_eq!(code(&output), 0, "{arguments:?}");
        assert!(out(&output).contains("Examples:"), "{}", out(&output));
        assert_eq!(err(&output), "");
    }
    assert_eq!(code(&raftarium(&["--version"])), 0);
}

#[test]
fn bad_usage_is_2_and_said_on_standard_error() {
    for arguments in [
        &["dance"][..],
        &["run"],
        &["sandbox", "--servers", "0"],
        &["sandbox", "--servers", "26"],
        &["sandbox", "--speed", "fast"],
        &["sandbox", "--theme", "pink"],
        &["rules", "V22"],
        &["fuzz", "--seeds", "5..5"],
        &["fuzz", "--without", "no-such-rule"],
        &["completions", "cobol"],
    ] {
        let output = raftarium(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", err(&output));
        assert!(!err(&output).is_empty() && out(&output).is_empty(), "{arguments:?}: {output:?}");
    }
}

#[test]
fn without_a_terminal_the_way_out_is_said() {
    for arguments in [&[][..], &["sandbox"]] {
        let output = raftarium(arguments);
        assert_eq!(code(&output), 2);
        assert!(err(&output).contains("--plain"), "{}", err(&output));
        assert_eq!(out(&output), "", "no escape sequences into a pipe");
    }
}

#[test]
fn a_script_that_holds_is_0_and_one_that_does_not_is_1() {
    let good = script("good.raft", GOOD);
    let output = raftarium(&["run", &good]);
    assert_eq!(code(&output), 0, "{}", out(&output));
    assert!(out(&output).contains("wins the election for term 1"), "{}", out(&output));
    let bad = script("bad.raft", GOOD.replace("expect one leader", "expect no leader"));
    let output = raftarium(&["run", &bad]);
    assert_eq!(code(&output), 1);
    assert!(out(&output).contains("line 4"), "{}", out(&output));
    // The worst of several counts.
    assert_eq!(code(&raftarium(&["run", "--brief", &good, &bad])), 1);
    assert_eq!(code(&raftarium_reads(&["run", "-"], GOOD.as_bytes())), 0);
}

#[test]
fn a_mistake_in_a_script_has_its_line_column_and_nearest_word() {
    let file = script("mistake.raft", "servers 3\n\nexpekt one leader\n");
    let output = raftarium(&["run", &file]);
    assert_eq!(code(&output), 2);
    let said = err(&output);
    assert!(said.contains(":3:1") && said.contains("expect"), "{said}");
}

#[test]
fn files_that_are_no_scripts_are_2() {
    let dir = scratch().to_str().unwrap();
    let output = raftarium(&["run", dir]);
    assert_eq!((code(&output), err(&output).contains("directory")), (2, true), "{}", err(&output));
    let output = raftarium(&["run", "no/such/file.raft"]);
    assert_eq!((code(&output), err(&output).contains("no/such/file.raft")), (2, true), "{}", err(&output));
    let file = script("binary.raft", b"servers 3\n\xff\xfe\n");
    let output = raftarium(&["run", &file]);
    assert_eq!((code(&output), err(&output).contains("UTF-8")), (2, true), "{}", err(&output));
    let file = script("huge.raft", vec![b'#'; 3 << 20]);
    let output = raftarium(&["run", &file]);
    assert_eq!((code(&output), err(&output).contains("larger")), (2, true), "{}", err(&output));
    let file = script("hostile.raft", "note \u{1b}[2J\u{1b}]0;mine\u{7}\n");
    let output = raftarium(&["run", &file]);
    assert_eq!(code(&output), 2);
    assert!(!err(&output).contains('\u{1b}') && !out(&output).contains('\u{1b}'), "{output:?}");
    #[cfg(target_os = "linux")]
    {
        let output = raftarium(&["run", "/dev/zero"]);
        assert_eq!((code(&output), err(&output).contains("regular")), (2, true), "{}", err(&output));
        // Without end, but standard input is bounded too.
        let endless = program(scratch())
            .args(["run", "-"])
            .stdin(std::fs::File::open("/dev/zero").unwrap())
            .output()
            .unwrap();
        assert_eq!(code(&endless), 2);
    }
}

#[test]
fn json_is_json() {
    let good = script("good-json.raft", GOOD);
    let mistake = script("mistake-json.raft", "jump\n");
    for (arguments, expected) in [
        (&["run", &good, "--format", "json"][..], 0),
        (&["run", &mistake, "--format", "json"], 2),
        (&["rules", "--format", "json"], 0),
        (&["rules", "V2", "--format", "json"], 0),
        (&["rules", "no-log-check", "--format", "json"], 0),
        (&["fuzz", "--seeds", "2", "--steps", "500", "--format", "json"], 0),
    ] {
        let output = raftarium(arguments);
        assert_eq!(code(&output), expected, "{arguments:?}: {}", err(&output));
        let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(
            value.is_object() || value.as_array().is_some_and(|all| all.len() > 20),
            "{arguments:?}: {value}"
        );
    }
    let output = raftarium(&["run", &good, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["verdict"], &report["seed"]), (&"held".into(), &1.into()));
}

#[test]
fn the_seed_and_the_size_can_be_asked_for() {
    let file = script("any.raft", "run until leader exists within 5s\n");
    let output = raftarium(&["run", &file, "--servers", "7", "--seed", "42", "--brief"]);
    assert!(out(&output).contains("7 servers, seed 42"), "{}", out(&output));
}

#[test]
fn rules_language_completions_and_the_manual_are_printed() {
    let rules = out(&raftarium(&["rules"]));
    assert!(rules.lines().count() > 25, "{rules}");
    let rule = out(&raftarium(&["rules", "v2"]));
    assert!(rule.contains("§5.4.1"), "{rule}");
    // The lines of ours that carry it out, its branch marked.
    assert!(
        rule.lines().any(|line| line.starts_with('>') && line.trim_end().ends_with("theirs >= own")),
        "{rule}"
    );
    let story = out(&raftarium(&["rules", "Commit-By-Count"]));
    assert!(
        story.contains("a leader counts only entries of its own term") && story.contains("Figure 8"),
        "{story}"
    );
    let unknown = raftarium(&["rules", "commit-by-cuont"]);
    assert_eq!((code(&unknown), err(&unknown).contains("did you mean commit-by-count?")), (2, true));
    let language = out(&raftarium(&["language"]));
    assert!(language.contains("run until"), "{language}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = raftarium(&["completions", shell]);
        assert_eq!(code(&output), 0);
        assert!(out(&output).contains("sandbox"), "{shell}");
    }
    let manual = raftarium(&["man"]);
    let manual = out(&manual);
    assert!(manual.contains(".TH raftarium") && manual.contains("sandbox"), "{manual}");
}

#[test]
fn fuzzing_an_intact_raft_finds_nothing_and_a_broken_one_is_1_with_a_replay() {
    let output = raftarium(&["fuzz", "--seeds", "3", "--steps", "2000"]);
    assert_eq!(code(&output), 0, "{}", out(&output));
    assert!(out(&output).contains("steps per second"), "{output:?}");
    let output = raftarium(&["fuzz", "--seeds", "20", "--steps", "5000", "--without", "vote-twice"]);
    assert_eq!(code(&output), 1, "{} {}", out(&output), err(&output));
    let said = out(&output);
    let replay = said.lines().find_map(|line| line.trim().strip_prefix("replay: raftarium ")).unwrap();
    let again = raftarium(&replay.split(' ').collect::<Vec<_>>());
    assert_eq!(code(&again), 1, "the replay of {replay}");
}

#[test]
fn what_was_typed_is_not_sent_to_the_terminal_as_it_is() {
    for word in ["\u{1b}[31mred", "red\u{202e}der"] {
        for arguments in [&[word][..], &["rules", word], &["fuzz", "--without", word], &["run", word]] {
            let output = raftarium(arguments);
            assert_eq!(code(&output), 2, "{arguments:?}");
            let said = err(&output);
            assert!(said.contains("red") && !said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
        }
    }
}

#[test]
fn a_line_that_is_too_long_is_not_done_in_pieces() {
    let long = format!("{}crash S1\nfreeze S2\n", "a".repeat(1 << 16));
    let output = raftarium_reads(&["sandbox", "--plain"], long.as_bytes());
    let story = out(&output);
    assert!(story.contains("longer than 64 KiB"), "{story}");
    assert!(!story.contains("S1 crashes") && story.contains("S2 freezes"), "{story}");
    assert_eq!(code(&output), 1);
}

#[test]
fn a_hunt_tells_what_it_found_and_saves_it_as_a_session() {
    let file = scratch().join("hunted.raftarium");
    let _ = std::fs::remove_file(&file);
    let name = file.to_str().unwrap();
    let output = raftarium(&["hunt", "--without", "vote-twice", "--save", name]);
    let story = out(&output);
    assert_eq!(code(&output), 0, "{}", err(&output));
    for part in
        ["Election Safety breaks (§5.2)", "Election Safety is broken", "is harmless", "raftarium open"]
    {
        assert!(story.contains(part), "{part} is not told:\n{story}");
    }
    let opened = raftarium_reads(&["open", name, "--plain"], b"end\nbranches\n");
    assert!(out(&opened).contains("every rule on"), "{}{}", out(&opened), err(&opened));
    let again = raftarium(&["hunt", "--without", "vote-twice", "--save", name]);
    assert_eq!(code(&again), 2, "a file is never written over");
    let json = raftarium(&["hunt", "--without", "vote-twice", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(json["violation"]["property"], "ElectionSafety");
    assert_eq!((&json["found"], &json["intact"]["harmless"]), (&true.into(), &true.into()));
    let steps = json["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| step["told"].is_string()), "{steps:?}");
}

#[test]
fn logs_that_can_stand_side_by_side_come_with_a_run_and_others_with_the_rule() {
    let file = scratch().join("arisen.raftarium");
    let _ = std::fs::remove_file(&file);
    let name = file.to_str().unwrap();
    let output = raftarium(&["arise", "1 1 2", "1 1", "1 3", "--save", name]);
    assert_eq!(code(&output), 0, "{}{}", out(&output), err(&output));
    assert!(out(&output).contains("Yes: "), "{}", out(&output));
    let opened = raftarium_reads(&["open", name, "--plain"], b"end\nstate\n");
    assert!(out(&opened).contains("S3"), "{}{}", out(&opened), err(&opened));
    let output = raftarium(&["arise", "1", "2", "3"]);
    assert_eq!(code(&output), 1);
    assert!(out(&output).contains("terms 1, 2 and 3 cannot all have had a leader"), "{}", out(&output));
    let output = raftarium(&["arise", "1 3 2", "1", "1"]);
    assert!(out(&output).contains("never decrease"), "{}{}", out(&output), err(&output));
    assert_eq!(code(&output), 1);
    let output = raftarium(&["arise", "1 x", "2"]);
    assert_eq!(code(&output), 2);
}

#[test]
fn a_hunt_that_cannot_be_is_refused_and_one_that_finds_nothing_is_1() {
    for (arguments, said) in [
        (&["hunt"][..], "--without"),
        (
            &["hunt", "--without", "fixed-timeouts", "--without", "timer-reset-by-any"],
            "only liveness suffers",
        ),
        (&["hunt", "--without", "vote-twise"], "did you mean vote-twice?"),
        (&["hunt", "--until", "two leeders"], "did you mean"),
        (&["hunt", "--verify", "--servers", "9"], "2 to 5 servers"),
        (&["hunt", "--all", "--until", "two leaders"], "cannot be used with"),
    ] {
        let output = raftarium(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", out(&output));
        assert!(err(&output).contains(said), "{arguments:?}: {}", err(&output));
    }
    let stuck = raftarium(&["hunt", "--without", "fixed-timeouts"]);
    assert_eq!(code(&stuck), 1);
    for said in ["no property of Figure 3 breaks", "expect stuck because timeouts-not-random", "as expected"]
    {
        assert!(out(&stuck).contains(said), "{}", out(&stuck));
    }
    let never = raftarium(&["hunt", "--until", "nobody led term 1 and S1 led term 1", "--bursts", "500"]);
    assert_eq!(code(&never), 1);
    assert!(out(&never).contains("This does not show that there is no such run"), "{}", out(&never));
    let nothing = raftarium(&["hunt", "--without", "commit-by-count", "--bursts", "1"]);
    assert_eq!(code(&nothing), 1);
    assert!(out(&nothing).contains("Nothing was found"), "{}", out(&nothing));
}

#[test]
fn verifying_tells_what_was_covered() {
    let bounds = ["--commands", "1", "--crashes", "0", "--beats", "0", "--duplicates", "0"];
    let check = |more: &[&str]| raftarium(&[&["hunt", "--verify"], &bounds[..], more].concat());
    let intact = check(&[]);
    assert_eq!(code(&intact), 0, "{}", err(&intact));
    assert!(out(&intact).contains("distinct states"), "{}", out(&intact));
    let numbers = |output: &Output| {
        let mut json: serde_json::Value = serde_json::from_str(&out(output)).unwrap();
        json["seconds"].take();
        json
    };
    let [once, again] = [(); 2].map(|()| numbers(&check(&["--format", "json"])));
    assert_eq!(once, again);
    assert_eq!(once["ended"], "complete");
    let broken = check(&["--without", "vote-twice"]);
    assert_eq!(code(&broken), 1);
    assert!(out(&broken).contains("Election Safety is broken"), "{}", out(&broken));
}

#[test]
fn plain_tells_the_story_line_by_line() {
    let output = raftarium_reads(
        &["sandbox", "--plain", "--servers", "3"],
        b"next\nnext\nsubmit x=1\nstatus\nquit\nstep\n",
    );
    let story = out(&output);
    assert_eq!(code(&output), 0, "{story}");
    for part in ["starts an election for term 1", "wins the election for term 1", "x=1", "leads term 1"] {
        assert!(story.contains(part), "{part} is not told:\n{story}");
    }
    assert!(!story.contains('\u{1b}'), "no escape sequences");
    let output = raftarium_reads(&["sandbox", "--plain"], b"crush S1\n");
    assert_eq!((code(&output), out(&output).contains("crash")), (1, true), "{}", out(&output));
    let output = raftarium_reads(&["--plain"], b"scenario initial-election\nnext\n\xff\xfe\n");
    assert!(out(&output).contains("starts an election"), "{}", out(&output));
}

#[test]
fn a_sandbox_can_begin_with_a_script() {
    let file = script("begin.raft", GOOD);
    let output = raftarium_reads(&["sandbox", "--plain", "--script", &file], b"end\n");
    assert_eq!(code(&output), 0);
    assert!(out(&output).contains("wins the election for term 1"), "{}", out(&output));
    let file = script("begin-wrong.raft", "servers 99\n");
    assert_eq!(code(&raftarium(&["sandbox", "--plain", "--script", &file])), 2);
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_not_an_error() {
    for arguments in ["rules", "language", "fuzz --seeds 1 --steps 100", "man", "--help"] {
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!("{{ {PROGRAM} {arguments}; echo code $? >&2; }} | true"))
            .output()
            .unwrap();
        assert_eq!(err(&output), "code 0\n", "{arguments}");
    }
    // Nor does it go on telling to nobody, however much there still is to do.
    let told = format!("{{ yes step | {PROGRAM} sandbox --plain; echo code $? >&2; }} | head -n 1");
    let output = Command::new("sh").arg("-c").arg(told).output().unwrap();
    assert!(err(&output).ends_with("code 0\n"), "{}", err(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for arguments in ["rules", "man", "--help", "--version"] {
        let told = format!("{PROGRAM} {arguments} > /dev/full");
        let output = Command::new("sh").arg("-c").arg(told).output().unwrap();
        assert_eq!(code(&output), 2, "{arguments}");
        assert!(err(&output).contains("No space left"), "{}", err(&output));
    }
}

#[test]
fn a_seed_that_went_wrong_is_saved_and_played_again_to_the_same_violation() {
    let file = script("saved.raft", "");
    std::fs::remove_file(&file).unwrap();
    let arguments =
        ["fuzz", "--seeds", "20", "--steps", "3000", "--without", "no-log-check", "--save", &file];
    let fuzzed = raftarium(&arguments);
    assert_eq!(code(&fuzzed), 1, "{}", err(&fuzzed));
    let said = out(&fuzzed);
    let violated = |text: &str| text.contains("Leader Completeness is violated");
    assert!(
        violated(&said) && said.contains("watch: ") && said.contains(&format!("raftarium run {file}")),
        "{said}"
    );
    let played = raftarium(&["run", &file, "--brief"]);
    assert!(code(&played) == 0 && violated(&out(&played)), "{}", out(&played));
    let again = raftarium(&arguments);
    assert_eq!((code(&again), err(&again).contains("already exists")), (2, true), "{}", err(&again));
    let nowhere = raftarium(&["fuzz", "--without", "no-log-check", "--save", "no/such/folder/file.raft"]);
    assert_eq!((code(&nowhere), err(&nowhere).contains("cannot write")), (2, true), "{}", err(&nowhere));
}

#[test]
fn json_has_the_names_that_the_page_of_the_language_promises() {
    let held = raftarium(&[
        "run",
        "--format",
        "json",
        &script("named.raft", "servers 1\nnote hi\nexpect S1 is up\n"),
    ]);
    let broken = raftarium(&["run", "--format", "json", &script("unnamed.raft", "haul\n")]);
    let fuzzed = raftarium(&["fuzz", "--seeds", "2", "--steps", "99", "--format", "json"]);
    let rule = raftarium(&["rules", "L7", "--format", "json"]);
    let bug = raftarium(&["rules", "length-only", "--format", "json"]);
    let page = out(&raftarium(&["language"]));
    let (_, promised) = page.split_once("## For programs").unwrap();
    for output in [&held, &broken, &fuzzed, &rule, &bug] {
        let object: serde_json::Value = serde_json::from_str(&out(output)).unwrap();
        for name in object.as_object().unwrap().keys() {
            assert!(promised.contains(&format!("`{name}`")), "{name}");
        }
    }
    assert_eq!((code(&held), code(&broken)), (0, 2));
}

#[test]
fn a_trace_is_judged_by_its_exit_code() {
    let trace = |name: &str, text: &str| script(&format!("check-{name}"), text);
    let good = "{\"raftarium\": 1, \"nodes\": [\"a\", \"b\"]}\n{\"node\": \"a\", \"state\": {\"term\": 1}}\n";
    let two = "1 3 a leader\n2 3 b leader\n";
    let broken = format!("{good}{{\"node\": \"b\", \"event\": \"recieve\"}}\n");
    for (name, text, wanted, part) in [
        ("good", good, 0, "2 nodes (a, b)"),
        ("cut", &good[..good.len() - 5], 2, "no event"),
        ("two", two, 1, "2 3 b leader"),
        ("broken", &broken, 2, "did you mean `receive`?"),
        ("empty", "", 2, "the file is empty"),
        ("prose", "Once upon a time, there was a leader.\n", 2, "none of its 1 lines is an event"),
    ] {
        let output = raftarium(&["check", &trace(name, text)]);
        let told = out(&output) + &err(&output);
        assert_eq!(code(&output), wanted, "{name}: {told}");
        assert!(told.contains(part), "{name}: {told}");
        assert!(!told.contains('\u{1b}'), "{name}: {told}");
        assert_eq!(code(&raftarium_reads(&["check", "-"], text.as_bytes())), wanted, "{name}");
        let output = raftarium(&["check", "--format", "json", &trace(name, text)]);
        let object: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
        assert_eq!(code(&output), wanted, "{name}: {object}");
        let readable = object["outcome"] != "unreadable";
        assert_eq!(readable, object["verdicts"].is_array(), "{name}: {object}");
        assert_eq!(readable, matches!(name, "good" | "two" | "broken"), "{name}: {object}");
    }
    // A whole event and then the end of another: as after a crash.
    let cut = format!("{good}{{\"node\": \"b\", \"ev");
    let output = raftarium(&["check", &trace("crash", &cut)]);
    assert!(code(&output) == 0 && out(&output).contains("it is incomplete in line 3"), "{output:?}");
    // The worst of several counts, and all of them are judged.
    let output = raftarium(&["check", &trace("good", good), scratch().to_str().unwrap(), &trace("two", two)]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("is a directory") && out(&output).contains("2 3 b leader"), "{output:?}");
}

#[test]
fn the_traces_that_we_show_are_as_we_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/traces/");
    for (name, wanted, part) in [
        ("election.jsonl", 0, "3 nodes (ada, bob, cyd)"),
        ("etcd.ndjson", 0, "etcd's state trace"),
        ("two-leaders.txt", 1, "413.7 2 cyd leader"),
    ] {
        let output = raftarium(&["check", &format!("{folder}{name}")]);
        assert_eq!(code(&output), wanted, "{}", out(&output));
        assert!(out(&output).contains(part), "{}", out(&output));
    }
}

#[test]
fn demos_are_listed_named_and_read_from_files() {
    let list = out(&raftarium(&["demo"]));
    assert!(list.lines().count() >= 14 && list.contains("split-vote  "), "{list}");
    let unknown = raftarium(&["demo", "splitvote"]);
    assert_eq!(
        (code(&unknown), err(&unknown).contains("did you mean split-vote?")),
        (2, true),
        "{unknown:?}"
    );
    let text = "# Mine (§5.2).\nservers 3\nrun until leader exists\npause Look at the leader.\nrun 100ms\n";
    let mine = script("mine.raft", text);
    // Without a screen a pause is a sentence among others.
    let played = raftarium(&["run", &mine]);
    assert!(code(&played) == 0 && out(&played).contains("\nLook at the leader.\n"), "{played:?}");
    let told = raftarium_reads(&["demo", &mine, "--plain"], b"demo next\n");
    assert!(code(&told) == 0 && out(&told).contains("wins the election for term 1"), "{}", out(&told));
    assert!(out(&told).ends_with("Look at the leader.\n"), "{}", out(&told));
    let broken = raftarium(&["demo", &script("broken.raft", "servers 3\npuase\n"), "--plain"]);
    assert!(code(&broken) == 2 && err(&broken).contains("did you mean `pause`?"), "{broken:?}");
}

/// What is complained of: one sentence, not a mistake in every line.
#[track_caller]
fn complains(arguments: &[&str], of: &str) {
    let output = raftarium(arguments);
    assert_eq!(code(&output), 2, "{arguments:?}: {}", err(&output));
    assert!(err(&output).contains(of), "{arguments:?}: {}", err(&output));
    assert!(err(&output).matches("error:").count() <= 1, "{arguments:?}: {}", err(&output));
}

#[test]
fn a_file_of_another_kind_is_one_mistake_with_the_command_that_takes_it() {
    let lesson = script("30-own.md", "---\nid: 30-own\ntitle: Own\nplace: §5.2\n---\n\n## One\n\nText.\n");
    complains(&["run", &lesson], "raftarium lesson run");
    complains(&["open", &lesson, "--plain"], "raftarium lesson run");
    let session = script("own.raftarium", "# A session of Raftarium\nsession 1\nservers 3\n");
    complains(&["demo", &session, "--plain"], "is a saved session");
    complains(&["run", &session], "raftarium open");
}

#[test]
fn the_real_mistake_is_said_before_that_a_terminal_is_missing() {
    complains(&["lesson", "grade"], "raftarium lesson run LESSON --answers FILE");
    complains(&["lesson", "99"], "lesson '99'");
    complains(&["lesson", "99"], "raftarium lesson list");
}

#[test]
fn a_file_that_is_not_there_is_answered_with_the_nearest() {
    let folder = crate::support::folder("answers-nearby");
    std::fs::create_dir_all(folder.join("class-2")).unwrap();
    let missing = folder.join("class2").display().to_string();
    complains(&["lesson", "run", "18", "-a", &missing], "class-2");
}

#[test]
fn a_table_says_why_a_file_was_not_graded_and_a_report_how_choices_are_numbered() {
    let good = script("good-answers.txt", "2.1: 1\n");
    let wrong = script("wrong-answers.txt", "2.1: 9\n");
    let output = raftarium(&["lesson", "run", "18", "-a", &good, &wrong]);
    assert!(out(&output).contains("not graded: line "), "{}", out(&output));
    assert!(!out(&output).contains("see above"), "{}", out(&output));
    let mut noted = 0;
    for choice in 1..=3 {
        let answers = script(&format!("choice-{choice}.txt"), format!("2.1: {choice}\n"));
        let output = raftarium(&["lesson", "run", "18", "-a", &answers]);
        noted += usize::from(out(&output).contains("add the line `learner: N`"));
    }
    assert!(noted >= 1, "a wrong choice says how choices are numbered");
}
