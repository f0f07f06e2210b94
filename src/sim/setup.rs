//! How a cluster begins.

mod ballot;
mod beginning;

pub use beginning::Beginning;

use super::{Span, SpanRange};
use crate::arise::{Change, Impossible};
use crate::raft::{Configuration, Entry, Index, MAX_SERVERS, Options, RoleKind, ServerId, ServerSet, Term};
use serde::Serialize;

/// The highest term in which a cluster can begin: far from where counting ends.
pub const HIGHEST_TERM: Term = Term(1_000_000);

/// Everything that is decided before the first step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Setup {
    /// How many servers: 1 to [`MAX_SERVERS`].
    pub servers: usize,
    /// Where the random numbers begin.
    pub seed: u64,
    /// What the servers do differently.
    pub options: Options,
    /// How long timers run.
    pub timing: Timing,
    /// What every link is like at first.
    pub link: LinkQuality,
    /// What the servers have on their disks, and what they are, by position. Servers beyond its end
    /// start empty.
    pub initial: Vec<Initial>,
    /// Whether it is to be played though it begins in a state that cannot arise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub assume: bool,
}

/// How long timers run (§5.2, §5.6).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Timing {
    /// Election timeouts are drawn from this range.
    pub election_timeout: SpanRange,
    /// How often a leader beats, and how long a request waits before it is retried.
    pub heartbeat: Span,
}

/// How a directed link treats messages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
pub struct LinkQuality {
    /// How long a message travels: drawn for each.
    pub latency: SpanRange,
    /// How many of a thousand messages are lost.
    pub loss: u16,
    /// How many of a thousand messages arrive twice.
    pub duplicate: u16,
}

/// What one server starts with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Initial {
    /// Its log.
    pub log: Vec<Entry>,
    /// Its current term; raised to the last term of its log if it is below.
    pub term: Term,
    /// Its vote in that term.
    pub voted_for: Option<ServerId>,
    /// Its role. A leader begins as if it had just won, a candidate as if it had just stood. A leader therefore
    /// has the votes of a majority: where the setup names too few voters, others get its term and that vote.
    pub role: RoleKind,
    /// What it knows to be committed.
    pub commit: Index,
    /// Whether it starts down.
    pub down: bool,
}

impl Default for Initial {
    fn default() -> Self {
        Initial {
            log: Vec::new(),
            term: Term::ZERO,
            voted_for: None,
            role: RoleKind::Follower,
            commit: Index::ZERO,
            down: false,
        }
    }
}

impl Default for Timing {
    /// 150–300 ms, as §5.2 suggests, and a heartbeat of 50 ms.
    fn default() -> Self {
        Timing { election_timeout: SpanRange::from_ms(150, 300), heartbeat: Span::from_ms(50) }
    }
}

impl Default for LinkQuality {
    /// 5–15 ms, nothing lost, nothing repeated.
    fn default() -> Self {
        LinkQuality { latency: SpanRange::from_ms(5, 15), loss: 0, duplicate: 0 }
    }
}

impl Default for Setup {
    fn default() -> Self {
        Setup {
            servers: 5,
            seed: 1,
            options: Options::default(),
            timing: Timing::default(),
            link: LinkQuality::default(),
            initial: Vec::new(),
            assume: false,
        }
    }
}

/// Why a setup cannot be run.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SetupError {
    /// Too few or too many servers.
    #[error("a cluster has 1 to {MAX_SERVERS} servers, not {0}")]
    Servers(usize),
    /// A span is 0 or too long, or a range is upside down.
    #[error("{what}: {why}")]
    Timing {
        /// What is wrong.
        what: &'static str,
        /// What was expected.
        why: &'static str,
    },
    /// A share of messages above 1000 of 1000.
    #[error("{0} is at most 100%")]
    Share(&'static str),
    /// No entry fits into a message.
    #[error("an AppendEntries carries at least 1 entry")]
    MaxEntries,
    /// More servers are described than there are.
    #[error("{0} is not in this cluster")]
    NoSuchServer(ServerId),
    /// A log whose terms go down.
    #[error("the terms in a log never decrease: {server} has term {later} after term {earlier}")]
    LogGoesDown {
        /// Whose log.
        server: ServerId,
        /// The term before.
        earlier: Term,
        /// The term after.
        later: Term,
    },
    /// A term that leaves too little room to count on.
    #[error("{server} begins in term {term}: the highest allowed term is {HIGHEST_TERM}")]
    HighTerm {
        /// The server that begins in it.
        server: ServerId,
        /// Its term.
        term: Term,
    },
    /// Two leaders of one term cannot be set up.
    #[error("{0} and {1} cannot both lead term {2}")]
    TwoLeaders(ServerId, ServerId, Term),
    /// A state that cannot arise.
    #[error("this state cannot arise: {reason}.{}", instead(.change.as_deref()))]
    CannotArise {
        /// Why not.
        reason: Box<Impossible>,
        /// What would make it possible, if one change does.
        change: Option<Box<Change>>,
    },
    /// A leader that can never have won.
    #[error("{0} cannot lead term {1}: too few servers can have voted for it in that term")]
    NoMajority(ServerId, Term),
    /// A server cannot know that more is committed than it has.
    #[error("{server} has {entries} entries and cannot know that {commit} are committed")]
    Commit {
        /// The server that is to know it.
        server: ServerId,
        /// How many entries it has.
        entries: usize,
        /// Its commit index.
        commit: Index,
    },
}

