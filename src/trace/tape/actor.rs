//! One node of a trace as a server: what it becomes by an event, as far as the trace tells.

use super::cluster_event::ClusterEvent;
use super::log::{Filling, LogUpdate, Rewrite};
use super::node_map::NodeMap;
use super::{facts, messages};
use crate::raft::{
    AppendOutcome, Index, Options, Persistent, RoleKind, Rpc, SeenMessage, Server, ServerId, ServerSet, Term,
};
use crate::sim::{self, Change, Gaps, Knows, RoleChange, SeenEntry, SeenFact, SeenLog};
use crate::trace::{Kind, State, Vote};

/// A server as the trace has told it so far.
#[derive(Debug)]
pub(super) struct Actor {
    pub server: Server,
    /// What is not known of it.
    gaps: Gaps,
    pub up: bool,
    /// What is known of its state.
    pub known: State,
    /// Whether its log became longer than can be shown: then it is shown no more.
    lost_track: bool,
    /// Whether where its log ends is read off what it wrote, or accepted, and never told as such.
    end_is_inferred: bool,
}

/// What came of an event.
#[derive(Debug)]
pub(super) struct Outcome {
    pub change: Change,
    pub facts: Vec<SeenFact>,
}

impl Actor {
    pub fn new(id: ServerId, node_map: &NodeMap) -> Actor {
        let server = Server::new(id, node_map.configuration(), Options::default(), Persistent::default());
        Actor {
            server,
            gaps: Gaps::NONE,
            up: false,
            known: State::default(),
            lost_track: false,
            end_is_inferred: false,
        }
    }

    /// What it is like before its first event.
    pub fn begin(&mut self, state: State, node_map: &NodeMap, filling: &mut Filling) -> Change {
        self.known = state;
        self.up = true;
        let told = LogUpdate { last: state.last_index, last_term: state.last_term, ..LogUpdate::default() };
        let change = self.change(&told, None, None, node_map, filling);
        let change = Change { role: self.begins_as(), ..change };
        self.become_as_told(&change, node_map);
        change
    }

    fn become_as_told(&mut self, change: &Change, node_map: &NodeMap) {
        let others = node_map.configuration().members().minus(ServerSet::only(self.server.id()));
        self.gaps = change.gaps(self.gaps, others);
        change.apply(&mut self.server);
    }

    fn begins_as(&self) -> RoleChange {
        match self.known.role {
            Some(RoleKind::Leader) => RoleChange::Leader,
            Some(RoleKind::Candidate) => {
                let votes = ServerSet::only(self.server.id());
                RoleChange::Candidate { votes, refusals: ServerSet::EMPTY }
            }
            Some(RoleKind::Follower) => RoleChange::Follower { leader: None },
            None => RoleChange::Unknown { leader: None },
        }
    }

    /// Takes in an event.
    pub fn advance(&mut self, turn: &ClusterEvent<'_>, node_map: &NodeMap, filling: &mut Filling) -> Outcome {
        let event = turn.event;
        let before = self.known.with(event.before);
        let mut after = before.with(event.state);
        if matches!(event.kind, Kind::Start | Kind::Restart) {
            // What a restart may forget is known only if it is told.
            (after.role, after.commit, after.applied) =
                (event.state.role, event.state.commit, event.state.applied);
            // It begins with what is on its disk.
            let server = &self.server;
            let disk = server.persistent().clone();
            self.server = Server::new(server.id(), node_map.configuration(), Options::default(), disk);
        }
        if let Some(last) = event.applied.last() {
            after.applied = event.state.applied.or(Some(last.index));
        }
        let told = self.told(turn, &after);
        if let Some((last, _)) = told.entries.last()
            && event.state.last_index.is_none()
        {
            self.end_is_inferred |= after.last_index.is_none();
            after.last_index = after.last_index.map(|known| known.max(*last)).or(Some(*last));
        }
        if event.state.last_index.is_some() {
            self.end_is_inferred = false;
        } else if self.end_is_inferred && event.entries.is_empty() && after.role != Some(RoleKind::Follower) {
            // A leader appends entries of its own, and does not tell of them.
            after.last_index = None;
        }
        self.known = after;
        let (old, old_gaps) = (self.server.clone(), self.gaps);
        let change = self.change(&told, after.role, Some(turn), node_map, filling);
        self.become_as_told(&change, node_map);
        let moment = facts::Moment {
            turn,
            known: before,
            after,
            old: &old,
            old_gaps,
            new: &self.server,
            keep: change.keep,
            anew: told.anew,
            node_map,
        };
        let facts = moment.facts();
        if event.kind == Kind::Crash {
            self.up = false;
            let disk = self.server.persistent().clone();
            self.server = Server::new(self.server.id(), node_map.configuration(), Options::default(), disk);
        } else {
            self.up = true;
        }
        Outcome { change, facts }
    }

