//! All commands, conditions and ways to name servers, each with its usage, a sentence and an example: for help,
//! completion and the page of the language.

/// Where a command belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Before the cluster starts.
    Setup,
    /// Something done to the cluster.
    Action,
    /// Time, expectations and notes.
    Movement,
    /// Part of a condition.
    Condition,
    /// Part of a command that names servers or messages.
    Target,
    /// Something to be asked.
    Question,
}

/// One entry of the language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Usage {
    /// Its first word; for conditions and targets, what it looks like.
    pub word: &'static str,
    /// How it is written.
    pub usage: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// One that parses.
    pub example: &'static str,
    /// Where it belongs.
    pub place: Place,
}

macro_rules! usages {
    ($name:ident: $($place:ident $word:literal, $usage:literal, $example:literal, $help:literal;)+) => {
        pub(super) const $name: &[Usage] = &[$(Usage {
            word: $word, usage: $usage, help: $help, example: $example, place: Place::$place,
        }),+];
    };
}

usages! { SETUP:
    Setup "servers", "servers N", "servers 5", "The number of servers, 1 to 25.";
    Setup "seed", "seed N", "seed 7", "The random seed: the same seed gives the same run.";
    Setup "election-timeout", "election-timeout A..B", "election-timeout 150..300ms", "The range of the random election timeouts.";
    Setup "heartbeat", "heartbeat TIME", "heartbeat 50ms", "How often a leader sends heartbeats, and how long servers wait before they retry a request.";
    Setup "latency", "latency A..B", "latency 5..15ms", "The one-way latency of messages.";
    Setup "loss", "loss P%", "loss 10%", "The share of messages that are lost on every link.";
    Setup "duplicate", "duplicate P%", "duplicate 5%", "The share of messages that arrive twice; later in the run: send a copy of a message.";
    Setup "no-op", "no-op on|off", "no-op on", "Whether a new leader appends an entry that does nothing.";
    Setup "back-up", "back-up one-by-one|by-term", "back-up by-term", "How a leader lowers next index after a rejection.";
    Setup "max-entries", "max-entries N", "max-entries 10", "The maximum number of entries in one AppendEntries.";
    Setup "probe-empty", "probe-empty on|off", "probe-empty on", "Whether a leader, after a rejection, sends no entries until the logs match.";
    Setup "assume", "assume", "assume", "Play the script although it begins in a state that cannot arise: every screen says so.";
    Setup "log", "log SERVERS TERMS", "log S1 1 1 4:x=3", "The contents of a log: the term of each entry, optionally with its command.";
    Setup "term", "term SERVERS N", "term S1 7", "The current term.";
    Setup "vote", "vote SERVERS for SERVER", "vote S1 S2 for S3", "A vote that was granted in the current term.";
    Setup "role", "role SERVERS leader|candidate|follower|down", "role S1 leader", "The role in which a server begins.";
    Setup "commit", "commit SERVERS N", "commit S1 3", "A server's commit index.";
}

usages! { MOVEMENT:
    Movement "call", "call SERVER NAME", "call leader Anna", "Give a server a name, so that you can use the name later.";
    Movement "run", "run TIME, or run until CONDITION [within TIME]", "run until leader exists within 2s", "Let time pass, or wait until a condition holds: at most 10s without `within`.";
    Movement "step", "step [N]", "step 3", "Take this many steps.";
    Movement "expect", "expect CONDITION", "expect one leader", "Say that a condition holds now.";
    Movement "note", "note TEXT", "note The leader is cut off.", "Text for the reader.";
    Movement "pause", "pause [TEXT]", "pause", "A demo stops here until it is told to go on; the text is for the reader.";
    Movement "at", "at step N [TIME] ACTION", "at step 120 crash S1", "Do something right after a step, as saved sessions do.";
}

