//! Mistakes in lessons: each is said at its place, with what was expected and the nearest right word.

use crate::support::{assert_contains, assert_that};
use raftarium::language::{Problem, Problems};
use raftarium::lesson::{self, CheckOptions, LessonId};

/// A lesson whose first step can go on in any way.
const HEAD: &str = concat!(include_str!("head.md"), "## First\n");

/// A cluster with a leader, which most mistakes need.
const CLUSTER: &str = "
```raft
servers 5
timeout S1
run until S1 is leader within 1s
run 100ms
```
";

/// Mistakes of how it is written. Where the mistake is drawn stands between « and »; then the message, a part of what was
/// expected, and what was probably meant.
type Case = (&'static str, &'static str, &'static str, Option<&'static str>);

const OF_STEPS: &[Case] = &[
    (
        "```«rafts»\nrun 1s\n```",
        "`rafts` is not a kind of block",
        "expected `raft`, `question`",
        Some("raft"),
    ),
    ("«```»\nrun 1s\n```", "what kind of block is this?", "```raft is played", None),
    ("«```raft»\nrun 1s", "the block never ends", "a line ``` ends it", None),
    ("«  ```raft»\n  run 1s\n  ```", "a block begins at the left margin", "move it", None),
    ("«```raft»\n# nothing\n```", "nothing happens in this block", "commands", None),
    (
        "«```card»\nA leader leads.\n```\n\n## Second\n\nMore.",
        "something follows the card",
        "the last thing",
        None,
    ),
    ("«```card»\n```", "the card is empty", "one per line", None),
    ("«```logs»\n```", "there is no cluster yet to show logs of", "a block ```raft", None),
    (
        "```raft\nservers 3\n```\n\n```logs\nOne.\n«Two.»\n```",
        "the table of logs has one line above it",
        "one line, or none",
        None,
    ),
    ("```raft «now»\nrun 1s\n```", "nothing follows here", "only a demo and a challenge have a title", None),
    ("```«demo»\nrun 1s\n```", "the demo has no title", "```demo What it shows", None),
    ("```raft\nrun 1s\n«crush» S1\n```", "`crush` is not a command", "expected a command", Some("crash")),
    ("```raft\nservers 3\ncrash «S4»\n```", "S4 is not in this cluster", "the cluster has S1 to S3", None),
    ("```raft\nrun 1s\n«seed» 7\n```", "`seed` describes how the cluster begins", "move it", None),
    (
        "```raft\ncall leader Anna\n```\n\n```raft\nservers 3\ncrash «Anna»\n```",
        "`Anna` does not fit here",
        "a server",
        None,
    ),
    ("«# A title»", "the title of a lesson is in its head", "## begins a step", None),
    ("«A title»\n---", "a heading is not underlined here", "## begins a step", None),
    ("«##»", "the step has no title", "## What happens", None),
    ("«## First»", "another step already has this title", "a different title", None),
    ("«![a picture](x.png)»", "a terminal shows no images", "```text", None),
    ("Some «<b>»words", "HTML is not allowed here", "Markdown", None),
    ("«<!-- a comment»\n\n## Second", "the comment never ends", "-->", None),
    ("S1 leads term «{»S1.term", "the brace is not closed in this line", "{{ is a brace", None),
    (
        "Now {{ and {«S1.term»}, before anything.",
        "there is no cluster to read this from yet",
        "a block ```raft before this",
        None,
    ),
];

const OF_VALUES: &[Case] = &[
    ("S1 is in {S1.«trem»}.", "a server has no `trem`", "expected term, commit", Some("term")),
    ("S7 is in {«S7».term}.", "S7 is not in this cluster", "the cluster has S1 to S5", None),
    ("*Now* {«S1 S2».term} is said.", "this needs one server", "{S3.term}", None),
    ("It is {«tiem»}.", "`tiem` does not fit here", "such as S3.term, leader, time", None),
    ("{S3.next «for S1»}", "this does not fit here", "{S3.next of S1}", None),
    ("{S3.term «of S1»}", "this does not fit here", "the closing brace", None),
    (
        "{count «RejectedMissmatch»}",
        "`RejectedMissmatch` is not a fact",
        "such as RejectedMismatch",
        Some("RejectedMismatch"),
    ),
    ("- a list\n  - with {«Anna».term} in it", "`Anna` does not fit here", "a server", None),
];

