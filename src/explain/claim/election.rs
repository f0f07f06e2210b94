//! Claims about servers, their roles and their elections.

use crate::explain::words::{ms, servers};
use crate::language::Being;
use crate::raft::{Index, ServerId, ServerSet, Term};
use crate::safety::Stuck;
use crate::sim::Span;

/// When an election would take place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// At this moment: in the next term of the candidate, with the servers that run and the links as they are, and the
    /// requests and answers arriving next.
    Now,
    /// In a term newer than every other, with all servers running, in touch, and with the logs that they have.
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
    /// A server that runs leads.
    SomebodyLeads,
    /// A server is one of a cluster of so many.
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
    /// Exactly these are in a newer term than this one.
    InNewerTerm {
        /// All that are.
        servers: ServerSet,
        /// Than which.
        than: Term,
    },
    /// A server takes another one for the leader of its term.
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
    /// Those that have refused a candidate, as it knows.
    Refused {
        /// The candidate.
        candidate: ServerId,
        /// Exactly these.
        voters: ServerSet,
    },
    /// Those that a candidate has not heard from.
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
    /// Any two sets of so many servers share one.
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
    /// Exactly these votes a server gets if it starts an election.
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
    /// To whom a server has given its vote of its current term.
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
    /// A log is newer than another one, as a voter compares them (§5.4.1).
    LogIsNewer {
        /// Whose log is newer.
        server: ServerId,
        /// Than whose.
        than: ServerId,
    },
    /// Exactly these servers run.
    Run(ServerSet),
    /// Among these servers requests and answers pass, and they run; no larger set has a server that is in touch with all
    /// of it.
    InTouch(ServerSet),
    /// A link is cut.
    LinkCut {
        /// From this server.
        from: ServerId,
        /// To this one.
        to: ServerId,
    },
    /// A link holds back what is sent over it.
    LinkHeld {
        /// From this server.
        from: ServerId,
        /// To this one.
        to: ServerId,
    },
    /// A link loses everything.
    LinkLoses {
        /// From this server.
        from: ServerId,
        /// To this one.
        to: ServerId,
    },
    /// Exactly these run and are candidates.
    Candidates(ServerSet),
    /// The election timer that runs out first, of a server that runs.
    FirstTimer {
        /// Whose.
        server: ServerId,
        /// How long it still runs.
        left: Span,
    },
    /// No election timer of a server that runs is running.
    NoTimers,
    /// Nothing new can be committed as things stand.
    IsStuck {
        /// Why.
        cause: Stuck,
        /// The servers that it hangs on.
        servers: ServerSet,
        /// Of how many.
        of: usize,
    },
    /// When the next thing happens of its own accord, or because it did so before.
    NextIn(Option<Span>),
    /// A client waits for the answer to what it has asked.
    ClientWaits,
    /// So many messages are in flight.
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
    /// How long a server's election timer still runs.
    TimerLeft {
        /// The server.
        server: ServerId,
        /// So long; none if no election timer runs.
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
            ElectionClaim::SomebodyLeads if yes => "a server leads".to_owned(),
            ElectionClaim::SomebodyLeads => "no server that runs leads".to_owned(),
            ElectionClaim::IsMember { server, of } => {
                format!("{server} is {not}in this cluster of {of}")
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
                format!("{server} takes {leader} for the leader of its term")
            }
            ElectionClaim::Follows { server, leader } => {
                format!("{server} does not take {leader} for the leader of its term")
            }
            ElectionClaim::KnowsNoLeader(server) if yes => format!("{server} knows no leader of its term"),
            ElectionClaim::KnowsNoLeader(server) => format!("{server} knows a leader of its term"),
            ElectionClaim::HasVotes { candidate, votes } if votes == ServerSet::only(candidate) => {
                let has = if yes { "has voted" } else { "has not just voted" };
                format!("{candidate} {has} for itself")
            }
            ElectionClaim::HasVotes { candidate, votes } if yes => {
                format!("{candidate} has the {} of {}", plural("vote", votes), servers(votes))
            }
            ElectionClaim::HasVotes { candidate, votes } => {
                format!("{candidate} does not have the {} of {}", plural("vote", votes), servers(votes))
            }
            ElectionClaim::Refused { candidate, voters } => {
                let have = if voters.len() == 1 { "has" } else { "have" };
                format!("{} {have} {not}refused {candidate}", servers(voters))
            }
            ElectionClaim::WaitsFor { candidate, voters } if yes && voters.is_empty() => {
                format!("all have answered {candidate}")
            }
            ElectionClaim::WaitsFor { candidate, voters } if yes => {
                format!("{candidate} waits for the {} of {}", plural("answer", voters), servers(voters))
            }
            ElectionClaim::WaitsFor { candidate, voters } => {
                format!("{candidate} does not wait for {}", servers(voters))
            }
            ElectionClaim::NeedsVotes { least, of } => {
                let are = if least == 1 { "vote is" } else { "votes are" };
                format!("{least} of {of} {are} {not}needed")
            }
            ElectionClaim::MajoritiesMeet { least, of } if yes => {
                format!("any two sets of {least} of {of} servers share one")
            }
            ElectionClaim::MajoritiesMeet { least, of } => {
                format!("two sets of {least} of {of} servers may share none")
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
                    "no vote".to_owned()
                } else {
                    format!("the {} of {}", plural("vote", votes), servers(votes))
                };
                format!("{candidate} {would} {what}{}", in_words(when))
            }
            ElectionClaim::CanWin { server, when } => {
                let can = if yes { "can win" } else { "cannot win" };
                format!("{server} {can}{}", in_words(when))
            }
            ElectionClaim::HasVoted { voter, term, candidate } => {
                let has = if yes { "has" } else { "has not" };
                match candidate {
                    Some(candidate) if candidate == voter => {
                        format!("{voter} {has} voted for itself in term {term}")
                    }
                    Some(candidate) => format!("{voter} {has} voted for {candidate} in term {term}"),
                    None if yes => format!("the vote of {voter} in term {term} is free"),
                    None => format!("the vote of {voter} in term {term} is not free"),
                }
            }
            ElectionClaim::LogEnds { server, index: Index::ZERO, .. } => {
                format!("the log of {server} is {not}empty")
            }
            ElectionClaim::LogEnds { server, index, term } if yes => {
                format!("the log of {server} ends at index {index}, term {term}")
            }
            ElectionClaim::LogEnds { server, index, term } => {
                format!("the log of {server} does not end at index {index}, term {term}")
            }
            ElectionClaim::LogIsNewer { server, than } => {
                format!("the log of {server} is {}newer than that of {than}", if yes { "" } else { "no " })
            }
            ElectionClaim::Run(set) => {
                let verb = if set.len() == 1 { "runs" } else { "run" };
                format!("{}{} {verb}", if yes { "" } else { "not just " }, servers(set))
            }
            ElectionClaim::InTouch(set) => {
                format!("the largest part in touch is {not}{}", servers(set))
            }
            ElectionClaim::LinkCut { from, to } => format!("the link {from} -> {to} is {not}cut"),
            ElectionClaim::LinkHeld { from, to } if yes => {
                format!("the link {from} -> {to} holds messages back")
            }
            ElectionClaim::LinkHeld { from, to } => {
                format!("the link {from} -> {to} holds no messages back")
            }
            ElectionClaim::LinkLoses { from, to } if yes => {
                format!("the link {from} -> {to} loses everything")
            }
            ElectionClaim::LinkLoses { from, to } => {
                format!("the link {from} -> {to} does not lose everything")
            }
            ElectionClaim::Candidates(set) if set.is_empty() => {
                if yes { "nobody is a candidate" } else { "somebody is a candidate" }.to_owned()
            }
            ElectionClaim::Candidates(set) => {
                let (is, a) = if set.len() == 1 { ("is", "a candidate") } else { ("are", "candidates") };
                format!("{} {is} {not}{a}", servers(set))
            }
            ElectionClaim::FirstTimer { server, left } => {
                let is = if yes { "is" } else { "is not" };
                format!("the first election timer to run out {is} that of {server}, in {}", ms(left))
            }
            ElectionClaim::NoTimers => {
                if yes { "no election timer runs" } else { "an election timer runs" }.to_owned()
            }
            ElectionClaim::IsStuck { cause, servers: set, of } => {
                let not = if yes { "" } else { "not so that " };
                let down = || format!("{} of {of} servers", set.len());
                match cause {
                    Stuck::NoMajorityUp => {
                        let are = if set.len() == 1 { "is" } else { "are" };
                        format!("{not}{} {are} down, and the others are no majority", down())
                    }
                    Stuck::NoMajorityAwake => format!(
                        "{not}so many servers are frozen ({}) or down that the others are no majority",
                        servers(set)
                    ),
                    Stuck::LeaderDeaf | Stuck::LeaderFrozen | Stuck::Disturbed | Stuck::LeaderCutOff => {
                        format!("{not}{} ({})", why_stuck(cause), servers(set))
                    }
                    _ => format!("{not}{}", why_stuck(cause)),
                }
            }
            ElectionClaim::NextIn(Some(span)) => {
                format!("the next thing happens {not}in {}", ms(span))
            }
            ElectionClaim::NextIn(None) => {
                if yes { "nothing happens any more" } else { "something happens" }.to_owned()
            }
            ElectionClaim::ClientWaits => if yes { "a client waits" } else { "no client waits" }.to_owned(),
            ElectionClaim::InFlight(count) => {
                let are = if count == 1 { "message is" } else { "messages are" };
                format!("{count} {are} {not}in flight")
            }
            ElectionClaim::NextIndex { leader, of, index } => {
                format!("the next index that {leader} has for {of} is {not}{index}")
            }
            ElectionClaim::MatchIndex { leader, of, index } => {
                format!("the match index that {leader} has for {of} is {not}{index}")
            }
            ElectionClaim::CommitIndex { server, index } => {
                format!("the commit index of {server} is {not}{index}")
            }
            ElectionClaim::TimerLeft { server, left: Some(left) } => {
                format!("{} {not}left of the election timer of {server}", ms(left))
            }
            ElectionClaim::TimerLeft { server, left: None } => {
                format!("{server} has {} election timer", if yes { "no" } else { "an" })
            }
        }
    }
}

