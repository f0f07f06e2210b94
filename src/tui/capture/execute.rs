//! What leaves the program: pictures of the screen, what goes to the clipboard, and runs that are shown to nobody but a
//! recording.

use super::{Copied, MOST_COPIED, Shot, Told};
use crate::explain::tell_within;
use crate::history::Run;
use crate::sim::{Step, StepId, Time};
use crate::tui::app::input::Effect;
use crate::tui::app::state::{App, KeyLine, Screen};
use crate::tui::in_words::standing;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::plain::line_of;
use crate::tui::story::Story;
use crate::tui::{Depth, Look};
use crate::untrusted::printable;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The most that is said along a run.
const MOST_NOTES: usize = 10_000;
impl App {
    /// Shows a run with what a script says of it: what it is called, what it shows, and notes, each with the last
    /// step before it.
    pub fn show_told(&mut self, run: Run, title: &str, intro: &str, notes: &[(StepId, String)]) {
        self.show(run, title);
        let Some(stage) = &mut self.stage else { return };
        let said: Vec<(StepId, String)> =
            notes.iter().take(MOST_NOTES).map(|(step, note)| (*step, printable(note, 300))).collect();
        if said.is_empty() && intro.is_empty() {
            return;
        }
        stage.story = Some(Story::beside(&said));
        if intro.is_empty() {
            stage.show_step();
        } else {
            self.open_story(title, "", intro);
        }
    }

    /// Lets time pass until a step that was reached before on this branch, and no further.
    pub fn play_to(&mut self, step: StepId) {
        let Some(stage) = &mut self.stage else { return };
        if stage.run.cursor() >= step.min(stage.run.end()) {
            return;
        }
        stage.play();
        stage.until = Some((step.min(stage.run.end()), Time::ZERO));
        self.dirty = true;
    }

