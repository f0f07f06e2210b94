//! The mouse: a click chooses, a second or right click opens the menu, the wheel scrolls.

use crate::raft::ServerId;
use crate::tui::app::input::{Button, Mouse};
use crate::tui::app::state::{App, Held, Screen};
use crate::tui::draw::hit;
use crate::tui::order::{LabOrder, LessonOrder, Order};
use crate::tui::stage::may_be_chosen;
use crate::tui::{Chosen, Pane, PanelTarget, SideTarget, Target};
use ratatui::layout::Rect;

impl App {
    pub(in crate::tui) fn mouse(&mut self, mouse: Mouse) {
        if let Some(menu) = &self.menu {
            match mouse.button {
                Button::Left | Button::Right => {
                    let orders = menu.hit(self.area, mouse.x, mouse.y).cloned();
                    self.menu = None;
                    if let Some(orders) = orders {
                        self.execute_or_say(orders);
                    }
                }
                _ => {}
            }
            return;
        }
        if self.palette.is_some() {
            if mouse.button == Button::Left {
                self.palette = None;
            }
            return;
        }
        match &self.screen {
            Screen::Home => self.mouse_at_home(mouse),
            Screen::Page(_) => match mouse.button {
                Button::WheelUp => self.execute_or_say(Order::Up(3)),
                Button::WheelDown => self.execute_or_say(Order::Down(3)),
                _ => {}
            },
            Screen::Cluster => self.mouse_on_cluster(mouse),
            Screen::Branches(_) => self.mouse_on_branches(mouse),
            Screen::Compare => self.mouse_in_compare(mouse),
            Screen::Lab(_) => self.mouse_in_lab(mouse),
        }
    }

    fn mouse_on_cluster(&mut self, mouse: Mouse) {
        match mouse.button {
            Button::WheelUp => return self.wheel(mouse, -3),
            Button::WheelDown => return self.wheel(mouse, 3),
            _ => {}
        }
        if mouse.button == Button::Drag {
            match self.pointer.holds {
                Some(Held::Scrubber) => self.scrub_along(mouse.x),
                Some(Held::Server(server)) => self.carry(server, mouse),
                None => {}
            }
            return;
        }
        self.pointer.holds = None;
        let target = self.scene(|scene| hit(scene, self.area, mouse.x, mouse.y)).flatten();
        if matches!((mouse.button, target), (Button::Left, Some(Target::Server(_)))) {
            self.look_at_votes(mouse);
        }
        let Some(target) = target else { return };
        match mouse.button {
            Button::WheelUp | Button::WheelDown | Button::Drag => {}
            Button::Left | Button::Right => {
                let again = self.pointer.clicked.replace((mouse.x, mouse.y)) == Some((mouse.x, mouse.y));
                self.click(target, again || mouse.button == Button::Right, mouse);
            }
        }
    }

    /// A server of a partition that is being chosen is carried over another one, and joins its group.
    fn carry(&mut self, server: ServerId, mouse: Mouse) {
        let over = self.scene(|scene| hit(scene, self.area, mouse.x, mouse.y)).flatten();
        let groups = self.stage.as_mut().and_then(|stage| stage.groups.as_mut());
        if let (Some(Target::Server(other)), Some(groups)) = (over, groups) {
            groups.join(server, other);
        }
    }

    /// Along the scrubber, also where the hand leaves the line.
    fn scrub_along(&mut self, x: u16) {
        let place = self.scene(|scene| {
            let line = scene.layout(self.area).scrubber?;
            hit(scene, self.area, x.clamp(line.left(), line.right().saturating_sub(1)), line.y)
        });
        if let (Some(Some(Target::Scrubber(place))), Some(stage)) = (place, &mut self.stage) {
            stage.scrub(place);
        }
    }

