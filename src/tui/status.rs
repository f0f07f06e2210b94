//! The status line: who leads which term, what is off, the time.

mod title;

use crate::explain::grouped;
use crate::tui::canvas::Canvas;
use crate::tui::look::glyph;
use crate::tui::overview::{Overview, term_of};
use crate::tui::{Scene, Side};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Pieces of text, each in its style.
type Pieces = Vec<(String, Style)>;

fn width(canvas: &Canvas, pieces: &Pieces) -> u16 {
    pieces.iter().map(|(text, _)| canvas.width(text)).sum()
}

fn put(x: u16, y: u16, end: u16, pieces: &Pieces, canvas: &mut Canvas) -> u16 {
    let mut x = x;
    for (text, style) in pieces {
        x = canvas.put_cut(x, y, text, end.saturating_sub(x), *style);
    }
    x
}

/// Draws the line.
pub(super) fn draw(scene: &Scene, overview: &Overview, area: Rect, canvas: &mut Canvas) {
    if area.height == 0 {
        return;
    }
    let who = who(scene, overview, area.width, canvas);
    let aside = set_aside(scene, canvas);
    let margin = if area.width >= 24 { 2 } else { 0 };
    let area = Rect { x: area.x + margin, width: area.width.saturating_sub(2 * margin), ..area };
    let who = beside_violation(scene, overview, who, &aside, area.width, canvas);
    if area.width >= 106 {
        let who = with_cut(scene, overview, who, &aside, area.width, canvas);
        wide(scene, area, &who, &aside, canvas);
    } else {
        narrow(scene, overview, area, &who, &aside, canvas);
    }
}

/// Title and what is off, who leads in the middle, the time at the right.
fn wide(scene: &Scene, area: Rect, who: &Pieces, aside: &Pieces, canvas: &mut Canvas) {
    let look = canvas.look;
    let y = area.y;
    let short = set_aside_in_short(scene, canvas).filter(|short| {
        let named = canvas.width("Raftarium") + 2 + canvas.width(scene.title) + 3 + width(canvas, short);
        named + 6 + width(canvas, who) + canvas.width(&clock(scene, Detail::Steps)) <= area.width
    });
    let aside = short.as_ref().unwrap_or(aside);
    let (middle, apart) = (width(canvas, who), width(canvas, aside) + if aside.is_empty() { 0 } else { 3 });
    let names = title::wordings(scene.title);
    let least = canvas.width(names.last().map_or("", String::as_str)).min(28);
    let head = canvas.width("Raftarium") + 2 + least + apart;
    let fits = |text: &String| head + 3 + middle + 3 + canvas.width(text) <= area.width;
    let time = Detail::ALL.into_iter().map(|detail| clock(scene, detail)).find(fits);
    let time = time.unwrap_or_else(|| clock(scene, Detail::Speed));
    let end = canvas.put_right(area.right(), y, &time, look.dim()).saturating_sub(3);
    let x = canvas.put(area.x, y, "Raftarium", look.bold()) + 2;
    // What is off is never cut off: the title gives way.
    let room = end.saturating_sub(middle + 3 + apart + x);
    let name = names.iter().find(|name| canvas.width(name) <= room).or(names.last());
    let name = name.filter(|name| room >= READABLE || canvas.width(name) <= room);
    let mut x = canvas.put_cut(x, y, name.map_or("", String::as_str), room, look.dim());
    if !aside.is_empty() {
        if name.is_some() {
            x = canvas.put(x, y, " · ", look.dim());
        }
        x = put(x, y, end.saturating_sub(middle + 3), aside, canvas);
    }
    let centred = area.x + (area.width / 2).saturating_sub(middle / 2 + 1);
    put(centred.max(x + 3).min(end.saturating_sub(middle).max(x + 3)), y, end, who, canvas);
}