const OF_BLOCKS: &[Case] = &[
    (
        "```card\n«{S1.term} is a term.»\n```",
        "there is no cluster to read a live value from",
        "a card is shown without a cluster",
        None,
    ),
    (
        "```question\n«asks»: What?\n- [x] This.\n  Yes.\n- [x] That.\n  Yes.\n```",
        "`asks` is not said here",
        "expected `ask`",
        Some("ask"),
    ),
    (
        "```question\nask: What?\n«and so on»\n- [x] This.\n- [ ] That.\n```",
        "this is neither `name: value` nor a choice",
        "indented by two",
        None,
    ),
    ("```question\nask: What?\nask: «»\n```", "", "", None),
    (
        "```question\nask: What?\n- «Perhaps.»\n- [x] This.\n```",
        "is this choice right?",
        "- [x] is right",
        None,
    ),
    (
        "```question\nask: What?\n- «[?] This.»\n  Yes.\n- [x] That.\n```",
        "the condition of this choice is missing",
        "if: CONDITION",
        None,
    ),
    (
        "```question\nask: What?\n- [?] This.\n  if: S1 is «leadr»\n  Yes.\n- [x] That.\n```",
        "`leadr` does not fit here",
        "",
        Some("leader"),
    ),
    (
        "```question\nask: What?\n- [x] This.\n  «if»: S1 is leader\n- [x] That.\n```",
        "this choice is already marked right or wrong",
        "- [?]",
        None,
    ),
    (
        "```question\nask: What?\nchoose: «some»\n- [x] This.\n- [ ] That.\n```",
        "`some` is not a way to choose",
        "`order` or `why`",
        None,
    ),
    (
        "```question\nask: What?\nthen: run 1s; «crush» S1\n- [x] This.\n- [ ] That.\n```",
        "`crush` is not a command",
        "",
        Some("crash"),
    ),
    (
        "```question\nask: What?\nthen: «servers 3»\n- [x] This.\n- [ ] That.\n```",
        "this describes how a cluster begins",
        "",
        None,
    ),
    (
        "```question\nask: What?\nnumber: «trem» of S1\nright: Yes.\n- other\n  No.\n```",
        "`trem` does not fit here",
        "",
        Some("term"),
    ),
    (
        "```question\nask: What?\nnumber: 3\nright: Yes.\n- «four»\n  believes: Four.\n  No.\n- other\n  No.\n```",
        "this is not a number",
        "- 7, or - other",
        None,
    ),
    (
        "```question\nask: What?\npoint: entry «two» on S1\nright: Yes.\n- other\n  No.\n```",
        "this is not an entry",
        "entry 2 on S3",
        None,
    ),
    (
        "```question\nask: What?\nnumber: 3\nright: Yes.\n- «4»\n  No.\n- other\n  No.\n```",
        "which misconception is this?",
        "believes:",
        None,
    ),
    (
        "```question\nask: What?\nnumber: 3\n«point»: S1\nright: Yes.\n```",
        "a question has one way to answer it",
        "one of `choose`",
        None,
    ),
    (
        "```question\nask: What?\ndiscuss: «soon»\n- [x] This.\n- [ ] That.\n```",
        "this is not a time",
        "90s",
        None,
    ),
    (
        "```question\nask: What?\norder: «fixed»\n- [x] This.\n- [ ] That.\n```",
        "`fixed` is not an order",
        "`pinned`",
        None,
    ),
    (
        "```question\nask: What?\n«order»: pinned\nnumber: 3\nright: Yes.\n- other\n  No.\n```",
        "`order` belongs to choices",
        "no choices",
        None,
    ),
    ("«```question»\nask: What?\n- [x] This.\n  Yes.\n```", "a question has at least two choices", "", None),
    ("«```question»\n- [x] This.\n- [ ] That.\n```", "`ask` is missing", "ask: What happens next?", None),
    ("```show\n«ligth» S1\n```", "`ligth` is not something to show", "`light`", Some("light")),
    ("```show\npane «log»\n```", "`log` is not a pane", "`logs`", Some("logs")),
    ("```show\nlight rule «L77»\n```", "there is no rule `L77`", "`raftarium rules` lists them", Some("L7")),
    ("```show\nlight entry «x» on S1\n```", "this is not an entry", "", None),
    ("```show\nreturn to «\"Frist\"»\n```", "no step has this title", "an earlier step", None),
    ("```show\nbeside «\"First\"»\n```", "this step does not come earlier", "an earlier step", None),
    ("```show\npause «now»\n```", "nothing may follow `pause`", "", None),
];

