//! What somebody did in a lesson: graded with no screen, remembered, and asked again.

use crate::support::{assert_contains, assert_that};
use raftarium::lesson::grade::{Answers, Grade, grade};
use raftarium::lesson::play::{Given, Play, Position, Right, Solved, TaskId};
use raftarium::lesson::progress::Progress;
use raftarium::lesson::review::Review;
use raftarium::lesson::{self, Lesson, LessonId};
use std::sync::Arc;

const STEPS: &str = "\
## Begin

```raft
servers 3
timeout S1
run until S1 is leader within 1s
submit x=1
run until index 1 is committed within 1s
```

```question
ask: Who leads?
then: nothing
- [?] S1
  if: S1 is leader
  Yes.
- [ ] S2
  believes: The second leads.
  No.
```

```question
ask: Where is the leader's entry?
then: nothing
point: entry 1 on leader
right: There.
- entry 1 on S2
  believes: Followers own entries.
  No.
- other
  Not there.
```

## Now you

```challenge
ask: Make S2 lead term 2.
goal: S2 led term 2
never: S3 is down
only: timeout, crash
par: 1
hint: Its timer.
hint: Let it run out.
solution:
  timeout S2
  run until S2 is leader within 1s
solved: It leads.
```
";

fn named(id: &str) -> Arc<Lesson> {
    let text = format!(
        "---\nid: {id}\ntitle: Test\nplace: §5.2\nminutes: 1\nasks: Does it play?\n---\n\nA test.\n\n{STEPS}"
    );
    Arc::new(lesson::parse(&text, id).unwrap_or_else(|problems| panic!("{}", problems.render("test"))))
}

fn graded(answers: &str) -> Grade {
    let answers = Answers::parse(answers).unwrap_or_else(|problems| panic!("{}", problems.render("answers")));
    grade(&named("30-test"), &answers).unwrap_or_else(|problems| panic!("{}", problems.render("answers")))
}

const GOOD: &str = "\
# Ada's
lesson: 30-test
name: Ada

1.1: 1
1.2: entry 1 on S1
challenge 2.1:
  timeout S2
  run 100ms
";

#[test]
fn good_answers_have_a_full_score() {
    let grade = graded(GOOD);
    assert_eq!((grade.score, grade.name.as_str(), grade.is_full()), (100, "Ada", true));
    let challenge = &grade.challenges[0];
    assert_eq!((challenge.solved, challenge.actions, challenge.within_par), (true, 1, true));
    let json = serde_json::to_value(&grade).unwrap();
    assert_eq!(json["questions"][1]["question"], "1.2");
    assert_eq!(json["questions"][1]["expected"], "entry 1 on S1");
    assert_eq!(json["challenges"][0]["par"], 1);
}

#[test]
fn wrong_answers_tell_their_misconceptions() {
    let grade = graded("1.1: 2\n1.2: entry 1 on S2\nchallenge 2.1:\n  crash S1\n  run 5s\n");
    assert_eq!((grade.score, grade.is_full()), (0, false));
    assert_eq!(grade.misconceptions, ["The second leads.", "Followers own entries."]);
    assert_eq!(grade.questions[0].given.as_deref(), Some("2"));
    let why = grade.challenges[0].why.as_deref().expect("it is said");
    assert!(why.contains("S2 led term 2"), "{why}");
    let nothing = graded("1.1: pass\n");
    assert_eq!((nothing.score, nothing.questions[0].given.as_deref()), (0, None));
    assert!(!nothing.challenges[0].tried);
    assert_eq!(nothing.misconceptions, Vec::<String>::new());
}

#[test]
fn attempts_that_break_the_rules_are_told_why() {
    let attempt = |commands: &str| graded(&format!("challenge 2.1:\n{commands}")).challenges[0].clone();
    let why = |commands: &str| attempt(commands).why.expect("it is not solved");
    assert_contains(&why(" crash S3\n timeout S2\n run 1s\n"), "S3 is down");
    assert_that(&why(" wipe S1\n"), |it| it.starts_with("line 2: you cannot use `wipe` in this challenge"));
    assert_that(&why(" timeout S2\n servers 5\n"), |it| it.starts_with("line 3: "));
    assert_that(&why(" crash S1\n crash S1\n"), |it| it.starts_with("line 3: "));
    assert_contains(&why(" run until S2 is down within 1s\n"), "waited 1s");
    // What was done before somebody went astray counts.
    assert!(attempt("  timeout S2\n  run 1s\n  crash S1\n  crash S1\n").solved);
    let long = attempt("  crash S1\n  timeout S2\n  run 1s\n");
    assert_eq!((long.solved, long.actions, long.within_par), (true, 2, false));
    // However long it would take.
    assert_contains(&why(&" run 3600s\n".repeat(50)), "stopped");
}

