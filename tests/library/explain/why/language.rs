//! Questions in words.

use super::chaos::{settled, visit};
use super::remedies::questions as all_kinds;
use crate::support::{assert_contains, assert_that};
use raftarium::language::{Being, Number, Question};
use raftarium::language::{Known, LANGUAGE, Names, Problem, check_question, questions};
use raftarium::paper::Property;
use raftarium::raft::{Index, ServerId, Term};
use raftarium::script::{View, complete_question, parse_question};
use raftarium::sim::MessageId;

fn s(number: usize) -> ServerId {
    ServerId::numbered(number).unwrap()
}

fn asked(line: &str) -> Question {
    let run = settled(5, &[]);
    let names = Names::default();
    parse_question(line, View { run: &run, names: &names })
        .unwrap_or_else(|problem| panic!("{line}: {problem}"))
}

fn wrong(line: &str) -> Problem {
    let run = settled(5, &[]);
    let names = Names::default();
    *parse_question(line, View { run: &run, names: &names }).unwrap_err()
}

#[test]
fn what_a_question_prints_can_be_asked_again() {
    let names = Names::default();
    visit(5, 4, 600, 200, |run| {
        for question in all_kinds(run) {
            let again = parse_question(&question.to_string(), View { run, names: &names });
            assert_eq!(again.as_ref(), Ok(&question), "{question}");
        }
    });
}

#[test]
fn english_may_be_long_or_short() {
    let not_committed = Question::Committed { index: Index(3), server: Some(s(1)), not: true };
    for line in [
        "why is index 3 not committed on S1",
        "Why is entry 3 not yet committed on S1?",
        "why index 3 not committed on s1",
        "why is index 3 uncommitted committed on S1",
    ] {
        assert_eq!(asked(line), not_committed, "{line}");
    }
    for line in ["why no leader", "why is there no leader?", "why does no one leader"] {
        assert_eq!(asked(line), Question::NoLeader, "{line}");
    }
    for line in ["why nothing", "why does nothing move", "why does nothing happen?", "why is it stuck"] {
        assert_eq!(asked(line), Question::Stuck, "{line}");
    }
    for line in ["why is S3 follower", "why is S3 a follower?", "why does S3 follow", "why S3 follows"] {
        assert_eq!(
            asked(line),
            Question::Role { server: s(3), being: Being::Follower, not: false },
            "{line}"
        );
    }
    for line in ["can S2 win", "could S2 win an election now?", "can S2 still win", "why can S2 not win"] {
        assert_eq!(asked(line), Question::CanWin(s(2)), "{line}");
    }
    for line in ["can index 3 be lost", "can entry 3 still be lost?", "is index 3 safe?"] {
        assert_eq!(asked(line), Question::CanBeLost { index: Index(3), term: None }, "{line}");
    }
    for line in ["why did the term of S2 change", "why term of S2", "why has the term of S2 changed?"] {
        assert_eq!(asked(line), Question::Changed { what: Number::Term, server: s(2) }, "{line}");
    }
    let next = Question::Changed { what: Number::Next, server: s(2) };
    assert_eq!(asked("why did the next index of S2 change"), next);
    let timer = Question::Changed { what: Number::Timer, server: s(2) };
    assert_eq!(asked("why did the election timer of S2 restart"), timer);
    let vote = Question::Vote { voter: s(2), candidate: Some(s(3)), refused: true };
    for line in ["why did S2 not vote for S3", "why did S2 refuse S3 its vote", "why did S2 refuse S3"] {
        assert_eq!(asked(line), vote, "{line}");
    }
    assert_eq!(asked("what if S2 crashes?"), Question::Crash(s(2)));
    assert_eq!(asked("what would S2 remember"), Question::Crash(s(2)));
    assert_eq!(asked("why message #12"), Question::Message(MessageId(12)));
    assert_eq!(asked("why was #12 refused?"), Question::Message(MessageId(12)));
    assert_eq!(asked("why step 57"), Question::Step(57));
    assert_eq!(asked("why is election safety broken"), Question::Property(Property::ElectionSafety));
    assert_eq!(asked("why Leader-Completeness"), Question::Property(Property::LeaderCompleteness));
    assert_eq!(
        asked("where did index 3 of term 2 go?"),
        Question::Where { index: Index(3), term: Some(Term(2)) }
    );
    assert_eq!(asked("who committed index 3"), Question::CommittedBy(Index(3)));
    assert_eq!(asked("who elected the leader"), Question::Elected { server: None, term: None });
    assert_eq!(asked("what is safe to apply?"), Question::Safe);
    assert_eq!(asked("why"), Question::Best);
}

