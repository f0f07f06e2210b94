//! Sets of logs, as exams have them: which of these can stand side by side? Each answer was thought out by hand first.

use raftarium::arise::{Effort, Impossible, Situation, Verdict, decide};
use raftarium::explain::{arrive, can_arise};
use raftarium::language::{Line, Question, Script, default_command};
use raftarium::raft::{Entry, Index, Term};
use raftarium::script::{self, PlayOptions};

/// What is said of a set.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Why {
    /// It can arise.
    Yes,
    /// Two logs with the same entry differ before it.
    LogsPart,
    /// A term begins at two places.
    TwoBeginnings,
    /// Terms go down.
    GoesDown,
    /// The terms cannot all have had a leader.
    Elections,
}

/// The logs, one word a server, and why.
const SETS: &[(&str, Why)] = &[
    // Figure 7's kind, with five servers.
    ("1114455666 1114 1114444 11122233333 111445566677", Why::Yes),
    ("12 13 12", Why::Yes),
    ("1 2 -", Why::Yes),
    ("1 2 3 - -", Why::Yes),
    ("111 1 2", Why::Yes),
    ("122 12 133", Why::Yes),
    ("124 12 13 13 1", Why::Yes),
    ("1 1 2 2", Why::Yes),
    ("112 11 13 13 13", Why::Yes),
    ("113 11 12", Why::Yes),
    ("11233 11233 11233 11233 11233", Why::Yes),
    ("1 12", Why::Yes),
    ("14 13 12 1 1", Why::Yes),
    ("12 13 14 15 1 1 1", Why::Yes),
    ("2 2 22", Why::Yes),
    ("115 1114 11 11 1", Why::Yes),
    ("12 13 1 1", Why::Yes),
    ("12 112 1", Why::TwoBeginnings),
    ("1122 122 1", Why::TwoBeginnings),
    ("113 123 1", Why::LogsPart),
    ("13 23 -", Why::LogsPart),
    ("1144 1334 1 1 1", Why::LogsPart),
    ("1244 1334 1 1 1", Why::LogsPart),
    ("134 124 1 1 1", Why::LogsPart),
    ("132 1 1", Why::GoesDown),
    // Each leader began with an empty log, and has had an entry since.
    ("1 2", Why::Elections),
    ("1 2 3", Why::Elections),
    ("1 2 3 -", Why::Elections),
    ("1 2 3 4 -", Why::Elections),
    ("1 2 3 4 - -", Why::Elections),
    // The same one entry later.
    ("12 13 14", Why::Elections),
    ("12 13 14 1", Why::Elections),
    ("12 13 14 15 1", Why::Elections),
    ("11 12 13", Why::Elections),
    ("11 12 13 14 1", Why::Elections),
];

fn log(word: &str) -> Vec<Entry> {
    let terms = word.chars().filter_map(|digit| digit.to_digit(10)).map(Term);
    let entry = |(index, term): (Index, Term)| Entry { term, payload: default_command(term, index).into() };
    Index::FIRST.onwards().zip(terms).map(entry).collect()
}

fn situation(words: &str) -> Situation {
    Situation::of_logs(words.split(' ').map(log))
}

fn kind(verdict: &Verdict) -> Option<Why> {
    Some(match verdict {
        Verdict::Possible(_) => Why::Yes,
        Verdict::Impossible(Impossible::LogsPart { .. }) => Why::LogsPart,
        Verdict::Impossible(Impossible::TwoBeginnings { .. }) => Why::TwoBeginnings,
        Verdict::Impossible(Impossible::TermsGoDown { .. }) => Why::GoesDown,
        Verdict::Impossible(Impossible::Unelected { .. } | Impossible::Together { .. }) => Why::Elections,
        _ => return None,
    })
}

#[test]
fn sets_of_logs_are_decided_as_an_exam_would_have_it() {
    let mut wrong = Vec::new();
    for (words, why) in SETS {
        let verdict = decide(&situation(words), Effort::FULL);
        match &verdict {
            Verdict::Possible(plan) => println!("{words}: yes, {} turns", plan.turns.len()),
            Verdict::Impossible(reason) => println!("{words}: no, {reason}"),
            open @ Verdict::Open { .. } => println!("{words}: {open:?}"),
        }
        if kind(&verdict) != Some(*why) {
            wrong.push(format!("{words}: {why:?}, not {verdict:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), SETS.len(), wrong.join("\n"));
}

/// A yes comes with a script of ordinary actions, and the ordinary player ends in exactly these logs.
#[test]
fn a_yes_comes_with_a_script_that_ends_in_these_logs() {
    for (words, _) in SETS.iter().filter(|(_, why)| *why == Why::Yes) {
        let situation = situation(words);
        let Verdict::Possible(plan) = decide(&situation, Effort::FULL) else { panic!("{words} is possible") };
        let arrival = arrive(&plan, &situation).unwrap_or_else(|| panic!("{words}: no run of {plan:#?}"));
        let commands = (1..).zip(arrival.commands);
        let lines = commands.map(|(number, command)| Line { number, command }).collect();
        let text = Script { head: Vec::new(), lines }.to_string();
        let script =
            raftarium::language::parse(&text).unwrap_or_else(|problems| panic!("{problems}\n{text}"));
        let (report, run) = script::play_through(&script, &PlayOptions::default());
        assert!(report.held() && report.violations.is_empty(), "{words}: {report}");
        let run = run.expect("it runs");
        for (node, wanted) in run.world().nodes().iter().zip(&situation.servers) {
            let log: Vec<Entry> = node.persistent().log.iter().map(|(_, entry)| *entry).collect();
            assert_eq!(log, wanted.log, "{words}: {}", node.id);
        }
        println!("{words}: {} actions", arrival.actions);
    }
}

/// An entry that does nothing is one that a client can ask for, too.
#[test]
fn logs_with_no_ops_come_with_a_run() {
    let mut situation = situation("1 2 -");
    for server in &mut situation.servers {
        server.log.iter_mut().for_each(|entry| entry.payload = raftarium::raft::Payload::NoOp);
    }
    let told = can_arise(Question::SideBySide, &situation);
    assert_eq!((told.verdict, told.remedies.len()), (Some(true), 1), "{told}");
    assert!(told.to_string().contains("A run that leads there"), "{told}");
}

#[test]
fn two_commands_at_one_index_of_one_term_are_refused() {
    let mut situation = situation("1 1 -");
    situation.servers[1].log[0].payload = default_command(Term(2), Index(1)).into();
    let verdict = decide(&situation, Effort::FULL);
    assert!(matches!(verdict, Verdict::Impossible(Impossible::TwoCommands { .. })), "{verdict:?}");
    let told = can_arise(Question::SideBySide, &situation).to_string();
    assert!(told.contains("has different commands on S1 and on S2"), "{told}");
}
