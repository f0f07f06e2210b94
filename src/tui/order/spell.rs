//! Orders as they are typed.

use super::text::{counted, optional};
use super::{Along, Order};
use crate::sim::Time;
use crate::tui::Chosen;
use crate::tui::capture::Copied;
use crate::tui::home::shelf::Shelf;
use crate::tui::lens::Lit;
use crate::tui::look::Theme;
use std::fmt::{self, Display, Formatter};

impl Display for Order {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Order::Command(command) => command.fmt(f),
            Order::Play => f.write_str("play"),
            Order::Pause => f.write_str("pause"),
            Order::Step(steps) => counted("step", *steps, f),
            Order::Back(steps) => counted("back", *steps, f),
            Order::Next => f.write_str("next"),
            Order::Previous => f.write_str("previous"),
            Order::Start => f.write_str("start"),
            Order::End => f.write_str("end"),
            Order::Seek(step) => write!(f, "seek {step}"),
            Order::SeekMoment(moment) => write!(f, "seek {}", moment.since(Time::ZERO)),
            Order::Branch(order) => order.fmt(f),
            Order::Lab(order) => order.fmt(f),
            Order::Lesson(order) => order.fmt(f),
            Order::Demo(order) => order.fmt(f),
            Order::Save(file) => write!(f, "save {file}"),
            Order::Find(words) => optional("find", Some(words).filter(|words| !words.is_empty()), f),
            Order::Story(steps) => write!(f, "story {steps}"),
            Order::Picture => f.write_str("picture"),
            Order::Copy(Copied::Citation) => f.write_str("copy citation"),
            Order::Copy(Copied::State) => f.write_str("copy state"),
            Order::Copy(Copied::Link) => f.write_str("copy link"),
            Order::Load(None) => f.write_str("continue"),
            Order::Load(Some(file)) => write!(f, "open {file}"),
            Order::Speed(speed) => write!(f, "speed {}", speed.typed()),
            Order::Faster => f.write_str("faster"),
            Order::Slower => f.write_str("slower"),
            Order::Pane(Along::Next) => f.write_str("pane next"),
            Order::Pane(Along::Previous) => f.write_str("pane previous"),
            Order::Pane(Along::At(pane)) => write!(f, "pane {}", pane.title().to_lowercase()),
            Order::Zoom(None) => f.write_str("zoom"),
            Order::Zoom(Some(pane)) => write!(f, "zoom {}", pane.title().to_lowercase()),
            Order::View => f.write_str("view"),
            Order::Choose(Chosen::Nothing) => f.write_str("choose"),
            Order::Choose(Chosen::Server(server)) => write!(f, "choose {server}"),
            Order::Choose(Chosen::Message(message)) => write!(f, "choose {message}"),
            Order::Choose(Chosen::Entry(server, index)) => write!(f, "choose {server} {index}"),
            Order::Message => f.write_str("message"),
            Order::Up(lines) => counted("up", u64::from(*lines), f),
            Order::Down(lines) => counted("down", u64::from(*lines), f),
            Order::Left => f.write_str("left"),
            Order::Right => f.write_str("right"),
            Order::Cone(lit) => optional("cone", lit.map(Lit::name), f),
            Order::Cause => f.write_str("cause"),
            Order::Effect => f.write_str("effect"),
            Order::Ask => f.write_str("ask"),
            Order::Question(question) => f.write_str(question),
            Order::Why(question) => question.fmt(f),
            Order::Remedy(number) => write!(f, "remedy {number}"),
            Order::Again => f.write_str("asked"),
            Order::Code(rule) => optional("code", Some(rule).filter(|rule| !rule.is_empty()), f),
            Order::Menu => f.write_str("menu"),
            Order::Groups => f.write_str("groups"),
            Order::Mark => f.write_str("mark"),
            Order::CutGroups => f.write_str("cut-groups"),
            Order::Write(text) => optional("write", Some(text).filter(|text| !text.is_empty()), f),
            Order::Theme(theme) => optional("theme", theme.map(Theme::name), f),
            Order::Ascii(on) => optional("ascii", on.map(switch), f),
            Order::Mouse(on) => optional("mouse", on.map(switch), f),
            Order::Still(on) => optional("still", on.map(switch), f),
            Order::Glide(on) => optional("glide", on.map(switch), f),
            Order::Help => f.write_str("help"),
            Order::Rule => f.write_str("rule"),
            Order::Rules(rule) => optional("rules", Some(rule).filter(|rule| !rule.is_empty()), f),
            Order::Shelf(Shelf::Lessons) => f.write_str("lessons"),
            Order::Shelf(Shelf::Scenarios) => f.write_str("scenarios"),
            Order::Shelf(Shelf::Demos) => f.write_str("demos"),
            Order::Home => f.write_str("home"),
            Order::Open => f.write_str("open"),
            Order::Sandbox => f.write_str("sandbox"),
            Order::Scenario(name) => write!(f, "scenario {name}"),
            Order::Last => f.write_str("last"),
            Order::New(servers, seed) => {
                f.write_str("new")?;
                servers.map_or(Ok(()), |servers| write!(f, " {servers} servers"))?;
                seed.map_or(Ok(()), |seed| write!(f, " seed {seed}"))
            }
            Order::Escape => f.write_str("escape"),
            Order::Keep => f.write_str("keep"),
            Order::Redraw => f.write_str("redraw"),
            Order::Suspend => f.write_str("suspend"),
            Order::Quit => f.write_str("quit"),
        }
    }
}

const fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}
