//! Several orders, of which the first that can be done is carried out.

use super::{BranchOrder, LabOrder, LessonOrder, Order};
use crate::language::{Act, Command, Group, MessageVerb, Pick, Place, Target, Targets, Which, commands};
use crate::sim::Span;
use std::fmt;

/// What a key does: the first of these orders that can be done. There is at least one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Orders(Vec<Order>);

/// Stands between orders, as they are typed.
pub(in crate::tui) const OR: &str = " || ";

impl Orders {
    /// These orders, if there is one.
    pub(super) fn of(orders: Vec<Order>) -> Option<Orders> {
        (!orders.is_empty()).then_some(Orders(orders))
    }

    /// All of them, the first to be tried first.
    pub fn iter(&self) -> impl Iterator<Item = &Order> {
        self.0.iter()
    }

    /// Whether the first of them does something to the cluster, or begins to: rather than looking at it.
    pub(in crate::tui) fn change(&self) -> bool {
        let acts =
            |word: &str| commands().iter().any(|usage| usage.place == Place::Action && usage.word == word);
        match &self.0[0] {
            Order::Command(Command::Act(_)) | Order::Groups => true,
            Order::Write(text) => text.split_whitespace().next().is_some_and(acts),
            _ => false,
        }
    }

    /// These, or else that.
    #[must_use]
    pub fn or(mut self, other: impl Into<Orders>) -> Orders {
        self.0.extend(other.into().0);
        self
    }

    /// Lets time pass, or stops it.
    pub fn pause_or_play() -> Orders {
        Order::Pause.or(Order::Play)
    }

    /// Opens the palette with a command to submit, ready to be typed over.
    pub fn submit() -> Orders {
        Order::Write("submit <x=1>".into()).into()
    }

    /// The same for the chosen server, whatever it is.
    pub fn submit_to_chosen() -> Orders {
        Order::Write("submit <x=1> to chosen".into()).into()
    }

    /// Opens the palette to cut one direction of a link.
    pub fn cut_link() -> Orders {
        Order::Write("cut chosen ->".into()).or(Order::Write("cut S1 -> S2".into()))
    }

    /// Crashes whoever leads.
    pub fn crash_leader() -> Orders {
        let leader = Targets(vec![Target::Of(Group::Leader, Pick::First)]);
        Order::act(Act::Crash(leader)).into()
    }

    /// Opens or closes the panel of the bug lab; if no rule is off, the lab itself.
    pub fn lab_panel() -> Orders {
        Orders::from(LabOrder::Panel).or(LabOrder::Page(None))
    }

    /// Crashes the chosen server, or restarts it.
    pub fn crash_or_restart() -> Orders {
        Order::act(Act::Crash(Targets::chosen())).or(Order::act(Act::Restart(Targets::chosen())))
    }

    /// Freezes the chosen server, or lets it go on.
    pub fn freeze_or_thaw() -> Orders {
        Order::act(Act::Freeze(Targets::chosen())).or(Order::act(Act::Thaw(Targets::chosen())))
    }

    /// Holds back the chosen message, or lets it go on.
    pub fn hold_or_release() -> Orders {
        Order::of_message(MessageVerb::Hold).or(Order::of_message(MessageVerb::Release))
    }
}

impl Order {
    /// Something done to the cluster.
    pub const fn act(act: Act) -> Order {
        Order::Command(Command::Act(act))
    }

    /// Something done to the chosen message.
    pub const fn of_message(verb: MessageVerb) -> Order {
        Order::act(Act::Message(verb, Which::Chosen))
    }

    /// Lets the chosen message arrive later.
    pub const fn delay() -> Order {
        Order::of_message(MessageVerb::Delay(Span::from_ms(50)))
    }

    /// This, or else that.
    pub fn or(self, other: impl Into<Orders>) -> Orders {
        Orders::from(self).or(other)
    }
}

impl From<Order> for Orders {
    fn from(order: Order) -> Orders {
        Orders(vec![order])
    }
}

impl From<LabOrder> for Orders {
    fn from(order: LabOrder) -> Orders {
        Order::Lab(order).into()
    }
}

impl From<LessonOrder> for Orders {
    fn from(order: LessonOrder) -> Orders {
        Order::Lesson(order).into()
    }
}

impl From<BranchOrder> for Orders {
    fn from(order: BranchOrder) -> Orders {
        Order::Branch(order).into()
    }
}

impl PartialEq<Order> for Orders {
    fn eq(&self, order: &Order) -> bool {
        self.0.as_slice() == std::slice::from_ref(order)
    }
}

impl fmt::Display for Orders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, order) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(OR)?;
            }
            order.fmt(f)?;
        }
        Ok(())
    }
}
