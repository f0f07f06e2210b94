//! What a caption says is so: each one of thousands of random steps, with every fault, every rule off in turn and
//! clusters of 1 to 7 servers, is taken apart into its claims, and each claim is held against the cluster before and after
//! the step and against the messages. A caption that makes no claim that is known here fails, too.

mod broken;
mod claims;
mod rules;
mod words;

use raftarium::explain::{Narration, tell_within};
use raftarium::history::Run;
use raftarium::paper::{Bug, BugSet};
use raftarium::raft::{BackUp, Command, Index, Message, ServerId, ServerSet, Term, Timer};
use raftarium::sim::{Action, LinkQuality, MessageId, Setup, Span, SpanRange, Step, Time, World};
use std::collections::BTreeMap;

/// A step, its caption, and what was so before it and is so after it.
pub struct Case<'a> {
    pub before: &'a World,
    pub after: &'a World,
    pub step: &'a Step,
    pub told: &'a Narration,
    pub past: &'a Past,
    pub run: &'a Run,
    /// The rule that is off, if one is.
    pub bug: Option<Bug>,
}

/// What was seen of a run before a step, by its messages alone.
#[derive(Default)]
pub struct Past {
    /// To whom a server gave its vote of a term, in order.
    pub votes: BTreeMap<(ServerId, Term), Vec<ServerId>>,
    /// When a server last sent a vote request to another.
    pub asked: BTreeMap<(ServerId, ServerId), Time>,
    /// When a server last accepted what a leader sent.
    pub heard: BTreeMap<ServerId, Time>,
}

impl Past {
    fn see(&mut self, step: &Step, after: &World) {
        for flight in after.network().flights().filter(|flight| flight.cause == step.number) {
            match flight.message.whole().expect("our own servers sent it") {
                Message::RequestVote(request) => {
                    self.asked.insert((flight.from, flight.to), flight.sent);
                    let own = self.votes.entry((flight.from, request.term)).or_default();
                    if !own.contains(&flight.from) {
                        own.push(flight.from);
                    }
                }
                Message::RequestVoteReply(reply) if reply.vote_granted => {
                    let votes = self.votes.entry((flight.from, reply.request_term)).or_default();
                    if !votes.contains(&flight.to) {
                        votes.push(flight.to);
                    }
                }
                Message::AppendEntriesReply(reply) if reply.request_term == reply.term => {
                    self.heard.insert(flight.from, step.at);
                }
                _ => {}
            }
        }
    }
}

/// How often each claim was tried.
#[derive(Default)]
pub struct Tried {
    pub claims: BTreeMap<String, usize>,
    pub untrue: BTreeMap<String, (usize, String)>,
    pub steps: usize,
}

impl Tried {
    fn hold(&mut self, kind: &str, case: &Case, result: Result<(), String>) {
        *self.claims.entry(kind.to_owned()).or_default() += 1;
        if let Err(why) = result {
            let first = || {
                let Case { told, step, bug, .. } = case;
                format!("{:?} ({bug:?}, step {}): {why}\n      {:?}", told.sentence(), step.number, step)
            };
            let untrue = self.untrue.entry(kind.to_owned()).or_insert_with(|| (0, first()));
            untrue.0 += 1;
        }
    }
}