    fn click(&mut self, target: Target, second: bool, mouse: Mouse) {
        if let Target::Hint(place) = target {
            self.press_hint(place);
            return;
        }
        if let Target::Side(SideTarget::Answer(target)) = target {
            if let Err(mistake) = self.follow(target) {
                self.say(&mistake.message, "");
            }
            return;
        }
        if let Target::Side(SideTarget::Lesson(target)) = target {
            return self.click_in_lesson(target);
        }
        if let Target::Side(SideTarget::Lab(target)) = target {
            return match target {
                PanelTarget::Step(step) => self.execute_or_say(Order::Seek(step)),
                PanelTarget::Do(place) => self.execute_or_say(LabOrder::Do(place as u64 + 1)),
            };
        }
        if let Target::Fact(rule) = target {
            return self.execute_or_say(Order::Code(rule.id().to_owned()));
        }
        let Some(stage) = &mut self.stage else { return };
        stage.captions.dismiss();
        if let (Some(groups), Target::Server(server)) = (&mut stage.groups, target) {
            groups.move_on(server);
            stage.chosen = Chosen::Server(server);
            self.pointer.holds = Some(Held::Server(server));
            return;
        }
        match target {
            Target::Server(server) => stage.chosen = Chosen::Server(server),
            Target::Message(message) => {
                let flight = stage.run.world().network().flight(message);
                if !flight.is_some_and(may_be_chosen) {
                    stage.say("This message is already lost", "there is nothing to do with it");
                    return;
                }
                stage.chosen = Chosen::Message(message);
            }
            Target::Entry(server, index) => stage.chosen = Chosen::Entry(server, index),
            Target::Step(step) => {
                stage.seek(step);
            }
            Target::Scrubber(place) => {
                self.pointer.holds = Some(Held::Scrubber);
                stage.scrub(place);
            }
            Target::Pane(pane) => {
                stage.focus = pane;
                stage.chosen = Chosen::Nothing;
            }
            Target::Property(property) => {
                stage.focus = Pane::Properties;
                let question = crate::language::Question::Property(property);
                if let Err(mistake) = self.ask(&question) {
                    self.say(&mistake.message, "");
                }
                return;
            }
            Target::Hint(_) | Target::Side(_) | Target::Fact(_) => {}
        }
        let has_menu =
            matches!(target, Target::Server(_) | Target::Message(_) | Target::Entry(..) | Target::Pane(_));
        let pointed = self.stage.as_ref().is_some_and(|stage| self.is_pointed_at(stage.chosen));
        if second && mouse.button == Button::Left && pointed {
            return self.execute_or_say(LessonOrder::Answer(None));
        }
        if second && has_menu {
            self.open_menu((mouse.x, mouse.y));
        }
    }

    /// Does what a hint in the line of keys says.
    pub(in crate::tui) fn press_hint(&mut self, place: usize) {
        self.pointer.clicked = None;
        if let Some(hint) = self.hints().into_iter().nth(place) {
            self.execute_or_say(hint.orders);
        }
    }

    /// A row of the votes is more than a server: what is asked is asked of it.
    fn look_at_votes(&mut self, mouse: Mouse) {
        let Some(stage) = &mut self.stage else { return };
        let layout = stage.layout(self.area);
        let here = layout.pane(Pane::Votes).is_some_and(|area| area.contains((mouse.x, mouse.y).into()));
        if here {
            stage.focus = Pane::Votes;
        } else if stage.focus == Pane::Votes {
            stage.focus = Pane::Cluster;
        }
    }

    fn wheel(&mut self, mouse: Mouse, by: i32) {
        let Some(stage) = &mut self.stage else { return };
        let layout = stage.layout(self.area);
        let under = |area: &Rect| area.contains((mouse.x, mouse.y).into());
        if layout.side.as_ref().is_some_and(under) {
            return self.scroll_side(by);
        }
        if let Some((pane, _)) = layout.panes.iter().find(|(_, area)| under(area)) {
            stage.scroll(*pane, by);
        }
    }
}