#[test]
fn what_is_no_answer_is_refused_with_its_place() {
    let refused = |text: &str| {
        let problems = Answers::parse(text).and_then(|answers| grade(&named("30-test"), &answers));
        let problems = problems.expect_err(text);
        let first = &problems.list[0];
        (first.line, first.column, first.short())
    };
    for (text, line, column, word) in [
        ("1.1: 1\n1.1: 2\n", 2, 1, "already answered"),
        ("\n1.1 2\n", 2, 1, "colon"),
        ("nam: Ada\n", 1, 1, "name"),
        ("7.1: 2\n", 1, 1, "1.1, 1.2"),
        ("1.1: 9\n", 1, 6, "no choice 9"),
        ("1.1: two\n", 1, 6, "number of a choice"),
        ("1.2: entry 9 on S1\n", 1, 6, "no entry 9"),
        ("1.2: S1\n", 1, 6, "entry INDEX on SERVER"),
        ("1.2: entry 1 on S7\n", 1, 6, "S7"),
        ("1.1:\n", 1, 5, "pass"),
        ("lesson: 18-partition\n", 1, 9, "another lesson"),
        ("  crash S1\n", 1, 1, "does not belong to anything"),
        ("challenge 2.1:\n  crush S1\n", 2, 3, "crash"),
        ("challenge 9.1:\n  crash S1\n", 2, 3, "no challenge 9.1"),
        ("challenge two:\n", 1, 1, "challenge 7.1"),
        ("1.1: 1\u{202e}\n", 1, 7, "invisible"),
        ("1.1: \u{1b}[2J\n", 1, 6, "invisible"),
    ] {
        let (at, from, message) = refused(text);
        assert_eq!((at, from), (line, column), "{text:?}: {message}");
        assert!(message.contains(word), "{text:?}: {message}");
    }
    assert_contains(&refused(&"a".repeat(1 << 21)).2, "1 MiB");
    assert_contains(&refused(&format!("1.1: {}\n", "1,".repeat(5_000))).2, "longer");
    let many = format!("challenge 2.1:\n{}", "  heal\n".repeat(2_000));
    assert_contains(&refused(&many).2, "1000 commands");
    assert_eq!(Answers::parse_bytes(b"1.1: 1\nname: \xff\n").unwrap_err().list[0].line, 2);
}

fn wrong(play: &mut Play) {
    let asking = play.question().expect("it asks").clone();
    let given = match asking.right().unwrap() {
        Right::Choices(right) => Given::Choices(vec![right.iter().position(|right| !right).unwrap()]),
        _ => asking
            .read(
                "entry 1 on S2",
                play.segment()
                    .scene
                    .as_ref()
                    .map(|scene| raftarium::script::View { run: &scene.run, names: &scene.names }),
            )
            .unwrap(),
    };
    assert!(!play.answer(given).unwrap().right);
}

fn right(play: &mut Play) {
    let asking = play.question().expect("it asks").clone();
    let given = asking.right_answer().unwrap();
    assert!(play.answer(given).unwrap().right);
}

#[test]
fn where_one_was_and_how_it_went_is_remembered() {
    let lesson = named("30-test");
    let mut progress = Progress::default();
    let mut play = Play::new(lesson.clone()).unwrap();
    wrong(&mut play);
    play.forward().unwrap();
    progress.note(&play, "2026-11-23");
    assert_eq!(progress.unfinished(), Some(&lesson.id));
    assert_eq!(progress.missed.len(), 1);

    let mut again = Play::new(lesson.clone()).unwrap();
    progress.take_up(&mut again);
    assert_eq!(again.position(), Position { step: 0, segment: 1 });
    right(&mut again);
    again.forward().unwrap();
    let challenge = again.begin().unwrap().id();
    again.solved(challenge, Solved { actions: 3, par: 1, hints: 1, shown: false });
    assert!(again.is_over());
    progress.note(&again, "2026-11-24");
    let kept = &progress.lessons[&lesson.id];
    assert_eq!((kept.finished, kept.best, kept.when.as_str()), (true, Some(66), "2026-11-24"));
    assert_eq!(kept.challenges[&challenge].actions, 3);
    assert_eq!(kept.answers[&TaskId { step: 0, number: 0 }].believes, ["The second leads."]);
    assert_eq!(progress.unfinished(), None);

    // Another time, and better.
    progress.begin(&lesson.id);
    let mut third = Play::new(lesson.clone()).unwrap();
    progress.take_up(&mut third);
    assert_eq!(third.position(), Position::default());
    right(&mut third);
    third.forward().unwrap();
    right(&mut third);
    third.forward().unwrap();
    progress.note(&third, "2026-11-25");
    assert_eq!(progress.lessons[&lesson.id].best, Some(100), "the challenge was solved before");
    assert_eq!(progress.lessons[&lesson.id].challenges[&challenge].actions, 3);
}

#[test]
fn going_to_the_end_is_not_finishing() {
    let mut play = Play::new(named("30-test")).unwrap();
    let mut progress = Progress::default();
    play.go(1).unwrap();
    let _ = play.pass();
    progress.note(&play, "2026-11-23");
    let kept = &progress.lessons[&play.lesson().id];
    assert_eq!((kept.finished, kept.best), (false, None));
}