/// A small source of numbers.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn set(&mut self, of: ServerSet) -> ServerSet {
        of.iter().filter(|_| self.below(2) == 0).collect()
    }

    fn setup(&mut self, servers: usize, bug: Option<Bug>) -> Setup {
        let mut setup = Setup::of(servers, self.below(1 << 30) as u64);
        setup.options.bugs = bug.into_iter().collect::<BugSet>();
        setup.options.back_up = if self.below(2) == 0 { BackUp::ByTerm } else { BackUp::OneByOne };
        setup.options.probe_empty = self.below(3) == 0;
        setup.options.no_op_on_election = self.below(3) == 0;
        setup.options.max_entries = [1, 2, 100][self.below(3)];
        let slow = [20, 60, 200][self.below(3)];
        setup.link = LinkQuality {
            latency: SpanRange::from_ms(1, slow),
            loss: [0, 100, 300][self.below(3)],
            duplicate: [0, 100, 400][self.below(3)],
        };
        setup
    }

    /// Something that a person may do.
    fn action(&mut self, world: &World) -> Action {
        let all = world.roster();
        let server = ServerId::at(self.below(world.size()));
        let message = world.network().nth_flight(self.below(world.network().in_flight()));
        let message = message.map_or(MessageId(1), |flight| flight.id);
        let timer = if self.below(3) == 0 { Timer::Heartbeat } else { Timer::Election };
        let span = Span::from_ms(self.below(300) as u64);
        let (from, to) = (self.set(all), self.set(all));
        match self.below(40) {
            0..=9 => {
                let command = Command::set("x", i64::try_from(self.below(100)).unwrap()).unwrap();
                let to = world.leader().filter(|_| self.below(4) > 0).unwrap_or(server);
                Action::Submit { to, command }
            }
            10 | 11 => Action::Crash(world.leader().filter(|_| self.below(2) == 0).unwrap_or(server)),
            12..=15 => Action::Restart(server),
            16 => Action::Freeze(server),
            17 | 18 => Action::Thaw(server),
            19 => Action::Wipe(server),
            20..=22 => Action::Fire { server, timer },
            23 => Action::SetTimer { server, timer, after: span },
            24 => Action::Align(from),
            25 => Action::Spread(from),
            26 | 27 => Action::Partition(vec![from]),
            28 | 29 => Action::Heal,
            30 => Action::Cut { from, to },
            31 => Action::Mend { from, to },
            32 => Action::HoldLink { from, to },
            33 => Action::ReleaseLink { from: all, to: all },
            34 => Action::Deliver(message),
            35 => Action::Drop(message),
            36 | 37 => Action::Duplicate(message),
            38 => Action::Delay { message, by: span },
            _ if self.below(2) == 0 => Action::Hold(message),
            _ => Action::Release(message),
        }
    }
}

/// Tells a run of so many steps, and holds each caption against it.
fn hold(setup: Setup, dice: &mut Dice, steps: u64, tried: &mut Tried) {
    let bug = setup.options.bugs.iter().next();
    let mut run = Run::new(setup).unwrap();
    let mut past = Past::default();
    while run.cursor() < steps && run.world().network().in_flight() < 2_000 {
        let before = run.world().clone();
        let action = Some(dice.action(&before)).filter(|_| before.is_booted() && dice.below(7) == 0);
        let acted = action.filter(|action| run.act(action).is_ok());
        if acted.is_none() && run.forward().is_none() {
            // All are down.
            let down = run.world().which(raftarium::sim::Node::is_down).first();
            let Some(down) = down else { return };
            run.act(&Action::Restart(down)).unwrap();
            continue;
        }
        let step = run.step().unwrap().clone();
        let told = tell_within(&step, &run);
        let case = Case {
            before: &before,
            after: run.world(),
            step: &step,
            told: &told,
            past: &past,
            run: &run,
            bug,
        };
        claims::hold(&case, tried);
        rules::hold(&case, tried);
        if before.is_booted() {
            broken::hold(&case, acted.as_ref(), tried);
        }
        tried.steps += 1;
        past.see(&step, run.world());
        // What a broken property leaves behind is told by the tests of properties.
        if !run.checker().violations().is_empty() {
            return;
        }
    }
}

#[test]
fn no_caption_says_what_is_not_so() {
    let mut tried = Tried::default();
    let mut dice = Dice(7);
    for round in 0..3 {
        for bug in std::iter::once(None).chain(Bug::ALL.iter().copied().map(Some)) {
            for servers in 1..=7 {
                if round > 0 && servers < 3 {
                    continue;
                }
                let setup = dice.setup(servers, bug);
                let steps = if bug.is_none() { 1_500 } else { 500 };
                hold(setup, &mut dice, steps, &mut tried);
            }
        }
    }
    let Tried { claims, untrue, steps } = tried;
    let count: usize = claims.values().sum();
    println!("{count} claims of {} kinds in {steps} steps:", claims.len());
    for (kind, times) in &claims {
        println!("  {times:>7}  {kind}");
    }
    let told: Vec<String> =
        untrue.iter().map(|(kind, (times, first))| format!("  {times:>6} × {kind}\n      {first}")).collect();
    assert!(told.is_empty(), "{} kinds of claims are untrue:\n{}", told.len(), told.join("\n"));
    assert!(count > 100_000, "only {count} claims");
}

/// The number of entries that a server has.
pub fn last(world: &World, server: ServerId) -> Index {
    world.node(server).persistent().log.last_index()
}
