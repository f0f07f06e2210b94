//! How a line of etcd's state trace is written, before it is known what it means.

use crate::raft::{Index, RoleKind, Term};
use crate::trace::names::{MOST_NAME, Names, clean};
use crate::trace::read::fields::Time;
use crate::trace::read::object::{Label, Number, Text};
use crate::trace::read::problem::{Problem, hint};
use crate::trace::{Body, Entries, EntryId, Message, Node, State, Vote};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;

/// As much of a line as tells whether it is one of etcd's.
#[derive(Deserialize)]
pub(in crate::trace::read) struct Probe<'a> {
    #[serde(default)]
    node: Option<IgnoredAny>,
    #[serde(default)]
    raftarium: Option<IgnoredAny>,
    #[serde(borrow, default)]
    tag: Option<Label<'a>>,
    #[serde(default)]
    level: Option<IgnoredAny>,
    #[serde(default)]
    msg: Option<IgnoredAny>,
    #[serde(default)]
    event: Option<Happening>,
}

/// An event as it may be written: a word with us, an object with etcd.
#[derive(Deserialize)]
#[serde(untagged)]
enum Happening {
    Object {
        #[serde(rename = "name")]
        _name: IgnoredAny,
        #[serde(rename = "nid")]
        _nid: IgnoredAny,
    },
    Else(IgnoredAny),
}

impl Probe<'_> {
    /// Whether the line belongs to a log that may have etcd's state trace in it.
    pub(in crate::trace::read) fn is_etcd(&self) -> bool {
        if self.node.is_some() || self.raftarium.is_some() {
            return false;
        }
        let object = matches!(self.event, Some(Happening::Object { .. }));
        object || self.tag.is_some() || (self.level.is_some() && self.msg.is_some())
    }

    /// Whether it is a line about something else.
    pub(super) fn is_other(&self) -> bool {
        self.tag.as_ref().is_some_and(|tag| tag.with(|tag| tag != "trace"))
    }
}

/// A line.
#[derive(Deserialize)]
pub(super) struct Record<'a> {
    #[serde(borrow, default)]
    tag: Option<Label<'a>>,
    #[serde(default)]
    pub(super) ts: Time,
    #[serde(borrow, default)]
    event: Option<Traced<'a>>,
}

#[derive(Deserialize)]
struct Traced<'a> {
    #[serde(borrow)]
    name: Text<'a>,
    #[serde(borrow)]
    nid: Label<'a>,
    #[serde(borrow)]
    state: TracedState<'a>,
    #[serde(borrow)]
    role: Text<'a>,
    log: Number,
    #[serde(borrow, default)]
    conf: Option<Vec<Vec<Label<'a>>>>,
    #[serde(borrow, default)]
    msg: Option<TracedMessage<'a>>,
}

#[derive(Deserialize)]
struct TracedState<'a> {
    term: Number,
    #[serde(borrow)]
    vote: Label<'a>,
    commit: Number,
}

#[derive(Deserialize)]
struct TracedMessage<'a> {
    #[serde(borrow, rename = "type")]
    kind: Text<'a>,
    term: Number,
    #[serde(borrow)]
    from: Label<'a>,
    #[serde(borrow)]
    to: Label<'a>,
    entries: Number,
    #[serde(rename = "logTerm")]
    log_term: Number,
    index: Number,
    commit: Number,
    reject: bool,
}

/// What a line says.
pub(super) struct Said<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) node: Node,
    pub(super) state: State,
    /// The last index of the log.
    pub(super) log: u32,
    /// The voters: empty while there are two lists of them, and none if it does not know any.
    pub(super) members: Option<Vec<Node>>,
    pub(super) message: Option<Message>,
}

impl<'a> Record<'a> {
    /// What it says about Raft, if it does.
    pub(super) fn said(&self, names: &mut Names) -> Result<Option<Said<'a>>, Problem> {
        let Some(traced) = &self.event else { return Ok(None) };
        if self.tag.as_ref().is_some_and(|tag| tag.with(|tag| tag != "trace")) {
            return Ok(None);
        }
        let node = traced.nid.with(|name| names.add(name))?;
        let vote = traced.state.vote.with(|name| match name {
            "0" | "" => Ok(Vote::Nobody),
            name => names.add(name).map(Vote::For),
        })?;
        let state = State {
            term: Some(Term(traced.state.term.0)),
            vote: Some(vote),
            role: role(&traced.role.0)?,
            last_index: Some(Index(traced.log.0)),
            commit: Some(Index(traced.state.commit.0)),
            ..State::default()
        };
        let members = match traced.conf.as_deref() {
            Some([voters, leaving @ ..]) if !voters.is_empty() => {
                Some(if leaving.iter().all(Vec::is_empty) {
                    let nodes = voters.iter().map(|name| name.with(|name| names.add(name)));
                    nodes.collect::<Result<Vec<Node>, String>>()?
                } else {
                    Vec::new()
                })
            }
            _ => None,
        };
        let message = match &traced.msg {
            Some(message) => Some(message.read(&traced.name.0, node, names)?),
            None => None,
        };
        Ok(Some(Said { name: traced.name.0.clone(), node, state, log: traced.log.0, members, message }))
    }
}

/// A candidate of a pre-vote is what it was before: neither its term nor its vote has changed.
fn role(name: &str) -> Result<Option<RoleKind>, Problem> {
    const ROLES: [&str; 4] = ["StateFollower", "StateCandidate", "StateLeader", "StatePreCandidate"];
    Ok(match name {
        "StateFollower" => Some(RoleKind::Follower),
        "StateCandidate" => Some(RoleKind::Candidate),
        "StateLeader" => Some(RoleKind::Leader),
        "StatePreCandidate" => None,
        other => {
            let says = format!(
                "`{other}` is not a role in etcd: one of {}{}",
                ROLES.join(", "),
                hint(other, &ROLES)
            );
            return Err(Problem::says(says));
        }
    })
}

impl TracedMessage<'_> {
    fn read(&self, event: &str, node: Node, names: &mut Names) -> Result<Message, Problem> {
        let from = self.from.with(|name| names.add(name))?;
        let to = self.to.with(|name| names.add(name))?;
        let here = if event.starts_with("Receive") { to } else { from };
        if here != node {
            return Err(Problem::says(format!("{event} for a message of another node")));
        }
        let place = EntryId { index: Index(self.index.0), term: Term(self.log_term.0) };
        let commit = Some(Index(self.commit.0));
        let body = match &*self.kind.0 {
            "MsgVote" => Body::RequestVote { last: Some(place) },
            // A request of an older term is not answered at all.
            "MsgVoteResp" => {
                Body::RequestVoteReply { granted: Some(!self.reject), request_term: Some(Term(self.term.0)) }
            }
            "MsgApp" => {
                Body::AppendEntries { prev: Some(place), entries: Entries::Counted(self.entries.0), commit }
            }
            "MsgHeartbeat" => Body::AppendEntries { prev: None, entries: Entries::Counted(0), commit },
            "MsgAppResp" => Body::AppendEntriesReply {
                success: Some(!self.reject),
                match_index: (!self.reject).then_some(Index(self.index.0)),
                request_term: None,
            },
            "MsgHeartbeatResp" => {
                Body::AppendEntriesReply { success: None, match_index: None, request_term: None }
            }
            // Of the snapshot, only the index is told.
            "MsgSnap" => Body::InstallSnapshot { snapshot: None },
            other => Body::Other(clean(other, MOST_NAME)),
        };
        Ok(Message { id: None, from, to, term: Some(Term(self.term.0)), body })
    }
}
