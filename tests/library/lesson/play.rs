//! Playing lessons: segments, answers, challenges, and the way back.

use crate::support::{assert_contains, assert_that};
use proptest::prelude::*;
use raftarium::language::{Known, Names, parse_command};
use raftarium::lesson::play::{
    AskKind, Given, Halt, LessonOptions, Lineage, NoAnswer, Play, Pointed, Position, Right, Segment, Shown,
    Solved, Stop, TaskId, Trial,
};
use raftarium::lesson::{self, Lesson, spoken};
use raftarium::raft::{Index, ServerId};
use std::sync::Arc;

fn shipped() -> impl Iterator<Item = Arc<Lesson>> {
    lesson::shipped().map(|(name, text)| {
        Arc::new(lesson::parse(text, name).unwrap_or_else(|problems| panic!("{}", problems.render(name))))
    })
}

fn read(steps: &str) -> Arc<Lesson> {
    let text = format!(
        "---\nid: 30-test\ntitle: Test\nplace: §5.2\nminutes: 1\nasks: Does it play?\n---\n\nA test.\n\n{steps}"
    );
    Arc::new(lesson::parse(&text, "").unwrap_or_else(|problems| panic!("{}", problems.render("test"))))
}

fn play(steps: &str) -> Play {
    Play::new(read(steps)).expect("it has steps")
}

/// All that a segment has, as text: the same if it is the same to the last byte.
fn fingerprint(play: &Play) -> String {
    let segment: &Segment = play.segment();
    let scene = segment.scene.as_ref().map(|scene| {
        let digest = scene.run.world().digest();
        (digest, scene.run.cursor(), scene.from, scene.fresh, &scene.notes, &scene.lit, scene.names.clone())
    });
    let shown: Vec<String> = segment.shown.iter().map(shown).collect();
    format!("{:?} {:?} {shown:?} {scene:?} {:?}", segment.position, segment.stop, segment.broken)
}

fn shown(shown: &Shown) -> String {
    match shown {
        Shown::Prose(prose) => prose.words(),
        Shown::Played(played) => format!("{} {} {:?}", played.from, played.run.cursor(), played.notes),
        Shown::Logs(table) => format!("{table:?}"),
        Shown::Question(asking) => format!("{asking:?}"),
        Shown::Challenge(id, challenge) => format!("{id} {challenge:?}"),
    }
}

const ELECTION: &str = "\
## First

Before.

```raft
servers 3
note Nobody leads.
timeout S1
run until S1 is leader within 1s
call leader chief
```

S1 leads term {S1.term}, {chief} does.

```show
light chief
pane logs
pause
```

After the pause.

```question
ask: Who leads?
then: nothing
- [ ] S2
  believes: The second leads.
  No.
- [?] S1
  if: S1 is leader
  Yes, in term {S1.term}.
hint: Look.
hint: Look at S1.
```

```raft
crash S1
run until one leader within 10s
```

## Second

Another leads term {leader.term}.

```question
ask: Which term is it?
number: term of leader
then: nothing
right: Right.
- 1
  believes: Terms never grow.
  They do.
- other
  Count again.
```
";

#[test]
fn a_beat_is_everything_up_to_the_next_stop() {
    let mut play = play(ELECTION);
    let stops: Vec<Stop> = std::iter::from_fn(|| {
        let stop = (!play.is_over()).then(|| play.segment().stop);
        let _ = play.pass();
        stop
    })
    .take(4)
    .collect();
    assert_eq!(stops, [Stop::Pause, Stop::Question, Stop::Step, Stop::Question]);
    play.go(0).unwrap();
    let segment = play.segment().clone();
    let text: Vec<String> = segment.shown.iter().map(shown).collect();
    assert_eq!(text[0], "Before.");
    assert_eq!(text[2], "S1 leads term 1, S1 does.");
    let scene = segment.scene.as_ref().expect("a cluster has begun");
    assert!(scene.fresh);
    assert_eq!((scene.from, scene.notes.as_slice()), (3, [(3, "Nobody leads.".to_owned())].as_slice()));
    assert_eq!(scene.run.world().leader(), Some(ServerId::at(0)));
    assert_that(&scene.lit.servers, |it| it.contains(ServerId::at(0)));
    assert_eq!(play.page().len(), 1);
    play.forward().unwrap();
    assert_eq!(play.page().len(), 2, "the page grows with each segment of the step");
    let scene = play.segment().scene.clone().expect("a cluster");
    assert_eq!((scene.from, scene.fresh), (scene.run.cursor(), false), "nothing was played in this segment");
}

