//! Branches and bookmarks: going to them, naming, removing, and the page that lists them.

use super::scene::BranchesScene;
use super::state::BranchesPage;
use super::view::{BranchesItem, BranchesTarget, called, draw_branches, hit_branches, rows};
use crate::history::{BranchId, Ending, Name, Run};
use crate::sim::StepId;
use crate::tui::app::input::{Button, Mouse};
use crate::tui::app::state::{App, Screen};
use crate::tui::branches::order::BranchOrder;
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::palette::Palette;
use crate::tui::stage::Stage;
use ratatui::Frame;

impl App {
    /// Carries out an order about branches or bookmarks.
    pub(in crate::tui) fn execute_branch_order(&mut self, order: &BranchOrder) -> Result<(), Mistake> {
        let chosen = self.chosen_row();
        let Some(stage) = &mut self.stage else {
            return Err(refused(&"There is no run yet: `sandbox` makes one"));
        };
        match order {
            BranchOrder::Branches | BranchOrder::Bookmarks => {
                stage.stop();
                let rows = rows(&stage.run);
                let here = stage.run.current().id();
                let chosen = if *order == BranchOrder::Branches {
                    rows.iter().position(|row| *row == BranchesItem::Branch(here))
                } else {
                    rows.iter().position(|row| matches!(row, BranchesItem::Bookmark(_)))
                };
                let Some(chosen) = chosen else {
                    return Err(refused(&"There is no bookmark yet: `bookmark NAME` sets one"));
                };
                self.before.retain(|place| !matches!(place, Screen::Branches(_)));
                self.go(Screen::Branches(BranchesPage { chosen }));
            }
            BranchOrder::Switch(which) => {
                let branch = find(&stage.run, which, "branch ".len())?;
                self.switch(branch)?;
            }
            BranchOrder::Rename(text) => {
                self.rename(text, chosen.as_ref())?;
                self.compare_anew();
            }
            BranchOrder::Remove(which) => {
                self.remove(which.as_deref(), chosen)?;
                self.compare_anew();
            }
            BranchOrder::Bookmark(name) => {
                let said = stage.bookmark(name.as_deref())?;
                self.notice = Some(said);
                self.compare_anew();
            }
            BranchOrder::Visit(name) => {
                let name = Name::new(name).map_err(|why| at("visit ".len(), &why))?;
                self.visit(&name)?;
            }
            BranchOrder::Compare(which) => {
                let with = match (which, chosen) {
                    (Some(which), _) => Some(find(&stage.run, which, "compare ".len())?),
                    (None, Some(BranchesItem::Branch(branch))) => Some(branch),
                    (None, _) => None,
                };
                self.compare(with)?;
            }
            BranchOrder::Other => {
                return Err(refused(&"No two branches are open here: `compare` opens two"));
            }
        }
        Ok(())
    }

    /// What is chosen on the page of branches, if that is where we are.
    fn chosen_row(&self) -> Option<BranchesItem> {
        let Screen::Branches(page) = &self.screen else { return None };
        rows(&self.stage.as_ref()?.run).into_iter().nth(page.chosen)
    }

    /// To another branch, on the screen of the cluster.
    fn switch(&mut self, to: BranchId) -> Result<(), Mistake> {
        let Some(stage) = &mut self.stage else { return Ok(()) };
        stage.switch(to)?;
        self.return_to_cluster();
        Ok(())
    }

    fn visit(&mut self, name: &Name) -> Result<(), Mistake> {
        let Some(stage) = &mut self.stage else { return Ok(()) };
        stage.keep_story(|run| run.visit(name).map_err(|why| refused(&why)))?;
        stage.show_step();
        let rest = stage.captions.caption().head.clone();
        stage.say(&format!("Bookmark: {name}"), &rest);
        self.return_to_cluster();
        Ok(())
    }

