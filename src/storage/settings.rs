//! The settings, `config.toml`: what the user prefers, as a text that people write too.

use super::Store;
use crate::nearest::hint;
use crate::tui::app::Preferences;
use crate::tui::clock::Speed;
use crate::tui::keymap::Key;
use crate::tui::look::Theme;
use crate::untrusted::printable;
use std::fmt::Write as _;
use toml::de::{DeTable, DeValue};

/// What the text is called.
const NAME: &str = "config.toml";
/// The largest text of settings, in bytes.
const LARGEST: u64 = 1 << 16;

/// What the settings say.
#[derive(Debug, Default)]
pub struct Settings {
    /// What the user prefers, and the defaults of what is not said.
    pub preferences: Preferences,
    /// What was not understood, with its place. What was is used all the same.
    pub problem: Option<String>,
}

/// Reads the settings. Where nothing is kept there are the defaults.
pub fn load_settings(store: Option<&dyn Store>) -> Settings {
    let Some(store) = store else { return Settings::default() };
    match store.read(NAME, LARGEST) {
        Ok(None) => Settings::default(),
        Ok(Some(text)) => {
            let (preferences, problems) = parse(&text);
            let problem = problems.first().map(|first| {
                let more = match problems.len() {
                    1 => String::new(),
                    count => format!(" (and {} more)", count - 1),
                };
                format!("{}, {first}{more}", store.shown(NAME))
            });
            Settings { preferences, problem }
        }
        Err(why) => {
            Settings { problem: Some(format!("{}: {why}", store.shown(NAME))), ..Settings::default() }
        }
    }
}

/// A theme by its name.
pub fn theme_called(name: &str) -> Option<Theme> {
    [Theme::Dark, Theme::Light, Theme::Mono].into_iter().find(|theme| theme.name() == name)
}

const NAMES: [&str; 8] = ["theme", "ascii", "speed", "mouse", "still", "glide", "address", "keys"];
/// The longest address, in characters.
const LONGEST_ADDRESS: usize = 300;

/// What a text of settings says, and what is wrong with it.
fn parse(text: &str) -> (Preferences, Vec<String>) {
    let mut preferences = Preferences::default();
    let mut problems = Vec::new();
    let line = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let table = match DeTable::parse(text) {
        Ok(table) => table.into_inner(),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let message = printable(&error.message().replace('\n', ", "), 200);
            return (preferences, vec![format!("line {}: {message}", line(at))]);
        }
    };
    let mut complain = |at: usize, message: String| {
        let at = line(at);
        problems.push((at, format!("line {at}: {message}")));
    };
    for (name, value) in &table {
        let at = name.span().start;
        if name.get_ref() == "keys" {
            let Some(keys) = value.get_ref().as_table() else {
                complain(at, "[keys] is a table of lines such as x = \"heal\"".into());
                continue;
            };
            for (key, command) in keys {
                if let Err(message) = bind(&mut preferences, key.get_ref(), command.get_ref()) {
                    complain(key.span().start, message);
                }
            }
        } else if let Err(message) = set(&mut preferences, name.get_ref(), value.get_ref()) {
            complain(at, message);
        }
    }
    problems.sort();
    (preferences, problems.into_iter().map(|(_, problem)| problem).collect())
}

fn set(preferences: &mut Preferences, name: &str, value: &DeValue) -> Result<(), String> {
    let switch = || value.as_bool().ok_or_else(|| format!("{name} is true or false"));
    match name {
        "theme" => {
            let known = value.as_str().and_then(theme_called);
            let wrong = || {
                let hint = hint(value.as_str().unwrap_or_default(), ["dark", "light", "mono"]);
                format!("theme is \"dark\", \"light\" or \"mono\"{hint}")
            };
            preferences.theme = Some(known.ok_or_else(wrong)?);
        }
        "ascii" => preferences.ascii = Some(switch()?),
        "mouse" => preferences.mouse = switch()?,
        "still" => preferences.still = switch()?,
        "glide" => preferences.glide = switch()?,
        "speed" => {
            let number = value.as_integer().map(ToString::to_string);
            let text = value.as_str().map(str::to_string).or(number).unwrap_or_default();
            preferences.speed = text.parse::<Speed>().map_err(|error| error.to_string())?;
        }
        "address" => preferences.address = Some(address(value)?),
        _ => {
            let hint = hint(name, NAMES);
            let name = printable(name, 40);
            return Err(format!("there is no setting '{name}': {}{hint}", NAMES.join(", ")));
        }
    }
    Ok(())
}

/// Where the browser edition is: what links begin with.
fn address(value: &DeValue) -> Result<String, String> {
    let text = value.as_str().unwrap_or_default();
    let known = ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme));
    let plain = text.len() <= LONGEST_ADDRESS
        && text.chars().all(|char| char.is_ascii_graphic() && !"\"<>#".contains(char));
    if known && plain {
        Ok(text.to_owned())
    } else {
        Err("address is where the browser edition is, such as \"https://example.org/raftarium/\"".into())
    }
}

fn bind(preferences: &mut Preferences, key: &str, command: &DeValue) -> Result<(), String> {
    let key: Key = key.parse().map_err(|error: crate::tui::keymap::KeyError| error.to_string())?;
    let command = command.as_str().ok_or_else(|| format!("{key}: expected a command in quotes"))?;
    preferences.keymap.bind(key, command).map_err(|mistake| format!("{key}: {}", mistake.message))
}

