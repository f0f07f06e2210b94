//! What holds for all servers: durability, terms, application, failures.

use super::{Article, Rule};

pub(super) static P1: Article = Article {
    rule: Rule::P1,
    name: "Durable before visible",
    place: Rule::P1.place(),
    words: "A server's current term, its vote and its log are on stable storage before it sends anything \
            that depends on them: a reply, a vote request of its own, a claim to hold an entry.",
    why: "Other servers count on what was said to them. A vote or an acknowledgement is a promise, and a \
          promise that a crash can undo is none.",
    without: "S3 votes for S1 in term 2, crashes before the vote is written, comes back and votes for S2 in \
              term 2: both find a majority. Or a follower acknowledges an entry that it then loses, and the \
              entry counts as committed on a majority that no longer has it.",
    practice: "Writing to disk is most of the latency of a commit, so entries are written in batches, and a \
               leader may write its own copy while the followers write theirs. etcd/raft hands its user what \
               is to be written together with the messages, and a follower's answers may leave only after \
               the write. A disk that loses or corrupts what it acknowledged is outside of Raft: checksums \
               and special recovery are needed on top.",
    function: "raft::Server::persist",
    file: "src/raft/persistence.rs",
    facts: &["Persisted"],
};

pub(super) static P2: Article = Article {
    rule: Rule::P2,
    name: "Commit index starts again at 0",
    place: Rule::P2.place(),
    words: "Commit index and last applied are volatile: after a restart both are 0, the server is a \
            follower, and the state machine is rebuilt as the leader's commit index comes in.",
    why: "What is committed can always be learned again from a leader, so it need not be saved. What is \
          applied need not be saved either, because the state machine here is volatile too.",
    without: "Nothing breaks if they are saved correctly. If a commit index were saved and then trusted \
              beside a log whose end was lost, the server would apply entries that are not the committed \
              ones.",
    practice: "etcd/raft saves the commit index with term and vote, so that a restart need not wait for a \
               leader. A state machine that is itself on disk, as in etcd or TiKV, must save how far it has \
               applied, in the same transaction as the effect, or commands are executed twice.",
    function: "raft::Server::restart",
    file: "src/raft/persistence.rs",
    facts: &["Restarted"],
};

pub(super) static T1: Article = Article {
    rule: Rule::T1,
    name: "A newer term is adopted",
    place: Rule::T1.place(),
    words: "Whenever a request or a reply carries a term above a server's own, the server takes that term \
            over, forgets its vote (which belonged to the old term) and becomes a follower. Only then does \
            it judge the message itself.",
    why: "Terms are Raft's clock. A server that hears of a later term knows that its own beliefs, above all \
          that it leads, may be out of date.",
    without: "A leader that was cut off and comes back would go on as leader of its old term beside the new \
              one, and its followers would be torn between two masters.",
    practice: "A server that was away keeps raising its term and deposes a healthy leader when it returns. \
               Pre-vote (dissertation 9.6; in etcd/raft and TiKV) and MongoDB's dry-run elections avoid \
               that: the term is raised only once a majority says that it would vote.",
    function: "raft::Server::adopt_newer_term",
    file: "src/raft/server.rs",
    facts: &["TermAdopted", "SteppedDown"],
};

pub(super) static T2: Article = Article {
    rule: Rule::T2,
    name: "Requests of an older term are refused",
    place: Rule::T2.place(),
    words: "A RequestVote or AppendEntries whose term is below the receiver's own is refused, and the reply \
            carries the newer term. Nothing else happens: no vote, no entry, and the election timer runs on.",
    why: "Whoever sent it has been overtaken. The refusal protects the newer term, and tells the sender to \
          step down.",
    without: "S1, deposed but not aware of it, sends S3 its entries of term 2. S3 holds an entry that the \
              leader of term 3 has committed with its help; it obeys S1 and overwrites it.",
    practice: "etcd/raft ignores most messages of older terms without a reply; with pre-vote or check-quorum \
               on it does answer stale leaders, because otherwise a server with a higher term could stay \
               stuck.",
    function: "raft::Server::on_request_vote",
    file: "src/raft/election.rs",
    facts: &["RejectedStaleTerm"],
};

