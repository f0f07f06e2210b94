//! What the screen shows.

use super::hints::Hint;
use crate::raft::ServerSet;
use crate::tui::app::state::{App, Screen};
use crate::tui::canvas::Canvas;
use crate::tui::draw::{Fault, draw, faults, scroll_limit};
use crate::tui::text::only_ascii;
use crate::tui::{Pane, Scene};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

impl App {
    /// Draws everything.
    pub fn view(&self, frame: &mut Frame) {
        if frame.area().is_empty() {
            return;
        }
        if self.is_black() {
            let area = frame.area();
            let black = Style::new().fg(Color::Black).bg(Color::Black);
            Canvas::new(frame.buffer_mut(), &self.look, area).clear(area, black);
            return;
        }
        match &self.screen {
            Screen::Home => self.draw_home(frame),
            Screen::Cluster => {
                self.scene(|scene| draw(scene, frame));
            }
            Screen::Branches(_) => self.draw_branches_page(frame),
            Screen::Compare => self.draw_compare(frame),
            Screen::Lab(_) => self.draw_lab(frame),
            Screen::Page(page) => {
                self.draw_page(page, frame);
                self.draw_last_line(frame);
            }
        }
        if let Some(menu) = &self.menu {
            menu.draw(&self.look, frame);
        }
        if let Some(palette) = &self.palette {
            let stage = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster);
            let keep = stage.map(|stage| {
                let layout = stage.layout(frame.area());
                layout.rule.map_or(layout.subtitle, |rule| layout.subtitle.union(rule))
            });
            palette.draw(&self.look, keep, frame);
        }
        if self.look.is_ascii() {
            only_ascii(frame.buffer_mut());
        }
    }

    /// What is wrong with the places of texts on the screen of a run: nothing, if all is well.
    pub fn faults(&self) -> Vec<Fault> {
        self.scene(|scene| faults(scene, self.area)).unwrap_or_default()
    }

    /// What a frame shows of the run, if there is one.
    pub(in crate::tui) fn scene<T>(&self, see: impl FnOnce(&Scene) -> T) -> Option<T> {
        let stage = self.stage.as_ref()?;
        let hints = self.hints();
        let hints: Vec<(&str, &str)> =
            hints.iter().map(|hint| (hint.key.as_str(), hint.word.as_str())).collect();
        // How fast it really is, also while nothing happens.
        let glide = if stage.playback.playing { stage.playback.glide.times() } else { 1 };
        let mut speed = stage.playback.speed.glided(glide).to_string();
        if stage.playback.behind {
            speed.push_str(" at most");
        }
        let instead = stage.said_instead();
        let draft: Option<Vec<ServerSet>> = stage.groups.as_ref().map(super::Groups::filled);
        let lab_keys = self.panel_keys();
        let title = stage.titled();
        Some(see(&Scene {
            run: &stage.run,
            clock: stage.clock(),
            title: &title,
            subtitle: instead.as_ref().unwrap_or(stage.captions.current()),
            past: stage.past().filter(|_| instead.is_none()),
            playing: stage.playback.playing,
            speed: &speed,
            chosen: stage.chosen,
            focus: stage.focus,
            zoom: stage.zoom,
            scroll: &stage.scroll,
            draft: draft.as_deref(),
            hints: &hints,
            lens: stage.lens,
            side: stage.side(),
            disaster: stage.lab.disaster.as_ref(),
            lab_keys: &lab_keys,
            pins: &stage.pins,
            look: &self.look,
            still: self.preferences.still,
        }))
    }

    /// No pane is scrolled beyond its end: the way back is as long as what was seen.
    pub(in crate::tui) fn keep_scrolls_within(&mut self) {
        self.keep_side_within();
        let area = self.area;
        let limits = self.scene(|scene| {
            let visible = scene.layout(area);
            Pane::ALL.map(|pane| visible.pane(pane).map(|_| scroll_limit(scene, area, pane)))
        });
        let (Some(limits), Some(stage)) = (limits, &mut self.stage) else { return };
        for (place, limit) in stage.scroll.iter_mut().zip(limits) {
            *place = (*place).min(limit.unwrap_or(u16::MAX));
        }
    }

    /// The notice, or the keys.
    pub(in crate::tui) fn draw_last_line(&self, frame: &mut Frame) {
        let area = frame.area();
        if area.height < 3 {
            return;
        }
        let look = &self.look;
        let mut spans = vec![Span::raw("  ")];
        let help = self.hints().into_iter().find(|hint| hint.key == "F1").filter(|_| self.notice.is_none());
        let row = Rect { y: area.bottom() - 1, height: 1, ..area };
        let mut room = row.width;
        if let Some(Hint { key, word, .. }) = help {
            let line = Line::from(vec![
                Span::styled(format!("{key} "), look.bold()),
                Span::styled(word, look.dim()),
            ]);
            let width = line.width() as u16;
            if width + 2 < row.width {
                room = row.width.saturating_sub(width + 5);
                frame.buffer_mut().set_line(row.right() - width - 2, row.y, &line, width);
            }
        }
        match &self.notice {
            Some(notice) => spans.push(Span::styled(notice.clone(), look.bold())),
            None => {
                for Hint { key, word, .. } in self.hints() {
                    let wide: usize = spans.iter().map(Span::width).sum();
                    if key == "F1" || wide + key.width() + 1 + word.width() > room as usize {
                        break;
                    }
                    spans.push(Span::styled(format!("{key} "), look.bold()));
                    spans.push(Span::styled(format!("{word}   "), look.dim()));
                }
            }
        }
        frame.buffer_mut().set_line(row.x, row.y, &Line::from(spans), room);
    }
}
