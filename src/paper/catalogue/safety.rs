//! Figure 3, and the argument of §5.4.3.

use super::{Article, Rule};

pub(super) static I1: Article = Article {
    rule: Rule::I1,
    name: "Election Safety",
    place: Rule::I1.place(),
    words: "A term has at most one leader. There may be none; and two leaders of different terms may both be \
            alive for a while, until the older one hears of the newer term.",
    why: "It makes an entry's index and term its name: only one leader creates entries of a term. All the \
          other properties rest on that.",
    without: "S1 and S3 both lead term 2 and both write entry 4 of term 2, with different commands. No \
              server can tell that the logs differ.",
    practice: "What operators call split brain is mostly two leaders of different terms, which is allowed. \
               The old one must not serve reads, though: leases, or a quorum for each read, see to that.",
    function: "safety::checker::Elections::won",
    file: "src/safety/checker/elections.rs",
    facts: &["PropertyViolated"],
};

pub(super) static I2: Article = Article {
    rule: Rule::I2,
    name: "Leader Append-Only",
    place: Rule::I2.place(),
    words: "While it leads, a server never overwrites or deletes an entry of its own log; it only appends.",
    why: "The leader's log is what all others are made like. If it changed under their hands, agreement with \
          it would mean nothing.",
    without: "A leader drops old entries that it cannot commit, to begin afresh. One of them was committed \
              by the leader before, and is now gone from the log that everyone copies.",
    practice: "Compaction into a snapshot removes applied entries from the front on every server; that is no \
               change of the log in this sense, since what they did is kept.",
    function: "safety::Checker::leader_changed_its_log",
    file: "src/safety/checker.rs",
    facts: &["PropertyViolated"],
};

pub(super) static I3: Article = Article {
    rule: Rule::I3,
    name: "Log Matching",
    place: Rule::I3.place(),
    words: "If two logs have an entry with the same index and the same term, then the logs are the same in \
            all entries up to that one.",
    why: "It lets one comparison stand for a whole log: the consistency check of AppendEntries, the \
          comparison of logs in a vote, and a leader's count of copies all lean on it.",
    without: "S2 confirms entry 3, which it has, behind an entry 2 that differs. The leader commits 3 and \
              with it 2, and S2 applies another command than everyone else.",
    practice: "Systems that run for years check it: checksums over entries or over the state of replicas are \
               compared in the background (etcd's corruption check, CockroachDB's consistency queue).",
    function: "safety::checker::Logs::update",
    file: "src/safety/checker/logs.rs",
    facts: &["PropertyViolated"],
};

pub(super) static I4: Article = Article {
    rule: Rule::I4,
    name: "Leader Completeness",
    place: Rule::I4.place(),
    words: "An entry that is committed in some term is in the log of the leader of every later term; §5.4.3 \
            once calls this Log Completeness.",
    why: "So entries flow only from leaders to followers, and a new leader never has to ask what it lacks.",
    without: "A leader is elected without a committed entry, and its followers delete theirs to agree with \
              it. A client was told that its command is done, and it is undone.",
    practice: "Other algorithms allow an incomplete leader and let it learn what is missing before it starts \
               (Viewstamped Replication, Multi-Paxos). Raft trades that mechanism for a rule on votes.",
    function: "safety::checker::Commitments::missing",
    file: "src/safety/checker/commitment.rs",
    facts: &["PropertyViolated"],
};

pub(super) static I5: Article = Article {
    rule: Rule::I5,
    name: "State Machine Safety",
    place: Rule::I5.place(),
    words: "If a server has applied an entry at some index, no server ever applies a different entry at that \
            index.",
    why: "It is what clients see, and what the whole is for: all state machines go through the same commands \
          in the same order.",
    without: "Asked for x, S2 answers 7 and S3 answers 8, and both are sure.",
    practice: "It holds for the log. The state machine itself must be deterministic too: no clocks, no \
               random numbers, no iteration in the order of a hash. Verdi has proved the property of an \
               implementation in Coq, TLA+ models of Raft are checked within bounds, and Jepsen looks for \
               violations in running systems.",
    function: "safety::checker::Applications::apply",
    file: "src/safety/checker/application.rs",
    facts: &["PropertyViolated"],
};

pub(super) static S1: Article = Article {
    rule: Rule::S1,
    name: "Two quorums share a server",
    place: Rule::S1.place(),
    words: "A majority accepted the committed entry, and a majority voted for the new leader: at least one \
            server did both. It accepted before it voted, since after the vote its newer term would have \
            made it refuse, and it still had the entry when it compared logs.",
    why: "It is the heart of the proof of Leader Completeness: that server's vote carries the entry into the \
          next term.",
    without: "If quorums did not overlap, a leader could be elected by servers none of which knows what was \
              committed.",
    practice: "Quorums need not be majorities: it is enough that each quorum of an election overlaps each \
               quorum of a commitment (flexible quorums). Raft's majorities are the simplest that do.",
    function: "safety::Checker::elected",
    file: "src/safety/checker.rs",
    facts: &["QuorumWitness"],
};