#[test]
fn what_was_missed_comes_back_over_days_until_it_is_understood() {
    let mut progress = Progress::default();
    for id in ["31-one", "32-two", "33-three"] {
        let mut play = Play::new(named(id)).unwrap();
        wrong(&mut play);
        play.forward().unwrap();
        wrong(&mut play);
        progress.note(&play, "2026-11-23");
        // Whatever else happens, it is missed once.
        progress.note(&play, "2026-11-23");
    }
    assert_eq!(progress.missed.len(), 6);
    let find = |id: &LessonId| Some(named(&id.0));
    let before = |lesson: &str, progress: &mut Progress, today: &str| {
        Review::before(&LessonId(lesson.into()), progress, today, find)
    };
    let missed = |review: &Review| review.missed().map(|missed| (missed.lesson.0.clone(), missed.question));
    let (first, second) = (TaskId { step: 0, number: 0 }, TaskId { step: 0, number: 1 });

    // Not on the same day.
    assert_that(&before("31-one", &mut progress, "2026-11-23"), Option::is_none);
    assert_eq!((progress.due("2026-11-23").count(), progress.next_due()), (0, Some("2026-11-24")));
    // The next day: not in its own lesson, at most three before a lesson, what waits longest first.
    let today = "2026-11-24";
    let mut asked = before("31-one", &mut progress, today).expect("there is something to ask");
    assert_eq!((missed(&asked), asked.count()), (Some(("32-two".into(), first)), (1, 3)));
    // It is asked on its own cluster, at its own place.
    let scene = asked.play().unwrap().segment().scene.clone().unwrap();
    assert!(scene.run.world().leader().is_some());
    assert!(asked.answer(Given::Choices(vec![0]), &mut progress).unwrap().right);
    assert!(asked.answer(Given::Choices(vec![0]), &mut progress).is_err(), "once");
    assert!(asked.advance());
    assert_eq!(missed(&asked), Some(("32-two".into(), second)));
    assert!(asked.advance() && !asked.advance());
    assert_that(&asked.question(), Option::is_none);
    // A review for its own sake asks all that is due: five, since one was answered.
    assert_eq!(Review::due(&mut progress, today, find).map(|review| review.count()), Some((1, 5)));

    // What was answered rightly waits longer each time, and then is understood.
    let two = LessonId("32-two".into());
    let due = |progress: &Progress| {
        let kept = progress.missed.iter().find(|missed| missed.lesson == two && missed.question == first);
        kept.map(|missed| missed.due.clone())
    };
    let mut days = vec![due(&progress).unwrap()];
    while let Some(day) = due(&progress) {
        progress.reviewed(&two, first, true, &day);
        days.extend(due(&progress));
    }
    assert_eq!(days, ["2026-11-27", "2026-12-04", "2026-12-18", "2027-01-17"]);
    // Answered wrongly, it begins anew.
    progress.reviewed(&two, second, true, today);
    progress.reviewed(&two, second, false, "2026-11-27");
    let again = progress.missed.iter().find(|missed| missed.lesson == two).unwrap();
    assert_eq!((again.due.as_str(), again.rights), ("2026-11-28", 0));

    // What an older version kept has no day: it is due.
    let old = "version = 1\n[[missed]]\nlesson = \"31-one\"\nquestion = \"1.1\"\nask = \"Who?\"\nwhen = \"2026-01-01\"\nrights = 1\n";
    let old: Progress = toml::from_str(old).unwrap();
    assert_eq!(old.due(today).count(), 1);

    // A lesson that asks something else by now does not ask this again.
    let changed = |id: &LessonId| (id.0 != "33-three").then(|| named(&id.0));
    let _ = Review::due(&mut progress, today, changed);
    assert!(progress.missed.iter().all(|missed| missed.lesson.0 != "33-three"), "{:?}", progress.missed);
    assert_that(&Review::due(&mut Progress::default(), today, find), Option::is_none);
}

proptest::proptest! {
    /// Whatever a file of answers holds, it is graded or refused with its place.
    #[test]
    fn any_text_is_graded_or_refused(
        lines in proptest::collection::vec(
            "(1\\.[1-3]|challenge 2\\.1|name|lesson|  )?(: )?(entry [0-9]{1,3} on S[0-9]|timeout S2|run [0-9]{1,2}ms|\\PC{0,12})",
            0..8,
        ),
    ) {
        let text = lines.join("\n");
        match Answers::parse(&text).and_then(|answers| grade(&named("30-test"), &answers)) {
            Ok(grade) => proptest::prop_assert!(grade.score <= 100),
            Err(problems) => {
                let first = &problems.list[0];
                proptest::prop_assert!(first.line >= 1 && first.line as usize <= lines.len().max(1), "{}", first);
                proptest::prop_assert!(!first.message.is_empty());
            }
        }
    }
}