fn instead(change: Option<&Change>) -> String {
    let assume = "`assume` plays it anyway";
    match change {
        Some(change) => format!(" It could {change}; {assume}"),
        None => format!(" No single change was found that makes it possible; {assume}"),
    }
}

impl SpanRange {
    pub(super) fn check(self, what: &'static str) -> Result<(), SetupError> {
        let wrong = |why| Err(SetupError::Timing { what, why });
        if self.max < self.min {
            return wrong("the second number is at least the first");
        }
        if self.max > Span::LONGEST {
            return wrong("at most an hour");
        }
        Ok(())
    }
}

impl LinkQuality {
    pub(super) fn check(self) -> Result<(), SetupError> {
        self.latency.check("latency")?;
        if self.loss > 1000 {
            return Err(SetupError::Share("loss"));
        }
        if self.duplicate > 1000 {
            return Err(SetupError::Share("duplication"));
        }
        Ok(())
    }
}

impl Setup {
    /// A cluster of so many servers with this seed, and the defaults for the rest.
    pub fn of(servers: usize, seed: u64) -> Setup {
        Setup { servers, seed, ..Setup::default() }
    }

    /// A cluster in which nothing happens but what is done by hand: timers run for an hour, and so long do messages travel.
    pub fn by_hand(servers: usize, options: Options) -> Setup {
        let hour = SpanRange { min: Span::LONGEST, max: Span::LONGEST };
        Setup {
            servers,
            options,
            timing: Timing { election_timeout: hour, heartbeat: Span::LONGEST },
            link: LinkQuality { latency: hour, ..LinkQuality::default() },
            ..Setup::default()
        }
    }

    /// What a server starts with.
    pub fn initial(&self, server: ServerId) -> Initial {
        self.initial.get(server.position()).cloned().unwrap_or_default()
    }

    /// What a server starts with, to be changed.
    pub fn initial_mut(&mut self, server: ServerId) -> &mut Initial {
        if self.initial.len() <= server.position() {
            self.initial.resize_with(server.position() + 1, Initial::default);
        }
        &mut self.initial[server.position()]
    }

    /// All servers that exist.
    pub fn roster(&self) -> ServerSet {
        ServerSet::up_to(self.servers)
    }

    /// Who counts at the beginning: everyone.
    pub fn configuration(&self) -> Configuration {
        Configuration::of(self.roster())
    }

    /// Whether this can be run.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), SetupError> {
        self.begin().map(|_| ())
    }

    /// Whether its numbers are within bounds.
    fn check_numbers(&self) -> Result<(), SetupError> {
        if !(1..=MAX_SERVERS).contains(&self.servers) {
            return Err(SetupError::Servers(self.servers));
        }
        if self.options.max_entries == 0 {
            return Err(SetupError::MaxEntries);
        }
        self.timing.election_timeout.check("election-timeout")?;
        for (what, span) in
            [("election-timeout", self.timing.election_timeout.min), ("heartbeat", self.timing.heartbeat)]
        {
            if span == Span::ZERO || span > Span::LONGEST {
                return Err(SetupError::Timing { what, why: "more than 0 and at most an hour" });
            }
        }
        self.link.check()?;
        if self.initial.len() > self.servers {
            return Err(SetupError::NoSuchServer(ServerId::at(self.servers)));
        }
        Ok(())
    }

    fn check_initial(&self) -> Result<(), SetupError> {
        let mut leaders: Vec<(Term, ServerId)> = Vec::new();
        for (position, initial) in self.initial.iter().enumerate() {
            let server = ServerId::at(position);
            if let Some(pair) = initial.log.windows(2).find(|pair| pair[1].term < pair[0].term) {
                return Err(SetupError::LogGoesDown { server, earlier: pair[0].term, later: pair[1].term });
            }
            let term = initial.effective_term();
            if term > HIGHEST_TERM {
                return Err(SetupError::HighTerm { server, term });
            }
            if initial.commit > Index::ZERO.plus(initial.log.len()) {
                let (entries, commit) = (initial.log.len(), initial.commit);
                return Err(SetupError::Commit { server, entries, commit });
            }
            if let Some(vote) = initial.voted_for
                && vote.position() >= self.servers
            {
                return Err(SetupError::NoSuchServer(vote));
            }
            if initial.leads() {
                if let Some((_, other)) = leaders.iter().find(|(led, _)| *led == term) {
                    return Err(SetupError::TwoLeaders(*other, server, term));
                }
                leaders.push((term, server));
            }
        }
        Ok(())
    }
}

impl Initial {
    /// Whether it leads from the start.
    fn leads(&self) -> bool {
        self.role == RoleKind::Leader && !self.down
    }

    /// Whether it has started an election in its term, and so has its own vote.
    fn stands(&self) -> bool {
        self.role != RoleKind::Follower
    }

    /// Its term: never below the last term of its log, and at least 1 for who leads or stands.
    pub fn effective_term(&self) -> Term {
        let floor = if self.stands() { Term(1) } else { Term::ZERO };
        let last = self.log.last().map_or(Term::ZERO, |entry| entry.term);
        self.term.max(last).max(floor)
    }
}