#[test]
fn an_answer_is_committed_before_the_reveal_and_cannot_be_changed() {
    let mut play = play(ELECTION);
    assert_eq!(play.answer(Given::Choices(vec![0])).unwrap_err(), NoAnswer::NotAsked);
    play.forward().unwrap();
    let id = play.question().unwrap().id;
    assert_eq!(play.forward(), Err(Halt::Unanswered));
    assert_that(&play.answer(Given::Number(3)), |it| matches!(it, Err(NoAnswer::Kind(_))));
    assert_that(&play.answer(Given::Choices(vec![7])), |it| {
        matches!(it, Err(NoAnswer::NoSuchChoice { given: 8, choices: 2 }))
    });
    assert_that(&play.answer(Given::Choices(vec![0, 1])), |it| matches!(it, Err(NoAnswer::Kind(_))));
    let verdict = play.answer(Given::Choices(vec![0])).unwrap().clone();
    assert!(!verdict.right);
    assert_eq!(verdict.believes, ["The second leads."]);
    assert_eq!(verdict.replies[0].text.words(), "No.");
    assert_eq!(play.answer(Given::Choices(vec![1])), Err(NoAnswer::Answered));
    assert_eq!(play.verdict(id), Some(&verdict));
    play.forward().expect("one may go on after an answer");
    // The step can be started again, and the first answer is the one that counts.
    play.restart_step();
    assert_eq!((play.position(), play.verdict(id)), (Position::default(), None));
    play.forward().unwrap();
    assert!(play.answer(Given::Choices(vec![1])).unwrap().right);
    assert_eq!((play.score().right(), play.score().percent()), (0, 0));
    play.restart();
    assert_that(&play.score().answers, std::collections::BTreeMap::is_empty);
}

#[test]
fn the_run_decides_what_is_right() {
    let mut play = play(ELECTION);
    play.go(1).unwrap();
    let asking = play.question().unwrap().clone();
    let scene = play.segment().scene.clone().unwrap();
    let leader = scene.run.world().leader().expect("one was elected");
    let term = u64::from(scene.run.world().node(leader).persistent().current_term.0);
    assert_eq!(asking.right(), Ok(&Right::Number(term)));
    assert_eq!(asking.judge(Given::Number(1)).unwrap().believes, ["Terms never grow."]);
    assert_eq!(asking.judge(Given::Number(99)).unwrap().replies[0].text.words(), "Count again.");
    assert!(play.answer(Given::Number(term)).unwrap().right);
    assert!(play.is_over());
    assert_eq!(play.forward(), Err(Halt::End));
}

#[test]
fn what_is_asked_is_judged_in_the_future_that_follows() {
    let mut play = play(
        "## One\n\n```raft\nservers 3\n```\n\n```question\nask: Who will lead?\npoint: leader\nright: Yes.\n- other\n  No.\n```\n\n\
         ```raft\ntimeout S2\nrun until S2 is leader within 1s\n```\n\nDone.\n",
    );
    let asking = play.question().unwrap().clone();
    assert_eq!(asking.right(), Ok(&Right::Points(vec![Pointed::Server(ServerId::at(1))])));
    assert_eq!(play.segment().scene.as_ref().unwrap().run.world().leader(), None, "the future is a copy");
    let wrong = Pointed::Entry(ServerId::at(1), Index(1));
    assert_that(&play.answer(Given::Point(wrong)), |it| matches!(it, Err(NoAnswer::Kind(_))));
    assert!(play.answer(Given::Point(Pointed::Server(ServerId::at(1)))).unwrap().right);
    play.forward().unwrap();
    assert_eq!(play.segment().scene.as_ref().unwrap().run.world().leader(), Some(ServerId::at(1)));
}

