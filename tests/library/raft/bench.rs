//! A server on the bench: S1 of a cluster, taken to the state that a test needs, and given one input at a time.

use raftarium::raft::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Command, Configuration, Conflict, Entry, Fact, Index,
    Input, Log, Message, Options, Output, Persistent, RequestId, RequestVote, RequestVoteReply, Role,
    RoleKind, Server, ServerId, ServerSet, Term,
};
use std::borrow::Borrow;

/// The server that people call `S{number}`.
pub fn s(number: usize) -> ServerId {
    ServerId::numbered(number).expect("a server of the cluster")
}

/// S1, and what the last input brought out of it.
#[derive(Clone)]
pub struct Bench {
    pub server: Server,
    pub out: Output,
    options: Options,
}

impl Bench {
    /// A follower of so many servers, in this term, with a log of entries of these terms.
    pub fn follower(size: usize, term: u32, log: &[u32]) -> Bench {
        Bench::with(Options::default(), size, term, log)
    }

    /// The same, with other options.
    pub fn with(options: Options, size: usize, term: u32, log: &[u32]) -> Bench {
        let log: Log = entries(1, log).into_iter().collect();
        let persistent = Persistent::new(Term(term), None, log);
        let configuration = Configuration::of(ServerSet::up_to(size));
        let server = Server::new(s(1), configuration, options, persistent);
        Bench { server, out: Output::default(), options }
    }

    /// A candidate of this term: its timer has just run out.
    pub fn stands(mut self) -> Bench {
        self.times_out();
        assert_eq!(self.role(), RoleKind::Candidate);
        self
    }

    /// A leader: its timer ran out and a majority voted for it.
    pub fn wins(mut self) -> Bench {
        self.times_out();
        let mut voter = 2;
        while self.role() == RoleKind::Candidate {
            let term = self.term();
            self.hears(voter, vote(term, true));
            voter += 1;
        }
        assert_eq!(self.role(), RoleKind::Leader);
        self
    }

    fn step(&mut self, input: Input) -> &mut Bench {
        self.out.clear();
        self.server.step(input, &mut self.out);
        self
    }

    /// A message from another server arrives.
    pub fn hears(&mut self, from: usize, message: impl Borrow<Message>) -> &mut Bench {
        self.step(Input::Message { from: s(from), message: message.borrow() })
    }

    /// The election timer runs out.
    pub fn times_out(&mut self) -> &mut Bench {
        self.step(Input::ElectionTimeout)
    }

    /// The heartbeat timer runs out.
    pub fn beats(&mut self) -> &mut Bench {
        self.step(Input::HeartbeatTimeout)
    }

    /// A client asks for a command.
    pub fn is_asked(&mut self, request: u32, command: &str) -> &mut Bench {
        let command = command.parse().expect("a command");
        self.step(Input::Command { request: RequestId(request), command })
    }

    /// The server crashes and comes back with what was on its disk.
    pub fn crashes_and_restarts(&mut self) -> &mut Bench {
        self.out.clear();
        let configuration = self.server.configuration();
        let disk = self.server.clone().crash();
        self.server = Server::restart(s(1), configuration, self.options, disk, &mut self.out);
        self
    }

    pub fn role(&self) -> RoleKind {
        self.server.role().kind()
    }

    pub fn term(&self) -> u32 {
        self.server.term().0
    }

    pub fn vote(&self) -> Option<ServerId> {
        self.server.persistent().voted_for
    }

    /// The terms of the log's entries.
    pub fn log(&self) -> Vec<u32> {
        self.server.persistent().log.entries().map(|entry| entry.term.0).collect()
    }

    pub fn commit(&self) -> u32 {
        self.server.volatile().commit_index.0
    }

    /// next index and match index of a follower.
    pub fn progress(&self, of: usize) -> (u32, u32) {
        let leader = self.server.leader().expect("it leads");
        (leader.next_index(s(of)).0, leader.match_index(s(of)).0)
    }

    /// Whether the last input made this happen.
    pub fn did(&self, fact: Fact) -> bool {
        self.out.facts.contains(&fact)
    }

    /// Whether the last input made something of this name happen.
    pub fn did_any(&self, name: &str) -> bool {
        assert!(Fact::NAMES.contains(&name), "no fact is called {name}");
        self.out.facts.iter().any(|fact| fact.name() == name)
    }