pub(super) static T3: Article = Article {
    rule: Rule::T3,
    name: "Replies to older requests are ignored",
    place: Rule::T3.place(),
    words: "A reply is counted only if the request that it answers was sent in the server's current term. \
            Figure 2 does not say so: it thinks of procedure calls, where a reply comes back to the caller \
            that waits for it.",
    why: "On a network that delays messages, an answer can arrive when its question no longer matters. A \
          vote given in term 2 is no vote in term 3, and what a follower acknowledged to an earlier \
          leadership may be gone.",
    without: "S1 asks for votes in term 2 and again in term 3. A vote of term 2 comes late, is counted in \
              term 3, and S1 wins a term that another server wins too.",
    practice: "Guides for students name this as one of the commonest mistakes. In etcd/raft every message \
               carries its sender's term and those of a lower term are dropped; systems with real procedure \
               calls compare the term of the request with their own before they look at the reply.",
    function: "raft::Server::on_request_vote_reply",
    file: "src/raft/election.rs",
    facts: &["StaleReplyDropped"],
};

pub(super) static A1: Article = Article {
    rule: Rule::A1,
    name: "Committed entries apply in order",
    place: Rule::A1.place(),
    words: "While last applied is below commit index, a server applies the next entry of its log to its \
            state machine. No entry is skipped, none is applied twice in one life of the server, none before \
            it is committed.",
    why: "State machines that start alike and apply the same commands in the same order stay alike. That is \
          what the log is for.",
    without: "A follower that applied entries as they arrived would have executed a command that a later \
              leader removes from its log. A state machine cannot take that back.",
    practice: "Applying is moved to threads of its own and done in batches: etcd and TiKV commit further \
               entries while earlier ones are still being applied. MongoDB lets clients read what is not yet \
               committed unless they ask for majority reads, and has to roll such writes back after a \
               failover.",
    function: "raft::Server::apply_committed",
    file: "src/raft/commitment.rs",
    facts: &["Applied"],
};

pub(super) static C1: Article = Article {
    rule: Rule::C1,
    name: "Crashed servers come back",
    place: Rule::C1.place(),
    words: "Followers and candidates may crash at any moment and return later with what was on their disk. \
            Requests to them fail meanwhile and are sent again; requests that were carried out twice do no \
            harm. A leader that crashes is replaced by an election.",
    why: "Machines fail. Raft needs a majority that runs and is connected, not any particular server.",
    without: "If a crash could not be survived, the cluster would be no better than a single server: it \
              would stop with the first one.",
    practice: "A server that comes back with an empty disk is not the same server: it has forgotten its \
               promises. Real systems give a replaced machine a new identity and let it join by a membership \
               change. What looks like a crash may be a long pause; the server then returns with stale \
               beliefs.",
    function: "sim::World::crash",
    file: "src/sim/world/act.rs",
    facts: &["Crashed"],
};

pub(super) static C2: Article = Article {
    rule: Rule::C2,
    name: "Timing: only for liveness",
    place: Rule::C2.place(),
    words: "The time to send a message to everyone and hear back should be far below the election timeout, \
            and that far below the mean time between failures. If it is not, leaders are not elected or do \
            not last; no property of Figure 3 suffers.",
    why: "No algorithm can agree in bounded time on a network without any bound. Raft asks for a little of \
          it, and only to make progress.",
    without: "With a round trip of 200 ms and timeouts of 150 ms every candidate's time is over before the \
              votes arrive: terms rise and nobody leads. The logs stay correct all the while.",
    practice: "etcd advises an election timeout of at least ten round trips, and Consul scales all timings \
               with one setting. Networks that work in part are the hard case: Cloudflare told in 2020 how a \
               half broken switch kept an etcd cluster from a steady leader.",
    function: "sim::World::warn_of_timing",
    file: "src/sim/world.rs",
    facts: &["TimingWarning"],
};