#[test]
fn several_are_right_only_all_together() {
    let mut play = play(
        "## One\n\n```raft\nservers 3\n```\n\n```question\nask: Which are odd?\nchoose: several\nthen: nothing\n- [x] one\n  Yes, 1.\n\
         - [ ] two\n  believes: Two is odd.\n  Two is even.\n- [x] three\n  Yes, 3.\n```\n",
    );
    assert_that(&play.question().unwrap().kind, |it| matches!(it, AskKind::Several(_)));
    let asking = play.question().unwrap().clone();
    let judge = |chosen: &[usize]| asking.judge(Given::Choices(chosen.to_vec())).unwrap();
    assert!(judge(&[2, 0]).right);
    assert!(!judge(&[0]).right && !judge(&[0, 1, 2]).right);
    assert_eq!(judge(&[1]).believes, ["Two is odd."]);
    // What was missed is said too.
    let replies: Vec<(usize, bool)> =
        judge(&[1, 0]).replies.iter().map(|reply| (reply.choice.unwrap(), reply.right)).collect();
    assert_eq!(replies, [(0, true), (1, false), (2, true)]);
    assert!(play.answer(Given::Choices(vec![0, 2])).unwrap().right);
    assert_eq!(play.score().percent(), 100);
}

const FUTURES: &str = "\
## Root

```raft
servers 3
timeout S1
run until S1 is leader within 1s
```

## Quiet

```raft
run 200ms
```

## Crash

```show
return to \"Root\"
```

```raft
run 10ms
crash S1
run until one leader within 10s
```

```show
beside \"Quiet\"
```

## Early

```show
return to \"Root\"
```

```raft
crash S2
run 300ms
```

```show
beside \"Crash\"
```
";

#[test]
fn a_lesson_returns_to_an_earlier_moment_and_shows_two_futures() {
    let mut play = play(FUTURES);
    let root = play.segment().scene.clone().unwrap();
    play.go(2).unwrap();
    assert_eq!(play.segment().broken, None);
    let crash = play.segment().scene.clone().unwrap();
    assert!(crash.fresh, "it is another future than the one before");
    assert_eq!(crash.from, root.run.cursor());
    // No command that was given in the other future is given in this one.
    let beside = crash.beside.clone().expect("two futures");
    assert_ne!(beside.this, beside.other);
    assert_eq!(beside.run.world().digest(), crash.run.world().digest());
    play.go(3).unwrap();
    let early = play.segment().scene.clone().unwrap();
    let beside = early.beside.expect("two futures");
    let other = beside.run.state_on(beside.other, crash.run.end()).expect("it has that step");
    assert_eq!(other.world.digest(), beside.run.end_digest(beside.other).unwrap());
    assert_eq!(other.world.leader(), crash.run.world().leader());
    assert_eq!(
        early.run.actions().len(),
        root.run.actions().len() + 1,
        "what was done in other futures is not done here"
    );
}

#[test]
fn a_script_that_fails_is_said_and_what_follows_waits_for_another_cluster() {
    let lesson = "## One\n\n```raft\nservers 3\nexpect S1 is leader\ncrash S1\n```\n\nHere.\n\n## Two\n\n```raft\ncrash S2\n```\n\n## Three\n\n\
                  ```raft\nservers 5\ntimeout S1\n```\n";
    let mut play = play(lesson);
    let broken = play.segment().broken.clone().expect("it is broken");
    assert_eq!(broken.line, 15);
    assert!(broken.message.contains("S1 is leader"), "{broken}");
    assert!(
        !play.segment().scene.as_ref().unwrap().run.world().nodes()[0].is_down(),
        "the rest is not played"
    );
    play.go(1).unwrap();
    assert_eq!(play.segment().broken.as_ref(), Some(&broken));
    play.go(2).unwrap();
    assert_eq!(play.segment().broken, None);
    assert_eq!(play.segment().scene.as_ref().unwrap().run.world().size(), 5);
}

#[test]
fn a_lesson_that_never_ends_is_stopped() {
    let forever = "## One\n\n```raft\nservers 25\nelection-timeout 5ms..6ms\nheartbeat 1ms\nrun 600s\n```\n";
    let text = |steps: usize| {
        std::iter::once(forever.to_owned())
            .chain((1..steps).map(|n| format!("\n## Step {n}\n\n```raft\nrun 600s\n```\n")))
            .collect::<String>()
    };
    let mut play = play(&text(4));
    play.go(3).unwrap();
    let broken = play.segment().broken.clone().expect("it is stopped");
    assert!(broken.message.contains("stopped"), "{broken}");
    assert_that(&(play.steps_taken(), raftarium::lesson::play::MOST_STEPS), |(a, b)| a <= b);
}

#[test]
fn another_seed_is_another_run_and_the_same_lesson() {
    let lesson = read("## One\n\n```raft\nservers 5\nrun until one leader within 10s\n```\n\n{leader}\n");
    let leader = |seed: u64| {
        let play = Play::with(lesson.clone(), LessonOptions { seed: Some(seed), learner: None }).unwrap();
        assert_eq!(play.segment().broken, None);
        play.segment().scene.as_ref().unwrap().run.world().leader()
    };
    assert!((1..20).any(|seed| leader(seed) != leader(1)));
}