    fn rename(&mut self, text: &str, chosen: Option<&BranchesItem>) -> Result<(), Mistake> {
        let Some(stage) = &mut self.stage else { return Ok(()) };
        let current = match chosen {
            Some(BranchesItem::Branch(branch)) => *branch,
            Some(BranchesItem::Bookmark(_)) => {
                return Err(refused(&"A bookmark cannot be renamed: remove it and set a new one"));
            }
            None => stage.run.current().id(),
        };
        if text.is_empty() {
            let name = stage.run.branch(current).and_then(|branch| branch.name());
            let name = name.map_or("name", Name::as_str);
            self.palette = Some(Palette::new(&format!("rename {current} <{name}>")));
            self.propose();
            return Ok(());
        }
        // A number in front says which, if there is such a branch.
        let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
        let numbered =
            first.parse().ok().map(BranchId::numbered).filter(|id| stage.run.branch(*id).is_some());
        let (branch, name) = numbered.map_or((current, text), |branch| (branch, rest.trim()));
        let column = "rename ".len() + if numbered.is_some() { first.len() + 1 } else { 0 };
        let name =
            if name.is_empty() { None } else { Some(Name::new(name).map_err(|why| at(column, &why))?) };
        stage.run.rename(branch, name.clone()).map_err(|why| at(column, &why))?;
        match name {
            Some(name) => self.say(&format!("Branch {branch} is now called {name}"), ""),
            None => self.say(&format!("Branch {branch} has no name now"), ""),
        }
        Ok(())
    }

    fn remove(&mut self, which: Option<&str>, chosen: Option<BranchesItem>) -> Result<(), Mistake> {
        let Some(stage) = &mut self.stage else { return Ok(()) };
        let run = &mut stage.run;
        let bookmark = |text: &str| {
            let name = Name::new(text).ok()?;
            run.bookmarks().iter().any(|known| known.name == name).then_some(BranchesItem::Bookmark(name))
        };
        let row = match (which, chosen) {
            (Some(text), _) => match (find(run, text, "remove ".len()), bookmark(text)) {
                (Ok(branch), _) => BranchesItem::Branch(branch),
                (Err(_), Some(bookmark)) => bookmark,
                (Err(mistake), None) => return Err(mistake),
            },
            (None, Some(row)) => row,
            (None, None) => return Err(refused(&"Say which branch or bookmark: `branches` lists them")),
        };
        let said = match row {
            BranchesItem::Branch(branch) => match run.remove(branch).map_err(|why| refused(&why))? {
                1 => format!("Branch {branch} is removed"),
                count => format!("Branch {branch} is removed, and {} that began on it", count - 1),
            },
            BranchesItem::Bookmark(name) => {
                run.remove_bookmark(&name).map_err(|why| refused(&why))?;
                format!("The bookmark {name} is removed")
            }
        };
        stage.forget_stories();
        let last = rows(&stage.run).len().saturating_sub(1);
        if let Screen::Branches(page) = &mut self.screen {
            page.chosen = page.chosen.min(last);
        }
        self.say(&said, "");
        Ok(())
    }

    /// Carries out an order on the page of branches.
    pub(in crate::tui) fn on_branches(&mut self, order: &Order) -> Result<(), Mistake> {
        let Some(stage) = &self.stage else { return Ok(()) };
        let last = rows(&stage.run).len().saturating_sub(1);
        let chosen = self.chosen_row();
        let Screen::Branches(page) = &mut self.screen else { return Ok(()) };
        match order {
            Order::Up(lines) => page.chosen = page.chosen.saturating_sub(usize::from(*lines)),
            Order::Down(lines) => page.chosen = (page.chosen + usize::from(*lines)).min(last),
            Order::Start => page.chosen = 0,
            Order::End => page.chosen = last,
            Order::Open => match chosen {
                Some(BranchesItem::Branch(branch)) => self.switch(branch)?,
                Some(BranchesItem::Bookmark(name)) => self.visit(&name)?,
                None => {}
            },
            _ => return Err(refused(&"This needs a cluster: Esc goes back")),
        }
        Ok(())
    }