#[test]
fn servers_can_be_meant_by_what_they_are_or_are_called() {
    let run = settled(5, &[]);
    let leader = run.world().leader().unwrap();
    let mut names = Names::default();
    names.give("old", s(4));
    let ask = |line: &str| parse_question(line, View { run: &run, names: &names });
    let role = Question::Role { server: leader, being: Being::Leader, not: false };
    assert_eq!(ask("why is the leader leader"), Ok(role));
    assert_eq!(ask("can old win"), Ok(Question::CanWin(s(4))));
    let nobody = ask("can candidate win").unwrap_err();
    assert_eq!(nobody.message, "no server is a candidate now");
    assert_eq!(nobody.column, 5);
}

#[test]
fn mistakes_are_placed_and_the_nearest_word_is_said() {
    let problem = wrong("why is index 3 not comitted");
    assert_eq!((problem.column, problem.nearest.as_deref()), (20, Some("committed")));
    assert_eq!(problem.message, "`comitted` does not fit here");
    let problem = wrong("wy is S1 leader");
    assert_eq!((problem.column, problem.nearest.as_deref()), (1, Some("why")));
    let problem = wrong("why is S1");
    assert_eq!((problem.column, problem.message.as_str()), (10, "the line ends too early"));
    assert!(problem.expected.contains("`leader`"), "{}", problem.expected);
    let problem = wrong("why is S9 leader");
    assert_eq!((problem.column, problem.message.as_str()), (8, "S9 is not in this cluster"));
    let problem = wrong("can index 3 be found");
    assert_eq!((problem.column, problem.nearest.as_deref()), (16, Some("can index 3 be lost")));
    assert_contains(&problem.expected, "`lost`");
    assert_eq!(wrong("why step 57 58").column, 13);
    assert_eq!(wrong("").message, "the line ends too early");
    assert_contains(&wrong("why is \u{1b}[2J").message, "control character");
    assert_eq!(wrong("can index 99999999999 be lost").column, 11);
}

#[test]
fn a_question_can_be_checked_before_there_is_a_run() {
    let known = Known { servers: 3, names: vec!["old".to_owned()] };
    for line in ["why is leader follower", "can old win", "can candidate win", "why is S3 down"] {
        assert_eq!(check_question(line, &known), Ok(()), "{line}");
    }
    assert_that(&check_question("can S4 win", &known), Result::is_err);
    assert_that(&check_question("can new win", &known), Result::is_err);
}

fn completed(line: &str) -> Vec<String> {
    let run = settled(3, &[]);
    let names = Names::default();
    let found = complete_question(line, View { run: &run, names: &names });
    found.into_iter().map(|completion| completion.text).collect()
}

#[test]
fn questions_are_completed() {
    let all = ["why", "can", "is", "who", "what", "where", "how", "which", "would", "did", "does"];
    assert_eq!(completed(""), all);
    assert_eq!(completed("wh"), ["why", "who", "what", "where", "which"]);
    assert_that(&completed("why "), |it| it.contains(&"nothing".to_owned()));
    assert_that(&completed("why is "), |it| it.contains(&"S1".to_owned()));
    assert_that(&completed("why is "), |it| it.contains(&"index".to_owned()));
    assert_eq!(completed("why is index 3 not "), ["committed", "applied"]);
    assert_that(&completed("why is S1 not "), |it| it.contains(&"leader".to_owned()));
    assert_eq!(completed("can S1 w"), ["win"]);
    assert_eq!(completed("can S1 c"), ["commit"]);
    assert_eq!(completed("can S1 still c"), ["commit"]);
    assert_eq!(completed("can S1 commit "), ["index"]);
    assert_eq!(completed("would S1 vote for S"), ["S1", "S2", "S3"]);
    assert_eq!(completed("how "), ["many"]);
    assert_eq!(completed("how many "), ["attempts", "leaders"]);
    assert_eq!(completed("how many leaders c"), ["can"]);
    assert_eq!(completed("what b"), ["became"]);
    assert_eq!(completed("what became of r"), ["request"]);
    assert_eq!(completed("is index 3 "), ["of", "safe", "committed", "applied"]);
    assert_eq!(completed("is S1 le"), ["leader"]);
    assert_eq!(completed("why Elec"), ["Election Safety"]);
    assert_that(&completed("nonsense "), Vec::is_empty);
}

#[test]
fn every_question_of_the_list_parses_and_is_on_the_page() {
    let run = settled(5, &[]);
    let names = Names::default();
    for usage in questions() {
        let example = parse_question(usage.example, View { run: &run, names: &names });
        assert!(example.is_ok(), "{}: {example:?}", usage.example);
        let row = format!("| `{}` |", usage.usage.replace('|', "\\|"));
        assert!(LANGUAGE.contains(&row), "{row}");
        assert!(!usage.help.is_empty());
    }
}
