//! What is kept from one visit to the next, and what is handed to the page because only it can keep or fetch it.
//!
//! Each tab saves its session under a name of its own, so that two tabs never write over each other's. Settings and
//! progress are shared.

use raftarium::lesson::Sheet;
use raftarium::link::fragment_of;
use raftarium::script::session;
use raftarium::storage::{
    Autosave, Document, KeptProgress, LAST_SESSION, Store, StoreError, keep_preferences, save_last,
};
use raftarium::tui::app::{App, Preferences, Shot, Told};
use raftarium::tui::keeper::Keeper;
use serde::Serialize;

/// The files of ours that can be taken out and put in.
const FILES: [&str; 2] = ["progress.toml", "config.toml"];
/// The largest of them, in bytes.
const MOST_FILE: u64 = 1 << 20;
/// The sessions of so many tabs are kept.
const MOST_TABS: usize = 8;
/// What the tab is called that saved last.
const LATEST: &str = "latest";

/// What only the page can do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ask {
    /// Give a text to the clipboard.
    Copy(String),
    /// Give a file to whoever sits there.
    Download {
        /// Its name.
        name: String,
        /// What is in it.
        text: String,
    },
    /// Ask for a file, and hand it to the program.
    Choose,
    /// Follow a link, by the part after its `#`.
    Follow(String),
    /// Draw everything again.
    Redraw,
    /// Call [`Keeping::write_progress`] while no other tab does.
    Progress,
}

/// Texts of one tab among those of all.
#[derive(Clone, Debug)]
pub struct TabStore<S> {
    store: S,
    tab: String,
}

impl<S: Store> TabStore<S> {
    fn name(&self, name: &str) -> String {
        format!("{}/{name}", self.tab)
    }
}

impl<S: Store> Store for TabStore<S> {
    fn read(&self, name: &str, limit: u64) -> Result<Option<String>, StoreError> {
        self.store.read(&self.name(name), limit)
    }

    fn write(&mut self, name: &str, text: &str) -> Result<(), StoreError> {
        let name = self.name(name);
        self.store.write(&name, text)
    }

    fn has(&self, name: &str) -> bool {
        self.store.has(&self.name(name))
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        let (from, to) = (self.name(from), self.name(to));
        self.store.rename(&from, &to)
    }

    fn copy(&mut self, from: &str, to: &str) -> Result<(), StoreError> {
        let (from, to) = (self.name(from), self.name(to));
        self.store.copy(&from, &to)
    }

    fn shown(&self, name: &str) -> String {
        self.store.shown(name)
    }
}

/// Whoever keeps things in a browser.
#[derive(Debug)]
pub struct Keeping<S> {
    store: S,
    tab: TabStore<S>,
    autosave: Autosave,
    progress: Option<KeptProgress>,
    asks: Vec<Ask>,
    /// A session of this visit was saved.
    saved: bool,
    /// The last problem that was said.
    said: Option<String>,
}

