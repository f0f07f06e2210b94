//! The decision is held against every state that real servers can get into, within bounds.
//!
//! The servers are those of the library, driven here by hand: timers run out whenever they like, a request arrives with its
//! reply or without, a server crashes and comes back. Nothing of the decision is used to find the states.

use raftarium::arise::{Effort, Server as Seen, Situation, Verdict, decide};
use raftarium::language::default_command;
use raftarium::raft::{
    Configuration, Entry, Index, Input, Message, Options, Output, Persistent, RequestId, Server, ServerId,
    ServerSet, Term, Volatile,
};
use std::collections::{BTreeMap, HashSet};

/// How far the servers may go.
#[derive(Clone, Copy)]
struct Bounds {
    servers: usize,
    terms: u32,
    entries: usize,
}

/// The terms of all entries of a log.
type Terms = Vec<u32>;

/// By server, its current term and its log.
type Picture = Vec<(u32, Terms)>;

fn step(server: &mut Server, input: Input<'_>) -> Vec<(ServerId, Message)> {
    let mut out = Output::default();
    server.step(input, &mut out);
    forget(server);
    out.messages.into_iter().collect()
}

/// What is committed changes nothing in the logs of servers that obey all rules, and there are fewer states without it.
fn forget(server: &mut Server) {
    let (persistent, _, role) = server.take_state();
    server.set_state(persistent, Volatile::default(), role);
    *server = server.clone().essence();
}

/// Every state that comes of one action.
fn after(cluster: &[Server], bounds: Bounds) -> Vec<Vec<Server>> {
    let mut all = Vec::new();
    for at in 0..cluster.len() {
        let server = &cluster[at];
        let mut changed = |change: &dyn Fn(&mut Vec<Server>)| {
            let mut next = cluster.to_vec();
            change(&mut next);
            all.push(next);
        };
        let leads = server.leader().is_some();
        if !leads && server.term() < Term(bounds.terms) {
            changed(&|next| drop(step(&mut next[at], Input::ElectionTimeout)));
        }
        if leads {
            let term = server.term();
            let index = server.persistent().log.last_index().next();
            if index <= Index::ZERO.plus(bounds.entries) {
                let command = default_command(term, index);
                changed(&|next| {
                    drop(step(&mut next[at], Input::Command { request: RequestId(0), command }));
                });
            }
        }
        if leads {
            changed(&|next| {
                let persistent = next[at].clone().crash();
                let (id, configuration, options) = (server.id(), server.configuration(), *server_options());
                next[at] = Server::restart(id, configuration, options, persistent, &mut Output::default());
                forget(&mut next[at]);
            });
        }
        if leads || server.candidate().is_some() {
            let mut asking = server.clone();
            for (to, request) in step(&mut asking, Input::HeartbeatTimeout) {
                for answered in [true, false] {
                    changed(&|next| {
                        next[at] = asking.clone();
                        let input = Input::Message { from: server.id(), message: &request };
                        for (back, reply) in step(&mut next[to.position()], input) {
                            if answered && back == server.id() {
                                drop(step(&mut next[at], Input::Message { from: to, message: &reply }));
                            }
                        }
                    });
                }
            }
        }
    }
    all
}

fn server_options() -> &'static Options {
    static OPTIONS: std::sync::OnceLock<Options> = std::sync::OnceLock::new();
    OPTIONS.get_or_init(|| Options { max_entries: 1, ..Options::default() })
}

fn picture(cluster: &[Server]) -> Picture {
    let of = |server: &Server| {
        let log = server.persistent().log.iter().map(|(_, entry)| entry.term.0).collect();
        (server.term().0, log)
    };
    cluster.iter().map(of).collect()
}

/// Everything that can be seen of a cluster.
fn reachable(bounds: Bounds) -> HashSet<Picture> {
    let configuration = Configuration::of(ServerSet::up_to(bounds.servers));
    let fresh = |position| {
        let id = ServerId::at(position);
        let mut server = Server::new(id, configuration, *server_options(), Persistent::default());
        server.boot(&mut Output::default());
        server
    };
    let start: Vec<Server> = (0..bounds.servers).map(fresh).collect();
    let mut known: HashSet<Vec<Server>> = HashSet::from([start.clone()]);
    let mut waiting = vec![start];
    while let Some(cluster) = waiting.pop() {
        for next in after(&cluster, bounds) {
            if known.insert(next.clone()) {
                waiting.push(next);
            }
        }
    }
    println!("{} states of {} servers", known.len(), bounds.servers);
    known.iter().map(|cluster| picture(cluster)).collect()
}

/// Every log within bounds.
fn logs(bounds: Bounds) -> Vec<Terms> {
    let mut all: Vec<Terms> = vec![Vec::new()];
    let mut from = 0;
    for _ in 0..bounds.entries {
        let longer: Vec<Terms> = all[from..]
            .iter()
            .flat_map(|log| {
                let least = log.last().copied().unwrap_or(1);
                (least..=bounds.terms).map(move |term| [log.as_slice(), &[term]].concat())
            })
            .collect();
        from = all.len();
        all.extend(longer);
    }
    all
}

fn entries(log: &[u32]) -> Vec<Entry> {
    let entry = |(index, term): (Index, &u32)| {
        let term = Term(*term);
        Entry { term, payload: default_command(term, index).into() }
    };
    Index::FIRST.onwards().zip(log).map(entry).collect()
}

/// Every picture within bounds is decided as the servers have it.
fn compare(bounds: Bounds) {
    let seen = reachable(bounds);
    let logs = logs(bounds);
    let mut of_server: Vec<(u32, Terms)> = Vec::new();
    for log in &logs {
        of_server.extend((0..=bounds.terms).map(|term| (term, log.clone())));
    }
    let count = of_server.len();
    let (mut open, mut tally) = (0, BTreeMap::new());
    let mut wrong = Vec::new();
    for number in 0..count.pow(bounds.servers as u32) {
        let mut rest = number;
        let mut picture = Picture::new();
        let mut places = Vec::new();
        for _ in 0..bounds.servers {
            places.push(rest % count);
            picture.push(of_server[rest % count].clone());
            rest /= count;
        }
        // Servers can be renamed: one order of each is enough.
        if !places.is_sorted() {
            continue;
        }
        let servers = picture.iter().map(|(term, log)| Seen {
            log: entries(log),
            term: Some(Term(*term)),
            ..Seen::default()
        });
        let situation = Situation { servers: servers.collect(), ..Situation::default() };
        let arises = seen.contains(&picture);
        match decide(&situation, Effort::FULL) {
            Verdict::Possible(_) if arises => *tally.entry("possible").or_insert(0) += 1,
            Verdict::Impossible(_) if !arises => *tally.entry("impossible").or_insert(0) += 1,
            Verdict::Open { .. } => open += 1,
            verdict => wrong.push((picture, arises, verdict)),
        }
    }
    println!("{tally:?}, open {open}, wrong {}", wrong.len());
    assert!(wrong.is_empty(), "{} wrong, such as {:#?}", wrong.len(), &wrong[..wrong.len().min(3)]);
    assert_eq!(open, 0, "all of them are decided: {tally:?}");
}

#[test]
fn every_picture_of_three_servers_in_two_terms_is_decided_as_real_servers_have_it() {
    compare(Bounds { servers: 3, terms: 2, entries: 1 });
}

#[test]
fn every_picture_of_two_servers_in_three_terms_is_decided_as_real_servers_have_it() {
    compare(Bounds { servers: 2, terms: 3, entries: 2 });
}