    /// Back to the cluster, wherever that is left from: Esc does not lead here again.
    pub(in crate::tui) fn return_to_cluster(&mut self) {
        self.before.retain(|place| !matches!(place, Screen::Cluster | Screen::Branches(_) | Screen::Compare));
        if self.screen == Screen::Home {
            self.before.push(Screen::Home);
        }
        self.screen = Screen::Cluster;
        self.menu = None;
        if let Some(stage) = &mut self.stage {
            stage.compare = None;
        }
    }

    fn branches_scene<T>(&self, see: impl FnOnce(&BranchesScene) -> T) -> Option<T> {
        let Screen::Branches(page) = &self.screen else { return None };
        let stage = self.stage.as_ref()?;
        let hints = self.hints();
        let hints: Vec<(&str, &str)> =
            hints.iter().map(|hint| (hint.key.as_str(), hint.word.as_str())).collect();
        Some(see(&BranchesScene {
            run: &stage.run,
            title: &stage.title,
            chosen: page.chosen,
            hints: &hints,
            notice: self.notice.as_deref(),
            look: &self.look,
        }))
    }

    /// Draws the page of branches.
    pub(in crate::tui) fn draw_branches_page(&self, frame: &mut Frame) {
        let area = frame.area();
        self.branches_scene(|scene| draw_branches(scene, area, frame.buffer_mut()));
    }

    /// The mouse on the page: a click chooses, a click on what is chosen goes there.
    /// What a click would do on the page of branches.
    pub(in crate::tui) fn hover_on_branches(&self, x: u16, y: u16) -> Option<String> {
        let Screen::Branches(page) = &self.screen else { return None };
        match self.branches_scene(|scene| hit_branches(scene, self.area, x, y)).flatten()? {
            BranchesTarget::Item(row) if row == page.chosen => Some("open".to_owned()),
            BranchesTarget::Item(_) => Some("choose this; again: open it".to_owned()),
            BranchesTarget::Hint(place) => self.hints().into_iter().nth(place).map(|hint| hint.word),
        }
    }

    pub(in crate::tui) fn mouse_on_branches(&mut self, mouse: Mouse) {
        match mouse.button {
            Button::WheelUp => self.execute_or_say(Order::Up(1)),
            Button::WheelDown => self.execute_or_say(Order::Down(1)),
            Button::Left => {
                match self.branches_scene(|scene| hit_branches(scene, self.area, mouse.x, mouse.y)).flatten()
                {
                    Some(BranchesTarget::Item(row)) => {
                        let Screen::Branches(page) = &mut self.screen else { return };
                        if std::mem::replace(&mut page.chosen, row) == row {
                            self.execute_or_say(Order::Open);
                        }
                    }
                    Some(BranchesTarget::Hint(place)) => self.press_hint(place),
                    None => {}
                }
            }
            _ => {}
        }
    }
}

fn at(column: usize, why: &dyn std::fmt::Display) -> Mistake {
    Mistake { column, message: why.to_string() }
}

/// A branch by its number or name.
fn find(run: &Run, which: &str, column: usize) -> Result<BranchId, Mistake> {
    run.branch_called(which).ok_or_else(|| {
        let which = crate::untrusted::printable(which, 40);
        Mistake { column, message: format!("there is no branch '{which}': `branches` lists them") }
    })
}

/// "it ended at step 90 with S2 leading term 2"
fn ended(ending: &Ending) -> String {
    let leader = match ending.leader {
        Some(leader) => format!("{leader} leading term {}", ending.term),
        None => format!("no leader in term {}", ending.term),
    };
    format!("step {}, with {leader}", ending.step)
}

