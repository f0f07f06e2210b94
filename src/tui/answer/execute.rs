//! Asking: what a question is about, the answer on the screen, and what one does with it.

use crate::explain::{Sentence, answer, most_worth_asking};
use crate::language::{Asked, Being, Command, Line, Number, Question, Script};
use crate::paper::Property;
use crate::raft::{Index, RoleKind, ServerId};
use crate::script::{PlayOptions, View, complete_question, parse_question};
use crate::sim::{Life, RequestState};
use crate::tui::app::state::{App, Screen};
use crate::tui::draw::{side_limit, side_scroll};
use crate::tui::order::Order;
use crate::tui::order::mistake::Mistake;
use crate::tui::order::mistake::refused;
use crate::tui::palette::Proposal;
use crate::tui::stage::Stage;
use crate::tui::{AnswerTarget, Chosen, OpenAnswer, Pane, answer_scroll_to, answer_targets};

impl App {
    /// Answers a question, about the moment that is shown.
    pub(in crate::tui) fn ask(&mut self, question: &Question) -> Result<(), Mistake> {
        let stage = self.stage_on_screen()?;
        stage.stop();
        let mut open_answer = OpenAnswer::new(answer(question, &stage.run), &stage.run);
        // What can be done is what one wants next: if one sees it.
        open_answer.chosen = (!open_answer.answer.remedies.is_empty()).then_some(AnswerTarget::Remedy(0));
        stage.open_answer = Some(open_answer);
        let seen = self.scene(|scene| side_scroll(scene, self.area)) == Some(0);
        if let Some(open_answer) =
            self.stage.as_mut().and_then(|stage| stage.open_answer.as_mut()).filter(|_| !seen)
        {
            open_answer.chosen = None;
        }
        Ok(())
    }

    /// Answers a question in words.
    ///
    /// # Errors
    /// What is wrong with it, and where; or that there is no cluster to ask about.
    pub fn ask_in_words(&mut self, text: &str) -> Result<(), Mistake> {
        let stage = self.stage_on_screen()?;
        let view = View { run: &stage.run, names: &stage.player.names };
        let question = parse_question(text, view).map_err(|problem| Mistake {
            column: (problem.column as usize).saturating_sub(1),
            message: problem.short(),
        })?;
        self.ask(&question)
    }

    fn stage_on_screen(&mut self) -> Result<&mut Stage, Mistake> {
        let there = self.screen == Screen::Cluster;
        self.stage.as_mut().filter(|_| there).ok_or_else(|| refused(&"There is no cluster here to ask about"))
    }