    /// Every cell of a screen of so many columns and rows.
    pub fn cells(&self, columns: u16, rows: u16) -> Buffer {
        let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, rows));
        let Ok(frame) = terminal.draw(|frame| self.view(frame));
        frame.buffer.clone()
    }

    /// The screen as it is, in all the colours of its look.
    pub fn shot(&mut self) -> Shot {
        let own = self.look.clone();
        let look = Look::new(own.theme(), Depth::True, own.is_ascii());
        self.look = look.clone();
        // Whoever looks at the picture has no keys to press.
        let notice = self.notice.take();
        self.key_line = KeyLine::LeftOut;
        let cells = self.cells(self.area.width, self.area.height);
        self.key_line = KeyLine::Shown;
        (self.look, self.notice) = (own, notice);
        let cited = self.citation().ok();
        let (name, title) = match (&self.screen, &self.stage) {
            (Screen::Lab(_), _) => ("bug lab".to_string(), "the bug lab".to_string()),
            (Screen::Page(_), _) => ("page".to_string(), "a page".to_string()),
            (Screen::Home, _) | (_, None) => ("home".to_string(), "home".to_string()),
            (_, Some(stage)) => (format!("{} step {}", stage.title, stage.run.cursor()), stage.title.clone()),
        };
        let in_run = matches!(self.screen, Screen::Cluster | Screen::Compare | Screen::Branches(_));
        let description = cited.filter(|_| in_run).unwrap_or_default();
        Shot { name: file_name(&name), title: format!("Raftarium: {title}"), description, cells, look }
    }

    /// Asks the shell to keep the screen as a picture.
    pub(in crate::tui) fn keep_picture(&mut self) -> Result<(), Mistake> {
        if self.is_black() || self.area.is_empty() {
            return Err(refused(&"There is nothing on the screen"));
        }
        let shot = self.shot();
        self.effects.push(Effect::Picture(Box::new(shot)));
        Ok(())
    }

    /// Asks the shell to keep the story of the last steps up to the one that is shown, heartbeats left out.
    pub(in crate::tui) fn keep_the_story(&mut self, steps: u64) -> Result<(), Mistake> {
        let stage = self.stage.as_ref().ok_or_else(|| refused(&"There is no run yet"))?;
        let told = |step: &&Step| tell_within(step, &stage.run).weight > 0;
        let told: Vec<&Step> = stage.run.recent().iter().filter(told).collect();
        let most = usize::try_from(steps).unwrap_or(usize::MAX).max(1);
        let mut lines = vec![printable(&stage.title, 200)];
        let last = &told[told.len().saturating_sub(most)..];
        lines.extend(last.iter().map(|step| printable(&line_of(step, &stage.run), 2_000)));
        let name = file_name(&format!("{} story to step {}", stage.title, stage.run.cursor()));
        self.effects.push(Effect::Story(Box::new(Told { name, text: format!("{}\n", lines.join("\n")) })));
        Ok(())
    }

    /// Asks the shell to give the clipboard something.
    pub(in crate::tui) fn copy(&mut self, what: Copied) -> Result<(), Mistake> {
        let (head, text) = match what {
            Copied::Citation => ("Copied the citation", self.citation()?),
            Copied::State => ("Copied the state of all servers", self.state_in_words()?),
            Copied::Link => return self.copy_link(),
        };
        let text = within(text, MOST_COPIED);
        let first = text.lines().last().unwrap_or_default().to_string();
        let rest = if what == Copied::Citation { first } else { format!("{} lines", text.lines().count()) };
        self.effects.push(Effect::Copy(text));
        self.say(head, &rest);
        Ok(())
    }

    /// What the step at the cursor is, why, and where the paper says so.
    fn citation(&self) -> Result<String, Mistake> {
        let stage = self.stage.as_ref().ok_or_else(|| refused(&"There is no run yet"))?;
        let told = stage.said_here();
        let place = if told.place.is_empty() { String::new() } else { format!(" ({})", told.place) };
        Ok(printable(&format!("{}{place}", told.sentence()), 2_000))
    }

    fn state_in_words(&self) -> Result<String, Mistake> {
        let citation = self.citation()?;
        let stage = self.stage.as_ref().ok_or_else(|| refused(&"There is no run yet"))?;
        let mut lines = vec![printable(&stage.title, 200), citation];
        lines.extend(standing(&stage.run).iter().map(|line| printable(line, MOST_COPIED)));
        Ok(lines.join("\n"))
    }
}

/// `sandbox-5-servers-seed-7-step-120`
fn file_name(text: &str) -> String {
    let mut name = String::from("raftarium");
    let words = text.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    for word in words {
        if name.len() + word.len() > 80 {
            break;
        }
        name.push('-');
        name.push_str(&word.to_ascii_lowercase());
    }
    name
}

/// As many lines of a text as fit, and a word that there are more.
fn within(text: String, most: usize) -> String {
    const MORE: &str = "… and more";
    if text.len() <= most {
        return text;
    }
    let mut end = most - MORE.len();
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let kept = &text[..end];
    let kept = kept.rsplit_once('\n').map_or(kept, |(lines, _)| lines);
    format!("{kept}\n{MORE}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_harmless_whatever_the_title_is() {
        assert_eq!(
            file_name("sandbox · 5 servers · seed 7 step 120"),
            "raftarium-sandbox-5-servers-seed-7-step-120"
        );
        assert_eq!(file_name("../../etc/passwd\u{1b}[2J"), "raftarium-etc-passwd-2j");
        assert_eq!(file_name("日本"), "raftarium");
        let long = file_name(&"long ".repeat(100));
        assert!(long.len() <= 85, "{long}");
    }

    #[test]
    fn what_is_too_long_is_cut_between_lines() {
        assert_eq!(within("short".into(), 100), "short");
        let long = "line é\n".repeat(1_000);
        let kept = within(long, 200);
        assert!(kept.len() <= 200 && kept.ends_with("line é\n… and more"), "{kept}");
        let kept = within("é".repeat(1_000), 201);
        assert!(kept.len() <= 202, "{kept}");
    }
}
