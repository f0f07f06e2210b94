//! Log replication and commitment: §5.3, §5.4.2, and the leader's no-op of §8.

use super::{Article, Rule};

pub(super) static L1: Article = Article {
    rule: Rule::L1,
    name: "Heartbeats",
    place: Rule::L1.place(),
    words: "A new leader sends AppendEntries without entries to all at once, and again whenever it has been \
            idle for a while. They go through the same checks as any AppendEntries.",
    why: "They keep followers from standing for election, tell candidates that the term is decided, carry \
          the commit index, and let a new leader find out where its followers' logs end.",
    without: "A cluster without commands would elect a new leader every few hundred milliseconds.",
    practice: "etcd/raft has a separate heartbeat message without the consistency check; its commit index is \
               capped at what the follower is known to have. Systems with thousands of groups merge the \
               heartbeats of one machine (CockroachDB) or let idle groups fall asleep (CockroachDB, TiKV). A \
               leader that steps down by itself because no majority answers (dissertation 6.2) is an \
               extension: by the paper it goes on leading, and commits nothing.",
    function: "raft::Server::on_heartbeat_timeout",
    file: "src/raft/replication.rs",
    facts: &["HeartbeatSent", "TimerArmed"],
};

pub(super) static L2: Article = Article {
    rule: Rule::L2,
    name: "A leader begins by knowing nothing",
    place: Rule::L2.place(),
    words: "On election, next index of every follower is the leader's last index + 1, and match index is 0. \
            Next index is a guess that may be wrong; match index is knowledge and is never too high.",
    why: "The guess costs nothing if it is right and is corrected by refusals if not. Knowledge of an \
          earlier leadership is worthless, because logs may have been overwritten since.",
    without: "S1 leads again and remembers that S4 had entry 5. Meanwhile another leader made S4 drop it. S1 \
              counts S4's old copy and commits an entry that only a minority has.",
    practice: "etcd/raft also keeps a state for each follower (probing, replicating, taking a snapshot), so \
               that it does not flood one whose log has not been matched yet.",
    function: "raft::Server::become_leader",
    file: "src/raft/replication.rs",
    facts: &["LeaderStateInitialised"],
};

pub(super) static L3: Article = Article {
    rule: Rule::L3,
    name: "The client is answered last",
    place: Rule::L3.place(),
    words: "A leader appends a client's command to its own log and sends it out. The client is answered only \
            when the entry has been committed and the leader has applied it.",
    why: "An answer says: this is done and will stay done. Before the commitment it could still be lost, and \
          before the application there is no result.",
    without: "S1 answers when it has appended. It crashes, S2 leads without the entry, and the client \
              believes in a write that no server has.",
    practice: "MongoDB lets the client choose how many must have a write before it is answered, so that \
               writes can be fast and lost. Leaders write many commands at once and send them on before \
               their own disk is done.",
    function: "raft::Server::append_command",
    file: "src/raft/replication.rs",
    facts: &["EntryAppended", "ClientReplied"],
};

pub(super) static L4: Article = Article {
    rule: Rule::L4,
    name: "Send from next index",
    place: Rule::L4.place(),
    words: "While a leader's last index is at or above a follower's next index, it sends AppendEntries with \
            the entries from next index on, together with index and term of the entry before them.",
    why: "The leader alone drives replication: followers need no knowledge of what they lack.",
    without: "A follower that missed an entry once would lack it for ever: every later request would fail \
              its consistency check.",
    practice: "Followers of Kafka's KRaft and MongoDB's secondaries pull instead of being pushed to. Those \
               that push bound the size of a message and of what is under way, and keep several requests on \
               their way at once (pipelining).",
    function: "raft::Server::send_append",
    file: "src/raft/replication.rs",
    facts: &["AppendSent"],
};

pub(super) static L5: Article = Article {
    rule: Rule::L5,
    name: "Success raises match index",
    place: Rule::L5.place(),
    words: "When a follower accepts, its match index becomes the last entry which that request reached (the \
            index before it plus the entries that it carried), and next index the one after. A late answer \
            lowers neither.",
    why: "The leader must count only copies that were confirmed. Between request and answer its own log may \
          have grown.",
    without: "S1 sends entry 4, appends 5, and on S2's answer notes that S2 has all of its log. Entry 5 \
              counts as on a majority that does not have it, is committed, and is lost with S1.",
    practice: "Guides for students warn of exactly this. Replies that say how far they reach are the usual \
               answer: etcd/raft's carry the index, as ours do.",
    function: "raft::Server::on_success",
    file: "src/raft/replication.rs",
    facts: &["MatchAdvanced"],
};

