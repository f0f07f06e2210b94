//! Playing lessons: beats, answers, challenges.

use raftarium::lesson::play::{Given, Halt, Play, Position, Shown, Stop};
use raftarium::lesson::{self, Lesson};
use std::sync::Arc;

fn shipped() -> impl Iterator<Item = Arc<Lesson>> {
    lesson::shipped().map(|(name, text)| {
        Arc::new(lesson::parse(text, name).unwrap_or_else(|problems| panic!("{}", problems.render(name))))
    })
}

#[test]
fn every_shipped_lesson_plays_to_its_end() {
    for lesson in shipped() {
        let name = lesson.id.0.clone();
        let mut play = Play::new(lesson).expect("it has steps");
        loop {
            let beat = play.beat().clone();
            println!("{:?} {:?} {:?}", beat.position, beat.stop, beat.broken);
            for shown in &beat.shown {
                println!(
                    "  {}",
                    match shown {
                        Shown::Prose(p) => format!("{p:?}"),
                        Shown::Played(p) => format!("played {} {} {:?}", p.from, p.run.cursor(), p.notes),
                        Shown::Question(q) => format!("{q:?}"),
                        Shown::Challenge(..) => "challenge".into(),
                    }
                );
            }
            assert_eq!(beat.broken, None, "{name}");
            if let Some(mut trial) = play.begin() {
                let (run, names) = trial.solution().expect("it can be played");
                println!("{:?}", trial.judge(&run, &names));
            }
            match play.pass() {
                Ok(_) => {}
                Err(halt) => {
                    assert_eq!(halt, Halt::End);
                    break;
                }
            }
        }
        assert!(play.is_last());
    }
}