/// Who leads, what is off or what the run is called, and the time as far as there is room: the speed
/// always, ms first to go.
fn narrow(scene: &Scene, overview: &Overview, area: Rect, who: &Pieces, aside: &Pieces, canvas: &mut Canvas) {
    let look = canvas.look;
    let y = area.y;
    let name = title::wordings(scene.title).pop().unwrap_or_default();
    let named = 3 + canvas.width(&name).min(NAMED);
    let apart = if aside.is_empty() { 0 } else { width(canvas, aside) + 3 };
    let taken = width(canvas, who) + 3;
    let room = area.width.saturating_sub(taken);
    let fits = |text: &String, beside: u16| canvas.width(text) + beside <= room;
    let times = Detail::ALL.map(|detail| clock(scene, detail));
    let moment = [clock(scene, Detail::Moment)];
    let going = what_goes_on(scene, overview);
    let wide = |words: Option<&String>| words.map_or(0, |words| 3 + canvas.width(words));
    let whole = wide(going.first());
    // A partition is told at any size, if only in a word.
    let cut = overview.cuts.are_there();
    let least = if cut { wide(going.last()) } else { 0 };
    // From the back row, who leads and who is cut off is what counts: less is larger.
    let lecture = matches!(scene.side, Some(Side::Lesson(lesson)) if lesson.lecture);
    let time = times[..2]
        .iter()
        .find(|text| fits(text, apart + named + whole))
        .or_else(|| times[2..3].iter().find(|text| fits(text, apart + named + whole)))
        .or_else(|| moment.iter().find(|text| cut && area.width >= 76 && fits(text, apart + least)))
        .or_else(|| times[1..].iter().find(|text| cut && fits(text, apart + whole)))
        .or_else(|| times[..2].iter().find(|text| !cut && fits(text, apart + named)))
        .or_else(|| times.iter().find(|text| fits(text, apart + least)))
        .or_else(|| times.iter().find(|text| fits(text, apart)))
        // What is off leaves room for the speed, if that leaves it enough to be read.
        .or_else(|| times[2..].iter().find(|text| fits(text, apart.min(30))));
    let time = time.filter(|_| !lecture);
    let end = time.map_or(area.right() + 3, |time| canvas.put_right(area.right(), y, time, look.dim())) - 3;
    let marked = scene.run.world().beginning().mark().is_some();
    let short = vec![(if marked { "cannot arise" } else { "rule off" }.to_owned(), look.alarm())];
    // That a rule is off is said at any size, before who leads.
    let left = end.saturating_sub(area.x + width(canvas, who) + 3);
    let aside = if aside.is_empty() || left >= READABLE { aside } else { &short };
    let room = if aside.is_empty() { 0 } else { width(canvas, aside).min(READABLE) + 3 };
    let mut x = put(area.x, y, end.saturating_sub(room), who, canvas);
    if !aside.is_empty() {
        x = put(x + 3, y, end, aside, canvas);
    }
    let tell = |x: u16, canvas: &mut Canvas| {
        let fits = |words: &&String| x + 3 + canvas.width(words) <= end;
        let told = going.iter().find(fits);
        told.map_or(x, |words| canvas.put(x + 3, y, words, look.text()))
    };
    if cut {
        x = tell(x, canvas);
    }
    if time.is_some() && x + named <= end {
        x = canvas.put_cut(x + 3, y, &name, NAMED, look.dim());
    }
    if !cut {
        tell(x, canvas);
    }
}

/// Of fewer cells of a title nothing can be told.
const READABLE: u16 = 12;
/// The most cells for the title in a narrow line.
const NAMED: u16 = 24;

/// How much of the time is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    All,
    /// Without whether time passes: where there is a cut to tell of, when and which step go before that.
    Moment,
    Steps,
    Speed,
    Least,
}

impl Detail {
    const ALL: [Detail; 4] = [Detail::All, Detail::Steps, Detail::Speed, Detail::Least];
}

fn clock(scene: &Scene, detail: Detail) -> String {
    let time = format!("{} ms", grouped(scene.clock.ms()));
    let state = if scene.playing { "playing" } else { "paused" };
    let speed = scene.speed;
    let step = if scene.run.in_past() {
        format!("step {} of {}", grouped(scene.run.cursor()), grouped(scene.run.end()))
    } else {
        format!("step {}", grouped(scene.run.cursor()))
    };
    match detail {
        Detail::All => format!("{time} · {step} · {state} · {speed}"),
        Detail::Moment => format!("{time} · {step} · {speed}"),
        Detail::Steps => format!("{step} · {state} · {speed}"),
        Detail::Speed => format!("{state} · {speed}"),
        Detail::Least => speed.to_owned(),
    }
}

/// That a property of Figure 3 is broken; if none is, who leads.
fn who(scene: &Scene, overview: &Overview, width: u16, canvas: &Canvas) -> Pieces {
    match scene.run.checker().violations().first() {
        Some(violation) => vec![(format!(" ✗ {} ", violation.property), canvas.look.alarm_filled())],
        None => leaders(scene, overview, width, canvas),
    }
}