    /// What is wrong with a question that is being typed.
    pub(in crate::tui) fn mistake_in_question(&self, text: &str) -> Option<Mistake> {
        let stage = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster)?;
        let view = View { run: &stage.run, names: &stage.player.names };
        let problem = parse_question(text, view).err()?;
        Some(Mistake { column: (problem.column as usize).saturating_sub(1), message: problem.short() })
    }

    /// Whole questions about what is chosen and what is on the screen, what is most worth asking first.
    pub(in crate::tui) fn questions_here(&self) -> Vec<Proposal> {
        let Some(stage) = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster) else {
            return Vec::new();
        };
        let mut questions: Vec<String> = vec![stage.pointed_now().to_string()];
        let all = stage.questions().into_iter().chain(stage.questions_about_all());
        questions
            .extend(all.filter(|question| *question != Question::Best).map(|question| question.to_string()));
        let mut known = Vec::new();
        questions.retain(|question| {
            !known.contains(question) && {
                known.push(question.clone());
                true
            }
        });
        questions.into_iter().map(|word| Proposal { word, help: String::new() }).collect()
    }

    /// How a question can go on, in place of the text from this byte on.
    pub(in crate::tui) fn proposals_for_question(&self, before: &str) -> Option<(usize, Vec<Proposal>)> {
        let stage = self.stage.as_ref().filter(|_| self.screen == Screen::Cluster)?;
        let view = View { run: &stage.run, names: &stage.player.names };
        let found = complete_question(before, view);
        let start = found.first()?.start;
        let proposals = found
            .into_iter()
            .map(|completion| Proposal { word: completion.text, help: completion.help })
            .collect();
        Some((start, proposals))
    }

    /// What one does with an answer. Says whether the order was meant for it.
    pub(in crate::tui) fn with_answer(&mut self, order: &Order) -> Result<bool, Mistake> {
        let Some(stage) = &mut self.stage else { return Ok(false) };
        match order {
            Order::Ask => {
                let question = stage.pointed();
                self.ask(&question)?;
            }
            Order::Question(text) => self.ask_in_words(text)?,
            Order::Why(question) => self.ask(question)?,
            Order::Remedy(number) => self.do_remedy(*number)?,
            Order::Again => stage.back_to_answer()?,
            _ if stage.open_answer.is_none() => return Ok(false),
            Order::Up(lines) => self.along_answer(-i32::from(*lines)),
            Order::Down(lines) => self.along_answer(i32::from(*lines)),
            Order::Open => match stage.open_answer.as_ref().and_then(|open_answer| open_answer.chosen) {
                Some(target) => self.follow(target)?,
                None => return Err(refused(&"First choose a step or an action, with the arrows")),
            },
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Chooses the next thing in the answer that can be chosen, or scrolls by more than a line.
    fn along_answer(&mut self, by: i32) {
        let limit = self.scene(|scene| side_limit(scene, self.area)).unwrap_or(0);
        let Some(open_answer) = self.stage.as_mut().and_then(|stage| stage.open_answer.as_mut()) else {
            return;
        };
        let targets = answer_targets(&open_answer.answer);
        let here = open_answer.chosen.and_then(|chosen| targets.iter().position(|target| *target == chosen));
        let next = match here {
            _ if by.unsigned_abs() > 1 => None,
            Some(here) if by > 0 => targets.get(here + 1),
            Some(here) => here.checked_sub(1).and_then(|place| targets.get(place)),
            None if by > 0 => targets.first(),
            None => targets.last(),
        };
        if let Some(next) = next {
            open_answer.chosen = Some(*next);
            self.show_chosen();
        } else {
            let place = i32::from(open_answer.scroll.min(limit)) + by;
            open_answer.scroll = u16::try_from(place.max(0)).unwrap_or(u16::MAX).min(limit);
        }
    }

    /// Scrolls the answer until what is chosen in it is seen.
    fn show_chosen(&mut self) {
        let scroll = self.scene(|scene| side_scroll(scene, self.area));
        if let (Some(scroll), Some(open_answer)) =
            (scroll, self.stage.as_mut().and_then(|stage| stage.open_answer.as_mut()))
        {
            open_answer.scroll = scroll;
        }
    }

    /// What stands at the side is not scrolled beyond its end.
    pub(in crate::tui) fn keep_side_within(&mut self) {
        let limit = self.scene(|scene| side_limit(scene, self.area)).unwrap_or(0);
        if let Some(scroll) = self.stage.as_mut().and_then(Stage::side_scrolled) {
            *scroll = (*scroll).min(limit);
        }
    }

    /// Scrolls what stands at the side, as the wheel does.
    pub(in crate::tui) fn scroll_side(&mut self, by: i32) {
        if let Some(scroll) = self.stage.as_mut().and_then(Stage::side_scrolled) {
            *scroll = u16::try_from((i32::from(*scroll) + by).max(0)).unwrap_or(u16::MAX);
        }
        self.keep_side_within();
    }

    /// Whether what an answer offers under this number is on the screen.
    pub(in crate::tui) fn sees_remedy(&self, number: u64) -> bool {
        let Some(stage) = &self.stage else { return false };
        let (Some(open_answer), Some(area)) = (&stage.open_answer, stage.layout(self.area).side) else {
            return false;
        };
        let place = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        let scene = open_answer.scene(&stage.run, &self.look);
        place < open_answer.answer.remedies.len()
            && answer_scroll_to(&scene, area, AnswerTarget::Remedy(place)) == open_answer.scroll
    }

    /// Does what the answer offers under this number: if it is seen, and was made for the step that is shown.
    pub(in crate::tui) fn do_seen_remedy(&mut self, number: u64) -> Result<(), Mistake> {
        let stage = self.stage_on_screen()?;
        let open_answer = stage.open_answer.as_ref().ok_or_else(nothing_asked)?;
        if !open_answer.is_here(&stage.run) {
            let step = open_answer.at.1;
            return Err(refused(&format!("The answer is about step {step}: Backspace goes back there")));
        }
        let there = number <= open_answer.answer.remedies.len() as u64;
        if there && !self.sees_remedy(number) {
            return Err(refused(&"The actions are not in sight: the arrow keys lead to them"));
        }
        self.do_remedy(number)
    }

    /// Goes to a step of the evidence, or carries out a remedy.
    pub(in crate::tui) fn follow(&mut self, target: AnswerTarget) -> Result<(), Mistake> {
        match target {
            AnswerTarget::Remedy(place) => return self.do_seen_remedy(place as u64 + 1),
            AnswerTarget::Evidence(place) => {
                let stage = self.stage_on_screen()?;
                let open_answer = stage.open_answer.as_mut().ok_or_else(nothing_asked)?;
                open_answer.chosen = Some(target);
                let (branch, _) = open_answer.at;
                let step = open_answer.answer.evidence.get(place).map(|evidence| evidence.step);
                stage.switch_to(branch)?;
                if let Some(step) = step {
                    stage.seek(step);
                }
            }
        }
        self.show_chosen();
        Ok(())
    }

    /// Carries out what an answer offers, from the moment that it speaks of, and retries.
    fn do_remedy(&mut self, number: u64) -> Result<(), Mistake> {
        let stage = self.stage_on_screen()?;
        let open_answer = stage.open_answer.as_ref().ok_or_else(nothing_asked)?;
        let count = open_answer.answer.remedies.len();
        let place = usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        let Some(remedy) = open_answer.answer.remedies.get(place).cloned() else {
            let message = match count {
                0 => "This answer offers no actions".to_string(),
                1 => "This answer offers one action: 1".to_string(),
                _ => format!("This answer offers 1 to {count}"),
            };
            return Err(refused(&message));
        };
        if remedy.commands.iter().any(|command| matches!(command, Command::Set(_))) {
            let number = (1..).zip(&remedy.commands);
            let lines = number.map(|(number, command)| Line { number, command: command.clone() });
            let script = Script { head: Vec::new(), lines: lines.collect() };
            return self
                .show_script(&script, &remedy.text, &PlayOptions::default())
                .map_err(|error| refused(&error));
        }
        let (question, before) = (open_answer.answer.question, open_answer.answer.headline.join(" "));
        stage.back_to_answer()?;
        let mut done = Ok(());
        for command in &remedy.commands {
            done = self.run_command(command);
            if done.is_err() {
                break;
            }
        }
        self.ask(&question)?;
        if let Some(open_answer) = self.stage.as_mut().and_then(|stage| stage.open_answer.as_mut()) {
            let note = format!("Before you chose to {}: {before}", remedy.text);
            open_answer.answer.notes.push(Sentence::untested(note));
        }
        done
    }

    /// The question that was answered since this was asked last, with its answer: for those who have no screen.
    pub fn take_answer(&mut self) -> Option<String> {
        let open_answer = self.stage.as_mut()?.open_answer.as_mut()?;
        std::mem::take(&mut open_answer.fresh).then(|| open_answer.answer.to_string())
    }
}

fn nothing_asked() -> Mistake {
    refused(&"You have not asked a question yet: y asks one")
}

impl Stage {
    /// How far what stands at the side is scrolled.
    fn side_scrolled(&mut self) -> Option<&mut u16> {
        if let Some(open_answer) = &mut self.open_answer {
            return Some(&mut open_answer.scroll);
        }
        if let Some(lesson) = &mut self.lesson {
            return Some(&mut lesson.side.scroll);
        }
        self.lab.open.then_some(&mut self.lab.scroll)
    }

    fn switch_to(&mut self, branch: crate::history::BranchId) -> Result<(), Mistake> {
        if self.run.current().id() != branch {
            self.run.switch(branch).map_err(|error| refused(&error))?;
        }
        Ok(())
    }

    /// Back to the moment that the answer speaks of.
    fn back_to_answer(&mut self) -> Result<(), Mistake> {
        let (branch, step) = self.open_answer.as_ref().ok_or_else(nothing_asked)?.at;
        if (self.run.current().id(), self.run.cursor()) != (branch, step) {
            self.switch_to(branch)?;
            self.seek(step);
        }
        Ok(())
    }

    /// What one who asks "why" means: what is chosen, or what the pane is about; else what is most worth asking.
    pub fn pointed(&self) -> Question {
        match self.chosen {
            Chosen::Entry(server, index) => self.about_entry(server, index),
            Chosen::Message(id) => Question::Message(id),
            Chosen::Server(server) if self.focus == Pane::Votes => self.about_row(server),
            Chosen::Server(server) => self.about_server(server),
            Chosen::Nothing => match self.focus {
                Pane::Properties => self.about_properties(),
                Pane::Events | Pane::Rule | Pane::SpaceTime | Pane::Code => Question::Step(self.run.cursor()),
                Pane::Votes => self.about_votes(),
                _ => Question::Best,
            },
        }
    }

    /// The same, with what is most worth asking found out.
    pub(in crate::tui) fn pointed_now(&self) -> Question {
        match self.pointed() {
            Question::Best => most_worth_asking(&self.run),
            question => question,
        }
    }

    /// The questions that make sense of what is chosen, the one that is most meant first.
    pub fn questions(&self) -> Vec<Question> {
        let world = self.run.world();
        let mut questions = vec![self.pointed()];
        match self.chosen {
            Chosen::Server(server) => {
                let node = world.node(server);
                questions.push(self.about_server(server));
                if node.leads() {
                    questions.push(Question::Elected { server: Some(server), term: None });
                    questions.push(Question::CanCommit { leader: server, index: None });
                } else {
                    questions.push(Question::CanWin(server));
                }
                questions.push(Question::Changed { what: Number::Term, server });
                if !node.is_down() {
                    questions.push(Question::Crash(server));
                }
            }
            Chosen::Entry(server, index) => {
                questions.push(self.about_entry(server, index));
                let committed = self.run.checker().committed_index() >= index;
                let log = &world.node(server).persistent().log;
                if self.run.checker().is_committed(log, index) {
                    questions.push(Question::CommittedBy(index));
                } else if world.node(server).leads() {
                    questions.push(Question::CanCommit { leader: server, index: Some(index) });
                }
                if let Some(request) = self.request_at(server, index) {
                    questions.push(request);
                }
                let term =
                    world.node(server).log().get(index).and_then(|entry| entry.term).filter(|_| committed);
                questions.push(Question::CanBeLost { index, term });
                questions.push(Question::Where { index, term });
            }
            Chosen::Message(_) => {}
            Chosen::Nothing => {
                if world.leader().is_none() {
                    questions.push(Question::NoLeader);
                }
                questions.push(Question::WhoLeads);
                questions.push(Question::HowManyLeaders);
                if world.requests().len() > 0 {
                    questions.push(Question::Request(Asked::Last));
                }
                questions.push(Question::Safe);
                questions.push(Question::Stuck);
            }
        }
        let mut known = Vec::new();
        questions.retain(|question| {
            let new = !known.contains(question);
            known.push(*question);
            new
        });
        questions
    }

    /// Questions about each server and about what is not committed, whatever is chosen.
    fn questions_about_all(&self) -> Vec<Question> {
        let world = self.run.world();
        let mut questions = Vec::new();
        if let Some(leader) = world.leader() {
            questions.push(Question::Elected { server: Some(leader), term: None });
            let committed = self.run.checker().committed_index();
            let last = world.node(leader).persistent().log.last_index();
            if last > committed {
                questions.push(Question::Committed { index: committed.next(), server: None, not: true });
                questions.push(Question::Where { index: committed.next(), term: None });
            }
            if committed > Index::ZERO {
                questions.push(Question::CommittedBy(committed));
                questions.push(Question::CanBeLost { index: committed, term: None });
            }
        } else {
            questions.push(Question::NoLeader);
        }
        questions.extend([Question::WhoLeads, Question::HowManyLeaders, Question::Safe, Question::Stuck]);
        for server in world.roster().iter() {
            questions.push(self.about_server(server));
            if !world.node(server).leads() {
                questions.push(Question::CanWin(server));
            }
        }
        questions
    }

    /// What became of the request that a leader took as this entry.
    fn request_at(&self, server: ServerId, index: Index) -> Option<Question> {
        let at = |state: RequestState| match state {
            RequestState::Pending { index } | RequestState::Answered { index, .. } => Some(index),
            RequestState::Lost { index, .. } => index,
            RequestState::Redirected { .. } => None,
        };
        let log = &self.run.world().node(server).persistent().log;
        let payload = log.get(index)?.payload;
        let mut numbered = (1..).zip(self.run.world().requests());
        let (number, _) = numbered
            .find(|(_, request)| at(request.state) == Some(index) && payload == request.command.into())?;
        Some(Question::Request(Asked::Number(number)))
    }

    fn about_entry(&self, server: ServerId, index: Index) -> Question {
        let node = self.run.world().node(server);
        let committed = self.run.checker().is_committed(&node.persistent().log, index);
        let knows = node.server().is_some_and(|server| server.volatile().commit_index >= index);
        Question::Committed { index, server: Some(server), not: !(committed && knows) }
    }

    fn about_server(&self, server: ServerId) -> Question {
        let being = match &self.run.world().node(server).life {
            Life::Down(_) => Being::Down,
            Life::Up(up) | Life::Frozen(up) => match up.role().kind() {
                RoleKind::Leader => Being::Leader,
                RoleKind::Candidate => Being::Candidate,
                RoleKind::Follower => Being::Follower,
            },
        };
        Question::Role { server, being, not: false }
    }

    /// A row of the votes: a vote in an election, or what the leader knows of a follower.
    fn about_row(&self, server: ServerId) -> Question {
        let world = self.run.world();
        let candidate = self.candidate();
        match (candidate, world.leader()) {
            (Some(candidate), _) if candidate == server => Question::CanWin(server),
            (Some(candidate), _) => {
                let disk = world.node(server).persistent();
                let refused = disk.voted_for != Some(candidate)
                    || disk.current_term != world.node(candidate).persistent().current_term;
                Question::Vote { voter: server, candidate: Some(candidate), refused }
            }
            (None, Some(leader)) if leader == server => {
                Question::Elected { server: Some(leader), term: None }
            }
            (None, Some(_)) => Question::Changed { what: Number::Match, server },
            (None, None) => Question::Changed { what: Number::Vote, server },
        }
    }

    fn about_votes(&self) -> Question {
        match (self.candidate(), self.run.world().leader()) {
            (Some(candidate), _) => Question::CanWin(candidate),
            (None, Some(_)) => Question::Elected { server: None, term: None },
            (None, None) => Question::NoLeader,
        }
    }

    /// The candidates of a term later than that of any leader.
    fn candidate(&self) -> Option<ServerId> {
        let world = self.run.world();
        let term = |server: ServerId| world.node(server).persistent().current_term;
        let stands = |server: &ServerId| {
            world.node(*server).running().is_some_and(|server| server.candidate().is_some())
        };
        let candidate = world.roster().iter().filter(stands).max_by_key(|server| term(*server))?;
        world.leader().is_none_or(|leader| term(candidate) > term(leader)).then_some(candidate)
    }

    fn about_properties(&self) -> Question {
        let broken = self.run.checker().violations().first().map(|violation| violation.property);
        Question::Property(broken.unwrap_or(Property::StateMachineSafety))
    }
}
