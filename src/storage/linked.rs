//! Opening what a link leads to.

use super::Document;
use crate::history::Run;
use crate::lesson::play::Position;
use crate::lesson::shipped_lesson;
use crate::link::{Link, LinkPlace};
use crate::nearest::hint;
use crate::sim::Setup;
use crate::tui::app::{App, Order, SEED, SERVERS, title};
use crate::untrusted::printable;

/// Goes where a link leads, and asks what it asks.
///
/// # Errors
/// What of it is not there. Then the screen stays as it was, except that a question may have no answer where it leads.
pub fn open_link(link: &Link, app: &mut App) -> Result<(), String> {
    match &link.place {
        Some(LinkPlace::Lesson { lesson, step }) => open_lesson(app, lesson, *step)?,
        Some(LinkPlace::Run { text, step }) => {
            let document = Document::read(Some("link".into()), "the run in the link", text.as_bytes());
            document.and_then(|document| document.show(app)).map_err(|error| error.to_string())?;
            if let Some(step) = step {
                app.execute(Order::Seek(*step)).map_err(|mistake| mistake.message)?;
            }
        }
        Some(LinkPlace::Demo(name)) => {
            if !name.chars().all(|char| char.is_ascii_alphanumeric() || char == '-') {
                return Err(format!("there is no demonstration '{}'", printable(name, 40)));
            }
            app.obey(&format!("demo {name}")).map_err(|mistake| mistake.message)?;
        }
        None if app.stage().is_none() => {
            let run = Run::new(Setup::of(SERVERS, SEED)).map_err(|error| error.to_string())?;
            app.show(run, &title("sandbox", SERVERS, SEED));
        }
        None => {}
    }
    match &link.question {
        Some(question) => app.ask_in_words(question).map_err(|mistake| mistake.message),
        None => Ok(()),
    }
}

fn open_lesson(app: &mut App, name: &str, step: Option<u16>) -> Result<(), String> {
    let lesson = shipped_lesson(name).ok_or_else(|| {
        let known = crate::lesson::shipped_lessons().iter().map(|lesson| lesson.id.words());
        format!("there is no lesson '{}'{}", printable(name, 40), hint(name, known))
    })?;
    let at = match step.map(usize::from) {
        Some(0) => return Err("the steps of a lesson are counted from 1".into()),
        Some(step) if step > lesson.steps.len() => {
            return Err(format!(
                "lesson {} has {} steps, and the link leads to step {step}",
                lesson.id.0,
                lesson.steps.len()
            ));
        }
        step => step.map(|step| Position { step: step - 1, segment: 0 }),
    };
    app.show_lesson(lesson, at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::Look;
    use crate::tui::app::{Effect, Input, Preferences};
    use crate::tui::keymap::Key;

    fn app() -> App {
        App::new(Preferences::default(), Look::default())
    }

    fn open(app: &mut App, fragment: &str) -> Result<(), String> {
        let link = Link::read(fragment).map_err(|why| why.to_string())?.expect("a link");
        open_link(&link, app)
    }

    /// What `L` gives to the clipboard.
    fn copied(app: &mut App) -> String {
        app.update(Input::Key(Key::char('L')));
        let copied = app.take_effects().into_iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        });
        copied.unwrap_or_else(|| panic!("nothing was copied: {:?}", app.take_notice()))
    }

    #[test]
    fn a_demo_is_linked_by_its_name_until_something_else_is_done_there() {
        let mut app = app();
        app.live_at("https://raft.example/");
        app.obey("demo split-vote").expect("a demo");
        assert_eq!(copied(&mut app), "https://raft.example/#demo=split-vote");
        app.obey("demo next").expect("on");
        app.obey("crash S1").expect("something else");
        let link = copied(&mut app);
        assert!(link.starts_with("https://raft.example/#run="), "{link}");
    }

    #[test]
    fn a_link_leads_to_where_it_was_copied() {
        let mut first = app();
        first.live_at("https://raft.example/");
        first.obey("new 3 servers seed 7").expect("a cluster");
        for command in ["next", "next", "crash leader", "next"] {
            first.obey(command).unwrap_or_else(|mistake| panic!("{command}: {}", mistake.message));
        }
        let link = copied(&mut first);
        let fragment = link.strip_prefix("https://raft.example/").expect("the address first");
        let mut second = app();
        open(&mut second, fragment).expect("it opens");
        let at = |app: &App| {
            let run = &app.stage().expect("a run").run;
            (run.cursor(), run.world().digest())
        };
        assert_eq!(at(&second), at(&first));
    }

    #[test]
    fn a_scenario_keeps_its_story() {
        let mut first = app();
        first.obey("scenario split-vote").expect("a scenario");
        first.obey("next").expect("on");
        let mut second = app();
        open(&mut second, &copied(&mut first)).expect("it opens");
        let stage = second.stage().expect("a run");
        assert!(stage.story.is_some());
        assert_eq!(stage.run.cursor(), first.stage().expect("a run").run.cursor());
    }

    #[test]
    fn a_lesson_opens_at_its_step() {
        let mut app = app();
        open(&mut app, "#lesson=14&step=4").expect("it opens");
        let words = app.lesson_in_words().expect("a lesson");
        assert!(words.title.starts_with("14") && words.lines[0].starts_with("Step 4 of"), "{words:?}");
        assert_eq!(copied(&mut app), "#lesson=14-figure-8&step=4");
        for (fragment, said) in [
            ("#lesson=14&step=400", "the link leads to step 400"),
            ("#lesson=14&step=0", "counted from 1"),
            ("#lesson=no-such-thing", "there is no lesson 'no-such-thing'"),
            ("#demo=../x", "there is no demonstration"),
            ("#run=1AAAA", "damaged"),
        ] {
            let why = open(&mut app, fragment).expect_err(fragment);
            assert!(why.contains(said), "{fragment}: {why}");
        }
    }

    #[test]
    fn a_question_is_asked_and_nothing_else_is_carried_out() {
        let mut app = app();
        open(&mut app, "#question=why is there no leader").expect("it is answered");
        assert!(app.stage().expect("a cluster").open_answer.is_some());
        assert!(open(&mut app, "#question=crash S1").is_err());
        assert_eq!(app.stage().expect("a cluster").run.end(), app.stage().expect("a cluster").run.start());
    }
}
