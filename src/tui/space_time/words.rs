//! Words between the lines, where there is room for them.

use super::layout::SpaceTimeLayout;
use super::lifelines::{Dot, SeenLifelines, word_of};
use super::light::{Light, Shade};
use super::paths::{Finish, Path};
use super::raster::{Raster, half_way};
use crate::history::MarkKind;
use crate::tui::Scene;
use crate::tui::canvas::Canvas;
use ratatui::style::Style;

/// A word that wants a place.
struct Wish {
    /// What matters most comes first.
    rank: u8,
    text: String,
    style: Style,
    /// Where it may stand: column and row, the best place first.
    places: Vec<(i64, i32)>,
}

/// Where words stand already.
struct Taken {
    spans: Vec<(i32, i64, i64)>,
    cursor: Option<i64>,
}

/// Puts words at the dots and beside the messages.
pub(super) fn draw(
    scene: &Scene,
    layout: &SpaceTimeLayout,
    lifelines: &SeenLifelines,
    light: &Light,
    (raster, paths): (&Raster, &[Path]),
    canvas: &mut Canvas,
) {
    if !layout.has_words() {
        return;
    }
    let mut wishes: Vec<Wish> = lifelines
        .dots
        .iter()
        .filter(|dot| layout.servers.contains(&dot.server.position()))
        .filter_map(|dot| at_dot(layout, light, dot, canvas))
        .collect();
    wishes.extend(paths.iter().filter_map(|path| at_path(layout, path, canvas)));
    wishes.sort_by_key(|wish| wish.rank);
    let mut taken = Taken { spans: Vec::new(), cursor: Some(layout.column(scene.clock)) };
    for wish in wishes {
        let width = i64::from(canvas.width(&wish.text));
        let fits = |(column, y): &&(i64, i32)| is_free(layout, raster, &taken, *column, width, *y);
        let Some((column, y)) = wish.places.iter().find(fits).copied() else { continue };
        let Some(x) = layout.x(column) else { continue };
        canvas.put(x, y as u16, &wish.text, wish.style);
        taken.spans.push((y, column - 1, column + width + 1));
    }
}

fn at_dot(layout: &SpaceTimeLayout, light: &Light, dot: &Dot, canvas: &Canvas) -> Option<Wish> {
    let text = word_of(dot.step)?;
    let look = canvas.look;
    let shade = light.step(dot.step.number);
    let rank = match dot.kind {
        _ if dot.here => 0,
        Some(MarkKind::Leader(_) | MarkKind::Violation) => 1,
        Some(MarkKind::Candidate(_) | MarkKind::Crash | MarkKind::Restart) => 2,
        Some(MarkKind::Commit(_)) => 3,
        Some(MarkKind::Learned(_)) | None => 6,
        Some(_) => 4,
    };
    let style = match shade {
        _ if dot.here => look.bold(),
        Shade::Lit => look.strong(),
        Shade::Plain if rank <= 2 => look.text(),
        Shade::Plain | Shade::Dim => look.dim(),
    };
    let y = layout.row(dot.server);
    let width = i64::from(canvas.width(&text));
    let columns = [dot.column - width / 2, dot.column + 2, dot.column - width - 1];
    let places = [y - 1, y + 1].into_iter().flat_map(|y| columns.map(|column| (column, y))).collect();
    Some(Wish { rank: rank + if shade == Shade::Dim { 10 } else { 0 }, text, style, places })
}

fn at_path(layout: &SpaceTimeLayout, path: &Path, canvas: &Canvas) -> Option<Wish> {
    let look = canvas.look;
    let lost = path.finish == Finish::Lost;
    let text = if lost { "lost".to_owned() } else { path.word()? };
    let style = match path.shade {
        Shade::Lit => look.term(path.term()),
        Shade::Plain | Shade::Dim => look.dim(),
    };
    let (column, y) = half_way(layout, path);
    let width = i64::from(canvas.width(&text));
    let places = if lost {
        let way = (layout.row(path.to) - layout.row(path.from)).signum();
        let whole = (layout.row(path.to) - layout.row(path.from)).abs() - 1;
        let y = layout.row(path.from) + way * ((f64::from(whole) * path.share).ceil() as i32).max(1);
        let end = layout.column(path.end);
        vec![(end + 2, y), (end - width - 1, y)]
    } else {
        [0, 1, -1]
            .into_iter()
            .flat_map(|up| [2, 3, -width - 1, -width - 2].map(|aside| (column + aside, y + up)))
            .collect()
    };
    let rank = 5 + if path.shade == Shade::Dim { 10 } else { 0 };
    Some(Wish { rank, text, style, places })
}

/// Whether a word can stand there, with a cell of air on both sides.
fn is_free(
    layout: &SpaceTimeLayout,
    raster: &Raster,
    taken: &Taken,
    column: i64,
    width: i64,
    y: i32,
) -> bool {
    let Ok(row) = u16::try_from(y) else { return false };
    let end = column + width;
    layout.rows.contains(&row)
        && layout.server_at(row).is_none()
        && column >= 0
        && end <= layout.width()
        && !taken.cursor.is_some_and(|cursor| (column - 1..=end).contains(&cursor))
        && !taken.spans.iter().any(|(at, from, to)| *at == y && column < *to && *from < end)
        && (column - 1..=end).all(|column| raster.at(column, row).is_empty())
}
