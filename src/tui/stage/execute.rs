//! Orders that are about the run, or about how it is looked at.

use super::may_be_chosen;
use crate::history::{cause_of, effects_of};
use crate::sim::Action;
use crate::tui::cluster::groups::Groups;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::order::{Along, Order};
use crate::tui::stage::Stage;
use crate::tui::{Chosen, Pane};
use ratatui::layout::Rect;

impl Stage {
    /// Carries out an order that is about the run or how it is looked at.
    pub(in crate::tui) fn obey(&mut self, order: &Order) -> Result<(), Mistake> {
        let done = |done: bool, otherwise: &str| if done { Ok(()) } else { Err(refused(&otherwise)) };
        match order {
            Order::Play if self.playback.playing => return Err(refused(&"Time is already passing")),
            Order::Play => self.play(),
            Order::Pause if !self.playback.playing => return Err(refused(&"Time is already stopped")),
            Order::Pause => self.stop(),
            Order::Step(steps) => {
                let end = if self.run.world().driver().foresees() {
                    "Nothing more will happen: every server is down, no message is in flight"
                } else {
                    "The trace ends here: it does not say what happened next"
                };
                done(self.forward(*steps), end)?;
            }
            Order::Back(steps) => done(self.back(*steps), "This is the beginning of the run")?,
            Order::Previous => done(self.previous_interesting(), "This is the beginning of the run")?,
            Order::Start => {
                self.seek(self.run.start());
            }
            Order::End => {
                self.seek(self.run.end());
            }
            Order::Seek(step) => {
                let (first, last) = (self.run.start(), self.run.end());
                done(self.seek(*step), &format!("This run has the steps {first} to {last} so far"))?;
            }
            Order::SeekMoment(moment) => self.seek_moment(*moment)?,
            Order::Speed(speed) => self.set_speed(*speed),
            Order::Faster => self.set_speed(self.playback.speed.faster()),
            Order::Slower => self.set_speed(self.playback.speed.slower()),
            Order::Pane(along) => self.focus = pane_along(self.focus, *along),
            Order::Zoom(pane) => self.toggle_zoom(*pane),
            Order::Choose(chosen) => self.choose(*chosen)?,
            Order::Message => done(self.choose_message(true), "No message is in flight")?,
            Order::Up(lines) => self.go_along(-i32::from(*lines))?,
            Order::Down(lines) => self.go_along(i32::from(*lines))?,
            Order::Left if self.focus == Pane::SpaceTime => self.lens = self.lens.moved(-1),
            Order::Right if self.focus == Pane::SpaceTime => self.lens = self.lens.moved(1),
            Order::Cone(lit) => self.lens.lit = lit.unwrap_or(self.lens.lit.next()),
            Order::Cause => self.go_to_cause()?,
            Order::Effect => done(self.go_to_effect(), "This step has no known effect yet")?,
            Order::Left => self.scroll(Pane::Logs, -1),
            Order::Right => self.scroll(Pane::Logs, 1),
            Order::Groups => {
                self.groups = Some(Groups::around(self.run.world().roster(), self.chosen_server()));
                if self.chosen_server().is_none() {
                    self.choose_along(1);
                }
            }
            Order::Mark => {
                if let (Some(server), Some(groups)) = (self.chosen_server(), &mut self.groups) {
                    groups.move_on(server);
                }
            }
            Order::CutGroups => {
                if let Some(groups) = &self.groups {
                    let action = Action::Partition(groups.filled());
                    self.act(&action)?;
                    self.groups = None;
                    // Who was moved last is not meant any more.
                    self.chosen = Chosen::Nothing;
                }
            }
            _ => return Err(refused(&"There is nothing here to use that on")),
        }
        Ok(())
    }

    /// To the step that made this one happen.
    fn go_to_cause(&mut self) -> Result<(), Mistake> {
        match cause_of(self.run.at_hand(), self.run.cursor()) {
            None => Err(refused(&"No step of this run caused this step: it came from outside")),
            Some(cause) if self.seek(cause) => Ok(()),
            Some(_) => Err(refused(&"The beginning of the run caused this step: the server started")),
        }
    }