/// A cause in a few words that hold of it in every state.
const fn why_stuck(cause: Stuck) -> &'static str {
    match cause {
        Stuck::NoMajorityUp | Stuck::NoMajorityAwake => "so few servers run that they are no majority",
        Stuck::Partitioned => "no server is in touch with a majority",
        Stuck::OneWayLinks => "no server both reaches and hears a majority: links work in one direction only",
        Stuck::MessagesHeld => "links hold messages back, so that no server is in touch with a majority",
        Stuck::LeaderDeaf => {
            "the leader is heard, so nobody starts an election, but it does not hear a majority"
        }
        Stuck::LeaderFrozen => "the leader is frozen, and the others wait for their election timeouts",
        Stuck::Disturbed => {
            "a server that hears no leader starts election after election, and the others adopt its terms"
        }
        Stuck::TimeoutsTooShort => "election timeouts are too short for the time that messages take",
        Stuck::LossyLinks => "links lose so much that elections fail",
        Stuck::TimeoutsNotRandom => "election timeouts are all the same",
        Stuck::SplitVotes => "votes were split term after term",
        Stuck::TimerResetByAny => "every message restarts election timers",
        Stuck::TimerResetByStale => "messages of a leader of an older term restart election timers",
        Stuck::NextNeverLowered => "followers refuse what the leader sends, and it never goes back",
        Stuck::LeaderCutOff => "a leader that clients wait for is not in touch with a majority",
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
