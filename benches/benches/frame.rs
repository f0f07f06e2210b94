//! How long one frame takes: 200×60, five servers, more than 20,000 steps of history; at most 1 ms is the aim. And how
//! long it takes to find the cone of a step among 20,000.

use criterion::{Criterion, criterion_group, criterion_main};
use raftarium::explain::tell;
use raftarium::history::{Cone, Run};
use raftarium::raft::Command;
use raftarium::sim::{Action, Setup};
use raftarium::tui::draw::draw_on;
use raftarium::tui::{Chosen, Lens, Lit, Look, Pane, Scene, hit};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::hint::black_box;

/// A busy run of five servers: commands, crashes and elections, so that there are entries and marks.
fn long_run() -> Run {
    let mut run = Run::new(Setup::of(5, 7)).expect("the setup is sound");
    while run.cursor() < 20_500 {
        for _ in 0..97 {
            run.forward();
        }
        let Some(leader) = run.world().leader() else { continue };
        let number = run.cursor().cast_signed();
        let command = Command::set("x", number).expect("x is a key");
        run.act(&Action::Submit { to: leader, command }).expect("a leader takes commands");
        if run.cursor().is_multiple_of(11) {
            run.act(&Action::Crash(leader)).expect("a leader is up");
            for _ in 0..60 {
                run.forward();
            }
            run.act(&Action::Restart(leader)).expect("it is down");
        }
    }
    run
}

fn frame(criterion: &mut Criterion) {
    let run = long_run();
    let subtitle = tell(run.step().expect("a run has steps"), run.world().configuration());
    let look = Look::default();
    let scene = Scene {
        run: &run,
        clock: run.world().now(),
        title: "sandbox · 5 servers · seed 7",
        subtitle: &subtitle,
        past: None,
        playing: true,
        speed: "1/100",
        chosen: Chosen::Nothing,
        focus: Pane::Cluster,
        zoom: None,
        scroll: &[0; Pane::ALL.len()],
        draft: None,
        hints: &[("Space", "play"), ("F1", "help")],
        lens: Lens::default(),
        side: None,
        disaster: None,
        lab_keys: &[],
        pins: &[],
        look: &look,
        still: false,
    };
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let area = Rect::new(0, 0, width, height);
        let mut buffer = Buffer::empty(area);
        criterion.bench_function(&format!("frame {width}x{height}, 20k steps"), |bencher| {
            bencher.iter(|| draw_on(black_box(&scene), area, &mut buffer));
        });
    }
    let area = Rect::new(0, 0, 200, 60);
    // The diagram alone: where the run is now, and as far back as it goes.
    let mut back = [0; Pane::ALL.len()];
    back[Pane::SpaceTime as usize] = u16::MAX;
    for (name, scroll, closer) in
        [("now", [0; Pane::ALL.len()], 0), ("far back", back, 0), ("from afar", back, -6)]
    {
        let lens = Lens { closer, lit: Lit::Cone };
        let scene =
            Scene { focus: Pane::SpaceTime, zoom: Some(Pane::SpaceTime), scroll: &scroll, lens, ..scene };
        let mut buffer = Buffer::empty(area);
        criterion.bench_function(&format!("space-time 200x60, 20k steps, {name}"), |bencher| {
            bencher.iter(|| draw_on(black_box(&scene), area, &mut buffer));
        });
    }
    criterion.bench_function("a cone among 20k steps", |bencher| {
        let steps = run.recent();
        bencher.iter(|| Cone::of(black_box(steps), steps[steps.len() / 2].number));
    });
    criterion.bench_function("hit 200x60", |bencher| {
        bencher.iter(|| hit(black_box(&scene), area, black_box(40), black_box(12)));
    });
}

criterion_group!(benches, frame);
criterion_main!(benches);
