//! Where everything is in the diagram: servers in rows, time in columns.

use crate::history::Stretch;
use crate::raft::ServerId;
use crate::sim::{Span, Step, Time};
use crate::tui::overview::Overview;
use crate::tui::{Chosen, Pane, Scene};
use ratatui::layout::Rect;
use std::ops::Range;

/// How long a column can be, in µs.
const SCALES: [u64; 19] = [
    50, 100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000, 15_000, 20_000, 30_000,
    50_000, 100_000, 200_000,
];
/// How many columns an ordinary message takes at least, if nobody has chosen otherwise; where there is more room, one of
/// so many parts of the width.
const COLUMNS_OF_A_MESSAGE: u64 = 7;
const PARTS: u64 = 12;
/// So many columns are the most between two steps: of what is longer, the rest is folded.
const FOLD: u64 = 16;
/// Messages that travel longer than this, in µs, wait for a person to deliver them: they say nothing about the pace.
const BY_HAND: u64 = 60_000_000;
/// How much time passes between two things that are done by hand, in µs, at least as the hunt does them.
const PACE: u64 = 20_000;
/// How many columns one unit of scrolling is.
const SCROLL: u64 = 4;
/// The most rows from one server to the next.
const ROOMIEST: u16 = 7;
/// The columns at the left, for the names.
const NAMES: u16 = 7;
/// How many steps after the last that is seen are looked through for messages that were sent before.
const BEYOND: usize = 2_000;

/// Where everything is.
pub(super) struct SpaceTimeLayout {
    /// The pane, with its title.
    pub area: Rect,
    /// The first column of time, and the one after the last.
    pub columns: Range<u16>,
    /// The row of the times, if there is one.
    pub times: Option<u16>,
    /// The row of the ticks and of the cursor's tip.
    pub ticks: u16,
    /// The rows of servers and messages.
    pub rows: Range<u16>,
    /// The row of the first server that is seen.
    top: u16,
    /// Rows from one server to the next.
    pub pitch: u16,
    /// The servers that are seen, by position.
    pub servers: Range<usize>,
    /// The first row of the legend, if there is one, and how many rows it has.
    pub legend: Option<(u16, u16)>,
    /// The first column that is seen, counted from the first step at hand.
    first: u64,
    /// By step at hand, its place in time with all folds left out, in µs.
    places: Vec<u64>,
    /// By step at hand, its moment.
    moments: Vec<Time>,
    /// How far the view could be scrolled back.
    pub scroll_limit: u16,
    /// How long a column is, in µs.
    pub scale: u64,
    /// The steps that are seen, by position among those at hand.
    pub steps: Range<usize>,
    /// Behind them, those that may end messages which are seen.
    pub beyond: usize,
}

impl SpaceTimeLayout {
    pub fn of(scene: &Scene, overview: &Overview, area: Rect) -> SpaceTimeLayout {
        let size = scene.run.world().size() as u16;
        let bottom = area.bottom();
        let inner = area.height.saturating_sub(1);
        let height_of = |pitch: u16| (size - 1) * pitch + 1;
        // Beyond five rows a server, the times and the legend come first.
        let beside = |pitch: u16| if pitch > 5 { 6 } else { 2 };
        let fits = |pitch: &u16| height_of(*pitch) + beside(*pitch) <= inner;
        let pitch = (2..=ROOMIEST).rev().find(fits).unwrap_or(2);
        let seen =
            if height_of(pitch) < inner { size } else { (inner.saturating_sub(2) / pitch + 1).min(size) };
        let used = (seen - 1) * pitch + 1;
        let spare = inner.saturating_sub(used + 1);
        // From the most useful to the least: the times, a row above for words, the legend, one below, air.
        let times = spare >= 1;
        let above = u16::from(spare >= 2);
        // An empty row parts the legend from the last line.
        let legend = match spare {
            0..=3 => 0,
            4 => 1,
            _ => 2,
        };
        let ticks = area.y + 1 + u16::from(times);
        let legend_top = bottom.saturating_sub(legend);
        let air = spare.saturating_sub(u16::from(times) + above + legend);
        let top = ticks + 1 + above + (air.saturating_sub(u16::from(legend > 0)) / 2).min(3);
        let rows = (ticks + 1).min(bottom)..legend_top.max(ticks + 1).min(bottom);
        let columns = (area.x + NAMES).min(area.right())..area.right();
        let width = u64::from(columns.end - columns.start).max(1);
        let scale = scale(scene, width);
        let steps = scene.run.at_hand();
        let moments: Vec<Time> = steps.iter().map(|step| step.at).collect();
        let places = places(&moments, scale);
        let now = place_of(&places, &moments, scene.clock, scale) / scale;
        let (first, scroll_limit) = first_column(scene, now, width);
        let before = |place: u64| places.partition_point(|step| *step < place);
        let (from, to) = (before(first * scale), before((first + width) * scale));
        SpaceTimeLayout {
            places,
            moments,
            area,
            columns,
            times: times.then_some(area.y + 1),
            ticks: ticks.min(bottom.saturating_sub(1)),
            rows,
            top,
            pitch,
            servers: seen_servers(scene, overview, usize::from(seen)),
            legend: (legend > 0).then_some((legend_top, legend)),
            first,
            scroll_limit,
            scale,
            steps: from..to,
            beyond: to.saturating_add(BEYOND).min(steps.len()),
        }
    }

    /// The row of a server. Those that are not seen have rows too, beyond the edges.
    pub fn row(&self, server: ServerId) -> i32 {
        let rows = |place: usize| i32::from(place as u16 * self.pitch);
        i32::from(self.top) + rows(server.position()) - rows(self.servers.start)
    }