    /// To the first step that came of this one.
    fn go_to_effect(&mut self) -> bool {
        let effects = effects_of(self.run.at_hand(), self.run.cursor());
        effects.first().is_some_and(|effect| self.seek(*effect))
    }

    /// Does something to the cluster.
    pub(in crate::tui) fn act(&mut self, action: &Action) -> Result<(), Mistake> {
        let before = self.run.cursor();
        let (was, count, story) = (self.run.current().id(), self.run.branches().len(), self.story.clone());
        self.run.act(action).map_err(|why| refused(&why))?;
        self.show_step();
        self.after_acting(was, story, before, count);
        Ok(())
    }

    fn set_speed(&mut self, speed: crate::tui::clock::Speed) {
        self.playback.speed = speed;
        if !self.playback.playing {
            self.say(&format!("Speed: {speed}"), "");
        }
    }

    fn toggle_zoom(&mut self, pane: Option<Pane>) {
        let pane = pane.unwrap_or(self.focus);
        if self.zoom == Some(pane) {
            self.leave_pane();
        } else {
            (self.focus, self.zoom) = (pane, Some(pane));
        }
    }

    /// Leaves a pane that has the screen to itself. Says whether one has.
    pub(in crate::tui) fn leave_pane(&mut self) -> bool {
        let alone = self.zoom.take().is_some() || self.focus.is_whole();
        if self.focus.is_whole() {
            self.focus = Pane::Cluster;
        }
        alone
    }

    fn choose(&mut self, chosen: Chosen) -> Result<(), Mistake> {
        let world = self.run.world();
        let there = match chosen {
            Chosen::Nothing => true,
            Chosen::Server(server) => world.roster().contains(server),
            Chosen::Message(id) => world.network().flight(id).is_some_and(may_be_chosen),
            Chosen::Entry(server, index) => self.has_entry(server, index),
        };
        if !there {
            let message = match chosen {
                Chosen::Message(id) if world.network().flight(id).is_some() => {
                    format!("message {id} is already lost")
                }
                Chosen::Message(id) => format!("message {id} is not in flight"),
                Chosen::Entry(server, index) => format!("{server} has no entry {index}"),
                _ => format!("this cluster has S1 to S{}", world.size()),
            };
            return Err(Mistake { column: 7, message });
        }
        self.chosen = chosen;
        Ok(())
    }

    /// Up or down in the pane that keys go to.
    fn go_along(&mut self, by: i32) -> Result<(), Mistake> {
        match self.focus {
            Pane::Cluster | Pane::Logs | Pane::Votes if by.abs() == 1 => self.choose_along(by),
            // A page of servers is nothing: whoever presses this wants to read on, or has a remote control in hand.
            Pane::Cluster | Pane::Logs | Pane::Votes => {
                return Err(refused(&"There is nothing to scroll here: n goes to the next interesting step"));
            }
            Pane::Messages if by.abs() == 1 => {
                self.choose_message(by > 0);
            }
            pane => self.scroll(pane, by),
        }
        Ok(())
    }

    /// The pane that follows the one that keys go to, of those that are on a screen; any, if there is no other.
    pub(in crate::tui) fn pane_on_screen(&self, screen: Rect, forward: bool) -> Pane {
        let drawn = self.layout(screen).panes;
        let others: Vec<Pane> =
            Pane::ALL.into_iter().filter(|pane| drawn.iter().any(|(shown, _)| shown == pane)).collect();
        let here = others.iter().position(|pane| *pane == self.focus);
        match here {
            Some(here) if others.len() > 1 => {
                others[(here + if forward { 1 } else { others.len() - 1 }) % others.len()]
            }
            _ => pane_along(self.focus, if forward { Along::Next } else { Along::Previous }),
        }
    }
}

fn pane_along(focus: Pane, along: Along<Pane>) -> Pane {
    let count = Pane::ALL.len();
    match along {
        Along::Next => Pane::ALL[(focus as usize + 1) % count],
        Along::Previous => Pane::ALL[(focus as usize + count - 1) % count],
        Along::At(pane) => pane,
    }
}
