//! What the crate does is Raft.

use super::read::{First, first, judge, options, run};
use raftarium::trace::judge::{Law, beyond};
use std::collections::BTreeMap;
use tikv_raft::{Cluster, EtcdTrace, trace_lines};

#[test]
fn what_the_crate_does_is_legal_whatever_befalls_it_and_every_rule_is_judged() {
    let mut judged: BTreeMap<&str, u64> = BTreeMap::new();
    for seed in 0..48 {
        let trace = run(options(seed), 3_000);
        let judgement = judge(&trace.names, &trace.events);
        if let Some(First { line, says, .. }) = first(&judgement) {
            panic!("seed {seed} ({:?}), line {line}: {says:#?}", options(seed));
        }
        assert!(judgement.is_legal());
        for verdict in judgement.verdicts {
            *judged.entry(verdict.law.id()).or_default() += verdict.judged;
        }
    }
    println!("judged so many times: {judged:?}");
    for law in Law::all() {
        let beyond = matches!(law, Law::Rule(rule) if beyond(rule).is_some());
        assert_eq!(judged[law.id()] == 0, beyond, "{}: {judged:?}", law.id());
    }
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    let text = || {
        let cluster = Cluster::new(options(9));
        let names = cluster.names();
        trace_lines("a run", &names, &cluster.run(2_000))
    };
    assert!(text() == text());
}

#[test]
fn every_kind_of_bad_luck_befalls_the_crate() {
    let mut seen: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for seed in 0..48 {
        let trace = run(options(seed), 3_000);
        for (at, event) in trace.events.iter().enumerate() {
            let mut note = |what| *seen.entry((event.kind, what)).or_default() += 1;
            note("");
            let Some(state) = &event.state else { continue };
            if event.kind == "receive" && event.snapshot.is_some() {
                note("installs a snapshot");
            }
            if event.kind == "restart"
                && trace.before(at).is_some_and(|before| before.last_index > state.last_index)
            {
                note("has lost what nobody counted on");
            }
            if let (Some(before), Some(first)) = (trace.before(at), event.entries.first())
                && event.kind == "receive"
                && first.index <= before.last_index
            {
                note("loses what no majority has");
            }
            if trace.before(at).is_some_and(|before| before.role == "leader") && state.role == "follower" {
                note("steps down");
            }
        }
    }
    for kind in
        ["start", "crash", "restart", "timeout", "heartbeat", "send", "receive", "lose", "client", "change"]
    {
        assert!(seen.contains_key(&(kind, "")), "no {kind}: {seen:?}");
    }
    for (event, what) in [
        ("receive", "installs a snapshot"),
        ("receive", "loses what no majority has"),
        ("receive", "steps down"),
        ("change", "steps down"),
        ("restart", "has lost what nobody counted on"),
    ] {
        assert!(seen.contains_key(&(event, what)), "nobody {what}: {seen:?}");
    }
}

#[test]
fn the_same_runs_told_as_etcd_tells_them_are_legal() {
    for seed in 0..12 {
        let trace = run(options(seed), 3_000);
        let mut etcd = EtcdTrace::new(&trace.names);
        let lines = trace.events.iter().flat_map(|event| etcd.lines(event));
        let text: Vec<String> = lines.map(|line| line.to_string()).collect();
        let judgement = super::read::judge_text(&text.join("\n"));
        if let Some(first) = first(&judgement) {
            panic!("seed {seed}, line {}: {} {:#?}", first.line, text[first.line as usize - 1], first.says);
        }
    }
}
