//! While a run plays, the subtitle keeps up with it: frame by frame it is held against the header, the cluster and the
//! events, at every speed and for clusters of every size.

use super::runner::Runner;
use raftarium::explain::{tell, tell_within};
use raftarium::raft::{Fact, RoleKind, ServerId, ServerSet};
use raftarium::sim::{Action, Step, Time, What};
use raftarium::tui::clock::{Moment, Speed};
use std::collections::BTreeSet;

/// How long a frame lasts, in ms.
const FRAME: u64 = 30;
/// The most frames for which a sentence is shown after something else has happened: 3 s in which it is read, and before
/// that 1.2 s in which it may have waited.
const MOST_FRAMES_PAST: u64 = (3_000 + 1_200) / FRAME;

/// What changes the picture at a blow.
fn is_turn(step: &Step) -> bool {
    let acted = matches!(
        step.what,
        What::Acted(
            Action::Crash(_)
                | Action::Restart(_)
                | Action::Freeze(_)
                | Action::Thaw(_)
                | Action::Partition(_)
                | Action::Heal
                | Action::Cut { .. }
                | Action::Mend { .. }
                | Action::SetAside(_)
                | Action::PutBack(_)
        )
    );
    let fact = |fact: &Fact| {
        matches!(
            fact,
            Fact::BecameLeader { .. }
                | Fact::CommitAdvanced { .. }
                | Fact::SteppedDown { was: RoleKind::Leader, .. }
                | Fact::PropertyViolated { .. }
        )
    };
    acted || step.facts.iter().any(fact)
}

/// Something to do, if it can be done then.
type Deed = Box<dyn Fn(&Runner) -> Option<Action>>;

/// What a person does in these runs, and when.
fn deeds(servers: usize) -> Vec<(u64, Deed)> {
    let leader = |runner: &Runner| runner.run().world().leader();
    let up = |runner: &Runner| runner.run().world().up().first().unwrap_or(ServerId::at(0));
    let down = |runner: &Runner| runner.run().world().which(raftarium::sim::Node::is_down).first();
    let mut deeds: Vec<(u64, Deed)> = vec![
        (
            450,
            Box::new(move |runner| {
                Some(Action::Submit { to: leader(runner)?, command: "x=1".parse().unwrap() })
            }),
        ),
        (600, Box::new(move |runner| Some(Action::Crash(leader(runner).unwrap_or(up(runner)))))),
        (1_200, Box::new(move |runner| Some(Action::Restart(down(runner)?)))),
        (1_900, Box::new(|_| Some(Action::Heal))),
    ];
    if servers > 1 {
        deeds.push((
            1_500,
            Box::new(move |runner| {
                Some(Action::Partition(vec![ServerSet::only(leader(runner).unwrap_or(ServerId::at(0)))]))
            }),
        ));
    }
    deeds.sort_by_key(|(at, _)| *at);
    deeds
}

/// The rows of the subtitle on a screen of 80 by 24.
fn band(screen: &str) -> String {
    screen.lines().skip(21).take(2).map(str::trim).collect::<Vec<_>>().join(" ")
}

/// What was seen while one run played.
#[derive(Default)]
struct Seen {
    frames: usize,
    past: usize,
    turns: usize,
    heads: BTreeSet<String>,
}

