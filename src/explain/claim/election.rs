//! Claims about servers, their roles and their elections.

use crate::explain::words::{count, ms, of, servers};
use crate::language::Being;
use crate::raft::{Index, ServerId, ServerSet, Term};
use crate::safety::Stuck;
use crate::sim::Span;

/// When an election would take place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// At this moment: in the candidate's next term, with the running servers and the links as they are, and with the
    /// requests and replies arriving next.
    Now,
    /// In a term newer than every other, with all servers running and connected, and with the logs that they have.
    Later,
}

/// A statement about servers, their roles and elections.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ElectionClaim {
    /// What a server is; a frozen one is what it was when it froze.
    Is {
        /// The server.
        server: ServerId,
        /// What it is.
        being: Being,
    },
    /// A server, running or frozen, is the leader of this term.
    Leads {
        /// The server.
        server: ServerId,
        /// Its term.
        term: Term,
    },
    /// A running server is a leader.
    SomebodyLeads,
    /// A server belongs to a cluster of so many.
    IsMember {
        /// The server.
        server: ServerId,
        /// How many there are.
        of: usize,
    },
    /// A server is frozen.
    IsFrozen(ServerId),
    /// The current term of a server.
    InTerm {
        /// The server.
        server: ServerId,
        /// Its term.
        term: Term,
    },
    /// Exactly these servers are in a newer term than this one.
    InNewerTerm {
        /// All that are.
        servers: ServerSet,
        /// The term to compare with.
        than: Term,
    },
    /// A server recognizes another one as the leader of its term.
    Follows {
        /// The follower.
        server: ServerId,
        /// Its leader.
        leader: ServerId,
    },
    /// A follower knows no leader of its term.
    KnowsNoLeader(ServerId),
    /// The votes that a candidate has counted.
    HasVotes {
        /// The candidate.
        candidate: ServerId,
        /// Exactly these.
        votes: ServerSet,
    },
    /// The servers that have denied a candidate their votes, as far as it knows.
    Refused {
        /// The candidate.
        candidate: ServerId,
        /// Exactly these.
        voters: ServerSet,
    },
    /// The servers that a candidate has not heard from.
    WaitsFor {
        /// The candidate.
        candidate: ServerId,
        /// Exactly these.
        voters: ServerSet,
    },
    /// How many votes are needed to win.
    NeedsVotes {
        /// So many.
        least: usize,
        /// Of so many.
        of: usize,
    },
    /// These votes are enough to win.
    IsEnough(ServerSet),
    /// Any two groups of so many servers share a server.
    MajoritiesMeet {
        /// So many.
        least: usize,
        /// Of so many.
        of: usize,
    },
    /// Whether a server would grant a candidate its vote if it were asked.
    WouldVote {
        /// Who is asked.
        voter: ServerId,
        /// Who asks.
        candidate: ServerId,
        /// When it asks.
        when: When,
    },
    /// The votes that a server gets if it starts an election, exactly.
    WouldGet {
        /// The candidate.
        candidate: ServerId,
        /// Whose votes.
        votes: ServerSet,
        /// When it starts it.
        when: When,
    },
    /// A server wins if it starts an election.
    CanWin {
        /// The server.
        server: ServerId,
        /// When it starts it.
        when: When,
    },
    /// For whom a server has voted in its current term.
    HasVoted {
        /// The server.
        voter: ServerId,
        /// Its current term.
        term: Term,
        /// For whom; none if its vote is free.
        candidate: Option<ServerId>,
    },
    /// Where a log ends.
    LogEnds {
        /// Whose.
        server: ServerId,
        /// The last entry.
        index: Index,
        /// Its term.
        term: Term,
    },
    /// A log is more up-to-date than another one, as a voter compares them (§5.4.1).
    LogIsNewer {
        /// Whose log is newer.
        server: ServerId,
        /// Than whose.
        than: ServerId,
    },
    /// Exactly these servers are running.
    Run(ServerSet),
    /// These servers are running and can exchange requests and replies; no larger set has a server that is connected to
    /// all of it.
    InTouch(ServerSet),
    /// A link is cut.
    LinkCut {
        /// From this server.
        from: ServerId,
        /// To this one.
        to: ServerId,
    },
    /// A link holds messages back.
    LinkHeld {
        /// From this server.
        from: ServerId,
        /// To this one.
        to: ServerId,
    },
    /// A link drops every message.
    LinkLoses {
        /// From this server.
        from: ServerId,
        /// To this one.
        to: ServerId,
    },
    /// Exactly these servers are running and are candidates.
    Candidates(ServerSet),
    /// The election timer that expires first, of a running server.
    FirstTimer {
        /// Whose.
        server: ServerId,
        /// The time left.
        left: Span,
    },
    /// No running server has a running election timer.
    NoTimers,
    /// Nothing new can be committed unless something changes.
    IsStuck {
        /// Why.
        cause: Stuck,
        /// The servers that are the cause.
        servers: ServerSet,
        /// Of how many.
        of: usize,
    },
    /// When the next event happens, on its own or because it was recorded.
    NextIn(Option<Span>),
    /// A client is waiting for a response.
    ClientWaits,
    /// How many messages are in flight.
    InFlight(usize),
    /// A leader's next index for a server.
    NextIndex {
        /// The leader.
        leader: ServerId,
        /// The other server.
        of: ServerId,
        /// Its next index.
        index: Index,
    },
    /// A leader's match index for a server.
    MatchIndex {
        /// The leader.
        leader: ServerId,
        /// The other server.
        of: ServerId,
        /// Its match index.
        index: Index,
    },
    /// The commit index of a server; 0 while it is down.
    CommitIndex {
        /// The server.
        server: ServerId,
        /// Its commit index.
        index: Index,
    },
    /// The time left on a server's election timer.
    TimerLeft {
        /// The server.
        server: ServerId,
        /// The time left; none if no election timer is running.
        left: Option<Span>,
    },
}