const OF_CHALLENGES: &[Case] = &[
    (
        "goal: S2 is «leadr»\npar: 1\nsolution:\n  timeout S2\n",
        "`leadr` does not fit here",
        "",
        Some("leader"),
    ),
    (
        "goal: S2 is leader\npar: «many»\nsolution:\n  timeout S2\n",
        "this is not a number of actions",
        "par: 3",
        None,
    ),
    (
        "goal: S2 is leader\npar: 1\nonly: timeout, «restrat»\nsolution:\n  timeout S2\n",
        "`restrat` is not a command that acts",
        "",
        Some("restart"),
    ),
    (
        "goal: S2 is leader\npar: 1\nsolution:\n  timeout S2\n  «tiemout» S3\n",
        "`tiemout` is not a command",
        "",
        Some("timeout"),
    ),
    ("goal: S2 is leader\npar: 1\nnever: S9 is leader\nsolution:\n  timeout «S9»\n", "", "", None),
    (
        "goal: S2 is leader\npar: 1\n«solution»:\n  servers 3\n",
        "a solution continues with the current cluster",
        "",
        None,
    ),
    ("«Goal»: S2 is leader\n", "", "", None),
];

/// A text without its marks, and the line, the column and the length of what is between them.
fn unmarked(marked: &str) -> (String, Option<(u32, u32)>) {
    let Some(at) = marked.find('«') else { return (marked.to_owned(), None) };
    let before = &marked[..at];
    let line = before.matches('\n').count() as u32 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u32 + 1;
    (marked.replace(['«', '»'], ""), Some((line, column)))
}

fn marked_words(marked: &str) -> &str {
    let (from, to) = (marked.find('«'), marked.find('»'));
    from.zip(to).map_or("", |(from, to)| &marked[from + '«'.len_utf8()..to])
}

/// The mistakes of a text that cannot be read.
fn problems(text: &str) -> Problems {
    lesson::parse(text, "30-test").expect_err(text)
}

fn must_say(before: &str, cases: &[Case], after: &str) {
    for (fragment, message, expected, nearest) in cases.iter().filter(|case| !case.1.is_empty()) {
        let marked = format!("{before}\n{fragment}\n{after}");
        let (text, place) = unmarked(&marked);
        let found = problems(&text);
        let here = |problem: &&Problem| Some((problem.line, problem.column)) == place;
        let Some(problem) = found.list.iter().find(here) else {
            panic!("nothing is said at {place:?} of\n{fragment}\nbut\n{found}");
        };
        assert_eq!(problem.message, *message, "{found}");
        assert!(problem.expected.contains(expected), "{} in\n{found}", problem.expected);
        assert_eq!(problem.nearest.as_deref(), *nearest, "{found}");
        let drawn = &problem.source[problem.start..problem.end];
        assert_eq!(drawn, marked_words(&marked), "what is underlined in\n{found}");
    }
}

#[test]
fn a_step_that_is_not_written_as_steps_are() {
    must_say(HEAD, OF_STEPS, "");
}

#[test]
fn a_live_value_that_there_is_not() {
    must_say(&format!("{HEAD}{CLUSTER}"), OF_VALUES, "");
}

#[test]
fn a_block_that_is_not_written_as_such_blocks_are() {
    must_say(&format!("{HEAD}{CLUSTER}"), OF_BLOCKS, "");
}

#[test]
fn a_challenge_that_is_not_written_as_challenges_are() {
    let before = format!("{HEAD}{CLUSTER}\n```challenge\nask: Do it.\nhint: One.\nhint: Two.\nsolved: Done.");
    must_say(&before, OF_CHALLENGES, "```\n");
}

#[test]
fn the_head_says_what_it_has_to() {
    let cases: &[Case] = &[
        ("«id»: 30-test", "`id` appears twice", "once", None),
        ("«titel»: A test", "`titel` is not a name in the head", "`title`", Some("title")),
        ("«nothing»", "the head has one `name: value` per line", "minutes: 10", None),
        ("seed: «7»", "`7` is not a seed", "`pinned`", None),
        ("part: «votes»", "`votes` is not a part of the course", "`elections`", None),
        ("after: 01-one, «2-two»", "`2-two` is not an id of a lesson", "18-partition", None),
    ];
    let (head, rest) = HEAD.split_once("title: A test\n").expect("a head");
    must_say(head.trim_end(), cases, &format!("title: A test\n{rest}{CLUSTER}"));
    let cases: &[Case] = &[
        ("place: «§5.9»", "`§5.9` is not a place in the paper", "§5.4.2", Some("§5")),
        ("place: §5.2, «Figure 81»", "`Figure 81` is not a place in the paper", "Figure 8", None),
    ];
    let (head, rest) = HEAD.split_once("place: §5.2\n").expect("a head");
    for case in cases {
        let (text, place) = unmarked(&format!("{head}{}\n{rest}{CLUSTER}", case.0));
        let found = problems(&text);
        assert_eq!(Some((found.list[0].line, found.list[0].column)), place, "{found}");
        assert_eq!(found.list[0].message, case.1);
    }
}

