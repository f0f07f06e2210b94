//! What the panel of the bug lab knows of the run beside it.

use super::Item;
use crate::explain::Disaster;
use crate::history::{BranchId, Run};
use crate::hunt::Progress;
use crate::language::{Act, Question};
use crate::paper::{Bug, BugSet};
use crate::safety::diagnose;
use crate::sim::{Action, StepId};
use crate::tui::order::{LabOrder, Order};

/// The bug lab beside a run.
#[derive(Clone, Debug, Default)]
pub struct Lab {
    /// Whether the panel is on the screen.
    pub open: bool,
    /// Whether the user has opened or closed it: from then on it stays so. Until then it is there if it fits.
    pub decided: bool,
    /// Nobody has read it yet: for those who have no screen.
    pub fresh: bool,
    /// How many rows are scrolled away.
    pub scroll: u16,
    /// How the branch that is looked at came to break a property, if it did.
    pub disaster: Option<Disaster>,
    /// Of which break that is.
    looked: Option<(BranchId, StepId)>,
    /// What the run beside it is.
    pub kind: Kind,
    /// How many actions the shortest run takes, once it is known.
    pub par: Option<usize>,
    /// How far the hunt for it is, if one is on.
    pub hunted: Option<Progress>,
}

/// What a run is to the bug lab.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// Any run.
    #[default]
    Any,
    /// Prepared to show how it gets stuck, or a cluster made without a rule.
    Prepared,
    /// What a hunt has found: as short as it could make it.
    Shortest,
    /// The user tries to make use of this rule being off.
    ByHand(Bug),
}

/// What can be done from the panel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PanelAction {
    /// Put the rules back, and play the same run beside this one.
    Beside,
    /// Go to where it went wrong.
    Wrong(StepId),
    /// Go to where it broke.
    Broke(StepId),
    /// Begin again.
    Again,
    /// Find the shortest run, or show it.
    Hunt(Bug),
    /// Try by hand.
    ByHand(Bug),
    /// Put a rule back here.
    PutBack(Bug),
    /// Why nothing moves.
    Why,
    /// To the page of the lab.
    Another,
}

impl PanelAction {
    /// The order that does it.
    pub fn order(self) -> Order {
        match self {
            PanelAction::Beside => Order::Lab(LabOrder::Beside),
            PanelAction::Wrong(_) => Order::Lab(LabOrder::Wrong),
            PanelAction::Broke(step) => Order::Seek(step),
            PanelAction::Again => Order::Lab(LabOrder::Again),
            PanelAction::Hunt(bug) => Order::Lab(LabOrder::Hunt(Some(Item::Bug(bug)))),
            PanelAction::ByHand(bug) => Order::Lab(LabOrder::Break(Some(Item::Bug(bug)))),
            PanelAction::PutBack(bug) => Order::act(Act::Obey(bug)),
            PanelAction::Why => Order::Why(Question::Stuck),
            PanelAction::Another => Order::Lab(LabOrder::Page(None)),
        }
    }

    /// The order of the lab whose key stands beside it: what the key is about is known from the run.
    pub(in crate::tui) fn keyed(self) -> Option<LabOrder> {
        match self {
            PanelAction::Beside | PanelAction::PutBack(_) => Some(LabOrder::Beside),
            PanelAction::Wrong(_) => Some(LabOrder::Wrong),
            PanelAction::Again => Some(LabOrder::Again),
            PanelAction::Hunt(_) => Some(LabOrder::Hunt(None)),
            PanelAction::ByHand(_) | PanelAction::Another => Some(LabOrder::Page(None)),
            PanelAction::Broke(_) | PanelAction::Why => None,
        }
    }

    /// What it does, in words.
    pub fn text(self) -> String {
        match self {
            PanelAction::Beside => "put the rule back, play the same run".into(),
            PanelAction::Wrong(step) => format!("go to step {step}, where it went wrong"),
            PanelAction::Broke(step) => format!("go to step {step}, where it broke"),
            PanelAction::Again => "start again".into(),
            PanelAction::Hunt(_) => "see the shortest run found".into(),
            PanelAction::ByHand(_) => "break it yourself".into(),
            PanelAction::PutBack(bug) => format!("put the rule back here (`obey {bug}`)"),
            PanelAction::Why => "why nothing moves".into(),
            PanelAction::Another => "another rule".into(),
        }
    }
}