/// Who leads stands beside a broken property too, if there is room.
fn beside_violation(
    scene: &Scene,
    overview: &Overview,
    who: Pieces,
    aside: &Pieces,
    room: u16,
    canvas: &Canvas,
) -> Pieces {
    if scene.run.checker().violations().is_empty() {
        return who;
    }
    let mut both = who.clone();
    both.push(("  ".to_owned(), canvas.look.text()));
    both.extend(leaders(scene, overview, room, canvas));
    let apart = if aside.is_empty() { 0 } else { 3 + width(canvas, aside) };
    let rest = canvas.width("Raftarium") + 6 + canvas.width(&clock(scene, Detail::Steps));
    if width(canvas, &both) + apart + rest <= room { both } else { who }
}

/// Behind who leads, who is with whom: in as many words as there is room for.
fn with_cut(
    scene: &Scene,
    overview: &Overview,
    mut who: Pieces,
    aside: &Pieces,
    room: u16,
    canvas: &Canvas,
) -> Pieces {
    if !overview.cuts.are_there() {
        return who;
    }
    let rest = canvas.width("Raftarium") + 6 + canvas.width(&clock(scene, Detail::Speed));
    let taken = width(canvas, &who) + 3 + width(canvas, aside) + 3 + rest;
    let words = overview.cuts.in_words(scene.run.world().configuration());
    let fits = words.iter().find(|words| taken + canvas.width(words) <= room).or(words.last());
    who.extend(fits.map(|words| (format!("   {words}"), canvas.look.text())));
    who
}

/// Who leads which term, or that nobody does.
fn leaders(scene: &Scene, overview: &Overview, width: u16, canvas: &Canvas) -> Pieces {
    let look = canvas.look;
    let world = scene.run.world();
    let mut pieces = Pieces::new();
    for (position, leader) in overview.leaders.iter().take(if width < 60 { 1 } else { 2 }).enumerate() {
        let term = term_of(world.node(*leader));
        let gap = if position > 0 { "   " } else { "" };
        pieces.push((format!("{gap}{}", glyph::LEADER), look.term(term).add_modifier(Modifier::BOLD)));
        pieces.push(if position == 0 {
            (format!(" {leader} leads term {term}"), look.bold())
        } else {
            (format!(" {leader} still leads term {term}"), look.text())
        });
    }
    if pieces.is_empty() {
        let glyph = if overview.candidate.is_some() { glyph::CANDIDATE } else { glyph::FOLLOWER };
        let style = look.term(overview.term).add_modifier(Modifier::BOLD);
        pieces.push((glyph.to_string(), style));
        pieces.push((format!(" term {}, no leader", overview.term), look.bold()));
    }
    pieces
}

/// The rules that are off, and that a run begins in a state that cannot arise: said on every screen.
fn set_aside(scene: &Scene, canvas: &Canvas) -> Pieces {
    if let Some(mark) = scene.run.world().beginning().mark() {
        return vec![(mark.to_owned(), canvas.look.alarm())];
    }
    let bugs = scene.run.world().options().bugs;
    let mut names = bugs.iter();
    let Some(first) = names.next() else { return Pieces::new() };
    let others = names.count();
    let more = if others > 0 { format!(" and {others} more") } else { String::new() };
    vec![(format!("rule off: {}{more}", first.rule_off()), canvas.look.alarm())]
}

/// That a rule is off, where the title says which one.
fn set_aside_in_short(scene: &Scene, canvas: &Canvas) -> Option<Pieces> {
    if scene.run.world().beginning().mark().is_some() {
        return None;
    }
    let mut bugs = scene.run.world().options().bugs.iter();
    let named = bugs.next().is_some_and(|bug| scene.title.contains(bug.id())) && bugs.next().is_none();
    named.then(|| vec![("rule off".to_owned(), canvas.look.alarm())])
}

/// What happens besides leading, in ever fewer words: who is with whom, or who is a candidate.
fn what_goes_on(scene: &Scene, overview: &Overview) -> Vec<String> {
    let world = scene.run.world();
    if overview.cuts.are_there() {
        return overview.cuts.in_words(world.configuration()).to_vec();
    }
    let standing = world.which(|node| node.running().is_some_and(|server| server.candidate().is_some()));
    match standing.len() {
        0 => Vec::new(),
        1 => vec![format!("{standing} is a candidate")],
        count => vec![format!("{standing} are candidates"), format!("{count} candidates")],
    }
}