#[test]
fn a_head_that_is_missing_or_never_ends_is_told() {
    let first = |text: &str| problems(text).list.remove(0);
    assert_eq!(first("").message, "the file is empty");
    assert_eq!(first("## A step\n").message, "a lesson begins with its head");
    assert_eq!(first("---\nid: 30-test\n").message, "the head never ends");
    let found = problems("---\nid: 30-test\n---\n\n## A step\n");
    let messages: Vec<&str> = found.list.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "the head has no `title`",
            "the head has no `place`",
            "the head has no `minutes`",
            "the head has no `asks`"
        ]
    );
    assert_eq!(first(&HEAD.replace("30-test", "31-test")).message, "the file is called 30-test");
}

#[test]
fn several_mistakes_are_said_at_once_in_the_order_of_their_lines() {
    let text =
        format!("{HEAD}\n```raft\ncrush S1\nrun 1\n```\n\n```show\nlihgt S1\n```\n\nIt is {{tiem}}.\n");
    let lines: Vec<u32> = problems(&text).list.iter().map(|problem| problem.line).collect();
    assert_eq!(lines.len(), 4, "{}", problems(&text));
    assert_that(&lines, |it| it.is_sorted());
}

#[test]
fn a_mistake_is_drawn_with_its_line() {
    let text = format!("{HEAD}{CLUSTER}\nS1 leads term {{S1.trem}}.\n");
    assert_eq!(
        problems(&text).render("30-test.md"),
        "\
error: a server has no `trem`
  --> 30-test.md:20:19
   |
20 | S1 leads term {S1.trem}.
   |                   ^^^^ expected term, commit, applied, length, last-term, votes, role, vote, log, next, match, or a key of its state machine
   |
   = help: did you mean `term`?"
    );
}

/// A lesson that can be read, and what is not true in it: of each mistake the line, and the message.
fn untrue(fragment: &str) -> Vec<(String, String)> {
    let text = format!("{HEAD}{CLUSTER}\n{fragment}\n");
    let options = CheckOptions { lessons: vec![LessonId("01-majorities".to_owned())] };
    let checked = lesson::check(text.as_bytes(), "30-test", &options);
    assert!(checked.lesson.is_some(), "{}", checked.problems);
    let line = |number: u32| text.lines().nth(number as usize - 1).unwrap_or_default().trim().to_owned();
    checked.problems.list.iter().map(|problem| (line(problem.line), problem.message.clone())).collect()
}

/// One mistake, in this line.
fn must_be_untrue(fragment: &str, line: &str, message: &str) {
    let found = untrue(fragment);
    assert_eq!(found, [(line.to_owned(), message.to_owned())], "{fragment}");
}

#[test]
fn what_the_run_contradicts_is_said_where_it_stands() {
    must_be_untrue(
        "```raft\nexpect S2 is leader\n```",
        "expect S2 is leader",
        "expected S2 is leader; S2 is follower in term 1, S1 leads term 1",
    );
    must_be_untrue(
        "```raft\nrun until S2 is leader within 1s\n```",
        "run until S2 is leader within 1s",
        "waited 1s for S2 is leader; S2 is follower in term 1, S1 leads term 1",
    );
    must_be_untrue(
        "S1 is elected.\nNow S1 leads term 2.",
        "Now S1 leads term 2.",
        "the run contradicts \"S1 leads term 2\": S1 is leader in term 1, S1 leads term 1",
    );
    must_be_untrue(
        "Entry 1 is committed, and so on.",
        "Entry 1 is committed, and so on.",
        "the run contradicts \"Entry 1 is committed\": 0 entries are committed",
    );
    must_be_untrue(
        "What S1 has: {S1.votes} votes.",
        "What S1 has: {S1.votes} votes.",
        "{S1.votes}: S1 is not a candidate now",
    );
    must_be_untrue(
        "```show\nlight entry 1 on S1\n```",
        "light entry 1 on S1",
        "S1 has no entry 1 to highlight",
    );
}

