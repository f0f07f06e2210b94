//! Leader election: §5.2 and §5.4.1.

use super::{Article, Rule};

pub(super) static E0: Article = Article {
    rule: Rule::E0,
    name: "Servers start as followers",
    place: Rule::E0.place(),
    words: "Every server starts as a follower. Followers are passive: they answer candidates and leaders and \
            ask nothing of their own.",
    why: "A server that has just started cannot know whether there is a leader. Waiting is safe; claiming \
          anything is not.",
    without: "A leader that restarts and takes itself for the leader again meets the one that was elected \
              while it was away.",
    practice: "There are more roles in real clusters: learners that receive the log and do not vote (etcd, \
               TiKV, Kafka's observers), arbiters that vote and hold no data (MongoDB).",
    function: "raft::Server::boot",
    file: "src/raft/server.rs",
    facts: &["Booted"],
};

pub(super) static E1: Article = Article {
    rule: Rule::E1,
    name: "No leader heard: stand for election",
    place: Rule::E1.place(),
    words: "A follower becomes a candidate when an election timeout passes in which it neither received \
            AppendEntries from the leader of its current term nor granted a vote. Nothing else restarts that \
            timer: not a request that it refuses, not one of an older term. §5.2 in prose is looser than \
            this line of Figure 2.",
    why: "Silence is the only sign that a leader is gone. What restarts the timer must be a sign that \
          someone leads or is about to.",
    without: "If any RequestVote restarted the timer, a server that cannot win (its log is behind) could \
              keep those that could win from ever standing: it times out first, again and again.",
    practice: "A frequent mistake, and hard to see, because the cluster is safe and merely stuck. Many \
               systems count ticks instead of reading a clock (etcd/raft, TiKV), so that tests can drive the \
               time.",
    function: "raft::Server::on_election_timeout",
    file: "src/raft/election.rs",
    facts: &["ElectionTimeout"],
};

pub(super) static E2: Article = Article {
    rule: Rule::E2,
    name: "A candidate opens a new term",
    place: Rule::E2.place(),
    words: "Who stands for election raises its term by one, votes for itself, restarts its election timer \
            and sends RequestVote to all other servers, with the term and the index of its last entry.",
    why: "A fresh term is a fresh set of votes: nobody has given one in it yet. Asking all at once makes an \
          election last one round trip.",
    without: "If a candidate stood in its old term, every server that had voted in it would have to refuse, \
              and a split vote could never end.",
    practice: "With pre-vote a server first asks whether it would be elected and raises its term only then. \
               A leader that is to be shut down can tell a follower to stand at once (leadership transfer, \
               dissertation 3.10; in etcd/raft, TiKV and Consul's library).",
    function: "raft::Server::start_election",
    file: "src/raft/election.rs",
    facts: &["ElectionStarted"],
};

pub(super) static E3: Article = Article {
    rule: Rule::E3,
    name: "A majority of votes makes a leader",
    place: Rule::E3.place(),
    words: "A candidate that has the votes of more than half of all servers of the cluster, its own included \
            and those that are down counted too, becomes leader of its term. Votes are counted by voter: the \
            same vote heard twice is one.",
    why: "Any two majorities share a server, and that server votes once in a term. So a term has one leader \
          at most, and a leader's voters include someone who has each committed entry.",
    without: "With four servers and half as enough, S1 and S2 elect S1, S3 and S4 elect S3, in the same \
              term. With votes merely counted, a repeated message elects a leader whom a minority chose.",
    practice: "The majority is of the voting members; learners and observers do not count. While the \
               membership changes by joint consensus, both the old and the new majority are needed (§6).",
    function: "raft::Server::lead_with_a_majority",
    file: "src/raft/election.rs",
    facts: &["VoteCounted", "BecameLeader"],
};

