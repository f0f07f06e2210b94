//! Whatever links are cut: nothing is drawn over a link that is not, and no card moves.

use super::ring::{Ring, body};
use super::way::Way;
use crate::history::Run;
use crate::raft::{ServerId, ServerSet};
use crate::sim::{Action, Setup, Span};
use crate::tui::draw::draw_on;
use crate::tui::{Pane, Scene};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const SIZES: [(u16, u16); 6] = [(80, 24), (100, 30), (120, 36), (160, 45), (200, 60), (240, 75)];

fn drawn(run: &Run, screen: Rect) -> Buffer {
    let mut buffer = Buffer::empty(screen);
    Scene::see(run, Pane::Cluster, None, |scene| draw_on(scene, screen, &mut buffer));
    buffer
}

/// The ring on a screen, if there is one.
fn ring(run: &Run, screen: Rect) -> Option<Ring> {
    let layout = Scene::see(run, Pane::Cluster, None, |scene| scene.layout(screen));
    let area = layout.pane(Pane::Cluster).filter(|_| !layout.rows)?;
    Ring::of(body(area).1, run.world().size())
}

/// The lower left corners of all cards, as they are drawn.
fn corners(ring: &Ring, buffer: &Buffer) -> Vec<String> {
    ring.cards.iter().map(|card| buffer[(card.x, card.bottom() - 1)].symbol().to_owned()).collect()
}

/// Cuts as random as a number: of both kinds, a partition or single links.
fn cut(run: &mut Run, random: u64) {
    let size = run.world().size();
    let bit = |place: usize| random.rotate_right(place as u32 * 7 % 61) & 1 == 1;
    if random.is_multiple_of(2) {
        let side: ServerSet = (0..size).filter(|place| bit(*place)).map(ServerId::at).collect();
        if !side.is_empty() && side.len() < size {
            run.act(&Action::Partition(vec![side])).unwrap();
        }
        return;
    }
    for (place, from) in (0..size).map(ServerId::at).enumerate() {
        for (other, to) in (0..size).map(ServerId::at).enumerate() {
            if from != to && bit(place * size + other) {
                run.act(&Action::Cut { from: ServerSet::only(from), to: ServerSet::only(to) }).unwrap();
            }
        }
    }
}

/// What is wrong with the cells of links over which messages arrive.
fn marks_on_live_links(run: &Run, ring: &Ring, buffer: &Buffer) -> Vec<String> {
    let world = run.world();
    let mut wrong = Vec::new();
    let all = || world.roster().iter();
    for (from, to) in all().flat_map(|from| all().map(move |to| (from, to))) {
        if from == to || world.network().link(from, to).cut {
            continue;
        }
        for (x, y) in Way::of(ring, from, to).cells().filter(|(x, y)| ring.holds(*x, x + 1, *y)) {
            let mark = buffer[(x, y)].symbol();
            let word = (0..3).any(|back| {
                let start = x.saturating_sub(back);
                (start..start + 3).map(|x| buffer[(x, y)].symbol()).collect::<String>() == "cut"
            });
            if matches!(mark, "✕" | "░" | "⊣" | "╳") || word {
                wrong.push(format!("{mark} at {x},{y}, where messages from {from} to {to} pass"));
            }
        }
    }
    wrong
}

#[test]
fn nothing_is_drawn_over_a_live_link_and_no_card_moves() {
    let (mut cuts, mut losses) = (0, 0);
    for seed in 0..24_u64 {
        let servers = [3, 4, 5, 5, 7, 9, 5, 6][seed as usize % 8];
        let mut run = Run::new(Setup::of(servers, seed)).unwrap();
        for _ in 0..20 + seed {
            run.forward();
        }
        let screens = SIZES.map(|(width, height)| Rect::new(0, 0, width, height));
        let before = screens.map(|screen| (ring(&run, screen), drawn(&run, screen)));
        cut(&mut run, (seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        cuts += usize::from(run.world().network().has_cuts());
        let later = run.world().now() + Span::from_ms(700);
        while run.next_at().is_some_and(|at| at < later) {
            let lost = run.forward().is_some_and(|step| matches!(step.what, crate::sim::What::Lost(..)));
            losses += usize::from(lost);
            if !lost && !run.cursor().is_multiple_of(9) {
                continue;
            }
            for (screen, (ring_before, drawn_before)) in screens.into_iter().zip(&before) {
                let now = ring(&run, screen);
                assert_eq!(&now, ring_before, "seed {seed}, {screen}");
                let Some(ring) = now else { continue };
                let buffer = drawn(&run, screen);
                assert_eq!(corners(&ring, &buffer), corners(&ring, drawn_before), "seed {seed}, {screen}");
                let wrong = marks_on_live_links(&run, &ring, &buffer);
                assert!(wrong.is_empty(), "seed {seed}, {screen}: {wrong:#?}\n{buffer:?}");
            }
        }
    }
    assert!(cuts >= 20 && losses > 200, "{cuts} networks with cuts, {losses} messages lost");
}
