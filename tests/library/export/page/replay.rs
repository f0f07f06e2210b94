//! Whoever follows the rows of a page has the states of the run, all of them.

use super::{data, first, page, scenario, subject};
use raftarium::explain::tell_within;
use raftarium::export::Steps;
use raftarium::history::Run;
use raftarium::paper::Property;
use raftarium::raft::{Index, LeaderState, Progress, RoleKind, Server, ServerId, ServerSet};
use raftarium::sim::{LifeKind, Node, Setup, Transit};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Follows a page row by row, as its script does.
struct Replayer {
    data: Value,
    servers: Vec<Map<String, Value>>,
    way: BTreeMap<u64, Vec<Value>>,
    deaf: Value,
    committed: Vec<u64>,
    broken: BTreeSet<u64>,
    time: u64,
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn numbers(value: &Value) -> Vec<u64> {
    list(value).iter().map(|number| number.as_u64().expect("a number")).collect()
}

impl Replayer {
    fn new(data: Value) -> Replayer {
        let start = &data["start"];
        let mut replayer = Replayer {
            servers: list(&start["servers"])
                .iter()
                .map(|server| server.as_object().unwrap().clone())
                .collect(),
            way: BTreeMap::new(),
            deaf: start["deaf"].clone(),
            committed: numbers(&start["committed"]),
            broken: numbers(&start["broken"]).into_iter().collect(),
            time: start["time"].as_u64().unwrap(),
            data: Value::Null,
        };
        replayer.travel(&start["way"]);
        replayer.data = data;
        replayer
    }

    fn travel(&mut self, messages: &Value) {
        for message in list(messages) {
            let message = list(message).to_vec();
            self.way.insert(message[0].as_u64().unwrap(), message);
        }
    }

    fn apply(&mut self, row: usize) {
        let row = self.data["steps"][row].clone();
        self.time += row["t"].as_u64().unwrap();
        for (server, change) in row["set"].as_object().into_iter().flatten() {
            let server = &mut self.servers[server.parse::<usize>().unwrap()];
            server.extend(change.as_object().unwrap().clone());
        }
        self.travel(&row["way"]);
        for gone in numbers(&row["gone"]) {
            assert!(self.way.remove(&gone).is_some(), "message {gone} was under way");
        }
        if row["deaf"].is_array() {
            self.deaf = row["deaf"].clone();
        }
        self.committed.extend(numbers(&row["committed"]));
        self.broken.extend(numbers(&row["broken"]));
    }

    /// The entries of a log, by where it ends.
    fn log(&self, tip: &Value) -> Vec<(u64, String)> {
        let mut entries = Vec::new();
        let mut tip = tip.as_u64().unwrap();
        while tip > 0 {
            let entry = &self.data["entries"][tip as usize - 1];
            entries.push((entry[1].as_u64().unwrap(), entry[2].as_str().unwrap().to_owned()));
            tip = entry[0].as_u64().unwrap();
        }
        entries.reverse();
        entries
    }

    fn word(&self, number: &Value) -> &str {
        match number.as_u64().unwrap() {
            0 => "",
            number => self.data["words"][number as usize - 1].as_str().unwrap(),
        }
    }

    fn agrees(&self, run: &Run) {
        let step = run.step().expect("a step");
        let at = step.number;
        assert_eq!(self.time, step.at.0, "the time of step {at}");
        let row = &self.data["steps"][(at - first(&self.data)) as usize];
        let told = tell_within(step, run);
        let said: Vec<&str> = list(&row["say"]).iter().map(|number| self.word(number)).collect();
        assert_eq!(
            said,
            [&told.head, &told.rest, &told.place, &told.short_place],
            "what is said of step {at}"
        );
        for node in run.world().nodes() {
            self.agrees_on(node, at);
        }
        self.agrees_on_network(run);
        let digests = run.checker().committed_from(Index(1)).map(|(_, committed)| committed.entry);
        let committed: Vec<(u64, String)> =
            digests.map(|entry| (u64::from(entry.term.0), entry.payload.to_string())).collect();
        let shown: Vec<(u64, String)> =
            self.committed.iter().map(|tip| self.log(&json!(tip)).pop().expect("an entry")).collect();
        assert_eq!(shown, committed, "what is committed after step {at}");
        let broken = run.checker().violations().iter().map(|violation| violation.property);
        let shown = self.broken.iter().map(|property| Property::ALL[*property as usize]);
        assert_eq!(shown.collect::<BTreeSet<_>>(), broken.collect(), "what is broken after step {at}");
    }

