//! What people type who do not know the language: the command that they mean.

/// Words that end a session elsewhere.
const QUIT: [&str; 4] = ["exit", "q", "bye", "end session"];
/// Words that do something to servers; an article may stand before these.
const ACTS: [&str; 9] =
    ["crash", "kill", "restart", "freeze", "thaw", "timeout", "isolate", "wipe", "submit"];

/// A line as the language has it.
pub(super) fn meant(line: &str) -> String {
    let line = line.trim().trim_start_matches(':').trim_start();
    let lower = line.to_lowercase();
    if QUIT.contains(&lower.as_str()) {
        return "quit".to_owned();
    }
    let (first, rest) = lower.split_once(' ').unwrap_or((lower.as_str(), ""));
    match first {
        "?" => format!("help {rest}"),
        "wait" | "sleep" => format!("run {rest}"),
        "log" if rest.is_empty() => "logs".to_owned(),
        "message" if rest.is_empty() => "messages".to_owned(),
        "show" | "ls" if rest.is_empty() => "status".to_owned(),
        _ if ACTS.contains(&first) => {
            let words = line.split_whitespace().filter(|word| !matches!(*word, "the" | "a" | "server"));
            words.collect::<Vec<_>>().join(" ")
        }
        _ => line.to_owned(),
    }
    .trim_end()
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_what_they_mean() {
        for (typed, means) in [
            ("kill the leader", "kill leader"),
            ("crash server S2", "crash S2"),
            (": crash S1", "crash S1"),
            ("?", "help"),
            ("exit", "quit"),
            ("wait 100ms", "run 100ms"),
            ("why is the leader down", "why is the leader down"),
            ("scenario basic agreement", "scenario basic agreement"),
        ] {
            assert_eq!(meant(typed), means, "{typed}");
        }
    }
}
