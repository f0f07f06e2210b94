//! `raftarium man`: the manual page, all commands on it.

use super::{Cli, Exit, print};
use anyhow::Result;
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use std::fmt::Write as _;

pub(super) fn run() -> Result<Exit> {
    print(&page()?)?;
    Ok(Exit::Good)
}

/// One page. What clap would print refers to a page of its own for each command, and those exist nowhere.
fn page() -> Result<String> {
    let mut cli = Cli::command().disable_help_subcommand(true);
    // So that every command knows its full name.
    cli.build();
    let man = Man::new(cli.clone());
    let mut text = section(|out| {
        man.render_title(out)?;
        man.render_name_section(out)?;
        man.render_synopsis_section(out)?;
        man.render_description_section(out)?;
        man.render_options_section(out)
    })?;
    text.push_str(".SH COMMANDS\n");
    for command in cli.get_subcommands().filter(|command| !command.is_hide_set()) {
        text.push_str(&about(command)?);
    }
    if let Some(words) = cli.get_after_help() {
        let words = words.to_string();
        let (first, rest) = words.split_once('\n').unwrap_or((&words, ""));
        let _ =
            write!(text, ".SH {}\n.nf\n{}.fi\n", first.trim_end_matches(':').to_uppercase(), verbatim(rest));
    }
    text.push_str(&section(|out| man.render_version_section(out))?);
    Ok(text)
}

/// A command: its usage, what it does, its own options, its examples.
fn about(command: &Command) -> Result<String> {
    let mut text =
        format!(".SS {}\n", escaped(&command.clone().render_usage().to_string().replacen("Usage: ", "", 1)));
    let words = command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string);
    for paragraph in words.unwrap_or_default().split("\n\n") {
        let _ = writeln!(text, "{}.PP", verbatim(paragraph));
    }
    // What all commands take is said once, above.
    let own = command.clone().mut_args(|arg| {
        let everywhere = arg.is_global_set() || arg.get_id() == "help" || arg.get_id() == "version";
        arg.hide(everywhere)
    });
    if own.get_arguments().any(|arg| !arg.is_hide_set()) {
        let options = section(|out| Man::new(own.clone()).render_options_section(out))?;
        text.extend(options.split_inclusive('\n').filter(|line| !line.starts_with(".SH ")));
    }
    if let Some(examples) = command.get_after_help() {
        let _ = write!(text, ".PP\n.nf\n{}.fi\n", verbatim(&examples.to_string()));
    }
    Ok(text)
}

fn section(render: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> Result<String> {
    let mut bytes = Vec::new();
    render(&mut bytes)?;
    Ok(String::from_utf8(bytes)?)
}

/// Lines as they are: a backslash is one, and a line that begins with a dot is no request.
fn verbatim(text: &str) -> String {
    text.lines().flat_map(|line| [escaped(line), "\n".to_string()]).collect()
}

fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_on_the_page_with_its_options_and_examples() {
        let page = page().unwrap();
        for command in Cli::command().get_subcommands() {
            assert!(
                page.contains(&format!(".SS raftarium {}", command.get_name())),
                "{}",
                command.get_name()
            );
        }
        assert!(page.contains("\\-\\-seeds"), "options of a command");
        assert!(page.contains("raftarium fuzz \\-\\-servers 3..7"), "examples of a command");
        assert!(!page.contains("raftarium\\-sandbox(1)"), "pages that do not exist");
        let times = page.matches(".TP\n\\fB\\-\\-theme").count();
        assert_eq!(times, 1, "what all commands take is said once");
    }

    #[test]
    fn nothing_of_the_text_is_taken_for_a_request() {
        assert_eq!(verbatim("a\\nb\n.x"), "a\\enb\n\\&.x\n");
    }
}