#[test]
fn the_prose_does_not_run_ahead_of_the_picture() {
    let elects = "```raft\ntimeout S2\nrun until S2 is leader within 1s\n```";
    must_be_untrue(
        &format!("S2 leads term 2.\n\n{elects}"),
        "S2 leads term 2.",
        "\"S2 leads term 2\" is not so yet: S2 is follower in term 1, S1 leads term 1",
    );
    assert_eq!(untrue(&format!("{elects}\n\nS2 leads term 2.")), []);
}

#[test]
fn a_goal_that_names_a_fact_has_words() {
    let challenge = |goal: &str| {
        let text = format!(
            "```challenge\nask: Do it.\n{goal}\npar: 1\nhint: a\nhint: b\nsolution:\n  timeout S2\n  run until S2 is leader within \
             1s\nsolved: Done.\n```"
        );
        untrue(&text)
    };
    let bare = challenge("goal: BecameLeader happened on S2");
    assert!(bare.iter().any(|(_, message)| message.contains("this has no words")), "{bare:?}");
    assert_eq!(challenge("goal: S2 wins.\n  when: BecameLeader happened on S2"), []);
}

#[test]
fn an_event_of_the_prose_may_come_to_happen_while_the_step_plays() {
    assert_eq!(untrue("S2 wins term 2.\n\n```raft\ntimeout S2\nrun until S2 is leader within 1s\n```"), []);
    assert_eq!(untrue("If S2 stood, S2 leads term 2."), [], "what might be is left alone");
    let choice = "```question\nask: Well?\n- [x] One.\n  Yes.\n- [ ] S2 leads term 7.\n  believes: It does.\n  No.\n```";
    assert_eq!(untrue(choice), [], "a choice may say what is not so");
}

fn question(choices: &str) -> String {
    format!("```question\nask: Who leads?\nthen: run 1s\n{choices}\n```")
}

#[test]
fn a_question_has_exactly_its_right_answers() {
    let yes = "- [x] S1.\n  Yes.";
    let no = "- [ ] S2.\n  believes: It does.\n  No.";
    assert_eq!(untrue(&question(&format!("{yes}\n{no}"))), []);
    must_be_untrue(&question(&format!("{no}\n{no}")), "```question", "no choice is right");
    must_be_untrue(&question(&format!("{yes}\n{yes}")), "```question", "2 choices are right");
    must_be_untrue(
        &question("- [?] S1.\n  if: S1 is leader\n  Yes.\n- [x] One.\n  Yes."),
        "```question",
        "2 choices are right in the run: 1 and 2",
    );
    must_be_untrue(
        &question(&format!("{yes}\n- [?] S2.\n  if: S2 is leader\n  No.")),
        "- [?] S2.",
        "this choice is wrong in the run, and the misconception behind it is missing",
    );
    must_be_untrue(
        &question(&format!("{yes}\n- [ ] S2.\n  No.")),
        "- [ ] S2.",
        "the misconception behind this choice is missing",
    );
    must_be_untrue(
        &question(&format!("- [x] S1.\n{no}")),
        "- [x] S1.",
        "the explanation of this choice is missing",
    );
    must_be_untrue(
        "```question\nask: What?\n- [?] S1.\n  if: S1 is leader\n  Yes.\n- [ ] S2.\n  believes: It.\n  No.\n```",
        "- [?] S1.",
        "this step plays nothing after the question",
    );
}

#[test]
fn a_right_answer_is_none_of_the_wrong_ones() {
    must_be_untrue(
        "```question\nask: Which term?\nthen: nothing\nnumber: term of S1\nright: Yes.\n- 1\n  believes: One.\n  No.\n- other\n  No.\n```",
        "- 1",
        "1 is the right answer",
    );
    must_be_untrue(
        "```question\nask: Who?\nthen: nothing\npoint: leader\nright: Yes.\n- S1 S2\n  believes: Both.\n  No.\n- other\n  No.\n```",
        "- S1 S2",
        "this is the right answer",
    );
    must_be_untrue(
        "```question\nask: Which term?\nthen: nothing\nnumber: 1\nright: Yes.\n```",
        "```question",
        "the explanation of other answers is missing",
    );
    must_be_untrue(
        "```question\nask: What?\nthen: nothing\npoint: message vote S1 -> S2\nright: Yes.\n- other\n  No.\n```",
        "```question",
        "no vote S1 -> S2 is in flight",
    );
}