const CHALLENGE: &str = "\
## One

```raft
servers 3
timeout S1
run until S1 is leader within 1s
run 50ms
```

```challenge
ask: Bring about a term 2 in which S2 leads, and S1 is down.
goal: S2 is leader in term 2 and S1 is down
never: S3 is down
only: crash, timeout, restart
par: 2
hint: S1 first.
hint: Then S2.
solution:
  crash S1
  timeout S2
  run until S2 is leader within 1s
solved: S2 leads term {S2.term}.
```
";

fn act(
    trial: &mut Trial,
    run: &mut raftarium::history::Run,
    command: &str,
) -> raftarium::lesson::play::Standing {
    let known = Known { servers: 3, names: Vec::new() };
    let command = parse_command(command, &known).unwrap().unwrap();
    trial.allows(&command).unwrap();
    raftarium::script::Player::default().execute(&command, run).unwrap();
    trial.judge(run, &Names::default())
}

#[test]
fn a_challenge_is_judged_by_the_way_that_was_gone() {
    let play = play(CHALLENGE);
    let mut trial = play.begin().expect("it can be tried");
    let mut run = trial.run().as_ref().clone();
    let names = Names::default();
    let start = trial.judge(&run, &names);
    assert_eq!((start.lineage, start.actions, start.met), (Lineage::Within, 0, None));
    let parts: Vec<(&str, bool)> = start.parts.iter().map(|part| (part.text.as_str(), part.met)).collect();
    assert_eq!(parts, [("S2 is leader in term 2", false), ("S1 is down", false)]);
    assert!(
        start.parts[0].missing.iter().any(|failing| failing == "S2 is a follower in term 1"),
        "{:?}",
        start.parts
    );
    let standing = act(&mut trial, &mut run, "crash S1");
    assert_eq!((standing.actions, standing.parts[1].met), (1, true));
    act(&mut trial, &mut run, "run 5ms");
    let standing = act(&mut trial, &mut run, "timeout S2");
    assert_eq!(standing.actions, 2, "time is no action");
    let standing = act(&mut trial, &mut run, "run until S2 is leader within 1s");
    let met = standing.met.expect("it is met");
    assert_eq!((met.actions, met.within(standing.par)), (2, true));
    // It stays met, whatever comes after it; before it, it is not.
    act(&mut trial, &mut run, "run 500ms");
    assert_eq!(act(&mut trial, &mut run, "restart S1").met, Some(met));
    assert!(run.seek(met.step - 1));
    let standing = trial.judge(&run, &names);
    assert_eq!((standing.met, standing.actions), (None, 2));
    // One who goes back takes back.
    assert!(run.seek(trial.run().cursor()));
    assert_eq!(trial.judge(&run, &names).actions, 0);
    assert_eq!(act(&mut trial, &mut run, "timeout S3").actions, 1);
}

#[test]
fn what_must_not_be_has_to_be_stepped_back_from() {
    let play = play(CHALLENGE);
    let mut trial = play.begin().unwrap();
    let mut run = trial.run().as_ref().clone();
    let standing = act(&mut trial, &mut run, "crash S1 S3");
    assert_eq!(standing.actions, 1, "one command, two servers");
    let (step, never) = standing.never.expect("S3 is down");
    assert_eq!(never, "S3 is down");
    let standing = act(&mut trial, &mut run, "restart S3");
    assert!(standing.never.is_some(), "it came to hold, and that is not undone by acting");
    act(&mut trial, &mut run, "timeout S2");
    assert_eq!(act(&mut trial, &mut run, "run until S2 is leader within 1s").met, None);
    assert!(run.seek(step - 1));
    assert_eq!(trial.judge(&run, &Names::default()).never, None);
}

#[test]
fn other_clusters_and_other_pasts_do_not_count() {
    let play = play(CHALLENGE);
    let mut trial = play.begin().unwrap();
    let names = Names::default();
    let other = raftarium::history::Run::new(raftarium::sim::Setup::of(3, 99)).unwrap();
    assert_eq!(trial.judge(&other, &names).lineage, Lineage::Elsewhere);
    let mut run = trial.run().as_ref().clone();
    run.seek(run.start());
    assert_eq!(trial.judge(&run, &names).lineage, Lineage::Before);
    raftarium::script::Player::default()
        .execute(
            &parse_command("crash S1", &Known { servers: 3, names: Vec::new() }).unwrap().unwrap(),
            &mut run,
        )
        .unwrap();
    let standing = trial.judge(&run, &names);
    assert_eq!((standing.lineage, standing.met), (Lineage::Elsewhere, None));
}

