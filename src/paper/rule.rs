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
        words: "A server's current term, its vote and its log are on stable storage before it sends anything \
                that depends on them: a reply, a vote request of its own, a claim to hold an entry.",
        why: "Other servers count on what was said to them. A vote or an acknowledgement is a promise, and a \
              promise that a crash can undo is none.",
        without: "S3 votes for S1 in term 2, crashes before the vote is written, comes back and votes for S2 \
                  in term 2: both find a majority. Or a follower acknowledges an entry that it then loses, \
                  and the entry counts as committed on a majority that no longer has it.",
        practice: "Writing to disk is most of the latency of a commit, so entries are written in batches, \
                   and a leader may write its own copy while the followers write theirs. etcd/raft hands its \
                   user what is to be written together with the messages, and a follower's answers may leave \
                   only after the write. A disk that loses or corrupts what it acknowledged is outside of \
                   Raft: checksums and special recovery are needed on top.",
        function: "raft::Server::persist",
        facts: &["Persisted"],
    }

    /// Commit index and last applied restart at 0.
    P2 {
        name: "Commit index starts again at 0",
        place: Citation::figure("§5", "Figure 2, State").drawn_at("State: in memory"),
        words: "Commit index and last applied are volatile: after a restart both are 0, the server is a \
                follower, and the state machine is rebuilt as the leader's commit index comes in.",
        why: "What is committed can always be learned again from a leader, so it need not be saved. What is \
              applied need not be saved either, because the state machine here is volatile too.",
        without: "Nothing breaks if they are saved correctly. If a commit index were saved and then trusted \
                  beside a log whose end was lost, the server would apply entries that are not the committed \
                  ones.",
        practice: "etcd/raft saves the commit index with term and vote, so that a restart need not wait for \
                   a leader. A state machine that is itself on disk, as in etcd or TiKV, must save how far \
                   it has applied, in the same transaction as the effect, or commands are executed twice.",
        function: "raft::Server::restart",
        facts: &["Restarted"],
    }

    /// A higher term in any request or reply: adopt it, clear the vote, become follower.
    T1 {
        name: "A newer term is adopted",
        place: Citation::figure("§5.1", "Figure 2, All Servers 2"),
        words: "Whenever a request or a reply carries a term above a server's own, the server takes that \
                term over, forgets its vote (which belonged to the old term) and becomes a follower. Only \
                then does it judge the message itself.",
        why: "Terms are Raft's clock. A server that hears of a later term knows that its own beliefs, above \
              all that it leads, may be out of date.",
        without: "A leader that was cut off and comes back would go on leading its old term, although \
                  everybody who has moved on refuses it. A follower that hears of a later term and stays in \
                  its own would go on obeying it, beside the new leader.",
        practice: "§6 makes one exception, against servers that were removed: a RequestVote that comes \
                   within the minimum election timeout of hearing from a leader is disregarded, its term \
                   too. A member that was away still deposes a healthy leader when it returns, as its \
                   answers carry its high term. Pre-vote (dissertation 9.6; in etcd/raft and TiKV) and \
                   MongoDB's dry-run elections avoid that: the term is raised only once a majority says that \
                   it would vote.",
        function: "raft::Server::adopt_newer_term",
        facts: &["TermAdopted", "SteppedDown"],
    }

    /// A request of an older term is refused.
    T2 {
        name: "Requests of an older term are refused",
        place: Citation::figure("§5.1", "Figure 2, RequestVote 1, AppendEntries 1"),
        words: "A RequestVote or AppendEntries whose term is below the receiver's own is refused, and the \
                reply carries the newer term. Nothing else happens: no vote, no entry, and the election \
                timer runs on.",
        why: "Whoever sent it has been overtaken. The refusal protects the newer term, and tells the sender \
              to step down.",
        without: "S1, deposed but not aware of it, sends S3 its entries of term 2. S3 holds an entry that \
                  the leader of term 3 has committed with its help; it obeys S1 and overwrites it.",
        practice: "etcd/raft ignores most messages of older terms without a reply; with pre-vote or \
                   check-quorum on it does answer stale leaders, because otherwise a server with a higher \
                   term could stay stuck.",
        function: "raft::Server::on_request_vote",
        facts: &["RejectedStaleTerm"],
    }

    /// A reply that belongs to an older term is ignored.
    T3 {
        name: "Replies to older requests are ignored",
        place: Citation::section("§5.2 (votes)"),
        words: "A reply is counted only if the request that it answers was sent in the server's current \
                term. For votes §5.2 says so: a majority must have voted \"for the same term\". For replies \
                to AppendEntries the paper is silent: it thinks of procedure calls, where a reply comes back \
                to the caller that waits for it.",
        why: "On a network that delays messages, an answer can arrive when its question no longer matters. A \
              vote given in term 2 is no vote in term 3, and what a follower acknowledged to an earlier \
              leadership may be gone.",
        without: "S1 asks for votes in term 2 and again in term 3. A vote of term 2 comes late, is counted \
                  in term 3, and S1 wins a term that another server wins too.",
        practice: "The Students' Guide to Raft (Jon Gjengset, 2016) warns of it as term confusion. In \
                   etcd/raft every message carries its sender's term and those of a lower term are dropped; \
                   systems with real procedure calls compare the term of the request with their own before \
                   they look at the reply.",
        function: "raft::Server::on_request_vote_reply",
        facts: &["StaleReplyDropped"],
    }

    /// Committed entries are applied, in order.
    A1 {
        name: "Committed entries apply in order",
        place: Citation::figure("§5.3", "Figure 2, All Servers 1"),
        words: "While last applied is below commit index, a server applies the next entry of its log to its \
                state machine. No entry is skipped, none is applied twice in one life of the server, none \
                before it is committed.",
        why: "State machines that start alike and apply the same commands in the same order stay alike. That \
              is what the log is for.",
        without: "A follower that applied entries as they arrived would have executed a command that a later \
                  leader removes from its log. A state machine cannot take that back.",
        practice: "Applying is moved to threads of its own and done in batches: etcd and TiKV commit further \
                   entries while earlier ones are still being applied. MongoDB lets clients read what is not \
                   yet committed unless they ask for majority reads, and has to roll such writes back after \
                   a failover.",
        function: "raft::Server::apply_committed",
        facts: &["Applied"],
    }

    /// Start as a follower and only answer.
    E0 {
        name: "Servers start as followers",
        place: Citation::figure("§5.1, §5.2", "Figure 2, Followers 1"),
        words: "Every server starts as a follower. Followers are passive: they answer candidates and leaders \
                and ask nothing of their own.",
        why: "A server that has just started cannot know whether there is a leader. Waiting is safe; \
              claiming anything is not.",
        without: "A leader that restarts and takes itself for the leader again meets the one that was \
                  elected while it was away.",
        practice: "There are more roles in real clusters: learners that receive the log and do not vote \
                   (etcd, TiKV, Kafka's observers), arbiters that vote and hold no data (MongoDB).",
        function: "raft::Server::boot",
        facts: &["Booted"],
    }

    /// No word of the current leader, no vote granted, for a timeout: stand for election.
    E1 {
        name: "No leader heard: stand for election",
        place: Citation::figure("§5.2", "Figure 2, Followers 2"),
        words: "A follower becomes a candidate when an election timeout passes in which it neither received \
                AppendEntries from the leader of its current term nor granted a vote. Nothing else restarts \
                a follower's timer: not a RequestVote that it refuses, not a message of an older term. §5.2 \
                in prose is looser than this line of Figure 2.",
        why: "Silence is the only sign that a leader is gone. What restarts the timer must be a sign that \
              someone leads or is about to.",
        without: "If any RequestVote restarted the timer, a server that cannot win (its log is behind) could \
                  keep those that could win from ever standing: it times out first, again and again.",
        practice: "A frequent mistake, and hard to see, because the cluster is safe and merely stuck. Many \
                   systems count ticks instead of reading a clock (etcd/raft, TiKV), so that tests can drive \
                   the time.",
        function: "raft::Server::on_election_timeout",
        facts: &["ElectionTimeout"],
    }

    /// Next term, vote for self, reset the timer, ask everyone.
    E2 {
        name: "A candidate moves to the next term",
        place: Citation::figure("§5.2", "Figure 2, Candidates 1"),
        words: "Who stands for election raises its term by one, votes for itself, restarts its election \
                timer and sends RequestVote to all other servers, with the term and the index of its last \
                entry.",
        why: "In a new term every server has one vote again, and those that have not given it yet can give \
              it to this candidate. Asking all at once makes an election last one round trip.",
        without: "If a candidate stood in its old term, every server that had voted in it would have to \
                  refuse, and a split vote could never end.",
        practice: "With pre-vote a server first asks whether it would be elected and raises its term only \
                   then. A leader that is to be shut down can tell a follower to stand at once (leadership \
                   transfer, dissertation 3.10; in etcd/raft, TiKV and Consul's library).",
        function: "raft::Server::start_election",
        facts: &["ElectionStarted"],
    }

    /// Votes of a majority of the whole cluster: leader.
    E3 {
        name: "A majority of votes makes a leader",
        place: Citation::figure("§5.2", "Figure 2, Candidates 2"),
        words: "A candidate that has the votes of more than half of all servers of the cluster, its own \
                included and those that are down counted too, becomes leader of its term. Votes are counted \
                by voter: the same vote heard twice is one.",
        why: "Any two majorities share a server, and that server votes once in a term. So a term has one \
              leader at most, and a leader's voters include someone who has each committed entry.",
        without: "With four servers and half as enough, S1 and S2 elect S1, S3 and S4 elect S3, in the same \
                  term. With votes merely counted, a repeated message elects a leader whom a minority chose.",
        practice: "The majority is of the voting members; learners and observers do not count. While the \
                   membership changes by joint consensus, both the old and the new majority are needed (§6).",
        function: "raft::Server::lead_with_a_majority",
        facts: &["VoteCounted", "BecameLeader"],
    }

    /// `AppendEntries` of a term at least as new: another leader exists, yield.
    E4 {
        name: "A candidate yields to the leader",
        place: Citation::figure("§5.2", "Figure 2, Candidates 3"),
        words: "A candidate that receives AppendEntries of its own term (or of a later one) recognizes the \
                sender as the leader and becomes its follower. AppendEntries of an older term it refuses, \
                and stays a candidate.",
        why: "AppendEntries of a term prove that its election is over: only the winner sends them.",
        without: "A candidate that ignored the winner of its own term would time out and start an election \
                  in another term: it would depose a leader that has just been elected.",
        practice: "The same everywhere. Where heartbeats and snapshots are messages of their own, as in \
                   etcd/raft, each of them has this effect.",
        function: "raft::Server::follow",
        facts: &["CandidateYielded"],
    }

    /// Time runs out with no winner: a new election.
    E5 {
        name: "No winner in time: a new election",
        place: Citation::figure("§5.2", "Figure 2, Candidates 4"),
        words: "A candidate whose election timeout runs out without a winner starts a new election, in a new \
                term. The old term stays without this candidate as its leader, and perhaps without any.",
        why: "Votes can split so that nobody has a majority, and votes are not given back. Only a new term \
              brings new ones.",
        without: "Two of four servers stand at the same moment, each gets two votes, and they wait for a \
                  third for ever.",
        practice: "Because a new term costs little but disturbs everyone, systems make splits rare by wide \
                   random timeouts, and MongoDB makes members of a higher priority likelier to stand.",
        function: "raft::Server::on_election_timeout",
        facts: &["ElectionRestarted"],
    }

    /// Election timeouts are random within a range.
    E6 {
        name: "Election timeouts are random",
        place: Citation::section("§5.2").drawn_at("Followers 2"),
        words: "Each election timeout is drawn anew at random from a fixed range, such as 150 to 300 ms.",
        why: "Servers that wait equally long stand at the same moment and split the vote. With different \
              waits one usually stands first and has won before the next one's time is over.",
        without: "All timeouts are 150 ms. The leader dies, four followers stand together, each votes for \
                  itself, and after 150 ms they do it again. Nothing unsafe ever happens, and nothing useful \
                  either.",
        practice: "etcd/raft and Consul's library draw from once to twice the configured timeout. The \
                   defaults are longer than the paper's: a second in etcd, ten in MongoDB, since real \
                   networks and disks have slow moments.",
        function: "sim::World::draw",
        facts: &["TimerArmed"],
    }

    /// At most one vote a term, first come first served.
    V1 {
        name: "One vote a term",
        place: Citation::figure("§5.2", "Figure 2, RequestVote 2"),
        words: "In a term a server votes for at most one candidate: the first that asks and deserves it. If \
                that candidate asks again it is told yes again, as the first answer may have been lost. \
                A vote ends with its term, and with nothing else.",
        why: "One vote a server and a majority to win leave room for only one winner.",
        without: "S3 votes for S1 and then for S5, in the same term. Each of them has three votes of five, \
                  and term 2 has two leaders.",
        practice: "The vote has to be on disk before the answer leaves. Consul's library keeps the candidate \
                   and the term of the last vote, etcd/raft the vote beside the term; a vote without its \
                   term would be worthless.",
        function: "raft::Server::denial",
        facts: &["VoteGranted", "VoteDenied"],
    }

    /// No vote for a log less up to date: last term first, then length.
    V2 {
        name: "No vote for a log that is behind",
        place: Citation::figure("§5.4.1", "Figure 2, RequestVote 2"),
        words: "A server refuses its vote to a candidate whose log is less up to date than its own. Of two \
                logs, the one whose last entry has the later term is more up to date; if the last terms are \
                equal, the longer one. Commit index and current term play no part.",
        why: "A committed entry is on a majority, and a candidate needs a majority of votes: some voter has \
              the entry, and refuses every log that is behind its own. A candidate with a later last term \
              has that last entry from a leader of a later term, which had the committed entry for the same \
              reason (§5.4.3 goes from term to term). So a leader starts with all that is committed.",
        without: "S1 commits an entry with S2 and S3 and crashes. S4, which never heard of it, asks S5 and \
                  S3; S3 agrees, S4 leads and overwrites what a client was told is done. Length alone is not \
                  enough: a long log of an old term may lack the newest committed entry.",
        practice: "Raft-like systems that choose by other measures (a priority, a data centre) do so on top: \
                   MongoDB's preferred member must still be up to date to win. Some systems let any server \
                   lead and fetch what it lacks from its voters, as Multi-Paxos does.",
        function: "raft::Server::up_to_date",
        facts: &["VoteDenied"],
    }

    /// Empty `AppendEntries` on winning and when idle.
    L1 {
        name: "Heartbeats",
        place: Citation::figure("§5.2", "Figure 2, Leaders 1"),
        words: "A new leader sends AppendEntries without entries to all at once, and again whenever it has \
                been idle for a while. They go through the same checks as any AppendEntries.",
        why: "They keep followers from standing for election, tell candidates that the term is decided, \
              carry the commit index, and let a new leader find out where its followers' logs end.",
        without: "A cluster without commands would elect a new leader every few hundred milliseconds.",
        practice: "etcd/raft has a separate heartbeat message without the consistency check; its commit \
                   index is capped at what the follower is known to have. Systems with thousands of groups \
                   merge the heartbeats of one machine (CockroachDB) or let idle groups fall asleep \
                   (CockroachDB, TiKV). A leader that steps down by itself because no majority answers \
                   (dissertation 6.2) is an extension: by the paper it goes on leading, and commits nothing.",
        function: "raft::Server::on_heartbeat_timeout",
        facts: &["HeartbeatSent", "TimerArmed"],
    }

    /// next = last + 1, match = 0 for every follower.
    L2 {
        name: "A leader begins by knowing nothing",
        place: Citation::figure("§5.3", "Figure 2, State").drawn_at("State: of a leader"),
        words: "On election, next index of every follower is the leader's last index + 1, and match index is \
                0. Next index is a guess that may be wrong; match index is knowledge and is never too high.",
        why: "The guess costs nothing if it is right and is corrected by refusals if not. Knowledge of an \
              earlier leadership is worthless, because logs may have been overwritten since.",
        without: "S1 leads again and remembers that S4 had entry 5. Meanwhile another leader made S4 drop \
                  it. S1 counts S4's old copy and commits an entry that only a minority has.",
        practice: "etcd/raft also keeps a state for each follower (probing, replicating, taking a snapshot), \
                   so that it does not flood one whose log has not been matched yet.",
        function: "raft::Server::become_leader",
        facts: &["LeaderStateInitialised"],
    }

    /// A command is appended, and answered after it was applied.
    L3 {
        name: "The client is answered last",
        place: Citation::figure("§5.3", "Figure 2, Leaders 2"),
        words: "A leader appends a client's command to its own log and sends it out. The client is answered \
                only when the entry has been committed and the leader has applied it.",
        why: "An answer says: this is done and will stay done. Before the commitment it could still be lost, \
              and before the application there is no result.",
        without: "S1 answers when it has appended. It crashes, S2 leads without the entry, and the client \
                  believes in a write that no server has.",
        practice: "MongoDB lets the client choose how many must have a write before it is answered, so that \
                   writes can be fast and lost. Leaders write many commands at once and send them on before \
                   their own disk is done.",
        function: "raft::Server::append_command",
        facts: &["EntryAppended", "ClientReplied"],
    }

    /// Last index at or above next: send from next.
    L4 {
        name: "Send from next index",
        place: Citation::figure("§5.3", "Figure 2, Leaders 3"),
        words: "While a leader's last index is at or above a follower's next index, it sends AppendEntries \
                with the entries from next index on, together with index and term of the entry before them.",
        why: "The leader alone drives replication: followers need no knowledge of what they lack.",
        without: "A follower that missed an entry once would lack it for ever: every later request would \
                  fail its consistency check.",
        practice: "Followers of Kafka's KRaft and MongoDB's secondaries pull instead of being pushed to. \
                   Those that push bound the size of a message and of what is under way, and keep several \
                   requests on their way at once (pipelining).",
        function: "raft::Server::send_entries",
        facts: &["AppendSent"],
    }

    /// Success: raise match and next.
    L5 {
        name: "Success raises match index",
        place: Citation::figure("§5.3", "Figure 2, Leaders 3a"),
        words: "When a follower accepts, its match index becomes the last entry which that request reached \
                (the index before it plus the entries that it carried), and next index the one after. A late \
                answer lowers neither.",
        why: "The leader must count only copies that were confirmed. Between request and answer its own log \
              may have grown.",
        without: "S1 sends entry 4, appends 5, and on S2's answer notes that S2 has all of its log. Entry 5 \
                  counts as on a majority that does not have it, is committed, and is lost with S1.",
        practice: "The Students' Guide to Raft (Jon Gjengset, 2016) warns of exactly this. Replies that say \
                   how far they reach are the usual answer: etcd/raft's carry the index, as ours do.",
        function: "raft::Server::on_success",
        facts: &["MatchAdvanced"],
    }

    /// Mismatch: lower next and retry.
    L6 {
        name: "A refusal lowers next index",
        place: Citation::figure("§5.3", "Figure 2, Leaders 3b"),
        words: "When a follower refuses because the logs do not meet, the leader lowers next index and tries \
                again further back. One step at a time is enough; with the follower's conflicting term and \
                its first index for that term, all conflicting entries of a term can be skipped.",
        why: "Index 0 always matches, so going back ends at the last place where both logs agree. From there \
              the follower's log is made like the leader's.",
        without: "A follower that diverged is asked the same unanswerable question for ever. The cluster \
                  stays safe, and is one server poorer.",
        practice: "One by one is too slow for long logs. etcd/raft's refusals carry a hint with index and \
                   term, and both sides skip whole terms; Kafka's KRaft tells the follower where its epoch \
                   ended and lets it truncate. When the entries are gone into a snapshot, the snapshot is \
                   sent (§7).",
        function: "raft::Server::on_mismatch",
        facts: &["NextBackedUp"],
    }

    /// Commit N if a majority matches it and it is of the current term.
    L7 {
        name: "Commit by counting, own term only",
        place: Citation::figure("§5.4.2", "Figure 2, Leaders 4"),
        words: "A leader moves its commit index to N when a majority of servers, itself included, has N and \
                the entry at N is of the leader's current term. An entry of an earlier term is not committed \
                by counting copies, however many there are.",
        why: "An old entry on a majority can still be overwritten: a server with a later last term, which \
              never saw it, can be elected by the others (Figure 8). Once an entry of the current term is on \
              a majority, no such server can win.",
        without: "Figure 8: S1 brings its entry of term 2 to S3, so three of five have it, and calls it \
                  committed. S1 crashes, S5 wins with its entry of term 3 and overwrites the copies of S2 \
                  and S3.",
        practice: "etcd/raft compares the term of the entry with its own, Consul's library commits nothing \
                   by counting below the first index of the current leadership. A leader's no-op (K2) makes \
                   the wait short.",
        function: "raft::Server::advance_commit_index",
        facts: &["CommitAdvanced", "CommitWithheld"],
    }

    /// Earlier entries commit along with it.
    L8 {
        name: "Older entries commit along",
        place: Citation::section("§5.4.2").drawn_at("Leaders 4"),
        words: "When an entry of the current term is committed, all entries before it are committed too, of \
                whatever term they are.",
        why: "By Log Matching, who has the entry has everything before it. Whoever can be elected later has \
              the new entry, and with it the old ones.",
        without: "Entries of a dead leader would hang in the logs for ever: present on all servers and never \
                  applied.",
        practice: "In a quiet cluster this can take long: until the next command, old entries wait. That is \
                   one reason why most systems append a no-op when a leader is elected.",
        function: "raft::Server::advance_commit_index",
        facts: &["CommittedIndirectly"],
    }

    /// Unanswered requests are retried for ever.
    L9 {
        name: "Unanswered requests are sent again",
        place: Citation::section("§5.3, §5.5").drawn_at("Leaders 3"),
        words: "Requests that get no answer are sent again, for ever: AppendEntries by the leader, even \
                after it has answered the client, and RequestVote by a candidate while its election lasts.",
        why: "Messages are lost and servers are down. Requests may be repeated freely, because carrying one \
              out twice changes nothing.",
        without: "One lost message leaves a follower behind until the leader happens to send something else.",
        practice: "Repeating at full speed to a server that is down wastes work: Consul's library waits \
                   longer after each failure, etcd/raft falls back to one probe per heartbeat.",
        function: "raft::Server::on_heartbeat_timeout",
        facts: &["RequestRetried", "TimerArmed"],
    }

    /// A follower points the client at the leader.
    L10 {
        name: "Clients are pointed at the leader",
        place: Citation::section("§5.1, §8"),
        words: "Only the leader takes commands. A server that does not lead refuses, and names the leader if \
                it has heard of one in this term.",
        why: "Entries flow in one direction only, from the leader to the others. A client may know any \
              server, and needs the right one.",
        without: "Clients would have to ask every server in turn after each election.",
        practice: "Two ways are common: the follower forwards the command itself (etcd, Consul's servers), \
                   or it answers with the leader's name (TiKV). The named leader may be gone already, so a \
                   client must be ready to ask again.",
        function: "raft::Server::on_command",
        facts: &["ClientRedirected"],
    }

    /// No entry at prev index with prev term: refuse.
    R1 {
        name: "The consistency check",
        place: Citation::figure("§5.3", "Figure 2, AppendEntries 2"),
        words: "A follower refuses AppendEntries unless its log has an entry at the index before the new \
                ones, with the term that the leader has there. Heartbeats are checked in the same way. Index \
                0 always fits.",
        why: "It is the step of an induction: logs that agree in one entry agree in all before it, so adding \
              the same entries after it keeps them alike.",
        without: "S3 has entry 2 of term 1, the leader has entry 2 of term 2. S3 accepts entry 3 after its \
                  own entry 2: now both have the same entry 3, and different ones before it.",
        practice: "Everyone does it for entries. In etcd/raft the heartbeat is a message of its own and \
                   skips the check. With snapshots, the last index and term of the snapshot stand in for \
                   entries that are gone.",
        function: "raft::Server::mismatch",
        facts: &["RejectedMismatch"],
    }

    /// Only a real conflict truncates, and all that follows it.
    R2 {
        name: "Only a conflict truncates",
        place: Citation::figure("§5.3", "Figure 2, AppendEntries 3"),
        words: "If an entry of the follower has the same index as a new one and another term, it is deleted \
                together with all that follow it. Without such a conflict nothing is deleted, however short \
                the request is.",
        why: "What conflicts with the leader was never committed, and what follows it was built on it. What \
              does not conflict may be committed: a late request must not take it away.",
        without: "S2 has entries 1 to 3 and has acknowledged them. A delayed request with entry 1 only \
                  arrives; S2 cuts its log back to 1, and entry 3, which counts as committed, is on one \
                  server less.",
        practice: "To cut the log at the request's end is a classic mistake of implementers. Logs in files \
                   that are only appended to mark the cut by writing the index again, and read the last one, \
                   as etcd's does.",
        function: "raft::Server::store_entries",
        facts: &["Truncated"],
    }

    /// Append what is missing; repeats are harmless.
    R3 {
        name: "Append what is missing",
        place: Citation::figure("§5.3, §5.5", "Figure 2, AppendEntries 4"),
        words: "New entries that the follower lacks are appended; those that it has are left alone. It then \
                confirms as far as this request was checked, not the length of its log.",
        why: "Requests arrive twice and out of order. Carrying one out again must change nothing, and what \
              lies beyond it may be an old tail that the leader never saw.",
        without: "S4 has an old tail up to 6. A heartbeat that matches at 3 arrives and S4 confirms 6, its \
                  length: the leader counts entries that S4 does not have.",
        practice: "Followers write to disk before they answer; many gather several requests and write once. \
                   Where followers fetch, as in Kafka's KRaft, the place from which they fetch next says \
                   what they have; MongoDB's secondaries report it in a message of its own.",
        function: "raft::Server::store_entries",
        facts: &["Appended", "DuplicateIgnored"],
    }

    /// commit = min(leader's commit, index of the last new entry).
    R4 {
        name: "A follower's commit index",
        place: Citation::figure("§5.3", "Figure 2, AppendEntries 5"),
        words: "If the leader's commit index is above its own, a follower raises its own to the leader's or \
                to the last entry that this request reached, whichever is lower. For a heartbeat that is the \
                index before.",
        why: "The leader's commit index speaks of the leader's log. Only up to the end of this request are \
              both logs known to be the same.",
        without: "S3 has an old entry 3 of term 1. A heartbeat that matches at 2 says that 4 is committed; \
                  S3 applies its own entry 3, while everyone else applies another one.",
        practice: "The Students' Guide to Raft (Jon Gjengset, 2016) explains this line: the lower of two \
                   numbers looks superfluous until logs diverge. etcd/raft takes the same minimum; its \
                   heartbeats are capped by the leader instead.",
        function: "raft::Server::learn_commit_index",
        facts: &["FollowerCommitAdvanced"],
    }

    /// Election Safety.
    I1 {
        name: "Election Safety",
        place: Citation::figure("§5.2", "Figure 3, Election Safety"),
        words: "A term has at most one leader. There may be none; and two leaders of different terms may \
                both be alive for a while, until the older one hears of the newer term.",
        why: "It makes an entry's index and term its name: only one leader creates entries of a term. Log \
              Matching rests on that, and with it all that follows.",
        without: "S1 and S3 both lead term 2 and both write entry 4 of term 2, with different commands. No \
                  server can tell that the logs differ.",
        practice: "What operators call split brain is mostly two leaders of different terms, which is \
                   allowed. The old one must not serve reads, though: leases, or a quorum for each read, see \
                   to that.",
        function: "safety::checker::Elections::won",
        facts: &["PropertyViolated"],
    }

    /// Leader Append-Only.
    I2 {
        name: "Leader Append-Only",
        place: Citation::figure("§5.3", "Figure 3, Leader Append-Only"),
        words: "While it leads, a server never overwrites or deletes an entry of its own log; it only \
                appends.",
        why: "The leader's log is what all others are made like. If it changed under their hands, agreement \
              with it would mean nothing.",
        without: "A leader drops old entries that it cannot commit, to begin afresh. One of them was \
                  committed by the leader before, and is now gone from the log that everyone copies.",
        practice: "Compaction into a snapshot removes applied entries from the front on every server; that \
                   is no change of the log in this sense, since what they did is kept.",
        function: "safety::Checker::leader_changed_its_log",
        facts: &["PropertyViolated"],
    }

    /// Log Matching.
    I3 {
        name: "Log Matching",
        place: Citation::figure("§5.3", "Figure 3, Log Matching"),
        words: "If two logs have an entry with the same index and the same term, then the logs are the same \
                in all entries up to that one.",
        why: "It lets one comparison stand for a whole log: the consistency check of AppendEntries, the \
              comparison of logs in a vote, and a leader's count of copies all lean on it.",
        without: "S2 confirms entry 3, which it has, behind an entry 2 that differs. The leader commits 3 \
                  and with it 2, and S2 applies another command than everyone else.",
        practice: "Systems that run for years check it: checksums over entries or over the state of replicas \
                   are compared in the background (etcd's corruption check, CockroachDB's consistency \
                   queue).",
        function: "safety::checker::Logs::update",
        facts: &["PropertyViolated"],
    }

    /// Leader Completeness.
    I4 {
        name: "Leader Completeness",
        place: Citation::figure("§5.4", "Figure 3, Leader Completeness"),
        words: "An entry that is committed in some term is in the log of the leader of every later term; \
                §5.4.3 once calls this Log Completeness.",
        why: "So entries flow only from leaders to followers, and a new leader never has to ask what it \
              lacks.",
        without: "A leader is elected without a committed entry, and its followers delete theirs to agree \
                  with it. A client was told that its command is done, and it is undone.",
        practice: "Other algorithms allow an incomplete leader and let it learn what is missing before it \
                   starts (Viewstamped Replication, Multi-Paxos). Raft trades that mechanism for a rule on \
                   votes.",
        function: "safety::checker::Commitments::missing",
        facts: &["PropertyViolated"],
    }

    /// State Machine Safety.
    I5 {
        name: "State Machine Safety",
        place: Citation::figure("§5.4.3", "Figure 3, State Machine Safety"),
        words: "If a server has applied an entry at some index, no server ever applies a different entry at \
                that index.",
        why: "It is what clients see, and what the whole is for: all state machines go through the same \
              commands in the same order.",
        without: "Asked for x, S2 answers 7 and S3 answers 8, and both are sure.",
        practice: "It holds for the log. The state machine itself must be deterministic too: no clocks, no \
                   random numbers, no iteration in the order of a hash. Verdi has proved the property of an \
                   implementation in Coq, TLA+ models of Raft are checked within bounds, and Jepsen looks \
                   for violations in running systems.",
        function: "safety::checker::Applications::apply",
        facts: &["PropertyViolated"],
    }

    /// The commit quorum and the vote quorum share a server.
    Q1 {
        name: "Two quorums share a server",
        place: Citation::figure("§5.4.3", "Figure 9"),
        words: "A majority accepted the committed entry, and a majority voted for the new leader: at least \
                one server did both. It accepted before it voted, since after the vote its newer term would \
                have made it refuse. It still had the entry when it compared logs, since every leader in \
                between had it.",
        why: "It is the heart of the proof of Leader Completeness: that server's vote goes only to a \
              candidate that has the entry.",
        without: "If quorums did not overlap, a leader could be elected by servers none of which knows what \
                  was committed.",
        practice: "Quorums need not be majorities: it is enough that each quorum of an election overlaps \
                   each quorum of a commitment (flexible quorums). Raft's majorities are the simplest that \
                   do.",
        function: "safety::Checker::elected",
        facts: &["QuorumWitness"],
    }

    /// Followers and candidates crash and come back.
    C1 {
        name: "Crashed servers come back",
        place: Citation::section("§5.5"),
        words: "Followers and candidates may crash at any moment and return later with what was on their \
                disk. Requests to them fail meanwhile and are sent again; requests that were carried out \
                twice do no harm. A leader that crashes is replaced by an election.",
        why: "Machines fail. Raft needs a majority that runs and is connected, not any particular server.",
        without: "If a crash could not be survived, the cluster would be no better than a single server: it \
                  would stop with the first one.",
        practice: "A server that comes back with an empty disk is not the same server: it has forgotten its \
                   promises. Real systems give a replaced machine a new identity and let it join by a \
                   membership change. What looks like a crash may be a long pause; the server then returns \
                   with stale beliefs.",
        function: "sim::World::crash",
        facts: &["Crashed"],
    }

    /// Broadcast time ≪ election timeout ≪ MTBF; only liveness needs it.
    C2 {
        name: "Timing: only for liveness",
        place: Citation::section("§5.6"),
        words: "The time to send a message to everyone and hear back should be far below the election \
                timeout, and that far below the mean time between failures. If it is not, leaders are not \
                elected or do not last; no property of Figure 3 suffers.",
        why: "Where messages may take any time and servers may crash, no deterministic algorithm can promise \
              to agree. Raft asks for timing that is good enough, and only to make progress.",
        without: "With a round trip of 200 ms and timeouts of 150 ms every candidate's time is over before \
                  the votes arrive: terms rise and nobody leads. The logs stay correct all the while.",
        practice: "etcd advises an election timeout of at least ten round trips, and Consul scales all \
                   timings with one setting. Networks that work in part are the hard case: Cloudflare told \
                   in 2020 how a half broken switch kept an etcd cluster from a steady leader.",
        function: "sim::World::warn_of_timing",
        facts: &["TimingWarning"],
    }

    /// A no-op on election tells a new leader what is committed.
    K2 {
        name: "A no-op on election",
        place: Citation::section("§8"),
        words: "A new leader appends an entry that does nothing; §8 requires this of leaders that answer \
                reads. When it is committed, everything before it is too, and the leader knows how far the \
                log is committed. Off by default here: §5 has no such entry, and with it Figure 8 takes \
                another course. It does not replace L7: with one entry a message, an old entry can be on a \
                majority before the no-op is, and be overwritten.",
        why: "A leader has all committed entries, but does not know which they are until it commits one of \
              its own term. Reads need to know.",
        without: "A new leader in a quiet cluster answers a read from a state machine that lacks a write \
                  which the leader before it had already confirmed.",
        practice: "etcd/raft, Consul's library, LogCabin and MongoDB write such an entry on every election, \
                   and Kafka's KRaft a record that names the leader. Tests and lessons of §5 have to switch \
                   it off.",
        function: "raft::Server::become_leader",
        facts: &["NoOpAppended"],
    }
}