    /// The server of a row.
    pub fn server_at(&self, y: u16) -> Option<ServerId> {
        let below = y.checked_sub(self.top)?;
        let place = self.servers.start + usize::from(below / self.pitch);
        (below.is_multiple_of(self.pitch) && self.servers.contains(&place)).then(|| ServerId::at(place))
    }

    /// The servers that are seen.
    pub fn seen(&self) -> impl Iterator<Item = ServerId> {
        self.servers.clone().map(ServerId::at)
    }

    /// How many columns there are.
    pub fn width(&self) -> i64 {
        i64::from(self.columns.end - self.columns.start)
    }

    /// The column of a moment, counted from the first that is seen.
    pub fn column(&self, time: Time) -> i64 {
        let place = place_of(&self.places, &self.moments, time, self.scale);
        (place / self.scale).cast_signed() - self.first.cast_signed()
    }

    /// The moment at which a column begins; in a fold, a moment before what was folded.
    pub fn time(&self, column: i64) -> Time {
        let place = self.first.saturating_add_signed(column) * self.scale;
        match self.places.partition_point(|step| *step <= place).checked_sub(1) {
            Some(step) => Time(self.moments[step].0 + (place - self.places[step])),
            None => Time(place),
        }
    }

    /// Where time is folded, of what is seen: the columns, and how much time they stand for.
    pub fn folds(&self) -> impl Iterator<Item = (Range<i64>, Span)> {
        let last =
            self.places.partition_point(|step| *step < (self.first + self.width() as u64) * self.scale);
        let first = self.places.partition_point(|step| *step < self.first * self.scale).saturating_sub(1);
        let pairs = (first..last.min(self.moments.len().saturating_sub(1))).map(|step| (step, step + 1));
        pairs.filter_map(|(step, next)| {
            let span = self.moments[next].since(self.moments[step]);
            let is_folded = span.0 > FOLD * self.scale;
            let columns = self.column(self.moments[step]) + 1..self.column(self.moments[next]);
            is_folded.then_some((columns, span))
        })
    }

    /// The columns of a stretch that are seen: the first, and the one after the last.
    pub fn seen_of<T>(&self, stretch: &Stretch<T>) -> (i64, i64) {
        (self.column(stretch.from).max(0), self.column(stretch.to).min(self.width()))
    }

    /// Where a column is on the screen, if it is seen.
    pub fn x(&self, column: i64) -> Option<u16> {
        (0..self.width()).contains(&column).then(|| self.columns.start + column as u16)
    }

    /// The steps that are seen.
    pub fn steps_of<'a>(&self, scene: &Scene<'a>) -> &'a [Step] {
        &scene.run.at_hand()[self.steps.clone()]
    }

    /// Whether there is room for words between the lines.
    pub fn has_words(&self) -> bool {
        self.pitch >= 3
    }
}

/// The place of each step in time, with all that is folded left out.
fn places(moments: &[Time], scale: u64) -> Vec<u64> {
    let mut before = Time::ZERO;
    let mut place = 0;
    let place_of = |at: &Time| {
        place += at.since(before).0.min(FOLD * scale);
        before = *at;
        place
    };
    moments.iter().map(place_of).collect()
}

/// The place of a moment: what is far from the last step before it is folded too.
fn place_of(places: &[u64], moments: &[Time], time: Time, scale: u64) -> u64 {
    match moments.partition_point(|step| *step <= time).checked_sub(1) {
        Some(step) => places[step] + time.since(moments[step]).0.min(FOLD * scale),
        None => time.0.min(FOLD * scale),
    }
}

/// How long a column is: so that an ordinary message takes a few; closer or farther, if that was chosen.
fn scale(scene: &Scene, width: u64) -> u64 {
    let latency = scene.run.world().setup().link.latency;
    let usual = match u64::midpoint(latency.min.0, latency.max.0) {
        BY_HAND.. => PACE,
        usual => usual,
    };
    let wanted = usual / (width / PARTS).max(COLUMNS_OF_A_MESSAGE);
    let fitting = SCALES.partition_point(|scale| *scale < wanted).min(SCALES.len() - 1);
    let place = fitting.saturating_add_signed(-isize::from(scene.lens.closer));
    SCALES[place.min(SCALES.len() - 1)]
}

/// The column at which the view begins, and how far it could be scrolled back. The cursor runs through a quarter of the
/// width, then the view moves on by that quarter: while time passes, the past stands still.
fn first_column(scene: &Scene, cursor: u64, width: u64) -> (u64, u16) {
    let quarter = (width / 4).max(1);
    let home = (cursor / quarter * quarter).saturating_sub(width * 5 / 8);
    let most = home.div_ceil(SCROLL).min(u64::from(u16::MAX)) as u16;
    let back = scene.scroll[Pane::SpaceTime as usize].min(most);
    (home.saturating_sub(u64::from(back) * SCROLL), most)
}

/// The servers that get a row when not all do: those around the one that matters.
fn seen_servers(scene: &Scene, overview: &Overview, count: usize) -> Range<usize> {
    let size = scene.run.world().size();
    let wanted = match scene.chosen {
        Chosen::Server(server) | Chosen::Entry(server, _) => Some(server),
        _ => overview.acting.or(overview.leader),
    };
    let count = count.min(size);
    let first = wanted.map_or(0, ServerId::position).saturating_sub(count / 2).min(size - count);
    first..first + count
}
