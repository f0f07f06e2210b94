//! Which command does what in a lesson.

use super::answering::Toward;
use super::moving::Arrival;
use super::state::{Lesson, name};
use crate::history::Name;
use crate::lesson::play::{AskKind, Halt};
use crate::tui::Page;
use crate::tui::app::state::{App, Screen};
use crate::tui::lesson::order::LessonOrder;
use crate::tui::menu::Menu;
use crate::tui::order::LESSON_WORDS;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::palette::{Palette, Proposal};
use crate::tui::stage::Stage;

impl App {
    /// Carries out an order about lessons.
    pub(in crate::tui) fn execute_lesson_order(&mut self, order: LessonOrder) -> Result<(), Mistake> {
        match order {
            LessonOrder::Play(which) => return self.play_lesson(which.as_deref(), false),
            LessonOrder::Present(which) => return self.play_lesson(which.as_deref(), true),
            LessonOrder::Review => {
                let found = self.review_before(None);
                return if found { Ok(()) } else { Err(refused(&self.nothing_due())) };
            }
            LessonOrder::Return => {
                let back = self.stage.as_mut().is_some_and(Stage::return_to_lesson);
                self.return_to_cluster();
                return if back { Ok(()) } else { Err(refused(&"This is not the sandbox of a lesson")) };
            }
            _ => {}
        }
        if self.stage.as_ref().and_then(Stage::lesson_here).is_none() {
            return Err(refused(&"There is no lesson here: `lesson 1` plays the first"));
        }
        let order = self.meant(order);
        let asks_twice = order == LessonOrder::Next;
        let done = match order {
            LessonOrder::Next => self.lesson_on(),
            LessonOrder::Back => self.lesson_back(),
            LessonOrder::Step(step) => self.lesson_step(step),
            LessonOrder::Steps => {
                self.open_steps();
                Ok(())
            }
            LessonOrder::Demo(None) => self.open_demos(),
            LessonOrder::Flip => {
                self.flip();
                Ok(())
            }
            order => self.in_lesson(&order),
        };
        if let Some(lesson) = self.lesson_mut().filter(|_| !asks_twice) {
            lesson.insists = false;
        }
        done.map_err(|why| refused(&why))
    }

    /// Keys that mean something else where there is nothing to tick or to point at.
    fn meant(&self, order: LessonOrder) -> LessonOrder {
        let asking = self.stage.as_ref().and_then(Stage::lesson_here).and_then(Lesson::open_question);
        let kind = asking.map(|asking| &asking.kind);
        match (order, kind) {
            (LessonOrder::Tick, Some(AskKind::Several(_) | AskKind::Order(_) | AskKind::Why(_)))
                if self.has_led_to_choice() =>
            {
                LessonOrder::Tick
            }
            (LessonOrder::Left, Some(AskKind::Point(_))) => LessonOrder::Left,
            (LessonOrder::Left, _) => LessonOrder::Back,
            (LessonOrder::Right, Some(AskKind::Point(_))) => LessonOrder::Right,
            (LessonOrder::Tick | LessonOrder::Right, _) => LessonOrder::Next,
            (order, _) => order,
        }
    }

    fn has_led_to_choice(&self) -> bool {
        self.stage.as_ref().and_then(Stage::lesson_here).is_some_and(Lesson::has_led_to_choice)
    }

    pub(super) fn lesson_mut(&mut self) -> Option<&mut Lesson> {
        self.stage.as_mut()?.lesson.as_deref_mut()
    }

    fn in_lesson(&mut self, order: &LessonOrder) -> Result<(), String> {
        let typed =
            self.stage.as_ref().and_then(Stage::lesson_here).is_some_and(Lesson::is_answered_in_words);
        if typed && *order == LessonOrder::Answer(None) {
            self.palette = Some(Palette::new("lesson answer "));
            return Ok(());
        }
        // What was chosen and scrolled away is seen again before it is the answer.
        if *order == LessonOrder::Answer(None) && self.show_choice() {
            return Ok(());
        }
        let Some(stage) = &mut self.stage else { return Ok(()) };
        if let LessonOrder::Answer(words) = order {
            stage.answer(words.as_deref())?;
            self.remember_review();
            return Ok(());
        }
        let toward = match order {
            LessonOrder::Up => Some(Toward::Up),
            LessonOrder::Down => Some(Toward::Down),
            LessonOrder::Left => Some(Toward::Left),
            LessonOrder::Right => Some(Toward::Right),
            _ => None,
        };
        if let Some(toward) = toward {
            let moved = stage.toward(toward);
            self.show_choice();
            return if moved { Ok(()) } else { Err("There is nothing to choose here".into()) };
        }
        let Some(lesson) = &mut stage.lesson else { return Ok(()) };
        let done = |done: bool, otherwise: &str| if done { Ok(()) } else { Err(otherwise.to_string()) };
        match order {
            LessonOrder::Restart => {
                lesson.play.restart();
                lesson.over = false;
                stage.arrive(Arrival::Watch);
                Ok(())
            }
            LessonOrder::Hint => done(lesson.hint(), "There is no hint here"),
            LessonOrder::Tick => done(lesson.tick(), "There is nothing to tick"),
            LessonOrder::Erase => done(lesson.erase(), "You have not typed anything"),
            LessonOrder::Undo => done(stage.undo(), "You have not done anything yet"),
            LessonOrder::Reset => {
                stage.reset_cluster();
                Ok(())
            }
            LessonOrder::Solution => stage.show_solution(),
            LessonOrder::Leave => {
                stage.leave_lesson();
                self.say(
                    "Your sandbox now",
                    "do what you like with this cluster; Esc goes back to the lesson",
                );
                Ok(())
            }
            LessonOrder::Reveal => done(lesson.reveal(), "Nothing is hidden here"),
            LessonOrder::Discuss => done(lesson.discuss(), "This works only while presenting a lesson"),
            LessonOrder::Black => match &mut lesson.presenting {
                Some(presenting) => {
                    presenting.black = !presenting.black;
                    Ok(())
                }
                None => Err("This works only while presenting a lesson".into()),
            },
            LessonOrder::Demo(Some(place)) => {
                // To begin presenting here would end that progress is kept, unasked.
                if lesson.presenting.is_none() {
                    return Err("Demos work only while presenting a lesson: `lesson present`".into());
                }
                stage.play_demo(place.saturating_sub(1))
            }
            _ => Ok(()),
        }
    }

