//! The rules of Raft: one table, with all that there is to say about each of them.
//!
//! The words are ours. Where the paper is silent or looser than Figure 2, they say so.

use super::Citation;
use serde::{Serialize, Serializer};

/// What there is to say about one rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Article {
    /// The rule.
    pub rule: Rule,
    /// Its name, for lists.
    pub name: &'static str,
    /// Where the paper states it, and so which line of Figures 2 and 3 lights up when it is at work.
    pub place: Citation,
    /// What it says.
    pub words: &'static str,
    /// Why it exists.
    pub why: &'static str,
    /// What breaks without it: a small story.
    pub without: &'static str,
    /// What real systems do instead or besides: the gap between paper and practice.
    pub practice: &'static str,
    /// The function of ours that carries it out, by its path: the one that stands first of those in which a comment cites
    /// the rule. Its file is found there, see [`super::source`].
    pub function: &'static str,
    /// The names of the facts that carry the rule.
    pub facts: &'static [&'static str],
}

macro_rules! rules {
    ($($(#[$doc:meta])* $id:ident { $($field:ident: $value:expr),+ $(,)? })+) => {
        /// A rule of the Raft paper (or, where marked, of practice). Every fact names one.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum Rule { $($(#[$doc])* $id),+ }

        impl Rule {
            /// Every rule, in the order of the catalogue.
            pub const ALL: &'static [Rule] = &[$(Rule::$id),+];

            /// The short id, as written on screen and in scripts: `V2`.
            pub const fn id(self) -> &'static str {
                match self { $(Rule::$id => stringify!($id)),+ }
            }
        }

        /// By rule.
        static ARTICLES: &[Article] = &[$(Article { rule: Rule::$id, $($field: $value),+ }),+];
    };
}

impl Rule {
    /// All that there is to say about it.
    pub const fn article(self) -> &'static Article {
        &ARTICLES[self as usize]
    }

    /// Where it stands in the paper.
    pub const fn place(self) -> Citation {
        self.article().place
    }

    /// The rule with this id, in any case: `v2`, `V2`.
    pub fn parse(id: &str) -> Option<Rule> {
        Rule::ALL.iter().copied().find(|rule| rule.id().eq_ignore_ascii_case(id))
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

rules! {
    /// Term, vote and log are durable before anything that depends on them is visible.
    P1 {
        name: "Durable before visible",
        place: Citation::figure("§5", "Figure 2, State").drawn_at("State: on disk"),
        words: "A server writes its current term, its vote and its log to stable storage before it sends \
                anything that depends on them: a reply, a vote request of its own, a claim to store an \
                entry.",
        why: "Other servers rely on what a server has told them. A vote or an acknowledgement is a promise, \
              and a promise that a crash can undo is worth nothing.",
        without: "S3 votes for S1 in term 2, crashes before the vote is on disk, restarts and votes for S2 \
                  in term 2: both candidates get a majority. Or a follower acknowledges an entry that it \
                  then loses in a crash, and the leader commits the entry although a majority no longer \
                  stores it.",
        practice: "Writing to disk makes up most of the latency of a commit. So systems write entries in \
                   batches, and a leader may write its own copy while the followers write theirs. etcd/raft \
                   hands the application what to write together with the messages, and a follower's replies \
                   may leave only after the write. Raft does not cover a disk that loses or corrupts what \
                   it acknowledged: that takes checksums and a special recovery.",
        function: "raft::Server::persist",
        facts: &["Persisted"],
    }

    /// Commit index and last applied restart at 0.
    P2 {
        name: "Commit index starts again at 0",
        place: Citation::figure("§5", "Figure 2, State").drawn_at("State: in memory"),
        words: "Commit index and last applied are volatile: after a restart both are 0 and the server is a \
                follower. It rebuilds its state machine as it learns the leader's commit index.",
        why: "A server can always learn again from a leader what is committed, so it need not save that. It \
              need not save what is applied either, because the state machine here is volatile too.",
        without: "Nothing breaks if a server saves them correctly. But if it saved its commit index, lost \
                  the end of its log, and still trusted that commit index, it would apply entries other \
                  than the committed ones.",
        practice: "etcd/raft saves the commit index with the term and the vote, so that a restarted server \
                   need not wait for a leader. A state machine that is itself on disk, as in etcd or TiKV, \
                   must save how far it has applied in the same transaction as the effects. Otherwise it \
                   executes commands twice.",
        function: "raft::Server::restart",
        facts: &["Restarted"],
    }

    /// A higher term in any request or reply: adopt it, clear the vote, become follower.
    T1 {
        name: "A newer term is adopted",
        place: Citation::figure("§5.1", "Figure 2, All Servers 2"),
        words: "When a request or a reply carries a term higher than a server's own, the server adopts that \
                term, clears its vote (which belonged to the old term) and becomes a follower. Only then \
                does it handle the message itself.",
        why: "Terms are Raft's clock. A server that learns of a later term knows that its own beliefs may \
              be out of date, above all the belief that it is the leader.",
        without: "A leader that was cut off and reconnects would continue to lead its old term, although \
                  servers in a newer term reject its requests. A follower that learned of the later term \
                  and stayed in its own would continue to follow the old leader, next to the new one.",
        practice: "§6 makes one exception, because of removed servers: a server that has heard from a \
                   leader within the minimum election timeout disregards a RequestVote, including its term. \
                   A member that was cut off still deposes a healthy leader when it reconnects, because its \
                   replies carry its higher term. Pre-vote (dissertation 9.6; in etcd/raft and TiKV) and \
                   MongoDB's dry-run elections avoid that: a server increases its term only after a \
                   majority says that it would vote for it.",
        function: "raft::Server::adopt_newer_term",
        facts: &["TermAdopted", "SteppedDown"],
    }

    /// A request of an older term is refused.
    T2 {
        name: "Stale requests are rejected",
        place: Citation::figure("§5.1", "Figure 2, RequestVote 1, AppendEntries 1"),
        words: "A server rejects a RequestVote or AppendEntries whose term is lower than its own, and its \
                reply carries the newer term. Nothing else happens: it grants no vote, appends no entry, \
                and does not restart its election timer.",
        why: "The sender is in an outdated term. The rejection protects the newer term, and tells the \
              sender to step down.",
        without: "S1 has been deposed and does not know it. It sends S3 its entries of term 2. S3 stores an \
                  entry that the leader of term 3 has committed with the help of S3; it obeys S1 and \
                  overwrites that entry.",
        practice: "etcd/raft ignores most messages of older terms without a reply. With pre-vote or \
                   check-quorum enabled it does reply to stale leaders, because otherwise a server with a \
                   higher term could stay stuck.",
        function: "raft::Server::on_request_vote",
        facts: &["RejectedStaleTerm"],
    }

    /// A reply that belongs to an older term is ignored.
    T3 {
        name: "Replies to older requests are ignored",
        place: Citation::section("§5.2 (votes)"),
        words: "A server counts a reply only if it sent the request in its current term. For votes §5.2 \
                says so: a majority must have voted \"for the same term\". For replies to AppendEntries the \
                paper says nothing: it describes procedure calls, where a reply returns to the caller that \
                waits for it.",
        why: "On a network that delays messages, a reply can arrive when its request no longer matters. A \
              vote from term 2 is no vote in term 3, and entries that a follower acknowledged when the same \
              server led an earlier term may be gone.",
        without: "S1 requests votes in term 2 and again in term 3. A vote from term 2 arrives late, S1 \
                  counts it in term 3 and wins the election, and another server wins term 3 too.",
        practice: "The Students' Guide to Raft (Jon Gjengset, 2016) warns of this as term confusion. In \
                   etcd/raft every message carries its sender's term, and a server drops messages with a \
                   lower term. Systems with real procedure calls compare the term of the request with their \
                   own before they look at the reply.",
        function: "raft::Server::on_request_vote_reply",
        facts: &["StaleReplyDropped"],
    }

    /// Committed entries are applied, in order.
    A1 {
        name: "Entries are applied in order",
        place: Citation::figure("§5.3", "Figure 2, All Servers 1"),
        words: "While last applied is below commit index, a server applies the next entry of its log to its \
                state machine. It never skips an entry, never applies one before it is committed, and never \
                applies one twice unless it restarts in between.",
        why: "State machines that start in the same state and apply the same commands in the same order \
              stay the same. That is the purpose of the log.",
        without: "A follower that applied entries as soon as they arrive could execute a command that a \
                  later leader deletes from its log. A state machine cannot undo that.",
        practice: "Systems apply entries in separate threads and in batches: etcd and TiKV commit further \
                   entries while they still apply earlier ones. MongoDB lets clients read uncommitted data \
                   unless they ask for majority reads, and may have to roll back such writes after a \
                   failover.",
        function: "raft::Server::apply_committed",
        facts: &["Applied"],
    }

    /// Start as a follower and only answer.
    E0 {
        name: "Servers start as followers",
        place: Citation::figure("§5.1, §5.2", "Figure 2, Followers 1"),
        words: "Every server starts as a follower. Followers are passive: they answer candidates and \
                leaders, and send no requests of their own.",
        why: "A server that has just started cannot know whether there is a leader. It is safe to wait, and \
              unsafe to assume anything.",
        without: "A leader that restarts and still acts as the leader meets the leader that was elected \
                  while it was down.",
        practice: "Real clusters have more roles: learners receive the log and do not vote (etcd, TiKV, \
                   Kafka's observers), and arbiters vote and store no data (MongoDB).",
        function: "raft::Server::boot",
        facts: &["Booted"],
    }

    /// No word of the current leader, no vote granted, for a timeout: start an election.
    E1 {
        name: "No leader heard: start an election",
        place: Citation::figure("§5.2", "Figure 2, Followers 2"),
        words: "A follower becomes a candidate when an election timeout passes in which it neither received \
                AppendEntries from the leader of its current term nor granted a vote. Nothing else restarts \
                a follower's timer: not a RequestVote that it rejects, and not a message of an older term. \
                The prose of §5.2 is less strict than this line of Figure 2.",
        why: "Silence is the only sign that a leader is gone. So only a sign that there is a leader, or \
              soon will be, may restart the timer.",
        without: "If any RequestVote restarted the timer, a server that cannot win (its log is behind) \
                  could keep the servers that could win from ever starting an election: it times out first, \
                  again and again.",
        practice: "Getting this wrong is common and hard to notice, because the cluster stays safe and is \
                   only stuck. Many systems count ticks instead of reading a clock (etcd/raft, TiKV), so \
                   that tests can control time.",
        function: "raft::Server::on_election_timeout",
        facts: &["ElectionTimeout"],
    }

    /// Next term, vote for self, reset the timer, ask everyone.
    E2 {
        name: "A candidate starts a new term",
        place: Citation::figure("§5.2", "Figure 2, Candidates 1"),
        words: "A candidate increments its term, votes for itself, restarts its election timer and sends \
                RequestVote to all other servers, with the index and term of its last entry.",
        why: "In a new term every server has one vote again, and each server that has not voted yet can \
              vote for this candidate. The candidate asks all servers at once, so an election takes one \
              round trip.",
        without: "If a candidate stayed in its old term, every server that already voted in that term would \
                  have to deny its vote, and a split vote would never end.",
        practice: "With pre-vote, a server first asks whether it would win, and increments its term only \
                   then. Before it shuts down, a leader can tell a follower to start an election at once \
                   (leadership transfer, dissertation 3.10; in etcd/raft, TiKV and Consul's library).",
        function: "raft::Server::start_election",
        facts: &["ElectionStarted"],
    }

    /// Votes of a majority of the whole cluster: leader.
    E3 {
        name: "A majority of votes makes a leader",
        place: Citation::figure("§5.2", "Figure 2, Candidates 2"),
        words: "A candidate becomes the leader of its term when more than half of all servers in the \
                cluster have voted for it. Its own vote counts, and servers that are down are part of the \
                whole. Votes are counted by voter: a vote that arrives twice counts once.",
        why: "Any two majorities share a server, and that server votes once per term. So a term has at most \
              one leader, and for each committed entry at least one of the leader's voters stores it.",
        without: "Suppose that half of four servers were enough: S1 and S2 elect S1, and S3 and S4 elect S3 \
                  in the same term. Suppose that votes were counted instead of voters: a duplicated message \
                  elects a leader that only a minority voted for.",
        practice: "A majority means a majority of the voting members; learners and observers do not count. \
                   During a membership change by joint consensus, a leader needs both the old and the new \
                   majority (§6).",
        function: "raft::Server::lead_with_a_majority",
        facts: &["VoteCounted", "BecameLeader"],
    }

    /// `AppendEntries` of a term at least as new: another leader exists, yield.
    E4 {
        name: "A candidate yields to the leader",
        place: Citation::figure("§5.2", "Figure 2, Candidates 3"),
        words: "A candidate that receives AppendEntries of its own term (or a later one) recognizes the \
                sender as the leader and becomes a follower. If the AppendEntries is of an older term, the \
                candidate rejects it and stays a candidate.",
        why: "An AppendEntries proves that the election for its term is over: only the winner sends it.",
        without: "A candidate that ignored the winner of its own term would time out and start an election \
                  for another term: it would depose a leader that has just been elected.",
        practice: "All systems do the same. Where heartbeats and snapshots are separate messages, as in \
                   etcd/raft, each of them has this effect.",
        function: "raft::Server::follow",
        facts: &["CandidateYielded"],
    }

    /// Time runs out with no winner: a new election.
    E5 {
        name: "No winner in time: a new election",
        place: Citation::figure("§5.2", "Figure 2, Candidates 4"),
        words: "A candidate whose election timer expires without a winner starts a new election, for a new \
                term. The old term never gets this candidate as its leader, and may never get any.",
        why: "Votes can split so that no candidate has a majority, and a server cannot take its vote back. \
              Only a new term brings new votes.",
        without: "Two of four servers start an election at the same moment, each gets 2 of 4 votes, and \
                  both wait for a third vote forever.",
        practice: "A new term costs little but disrupts every server. So systems make split votes rare with \
                   a wide range of random timeouts, and MongoDB makes members with a higher priority more \
                   likely to start an election.",
        function: "raft::Server::on_election_timeout",
        facts: &["ElectionRestarted"],
    }

    /// Election timeouts are random within a range.
    E6 {
        name: "Election timeouts are random",
        place: Citation::section("§5.2").drawn_at("Followers 2"),
        words: "Each election timeout is chosen again at random from a fixed range such as 150 \
                to 300 ms.",
        why: "Servers with equal timeouts start elections at the same moment and split the vote. With \
              different timeouts, one server usually times out first and wins before the next server times \
              out.",
        without: "All timeouts are 150 ms. The leader crashes, four followers start elections at the same \
                  moment, each votes for itself, and after 150 ms the same happens again. The cluster stays \
                  safe but never makes progress.",
        practice: "etcd/raft and Consul's library draw a timeout between one and two times the configured \
                   value. The defaults are longer than the paper's: one second in etcd, ten in MongoDB, \
                   because real networks and disks have slow moments.",
        function: "sim::World::draw",
        facts: &["TimerArmed"],
    }

    /// At most one vote per term, first come first served.
    V1 {
        name: "One vote per term",
        place: Citation::figure("§5.2", "Figure 2, RequestVote 2"),
        words: "In each term a server votes for at most one candidate: the first one that requests its vote \
                and meets the conditions. If that candidate retries, the server grants its vote again, \
                because the first reply may have been lost. Only a new term clears the vote.",
        why: "If every server votes once and a candidate needs a majority, only one candidate can win.",
        without: "S3 votes for S1 and then for S5, both in term 2. Each candidate has 3 of 5 votes, and \
                  term 2 has two leaders.",
        practice: "The vote must be on disk before the reply leaves. Consul's library stores the candidate \
                   and the term of the last vote, etcd/raft stores the vote with the current term; a vote \
                   without its term would be worthless.",
        function: "raft::Server::denial",
        facts: &["VoteGranted", "VoteDenied"],
    }

    /// No vote for a log less up-to-date: last term first, then length.
    V2 {
        name: "No vote for a less up-to-date log",
        place: Citation::figure("§5.4.1", "Figure 2, RequestVote 2"),
        words: "A server denies its vote to a candidate whose log is less up-to-date than its own. Of two \
                logs, the one whose last entry has the later term is more up-to-date; if the last terms are \
                equal, the longer log is. The commit index and the current term do not matter.",
        why: "A committed entry is stored on a majority, and a candidate needs a majority of votes. So at \
              least one voter has the entry, and it denies its vote to every candidate with a less \
              up-to-date log. A candidate with a later last term got its last entry from a leader of a \
              later term, and that leader had the committed entry for the same reason (§5.4.3 proves it \
              term by term). So a leader starts with all committed entries.",
        without: "S1 commits an entry with S2 and S3 and crashes. S4, which does not have the entry, \
                  requests votes from S5 and S3. S3 grants its vote, S4 becomes the leader and overwrites \
                  an entry that a client believes is done. Comparing only the lengths is not enough: a \
                  long log that ends in an old term may lack the newest committed entry.",
        practice: "Raft-like systems that also choose by other criteria (a priority, a data center) add \
                   these on top: MongoDB's preferred member must still be up to date to win. Some systems \
                   let any server become the leader and fetch what it lacks from its voters, as Multi-Paxos \
                   does.",
        function: "raft::Server::up_to_date",
        facts: &["VoteDenied"],
    }

    /// Empty `AppendEntries` on winning and when idle.
    L1 {
        name: "Heartbeats",
        place: Citation::figure("§5.2", "Figure 2, Leaders 1"),
        words: "As soon as it is elected, a leader sends AppendEntries without entries to all other servers, \
                and it does so again whenever it has been idle for a while. Followers check a heartbeat like \
                any other AppendEntries.",
        why: "Heartbeats keep followers from starting elections, tell candidates that the term has a \
              leader, carry the commit index, and let a new leader find out where its followers' logs match \
              its own.",
        without: "Without client commands, a cluster would elect a new leader every few hundred \
                  milliseconds.",
        practice: "etcd/raft has a separate heartbeat message without the consistency check; its commit \
                   index is capped at what the follower is known to have. Systems with thousands of groups \
                   merge the heartbeats of one machine (CockroachDB) or stop them in idle groups \
                   (CockroachDB, TiKV). Some leaders step down by themselves when no majority replies \
                   (dissertation 6.2). That is an extension: in the paper such a leader stays leader and \
                   commits nothing.",
        function: "raft::Server::on_heartbeat_timeout",
        facts: &["HeartbeatSent", "TimerArmed"],
    }

    /// next = last + 1, match = 0 forevery follower.
    L2 {
        name: "A new leader guesses next index",
        place: Citation::figure("§5.3", "Figure 2, State").drawn_at("State: of a leader"),
        words: "On election, a leader sets next index of every follower to its own last index + 1, and \
                match index to 0. Next index is a guess and may be wrong; match index is knowledge and is \
                never too high.",
        why: "A right guess costs nothing, and rejections correct a wrong one. What a server knew when it \
              led an earlier term is worthless, because logs may have been overwritten since then.",
        without: "S1 becomes leader again and remembers that S4 had entry 5. In between, another leader \
                  made S4 delete it. S1 counts the old copy on S4 and commits an entry that only a minority \
                  stores.",
        practice: "etcd/raft also keeps a state for each follower (probing, replicating, taking a \
                   snapshot), so that the leader does not flood a follower whose log does not match yet.",
        function: "raft::Server::become_leader",
        facts: &["LeaderStateInitialised"],
    }

    /// A command is appended, and answered after it was applied.
    L3 {
        name: "Clients are answered last",
        place: Citation::figure("§5.3", "Figure 2, Leaders 2"),
        words: "A leader appends a client's command to its own log and replicates it. It answers the client \
                only after the entry is committed and the leader has applied it.",
        why: "An answer means: this is done and will stay done. Before the entry is committed it could \
              still be lost, and before it is applied there is no result.",
        without: "S1 answers as soon as it has appended the entry. It crashes, S2 becomes leader without \
                  the entry, and the client relies on a write that is lost.",
        practice: "MongoDB lets the client choose how many servers must store a write before it is \
                   answered, so that writes can be fast but can be lost. Leaders write many commands at \
                   once, and send them before their own disk write is done.",
        function: "raft::Server::append_command",
        facts: &["EntryAppended", "ClientReplied"],
    }

    /// Last index at or above next: send from next.
    L4 {
        name: "Send entries from next index",
        place: Citation::figure("§5.3", "Figure 2, Leaders 3"),
        words: "While a leader's last index is at or above a follower's next index, it sends AppendEntries \
                with the entries from next index on, together with the index and term of the preceding \
                entry.",
        why: "The leader alone drives replication: followers need not know what they lack.",
        without: "A follower that missed one entry would lack it forever: every later request would fail \
                  its consistency check.",
        practice: "Followers in Kafka's KRaft and MongoDB's secondaries pull entries; in most other systems \
                   the leader pushes them. Leaders that push limit the size of a message and the amount in \
                   flight, and keep several requests in flight at once (pipelining).",
        function: "raft::Server::send_entries",
        facts: &["AppendSent"],
    }

    /// Success: raise match and next.
    L5 {
        name: "Success raises match index",
        place: Citation::figure("§5.3", "Figure 2, Leaders 3a"),
        words: "When a follower accepts a request, the leader sets its match index to the last entry of \
                that request (prevLogIndex plus the number of entries), and its next index to the index \
                after that. A late reply lowers neither.",
        why: "A leader must count only copies that were confirmed. Between the request and the reply, its \
              own log may have grown.",
        without: "S1 sends entry 4, appends entry 5, and on the reply from S2 records that S2 stores its \
                  whole log. S1 counts a majority for entry 5 although only S1 stores it, commits it, and \
                  crashes: the entry is lost.",
        practice: "The Students' Guide to Raft (Jon Gjengset, 2016) warns of exactly this. The usual \
                   solution is a reply that says how far its request reached: replies in etcd/raft carry \
                   the index, as ours do.",
        function: "raft::Server::on_success",
        facts: &["MatchAdvanced"],
    }

    /// Mismatch: lower next and retry.
    L6 {
        name: "A rejection lowers next index",
        place: Citation::figure("§5.3", "Figure 2, Leaders 3b"),
        words: "When a follower rejects AppendEntries because the logs do not match, the leader lowers next \
                index and retries further back. One index at a time is enough. If the rejection names the \
                conflicting term and its first index, the leader can skip all conflicting entries of that \
                term at once.",
        why: "Index 0 always matches, so the leader finds the last index at which both logs agree. From \
              there on, it makes the follower's log match its own.",
        without: "A follower with a diverged log rejects the same request forever. The cluster stays safe \
                  but has one useful server fewer.",
        practice: "One index at a time is too slow for long logs. In etcd/raft a rejection carries a hint \
                   with index and term, and both sides skip whole terms; Kafka's KRaft tells the follower \
                   where its epoch ended, and the follower truncates its log. If a snapshot has replaced \
                   the entries, the leader sends the snapshot (§7).",
        function: "raft::Server::on_mismatch",
        facts: &["NextBackedUp"],
    }

    /// Commit N if a majority matches it and it is of the current term.
    L7 {
        name: "Count only entries of its own term",
        place: Citation::figure("§5.4.2", "Figure 2, Leaders 4"),
        words: "A leader sets its commit index to N when a majority of servers, itself included, stores \
                entry N and that entry is from the leader's current term. A leader never commits an entry \
                from an earlier term by counting copies, however many there are.",
        why: "An entry of an older term that a majority stores can still be overwritten: a server that does \
              not have it can win if its own last term is later (Figure 8). Once a majority stores an entry \
              of the current term, no such server can win.",
        without: "Figure 8: S1 replicates its entry of term 2 to S3, so that 3 of 5 servers store it, and \
                  treats it as committed. S1 crashes, S5 wins because its last entry has term 3, and \
                  overwrites the copies on S2 and S3.",
        practice: "etcd/raft compares the term of the entry with its own. Consul's library counts no \
                   entries below the first index of the current leader's term. A leader's no-op (K2) makes \
                   the wait short.",
        function: "raft::Server::advance_commit_index",
        facts: &["CommitAdvanced", "CommitWithheld"],
    }

    /// Earlier entries commit along with it.
    L8 {
        name: "Older entries commit indirectly",
        place: Citation::section("§5.4.2").drawn_at("Leaders 4"),
        words: "When an entry of the current term is committed, all preceding entries are committed too, \
                whatever their terms are.",
        why: "By Log Matching, a server that has the entry has all preceding entries. Every later leader \
              has the new entry, and with it the old ones.",
        without: "Entries of a crashed leader would stay in the logs forever: stored on all servers and \
                  never applied.",
        practice: "In a quiet cluster this can take long: old entries wait until the next command. That is \
                   one reason why in most systems a new leader appends a no-op.",
        function: "raft::Server::advance_commit_index",
        facts: &["CommittedIndirectly"],
    }

    /// Unanswered requests are retried forever.
    L9 {
        name: "Unanswered requests are retried",
        place: Citation::section("§5.3, §5.5").drawn_at("Leaders 3"),
        words: "A server retries a request that gets no reply. A leader retries AppendEntries indefinitely, \
                even after it has answered the client; a candidate retries RequestVote until its election \
                ends.",
        why: "Messages get lost and servers crash. Retries are harmless, because handling a request twice \
              has the same effect as handling it once.",
        without: "After one lost message, a follower lacks entries until the leader happens to send \
                  something else.",
        practice: "Retrying at full speed wastes work when a server is down: Consul's library waits longer \
                   after each failure, and etcd/raft falls back to one probe per heartbeat.",
        function: "raft::Server::on_heartbeat_timeout",
        facts: &["RequestRetried", "TimerArmed"],
    }

    /// A follower points the client at the leader.
    L10 {
        name: "Followers redirect clients",
        place: Citation::section("§5.1, §8"),
        words: "Only the leader accepts commands. Any other server rejects a command, and names the leader \
                if it has heard from one in this term.",
        why: "Log entries flow in one direction only, from the leader to the others. A client may know any \
              server, and needs the leader.",
        without: "After each election, clients would have to try one server after another.",
        practice: "Two ways are common: the follower forwards the command itself (etcd, Consul's servers), \
                   or it answers with the leader's name (TiKV). That server may no longer be the leader, so \
                   a client must be ready to retry.",
        function: "raft::Server::on_command",
        facts: &["ClientRedirected"],
    }

    /// No entry at prev index with prev term: refuse.
    R1 {
        name: "The consistency check",
        place: Citation::figure("§5.3", "Figure 2, AppendEntries 2"),
        words: "A follower rejects AppendEntries unless its log has an entry at prevLogIndex, the index \
                that precedes the new entries, with the term prevLogTerm. Followers check heartbeats in the \
                same way. Index 0 always matches.",
        why: "It is the induction step of a proof: if two logs agree in one entry, they agree in all \
              preceding entries, and appending the same entries to both keeps them the same.",
        without: "S3 has entry 2 of term 1, the leader has entry 2 of term 2. S3 appends entry 3 after its \
                  own entry 2: now both logs have the same entry 3, and different entries before it.",
        practice: "All systems check requests that carry entries. In etcd/raft the heartbeat is a separate \
                   message that skips the check. With snapshots, the last index and term of the snapshot \
                   replace those of the discarded entries.",
        function: "raft::Server::mismatch",
        facts: &["RejectedMismatch"],
    }

    /// Only a real conflict truncates, and all that follows it.
    R2 {
        name: "Only a conflict truncates the log",
        place: Citation::figure("§5.3", "Figure 2, AppendEntries 3"),
        words: "If an entry of the follower conflicts with a new one (same index, different terms), the \
                follower deletes it and all entries that follow it. Without a conflict the follower deletes \
                nothing, however short the request is.",
        why: "An entry that conflicts with the leader's was never committed, and neither was any entry that \
              follows it. An entry that does not conflict may be committed: a late request must not delete \
              it.",
        without: "S2 has entries 1 to 3 and has acknowledged them. A delayed request arrives with only \
                  entry 1. S2 truncates its log after entry 1, and entry 3, which the leader has committed, \
                  is stored on one server fewer.",
        practice: "Truncating the log at the end of the request is a classic mistake of implementers. A log \
                   in an append-only file, such as etcd's, cannot remove entries: it writes the index \
                   again, and the last entry written at an index counts.",
        function: "raft::Server::store_entries",
        facts: &["Truncated"],
    }

    /// Append what is missing; repeats are harmless.
    R3 {
        name: "Append missing entries",
        place: Citation::figure("§5.3, §5.5", "Figure 2, AppendEntries 4"),
        words: "A follower appends the new entries that it lacks, and does not touch those that it has. It \
                then acknowledges entries up to the last one in this request, not up to the end of its own \
                log.",
        why: "Requests can arrive twice and out of order. Handling a request again must change nothing, and \
              entries that follow those of the request may be left over from an older leader.",
        without: "S4 has old entries up to index 6. A heartbeat arrives that matches at index 3, and S4 \
                  acknowledges 6, its last index: the leader counts entries that S4 does not have.",
        practice: "Followers write to disk before they reply; many collect several requests and write once. \
                   Where followers fetch entries, as in Kafka's KRaft, the index of the next fetch says \
                   what they have; MongoDB's secondaries report it in a separate message.",
        function: "raft::Server::store_entries",
        facts: &["Appended", "DuplicateIgnored"],
    }

    /// commit = min(leader's commit, index of the last new entry).
    R4 {
        name: "A follower's commit index",
        place: Citation::figure("§5.3", "Figure 2, AppendEntries 5"),
        words: "If the leader's commit index is higher than its own, a follower sets its commit index to \
                the leader's or to the index of the last new entry in this request, whichever is lower. For \
                a heartbeat, prevLogIndex takes the place of the last new entry.",
        why: "The leader's commit index is about the leader's log. The follower knows that both logs are \
              the same only up to the end of this request.",
        without: "S3 has an old entry 3 of term 1. A heartbeat that matches at index 2 says that entries up \
                  to 4 are committed. S3 applies its own entry 3, while all other servers apply a different \
                  one.",
        practice: "The Students' Guide to Raft (Jon Gjengset, 2016) explains this line: the minimum looks \
                   unnecessary until logs diverge. etcd/raft takes the same minimum; for its heartbeats, \
                   the leader limits the commit index instead.",
        function: "raft::Server::learn_commit_index",
        facts: &["FollowerCommitAdvanced"],
    }

    /// Election Safety.
    I1 {
        name: "Election Safety",
        place: Citation::figure("§5.2", "Figure 3, Election Safety"),
        words: "A term has at most one leader. A term may have no leader. Two leaders of different terms \
                may exist at the same time, until the older one learns of the newer term.",
        why: "Because of it, index and term identify an entry: only one leader creates entries in a term. \
              Log Matching relies on that, and the other properties rely on Log Matching.",
        without: "S1 and S3 both lead term 2, and each creates an entry 4 of term 2, with different commands. \
                  No server can tell that the logs differ.",
        practice: "What operators call split brain is mostly two leaders of different terms, which is \
                   allowed. But the old leader must not answer reads: systems prevent that with leases, or \
                   with a quorum for each read.",
        function: "safety::checker::Elections::won",
        facts: &["PropertyViolated"],
    }

    /// Leader Append-Only.
    I2 {
        name: "Leader Append-Only",
        place: Citation::figure("§5.3", "Figure 3, Leader Append-Only"),
        words: "A leader never overwrites or deletes entries in its own log; it only appends new entries.",
        why: "All followers copy the leader's log. If the leader changed entries in it, agreeing with the \
              leader would mean nothing.",
        without: "A new leader deletes old entries that it cannot commit. The previous leader had committed \
                  one of them, and it is now missing from the log that all followers copy.",
        practice: "A snapshot replaces applied entries at the beginning of the log. In the sense of this \
                   property that does not change the log, because the snapshot contains their effect.",
        function: "safety::Checker::leader_changed_its_log",
        facts: &["PropertyViolated"],
    }

    /// Log Matching.
    I3 {
        name: "Log Matching",
        place: Citation::figure("§5.3", "Figure 3, Log Matching"),
        words: "If two logs have an entry with the same index and the same term, then the logs are \
                identical in all entries up to that one.",
        why: "Because of it, comparing one entry is enough to compare whole logs. The consistency check of \
              AppendEntries, the comparison of logs before a vote, and a leader's count of copies all rely \
              on it.",
        without: "S2 acknowledges entry 3, which it has, although its entry 2 differs from the leader's. \
                  The leader commits entry 3 and with it entry 2, and S2 applies a different command from \
                  all other servers.",
        practice: "Systems that run for years check it: in the background they compare checksums of entries \
                   or of the state of replicas (etcd's corruption check, CockroachDB's consistency queue).",
        function: "safety::checker::Logs::update",
        facts: &["PropertyViolated"],
    }

    /// Leader Completeness.
    I4 {
        name: "Leader Completeness",
        place: Citation::figure("§5.4", "Figure 3, Leader Completeness"),
        words: "If an entry is committed in some term, it is in the logs of the leaders of all later terms. \
                §5.4.3 once calls this Log Completeness.",
        why: "Because of it, entries flow only from leaders to followers, and a new leader never has to ask \
              what it lacks.",
        without: "A server without a committed entry becomes the leader, and its followers delete the entry \
                  to match its log. A client was told that its command is done, and the command is lost.",
        practice: "Other algorithms can elect a leader that lacks entries, and let it fetch them before it \
                   starts (Viewstamped Replication, Multi-Paxos). Raft uses a rule for votes instead of \
                   that mechanism.",
        function: "safety::checker::Commitments::missing",
        facts: &["PropertyViolated"],
    }

    /// State Machine Safety.
    I5 {
        name: "State Machine Safety",
        place: Citation::figure("§5.4.3", "Figure 3, State Machine Safety"),
        words: "If a server has applied an entry at some index, no server ever applies a different entry at \
                that index.",
        why: "It is what clients see, and the purpose of Raft: all state machines execute the same commands \
              in the same order.",
        without: "A client reads x: S2 answers 7, S3 answers 8, and each answers from entries that it has \
                  applied.",
        practice: "The property is about the log. The state machine itself must also be deterministic: no \
                   clocks, no random numbers, no iteration in hash order. The Verdi project has proved the \
                   property for an implementation in Coq, TLA+ models of Raft are checked within bounds, \
                   and Jepsen looks for violations in running systems.",
        function: "safety::checker::Applications::apply",
        facts: &["PropertyViolated"],
    }

    /// The commit quorum and the vote quorum share a server.
    Q1 {
        name: "Two quorums share a server",
        place: Citation::figure("§5.4.3", "Figure 9"),
        words: "A majority accepted the committed entry, and a majority voted for the new leader: at least \
                one server did both. It accepted the entry before it voted: after the vote it was in a \
                newer term and would have rejected the entry. It still had the entry when it compared logs, \
                because every leader in between had it.",
        why: "This is the central step in the proof of Leader Completeness: that server votes only for a \
              candidate that has the entry.",
        without: "If quorums did not overlap, servers that lack a committed entry could elect a leader \
                  among themselves.",
        practice: "Quorums need not be majorities: it is enough that each quorum for an election overlaps \
                   each quorum for a commit (flexible quorums). Majorities, as in Raft, are the simplest \
                   choice.",
        function: "safety::Checker::elected",
        facts: &["QuorumWitness"],
    }

    /// Followers and candidates crash and come back.
    C1 {
        name: "Crashed servers restart",
        place: Citation::section("§5.5"),
        words: "Followers and candidates may crash at any moment and restart later with what is on their \
                disk. Until then, requests to them fail and are retried; a request that is handled twice \
                does no harm. If a leader crashes, the servers elect a new one.",
        why: "Machines fail. Raft needs a majority of running and connected servers, not any \
              particular server.",
        without: "If a cluster could not survive a crash, it would be no better than a single server.",
        practice: "A server that restarts with an empty disk is not the same server: it has lost its \
                   promises. Real systems give the replacement a new identity and add it with a membership \
                   change. What looks like a crash may be a long pause; then the server continues with \
                   outdated beliefs.",
        function: "sim::World::crash",
        facts: &["Crashed"],
    }

    /// Broadcast time ≪ election timeout ≪ MTBF; only liveness needs it.
    C2 {
        name: "Timing: only for liveness",
        place: Citation::section("§5.6"),
        words: "The time to send a message to every server and receive the replies should be far below the \
                election timeout, and the election timeout far below the mean time between failures. If \
                not, the servers elect no leader or leaders do not last; all properties of Figure 3 still \
                hold.",
        why: "If messages may take any time and servers may crash, no deterministic algorithm can guarantee \
              that servers agree. Raft needs good timing, but only to make progress.",
        without: "With a round trip of 200 ms and timeouts of 150 ms, every candidate times out before the \
                  votes arrive: terms increase and no server becomes the leader. The logs stay correct.",
        practice: "etcd advises an election timeout of at least ten round trips, and Consul scales all \
                   timings with one setting. Partial network failures are the hard case: in 2020 Cloudflare \
                   described how a partly broken switch kept an etcd cluster from having a stable leader.",
        function: "sim::World::warn_of_timing",
        facts: &["TimingWarning"],
    }

    /// A no-op on election tells a new leader what is committed.
    K2 {
        name: "A no-op on election",
        place: Citation::section("§8"),
        words: "A new leader appends an entry that does nothing; §8 requires this of leaders that answer \
                reads. When it is committed, all preceding entries are too, and the leader knows how far \
                its log is committed. It is off by default here: §5 has no such entry, and with it Figure 8 \
                happens differently. It does not replace L7: with one entry per message, an old entry can \
                be stored on a majority before the no-op is, and still be overwritten.",
        why: "A leader has all committed entries, but does not know which ones are committed until it \
              commits an entry of its own term. It needs to know that to answer reads.",
        without: "A new leader in a quiet cluster answers a read from a state machine that lacks a write, \
                  although the previous leader already confirmed that write.",
        practice: "etcd/raft, Consul's library, LogCabin and MongoDB write such an entry on every election, \
                   and Kafka's KRaft writes a record that names the leader. Tests and lessons about §5 have \
                   to switch it off.",
        function: "raft::Server::become_leader",
        facts: &["NoOpAppended"],
    }
}
