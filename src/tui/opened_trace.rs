//! A trace on the screen.

use crate::history::Run;
use crate::raft::ServerId;
use crate::sim::Tape;
use crate::tui::app::state::App;
use crate::untrusted::printable;
use std::sync::Arc;

/// How many other names of servers are told in a line.
const MOST_NAMES: usize = 9;

impl App {
    /// Shows a trace from its beginning, and says what is to be known of it: who is who, how much of it is shown, what a
    /// judge has found.
    pub fn show_trace(&mut self, tape: Tape, name: &str, remarks: &[String]) {
        let (title, intro) = introduced(&tape, name, remarks);
        let mut run = Run::played(Arc::new(tape));
        run.seek(run.start());
        self.show_told(run, &title, &intro, &[]);
    }
}

/// What a trace is called, and what is said before its first step.
pub fn introduced(tape: &Tape, name: &str, remarks: &[String]) -> (String, String) {
    let size = tape.setup.servers;
    let called = tape.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(name);
    let plural = if size == 1 { "" } else { "s" };
    let title = format!("{} · trace · {size} server{plural}", printable(called, 40));
    let mut said = Vec::new();
    if let Some(first) = tape.findings.first() {
        let lines = match tape.findings.len() {
            1 => String::new(),
            many => format!("; {many} findings in total"),
        };
        said.push(format!("line {} is the first ILLEGAL one{lines}", first.line));
    }
    said.extend(who_is_who(tape));
    said.extend(remarks.iter().map(|remark| printable(remark, 200)));
    if said.is_empty() {
        said.push("a recording: you can watch it and ask questions, but not change it".to_owned());
    }
    (title, said.join("; "))
}

/// `S1 is a, S2 is b`, where the trace calls them otherwise.
pub fn who_is_who(tape: &Tape) -> Option<String> {
    let servers = (0..tape.names.len()).map(ServerId::at);
    let number = |server: ServerId| (server.position() + 1).to_string();
    let own = |server: &ServerId| {
        let name = &tape.names[server.position()];
        let stem = name.strip_suffix(&number(*server))?;
        stem.chars().all(|letter| !letter.is_ascii_digit()).then(|| stem.to_owned())
    };
    // Where each name ends in its server's number, one of them says it all.
    let stems: Vec<Option<String>> = servers.clone().map(|server| own(&server)).collect();
    if let [Some(first), rest @ ..] = &stems[..]
        && rest.iter().all(|stem| stem.as_ref() == Some(first))
    {
        let last = tape.names.len();
        return (first != "S").then(|| match last {
            1 => printable(&format!("S1 is {first}1"), 60),
            _ => printable(&format!("S1 to S{last} are {first}1 to {first}{last}"), 60),
        });
    }
    let names: Vec<String> = servers
        .filter_map(|server| Some(format!("{server} is {}", printable(tape.name(server)?, 20))))
        .collect();
    if names.is_empty() {
        return None;
    }
    let more = names.len().saturating_sub(MOST_NAMES);
    let mut text = names[..names.len() - more].join(", ");
    if more > 0 {
        text.push_str(", …");
    }
    Some(text)
}