usages! { CONDITIONS:
    Condition "is leader", "SERVERS is leader|candidate|follower [in term N]", "S3 is leader in term 4", "Their current role.";
    Condition "is up", "SERVERS is up|down|frozen", "S1 S2 are down", "Whether they are running.";
    Condition "is S3", "SERVERS is SERVER", "leader is S3", "Which server it is.";
    Condition "leader exists", "leader exists, no leader, one leader, two leaders, N leaders", "three leaders", "How many servers lead or believe so, frozen ones included.";
    Condition "candidate exists", "candidate exists", "candidate exists", "Whether any server is a candidate.";
    Condition "voted for", "SERVERS voted for SERVER|nobody, vote of SERVERS = SERVER|nobody", "S1 voted for S2", "Who voted for whom in the current term.";
    Condition "is committed", "index N [of term N] is committed [on SERVERS]", "index 3 is committed", "Whether some leader has committed it; with `on`, whether these servers know.";
    Condition "is applied", "index N [of term N] is applied on SERVERS", "index 3 is applied on S1", "Whether their state machines have executed it.";
    Condition "is on", "index N [of term N] is on SERVERS|a majority", "index 2 of term 2 is on a majority", "Whether it is in their logs.";
    Condition "term of", "term|commit|applied|length|last-term|votes of SERVERS OP N, or OP another of these", "term of S1 >= 3", "Numbers of a server: its term, commit index, last applied, the length of its log and the term of its last entry, a candidate's votes.";
    Condition "next of", "next|match of SERVERS [on LEADER] OP N", "match of S2 on S1 = 4", "What a leader knows about its followers.";
    Condition "log of", "log of SERVERS = TERMS", "log of S1 = 1 1 2", "The contents of a log.";
    Condition "logs equal", "logs [of SERVERS] equal", "logs equal", "Whether all logs are the same: of the servers that are up, if none are named.";
    Condition "stores equal", "stores [of SERVERS] equal", "stores equal", "Whether all state machines have the same contents.";
    Condition "x = 7", "KEY = VALUE on SERVERS, KEY is missing on SERVERS", "x = 7 on S1", "A value in a state machine.";
    Condition "in flight", "KIND [SERVERS -> SERVERS] in flight [OP N]", "vote S1 -> S3 in flight", "Whether such a message is in flight, or how many.";
    Condition "time", "time OP TIME, step OP N", "time >= 2s", "How far the run has come.";
    Condition "happened", "FACT happened [[at least|at most] N times] [on SERVERS], FACT never happened", "RejectedMismatch happened 3 times on S2", "How often a fact occurred.";
    Condition "first", "FACT FIELD VALUE … happened", "Truncated first 3 happened on S2", "The same for facts with these values: completion lists the fields.";
    Condition "led term", "SERVERS|nobody led [term N]", "S3 led term 4", "Which server has won the election for which term.";
    Condition "violated", "PROPERTY violated|holds, all properties hold", "all properties hold", "Whether a property of Figure 3 has broken.";
    Condition "request", "request N|last request|all requests is pending|answered|redirected|unanswered|lost", "request 1 is answered", "The state of the commands of clients. Unanswered: no answer will come; lost: the command will never be executed either.";
    Condition "link", "link SERVERS -> SERVERS is cut|held", "link S1 -> S2 is cut", "The state of a link.";
    Condition "stuck", "stuck [because CAUSE]", "stuck because leader-deaf", "The cluster cannot make progress: safe, but stuck.";
    Condition "digest", "digest = 16 HEX DIGITS", "digest = 00f1e2d3c4b5a697", "Whether the whole state is the same as when this was written.";
    Condition "and or not", "CONDITION and CONDITION, CONDITION or CONDITION, not CONDITION, (CONDITION)", "S1 is up and not (S2 is leader or S3 is leader)", "`not` binds most tightly, then `and`, then `or`. The subject need not be repeated: S1 is candidate and voted for S1.";
}

usages! { TARGETS:
    Target "S1", "S1 S2 …", "crash S1 S2", "Servers by number.";
    Target "leader", "leader, leader:2, leaders", "crash leader", "The leaders, frozen or not; of several, the one of the latest term first.";
    Target "follower", "follower, follower:2, followers", "crash follower:2", "The followers, by number.";
    Target "candidate", "candidate, candidate:2, candidates", "timeout candidate", "The candidates.";
    Target "crashed", "crashed, crashed:2", "restart crashed", "The servers that are down.";
    Target "frozen", "frozen, frozen:2", "thaw frozen", "The servers that are frozen.";
    Target "running", "running, running:2", "align running", "The servers that are neither down nor frozen.";
    Target "all", "all", "crash all", "Everybody.";
    Target "others", "others", "cut leader -> others", "All servers that are not named elsewhere in the command.";
    Target "#12", "#N", "deliver #12", "A message by its number.";
    Target "next", "next", "deliver next", "The message that arrives next.";
    Target "vote", "[last|all] message|vote|vote-reply|append|entries|heartbeat|append-reply [SERVERS -> SERVERS]", "drop last append-reply S2 -> S1", "The message of this kind that was sent first, or last, or all of them: a plural means all. `entries` and `heartbeat` are `append` with and without entries.";
    Target "prev 2", "of term N, prev N [of term N], with index N [of term N], commit N, last N [of term N], granted|success|refused, match N", "deliver append S1 -> S2 of term 3 prev 2", "What the message says, after its kind and its servers: its term, the entry that precedes the new ones, one of the new ones, the leader's commit index; the candidate's last entry; the result, and up to where the logs match.";
}

