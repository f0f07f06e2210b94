//! Carrying out commands: those of the program, and those of the script language.

use crate::history::Run;
use crate::language::CHOSEN;
use crate::raft::{Command, Value};
use crate::sim::Setup;
use crate::tui::Look;
use crate::tui::app::input::Effect;
use crate::tui::app::state::{App, Screen};
use crate::tui::branches::order::BranchOrder;
use crate::tui::home::Shelf;
use crate::tui::home::sandbox::{SEED, SERVERS, title};
use crate::tui::look::Theme;
use crate::tui::menu::Menu;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::order::{Along, Order};
use crate::tui::order::{OR, Orders};
use crate::tui::page::Page;
use crate::tui::palette::Palette;
use crate::tui::stage::Stage;
use crate::tui::stage::interesting::NextInteresting;
use crate::tui::{Chosen, Pane};

impl App {
    /// Carries out what a key or click stands for; what goes wrong is said on the screen.
    pub(in crate::tui) fn execute_or_say(&mut self, orders: impl Into<Orders>) {
        if let Err(mistake) = self.execute(orders) {
            self.say(&mistake.message, "");
        }
    }

    /// Carries out the first of these orders that can be carried out.
    ///
    /// # Errors
    /// What is wrong with it; of several, about the first.
    pub fn execute(&mut self, orders: impl Into<Orders>) -> Result<(), Mistake> {
        self.try_each(orders.into().iter(), App::with_choice_made)
    }

    /// Carries out a command as it is typed. Of `a || b`, the first that can be done.
    ///
    /// # Errors
    /// What is wrong with it, and where; of several, about the first.
    pub fn obey(&mut self, command: &str) -> Result<(), Mistake> {
        self.try_each(command.split(OR), App::read)
    }

    fn try_each<T>(
        &mut self,
        all: impl Iterator<Item = T>,
        read: impl Fn(&App, T) -> Result<Option<Order>, Mistake>,
    ) -> Result<(), Mistake> {
        self.dirty = true;
        let mut first = None;
        for one in all {
            let done = match read(self, one) {
                Ok(order) => order.map_or(Ok(()), |order| self.carry_out(order)),
                Err(mistake) => Err(mistake),
            };
            match done {
                Ok(()) => {
                    self.see_lesson();
                    first = None;
                    break;
                }
                Err(mistake) => {
                    first.get_or_insert(mistake);
                }
            }
        }
        self.see_disaster();
        first.map_or(Ok(()), Err)
    }

    /// The order that is typed, about what is chosen. None if there is nothing but a comment.
    fn read(&self, command: &str) -> Result<Option<Order>, Mistake> {
        let command = self.with_choice(command)?;
        match Order::parse(&command) {
            Some(order) => order.map(Some),
            None => Ok(self.read_script(&command)?.map(Order::Command)),
        }
    }

    /// The order about what is chosen: that takes the place of `chosen`, as it is typed, so that what makes no sense
    /// is refused in the same words.
    fn with_choice_made(&self, order: &Order) -> Result<Option<Order>, Mistake> {
        let text = order.to_string();
        if text.split(' ').any(|word| word == CHOSEN) { self.read(&text) } else { Ok(Some(order.clone())) }
    }

    /// The command with `chosen` replaced by what is chosen.
    fn with_choice(&self, command: &str) -> Result<String, Mistake> {
        let Some((column, _)) = command
            .split(' ')
            .scan(0, |start, word| {
                let here = *start;
                *start += word.chars().count() + 1;
                Some((here, word))
            })
            .find(|(_, word)| *word == CHOSEN)
        else {
            return Ok(command.to_string());
        };
        let chosen = self.stage.as_ref().map_or(Chosen::Nothing, |stage| stage.chosen);
        let name = match chosen {
            Chosen::Server(server) | Chosen::Entry(server, _) => server.to_string(),
            Chosen::Message(message) => message.to_string(),
            Chosen::Nothing => {
                let message = "First choose a server: 1, 2, … or the arrows; or a message: m".to_string();
                return Err(Mistake { column, message });
            }
        };
        let words: Vec<&str> =
            command.split(' ').map(|word| if word == CHOSEN { &name } else { word }).collect();
        Ok(words.join(" "))
    }