pub(super) static E4: Article = Article {
    rule: Rule::E4,
    name: "A candidate yields to the leader",
    place: Rule::E4.place(),
    words: "A candidate that receives AppendEntries of its own term (or of a later one) recognizes the \
            sender as the leader and becomes its follower. AppendEntries of an older term it refuses, and \
            stays a candidate.",
    why: "AppendEntries of a term prove that its election is over: only the winner sends them.",
    without: "A candidate that ignored the winner of its own term would time out and open another term: it \
              would depose a leader that has just been elected.",
    practice: "The same everywhere. Where heartbeats and snapshots are messages of their own, as in \
               etcd/raft, each of them has this effect.",
    function: "raft::Server::follow",
    file: "src/raft/replication.rs",
    facts: &["CandidateYielded"],
};

pub(super) static E5: Article = Article {
    rule: Rule::E5,
    name: "No winner in time: a new election",
    place: Rule::E5.place(),
    words: "A candidate whose election timeout runs out without a winner starts a new election, in a new \
            term. The old term stays without this candidate as its leader, and perhaps without any.",
    why: "Votes can split so that nobody has a majority, and votes are not given back. Only a new term \
          brings new ones.",
    without: "Two of four servers stand at the same moment, each gets two votes, and they wait for a third \
              for ever.",
    practice: "Because a new term costs little but disturbs everyone, systems make splits rare by wide \
               random timeouts, and MongoDB makes members of a higher priority likelier to stand.",
    function: "raft::Server::on_election_timeout",
    file: "src/raft/election.rs",
    facts: &["ElectionRestarted"],
};

pub(super) static E6: Article = Article {
    rule: Rule::E6,
    name: "Election timeouts are random",
    place: Rule::E6.place(),
    words: "Each election timeout is drawn anew at random from a fixed range, such as 150 to 300 ms.",
    why: "Servers that wait equally long stand at the same moment and split the vote. With different waits \
          one usually stands first and has won before the next one's time is over.",
    without: "All timeouts are 150 ms. The leader dies, four followers stand together, each votes for \
              itself, and after 150 ms they do it again. Nothing unsafe ever happens, and nothing useful \
              either.",
    practice: "etcd/raft and Consul's library draw from once to twice the configured timeout. The defaults \
               are longer than the paper's: a second in etcd, ten in MongoDB, since real networks and disks \
               have slow moments.",
    function: "sim::World::draw",
    file: "src/sim/world/effects.rs",
    facts: &["TimerArmed"],
};

pub(super) static V1: Article = Article {
    rule: Rule::V1,
    name: "One vote a term",
    place: Rule::V1.place(),
    words: "In a term a server votes for at most one candidate: the first that asks and deserves it. If the \
            same candidate asks again it gets the same answer, as the first one may have been lost. A vote \
            ends with its term, and with nothing else.",
    why: "One vote a server and a majority to win leave room for only one winner.",
    without: "S3 votes for S1 and then for S5, in the same term. Each of them has three votes of five, and \
              term 2 has two leaders.",
    practice: "The vote has to be on disk before the answer leaves. Consul's library keeps the candidate and \
               the term of the last vote, etcd/raft the vote beside the term; a vote without its term would \
               be worthless.",
    function: "raft::Server::denial",
    file: "src/raft/election.rs",
    facts: &["VoteGranted", "VoteDenied"],
};

pub(super) static V2: Article = Article {
    rule: Rule::V2,
    name: "No vote for a log that is behind",
    place: Rule::V2.place(),
    words: "A server refuses its vote to a candidate whose log is less up to date than its own. Of two logs, \
            the one whose last entry has the later term is more up to date; if the last terms are equal, the \
            longer one. Commit index and current term play no part.",
    why: "A committed entry is on a majority, and a candidate needs a majority of votes: some voter has the \
          entry and would refuse a candidate that lacks it. So a leader starts with all that is committed.",
    without: "S1 commits an entry with S2 and S3 and crashes. S4, which never heard of it, asks S5 and S3; \
              S3 agrees, S4 leads and overwrites what a client was told is done. Length alone is not enough: \
              a long log of an old term may lack the newest committed entry.",
    practice: "Raft-like systems that choose by other measures (a priority, a data centre) do so on top: \
               MongoDB's preferred member must still be up to date to win. Some systems let any server lead \
               and fetch what it lacks from its voters, as Multi-Paxos does.",
    function: "raft::Server::up_to_date",
    file: "src/raft/election.rs",
    facts: &["VoteDenied"],
};