impl ElectionClaim {
    /// In words, as a part of a sentence.
    #[expect(clippy::too_many_lines, reason = "one arm for each claim")]
    pub(super) fn words(self, yes: bool) -> String {
        let not = if yes { "" } else { "not " };
        match self {
            ElectionClaim::Is { server, being } => match being {
                Being::Down => format!("{server} is {not}down"),
                being => format!("{server} is {not}a {}", being.word()),
            },
            ElectionClaim::Leads { server, term } if yes => format!("{server} leads term {term}"),
            ElectionClaim::Leads { server, term } => format!("{server} does not lead term {term}"),
            ElectionClaim::SomebodyLeads if yes => "at least one running server is a leader".to_owned(),
            ElectionClaim::SomebodyLeads => "no running server is a leader".to_owned(),
            ElectionClaim::IsMember { server, of } => {
                format!("{server} is {not}in this cluster of {}", count(of, "server"))
            }
            ElectionClaim::IsFrozen(server) => format!("{server} is {not}frozen"),
            ElectionClaim::InTerm { server, term } => format!("{server} is {not}in term {term}"),
            ElectionClaim::InNewerTerm { servers: set, than } if set.is_empty() => {
                let is = if yes { "no server is" } else { "a server is" };
                format!("{is} in a term newer than {than}")
            }
            ElectionClaim::InNewerTerm { servers: set, than } => {
                let is = if set.len() > 1 { "are" } else { "is" };
                format!("{} {is} {not}in a term newer than {than}", servers(set))
            }
            ElectionClaim::Follows { server, leader } if yes => {
                format!("{server} recognizes {leader} as the leader of its term")
            }
            ElectionClaim::Follows { server, leader } => {
                format!("{server} does not recognize {leader} as the leader of its term")
            }
            ElectionClaim::KnowsNoLeader(server) if yes => format!("{server} knows of no leader in its term"),
            ElectionClaim::KnowsNoLeader(server) => format!("{server} knows of a leader in its term"),
            ElectionClaim::HasVotes { candidate, votes } if votes == ServerSet::only(candidate) => {
                let has = if yes { "has only its own vote" } else { "does not have only its own vote" };
                format!("{candidate} {has}")
            }
            ElectionClaim::HasVotes { candidate, votes } if yes => {
                format!("{candidate} has the {} of {}", plural("vote", votes), servers(votes))
            }
            ElectionClaim::HasVotes { candidate, votes } => {
                format!("{candidate} does not have the {} of {}", plural("vote", votes), servers(votes))
            }
            ElectionClaim::Refused { candidate, voters } => {
                let (have, votes) =
                    if voters.len() == 1 { ("has", "its vote") } else { ("have", "their votes") };
                format!("{} {have} {not}denied {candidate} {votes}", servers(voters))
            }
            ElectionClaim::WaitsFor { candidate, voters } if yes && voters.is_empty() => {
                format!("every server has replied to {candidate}")
            }
            ElectionClaim::WaitsFor { candidate, voters } if yes => {
                format!(
                    "{candidate} is waiting for {} from {}",
                    if voters.len() == 1 { "a reply" } else { "replies" },
                    servers(voters)
                )
            }
            ElectionClaim::WaitsFor { candidate, voters } => {
                format!("{candidate} is not waiting for a reply from {}", servers(voters))
            }
            ElectionClaim::NeedsVotes { least, of } => {
                let are = if least == 1 { "vote is" } else { "votes are" };
                format!("{least} of {of} {are} {not}needed")
            }
            ElectionClaim::MajoritiesMeet { least, of } if yes => {
                format!("any two groups of {least} out of {of} servers share a server")
            }
            ElectionClaim::MajoritiesMeet { least, of } => {
                format!("two groups of {least} out of {of} servers may share no server")
            }
            ElectionClaim::IsEnough(votes) => {
                let are = if votes.len() == 1 { "is" } else { "are" };
                format!("{} {are} {not}enough", servers(votes))
            }
            ElectionClaim::WouldVote { voter, candidate, when } => {
                let would = if yes { "would vote" } else { "would not vote" };
                format!("{voter} {would} for {candidate}{}", in_words(when))
            }
            ElectionClaim::WouldGet { candidate, votes, when } => {
                let would = if yes { "would get" } else { "would not get" };
                let what = if votes.is_empty() {
                    "no votes".to_owned()
                } else {
                    format!("the {} of {}", plural("vote", votes), servers(votes))
                };
                format!("{candidate} {would} {what}{}", in_words(when))
            }
            ElectionClaim::CanWin { server, when } => {
                let can = if yes { "can win an election" } else { "cannot win an election" };
                format!("{server} {can}{}", in_words(when))
            }
            ElectionClaim::HasVoted { voter, term, candidate } => {
                let has = if yes { "has" } else { "has not" };
                match candidate {
                    Some(candidate) if candidate == voter => {
                        format!("{voter} {has} voted for itself in term {term}")
                    }
                    Some(candidate) => format!("{voter} {has} voted for {candidate} in term {term}"),
                    None if yes => format!("{} vote in term {term} is free", of(voter)),
                    None => format!("{} vote in term {term} is not free", of(voter)),
                }
            }
            ElectionClaim::LogEnds { server, index: Index::ZERO, .. } => {
                format!("{} log is {not}empty", of(server))
            }
            ElectionClaim::LogEnds { server, index, term } if yes => {
                format!("{} log ends at index {index}, term {term}", of(server))
            }
            ElectionClaim::LogEnds { server, index, term } => {
                format!("{} log does not end at index {index}, term {term}", of(server))
            }
            ElectionClaim::LogIsNewer { server, than } => {
                format!(
                    "{} log is {}more up-to-date than {}",
                    of(server),
                    if yes { "" } else { "no " },
                    of(than)
                )
            }
            ElectionClaim::Run(set) => {
                let are = if set.len() < 2 { "is" } else { "are" };
                if yes {
                    format!("{} {are} running", servers(set))
                } else {
                    format!("the running servers are not exactly {}", servers(set))
                }
            }
            ElectionClaim::InTouch(set) => {
                format!("the largest connected group is {not}{}", servers(set))
            }
            ElectionClaim::LinkCut { from, to } => format!("the link {from} -> {to} is {not}cut"),
            ElectionClaim::LinkHeld { from, to } if yes => {
                format!("the link {from} -> {to} holds messages back")
            }
            ElectionClaim::LinkHeld { from, to } => {
                format!("the link {from} -> {to} holds no messages back")
            }
            ElectionClaim::LinkLoses { from, to } if yes => {
                format!("the link {from} -> {to} drops every message")
            }
            ElectionClaim::LinkLoses { from, to } => {
                format!("the link {from} -> {to} does not drop every message")
            }
            ElectionClaim::Candidates(set) if set.is_empty() => {
                if yes { "no server is a candidate" } else { "a server is a candidate" }.to_owned()
            }
            ElectionClaim::Candidates(set) => {
                let (is, a) = if set.len() == 1 { ("is", "a candidate") } else { ("are", "candidates") };
                format!("{} {is} {not}{a}", servers(set))
            }
            ElectionClaim::FirstTimer { server, left } => {
                let expires = if yes { "expires" } else { "does not expire" };
                format!("{} election timer {expires} first, in {}", of(server), ms(left))
            }
            ElectionClaim::NoTimers => {
                if yes { "no election timer is running" } else { "an election timer is running" }.to_owned()
            }
            ElectionClaim::IsStuck { cause, servers: set, of } => {
                let not = if yes { "" } else { "it is not true that " };
                let down = || format!("{} of {of} servers", set.len());
                match cause {
                    Stuck::NoMajorityUp => {
                        let are = if set.len() == 1 { "is" } else { "are" };
                        format!("{not}{} {are} down, and the others are not a majority", down())
                    }
                    Stuck::NoMajorityAwake => format!(
                        "{not}too many servers are frozen ({}) or down, and the others are not a majority",
                        servers(set)
                    ),
                    Stuck::LeaderDeaf | Stuck::LeaderFrozen | Stuck::Disturbed | Stuck::LeaderCutOff => {
                        format!("{not}{} ({})", why_stuck(cause), servers(set))
                    }
                    _ => format!("{not}{}", why_stuck(cause)),
                }
            }
            ElectionClaim::NextIn(Some(span)) => {
                format!("the next event is {not}in {}", ms(span))
            }
            ElectionClaim::NextIn(None) => {
                if yes { "no further event is due" } else { "another event is due" }.to_owned()
            }
            ElectionClaim::ClientWaits => {
                if yes { "a client is waiting" } else { "no client is waiting" }.to_owned()
            }
            ElectionClaim::InFlight(count) => {
                let are = if count == 1 { "message is" } else { "messages are" };
                format!("{count} {are} {not}in flight")
            }
            ElectionClaim::NextIndex { leader, of: follower, index } => {
                format!("{} next index for {follower} is {not}{index}", of(leader))
            }
            ElectionClaim::MatchIndex { leader, of: follower, index } => {
                format!("{} match index for {follower} is {not}{index}", of(leader))
            }
            ElectionClaim::CommitIndex { server, index } => {
                format!("{} commit index is {not}{index}", of(server))
            }
            ElectionClaim::TimerLeft { server, left: Some(left) } => {
                let has = if yes { "has" } else { "does not have" };
                format!("{} election timer {has} {} left", of(server), ms(left))
            }
            ElectionClaim::TimerLeft { server, left: None } => {
                format!("{server} has {} election timer", if yes { "no" } else { "an" })
            }
        }
    }
}