    /// The order of a key or of the palette.
    fn carry_out(&mut self, order: Order) -> Result<(), Mistake> {
        if let Some(stage) = self.stage.as_mut().filter(|_| self.screen == Screen::Cluster) {
            stage.keep_fair(&order).map_err(|why| refused(&why))?;
        }
        match order {
            Order::Command(command) => self.run_command(&command)?,
            Order::Theme(_) | Order::Ascii(_) | Order::Mouse(_) | Order::Still(_) | Order::Glide(_) => {
                self.change_look(&order);
            }
            Order::Lesson(order) => self.execute_lesson_order(order)?,
            Order::Demo(order) => self.execute_demo_order(&order)?,
            Order::Help => self.show_help(),
            Order::Find(words) => self.find(&words)?,
            Order::Story(steps) => self.keep_the_story(steps)?,
            Order::Rules(id) => self.go(Screen::Page(Page::rules(&id)?)),
            Order::Code(id) => self.show_code(&id)?,
            Order::Home => self.go(Screen::Home),
            Order::Shelf(shelf) => {
                // Again leads back, so that one key goes both ways.
                let other = if self.home.shelf() == shelf { Shelf::Lessons } else { shelf };
                self.home.show_shelf(other);
                self.go(Screen::Home);
            }
            Order::Write(text) => {
                self.palette = Some(Palette::new(&self.with_new_value(&self.to_chosen_leader(&text))));
                self.propose();
            }
            Order::Escape => self.escape(),
            Order::Sandbox => self.new_cluster(None, None)?,
            Order::New(servers, seed) => self.new_cluster(servers, seed)?,
            Order::Scenario(name) => self.play_scenario(&name)?,
            Order::Last => self.back_to_last()?,
            Order::Lab(order) => self.execute_lab_order(order)?,
            Order::Rule if matches!(self.screen, Screen::Lab(_)) => self.on_lab_page(&Order::Rule)?,
            Order::Rule => self.show_rule()?,
            Order::Branch(BranchOrder::Other) if self.screen == Screen::Compare => self.other_side(),
            Order::Branch(order) => self.execute_branch_order(&order)?,
            Order::Save(_) if self.stage.is_none() => return Err(refused(&"There is no run to save yet")),
            Order::Save(file) => self.effects.push(Effect::Save(file)),
            Order::Load(file) => self.effects.push(Effect::Open(file)),
            Order::Picture => self.keep_picture()?,
            Order::Copy(what) => self.copy(what)?,
            Order::Keep => self.effects.push(Effect::Keep),
            Order::Redraw => self.effects.push(Effect::Redraw),
            Order::Suspend => self.effects.push(Effect::Suspend),
            Order::Quit => self.effects.push(Effect::Quit),
            order => match &self.screen {
                Screen::Home => self.at_home(&order)?,
                Screen::Page(_) => self.on_page(&order)?,
                Screen::Cluster => self.on_cluster(&order)?,
                Screen::Branches(_) => self.on_branches(&order)?,
                Screen::Compare => self.in_compare(&order)?,
                Screen::Lab(_) => self.on_lab_page(&order)?,
            },
        }
        Ok(())
    }

    /// A command is for the leader; for the chosen server only if that believes that it leads too. Any other could only
    /// name the leader.
    fn to_chosen_leader(&self, text: &str) -> String {
        let chosen = self.stage.as_ref().and_then(|stage| {
            let world = stage.run.world();
            let server = stage.chosen_server().filter(|server| world.roster().contains(*server))?;
            (world.node(server).leads() && world.leader() != Some(server)).then_some(server)
        });
        match chosen {
            Some(server) if text.starts_with("submit <") && text.ends_with('>') => {
                format!("{text} to {server}")
            }
            _ => text.to_string(),
        }
    }