fn challenge(rest: &str) -> String {
    format!("```challenge\nask: Do it.\nhint: One.\nhint: Two.\nsolved: Done.\n{rest}\n```")
}

#[test]
fn a_challenge_is_open_at_its_start_and_its_solution_reaches_the_goal() {
    let solution = "solution:\n  timeout S2\n  run until S2 is leader within 1s";
    assert_eq!(untrue(&challenge(&format!("goal: S2 is leader\npar: 1\n{solution}"))), []);
    must_be_untrue(
        &challenge(&format!("goal: S1 is leader\npar: 1\n{solution}")),
        "goal: S1 is leader",
        "the goal already holds at the start",
    );
    must_be_untrue(
        &challenge(&format!("goal: S3 is leader\npar: 1\n{solution}")),
        "solution:",
        "the solution does not reach the goal: not yet: S3 is leader (S3 is a follower in term 2)",
    );
    must_be_untrue(
        &challenge(
            "goal: S2 is leader in term 3\npar: 1\nsolution:\n  timeout S2\n  timeout S2\n  run until S2 is leader within 1s",
        ),
        "par: 1",
        "the solution takes 2 actions, and par is 1",
    );
    let never =
        untrue(&challenge(&format!("goal: S2 is leader\nnever: S2 is candidate\npar: 1\n{solution}")));
    let [(line, message)] = never.as_slice() else { panic!("{never:?}") };
    assert_eq!(line, "solution:");
    assert!(message.starts_with("in step "), "{message}");
    must_be_untrue(
        &challenge(&format!("goal: S2 is leader\nonly: crash\npar: 1\n{solution}")),
        "timeout S2",
        "you cannot use `timeout` in this challenge: it allows `crash` and letting time pass",
    );
    must_be_untrue(
        &challenge("goal: S2 is leader\npar: 1\nsolution:\n  run until S2 is leader within 1s"),
        "run until S2 is leader within 1s",
        "waited 1s for S2 is leader; S2 is follower in term 1, S1 leads term 1",
    );
    let one_hint = challenge(&format!("goal: S2 is leader\npar: 1\n{solution}")).replace("hint: Two.\n", "");
    must_be_untrue(&one_hint, "```challenge", "there is only one hint");
}

#[test]
fn what_turns_out_otherwise_with_another_seed_is_said_with_the_seed() {
    let found = untrue("```raft\ncrash S1\nrun until leader exists within 5s\nexpect S3 is leader\n```");
    let [(line, message)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(line, "expect S3 is leader");
    assert!(message.starts_with("with seed"), "{message}");
    assert!(message.contains("expected S3 is leader; S3 is follower in term 2"), "{message}");

    let asked = "```question\nask: Who leads next?\n- [?] S5.\n  if: S5 is leader\n  believes: It.\n  So it is.\n- [?] Another.\n  if: not S5 is leader\n  believes: Others.\n  So it is.\n```\n\n```raft\ncrash S1\nrun until leader exists within 5s\n```";
    let found = untrue(asked);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_that(&found, |it| {
        it.iter().all(|(_, message)| message.starts_with("with seed") && message.contains("with this seed"))
    });

    let text = format!("{}{CLUSTER}\n{asked}\n", HEAD.replace("minutes: 5", "minutes: 5\nseed: pinned"));
    let checked = lesson::check(text.as_bytes(), "30-test", &CheckOptions::default());
    assert!(checked.holds(), "a pinned lesson is told for one seed: {}", checked.problems);
}

#[test]
fn a_demo_is_played_too() {
    must_be_untrue(
        "```demo It breaks\ncrash S1\nexpect S1 is up\n```",
        "expect S1 is up",
        "expected S1 is up; S1 is down with term 1, no server leads",
    );
    assert_eq!(untrue("```demo It works\ncrash S1\nrun 1s\n```"), []);
}

#[test]
fn a_lesson_builds_on_lessons_that_there_are() {
    let text = format!("{}{CLUSTER}", HEAD.replace("minutes: 5", "minutes: 5\nafter: 01-majority, 30-test"));
    let options = CheckOptions { lessons: vec![LessonId("01-majorities".to_owned())] };
    let checked = lesson::check(text.as_bytes(), "30-test", &options);
    let messages: Vec<&str> = checked.problems.list.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["there is no lesson 01-majority", "a lesson cannot build on itself"]);
    assert_contains(&checked.problems.list[0].expected, "did you mean 01-majorities?");
}