/// A cause in a few words that are true in every state.
const fn why_stuck(cause: Stuck) -> &'static str {
    match cause {
        Stuck::NoMajorityUp | Stuck::NoMajorityAwake => "the running servers are not a majority",
        Stuck::Partitioned => "no server is connected to a majority",
        Stuck::OneWayLinks => {
            "no server both reaches and hears a majority, because links work in only one direction"
        }
        Stuck::MessagesHeld => "links hold messages back, so no server is connected to a majority",
        Stuck::LeaderDeaf => {
            "the leader is heard, so no server starts an election, but the leader does not hear a majority"
        }
        Stuck::LeaderFrozen => {
            "the leader is frozen, and the other servers are waiting for their election timeouts"
        }
        Stuck::Disturbed => {
            "a server that hears no leader keeps starting elections, and the others adopt its terms"
        }
        Stuck::TimeoutsTooShort => "election timeouts are too short for the latency of the links",
        Stuck::LossyLinks => "links drop so many messages that elections fail",
        Stuck::TimeoutsNotRandom => "election timeouts are all the same",
        Stuck::SplitVotes => "the vote was split in one term after another",
        Stuck::TimerResetByAny => "every message restarts election timers",
        Stuck::TimerResetByStale => "messages from a leader of an older term restart election timers",
        Stuck::NextNeverLowered => {
            "followers reject what the leader sends, and the leader never lowers its next index"
        }
        Stuck::LeaderCutOff => "a leader with waiting clients is not connected to a majority",
    }
}

fn in_words(when: When) -> &'static str {
    match when {
        When::Now => " now",
        When::Later => " in a newer term",
    }
}

/// `vote`, of one; `votes`, of several.
fn plural(noun: &'static str, of: ServerSet) -> String {
    if of.len() == 1 { noun.to_owned() } else { format!("{noun}s") }
}