    /// An example such as `<x=1>` with a value that was not used yet: the same command twice cannot be told apart.
    fn with_new_value(&self, text: &str) -> String {
        let example =
            text.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inside, _)| inside);
        let parsed = example.and_then(|example| example.parse().ok());
        let (Some(example), Some(stage), Some(Command::Set { key, value: Value::Number(first) })) =
            (example, &self.stage, parsed)
        else {
            return text.to_string();
        };
        let world = stage.run.world();
        let logs = world.nodes().iter().flat_map(|node| node.persistent().log.entries());
        let used = logs
            .filter_map(|entry| entry.payload.command())
            .chain(world.requests().map(|asked| asked.command));
        let last = used.filter_map(|command| match command {
            Command::Set { key: same, value: Value::Number(number) } if same == key => Some(number),
            _ => None,
        });
        let value = last.max().map_or(first, |last| last.saturating_add(1).max(first));
        text.replacen(&format!("<{example}>"), &format!("<{}={value}>", key.as_str()), 1)
    }

    fn change_look(&mut self, order: &Order) {
        match *order {
            Order::Theme(theme) => {
                let theme = theme.unwrap_or_else(|| self.look.theme().next());
                self.preferences.theme = Some(theme);
                self.say(&format!("Theme: {}", theme.name()), "");
            }
            Order::Ascii(on) => {
                let on = on.unwrap_or(!self.look.is_ascii());
                self.preferences.ascii = Some(on);
                self.say(if on { "Plain ASCII" } else { "All glyphs" }, "");
            }
            Order::Mouse(on) => {
                let on = on.unwrap_or(!self.preferences.mouse);
                self.preferences.mouse = on;
                self.effects.push(Effect::Mouse(on));
                let off = "The terminal has the mouse: use it to select text";
                self.say(if on { "Raftarium has the mouse" } else { off }, "");
            }
            Order::Still(on) => {
                let on = on.unwrap_or(!self.preferences.still);
                self.preferences.still = on;
                self.say(if on { "Reduced motion: messages jump" } else { "Messages move" }, "");
            }
            Order::Glide(on) => {
                let on = on.unwrap_or(!self.preferences.glide);
                self.preferences.glide = on;
                if let Some(stage) = &mut self.stage {
                    stage.glides = on;
                }
                let (glides, even) =
                    ("Time passes faster while nothing happens", "Time passes at a constant speed");
                self.say(if on { glides } else { even }, "");
            }
            _ => {}
        }
        let theme: Theme = self.preferences.theme.unwrap_or(self.look.theme());
        let ascii = self.preferences.ascii.unwrap_or(self.look.is_ascii());
        self.look = Look::new(theme, self.look.depth(), ascii);
    }

    /// Closes what is open, one thing at a time; at last goes back.
    fn escape(&mut self) {
        if matches!(self.screen, Screen::Lab(_)) && (self.stop_shown_hunt() || self.leave_detail()) {
            return;
        }
        let area = self.area;
        if self.screen == Screen::Cluster
            && let Some(stage) = &mut self.stage
        {
            // A panel in the place of all panes is closed like a page.
            if stage.shows_panel() && stage.layout(area).panes.is_empty() {
                (stage.lab.open, stage.lab.decided) = (false, true);
                return;
            }
            if stage.groups.take().is_some() || stage.open_answer.take().is_some() || stage.leave_pane() {
                return;
            }
            if stage.chosen != Chosen::Nothing {
                stage.chosen = Chosen::Nothing;
                return;
            }
            if stage.return_to_lesson() || stage.end_demo() {
                return;
            }
            stage.stop();
            // Nobody means to leave who only closes one thing too many.
            if !std::mem::replace(&mut self.leaving, true) {
                self.say("Esc again leaves this screen", "nothing is lost: `last` comes back");
                return;
            }
        }
        self.leaving = false;
        if self.screen == Screen::Compare {
            self.return_to_cluster();
            return;
        }
        if self.screen != Screen::Home {
            self.go_back();
        }
    }

    fn new_cluster(&mut self, servers: Option<usize>, seed: Option<u64>) -> Result<(), Mistake> {
        let setup = Setup::of(servers.unwrap_or(SERVERS), seed.unwrap_or(SEED));
        let (servers, seed) = (setup.servers, setup.seed);
        let run = Run::new(setup).map_err(|error| refused(&error))?;
        self.show(run, &title("sandbox", servers, seed));
        Ok(())
    }

    /// Back to the run; if that is on the screen, to the one whose place it has taken.
    fn back_to_last(&mut self) -> Result<(), Mistake> {
        if self.screen == Screen::Cluster
            && let Some(replaced) = self.replaced.take()
        {
            self.replaced = self.stage.replace(*replaced).map(Box::new);
            self.see_lesson();
            self.say("This is the run that was here before", "`last` goes to the other one again");
            return Ok(());
        }
        if self.stage.is_none() {
            return Err(Mistake { column: 0, message: "There is no last run yet".into() });
        }
        self.go(Screen::Cluster);
        Ok(())
    }

    /// The rule that the subtitle cites; the others that were at work in the step are named beside it.
    fn show_rule(&mut self) -> Result<(), Mistake> {
        let cited = self.stage.as_ref().and_then(Stage::rules);
        let Some((rule, others)) = cited else {
            return Err(Mistake { column: 0, message: "No rule is behind this step".into() });
        };
        self.go(Screen::Page(Page::rule(rule, others)));
        Ok(())
    }

    fn on_cluster(&mut self, order: &Order) -> Result<(), Mistake> {
        if self.with_answer(order)? {
            return Ok(());
        }
        if let Order::Up(lines) | Order::Down(lines) = order
            && (self.is_lesson_over() || *lines > 1 && self.is_panel_shown())
        {
            let by = i32::from(*lines);
            self.scroll_side(if matches!(order, Order::Up(_)) { -by } else { by });
            return Ok(());
        }
        if matches!(order, Order::Menu) {
            self.open_menu(self.middle());
            return Ok(());
        }
        let view = self.next_view();
        let area = self.area;
        let Some(stage) = &mut self.stage else { return Ok(()) };
        if let Order::Pane(along @ (Along::Next | Along::Previous)) = order {
            stage.focus = stage.pane_on_screen(area, *along == Along::Next);
            return Ok(());
        }
        if matches!(order, Order::View) {
            stage.focus = view;
            stage.zoom = stage.zoom.map(|_| view);
            return Ok(());
        }
        if matches!(order, Order::Next) {
            self.next();
            return Ok(());
        }
        stage.obey(order)
    }

    /// The view that comes next: of those that are not on the screen already, if there is one.
    pub(in crate::tui) fn next_view(&self) -> Pane {
        // Logs and votes are seen along with the cluster.
        let views: Vec<Pane> = Pane::ALL.into_iter().filter(|pane| !pane.is_beside_cluster()).collect();
        let Some(stage) = &self.stage else { return Pane::Cluster };
        let shown = |focus: Pane| {
            let zoom = stage.zoom.map(|_| focus);
            stage.layout_with(self.area, focus, zoom).panes
        };
        let here = views.iter().position(|view| *view == stage.focus).unwrap_or(0);
        let after = || (1..views.len()).map(|step| views[(here + step) % views.len()]);
        let now = shown(stage.focus);
        after().find(|view| shown(*view) != now).unwrap_or(views[(here + 1) % views.len()])
    }

    /// To the next interesting step; what there is to say about where that has led.
    fn next(&mut self) {
        let Some(stage) = &mut self.stage else { return };
        match stage.next_interesting() {
            NextInteresting::Found => {}
            NextInteresting::Ended => self.say_end(),
            NextInteresting::Known => {
                self.say("This is the last known step of this run", "what follows is new");
            }
            NextInteresting::Settled(leader) => {
                let rest = stage.all_follow(leader);
                self.say("All is quiet now", &rest);
            }
            NextInteresting::Nothing(why) => self.say("Nothing interesting will happen by itself", &why),
        }
    }

    fn middle(&self) -> (u16, u16) {
        (self.area.width / 2, self.area.height / 3)
    }

    /// Opens the menu of what is chosen.
    pub(in crate::tui) fn open_menu(&mut self, anchor: (u16, u16)) {
        if let Some(stage) = &self.stage {
            let world = stage.run.world();
            let keymap = &self.preferences.keymap;
            let ascii = self.look.is_ascii();
            let menu = Menu::of(stage.chosen, world, keymap, ascii, anchor);
            self.menu = Some(menu.with_questions(&stage.questions(), keymap, ascii));
        }
    }
}