usages! { QUESTIONS:
    Question "why", "why", "why", "The most useful question at this moment.";
    Question "why is", "why is SERVER [not] leader|candidate|follower|down", "why is S1 not leader", "What gave a server its role, or what it lacks for another one.";
    Question "why no leader", "why is there no leader", "why is there no leader", "What keeps the cluster from electing a leader.";
    Question "can win", "can SERVER win", "can S2 win", "Whether it could win an election now: which servers would vote for it, and which would deny their votes.";
    Question "would vote", "would SERVER vote for SERVER", "would S2 vote for S3", "Whether it would grant its vote now, and what decides that.";
    Question "who leads", "who leads", "who leads", "Which server leads, in which term, and which servers elected it.";
    Question "how many leaders", "how many leaders can there be at once", "how many leaders can there be at once", "At most one per term, and why; which servers lead now.";
    Question "can commit", "can SERVER still commit [index N]", "can S3 still commit index 2", "Whether enough servers are not in a newer term, so that a leader can commit its entries.";
    Question "what became", "what became of request N|the last request|KEY=VALUE", "what became of request 1", "Whether it was executed, once or several times, or still can be; or in which step it was lost.";
    Question "is committed", "is index N committed|applied [on SERVER]", "is index 3 committed on S1", "Yes or no, and why.";
    Question "is leader", "is SERVER leader|candidate|follower|down", "is S1 leader", "Yes or no, and why.";
    Question "why vote", "why did SERVER [not] vote for SERVER", "why did S2 not vote for S3", "Why a server granted or denied its vote.";
    Question "why message", "why message #N", "why message #12", "What a message says, and why it was rejected, ignored or lost.";
    Question "why committed", "why is index N [not] committed [on SERVER]", "why is index 3 not committed on S1", "What the commit rule requires, and what is missing.";
    Question "why applied", "why is index N [not] applied [on SERVER]", "why is index 3 not applied on S1", "What keeps a state machine from executing it.";
    Question "can be lost", "can index N [of term N] be lost", "can index 3 be lost", "Whether a server that lacks it could still be elected.";
    Question "what is safe", "what is safe", "what is safe", "Up to which index entries may be applied.";
    Question "where", "where is index N [of term N]", "where is index 3", "Which servers store it; or when, by which server and under which rule it was deleted.";
    Question "why change", "why did the term|vote|timer|next|match|commit of SERVER change", "why did the term of S2 change", "What changed it last.";
    Question "why nothing", "why does nothing move", "why does nothing move", "What keeps the cluster from making progress.";
    Question "who elected", "who elected SERVER|the leader [in term N]", "who elected S1", "Its voters, and which of them store the entries that were committed before (Figure 9).";
    Question "who committed", "who committed index N", "who committed index 3", "The servers that stored it when it was committed.";
    Question "what if", "what if SERVER crashes", "what if S2 crashes", "What it would keep, and what it would lose.";
    Question "why property", "why PROPERTY", "why Election Safety", "Why a property of Figure 3 holds, or how it broke.";
    Question "can arise", "can this arise", "can this arise", "Whether the current state can arise if every rule is obeyed: yes with a run that leads there, or no with the rule that forbids it.";
    Question "side by side", "can these logs stand side by side", "can these logs stand side by side", "The same for the logs alone, whatever the terms and votes are.";
    Question "who led", "who can have led term N", "who can have led term 3", "Which servers can have led a term, as far as the logs show.";
    Question "why step", "why step N", "why step 57", "What happened in a step, fact by fact, with the rules.";
}

/// All conditions, in the order of the page.
pub const fn conditions() -> &'static [Usage] {
    CONDITIONS
}

/// All ways to name servers and messages.
pub const fn targets() -> &'static [Usage] {
    TARGETS
}

/// All questions, each with its usage, a sentence and an example.
pub const fn questions() -> &'static [Usage] {
    QUESTIONS
}