impl<S: Store + Clone + 'static> Keeping<S> {
    /// Keeps things in this store. `tab` names the tab; `continues`: the run that comes first is the one that this tab
    /// has saved.
    pub fn new(store: S, tab: &str, continues: bool) -> Keeping<S> {
        let tab = TabStore { store: store.clone(), tab: tab.to_owned() };
        Keeping {
            store,
            tab,
            autosave: Autosave::new(continues),
            progress: None,
            asks: Vec::new(),
            saved: continues,
            said: None,
        }
    }

    /// Keeps progress here from now on.
    pub fn keep_progress_in(&mut self, progress: KeptProgress) {
        self.progress = Some(progress);
    }

    /// Writes what the learner has done, beside what was done in other tabs.
    ///
    /// # Errors
    /// Why it is not kept.
    pub fn write_progress(&mut self, app: &App) -> Result<(), String> {
        self.progress.as_mut().map_or(Ok(()), |kept| kept.save(app.progress()))
    }

    /// The page is to do this.
    pub fn ask(&mut self, ask: Ask) {
        self.asks.push(ask);
    }

    /// What the page is to do, since this was asked last.
    pub fn take_asks(&mut self) -> Vec<Ask> {
        std::mem::take(&mut self.asks)
    }

    /// A file of ours, as it is in the folders of the terminal.
    pub fn take_out(&self, name: &str) -> Option<String> {
        if !FILES.contains(&name) {
            return None;
        }
        self.store.read(name, MOST_FILE).ok().flatten()
    }

    /// Takes a file of ours from the folders of the terminal, if it is one. What it replaces is kept beside it.
    pub fn put_in(&mut self, name: &str, bytes: &[u8]) -> Option<Result<(), String>> {
        let name = FILES.into_iter().find(|known| *known == name)?;
        Some(self.replace(name, bytes))
    }

    fn replace(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        let text = std::str::from_utf8(bytes).map_err(|_| format!("{name} is not text (UTF-8)"))?;
        if bytes.len() as u64 > MOST_FILE {
            return Err(format!("{name} is larger than {} KiB, the maximum", MOST_FILE / 1024));
        }
        let said = |error: StoreError| error.to_string();
        if self.store.has(name) {
            self.store.copy(name, &format!("{name}.before")).map_err(said)?;
        }
        self.store.write(name, text).map_err(said)
    }

    /// Whether this tab has saved what is on the screen.
    pub fn has_saved(&self) -> bool {
        self.saved
    }

    /// The session that was saved last: in this tab, or else in the tab that saved last.
    pub fn last_session(&self) -> Option<String> {
        let most = session::MOST_SESSION_BYTES as u64;
        let own = self.tab.read(LAST_SESSION, most).ok().flatten();
        own.or_else(|| {
            let tab = self.store.read(LATEST, 100).ok().flatten()?;
            TabStore { store: self.store.clone(), tab }.read(LAST_SESSION, most).ok().flatten()
        })
    }
}

impl<S: Store + Clone + 'static> Keeper for Keeping<S> {
    fn keep_preferences(&mut self, preferences: &Preferences) -> Result<String, String> {
        keep_preferences(&mut self.store, preferences)
    }

    fn save(&mut self, app: &mut App) {
        let Some(save) = self.autosave.due(app, false) else { return };
        let saved = save_last(&mut self.tab, &save).and_then(|()| self.store.write(LATEST, &self.tab.tab));
        let problem = saved.err().map(|why| why.to_string());
        self.saved |= problem.is_none();
        if problem != self.said {
            if let Some(why) = &problem {
                app.say("The session is not saved", why);
            }
            self.said = problem;
        }
    }

    fn save_as(&mut self, app: &App, file: &str) -> Result<String, String> {
        let stage = app.stage().ok_or("there is no run to save")?;
        if !stage.run.world().driver().can_act() {
            return Err("a trace is already a file".into());
        }
        let name = file_name(file).ok_or("expected a file")?;
        self.ask(Ask::Download { name: name.clone(), text: session::write(&stage.run) });
        Ok(format!("{name}, in the folder of your downloads; here it goes on saving as before"))
    }

    fn open(&mut self, app: &mut App, file: Option<&str>) -> Result<String, String> {
        if let Some(fragment) = file.and_then(fragment_of) {
            self.ask(Ask::Follow(fragment.to_owned()));
            return Ok("the link".into());
        }
        if file.is_some() {
            self.ask(Ask::Choose);
            return Ok("choose it".into());
        }
        let text = self.last_session().ok_or("there is no earlier saved session")?;
        self.save(app);
        let document = Document::read(Some("last session".into()), "the last session", text.as_bytes());
        document.and_then(|document| document.show(app)).map_err(|error| error.to_string())?;
        // From now on this tab saves it as its own.
        self.autosave = Autosave::new(self.tab.has(LAST_SESSION));
        self.saved = true;
        Ok("the last session".into())
    }

    fn keep_progress(&mut self, _: &App) -> Result<(), String> {
        if self.progress.is_some() && !self.asks.contains(&Ask::Progress) {
            self.ask(Ask::Progress);
        }
        Ok(())
    }

    fn follow_lesson(&mut self, _: &mut App) {
        // A file that was dropped here is a copy: nothing tells when it changes.
    }

    fn keep_picture(&mut self, shot: &Shot) -> Result<String, String> {
        let picture = raftarium::export::svg::of_shot(shot);
        self.ask(Ask::Download { name: format!("{}.svg", shot.name), text: picture });
        Ok(format!("{}.svg", shot.name))
    }

    fn keep_story(&mut self, told: &Told) -> Result<String, String> {
        let name = format!("{}.txt", told.name);
        self.ask(Ask::Download { name: name.clone(), text: told.text.clone() });
        Ok(name)
    }

    fn show_notes(&mut self, _: &Sheet) -> Result<(), String> {
        // Nobody has asked for a second screen: in a browser there is none.
        Ok(())
    }
}