    fn agrees_on(&self, node: &Node, step: u64) {
        let shown = &self.servers[node.id.position()];
        let position =
            |server: Option<ServerId>| server.map_or(Value::Null, |server| json!(server.position()));
        let bits = |set: ServerSet| set.iter().map(|server| 1_u64 << server.position()).sum::<u64>();
        let server = node.server();
        let life = match node.kind() {
            LifeKind::Up => "up",
            LifeKind::Frozen => "frozen",
            LifeKind::Down => "down",
        };
        let role = server.map_or(RoleKind::Follower, |server| server.role().kind());
        let disk = node.persistent();
        let leader = server.and_then(Server::leader);
        let indexes = |leader: &LeaderState, index: fn(&Progress) -> Index| {
            json!(leader.everyone().map(|(_, progress)| index(progress).0).collect::<Vec<_>>())
        };
        let candidate = server.and_then(Server::candidate);
        let timer = if node.leads() { node.heartbeat } else { node.election };
        let timer = timer.filter(|_| node.kind() == LifeKind::Up);
        let expected = [
            ("life", json!(life)),
            ("role", json!(role.name())),
            ("term", json!(disk.current_term.0)),
            ("vote", position(disk.voted_for)),
            ("leader", position(server.and_then(Server::known_leader))),
            ("commit", json!(server.map_or(0, |server| server.volatile().commit_index.0))),
            ("votes", json!(candidate.map(|it| [bits(it.votes), bits(it.refusals)]))),
            ("next", json!(leader.map(|leader| indexes(leader, |progress| progress.next_index)))),
            ("matched", json!(leader.map(|leader| indexes(leader, |progress| progress.match_index)))),
            ("timer", json!(timer.map(|timer| [timer.due.0, timer.length.0]))),
        ];
        for (name, value) in expected {
            assert_eq!(shown[name], value, "{name} of {} after step {step}", node.id);
        }
        let log: Vec<(u64, String)> =
            disk.log.entries().map(|entry| (u64::from(entry.term.0), entry.payload.to_string())).collect();
        assert_eq!(self.log(&shown["log"]), log, "the log of {} after step {step}", node.id);
    }

    fn agrees_on_network(&self, run: &Run) {
        let world = run.world();
        for from in world.roster().iter() {
            for to in world.roster().iter().filter(|to| *to != from) {
                let shown = self.deaf[from.position()].as_u64().unwrap() >> to.position() & 1 == 1;
                assert_eq!(shown, world.network().link(from, to).cut, "{from} to {to}");
            }
        }
        let shown: BTreeSet<String> = self.way.values().map(|under| self.letter(under)).collect();
        let flights = world.network().flights().map(|flight| {
            let held = flight.place == Transit::Held;
            let (from, to) = (flight.from.position(), flight.to.position());
            let (sent, due) = (flight.sent.0, flight.due.0);
            let doomed = flight.doom.is_some();
            let term = flight.message.term().expect("our own servers tell their term");
            format!("{from}>{to} {sent} {due} {held} {doomed} {term}")
        });
        assert_eq!(shown, flights.collect(), "what is under way after step {}", run.cursor());
        assert_eq!(self.way.len(), world.network().in_flight());
    }

    fn letter(&self, under: &[Value]) -> String {
        let row = &self.data["messages"][under[0].as_u64().unwrap() as usize];
        let held = under.get(2).is_some_and(|held| held == true);
        let doomed = under.get(3).is_some_and(|doom| !doom.is_null());
        format!("{}>{} {} {} {held} {doomed} {}", row[0], row[1], row[2], under[1], row[5])
    }
}

/// Compares all states from the first to the last step of a page.
fn follows(run: &Run, steps: Steps) {
    let page = page(&raftarium::export::Subject { steps, ..subject(run) });
    let mut replayer = Replayer::new(data(&page));
    let mut run = run.clone();
    assert!(run.seek(first(&replayer.data)));
    replayer.agrees(&run);
    let rows = list(&replayer.data["steps"]).len();
    for row in 1..rows {
        run.forward().expect("a step");
        replayer.apply(row);
        replayer.agrees(&run);
    }
    assert_eq!(run.cursor(), steps.last);
}

#[test]
fn a_page_has_the_states_of_the_run_at_every_step() {
    for name in [
        "01-initial-election",
        "10-rejoin-of-a-partitioned-leader",
        "13-restart-of-everyone",
        "16-who-can-win-figure-7",
        "17-figure-8-overwritten",
        "19-bug-commit-by-count",
        "22-split-vote",
        "23-one-way-link",
        "24-frozen-leader",
        "27-no-op",
        "28-late-append-entries",
        "35-bug-vote-forgotten",
    ] {
        let run = scenario(name);
        follows(&run, Steps::all(&run));
    }
}

#[test]
fn a_part_of_a_run_begins_with_all_that_is_there_then() {
    for (name, first, last) in [("19-bug-commit-by-count", 40, 103), ("20-unreliable-network", 301, 420)] {
        let run = scenario(name);
        follows(&run, Steps { first, last });
    }
}

#[test]
fn the_past_and_the_branch_that_is_looked_at_are_what_is_exported() {
    let mut run = Run::new(Setup::of(3, 7)).unwrap();
    for _ in 0..120 {
        run.forward();
    }
    assert!(run.seek(40));
    follows(&run, Steps::all(&run));
    run.act(&raftarium::sim::Action::Crash(ServerId::at(0))).unwrap();
    for _ in 0..30 {
        run.forward();
    }
    follows(&run, Steps::all(&run));
}