    /// On: whatever comes next, the smallest first.
    fn lesson_on(&mut self) -> Result<(), String> {
        if self.screen == Screen::Compare {
            self.return_to_cluster();
        }
        let (pages, limit) = (self.lesson_has_pages(), self.side_limit());
        let Some(stage) = &mut self.stage else { return Ok(()) };
        stage.open_answer = None;
        if stage.shows_panel() {
            stage.lab.open = false;
            return Ok(());
        }
        // What is skipped is seen as it ends, a demo too.
        if stage.is_watching() {
            stage.finish();
            return Ok(());
        }
        if stage.end_demo() {
            return Ok(());
        }
        let Some(lesson) = &mut stage.lesson else { return Ok(()) };
        if lesson.side.scroll < limit {
            lesson.side.scroll = (lesson.side.scroll + PAGE).min(limit);
            return Ok(());
        }
        if lesson.over {
            return self.next_lesson();
        }
        if pages && lesson.side.page == Page::Read {
            (lesson.side.page, lesson.side.scroll) = (Page::Task, 0);
            return Ok(());
        }
        let beside = lesson.play.segment().scene.as_ref().and_then(|scene| scene.beside.clone());
        if let Some(beside) = beside.filter(|_| !std::mem::replace(&mut lesson.compared, true)) {
            stage.run = beside.run.as_ref().clone();
            // Each future is called by the step that tells of it.
            let steps = &lesson.play.lesson().steps;
            let here = lesson.play.position().step;
            for (branch, step) in [(beside.this, here), (beside.other, beside.step)] {
                let name = steps.get(step).and_then(|step| Name::new(&step.title).ok());
                // Two steps of one title: one of the branches keeps its number.
                let _ = stage.run.rename(branch, name);
            }
            return self.compare(Some(beside.other)).map_err(|mistake| mistake.message);
        }
        if lesson.presenting.is_some() && lesson.reveal() {
            return Ok(());
        }
        let settled = lesson.open_question().is_none() || lesson.insists;
        if stage.is_reviewing() && settled {
            self.next_review();
            return Ok(());
        }
        let Some(lesson) = &mut stage.lesson else { return Ok(()) };
        let insists = lesson.insists || lesson.presenting.is_some();
        if lesson.is_trying() && !insists {
            lesson.insists = true;
            return Err("The challenge is not solved: press again to go on without it".into());
        }
        // What is asked is seen before one goes on without an answer.
        let sees = self.sees_task();
        if let Some(stage) = self.stage.as_mut().filter(|_| !sees)
            && stage.lesson_here().is_some_and(|lesson| lesson.open_question().is_some())
        {
            stage.leave_pane();
            return Ok(());
        }
        let points = self.stage.as_ref().is_some_and(|stage| self.is_pointed_at(stage.chosen));
        let Some(stage) = &mut self.stage else { return Ok(()) };
        match stage.next_segment(insists) {
            Ok(()) => Ok(()),
            Err(Halt::Unanswered) => {
                let Some(lesson) = &mut stage.lesson else { return Ok(()) };
                lesson.insists = true;
                let how =
                    if lesson.has_draft() || points { "Enter answers" } else { "First choose an answer" };
                Err(format!("{how}; press again to go on without one"))
            }
            Err(Halt::End) => {
                if let Some(lesson) = &mut stage.lesson {
                    lesson.over = true;
                    (lesson.side.page, lesson.side.scroll) = (Page::Read, 0);
                }
                Ok(())
            }
            Err(why) => Err(why.to_string()),
        }
    }