pub(super) static L6: Article = Article {
    rule: Rule::L6,
    name: "A refusal lowers next index",
    place: Rule::L6.place(),
    words: "When a follower refuses because the logs do not meet, the leader lowers next index and tries \
            again further back. One step at a time is enough; with the follower's conflicting term and its \
            first index for that term, a whole term can be skipped.",
    why: "Index 0 always matches, so going back ends at the last place where both logs agree. From there the \
          follower's log is made like the leader's.",
    without: "A follower that diverged is asked the same unanswerable question for ever. The cluster stays \
              safe, and is one server poorer.",
    practice: "One by one is too slow for long logs. etcd/raft's refusals carry a hint with index and term, \
               and both sides skip whole terms; Kafka's KRaft tells the follower where its epoch ended and \
               lets it truncate. When the entries are gone into a snapshot, the snapshot is sent (§7).",
    function: "raft::Server::on_mismatch",
    file: "src/raft/replication.rs",
    facts: &["NextBackedUp"],
};

pub(super) static L7: Article = Article {
    rule: Rule::L7,
    name: "Commit by counting, own term only",
    place: Rule::L7.place(),
    words: "A leader moves its commit index to N when a majority of servers, itself included, has N and the \
            entry at N is of the leader's current term. An entry of an earlier term is not committed by \
            counting copies, however many there are.",
    why: "An old entry on a majority can still be overwritten: a server with a later last term, which never \
          saw it, can be elected by the others (Figure 8). Once an entry of the current term is on a \
          majority, no such server can win.",
    without: "Figure 8: S1 brings its entry of term 2 to S3, so three of five have it, and calls it \
              committed. S1 crashes, S5 wins with its entry of term 3 and overwrites all three copies.",
    practice: "etcd/raft compares the term of the entry with its own, Consul's library commits nothing by \
               counting below the first index of the current leadership. A leader's no-op (K2) makes \
               the wait short.",
    function: "raft::Server::advance_commit_index",
    file: "src/raft/commitment.rs",
    facts: &["CommitAdvanced", "CommitWithheld"],
};

pub(super) static L8: Article = Article {
    rule: Rule::L8,
    name: "Older entries commit along",
    place: Rule::L8.place(),
    words: "When an entry of the current term is committed, all entries before it are committed too, of \
            whatever term they are.",
    why: "By Log Matching, who has the entry has everything before it. Whoever can be elected later has the \
          new entry, and with it the old ones.",
    without: "Entries of a dead leader would hang in the logs for ever: present on all servers and never \
              applied.",
    practice: "In a quiet cluster this can take long: until the next command, old entries wait. That is one \
               reason why most systems append a no-op when a leader is elected.",
    function: "raft::Server::advance_commit_index",
    file: "src/raft/commitment.rs",
    facts: &["CommittedIndirectly"],
};

pub(super) static L9: Article = Article {
    rule: Rule::L9,
    name: "Unanswered requests are sent again",
    place: Rule::L9.place(),
    words: "Requests that get no answer are sent again, for ever: AppendEntries by the leader, even after it \
            has answered the client, and RequestVote by a candidate while its election lasts.",
    why: "Messages are lost and servers are down. Requests may be repeated freely, because carrying one out \
          twice changes nothing.",
    without: "One lost message leaves a follower behind until the leader happens to send something else.",
    practice: "Repeating at full speed to a server that is down wastes work: Consul's library waits longer \
               after each failure, etcd/raft falls back to one probe per heartbeat.",
    function: "raft::Server::on_heartbeat_timeout",
    file: "src/raft/replication.rs",
    facts: &["RequestRetried"],
};

pub(super) static L10: Article = Article {
    rule: Rule::L10,
    name: "Clients are pointed at the leader",
    place: Rule::L10.place(),
    words: "Only the leader takes commands. A server that does not lead refuses, and names the leader if it \
            has heard of one in this term.",
    why: "Entries flow in one direction only, from the leader to the others. A client may know any server, \
          and needs the right one.",
    without: "Clients would have to ask every server in turn after each election.",
    practice: "Two ways are common: the follower forwards the command itself (etcd, Consul's servers), or it \
               answers with the leader's name (TiKV). The named leader may be gone already, so \
               a client must be ready to ask again.",
    function: "raft::Server::on_command",
    file: "src/raft/server.rs",
    facts: &["ClientRedirected"],
};