    /// What the event tells of the log: what was written, what a message brought that was accepted, and what an entry
    /// holds that is applied.
    fn told(&self, turn: &ClusterEvent<'_>, after: &State) -> LogUpdate {
        let event = turn.event;
        let log = SeenLog::of(&self.server.persistent().log);
        let mut entries: Vec<_> =
            event.entries.iter().map(|entry| (entry.index, messages::entry(entry))).collect();
        if entries.is_empty()
            && let Some((_, SeenMessage::AppendEntries(request))) = turn.received
            && let Some(reach) = request.last_index()
            && event.state.last_index.map_or_else(|| accepts(turn.sent), |last| last >= reach)
            && after.term.is_none_or(|term| Some(term) == request.term)
            && after.role != Some(RoleKind::Leader)
        {
            entries.extend(request.iter());
        }
        for applied in &event.applied {
            let unknown = log.get(applied.index) == Some(messages::UNKNOWN);
            if unknown && !entries.iter().any(|(index, _)| *index == applied.index) {
                entries.push((applied.index, messages::entry(applied)));
            }
        }
        // A snapshot that others made comes in the place of a log that does not have its last entry.
        let anew = event.snapshot.is_some_and(|place| {
            let own = log.get(place.index).filter(|own| own.term.is_none_or(|own| own == place.term));
            event.kind == Kind::Receive && own.is_none() && place.index > Index::ZERO
        });
        if let Some(place) = event.snapshot
            && place.term > Term::ZERO
            && !entries.iter().any(|(index, _)| *index == place.index)
            && event.state.last_index.is_none_or(|last| last >= place.index)
        {
            entries.push((place.index, SeenEntry { term: Some(place.term), ..messages::UNKNOWN }));
        }
        entries.retain(|(index, _)| *index > Index::ZERO);
        entries.sort_by_key(|(index, _)| *index);
        entries.dedup_by_key(|(index, _)| *index);
        LogUpdate { entries, last: event.state.last_index, last_term: event.state.last_term, anew }
    }

    fn change(
        &mut self,
        told: &LogUpdate,
        role: Option<RoleKind>,
        turn: Option<&ClusterEvent<'_>>,
        node_map: &NodeMap,
        filling: &mut Filling,
    ) -> Change {
        let known = &self.known;
        let mut change = Change {
            term: known.term,
            vote: known.vote.map(|vote| match vote {
                Vote::For(node) => node_map.server(node).map_or(sim::Vote::Nobody, sim::Vote::For),
                Vote::Nobody => sim::Vote::Nobody,
            }),
            keep: self.server.persistent().log.last_index(),
            entries: Box::default(),
            whole_log: known.last_index.is_some(),
            commit_index: known.commit,
            last_applied: known.applied,
            role: RoleChange::Same,
            knows: Box::default(),
        };
        if !self.lost_track {
            match filling.rewrite(&self.server.persistent().log, told) {
                Some(Rewrite { keep, entries }) => {
                    (change.keep, change.entries) = (keep, entries.into_boxed_slice());
                }
                None => self.lost_track = true,
            }
        }
        if self.lost_track {
            change.keep = Index::ZERO;
            change.entries = Box::default();
            change.whole_log = false;
        }
        if let Some(turn) = turn {
            change.role = self.role(role, &change, turn);
            if role == Some(RoleKind::Leader) {
                change.knows = self.knows(&change, turn);
            }
        }
        change
    }

