//! The crate's insides in the words of the trace. For another Raft, this is the file to write anew.

use crate::recorder::{Body, Entry, Message, Place, State};
use raft::eraftpb::{Entry as CrateEntry, Message as CrateMessage, MessageType, Snapshot};
use raft::{RawNode, StateRole, Storage};

/// How the trace calls a node.
pub fn name(id: u64) -> String {
    format!("n{id}")
}

/// A node's state, as it is in memory. It is true once the disk has it too, and the recorder waits for that.
pub fn state<S: Storage>(node: &RawNode<S>) -> State {
    let raft = &node.raft;
    State {
        term: raft.term,
        voted_for: (raft.vote != 0).then(|| name(raft.vote)),
        role: match raft.state {
            // A pre-candidate has not begun an election: neither its term nor its vote have changed.
            StateRole::Follower | StateRole::PreCandidate => "follower",
            StateRole::Candidate => "candidate",
            StateRole::Leader => "leader",
        },
        last_index: raft.raft_log.last_index(),
        last_term: raft.raft_log.last_term(),
        commit_index: raft.raft_log.committed,
        last_applied: raft.raft_log.applied,
    }
}

/// A log entry.
pub fn entry(entry: &CrateEntry) -> Entry {
    Entry { index: entry.index, term: entry.term, command: String::from_utf8_lossy(&entry.data).into_owned() }
}

/// Log entries.
pub fn entries(entries: &[CrateEntry]) -> Vec<Entry> {
    entries.iter().map(entry).collect()
}

/// What a snapshot stands for.
pub fn place(snapshot: &Snapshot) -> Place {
    let end = snapshot.get_metadata();
    Place { index: end.index, term: end.term }
}

/// A message, with the number that the recorder gave it, and who sent it.
pub fn message(id: u64, sender: u64, message: &CrateMessage) -> Message {
    // A forwarded proposal carries no term.
    let term = (message.term != 0).then_some(message.term);
    Message { id, from: name(sender), to: name(message.to), term, body: body(message) }
}

fn body(message: &CrateMessage) -> Body {
    match message.get_msg_type() {
        MessageType::MsgRequestVote => {
            Body::RequestVote { last_log_index: message.index, last_log_term: message.log_term }
        }
        // A granted vote carries the term of its request. A refusal carries the voter's own, and does not say what
        // it answers.
        MessageType::MsgRequestVoteResponse => Body::RequestVoteReply {
            vote_granted: !message.reject,
            request_term: (!message.reject).then_some(message.term),
        },
        MessageType::MsgAppend => Body::AppendEntries {
            prev_log_index: Some(message.index),
            prev_log_term: Some(message.log_term),
            entries: entries(&message.entries),
            leader_commit: message.commit,
        },
        // A heartbeat has no place in the log: its receiver checks nothing. It carries only as much of the commit index
        // as the receiver is known to have.
        MessageType::MsgHeartbeat => Body::AppendEntries {
            prev_log_index: None,
            prev_log_term: None,
            entries: Vec::new(),
            leader_commit: message.commit,
        },
        // Without an index it is no success: it only tells an old leader that its term is over.
        MessageType::MsgAppendResponse if message.reject || message.index == 0 => {
            Body::AppendEntriesReply { success: false, match_index: None, request_term: None }
        }
        MessageType::MsgAppendResponse => Body::AppendEntriesReply {
            success: true,
            match_index: Some(message.index),
            request_term: Some(message.term),
        },
        MessageType::MsgSnapshot => {
            let Place { index, term } = place(message.get_snapshot());
            Body::InstallSnapshot { last_index: index, last_term: term }
        }
        MessageType::MsgHeartbeatResponse => Body::HeartbeatReply,
        // The term of a pre-vote is one that its sender may once be in.
        MessageType::MsgRequestPreVote => Body::PreVote,
        MessageType::MsgRequestPreVoteResponse => Body::PreVoteReply,
        MessageType::MsgTimeoutNow => Body::TimeoutNow,
        MessageType::MsgPropose => Body::Propose,
        other => unreachable!("nobody sends {other:?} here"),
    }
}
