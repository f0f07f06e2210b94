//! The same events in the shape of the state trace of etcd's Raft library, from which the crate descends.
//!
//! That library writes a line where something happens in its code: a message that arrives is written *before* it is
//! dealt with, then a line for each step that follows from it.

use crate::recorder::{Body, Event, Message, State};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Turns events into lines of that trace.
pub struct EtcdTrace {
    members: Vec<String>,
    /// What each node was like last.
    states: BTreeMap<String, State>,
}

impl EtcdTrace {
    /// Of a cluster of these nodes.
    pub fn new(names: &[String]) -> EtcdTrace {
        EtcdTrace { members: names.iter().map(|name| number(name)).collect(), states: BTreeMap::new() }
    }

    /// The lines of an event.
    pub fn lines(&mut self, event: &Event) -> Vec<Value> {
        let mut lines = Vec::new();
        let old = self.states.get(&event.node).cloned();
        let new = event.state.clone().or_else(|| old.clone());
        let Some(new) = new else { return lines };
        let old = old.unwrap_or_else(|| new.clone());
        match event.kind {
            "start" | "restart" => lines.push(self.line("InitState", &event.node, &new, None)),
            "send" | "receive" => {
                if let Some((name, message)) = event.message.as_ref().and_then(|it| told(event.kind, it)) {
                    lines.push(self.line(&name, &event.node, &old, Some(message)));
                }
            }
            _ => {}
        }
        if event.kind != "start" && event.kind != "restart" {
            let mut line = |name: &str, state: &State| lines.push(self.line(name, &event.node, state, None));
            // Its log and commit index follow after the new role.
            let mut now = State { last_index: old.last_index, commit_index: old.commit_index, ..new.clone() };
            if (new.term, new.role) != (old.term, old.role) {
                line(become_name(new.role), &now);
            }
            if new.role == "leader" {
                // It tells of each entry just before it is in the log.
                for _ in &event.entries {
                    line("Replicate", &now);
                    now.last_index += 1;
                }
            }
            // A follower does not tell of it: it shows in its answer.
            if new.role == "leader" && new.commit_index > old.commit_index {
                line("Commit", &new);
            }
        }
        self.states.insert(event.node.clone(), new);
        lines
    }

    fn line(&self, name: &str, node: &str, state: &State, message: Option<Value>) -> Value {
        let role = match state.role {
            "leader" => "StateLeader",
            "candidate" => "StateCandidate",
            _ => "StateFollower",
        };
        let mut event = json!({
            "name": name,
            "nid": number(node),
            "state": {
                "term": state.term,
                "vote": state.voted_for.as_deref().map_or("0".to_owned(), number),
                "commit": state.commit_index,
            },
            "role": role,
            "log": state.last_index,
            "conf": [self.members, []],
        });
        if let Some(message) = message {
            event["msg"] = message;
        }
        json!({ "tag": "trace", "event": event })
    }
}

fn become_name(role: &str) -> &'static str {
    match role {
        "leader" => "BecomeLeader",
        "candidate" => "BecomeCandidate",
        _ => "BecomeFollower",
    }
}

/// Its nodes have numbers.
fn number(name: &str) -> String {
    name.trim_start_matches('n').to_owned()
}

/// How it tells of a message: only the paper's messages and heartbeats are in its trace.
fn told(event: &str, message: &Message) -> Option<(String, Value)> {
    let mut entries = 0;
    let (mut index, mut log_term, mut commit, mut reject) = (0, 0, 0, false);
    let (kind, line) = match &message.body {
        Body::RequestVote { last_log_index, last_log_term } => {
            (index, log_term) = (*last_log_index, *last_log_term);
            ("MsgVote", "RequestVoteRequest")
        }
        Body::RequestVoteReply { vote_granted, .. } => {
            reject = !vote_granted;
            ("MsgVoteResp", "RequestVoteResponse")
        }
        Body::AppendEntries { prev_log_index: Some(prev), prev_log_term, entries: new, leader_commit } => {
            (index, log_term, commit) = (*prev, prev_log_term.unwrap_or(0), *leader_commit);
            entries = new.len() as u64;
            ("MsgApp", "AppendEntriesRequest")
        }
        Body::AppendEntries { leader_commit, .. } => {
            commit = *leader_commit;
            ("MsgHeartbeat", "AppendEntriesRequest")
        }
        Body::AppendEntriesReply { success, match_index, .. } => {
            (index, reject) = (match_index.unwrap_or(0), !success);
            ("MsgAppResp", "AppendEntriesResponse")
        }
        Body::InstallSnapshot { last_index, .. } => {
            entries = *last_index;
            ("MsgSnap", "AppendEntriesRequest")
        }
        Body::HeartbeatReply => ("MsgHeartbeatResp", "AppendEntriesResponse"),
        Body::PreVote | Body::PreVoteReply | Body::TimeoutNow | Body::Propose => return None,
    };
    // A snapshot that arrives has a name of its own.
    let name = match (event, kind) {
        ("send", _) => format!("Send{line}"),
        _ => format!("Receive{line}"),
    };
    let told = json!({
        "type": kind,
        "term": message.term.unwrap_or(0),
        "from": number(&message.from),
        "to": number(&message.to),
        "entries": entries,
        "logTerm": log_term,
        "index": index,
        "commit": commit,
        "vote": "0",
        "reject": reject,
        "rejectHint": 0,
    });
    Some((name, told))
}