    fn role(&self, role: Option<RoleKind>, change: &Change, turn: &ClusterEvent<'_>) -> RoleChange {
        let server = &self.server;
        let term = change.term.unwrap_or_default();
        let same_term = term == server.term();
        // What it was before it started again is not what this server began as.
        let begins = matches!(turn.event.kind, Kind::Start | Kind::Restart);
        let same = !begins && server.role().kind() == role.unwrap_or(RoleKind::Follower);
        match role {
            None | Some(RoleKind::Follower) => {
                let accepted = turn.received.and_then(|(from, message)| match message {
                    SeenMessage::AppendEntries(request) if request.term == Some(term) => Some(from),
                    _ => None,
                });
                let before = server.known_leader().filter(|_| same && same_term);
                let leader = accepted.or(before);
                if role.is_none() {
                    RoleChange::Unknown { leader }
                } else if same && server.known_leader() == leader {
                    RoleChange::Same
                } else {
                    RoleChange::Follower { leader }
                }
            }
            Some(RoleKind::Candidate) => {
                let mine = ServerSet::only(server.id());
                let (mut votes, mut refusals) = match server.candidate() {
                    Some(candidate) if same_term => (candidate.votes, candidate.refusals),
                    _ => (mine, ServerSet::EMPTY),
                };
                if let Some((from, SeenMessage::RequestVoteReply(reply))) = turn.received
                    && reply.request_term.is_none_or(|of| of >= term)
                    && same_term
                {
                    let answers = if reply.vote_granted { &mut votes } else { &mut refusals };
                    answers.insert(from);
                }
                let unchanged =
                    server.candidate().is_some_and(|it| (it.votes, it.refusals) == (votes, refusals));
                if same && same_term && unchanged {
                    RoleChange::Same
                } else {
                    RoleChange::Candidate { votes, refusals }
                }
            }
            Some(RoleKind::Leader) if same && same_term => RoleChange::Same,
            Some(RoleKind::Leader) => RoleChange::Leader,
        }
    }

    /// What a leader is seen to know: by what it sends, and by the answers that reach it.
    fn knows(&self, change: &Change, turn: &ClusterEvent<'_>) -> Box<[Knows]> {
        let state = self.server.leader().filter(|_| change.role == RoleChange::Same);
        let before = |server: ServerId| match state.and_then(|state| state.progress(server)) {
            Some(progress) => {
                let next = self.gaps.knows_next_of(server).then_some(progress.next_index);
                Knows { follower: server, next, matches: progress.match_index }
            }
            None => Knows { follower: server, next: None, matches: Index::ZERO },
        };
        let mut found: Vec<Knows> = Vec::new();
        let mut learn = |server: ServerId, update: &dyn Fn(&mut Knows)| {
            let at = found.iter().position(|knows| knows.follower == server).unwrap_or_else(|| {
                found.push(before(server));
                found.len() - 1
            });
            update(&mut found[at]);
        };
        if let Some((from, SeenMessage::AppendEntriesReply(reply))) = turn.received
            && reply.request_term.is_none_or(|of| of >= change.term.unwrap_or_default())
            && let AppendOutcome::Success { match_index: Some(match_index) } = reply.outcome
        {
            learn(from, &|knows| {
                knows.matches = knows.matches.max(match_index);
                knows.next = knows.next.max(Some(match_index.next()));
            });
        }
        for (to, message) in turn.sent {
            if let SeenMessage::AppendEntries(request) = message
                && let Some(first) = request.first_index()
            {
                learn(*to, &|knows| knows.next = Some(first));
            }
        }
        found.retain(|knows| *knows != before(knows.follower));
        found.into_boxed_slice()
    }
}

/// Whether a success is among what a server answers.
fn accepts(sent: &[(ServerId, SeenMessage)]) -> bool {
    let stored =
        |message: &SeenMessage| message.kind().rpc() == Rpc::AppendEntries && message.answer() == Some(true);
    sent.iter().any(|(_, message)| stored(message))
}