#[test]
fn only_what_is_allowed_is_done() {
    let play = play(CHALLENGE);
    let trial = play.begin().unwrap();
    let known = Known { servers: 3, names: Vec::new() };
    let refused = |command: &str| {
        trial.allows(&parse_command(command, &known).unwrap().unwrap()).map_err(|why| why.to_string())
    };
    for good in [
        "crash S1",
        "timeout S2",
        "run 1s",
        "step 3",
        "run until S1 is leader",
        "note hello",
        "call S1 chief",
    ] {
        assert_eq!(refused(good), Ok(()));
    }
    assert_contains(&refused("wipe S1").unwrap_err(), "`crash`, `timeout`, `restart`");
    assert_contains(&refused("servers 5").unwrap_err(), "another cluster");
}

#[test]
fn hints_come_one_by_one_and_the_best_solution_is_kept() {
    let mut play = play(CHALLENGE);
    let mut trial = play.begin().unwrap();
    let hints: Vec<String> = (0..3).map(|_| trial.hint().unwrap().words()).collect();
    assert_eq!(
        (hints, trial.hints_taken()),
        (vec!["S1 first.".into(), "Then S2.".into(), "Then S2.".to_owned()], 2)
    );
    let id = trial.id();
    let solved = |actions: u32, shown: bool| Solved { actions, par: 2, hints: 0, shown };
    play.solved(id, solved(1, true));
    assert_eq!(play.score().percent(), 0, "a solution that was shown is nobody's own");
    play.solved(id, solved(5, false));
    play.solved(id, solved(3, false));
    play.solved(id, solved(4, false));
    assert_eq!((play.score().solved[&id].actions, play.score().percent()), (3, 100));
}

#[test]
fn answers_are_read_as_they_are_typed() {
    let mut play = play(ELECTION);
    play.forward().unwrap();
    let asking = play.question().unwrap().clone();
    assert_eq!(asking.read(" 2 ", None), Ok(Given::Choices(vec![1])));
    for wrong in ["", "0", "3", "two", "1 2", "-1", "99999999999999999999"] {
        assert!(asking.read(wrong, None).is_err(), "{wrong}");
    }
    assert_eq!(play.hint().unwrap().words(), "Look.");
    assert_eq!("2.1".parse(), Ok(TaskId { step: 1, number: 0 }));
    for wrong in ["", "2", "0.1", "2.0", "+2.1", "2.1.1", "4294967297.1"] {
        assert!(wrong.parse::<TaskId>().is_err(), "{wrong}");
    }
}

fn right_answer(asking: &raftarium::lesson::play::Asking) -> Given {
    asking.right_answer().expect("it is known")
}

#[test]
fn every_shipped_lesson_plays_to_its_end_with_right_answers() {
    let mut lessons = 0;
    for lesson in shipped() {
        let name = lesson.id.0.clone();
        let mut play = Play::new(lesson).expect("it has steps");
        loop {
            assert_eq!(play.segment().broken, None, "{name}");
            for shown in &play.segment().shown {
                if let Shown::Prose(prose) = shown {
                    let words: Vec<String> = vec![prose.words(), spoken(&[])];
                    assert!(!words[0].contains('{'), "{name}: every live value is said: {}", words[0]);
                }
            }
            if let Some(asking) = play.question().cloned() {
                let verdict = play.answer(right_answer(&asking)).expect("it is an answer");
                assert!(verdict.right && verdict.believes.is_empty(), "{name} {}", asking.id);
                assert!(verdict.replies.iter().all(|reply| !reply.text.words().is_empty()), "{name}");
            }
            if let Some(mut trial) = play.begin() {
                let (run, names) = trial.solution().unwrap_or_else(|broken| panic!("{name}: {broken}"));
                let met = trial.judge(&run, &names).met.unwrap_or_else(|| panic!("{name}: not met"));
                let par = trial.challenge().par;
                assert!(met.within(par), "{name}");
                play.solved(trial.id(), Solved { actions: met.actions, par, hints: 0, shown: false });
            }
            if let Err(halt) = play.forward() {
                assert_eq!(halt, Halt::End, "{name}");
                break;
            }
        }
        assert!(play.is_over(), "{name}");
        assert_eq!(play.score().percent(), 100, "{name}");
        lessons += 1;
    }
    assert_that(&lessons, |it| *it > 0);
}