pub(super) static R1: Article = Article {
    rule: Rule::R1,
    name: "The consistency check",
    place: Rule::R1.place(),
    words: "A follower refuses AppendEntries unless its log has an entry at the index before the new ones, \
            with the term that the leader has there. Heartbeats are checked in the same way. Index 0 always \
            fits.",
    why: "It is the step of an induction: logs that agree in one entry agree in all before it, so adding the \
          same entries after it keeps them alike.",
    without: "S3 has entry 2 of term 1, the leader has entry 2 of term 2. S3 accepts entry 3 after its own \
              entry 2: now both have the same entry 3, and different ones before it.",
    practice: "Everyone does it for entries. In etcd/raft the heartbeat is a message of its own and skips \
               the check. With snapshots, the last index and term of the snapshot stand in for entries that \
               are gone.",
    function: "raft::Server::mismatch",
    file: "src/raft/replication.rs",
    facts: &["RejectedMismatch"],
};

pub(super) static R2: Article = Article {
    rule: Rule::R2,
    name: "Only a conflict truncates",
    place: Rule::R2.place(),
    words: "If an entry of the follower has the same index as a new one and another term, it is deleted \
            together with all that follow it. Without such a conflict nothing is deleted, however short the \
            request is.",
    why: "What conflicts with the leader was never committed, and what follows it was built on it. What does \
          not conflict may be committed: a late request must not take it away.",
    without: "S2 has entries 1 to 3 and has acknowledged them. A delayed request with entry 1 only arrives; \
              S2 cuts its log back to 1, and entry 3, which counts as committed, is on one server less.",
    practice: "To cut the log at the request's end is a classic mistake of implementers. Logs in files that \
               are only appended to mark the cut by writing the index again, and read the last one, as \
               etcd's does.",
    function: "raft::Server::store_entries",
    file: "src/raft/replication.rs",
    facts: &["Truncated"],
};

pub(super) static R3: Article = Article {
    rule: Rule::R3,
    name: "Append what is missing",
    place: Rule::R3.place(),
    words: "New entries that the follower lacks are appended; those that it has are left alone. It then \
            confirms as far as this request was checked, not the length of its log.",
    why: "Requests arrive twice and out of order. Carrying one out again must change nothing, and what lies \
          beyond it may be an old tail that the leader never saw.",
    without: "S4 has an old tail up to 6. A heartbeat that matches at 3 arrives and S4 confirms 6, its \
              length: the leader counts entries that S4 does not have.",
    practice: "Followers write to disk before they answer; many gather several requests and write once. \
               Where followers fetch, as in Kafka's KRaft, the place from which they fetch next says what they \
               have; MongoDB's secondaries report it in a message of its own.",
    function: "raft::Server::store_entries",
    file: "src/raft/replication.rs",
    facts: &["Appended", "DuplicateIgnored"],
};

pub(super) static R4: Article = Article {
    rule: Rule::R4,
    name: "A follower's commit index",
    place: Rule::R4.place(),
    words: "If the leader's commit index is above its own, a follower raises its own to the leader's or to \
            the last entry that this request reached, whichever is lower. For a heartbeat that is the index \
            before.",
    why: "The leader's commit index speaks of the leader's log. Only up to the end of this request are both \
          logs known to be the same.",
    without: "S3 has an old entry 3 of term 1. A heartbeat that matches at 2 says that 4 is committed; S3 \
              applies its own entry 3, while everyone else applies another one.",
    practice: "Guides for students single this line out: the lower of two numbers looks superfluous until \
               logs diverge. etcd/raft takes the same minimum; its heartbeats are capped by the leader \
               instead.",
    function: "raft::Server::learn_commit_index",
    file: "src/raft/commitment.rs",
    facts: &["FollowerCommitAdvanced"],
};

pub(super) static K2: Article = Article {
    rule: Rule::K2,
    name: "A no-op on election",
    place: Rule::K2.place(),
    words: "A new leader may append an entry that does nothing. When it is committed, everything before it \
            is too, and the leader knows how far the log is committed. Off by default here: §5 has no such \
            entry, and with it Figure 8 cannot be played.",
    why: "A leader has all committed entries, but does not know which they are until it commits one of its \
          own term. Reads need to know.",
    without: "A new leader in a quiet cluster answers a read from a state machine that lacks a write which \
              the leader before it had already confirmed.",
    practice: "etcd/raft, Consul's library, LogCabin and MongoDB write such an entry on every election, and \
               Kafka's KRaft a record that names the leader. Tests and lessons of §5 have to switch it off.",
    function: "raft::Server::become_leader",
    file: "src/raft/replication.rs",
    facts: &["NoOpAppended"],
};