impl Stage {
    /// To another branch: where it left, unless it has the step that is shown too.
    fn switch(&mut self, to: BranchId) -> Result<(), Mistake> {
        if to == self.run.current().id() {
            let called = called(self.run.current());
            self.say(&format!("You are already on {called}"), "");
            return Ok(());
        }
        self.playback.playing = false;
        let step = self.keep_story(|run| run.switch(to).map_err(|why| refused(&why)))?;
        self.show_step();
        let branch = self.run.current();
        let head = format!("This is {}", called(branch));
        let rest = format!("it diverges after step {step}, and goes to {}", ended(branch.ending()));
        self.say(&head, &rest);
        Ok(())
    }

    /// Sets a bookmark at the step that is shown.
    fn bookmark(&mut self, name: Option<&str>) -> Result<String, Mistake> {
        let name = match name {
            Some(name) => Name::new(name).map_err(|why| at("bookmark ".len(), &why))?,
            None => self.name_of_step().ok_or_else(|| refused(&"Give the bookmark a name"))?,
        };
        self.run.bookmark(name.clone()).map_err(|why| at("bookmark ".len(), &why))?;
        let (head, rest) = (format!("Bookmark: {name}"), format!("step {}", self.run.cursor()));
        self.say(&head, &rest);
        Ok(format!("{head}, {rest}"))
    }

    /// What happened, as a name that is not taken yet.
    fn name_of_step(&self) -> Option<Name> {
        let step = self.run.cursor();
        let told = self.run.step().map(|step| crate::explain::tell_within(step, &self.run).head);
        let plain = format!("step {step}");
        let free = |text: &str| {
            let cut: String = text.chars().take(Name::LONGEST).collect();
            let name = Name::new(&cut).ok()?;
            (!self.run.bookmarks().iter().any(|known| known.name == name)).then_some(name)
        };
        let told = told.unwrap_or_default();
        let numbered = (2..).map(|number| format!("{plain} ({number})"));
        let wordings = [told.clone(), plain.clone(), format!("{plain}: {told}")].into_iter().chain(numbered);
        wordings.take(2_000).find_map(|text| free(&text))
    }

    /// Does something that may lead to another branch: what the script says belongs to the branch that it was
    /// played on, and is there again when one comes back.
    pub(in crate::tui) fn keep_story<T>(
        &mut self,
        act: impl FnOnce(&mut Run) -> Result<T, Mistake>,
    ) -> Result<T, Mistake> {
        let was = self.run.current().id();
        let done = act(&mut self.run)?;
        let here = self.run.current().id();
        if here != was {
            self.stories.push((was, self.story.take()));
            let kept = self.stories.iter().position(|(branch, _)| *branch == here);
            self.story = kept.and_then(|kept| self.stories.remove(kept).1);
        }
        Ok(done)
    }

    /// Of branches that are gone nothing is to be told.
    fn forget_stories(&mut self) {
        let Stage { stories, run, .. } = self;
        stories.retain(|(branch, _)| run.branch(*branch).is_some());
    }

    /// Something was done after this step. What is not in the script that was played has no words there; on another
    /// branch it says so, and that nothing is lost.
    pub(in crate::tui) fn after_acting(
        &mut self,
        was: BranchId,
        story: Option<crate::tui::story::Story>,
        after: StepId,
        branches: usize,
    ) {
        let here = self.run.current().id();
        if here == was {
            self.leave_story(after);
            return;
        }
        self.stories.retain(|(branch, _)| *branch != was);
        self.stories.push((was, story));
        let known = self.run.branches().len() == branches;
        let kept = self.stories.iter().position(|(branch, _)| *branch == here);
        if let Some(kept) = kept {
            self.story = self.stories.remove(kept).1;
        } else {
            self.leave_story(after);
        }
        let head = self.captions.current().head.clone();
        let old = self.run.branch(was).map_or_else(|| format!("branch {was}"), called);
        let rest = if known {
            format!("you did the same here before, on {}: its future is known", called(self.run.current()))
        } else {
            format!("branch {here} begins; the old future stays on {old}, and | compares them")
        };
        self.say(&head, &rest);
    }
}
