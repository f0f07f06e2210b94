//! The server, and Figure 2's *Rules for Servers: All Servers*.

use super::input::Input;
use super::output::{Alarm, Output, Reply};
use super::{
    Candidate, Command, Configuration, Fact, LeaderState, Message, Options, Persistent, RequestId, Role,
    RoleKind, ServerId, ServerSet, Term, Volatile, bug_state::BugState,
};
use crate::paper::Bug;

/// One server of the cluster: Figure 2, made runnable.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Server {
    pub(super) id: ServerId,
    pub(super) configuration: Configuration,
    pub(super) options: Options,
    pub(super) persistent: Persistent,
    pub(super) volatile: Volatile,
    pub(super) role: Role,
    pub(super) bug_state: BugState,
}

impl Server {
    /// A server of a cluster with what is on its disk. It does nothing until it is booted.
    pub fn new(
        id: ServerId,
        configuration: Configuration,
        options: Options,
        persistent: Persistent,
    ) -> Server {
        let bug_state = BugState::of(options, &persistent);
        let (volatile, role) = (Volatile::default(), Role::Follower { leader: None });
        Server { id, configuration, options, persistent, volatile, role, bug_state }
    }

    /// Its name.
    #[inline]
    pub fn id(&self) -> ServerId {
        self.id
    }

    /// Its state, taken out: it is as at the very beginning from then on.
    pub fn take_state(&mut self) -> (Persistent, Volatile, Role) {
        let role = std::mem::replace(&mut self.role, Role::Follower { leader: None });
        (std::mem::take(&mut self.persistent), std::mem::take(&mut self.volatile), role)
    }

    /// Puts it into a state, however that came about.
    pub fn set_state(&mut self, persistent: Persistent, volatile: Volatile, role: Role) {
        self.bug_state = BugState::of(self.options, &persistent);
        (self.persistent, self.volatile, self.role) = (persistent, volatile, role);
    }

    /// Who counts, as far as it knows.
    #[inline]
    pub fn configuration(&self) -> Configuration {
        self.configuration
    }

    /// What a crash would keep.
    #[inline]
    pub fn persistent(&self) -> &Persistent {
        &self.persistent
    }

    /// What a crash would take, beside the role.
    #[inline]
    pub fn volatile(&self) -> &Volatile {
        &self.volatile
    }

    /// Its role, with the state of that role.
    #[inline]
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The latest term that it has seen.
    #[inline]
    pub fn term(&self) -> Term {
        self.persistent.current_term
    }

    /// Its election, if it is a candidate.
    pub fn candidate(&self) -> Option<&Candidate> {
        if let Role::Candidate(candidate) = &self.role { Some(candidate) } else { None }
    }

    /// What it knows of the others, if it leads.
    pub fn leader(&self) -> Option<&LeaderState> {
        if let Role::Leader(leader) = &self.role { Some(leader) } else { None }
    }

    /// The leader of its term as far as it knows: itself, or whom it follows.
    pub fn known_leader(&self) -> Option<ServerId> {
        match self.role {
            Role::Follower { leader } => leader,
            Role::Candidate(_) => None,
            Role::Leader(_) => Some(self.id),
        }
    }

    /// Whether a rule is off on this server. Each rule that the bug lab can switch off asks here where it
    /// would be obeyed, in a visible branch; only how timeouts are drawn is the world's affair.
    #[inline]
    pub(super) fn has(&self, bug: Bug) -> bool {
        self.options.has(bug)
    }

    /// Switches rules off, or puts them back, on a running server.
    pub fn set_options(&mut self, options: Options) {
        self.bug_state.switch(self.options, options, &self.persistent.log);
        self.options = options;
    }

    /// Whoever gets the log, but this one.
    pub(super) fn others(&self) -> ServerSet {
        self.configuration.members().minus(ServerSet::only(self.id))
    }

    /// Whoever votes, but this one.
    pub(super) fn other_voters(&self) -> ServerSet {
        self.configuration.voters().minus(ServerSet::only(self.id))
    }

    /// Rule E0: start as a follower (§5.2; Figure 2, Followers 1).
    pub fn boot(&mut self, out: &mut Output) {
        out.fact(Fact::Booted { term: self.term() });
        out.election = Some(Alarm::Arm);
    }

    /// Reacts to one input: the only way in which a server changes.
    pub fn step(&mut self, input: Input, out: &mut Output) {
        if self.has(Bug::AckBeforeDurable) {
            self.flush_late();
        }
        match input {
            Input::Message { from, message } => self.receive(from, message, out),
            Input::ElectionTimeout => self.on_election_timeout(out),
            Input::HeartbeatTimeout => self.on_heartbeat_timeout(out),
            Input::EmptyHeartbeat => self.beat_empty(out),
            Input::Command { request, command } => self.on_command(request, command, out),
        }
        self.apply_committed(out);
        self.persist(out);
    }

    fn receive(&mut self, from: ServerId, message: &Message, out: &mut Output) {
        self.adopt_newer_term(from, message.term(), out);
        match message {
            Message::RequestVote(request) => self.on_request_vote(from, request, out),
            Message::RequestVoteReply(reply) => self.on_request_vote_reply(from, reply, out),
            Message::AppendEntries(request) => self.on_append_entries(from, request, out),
            Message::AppendEntriesReply(reply) => self.on_append_entries_reply(from, reply, out),
        }
        if self.has(Bug::TimerResetByAny) && self.leader().is_none() && out.election.is_none() {
            out.election = Some(Alarm::Arm);
            out.breaks(Bug::TimerResetByAny);
        }
    }

    /// All Servers 2 (§5.1): whoever sees a newer term, in a request or in a reply, takes it over and is a follower
    /// from then on. Only after that is the message itself judged.
    fn adopt_newer_term(&mut self, sender: ServerId, term: Term, out: &mut Output) {
        let ours = self.term();
        if term <= ours {
            return;
        }
        // Rule T1: the newer term, and no vote in it yet.
        self.enter_term(term, None, out);
        out.fact(Fact::TermAdopted { from: ours, to: term, sender });
        let was = self.role.kind();
        if was != RoleKind::Follower {
            out.fact(Fact::SteppedDown { was, of: ours, sender });
        }
        // Rule T1: whatever it was before.
        self.become_follower(None, out);
    }

    /// Converts to follower of `leader`. A former leader had no election timer: it needs one now.
    pub(super) fn become_follower(&mut self, leader: Option<ServerId>, out: &mut Output) {
        match std::mem::replace(&mut self.role, Role::Follower { leader }) {
            Role::Follower { .. } => {}
            Role::Candidate(_) => out.heartbeat = Some(Alarm::Disarm),
            Role::Leader(state) => {
                out.heartbeat = Some(Alarm::Disarm);
                out.election = Some(Alarm::Arm);
                out.replies.extend(
                    state.pending.iter().map(|pending| Reply::Forgotten { request: pending.request }),
                );
                if self.has(Bug::MatchNotReset) {
                    self.remember_match(&state);
                }
            }
        }
    }

    /// Leaders 2 (§5.3): a leader takes the command into its log. A server that does not lead points at the one that
    /// does (§5.1, §8).
    fn on_command(&mut self, request: RequestId, command: Command, out: &mut Output) {
        if self.leader().is_some() {
            self.append_command(request, command, out);
        } else {
            // Rule L10: the client hears who leads, as far as this server knows.
            let leader = self.known_leader();
            out.fact(Fact::ClientRedirected { request, leader });
            out.replies.push(Reply::Redirected { request, leader });
        }
    }
}