/// Plays a run, frame by frame, and holds the subtitle against it.
fn watch(servers: usize, speed: Speed, frames: u64, seen: &mut Seen) {
    let about = format!("{servers} servers at {speed}");
    let mut runner = Runner::sandbox(servers, 7).command(&format!("speed {}", speed.typed()));
    if servers > 1 {
        runner = runner.command("link all <-> all loss 20%");
    }
    let mut runner = runner.keys("Space");
    let mut to_do = deeds(servers).into_iter().peekable();
    let (mut cursor, mut shown, mut overtaken) = (runner.cursor(), Moment::default(), 0);
    for frame in 0..frames {
        // What is done while time passes is shown like all that happens.
        if let Some((_, deed)) = to_do.next_if(|(at, _)| runner.run().world().now() >= Time(at * 1_000))
            && let Some(action) = deed(&runner)
        {
            let command = match action {
                Action::Submit { to, command } => format!("submit {command} to {to}"),
                Action::Crash(server) => format!("crash {server}"),
                Action::Restart(server) => format!("restart {server}"),
                Action::Partition(groups) => format!("partition {}", groups[0]),
                _ => "heal".to_owned(),
            };
            runner = runner.command(&command);
            assert!(runner.stage().playback.playing, "{about}: time passes on after {command}");
        }
        runner = runner.wait(FRAME);
        let stage = runner.stage();
        let run = &stage.run;
        let (caption, moment) = (stage.captions.caption(), stage.captions.moment());
        let at = format!("{about}, frame {frame}, step {}: {:?} of {moment:?}", run.cursor(), caption.head);
        let step = run.step().expect("something has happened");
        // What speaks of the step that is shown is what that step is.
        let past = moment.step != run.cursor();
        if !past {
            assert_eq!(caption, &tell_within(step, run), "{at}");
        }
        assert_eq!(stage.past().is_some(), past, "{at}");
        // A turn is shown in the frame in which it happens.
        let new: Vec<&Step> = run.recent().iter().filter(|step| step.number > cursor).collect();
        if let Some(turn) = new.iter().rev().find(|step| is_turn(step)) {
            let told = tell(turn, run.world().configuration()).head;
            assert!(moment.step >= turn.number, "{at}, after {told:?}");
            seen.turns += 1;
        }
        // Nothing is shown much longer than it takes to read it, unless nothing has happened since.
        overtaken = if past && shown == moment { overtaken + 1 } else { 0 };
        assert!(overtaken <= MOST_FRAMES_PAST, "{at}: shown for {overtaken} frames after it was past");
        let is_new = shown != moment;
        (cursor, shown) = (run.cursor(), moment);
        seen.frames += 1;
        seen.past += usize::from(past);
        if is_new || overtaken == 1 {
            seen.heads.insert(caption.head.split(' ').skip(1).take(2).collect::<Vec<_>>().join(" "));
            hold_against_screen(&runner, past, &at);
        }
    }
}

/// The band says what the stage means, and says that it is past; and while the header names a leader, nobody is said to
/// be on the way to leading its term.
fn hold_against_screen(runner: &Runner, past: bool, at: &str) {
    let stage = runner.stage();
    let screen = runner.screen();
    let band = band(&screen);
    if stage.captions.notice().is_some() {
        return;
    }
    let caption = stage.captions.caption();
    let first: String = caption.head.chars().take(20).collect();
    assert!(band.contains(&first), "{at}: not on the screen:\n{screen}");
    let marked = band.contains(" ms ago · ") || band.contains("just now · ");
    assert_eq!(marked, past, "{at}:\n{screen}");
    let header = screen.lines().next().unwrap_or_default();
    let Some((_, term)) = header.split_once(" leads term ") else { return };
    let leads: u32 = term.split(' ').next().unwrap().parse().unwrap();
    let elects = ["starts an", "starts a new", "grants", "counts the vote"];
    let said = caption.term.is_some_and(|term| term.0 <= leads);
    if said && elects.iter().any(|word| caption.head.contains(word)) {
        let now = stage.captions.moment().step == runner.cursor();
        assert!(marked || now, "{at}: {header}\n{band}");
    }
}

#[test]
fn the_subtitle_keeps_up_at_every_speed_and_for_clusters_of_every_size() {
    let mut seen = Seen::default();
    for servers in 1..=9 {
        for speed in Speed::all() {
            watch(servers, speed, 400, &mut seen);
        }
    }
    let Seen { frames, past, turns, heads } = seen;
    println!("{frames} frames, {past} with a sentence that is past, {turns} turns; kinds: {heads:?}");
    assert!(turns > 500 && past > 1_000, "{turns} turns, {past} past");
    for word in ["wins the", "commits entry", "steps down"] {
        assert!(heads.iter().any(|head| head.contains(word)), "{word} was never shown: {heads:?}");
    }
}

/// The finding that this is about: the header said that S4 leads, and the subtitle, for 45 s, that it stands.
#[test]
fn who_wins_is_said_when_the_header_says_it() {
    let mut runner = Runner::sandbox(5, 1).keys("Space");
    while runner.run().world().leader().is_none() {
        runner = runner.wait(FRAME);
    }
    let mut runner = runner.shows("S4 leads term 1").shows("S4 wins the election for term 1");
    for _ in 0..1_500 {
        runner = runner.wait(FRAME);
        let head = &runner.stage().captions.caption().head;
        assert!(!head.contains("starts an election"), "{head}");
    }
}
