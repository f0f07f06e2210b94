//! What one frame shows: everything that the panes may look at, and nothing that they may change.

use crate::explain::{self, Disaster, Narration};
use crate::history::Run;
use crate::lesson::Pane;
use crate::paper::{Property, Rule};
use crate::raft::{Index, ServerId, ServerSet};
use crate::sim::{MessageId, Span, Time};
use crate::tui::Side;
use crate::tui::chosen::Chosen;
use crate::tui::lab::order::LabOrder;
use crate::tui::layout::Layout;
use crate::tui::lens::Lens;
use ratatui::layout::Rect;

/// What one frame shows.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The run, with its cursor at the step that is shown.
    pub run: &'a Run,
    /// The moment that is shown: at or after the last step, not after the next. Messages and timers are drawn
    /// where they are at this moment.
    pub clock: Time,
    /// What the cluster is: `sandbox · 5 servers · seed 7`.
    pub title: &'a str,
    /// The sentence in the subtitle band.
    pub subtitle: &'a Narration,
    /// How long ago it was what that sentence tells; none if that is the step that is shown.
    pub past: Option<Span>,
    /// Whether time passes by itself.
    pub playing: bool,
    /// Simulated time per time of the viewer, as text: `100× slower`, `real time`.
    pub speed: &'a str,
    /// What is chosen: drawn with ▸ and a strong outline.
    pub chosen: Chosen,
    /// The pane that keys go to.
    pub focus: Pane,
    /// The pane that has the screen to itself, if one has.
    pub zoom: Option<Pane>,
    /// How far each pane is scrolled, in its own units (lines, or columns of entries), by `Pane as usize`: from
    /// its beginning, or back from its end where [`Pane::counts_back`].
    pub scroll: &'a [u16; Pane::ALL.len()],
    /// The groups of a partition that is being drawn up by the user, if one is.
    pub draft: Option<&'a [ServerSet]>,
    /// The keys worth knowing here and now, most useful first: the key, and what it does.
    pub hints: &'a [(&'a str, &'a str)],
    /// How the space-time diagram is looked at.
    pub lens: Lens,
    /// What stands at the side of the panes, if something does.
    pub side: Option<Side<'a>>,
    /// How the branch that is looked at came to break a property with a rule off, if it did.
    pub disaster: Option<&'a Disaster>,
    /// The orders of the bug lab that have a key, and their keys.
    pub lab_keys: &'a [(LabOrder, String)],
    /// Bookmarks and forks on the branch that is looked at, earliest first.
    pub pins: &'a [Pin],
    /// Colours and glyphs.
    pub look: &'a crate::tui::Look,
    /// Messages jump from sender to receiver, and nothing else moves.
    pub still: bool,
}

impl<'a> Scene<'a> {
    /// Where everything is on a screen.
    pub fn layout(&self, screen: Rect) -> Layout {
        let servers = self.run.world().size();
        Layout::with_side(screen, self.focus, self.zoom, servers, self.side.map(Side::placement))
    }

    /// The answer that is on the screen, if one is.
    pub fn open_answer(&self) -> Option<&'a crate::tui::OpenAnswer> {
        self.side.and_then(Side::open_answer)
    }

    /// What is to be seen before all else: what the answer or the lesson speaks of.
    pub fn lit(&self) -> Option<&'a explain::Lit> {
        self.side.and_then(Side::lit)
    }

    /// What stands at the side, and where.
    pub(super) fn side_on(&self, screen: Rect) -> Option<(Side<'a>, Rect)> {
        self.side.zip(self.layout(screen).side)
    }
}

#[cfg(test)]
impl Scene<'_> {
    /// A plain scene of a run, for tests.
    pub(crate) fn see<T>(run: &Run, focus: Pane, zoom: Option<Pane>, see: impl FnOnce(&Scene) -> T) -> T {
        let told = |step| explain::tell(step, run.world().configuration());
        see(&Scene {
            run,
            clock: run.world().now(),
            title: "",
            subtitle: &run.step().map(told).unwrap_or_default(),
            past: None,
            playing: false,
            speed: "real time",
            chosen: Chosen::Nothing,
            focus,
            zoom,
            scroll: &[0; Pane::ALL.len()],
            draft: None,
            hints: &[],
            lens: Lens::default(),
            side: None,
            disaster: None,
            lab_keys: &[],
            pins: &[],
            look: &crate::tui::Look::default(),
            still: true,
        })
    }
}

/// Something on the scrubber that is no step.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Pin {
    /// The moment that it marks.
    pub at: Time,
    /// What happened there.
    pub kind: PinKind,
}

/// What a pin marks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum PinKind {
    /// Another branch left here.
    Left,
    /// This branch left another one here.
    Began,
    /// A bookmark.
    Bookmark,
}

/// What is under the mouse.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// What stands at the side.
    Side(crate::tui::SideTarget),
    /// A fact of a step in the list of events, by its rule.
    Fact(Rule),
    /// A property of Figure 3.
    Property(Property),
    /// A server's card, or its row in the logs or votes.
    Server(ServerId),
    /// A message in flight, on the ring or in the list.
    Message(MessageId),
    /// An entry of a log.
    Entry(ServerId, Index),
    /// A step in the list of events.
    Step(u64),
    /// A place on the scrubber: thousandths of the run's time.
    Scrubber(u16),
    /// A hint in the line of keys, by its position.
    Hint(usize),
    /// Anywhere else in a pane.
    Pane(Pane),
}