impl Lab {
    /// Beside a cluster in which a rule is to be broken by hand.
    pub fn by_hand(bug: Bug, par: Option<usize>) -> Lab {
        Lab { kind: Kind::ByHand(bug), par, ..Lab::default() }
    }

    /// Beside what a hunt has found.
    pub fn of_finding(actions: usize) -> Lab {
        Lab { kind: Kind::Shortest, par: Some(actions), ..Lab::default() }
    }

    /// The rule that the user tries to make use of, if it is to be broken by hand.
    pub fn goal(&self) -> Option<Bug> {
        match self.kind {
            Kind::ByHand(bug) => Some(bug),
            _ => None,
        }
    }

    /// Whether the run is what a hunt has found.
    pub fn is_shortest(&self) -> bool {
        self.kind == Kind::Shortest
    }

    /// Looks whether the branch that is looked at breaks a property, and how it came to that. Says whether that is
    /// news.
    pub fn see(&mut self, run: &Run) -> bool {
        let place = Disaster::place(run);
        if place == self.looked {
            return false;
        }
        self.looked = place;
        self.disaster = place.and_then(|_| Disaster::of(run));
        self.fresh |= self.disaster.is_some();
        self.disaster.is_some()
    }

    /// Whether the run is one for which the panel opens by itself.
    pub fn wants_panel(&self) -> bool {
        self.disaster.is_some() || self.kind != Kind::Any
    }

    /// The rules that are off: at the moment that is shown, or when a property breaks later.
    pub fn off(&self, run: &Run) -> BugSet {
        let now = run.world().options().bugs;
        let then = self.disaster.as_ref().map_or(BugSet::NONE, |disaster| disaster.bugs);
        now.iter().chain(then.iter()).collect()
    }

    /// Whether the panel has anything to say of a run.
    pub fn has_panel(&self, run: &Run) -> bool {
        !self.off(run).is_empty() || (self.open && stuck(run))
    }

    /// Whether the numbers on the keyboard do what the panel offers: not while one acts by hand, which takes them to
    /// choose servers.
    pub fn takes_digits(&self, run: &Run) -> bool {
        self.goal().is_none() && (self.disaster.is_some() || stuck(run))
    }

    /// What can be done from the panel, the most likely first.
    pub fn panel_actions(&self, run: &Run) -> Vec<PanelAction> {
        let mut actions = Vec::new();
        let off = self.off(run);
        if let Some(disaster) = &self.disaster {
            actions.push(PanelAction::Beside);
            let wrong = disaster.went_wrong().map(|key| key.step);
            let broke = disaster.violation.step;
            match wrong {
                Some(wrong) if run.cursor() != wrong => actions.push(PanelAction::Wrong(wrong)),
                _ if run.cursor() != broke => actions.push(PanelAction::Broke(broke)),
                _ => {}
            }
        }
        if self.goal().is_some() {
            actions.insert(0, PanelAction::Again);
        }
        let bug = self.goal().or(off.iter().find(|bug| bug.breaks().is_some()));
        if let Some(bug) = bug.filter(|_| !self.is_shortest()) {
            actions.push(PanelAction::Hunt(bug));
        }
        if let Some(bug) = bug.filter(|_| self.is_shortest()) {
            actions.push(PanelAction::ByHand(bug));
        }
        if self.disaster.is_none() {
            actions.extend(run.world().options().bugs.iter().map(PanelAction::PutBack));
            actions.extend((self.goal().is_none() && stuck(run)).then_some(PanelAction::Why));
        }
        actions.push(PanelAction::Another);
        actions.truncate(9);
        actions
    }

    /// How many things a person has done up to the moment that is shown. What was stepped back over does not count.
    pub fn actions(run: &Run) -> usize {
        let before = run.actions().iter().take_while(|placed| placed.after < run.cursor());
        before.filter(|placed| !matches!(placed.action, Action::SetAside(_) | Action::PutBack(_))).count()
    }
}

/// Whether the cluster is safe and makes no progress.
fn stuck(run: &Run) -> bool {
    run.checker().violations().is_empty() && diagnose(run.world(), run.checker()).is_some()
}

/// Something of the panel that can be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PanelTarget {
    /// A step that mattered: to be gone to.
    Step(StepId),
    /// Something to do, by its position.
    Do(usize),
}