/// Writes the preferences into the settings, line by line, so that comments and everything else stay. A text
/// that is not understood is left alone.
///
/// Returns what to say about it.
///
/// # Errors
/// Why they are not kept.
pub fn keep_preferences(store: &mut dyn Store, preferences: &Preferences) -> Result<String, String> {
    let shown = store.shown(NAME);
    let before = store.read(NAME, LARGEST).map_err(|why| why.to_string())?.unwrap_or_default();
    if let (_, problems) = parse(&before)
        && let Some(problem) = problems.first()
    {
        return Err(format!("{shown} is not changed, {problem}"));
    }
    let after = with(&before, preferences);
    if !parse(&after).1.is_empty() {
        return Err(format!("{shown} is not changed: edit its lines yourself"));
    }
    store.write(NAME, &after).map_err(|error| format!("{shown}: {error}"))?;
    Ok(shown)
}

fn with(text: &str, preferences: &Preferences) -> String {
    let mut values = Vec::new();
    if let Some(theme) = preferences.theme {
        values.push(("theme", format!("\"{}\"", theme.name())));
    }
    if let Some(ascii) = preferences.ascii {
        values.push(("ascii", ascii.to_string()));
    }
    values.push(("speed", format!("\"{}\"", preferences.speed.typed())));
    values.push(("mouse", preferences.mouse.to_string()));
    values.push(("still", preferences.still.to_string()));
    values.push(("glide", preferences.glide.to_string()));
    // Only what stands before the first table is a setting of its own.
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    for (name, value) in values.into_iter().rev() {
        let end = lines.iter().position(|line| line.trim_start().starts_with('[')).unwrap_or(lines.len());
        let is_it = |line: &String| line.split('=').next().is_some_and(|left| left.trim() == name);
        match lines[..end].iter().position(is_it) {
            Some(place) => {
                let comment = lines[place].find(" #").map(|at| lines[place][at..].to_string());
                lines[place] = format!("{name} = {value}{}", comment.unwrap_or_default());
            }
            None => lines.insert(0, format!("{name} = {value}")),
        }
    }
    let mut after = String::new();
    for line in lines {
        let _ = writeln!(after, "{line}");
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;
    use crate::tui::keymap::Context;

    #[test]
    fn settings_are_read() {
        let text = "theme = \"light\"\nascii = true\nspeed = \"1/10\"\nmouse = false\nglide = false\n[keys]\nx = \"heal\"\n";
        let (preferences, problems) = parse(text);
        assert!(!preferences.glide && Preferences::default().glide);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!((preferences.theme, preferences.ascii), (Some(Theme::Light), Some(true)));
        assert_eq!((preferences.speed.typed(), preferences.mouse), ("1/10".into(), false));
        let binding = preferences.keymap.lookup(Key::char('x'), &[Context::Cluster]).unwrap();
        assert_eq!(binding.orders.to_string(), "heal");
    }

    #[test]
    fn what_is_wrong_has_its_line_and_the_rest_is_used() {
        let (preferences, problems) = parse("mouse = false\n\nthem = \"light\"\n");
        assert!(!preferences.mouse);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].starts_with("line 3: there is no setting 'them'"), "{}", problems[0]);
        assert!(problems[0].ends_with("did you mean theme?"), "{}", problems[0]);
        let (_, problems) = parse("# good\nspeed = \"fast\"\n");
        assert!(problems[0].starts_with("line 2: a speed is"), "{}", problems[0]);
        let (_, problems) = parse("theme = \n");
        assert!(problems[0].starts_with("line 1: "), "{}", problems[0]);
        let (_, problems) = parse("[keys]\n\"Ctrl-Spaec\" = \"heal\"\n");
        assert!(problems[0].contains("did you mean Space?"), "{}", problems[0]);
        let (_, problems) = parse("[keys]\nx = \"haul\"\n");
        assert!(problems[0].starts_with("line 2: x: `haul` is not a command"), "{}", problems[0]);
        // One wrong key spoils no other.
        let (preferences, problems) = parse("[keys]\nx = \"haul\"\ny = \"heal\"\nz = 1\n");
        assert_eq!(problems.len(), 2, "{problems:?}");
        let binding = preferences.keymap.lookup(Key::char('y'), &[Context::Cluster]).unwrap();
        assert_eq!(binding.orders.to_string(), "heal");
    }

    #[test]
    fn keeping_changes_only_its_lines() {
        let before = "# mine\ntheme = \"dark\" # at night\n[keys]\nx = \"heal\" # all\n";
        let preferences = Preferences { theme: Some(Theme::Light), ..Preferences::default() };
        let after = with(before, &preferences);
        assert!(after.contains("theme = \"light\" # at night\n"), "{after}");
        assert!(after.ends_with("[keys]\nx = \"heal\" # all\n"), "{after}");
        assert_eq!(parse(&after).1, Vec::<String>::new());
        assert_eq!(with(&after, &preferences), after, "keeping twice changes nothing");
    }

    #[test]
    fn what_is_kept_is_what_is_read_the_next_time() {
        let mut store = Memory::default();
        assert!(load_settings(Some(&store)).problem.is_none());
        let preferences = Preferences { theme: Some(Theme::Mono), mouse: false, ..Preferences::default() };
        assert_eq!(keep_preferences(&mut store, &preferences), Ok("config.toml".into()));
        let read = load_settings(Some(&store));
        assert_eq!((read.preferences, read.problem), (preferences, None));
    }

    #[test]
    fn settings_that_are_not_understood_are_left_alone() {
        let mut store = Memory::default();
        store.write(NAME, "theme = \"dark\"\nthem = 1\n").expect("written");
        let before = store.clone();
        let problem = load_settings(Some(&store)).problem.expect("it is said");
        assert!(problem.starts_with("config.toml, line 2: there is no setting"), "{problem}");
        let kept = keep_preferences(&mut store, &Preferences::default());
        assert!(kept.as_ref().is_err_and(|why| why.contains("is not changed, line 2")), "{kept:?}");
        assert_eq!(store, before);
    }
}