    /// The last input made this happen.
    #[track_caller]
    pub fn assert_did(&self, fact: Fact) {
        assert!(self.did(fact), "no {fact:?} in {:#?}", self.out.facts);
    }

    /// The last input made something of this name happen.
    #[track_caller]
    pub fn assert_did_any(&self, name: &str) {
        assert!(self.did_any(name), "no {name} in {:#?}", self.out.facts);
    }

    /// The last input made nothing of this name happen.
    #[track_caller]
    pub fn assert_did_none(&self, name: &str) {
        assert!(!self.did_any(name), "{name} in {:#?}", self.out.facts);
    }

    /// What the last input sent to one server.
    pub fn sent_to(&self, to: usize) -> Vec<&Message> {
        self.out.messages.iter().filter(|(server, _)| *server == s(to)).map(|(_, message)| message).collect()
    }

    /// The one message that the last input sent.
    pub fn reply(&self) -> &Message {
        assert_eq!(self.out.messages.len(), 1, "one message, not {:?}", self.out.messages);
        &self.out.messages[0].1
    }

    /// Whether the one message that the last input sent grants a vote.
    pub fn granted(&self) -> bool {
        let Message::RequestVoteReply(reply) = self.reply() else { panic!("not a vote: {:?}", self.reply()) };
        reply.vote_granted
    }

    /// What the one message that the last input sent says of an `AppendEntries`.
    pub fn outcome(&self) -> AppendOutcome {
        let Message::AppendEntriesReply(reply) = self.reply() else {
            panic!("not a reply: {:?}", self.reply())
        };
        reply.outcome
    }

    /// The `AppendEntries` that the last input sent to one server.
    pub fn append_to(&self, to: usize) -> &AppendEntries {
        match self.sent_to(to)[..] {
            [Message::AppendEntries(request)] => request,
            ref other => panic!("one AppendEntries for S{to}, not {other:?}"),
        }
    }

    /// Whom it knows as the leader of its term, if it follows.
    pub fn follows(&self) -> Option<ServerId> {
        match self.server.role() {
            Role::Follower { leader } => *leader,
            _ => None,
        }
    }
}

/// Entries of these terms, the first at this index. As in a real cluster, index and term determine the command.
pub fn entries(first: u32, terms: &[u32]) -> Vec<Entry> {
    let command = |index: u32, term: u32| {
        Command::set("x", i64::from(index) * 100 + i64::from(term)).expect("a good key")
    };
    (first..)
        .zip(terms)
        .map(|(index, term)| Entry { term: Term(*term), payload: command(index, *term).into() })
        .collect()
}

/// A candidate's request, with its last entry as (term, index).
pub fn request_vote(term: u32, candidate: usize, last: (u32, u32)) -> Message {
    Message::RequestVote(RequestVote {
        term: Term(term),
        candidate_id: s(candidate),
        last_log_index: Index(last.1),
        last_log_term: Term(last.0),
    })
}

/// A voter's answer to a request of its own term.
pub fn vote(term: u32, vote_granted: bool) -> Message {
    Message::RequestVoteReply(RequestVoteReply { term: Term(term), request_term: Term(term), vote_granted })
}

/// A leader's request: the previous entry as (term, index), the terms of the new ones, the leader's commit index.
pub fn append(term: u32, leader: usize, prev: (u32, u32), new: &[u32], commit: u32) -> Message {
    Message::AppendEntries(AppendEntries {
        term: Term(term),
        leader_id: s(leader),
        prev_log_index: Index(prev.1),
        prev_log_term: Term(prev.0),
        entries: entries(prev.1 + 1, new).into_iter().collect(),
        leader_commit: Index(commit),
    })
}

/// A follower's answer to a request of its own term.
pub fn answer(term: u32, outcome: AppendOutcome) -> Message {
    Message::AppendEntriesReply(AppendEntriesReply { term: Term(term), request_term: Term(term), outcome })
}

/// success: the logs agree up to here.
pub fn success(match_index: u32) -> AppendOutcome {
    AppendOutcome::Success { match_index: Index(match_index) }
}

/// A refusal: there is no such entry at this index, but one of the term `has`, first found at `first`; or none.
pub fn mismatch(prev: u32, has: Option<u32>, first: u32) -> AppendOutcome {
    AppendOutcome::Mismatch {
        prev_log_index: Index(prev),
        conflict: Conflict { term: has.map(Term), first_index: Index(first) },
    }
}