#[test]
fn every_misconception_of_every_shipped_lesson_is_answered() {
    for lesson in shipped() {
        let name = lesson.id.0.clone();
        let mut play = Play::new(lesson.clone()).expect("it has steps");
        loop {
            if let Some(asking) = play.question().cloned()
                && let AskKind::One(choices) | AskKind::Several(choices) = &asking.kind
            {
                let Ok(Right::Choices(right)) = asking.right() else { panic!("{name}") };
                for wrong in (0..choices.len()).filter(|choice| !right[*choice]) {
                    let verdict = asking.judge(Given::Choices(vec![wrong])).unwrap();
                    assert!(!verdict.right, "{name} {}", asking.id);
                    assert_eq!(verdict.believes.len(), 1, "{name} {}", asking.id);
                    let reply = verdict.replies.iter().find(|reply| reply.choice == Some(wrong)).unwrap();
                    assert!(!reply.right && !reply.text.words().is_empty(), "{name} {}", asking.id);
                }
            }
            if play.pass().is_err() {
                break;
            }
        }
        let score = play.score();
        assert!(score.answers.values().all(|first| first.passed), "{name}");
        assert_eq!(score.answers.len(), score.questions().len(), "{name}");
    }
}

#[derive(Clone, Debug)]
enum Move {
    Forward,
    Back,
    Pass,
    Go(usize),
    Again,
    Restart,
    Choose(usize),
    Number(u64),
    Point(usize, u32),
    Act(usize),
    Hint,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => Just(Move::Forward),
        2 => Just(Move::Back),
        2 => Just(Move::Pass),
        1 => (0..6_usize).prop_map(Move::Go),
        1 => Just(Move::Again),
        1 => Just(Move::Restart),
        3 => (0..4_usize).prop_map(Move::Choose),
        1 => (0..4_u64).prop_map(Move::Number),
        1 => (0..5_usize, 0..4_u32).prop_map(|(server, index)| Move::Point(server, index)),
        2 => (0..8_usize).prop_map(Move::Act),
        1 => Just(Move::Hint),
    ];
    proptest::collection::vec(one, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever somebody does, nothing panics, and where one has been before it looks as it did.
    #[test]
    fn wherever_one_comes_back_to_it_is_as_it_was(moves in moves()) {
        let lesson = read(&format!("{ELECTION}\n{FUTURES}\n{}", CHALLENGE.replace("## One", "## Last")));
        let mut play = Play::new(lesson).unwrap();
        let mut seen: std::collections::BTreeMap<Position, String> = std::collections::BTreeMap::new();
        for step in moves {
            let commands = ["crash S1", "timeout S2", "run 50ms", "restart S1", "wipe S2", "step 2", "crash S9", "heal"];
            match step {
                Move::Forward => { let _ = play.forward(); }
                Move::Back => { let _ = play.back(); }
                Move::Pass => { let _ = play.pass(); }
                Move::Go(step) => { let _ = play.go(step); }
                Move::Again => { play.restart_step(); }
                Move::Restart => { play.restart(); }
                Move::Choose(choice) => { let _ = play.answer(Given::Choices(vec![choice])); }
                Move::Number(number) => { let _ = play.answer(Given::Number(number)); }
                Move::Point(server, index) => {
                    let _ = play.answer(Given::Point(Pointed::Entry(ServerId::at(server), Index(index))));
                }
                Move::Act(command) => {
                    if let Some(mut trial) = play.begin() {
                        let known = Known { servers: 3, names: Vec::new() };
                        let mut run = trial.run().as_ref().clone();
                        if let Ok(Some(command)) = parse_command(commands[command], &known) {
                            let _ = raftarium::script::Player::default().execute(&command, &mut run);
                        }
                        let standing = trial.judge(&run, &Names::default());
                        prop_assert_eq!(standing.lineage, Lineage::Within);
                    }
                }
                Move::Hint => { let _ = play.hint(); }
            }
            let now = fingerprint(&play);
            let before = seen.entry(play.position()).or_insert_with(|| now.clone());
            prop_assert_eq!(&*before, &now);
            prop_assert!(play.score().percent() <= 100);
        }
    }
}