/// Among the names of all texts those of tabs that are to be forgotten: the last few tabs stay. Names of tabs begin with
/// the time at which they were opened.
pub fn old_tabs(names: &[String]) -> Vec<String> {
    let tab = |name: &String| {
        name.split_once('/').map(|(tab, _)| tab).filter(|tab| tab.starts_with("tab-")).map(str::to_owned)
    };
    let mut tabs: Vec<String> = names.iter().filter_map(tab).collect();
    tabs.sort();
    tabs.dedup();
    let old = &tabs[..tabs.len().saturating_sub(MOST_TABS)];
    names.iter().filter(|name| tab(name).is_some_and(|tab| old.contains(&tab))).cloned().collect()
}

/// The name of a file that somebody typed, without the folders before it.
fn file_name(typed: &str) -> Option<String> {
    let name = typed.trim().rsplit(['/', '\\']).next()?.trim_start_matches('.');
    let clean: String = name.chars().filter(|char| !char.is_control()).take(100).collect();
    (!clean.is_empty()).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use raftarium::history::Run;
    use raftarium::sim::Setup;
    use raftarium::storage::Memory;
    use raftarium::tui::Look;
    use std::cell::RefCell;
    use std::rc::Rc;

    /// One store for several tabs.
    type Shared = Rc<RefCell<Memory>>;

    fn sandbox(seed: u64) -> App {
        let mut app = App::new(Preferences::default(), Look::default());
        app.show(Run::new(Setup::of(3, seed)).expect("a cluster"), "sandbox");
        app.obey("next").expect("on");
        app
    }

    fn seed(app: &App) -> u64 {
        app.stage().expect("a run").run.world().setup().seed
    }

    #[test]
    fn tabs_do_not_write_over_each_others_sessions() {
        let store = Shared::default();
        let mut one = Keeping::new(store.clone(), "tab-1", false);
        let mut two = Keeping::new(store.clone(), "tab-2", false);
        one.save(&mut sandbox(1));
        two.save(&mut sandbox(2));
        // Each tab has a screen of its own.
        let opened = |keeping: &mut Keeping<Shared>| {
            let mut app = App::new(Preferences::default(), Look::default());
            keeping.open(&mut app, None).expect("there");
            seed(&app)
        };
        assert_eq!((opened(&mut one), opened(&mut two)), (1, 2));
        // A new tab goes on where somebody was last.
        assert_eq!(opened(&mut Keeping::new(store, "tab-3", false)), 2);
    }

    #[test]
    fn old_tabs_make_way() {
        let names: Vec<String> = (0..20).map(|tab| format!("tab-{tab:02}/last.raftarium")).collect();
        let old = old_tabs(&[names.as_slice(), &["progress.toml".to_owned()]].concat());
        assert_eq!(old.len(), 20 - MOST_TABS);
        assert!(old.contains(&names[0]) && !old.contains(&names[19]), "{old:?}");
    }

    #[test]
    fn files_come_and_go_as_the_terminal_has_them() {
        let mut keeping = Keeping::new(Shared::default(), "tab-1", false);
        assert_eq!(keeping.take_out("progress.toml"), None);
        assert_eq!(keeping.put_in("progress.toml", b"version = 1\n"), Some(Ok(())));
        assert_eq!(keeping.put_in("progress.toml", b"version = 1 # new\n"), Some(Ok(())));
        assert_eq!(keeping.take_out("progress.toml").as_deref(), Some("version = 1 # new\n"));
        assert!(keeping.put_in("progress.toml", &[0xff]).is_some_and(|put| put.is_err()));
        assert_eq!(keeping.put_in("election.raft", b"servers 3"), None);
        let app = sandbox(1);
        keeping.save_as(&app, "/home/ada/../x.raftarium").expect("given");
        assert!(matches!(&keeping.take_asks()[..], [Ask::Download { name, .. }] if name == "x.raftarium"));
    }
}