    fn lesson_back(&mut self) -> Result<(), String> {
        if self.screen == Screen::Compare {
            self.return_to_cluster();
            return Ok(());
        }
        let pages = self.lesson_has_pages();
        let Some(stage) = &mut self.stage else { return Ok(()) };
        if stage.shows_panel() {
            stage.lab.open = false;
            return Ok(());
        }
        if stage.end_demo() || stage.open_answer.take().is_some() {
            return Ok(());
        }
        let Some(lesson) = &mut stage.lesson else { return Ok(()) };
        if lesson.side.scroll > 0 {
            lesson.side.scroll = lesson.side.scroll.saturating_sub(PAGE);
            return Ok(());
        }
        if pages && lesson.side.page == Page::Task {
            lesson.side.page = Page::Read;
            return Ok(());
        }
        if let Some(presenting) = lesson.presenting.as_mut().filter(|presenting| presenting.revealed) {
            presenting.revealed = false;
            return Ok(());
        }
        stage.segment_before().map_err(|_| "This is where the lesson begins".to_string())
    }

    fn lesson_step(&mut self, step: usize) -> Result<(), String> {
        let Some(stage) = &mut self.stage else { return Ok(()) };
        let Some(lesson) = &mut stage.lesson else { return Ok(()) };
        let steps = lesson.play.lesson().steps.len();
        let place = step.checked_sub(1).ok_or(Halt::NoSuchStep);
        place
            .and_then(|place| lesson.play.go(place))
            .map_err(|_| format!("This lesson has the steps 1 to {steps}"))?;
        lesson.over = false;
        stage.arrive(Arrival::Watch);
        self.return_to_cluster();
        Ok(())
    }

    /// The other page, where there are two.
    fn flip(&mut self) {
        if let Some(lesson) = self.lesson_mut() {
            let page = if lesson.side.page == Page::Read { Page::Task } else { Page::Read };
            (lesson.side.page, lesson.side.scroll) = (page, 0);
        }
    }

    /// The list of steps.
    fn open_steps(&mut self) {
        let Some(lesson) = self.stage.as_ref().and_then(Stage::lesson_here) else { return };
        let here = lesson.play.position().step;
        let rows = lesson.play.lesson().steps.iter().enumerate();
        let rows = rows.map(|(place, step)| {
            (format!("{:>2}  {}", place + 1, step.title), LessonOrder::Step(place + 1).into())
        });
        let title = name(lesson.play.lesson());
        let menu = Menu::list(title, rows.collect(), here, (self.area.width / 2, 2));
        self.menu = Some(menu);
    }

    /// What is prepared: at once, if it is one thing.
    fn open_demos(&mut self) -> Result<(), String> {
        let Some(lesson) = self.stage.as_ref().and_then(Stage::lesson_here) else { return Ok(()) };
        match lesson.demos() {
            [] => Err("There is no demo in this step".into()),
            [_] => self.in_lesson(&LessonOrder::Demo(Some(1))),
            demos => {
                let rows = demos.iter().enumerate();
                let rows = rows.map(|(place, demo)| {
                    (format!("{}  {}", place + 1, demo.title), LessonOrder::Demo(Some(place + 1)).into())
                });
                let menu = Menu::list("Demos".into(), rows.collect(), 0, (self.area.width / 2, 2));
                self.menu = Some(menu);
                Ok(())
            }
        }
    }

    /// The choice that the arrows have led to is seen. Says whether it was not.
    pub(super) fn show_choice(&mut self) -> bool {
        self.see_lesson();
        let scroll = self.scene(|scene| crate::tui::draw::side_scroll(scene, self.area));
        let (Some(scroll), Some(lesson)) = (scroll, self.lesson_mut()) else { return false };
        std::mem::replace(&mut lesson.side.scroll, scroll) != scroll
    }

    /// Whether the end of a lesson is on the screen: there is nothing to choose, and what is to be kept is read.
    pub(in crate::tui) fn is_lesson_over(&self) -> bool {
        let lesson = self.stage.as_ref().filter(|stage| !stage.shows_panel()).and_then(Stage::lesson_here);
        lesson.is_some_and(Lesson::is_over)
    }

    fn side_limit(&self) -> u16 {
        self.scene(|scene| crate::tui::draw::side_limit(scene, self.area)).unwrap_or(0)
    }

    /// What may follow `lesson`, for the palette.
    pub(in crate::tui) fn lesson_words(&self) -> Vec<Proposal> {
        let lessons = self.lessons.iter();
        let lessons =
            lessons.map(|lesson| Proposal { word: lesson.id.0.clone(), help: lesson.title.clone() });
        let words = LESSON_WORDS.iter().filter(|(_, help, _)| !help.is_empty());
        let words = words.map(|(word, help, _)| Proposal { word: (*word).into(), help: (*help).into() });
        words.chain(lessons).collect()
    }

    /// Looks again at what the lesson shows, and at the keys that lead on.
    pub(in crate::tui) fn see_lesson(&mut self) {
        let Some(stage) = self.stage.as_mut().filter(|stage| stage.lesson.is_some()) else { return };
        stage.see_lesson();
        let foot = self.lesson_foot();
        let limit = self.side_limit();
        if let Some(lesson) = self.lesson_mut() {
            lesson.side.foot = foot;
            lesson.side.scroll = lesson.side.scroll.min(limit);
        }
    }
}

/// How many rows a key scrolls.
const PAGE: u16 = 6;
