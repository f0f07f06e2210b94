//! Messages: from the line of the sender to that of the receiver.

use super::page::{Page, Stroke, path};
use super::space::{Area, FreeSpace};
use super::timeline::{Arrow, Timeline};
use super::{Sheet, markers};
use crate::history::PathEnd;
use crate::raft::Rpc;

/// Draws the messages, those that bring no news first.
pub(super) fn draw(timeline: &Timeline, sheet: &Sheet, page: &mut Page, space: &mut FreeSpace) {
    for arrow in timeline.arrows.iter().filter(|arrow| !sheet.hides(arrow)) {
        let (start, end) = ends(arrow, timeline, sheet);
        space.draw((start, end));
        let unit = sheet.unit;
        let term = page.term(arrow.term);
        let colour = if arrow.quiet { term.mixed(page.ground.back, 50) } else { term };
        let answers = arrow.kind.is_reply();
        let width = match arrow.kind.rpc() {
            _ if arrow.quiet => 1.4,
            _ if answers => 1.8,
            Rpc::RequestVote => 2.4,
            Rpc::AppendEntries => 3.0,
        } * unit;
        let dashes = match arrow.ends {
            PathEnd::InFlight => Some((2.0 * unit, 5.0 * unit)),
            _ if answers => Some((7.0 * unit, 4.0 * unit)),
            _ => None,
        };
        let stroke = Stroke { colour, width, dashes };
        match arrow.ends {
            PathEnd::Arrived => {
                let size = if arrow.quiet { 8.0 } else { 12.0 } * unit;
                head(start, end, size, stroke, answers, page);
            }
            PathEnd::Lost => {
                page.line_between(start, end, stroke);
                space.take(Area::around(end, (12.0 * unit, 12.0 * unit)));
                markers::cross(end, 5.5 * unit, page.alarm(), unit, page);
            }
            PathEnd::InFlight => page.line_between(start, end, stroke),
        }
    }
}

/// Where an arrow begins and ends on the page.
pub(super) fn ends(arrow: &Arrow, timeline: &Timeline, sheet: &Sheet) -> ((f64, f64), (f64, f64)) {
    let (from, to) = (sheet.y(arrow.from), sheet.y(arrow.to));
    let start = (sheet.x(arrow.sent), from);
    let way = (to - from).signum();
    let reached = if arrow.ends == PathEnd::InFlight || arrow.share < 1.0 {
        from + (to - from) * arrow.share
    } else {
        // The tip touches the line, not its middle.
        to - way * (sheet.half(timeline, arrow.to, arrow.end) + sheet.unit)
    };
    let end = (sheet.x(arrow.end), reached);
    // What was sent before the picture begins comes from its edge.
    if start.0 >= sheet.lanes.left || end.0 - start.0 < 1.0 {
        return (start, end);
    }
    let share = ((sheet.lanes.left - start.0) / (end.0 - start.0)).clamp(0.0, 1.0);
    ((sheet.lanes.left, start.1 + (end.1 - start.1) * share), end)
}

/// A line with a head: filled for what asks, open for what answers.
pub(super) fn head(
    start: (f64, f64),
    end: (f64, f64),
    size: f64,
    stroke: Stroke,
    open: bool,
    page: &mut Page,
) {
    let (wide, high) = (end.0 - start.0, end.1 - start.1);
    let length = (wide * wide + high * high).sqrt().max(0.01);
    let (along, across) = ((wide / length, high / length), (-high / length, wide / length));
    let back = |far: f64, side: f64| {
        (end.0 - along.0 * far + across.0 * side, end.1 - along.1 * far + across.1 * side)
    };
    let wings = (back(size, size * 0.4), back(size, -size * 0.4));
    if open {
        page.line_between(start, end, stroke);
        let solid = Stroke { dashes: None, ..stroke };
        page.stroke(&path(&[wings.0, end, wings.1]), solid);
    } else {
        page.line_between(start, back(size * 0.8, 0.0), stroke);
        page.polygon(&[wings.0, end, wings.1], stroke.colour);
    }
}
