//! The claims of a caption: what its head says, and each part of what follows.

use super::words::{Word, fit};
use super::{Case, Tried, last};
use raftarium::raft::{
    AppendOutcome, Index, LeaderState, Message, Payload, RoleKind, Server, ServerId, ServerSet, Term, Timer,
};
use raftarium::sim::{Action, Flight, Life, What, World};

type Check = fn(&Case, &[Word]) -> Result<(), String>;

/// Holds all that a caption says.
pub fn hold(case: &Case, tried: &mut Tried) {
    if case.told.alarm {
        return;
    }
    one_of(HEADS, &case.told.head, case, tried);
    for part in parts(&case.told.rest) {
        one_of(RESTS, part, case, tried);
    }
}

/// What a sentence tells, without the rules that it says are off: see `broken`.
fn parts(rest: &str) -> impl Iterator<Item = &str> {
    let told = rest
        .find("rule")
        .filter(|_| rest.ends_with("is off") || rest.ends_with("are off"))
        .map_or(rest, |at| &rest[..at]);
    told.trim_end_matches(": ").split("; ").filter(|part| !part.is_empty())
}

fn one_of(claims: &[(&str, Check)], text: &str, case: &Case, tried: &mut Tried) {
    for (pattern, check) in claims {
        if let Some(words) = fit(pattern, text) {
            tried.hold(pattern, case, check(case, &words));
            return;
        }
    }
    tried.hold("a claim that is not known here", case, Err(format!("{text:?}")));
}

fn so(holds: bool, why: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(why()) }
}

impl Case<'_> {
    fn who(&self) -> ServerId {
        self.step.server().expect("somebody acts")
    }

    fn old(&self) -> Option<&Server> {
        self.before.node(self.who()).server()
    }

    fn now(&self) -> Option<&Server> {
        self.after.node(self.who()).server()
    }

    fn was(&self) -> Option<RoleKind> {
        self.old().map(|it| it.role().kind())
    }

    fn is(&self) -> Option<RoleKind> {
        self.now().map(|it| it.role().kind())
    }

    fn old_term(&self) -> Term {
        self.before.node(self.who()).persistent().current_term
    }

    fn new_term(&self) -> Term {
        self.after.node(self.who()).persistent().current_term
    }

    fn commits(&self) -> (Index, Index) {
        let of = |server: Option<&Server>| server.map_or(Index::ZERO, |it| it.volatile().commit_index);
        (of(self.old()), of(self.now()))
    }

    fn flight(&self) -> Option<&Flight> {
        if let What::Delivered(flight) | What::Lost(flight, _) = &self.step.what {
            Some(flight)
        } else {
            None
        }
    }

    fn from(&self) -> Option<ServerId> {
        self.flight().map(|flight| flight.from)
    }

    fn message(&self) -> Option<&Message> {
        self.flight()?.message.whole()
    }

    /// What was sent in this step, and to whom.
    fn sent(&self) -> Vec<(ServerId, &Message)> {
        let flights = self.after.network().flights().filter(|flight| flight.cause == self.step.number);
        let mut sent: Vec<(ServerId, &Message)> =
            flights.filter_map(|flight| Some((flight.to, flight.message.whole()?))).collect();
        sent.sort_by_key(|(to, _)| *to);
        sent
    }

    fn sent_to(&self, of: impl Fn(&Message) -> bool) -> ServerSet {
        self.sent().into_iter().filter(|(_, message)| of(message)).map(|(to, _)| to).collect()
    }

    /// Whether the server that was asked answered with a yes.
    fn answered(&self) -> Option<bool> {
        self.sent()
            .into_iter()
            .find(|(to, _)| Some(*to) == self.from())
            .and_then(|(_, message)| message.answer())
    }

    fn voted(&self) -> (Option<ServerId>, Option<ServerId>) {
        let vote = |world: &World| world.node(self.who()).persistent().voted_for;
        (vote(self.before), vote(self.after))
    }

    fn term_at(&self, world: &World, index: Index) -> Option<Term> {
        world.node(self.who()).persistent().log.term_at(index)
    }

    fn leading(&self) -> Option<&LeaderState> {
        self.now()?.leader()
    }

    /// Whether every rule is followed.
    fn intact(&self) -> bool {
        self.bug.is_none()
    }

    /// How many have an entry of the leader, as far as it knows.
    fn copies(&self, index: Index) -> usize {
        let everyone = self.leading().into_iter().flat_map(LeaderState::everyone);
        everyone.filter(|(_, progress)| progress.match_index >= index).count()
    }
}

fn number(index: Index) -> u64 {
    index.0.into()
}

fn set(text: &str, case: &Case) -> Option<ServerSet> {
    if text == "all" {
        return Some(case.after.roster().minus(case.step.server().map_or(ServerSet::EMPTY, ServerSet::only)));
    }
    if let Some(missing) = text.strip_prefix("all but ") {
        return Some(case.after.roster().minus(set(missing, case)?));
    }
    let names = text.split([',', ' ']).filter(|name| !name.is_empty() && *name != "and");
    let ids: Option<Vec<usize>> = names.map(|name| name.strip_prefix('S')?.parse().ok()).collect();
    Some(ids?.into_iter().map(|id| ServerId::at(id - 1)).collect())
}

/// Servers as a text names them; of many it only says how many.
fn are(text: &str, servers: ServerSet, case: &Case) -> Result<(), String> {
    let right = match text.strip_suffix(" servers") {
        Some(count) => count.parse() == Ok(servers.len()),
        None if text == "nobody" => servers.is_empty(),
        None => set(text, case) == Some(servers),
    };
    so(right, || format!("it is {servers}"))
}

fn request_vote(message: &Message) -> bool {
    matches!(message, Message::RequestVote(_))
}

fn append(message: &Message) -> bool {
    matches!(message, Message::AppendEntries(_))
}

fn acted(case: &Case, is: impl Fn(&Action) -> bool) -> Result<(), String> {
    so(matches!(&case.step.what, What::Acted(action) if is(action)), || "nobody did".into())
}

/// There is no more to it than what the head says.
fn ok(case: &Case, _: &[Word]) -> Result<(), String> {
    so(!case.told.head.is_empty(), || "it says nothing".into())
}

fn becomes(case: &Case, was: Option<RoleKind>, is: Option<RoleKind>) -> Result<(), String> {
    let right = (was.is_none() || case.was() == was) && case.is() == is;
    so(right, || format!("{:?} became {:?}", case.was(), case.is()))
}

fn a_vote(case: &Case, voter: &Word, granted: bool, has: Option<bool>) -> Result<(), String> {
    let voter = voter.server();
    let heard = matches!(case.message(), Some(Message::RequestVoteReply(it)) if it.vote_granted == granted);
    let votes = case.old().and_then(Server::candidate).map(|it| it.votes);
    let right = heard && case.from() == Some(voter) && votes.is_some();
    let known = has.is_none_or(|has| votes.is_some_and(|votes| votes.contains(voter) == has));
    so(right && known, || format!("the votes were {votes:?}"))
}

const HEADS: &[(&str, Check)] = &[
    ("{s} wins the election for term {n}", |case, words| {
        becomes(case, None, Some(RoleKind::Leader))?;
        so(case.was() != Some(RoleKind::Leader) && u64::from(case.new_term().0) == words[1].number(), || {
            format!("it was {:?}", case.was())
        })
    }),
    ("{s} starts an election for term {n}", |case, words| {
        becomes(case, Some(RoleKind::Follower), Some(RoleKind::Candidate))?;
        let right =
            case.new_term() == case.old_term().next() && u64::from(case.new_term().0) == words[1].number();
        so(right && case.voted().1 == Some(case.who()), || format!("term {}", case.new_term()))
    }),
    ("{s} starts a new election, for term {n}", |case, words| {
        becomes(case, Some(RoleKind::Candidate), Some(RoleKind::Candidate))?;
        let right =
            case.new_term() == case.old_term().next() && u64::from(case.new_term().0) == words[1].number();
        so(right, || format!("term {}", case.new_term()))
    }),
    ("{s} grants {s} its vote", |case, words| {
        so(case.answered() == Some(true) && case.from() == Some(words[1].server()), || "it did not".into())
    }),
    ("{s} denies {s} its vote", |case, words| {
        so(case.answered() == Some(false) && case.from() == Some(words[1].server()), || "it did not".into())
    }),
    ("{s} counts the vote of {s}", |case, words| a_vote(case, &words[1], true, Some(false))),
    ("{s} counts the vote of {s} again", |case, words| {
        so(case.bug == Some(raftarium::paper::Bug::VotesAreACount), || "it counts once".into())?;
        a_vote(case, &words[1], true, Some(true))
    }),
    ("{s} receives the vote of {s} again", |case, words| a_vote(case, &words[1], true, Some(true))),
    ("{s} receives a denial from {s}", |case, words| a_vote(case, &words[1], false, Some(true))),
    ("{s} receives the denial of {s} again", |case, words| {
        a_vote(case, &words[1], false, Some(false))?;
        let known =
            case.old().and_then(Server::candidate).is_some_and(|it| it.refusals.contains(words[1].server()));
        so(known, || "for the first time".into())
    }),
    ("{s} does not get the vote of {s}", |case, words| {
        a_vote(case, &words[1], false, Some(false))?;
        let known =
            case.old().and_then(Server::candidate).is_some_and(|it| it.refusals.contains(words[1].server()));
        so(!known, || "it was heard before".into())
    }),
    ("{s} recognizes {s} as the leader", |case, words| {
        becomes(case, Some(RoleKind::Candidate), Some(RoleKind::Follower))?;
        let follows = case.now().and_then(Server::known_leader);
        so(follows == Some(words[1].server()), || format!("it follows {follows:?}"))
    }),
    ("{s} steps down", |case, _| becomes(case, Some(RoleKind::Leader), Some(RoleKind::Follower))),
    ("{s} steps down and votes for {s}", |case, words| {
        becomes(case, Some(RoleKind::Leader), Some(RoleKind::Follower))?;
        let voted = case.voted().1 == Some(words[1].server()) && case.answered() == Some(true);
        so(voted, || format!("{:?}", case.voted()))
    }),
    ("{s} steps down and denies {s} its vote", |case, _| {
        becomes(case, Some(RoleKind::Leader), Some(RoleKind::Follower))?;
        so(case.answered() == Some(false), || format!("{:?}", case.answered()))
    }),
    ("{s} becomes a follower", |case, _| becomes(case, Some(RoleKind::Candidate), Some(RoleKind::Follower))),
    ("{s} follows {s} in term {n}", |case, words| {
        let follows = case.now().and_then(Server::known_leader) == Some(words[1].server());
        so(
            follows && u64::from(case.new_term().0) == words[2].number() && case.old_term() < case.new_term(),
            || format!("term {} to {}", case.old_term(), case.new_term()),
        )
    }),
    ("{s} adopts term {n}", |case, words| {
        so(u64::from(case.new_term().0) == words[1].number() && case.old_term() < case.new_term(), || {
            format!("term {} to {}", case.old_term(), case.new_term())
        })
    }),
    ("{s} rejects the heartbeat", |case, _| {
        let beat = case.message().is_some_and(Message::is_heartbeat);
        so(beat && case.answered() == Some(false), || "it did not".into())
    }),
    ("{s} rejects the AppendEntries", |case, _| {
        so(case.message().is_some_and(append) && case.answered() == Some(false), || "it did not".into())
    }),
    ("{s} rejects {e}", |case, words| {
        let (first, last) = words[1].entries();
        let of = case.message().is_some_and(|message| match message {
            Message::AppendEntries(it) => (it.first_index(), it.last_index()) == (first, last),
            _ => false,
        });
        so(of && case.answered() == Some(false), || "it did not".into())
    }),
    ("{s} ignores {s}'s {*}", |case, words| {
        let reply = case.message().is_some_and(Message::is_reply) && case.from() == Some(words[1].server());
        let vote = case.message().is_some_and(Message::grants_vote);
        so(reply && vote == (words[2].text() == "vote"), || format!("{:?}", case.message()))
    }),
    ("{s} ignores the vote of {s}", |case, words| {
        let vote = case.message().is_some_and(Message::grants_vote) && case.from() == Some(words[1].server());
        so(vote && case.is() != Some(RoleKind::Candidate), || format!("{:?}", case.is()))
    }),
    ("{s} ignores the denial of {s}", |case, words| {
        let from = case.message().is_some_and(Message::is_refusal) && case.from() == Some(words[1].server());
        so(from && case.is() != Some(RoleKind::Candidate), || format!("{:?}", case.is()))
    }),
    ("{s} ignores the reply from {s}", |case, words| {
        let reply = case.message().is_some_and(Message::is_reply) && case.from() == Some(words[1].server());
        so(reply && case.is() != Some(RoleKind::Leader), || format!("{:?}", case.is()))
    }),
    ("{s} learns that {s}'s log matches up to {n}", |case, words| {
        let of = |server: Option<&Server>| Some(number(server?.leader()?.match_index(words[1].server())));
        let (old, new) = (of(case.old()), of(case.now()));
        so(new == Some(words[2].number()) && old < new, || format!("{old:?} became {new:?}"))
    }),
    ("{s} goes back to index {n} for {s}", |case, words| {
        let of = |server: Option<&Server>| Some(number(server?.leader()?.next_index(words[2].server())));
        let (old, new) = (of(case.old()), of(case.now()));
        let asked = case.sent_to(append) == ServerSet::only(words[2].server());
        so(asked && new == Some(words[1].number()) && old > new, || format!("{old:?} became {new:?}"))
    }),
    ("{s} retries its vote request to {*}", |case, words| {
        so(case.was() == Some(RoleKind::Candidate), || format!("{:?}", case.was()))?;
        are(words[1].text(), case.sent_to(request_vote), case)
    }),
    ("{s} resends its entries to {*}", |case, words| {
        let with = case.sent_to(|message| !message.entries().is_empty());
        let named = set(words[1].text(), case).unwrap_or(with);
        so(named.minus(with).is_empty() && !named.is_empty(), || format!("entries went to {with}"))
    }),
    ("{s} retries AppendEntries to {*}", |case, words| {
        let without = case.sent_to(Message::is_heartbeat);
        let named = set(words[1].text(), case).unwrap_or(without);
        so(named.minus(without).is_empty() && !named.is_empty(), || format!("empty ones went to {without}"))
    }),
    ("{s} retries its requests to {*}", |case, words| {
        let to = case.sent_to(append);
        so(set(words[1].text(), case).is_none_or(|named| named.minus(to).is_empty()), || format!("{to}"))
    }),
    ("{s} sends entries to {*}", |case, words| {
        are(words[1].text(), case.sent_to(|message| !message.entries().is_empty()), case)
    }),
    ("{s} sends {e} to {*}", |case, words| {
        let (first, last) = words[1].entries();
        let these = |message: &Message| match message {
            Message::AppendEntries(it) => {
                !it.entries.is_empty() && (it.first_index(), it.last_index()) == (first, last)
            }
            _ => false,
        };
        are(words[2].text(), case.sent_to(these), case)
    }),
    ("{s} sends heartbeats to {*}", |case, words| {
        so(case.was() == Some(RoleKind::Leader), || format!("{:?}", case.was()))?;
        are(words[1].text(), case.sent_to(Message::is_heartbeat), case)
    }),
    ("{s} replaces {e} with {s}'s {r}", |case, words| {
        gives_up(case, words)?;
        so(Some(words[2].server()) == case.from(), || format!("{:?}", case.from()))?;
        carries(case, words[3].entries())
    }),
    ("{s} replaces its {e} with {s}'s", |case, words| {
        gives_up(case, words)?;
        so(Some(words[2].server()) == case.from(), || format!("{:?}", case.from()))?;
        carries(case, words[1].entries())
    }),
    ("{s} deletes {e}", gives_up),
    ("{s} stores {e}", |case, words| {
        let (from, to) = words[1].entries();
        let who = case.who();
        so(number(last(case.before, who)) + 1 == number(from) && last(case.after, who) == to, || {
            format!("{} to {}", last(case.before, who), last(case.after, who))
        })
    }),
    ("{s} keeps its {e}", |case, words| {
        let (from, to) = words[1].entries();
        let same =
            case.before.node(case.who()).persistent().log == case.after.node(case.who()).persistent().log;
        so(same && to <= last(case.after, case.who()) && from <= to, || "its log changed".into())
    }),
    ("{s} commits nothing", |case, _| {
        let (old, new) = case.commits();
        so(old == new && case.is() == Some(RoleKind::Leader), || format!("{old} to {new}"))
    }),
    ("{s} commits only up to {n}", |case, words| {
        let (old, new) = case.commits();
        so(old < new && number(new) == words[1].number(), || format!("{old} to {new}"))
    }),
    ("{s} commits {e}", |case, words| {
        so(case.is() == Some(RoleKind::Leader), || format!("{:?}", case.is()))?;
        commits(case, &words[1])
    }),
    ("{s} learns that {e} is committed", |case, words| commits(case, &words[1])),
    ("{s} learns that {e} are committed", |case, words| commits(case, &words[1])),
    ("{s} takes {e} as committed", |case, words| commits(case, &words[1])),
    ("{s} applies {e}", ok),
    ("{s} hears from its leader {s}", |case, words| {
        let follows = case.now().and_then(Server::known_leader);
        let from = case.from() == Some(words[1].server()) && case.message().is_some_and(append);
        so(from && follows == Some(words[1].server()) && case.is() == Some(RoleKind::Follower), || {
            format!("it follows {follows:?}")
        })
    }),
    ("{s} hears from {s} and forgets its vote", |case, words| {
        let right =
            case.voted().0.is_some() && case.voted().1.is_none() && case.old_term() == case.new_term();
        so(right && case.from() == Some(words[1].server()), || format!("{:?}", case.voted()))
    }),
    ("{s} accepts the request of {s}", |case, words| {
        so(case.answered() == Some(true) && case.from() == Some(words[1].server()), || "it does not".into())
    }),
    ("{s} does not follow {s}", |case, _| becomes(case, Some(RoleKind::Leader), Some(RoleKind::Leader))),
    ("{s} hears from {s}", |case, words| {
        let yes = case.message().and_then(Message::answer) == Some(true);
        so(yes && case.from() == Some(words[1].server()) && case.is() == Some(RoleKind::Leader), || {
            format!("{:?} hears {:?}", case.is(), case.message())
        })
    }),
    ("{s} does not change the next index of {s}", |case, words| {
        let of = |server: Option<&Server>| Some(server?.leader()?.next_index(words[1].server()));
        so(of(case.old()).is_some() && of(case.old()) == of(case.now()), || {
            format!("{:?} became {:?}", of(case.old()), of(case.now()))
        })
    }),
    ("{s} crashes", |case, _| {
        so(case.after.node(case.who()).is_down() && !case.before.node(case.who()).is_down(), || {
            "it did not".into()
        })
    }),
    ("{s} restarts", |case, _| {
        so(case.before.node(case.who()).is_down() && case.is() == Some(RoleKind::Follower), || {
            "it did not".into()
        })
    }),
    ("{s} freezes", |case, _| {
        so(matches!(case.after.node(case.who()).life, Life::Frozen(_)), || "it did not".into())
    }),
    ("{s} continues", |case, _| so(case.after.node(case.who()).running().is_some(), || "it does not".into())),
    ("{s}'s disk is wiped", |case, _| {
        let disk = case.after.node(case.who()).persistent();
        so(disk.log.is_empty() && disk.voted_for.is_none() && disk.current_term == Term::ZERO, || {
            "not so".into()
        })
    }),
    ("{s}'s retry timer is set to {*} ms", |case, _| {
        so(case.is() == Some(RoleKind::Candidate), || format!("of a {:?}", case.is()))
    }),
    ("{s}'s heartbeat timer is set to {*} ms", |case, _| {
        so(case.is() == Some(RoleKind::Leader), || format!("of a {:?}", case.is()))
    }),
    ("{s}'s election timer is set to {n} ms", |case, words| {
        let due =
            case.after.node(case.who()).timer(Timer::Election).map(|it| it.due.since(case.step.at).ms());
        so(due == Some(words[1].number()), || format!("{due:?}"))
    }),
    ("{*} will time out together", |case, words| {
        let dues: Vec<_> = timers(case, words)?;
        so(dues.windows(2).all(|pair| pair[0] == pair[1]), || format!("{dues:?}"))
    }),
    ("{*} will time out one by one", |case, words| {
        let mut dues: Vec<_> = timers(case, words)?;
        dues.sort_unstable();
        so(dues.windows(2).all(|pair| pair[0] < pair[1]), || format!("{dues:?}"))
    }),
    ("{s} appends a no-op as entry {n}", |case, words| {
        let entry = case.now().and_then(|it| it.persistent().log.get(Index(words[1].number() as u32)));
        so(entry.is_some_and(|entry| entry.payload == Payload::NoOp), || format!("{entry:?}"))
    }),
    ("{s} appends {*} as entry {n}", |case, words| {
        let entry = case.now().and_then(|it| it.persistent().log.get(Index(words[2].number() as u32)));
        let right =
            entry.is_some_and(|it| it.payload.to_string() == words[1].text() && it.term == case.new_term());
        so(right && case.is() == Some(RoleKind::Leader), || format!("{entry:?}"))
    }),
    ("{s} appends {*}", |case, words| {
        let log = &case.after.node(case.who()).persistent().log;
        let entry = log.get(log.last_index());
        so(entry.is_some_and(|it| it.payload.to_string() == words[1].text()), || format!("{entry:?}"))
    }),
    ("{s} rejects {*}", |case, _| {
        so(
            last(case.before, case.who()) == last(case.after, case.who())
                && case.is() != Some(RoleKind::Leader),
            || "it does".into(),
        )
    }),
    ("No server receives {*}", |case, _| {
        so(case.after.node(case.who()).is_down(), || "it is not down".into())
    }),
    ("A cut separates {*} from {*}", |case, words| {
        let sides = [set(words[0].text(), case), set(words[1].text(), case)];
        let [Some(one), Some(other)] = sides else { return Ok(()) };
        let cut = |from: ServerSet, to: ServerSet| {
            from.iter().all(|from| to.iter().all(|to| case.after.network().link(from, to).cut))
        };
        so(cut(one, other) && cut(other, one), || "not all of it is cut".into())
    }),
    ("The network splits into {*}", ok),
    ("The network is healed", |case, _| so(!case.after.network().has_cuts(), || "it is not".into())),
    ("No other server hears from {s}", |case, _| acted(case, |it| matches!(it, Action::Cut { .. }))),
    ("{*} no longer hears from {*}", |case, _| acted(case, |it| matches!(it, Action::Cut { .. }))),
    ("{*} no longer hear from {*}", |case, _| acted(case, |it| matches!(it, Action::Cut { .. }))),
    ("Links from {*} to {*} are mended", |case, _| acted(case, |it| matches!(it, Action::Mend { .. }))),
    ("Messages from {*} to {*} are held back", |case, _| {
        acted(case, |it| matches!(it, Action::HoldLink { .. }))
    }),
    ("Messages from {*} to {*} are released", |case, _| {
        acted(case, |it| matches!(it, Action::ReleaseLink { .. }))
    }),
    ("{s} starts as a follower", |case, _| {
        so(case.is() == Some(RoleKind::Follower), || "it does not".into())
    }),
    ("{n} servers wait for a leader", |case, words| {
        let up = case.after.up();
        so(up.len() as u64 == words[0].number() && case.after.leader().is_none(), || format!("{up}"))
    }),
    ("{s} sends no heartbeats", |case, _| so(case.after.size() == 1, || "it has".into())),
    ("{*} duplicated", by_hand),
    ("{*} is delayed", by_hand),
    ("{*} are delayed", by_hand),
    ("{*} held back", by_hand),
    ("{*} is released", by_hand),
    ("{*} are released", by_hand),
    ("{s}'s {*} lost", by_hand),
    ("A vote request from {s} to {s} is lost", |case, words| lost(case, words, request_vote)),
    ("The denial from {s} to {s} is lost", |case, words| lost(case, words, Message::is_refusal)),
    ("The rejection from {s} to {s} is lost", |case, words| lost(case, words, Message::is_refusal)),
    ("A heartbeat from {s} to {s} is lost", |case, words| lost(case, words, Message::is_heartbeat)),
    ("A vote from {s} for {s} is lost", |case, words| lost(case, words, Message::grants_vote)),
    ("A reply from {s} to {s} is lost", |case, words| lost(case, words, Message::is_reply)),
    ("AppendEntries with {e} from {s} to {s} is lost", |case, words| lost(case, &words[1..], append)),
];

fn lost(case: &Case, words: &[Word], of: impl Fn(&Message) -> bool) -> Result<(), String> {
    let flight = case.flight().filter(|_| matches!(case.step.what, What::Lost(..)));
    let right = flight.is_some_and(|it| {
        (it.from, it.to) == (words[0].server(), words[1].server()) && it.message.whole().is_some_and(&of)
    });
    so(right, || format!("{flight:?}"))
}

fn by_hand(case: &Case, _: &[Word]) -> Result<(), String> {
    acted(case, |it| {
        matches!(
            it,
            Action::Drop(_)
                | Action::Duplicate(_)
                | Action::Delay { .. }
                | Action::Hold(_)
                | Action::Release(_)
        )
    })
}

fn timers(case: &Case, words: &[Word]) -> Result<Vec<raftarium::sim::Time>, String> {
    let Some(named) = set(words[0].text(), case) else { return Ok(Vec::new()) };
    let due = |server: ServerId| case.after.node(server).timer(Timer::Election).map(|it| it.due);
    named.iter().map(|server| due(server).ok_or_else(|| format!("{server} has no such timer"))).collect()
}

fn carries(case: &Case, (from, to): (Index, Index)) -> Result<(), String> {
    let carried = case.message().is_some_and(|message| match message {
        Message::AppendEntries(it) => (from.0..=to.0).all(|index| {
            it.get(Index(index)).map(|entry| entry.term) == case.term_at(case.after, Index(index))
        }),
        _ => false,
    });
    so(carried && last(case.after, case.who()) >= to, || "that is not what it stored".into())
}

fn gives_up(case: &Case, words: &[Word]) -> Result<(), String> {
    let (first, end) = words[1].entries();
    so(last(case.before, case.who()) >= end, || format!("it had {}", last(case.before, case.who())))?;
    if !case.intact() {
        return Ok(());
    }
    let (old, new) = (case.term_at(case.before, first), case.term_at(case.after, first));
    so(last(case.before, case.who()) == end && old != new, || format!("{old:?} became {new:?}"))
}

fn commits(case: &Case, entries: &Word) -> Result<(), String> {
    let (first, end) = entries.entries();
    let (old, new) = case.commits();
    so((old.next(), new) == (first, end), || format!("{old} to {new}"))
}

const RESTS: &[(&str, Check)] = &[
    // Elections.
    ("with {*} it has {n} of {n} votes", majority),
    ("with {*} it has {n} of {n} votes, a majority", majority),
    ("{*} voted for it", |case, words| {
        let Some(named) = set(words[0].text(), case) else { return Ok(()) };
        let votes = case.old().and_then(Server::candidate).map(|it| it.votes).unwrap_or_default();
        let known = votes.or(case.from().map_or(ServerSet::EMPTY, ServerSet::only));
        so(named.minus(known).is_empty(), || format!("{known}"))
    }),
    ("{n} of {n} is no majority", |case, words| {
        so(2 * words[0].number() <= case.after.size() as u64, || "it is".into())
    }),
    ("alone, it is a majority", |case, _| so(case.after.size() == 1, || "it is not".into())),
    ("it heard from no leader for {n} ms", |case, words| {
        let waited = case.before.node(case.who()).election.map(|it| case.step.at.since(it.since).ms());
        let heard = case.past.heard.get(&case.who()).map(|at| case.step.at.since(*at).ms());
        so(waited == Some(words[0].number()), || format!("its timer ran for {waited:?} ms"))?;
        so(heard.is_none_or(|heard| heard >= words[0].number()), || format!("it heard one {heard:?} ms ago"))
    }),
    ("its timer expired on command", |case, _| so(case.step.forced, || "by itself".into())),
    ("in term {n} it got {n} of {n} votes", |case, words| {
        let votes = case.old().and_then(Server::candidate).map(|it| it.votes.len() as u64);
        let right = u64::from(case.old_term().0) == words[0].number() && votes == Some(words[1].number());
        so(right && words[2].number() == case.after.size() as u64, || format!("{votes:?}"))
    }),
    ("{n} messages of term {n} are in flight", under_way),
    ("{n} message of term {n} is in flight", under_way),
    ("{s} leads term {n}, as its {*} shows", |case, words| {
        let of = case.message().map(Message::term);
        let right = case.from() == Some(words[0].server())
            && of.is_some_and(|it| u64::from(it.0) == words[1].number());
        so(right && case.message().is_some_and(append), || format!("{of:?}"))
    }),
    ("it has not voted in term {n}, {*}", granted),
    ("no vote yet in term {n}, {*}", granted),
    ("no vote yet, {*}", |case, words| {
        free(case)?;
        compared(case, words[0].text())
    }),
    ("it already voted for itself in term {n}", |case, words| {
        so(case.voted().1 == Some(case.who()) && u64::from(case.new_term().0) == words[0].number(), || {
            format!("{:?}", case.voted())
        })
    }),
    // It is why a vote is granted once more, too, and why a rule is broken.
    ("it already voted for {s} in term {n}", |case, words| {
        let votes = case.past.votes.get(&(case.who(), Term(words[1].number() as u32)));
        let known = votes.is_some_and(|votes| votes.contains(&words[0].server()));
        let keeps =
            case.voted().1 == Some(words[0].server()) && u64::from(case.new_term().0) == words[1].number();
        so(if case.answered() == Some(true) { known } else { keeps }, || {
            format!("{votes:?}, {:?}", case.voted())
        })
    }),
    ("it voted for {s} in term {n} and is in {n}", |case, words| {
        let theirs = case.message().map(|it| u64::from(it.term().0));
        let terms = (theirs, u64::from(case.new_term().0));
        let right = case.voted().1 == Some(words[0].server())
            && terms == (Some(words[1].number()), words[2].number());
        so(right, || format!("{terms:?}, {:?}", case.voted()))
    }),
    ("its own log is more up-to-date (last term {n} > {n})", |case, words| {
        let (own, theirs) = ends(case)?;
        so(
            (u64::from(own.0.0), u64::from(theirs.0.0)) == (words[0].number(), words[1].number())
                && own.0 > theirs.0,
            || format!("{own:?} and {theirs:?}"),
        )
    }),
    ("its own log is longer ({n} > {n}, same last term {n})", |case, words| {
        let (own, theirs) = ends(case)?;
        let numbers = (number(own.1), number(theirs.1), u64::from(own.0.0));
        let said = (words[0].number(), words[1].number(), words[2].number());
        so(numbers == said && own.1 > theirs.1 && own.0 == theirs.0, || format!("{own:?} and {theirs:?}"))
    }),
    ("its own log is longer ({n} > {n}), though older", |case, words| {
        let (own, theirs) = ends(case)?;
        let right = (number(own.1), number(theirs.1)) == (words[0].number(), words[1].number());
        so(right && own.1 > theirs.1 && own.0 < theirs.0, || format!("{own:?} and {theirs:?}"))
    }),
    ("it has {n} of the {n} votes it needs", has_votes),
    ("it still has {n} of the {n} votes it needs", has_votes),
    ("it counts once, still {n} of the {n} it needs", |case, words| {
        let of = |server: Option<&Server>| server.and_then(Server::candidate).map(|it| it.votes);
        so(of(case.old()) == of(case.now()), || "it counted".into())?;
        has_votes(case, words)
    }),
    ("it already has that vote, {n} of the {n} it needs", has_votes),
    ("{s}'s {*} has term {n}, newer than its own {n}", newer),
    ("{s}'s {*} has term {n}, newer than its {n}", newer),
    ("{s}'s {*} has a newer term than its own, {n}", |case, words| {
        so(u64::from(case.old_term().0) == words[2].number() && case.new_term() > case.old_term(), || {
            format!("{} to {}", case.old_term(), case.new_term())
        })
    }),
    ("it votes for {s}", |case, words| {
        so(case.voted().1 == Some(words[0].server()) && case.answered() == Some(true), || {
            format!("{:?}", case.voted())
        })
    }),
    ("no vote", |case, _| so(case.answered() == Some(false), || "it votes".into())),
    ("{s} asks in term {n}, and {s} is in term {n}", older),
    ("{s} sent it in term {n}, and {s} is in term {n}", older),
    ("it answers a request of term {n}, and {s} is in term {n}", |case, words| {
        let theirs = case.message().map(|it| u64::from(it.request_term().0));
        let right = theirs == Some(words[0].number()) && u64::from(case.new_term().0) == words[2].number();
        so(right && words[0].number() < words[2].number(), || format!("{theirs:?}"))
    }),
    ("a message of term {n} counts in term {n}", |case, words| {
        let theirs = case.message().map(|it| u64::from(it.request_term().0));
        so(theirs == Some(words[0].number()) && u64::from(case.new_term().0) == words[1].number(), || {
            format!("{theirs:?}")
        })
    }),
    ("it is already the leader", |case, _| becomes(case, Some(RoleKind::Leader), Some(RoleKind::Leader))),
    ("it is no longer a candidate in term {n}", |case, _| {
        so(!matches!(case.is(), Some(RoleKind::Candidate | RoleKind::Leader)), || format!("{:?}", case.is()))
    }),
    ("it is not the leader", |case, _| so(case.is() != Some(RoleKind::Leader), || "it does".into())),
    ("it is itself the leader of this term", |case, _| {
        so(case.is() == Some(RoleKind::Leader), || "it does not".into())
    }),
    // Replication.
    ("its match index for {s} was {n}", |case, words| {
        let old = case.old().and_then(Server::leader).map(|it| number(it.match_index(words[0].server())));
        so(old == Some(words[1].number()), || format!("{old:?}"))
    }),
    ("{s} acknowledged only {n}", |case, words| {
        let said = match case.message() {
            Some(Message::AppendEntriesReply(it)) => it.outcome,
            other => return Err(format!("{other:?}")),
        };
        so(said == AppendOutcome::Success { match_index: Index(words[1].number() as u32) }, || {
            format!("{said:?}")
        })
    }),
    ("it sends {r}", |case, words| {
        let (first, last) = words[0].entries();
        let sent = case.sent_to(|message| match message {
            Message::AppendEntries(it) => (it.first_index(), it.last_index()) == (first, last),
            _ => false,
        });
        so(!sent.is_empty(), || "it does not".into())
    }),
    ("at index {n}, {s} had term {n}, not {n}", |case, words| {
        let Some((refused, term, _)) = conflict(case) else { return Err("no refusal".into()) };
        let own = case.term_at(case.after, refused).map(|term| u64::from(term.0));
        let right =
            number(refused) == words[0].number() && term.map(|it| u64::from(it.0)) == Some(words[2].number());
        so(right && own == Some(words[3].number()) && words[2] != words[3], || {
            format!("{refused} {term:?} {own:?}")
        })
    }),
    ("{s}'s log ended at index {n}", |case, words| {
        let Some((refused, term, first)) = conflict(case) else { return Err("no refusal".into()) };
        let right = term.is_none() && number(first) == words[1].number() + 1;
        so(right && refused >= first, || format!("{refused} {first}"))
    }),
    ("next index goes from {n} to {n}", |case, words| {
        let of =
            |server: Option<&Server>| server?.leader().map(|it| number(it.next_index(case.from().unwrap())));
        let right = of(case.old()) == Some(words[0].number()) && of(case.now()) == Some(words[1].number());
        so(right && words[0].number() > words[1].number() + 1, || {
            format!("{:?} {:?}", of(case.old()), of(case.now()))
        })
    }),
    ("no reply for {n} ms", |case, words| {
        let silent = case.sent_to(request_vote);
        let votes = case.old().and_then(Server::candidate);
        let since =
            |to: ServerId| case.past.asked.get(&(case.who(), to)).map(|at| case.step.at.since(*at).ms());
        let right = silent.iter().all(|to| since(to) == Some(words[0].number()));
        let unheard = votes.is_some_and(|it| it.votes.or(it.refusals).and(silent).is_empty());
        so(right && unheard, || format!("asked {:?} ms ago", silent.iter().map(since).collect::<Vec<_>>()))
    }),
    ("no reply to the last request", unanswered),
    ("{s}'s next index is {n}", |case, words| {
        let to = case.sent_to(|message| !message.entries().is_empty());
        so(to == ServerSet::only(words[0].server()), || format!("{to}"))?;
        next_indexes(case, to, &words[1])
    }),
    ("their next index is {n}", |case, words| {
        next_indexes(case, case.sent_to(|message| !message.entries().is_empty()), &words[0])
    }),
    ("for each follower, from its next index on", ok),
    ("{n} ms have passed, and it is still the leader", |case, words| {
        let waited = case.before.node(case.who()).heartbeat.map(|it| case.step.at.since(it.since).ms());
        so(waited == Some(words[0].number()) && case.is() == Some(RoleKind::Leader), || format!("{waited:?}"))
    }),
    ("it is still the leader", |case, _| becomes(case, Some(RoleKind::Leader), Some(RoleKind::Leader))),
    ("at index {n} it has term {n}, {s} has term {n}", |case, words| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        let own = case.term_at(case.after, it.prev_log_index).map(|it| u64::from(it.0));
        let right = number(it.prev_log_index) == words[0].number() && own == Some(words[1].number());
        so(right && u64::from(it.prev_log_term.0) == words[3].number() && words[1] != words[3], || {
            format!("{own:?}")
        })
    }),
    ("it has no entry {n}, and {s} has one from term {n}", |case, words| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        let right = number(it.prev_log_index) == words[0].number()
            && u64::from(it.prev_log_term.0) == words[2].number();
        so(right && last(case.after, case.who()) < it.prev_log_index, || format!("{it:?}"))
    }),
    ("at {n} its term is {n}, {s}'s is {n}", |case, words| {
        replaced(case, words[0].number(), &words[1], &words[3])
    }),
    ("its term is {n}, and {s}'s is {n}", |case, words| {
        let first = given_up(case)?;
        replaced(case, number(first), &words[0], &words[2])
    }),
    ("{r} follows {n}", ok),
    ("{r} follow {n}", ok),
    ("no entry conflicts", ok),
    ("its log matches {s}'s up to {n} (term {n})", |case, words| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        let own = case.term_at(case.after, it.prev_log_index);
        let right = number(it.prev_log_index) == words[1].number()
            && u64::from(it.prev_log_term.0) == words[2].number();
        so(right && own == Some(it.prev_log_term), || format!("{own:?}"))
    }),
    ("its log matches {s}'s up to {n}", |case, words| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        let index = Index(words[1].number() as u32);
        so(it.get(index).map(|entry| entry.term) == case.term_at(case.after, index), || format!("{it:?}"))
    }),
    ("its entry {n} has a different term than {s}'s", |case, words| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        let own = case.term_at(case.before, Index(words[0].number() as u32));
        so(number(it.prev_log_index) == words[0].number() && own != Some(it.prev_log_term), || {
            format!("{own:?}")
        })
    }),
    ("no entry precedes it", |case, _| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        so(it.prev_log_index == Index::ZERO, || "something does".into())
    }),
    ("its commit index is {n}", |case, words| {
        so(number(case.commits().1) == words[0].number(), || format!("{:?}", case.commits()))
    }),
    ("it already had it, with the same term", had),
    ("it already had them, with the same terms", had),
    ("its election timer restarts", |case, _| {
        let timer = case.after.node(case.who()).timer(Timer::Election);
        so(timer.is_some_and(|it| it.armed_by == case.step.number), || "it does not".into())
    }),
    ("but its timer restarts", |case, _| {
        let timer = case.after.node(case.who()).timer(Timer::Election);
        so(timer.is_some_and(|it| it.armed_by == case.step.number), || "it does not".into())
    }),
    ("it replies to the heartbeat, and nothing changes", |case, _| {
        let old = case.old().and_then(Server::leader).map(|it| it.match_index(case.from().unwrap()));
        so(old.is_some() && case.commits().0 == case.commits().1, || format!("{old:?}"))
    }),
    ("its log matches up to {n}, and nothing changes", |case, words| {
        let of =
            |server: Option<&Server>| server?.leader().map(|it| number(it.match_index(case.from().unwrap())));
        let (old, new) = (of(case.old()), of(case.now()));
        so(old == new && new >= Some(words[0].number()), || format!("{old:?} and {new:?}"))
    }),
    ("the rejection is about index {n}", |case, words| {
        so(conflict(case).is_some_and(|(refused, ..)| number(refused) == words[0].number()), || {
            "it does not".into()
        })
    }),
    ("{s} has replied that its log matches up to {n}", ok),
    // Commitment.
    ("it is from {s}'s term and stored on {n} of {n}", |case, words| {
        so(words[0].server() == case.who(), || "another's".into())?;
        let words = &words[1..];
        counted(case, case.commits().1, &words[0], &words[1])
    }),
    ("entry {n} is from {s}'s term and stored on {n} of {n}", |case, words| {
        so(words[1].server() == case.who(), || "another's".into())?;
        let words = [words[0].clone(), words[2].clone(), words[3].clone()];
        counted(case, Index(words[0].number() as u32), &words[1], &words[2])
    }),
    ("{n} is stored on {n} of {n}, no majority", |case, words| {
        let copies = case.copies(Index(words[0].number() as u32));
        so(copies as u64 == words[1].number() && 2 * copies <= case.after.size(), || format!("{copies}"))
    }),
    ("entry {n} is on {n} of {n}, but from term {n}, not {n}", |case, words| {
        let words = &words[1..];
        let at = case.commits().1;
        let term = case.term_at(case.after, at).map(|it| u64::from(it.0));
        let right = case.copies(at) as u64 == words[0].number() && term == Some(words[2].number());
        so(right && u64::from(case.new_term().0) == words[3].number(), || format!("{term:?}"))
    }),
    ("so it also commits {e}", along),
    ("client answered", |case, _| {
        let pending = |server: Option<&Server>| server.and_then(Server::leader).map(|it| it.pending.len());
        so(pending(case.now()) < pending(case.old()), || "it was not".into())
    }),
    ("entry {n} is stored on {n} of {n}, but is from term {n}, not {n}", |case, words| {
        let at = Index(words[0].number() as u32);
        let term = case.term_at(case.after, at).map(|it| u64::from(it.0));
        let right = case.copies(at) as u64 == words[1].number() && term == Some(words[3].number());
        so(right && u64::from(case.new_term().0) == words[4].number() && words[3] != words[4], || {
            format!("{term:?}")
        })
    }),
    ("{s} says so, and the logs match up to {n}", |case, words| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        let right = it.leader_commit >= case.commits().1 && number(it.last_index()) == words[1].number();
        so(right, || format!("{it:?}"))
    }),
    ("{s} says so", |case, _| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        so(it.leader_commit >= case.commits().1, || format!("{it:?}"))
    }),
    ("{s} has committed up to {n}, but this message checks only up to {n}", |case, words| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        let said = (words[1].number(), words[2].number());
        so((number(it.leader_commit), number(it.last_index())) == said, || format!("{it:?}"))
    }),
    ("but its log is known to match {s}'s only up to {n}", |case, words| {
        let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
        so(number(it.last_index()) == words[1].number() && case.commits().1 > it.last_index(), || {
            format!("{it:?}")
        })
    }),
    ("an entry of its own term {n} lets it commit the preceding ones", |case, words| {
        so(u64::from(case.new_term().0) == words[0].number(), || "not its term".into())
    }),
    // What a person does.
    ("its term, vote and log are on disk", |case, _| {
        let disk = |world: &World| world.node(case.who()).persistent().clone();
        so(disk(case.before) == disk(case.after), || "they are not".into())
    }),
    ("its commit index is lost", ok),
    ("its term was not on disk and is lost", |case, _| {
        so(case.new_term() == Term::ZERO && case.old_term() > Term::ZERO, || "it was".into())
    }),
    ("its vote was not on disk and is lost", |case, _| {
        so(case.voted().0.is_some() && case.voted().1.is_none(), || "it was".into())
    }),
    ("{n} entry not on disk and lost", forgotten),
    ("{n} entries not on disk and lost", forgotten),
    ("its disk has term {n}, {*} and {*}", |case, words| {
        let disk = case.before.node(case.who()).persistent();
        let vote = disk.voted_for.map_or("no vote".to_owned(), |vote| format!("a vote for {vote}"));
        let log = match disk.log.len() {
            0 => "an empty log".to_owned(),
            1 => "1 entry".to_owned(),
            more => format!("{more} entries"),
        };
        let said = (words[0].number(), words[1].text(), words[2].text());
        so(said == (u64::from(disk.current_term.0), &*vote, &*log), || format!("{disk:?}"))
    }),
    ("it does nothing, but keeps its state", |case, _| so(case.was() == case.is(), || "it does".into())),
    ("it still has the state in which it froze", |case, _| so(case.was() == case.is(), || "no".into())),
    ("its term, vote and log are gone, but Raft relies on them", ok),
    ("on command", |case, _| so(case.step.forced, || "by itself".into())),
    ("their votes may split", ok),
    ("the first one has time to win", ok),
    ("it leads term {n}, and the client waits", |case, words| {
        let waits = case.leading().is_some_and(|it| !it.pending.is_empty());
        so(waits && u64::from(case.new_term().0) == words[0].number(), || "it does not".into())
    }),
    ("it commits, applies and answers at once", |case, _| {
        let pending = case.leading().map(|it| it.pending.len());
        so(pending == Some(0) && case.commits().0 < case.commits().1, || format!("{:?}", case.commits()))
    }),
    ("it deleted {e} first", |case, words| {
        let (first, end) = words[0].entries();
        so(last(case.before, case.who()) == end && last(case.after, case.who()) == first, || {
            "it did not".into()
        })
    }),
    ("it is a follower, and redirects the client to {s}", |case, words| {
        let leader = case.now().and_then(Server::known_leader);
        so(leader == Some(words[0].server()) && case.is() == Some(RoleKind::Follower), || {
            format!("{leader:?}")
        })
    }),
    ("it is not the leader, and knows of none", |case, _| {
        so(case.now().and_then(Server::known_leader).is_none(), || "it knows one".into())
    }),
    ("{s} is down", |case, words| so(case.after.node(words[0].server()).is_down(), || "it is not".into())),
    ("{n} of {n} are a majority", |case, words| {
        so(2 * words[0].number() > words[1].number() && words[1].number() == case.after.size() as u64, || {
            "no".into()
        })
    }),
    ("no side has a majority of {n}", |case, words| {
        let sides = case.after.roster().iter().map(|server| case.after.network().in_touch(server).len());
        so(
            sides.max() <= Some(case.after.size() / 2) && words[0].number() == case.after.size() as u64,
            || "one has".into(),
        )
    }),
    ("no link is cut", |case, _| so(!case.after.network().has_cuts(), || "one is".into())),
    ("this direction is cut", ok),
    ("late, not lost", ok),
    ("by {n} ms", ok),
    ("it is late, not lost", ok),
    ("no longer held back", ok),
    ("the copy is #{n}, {n} copy in flight now", |case, words| copies(case, &words[1..])),
    ("the copy is #{n}, {n} copies in flight now", |case, words| copies(case, &words[1..])),
    // What is lost.
    ("in transit", ok),
    ("it was dropped on command", ok),
    ("the link was cut", ok),
    ("{s} was down", ok),
    // The beginning.
    ("in term {n}, it waits to hear from a leader", |case, words| {
        so(u64::from(case.new_term().0) == words[0].number() && case.is() == Some(RoleKind::Follower), || {
            "no".into()
        })
    }),
    ("{s}'s timer expires first, in {*}", |case, words| {
        let dues = case.after.up().iter().filter_map(|id| Some((case.after.node(id).election?.due, id)));
        so(dues.min().map(|(_, id)| id) == Some(words[0].server()), || "another's".into())
    }),
    ("it is the only server in the cluster", |case, _| so(case.after.size() == 1, || "it is not".into())),
    // What is given up.
    ("it was {*} of term {n}, never committed", never_committed),
    ("they were never committed", never_committed),
    ("it was never committed", never_committed),
    ("{s}'s has term {n}", |case, words| their_term(case, words[0].server(), given_up(case)?, &words[1])),
    ("{s}'s entry {n} has term {n}", |case, words| {
        let first = given_up(case)?;
        so(u64::from(first.0) == words[1].number(), || format!("it begins at {first}"))?;
        their_term(case, words[0].server(), first, &words[2])
    }),
    ("it was {*} of term {n}, committed in term {n}", ok),
    ("it was committed in term {n}", ok),
    ("{n} was committed in term {n}", ok),
    // What is added where a rule is off.
    ("half is enough", ok),
    ("it votes twice in a term", ok),
    ("its vote is gone", ok),
    ("its term is gone", ok),
    ("the term is the same", |case, _| so(case.old_term() == case.new_term(), || "it is not".into())),
    ("it forgets its vote", |case, _| {
        so(case.voted().0.is_some() && case.voted().1.is_none(), || format!("{:?}", case.voted()))
    }),
    ("it counts a vote of an older term", ok),
    ("it handles a request of an older term", ok),
    ("one vote counts twice", ok),
    ("the logs are not compared", ok),
    ("only the lengths of the logs count", ok),
    ("only the last terms count", ok),
    ("an older entry is counted", ok),
    ("not on disk yet", |case, _| {
        let new = case.now();
        so(new.is_some_and(|it| it.durable() < it.persistent().log.last_index()), || "it is".into())
    }),
    ("it counts a reply of an older term", ok),
    ("it keeps the match index of an earlier term", ok),
    ("it counts more than was acknowledged", ok),
    ("it acknowledges its whole log", ok),
    ("it commits what was not checked", ok),
    ("the entries that follow stay", ok),
    ("the preceding entry has another term", ok),
    ("it obeys a leader of an older term", ok),
    ("it deletes entries from its own log", ok),
    ("the timeout is not random", ok),
    ("its timer restarts", ok),
    ("next index is not lowered", ok),
];

fn majority(case: &Case, words: &[Word]) -> Result<(), String> {
    let votes = won(case, &words[1..])?;
    so(2 * votes.len() > case.after.size(), || format!("{votes}"))?;
    are(words[0].text(), votes.minus(ServerSet::only(case.who())), case)
}

fn granted(case: &Case, words: &[Word]) -> Result<(), String> {
    so(u64::from(case.new_term().0) == words[0].number(), || format!("term {}", case.new_term()))?;
    free(case)?;
    compared(case, words[1].text())
}

/// The votes with which a server wins, and the numbers that are said of them.
fn won(case: &Case, numbers: &[Word]) -> Result<ServerSet, String> {
    let mut votes = case.old().and_then(Server::candidate).map(|it| it.votes).unwrap_or_default();
    votes.insert(case.who());
    if case.message().is_some_and(Message::grants_vote) {
        votes.insert(case.from().unwrap());
    }
    let said = (numbers[0].number(), numbers[1].number());
    so(said == (votes.len() as u64, case.after.size() as u64), || format!("{votes}"))?;
    Ok(votes)
}

fn under_way(case: &Case, words: &[Word]) -> Result<(), String> {
    let of = |flight: &&Flight| {
        let Some(message) = flight.message.whole() else { return false };
        let vote = matches!(message, Message::RequestVote(_) | Message::RequestVoteReply(_));
        let its = flight.from == case.who() || flight.to == case.who();
        vote && its && flight.doom.is_none() && u64::from(message.request_term().0) == words[1].number()
    };
    let count = case.before.network().flights().filter(of).count() as u64;
    so(count >= words[0].number() && u64::from(case.old_term().0) == words[1].number(), || format!("{count}"))
}

/// The vote that is given is nobody's: the term is new, or nobody has it yet.
fn free(case: &Case) -> Result<(), String> {
    so(case.new_term() > case.old_term() || case.voted().0.is_none(), || format!("{:?}", case.voted()))?;
    // A disk that forgets lets a vote be given twice, and the server cannot know.
    if !case.intact() || case.run.actions().iter().any(|it| matches!(it.action, Action::Wipe(_))) {
        return Ok(());
    }
    let votes = case.past.votes.get(&(case.who(), case.new_term()));
    so(votes.is_none_or(Vec::is_empty), || format!("{votes:?}"))
}

/// Where two logs end: the voter's and the candidate's.
type End = (Term, Index);

fn ends(case: &Case) -> Result<(End, End), String> {
    let Some(Message::RequestVote(it)) = case.message() else { return Err("no vote request".into()) };
    let log = &case.after.node(case.who()).persistent().log;
    Ok(((log.last_term(), log.last_index()), (it.last_log_term, it.last_log_index)))
}

fn compared(case: &Case, text: &str) -> Result<(), String> {
    let (own, theirs) = ends(case)?;
    let numbers = |pattern: &str| {
        let words = fit(pattern, text)?;
        (words[0].server() == case.from()?).then(|| words[1..].iter().map(Word::number).collect::<Vec<_>>())
    };
    let (own_term, their_term) = (u64::from(own.0.0), u64::from(theirs.0.0));
    let right = if text == "and both logs are empty" {
        own == theirs && own.1 == Index::ZERO
    } else if text == "and its own log is empty" {
        own.1 == Index::ZERO && theirs.1 > Index::ZERO
    } else if let Some(said) = fit("both logs end at {n} (term {n})", text) {
        own == theirs && (said[0].number(), said[1].number()) == (number(own.1), own_term)
    } else if let Some(said) = numbers("{s}'s log is newer (term {n} > {n})") {
        said == [their_term, own_term] && their_term > own_term
    } else if let Some(said) = numbers("{s}'s log is longer ({n} > {n})") {
        said == [number(theirs.1), number(own.1)] && theirs.1 > own.1 && own.0 == theirs.0
    } else if numbers("but {s}'s log is behind").is_some() {
        theirs < own
    } else {
        false
    };
    so(right, || format!("{own:?} and {theirs:?}"))
}

fn has_votes(case: &Case, words: &[Word]) -> Result<(), String> {
    let Some(candidate) = case.now().and_then(Server::candidate) else { return Err("no candidate".into()) };
    let by_count = case.bug == Some(raftarium::paper::Bug::VotesAreACount);
    let has = if by_count { candidate.grants().into() } else { candidate.votes.len() as u64 };
    let needed = case.after.quorums().least() as u64;
    so((has, needed) == (words[0].number(), words[1].number()), || format!("{has} of {needed}"))
}

fn newer(case: &Case, words: &[Word]) -> Result<(), String> {
    let theirs = case.message().map(|it| u64::from(it.term().0));
    let right = case.from() == Some(words[0].server()) && theirs == Some(words[2].number());
    so(
        right && u64::from(case.old_term().0) == words[3].number() && words[2].number() > words[3].number(),
        || format!("{theirs:?}"),
    )
}

fn older(case: &Case, words: &[Word]) -> Result<(), String> {
    let theirs = case.message().map(|it| u64::from(it.term().0));
    let right = case.from() == Some(words[0].server()) && theirs == Some(words[1].number());
    so(
        right && u64::from(case.new_term().0) == words[3].number() && words[1].number() < words[3].number(),
        || format!("{theirs:?}"),
    )
}

/// What a refusal says: where, the term there, and where that term begins or the log ends.
fn conflict(case: &Case) -> Option<(Index, Option<Term>, Index)> {
    let Some(Message::AppendEntriesReply(reply)) = case.message() else { return None };
    let AppendOutcome::Mismatch { prev_log_index, conflict } = reply.outcome else { return None };
    Some((prev_log_index, conflict.term, conflict.first_index))
}

fn unanswered(case: &Case, _: &[Word]) -> Result<(), String> {
    let Some(old) = case.old().and_then(Server::leader) else { return Err("no leader".into()) };
    let fits = [
        "{s} resends its entries to {*}",
        "{s} retries AppendEntries to {*}",
        "{s} retries its requests to {*}",
    ];
    let named = fits.into_iter().find_map(|pattern| fit(pattern, &case.told.head));
    let named = named.and_then(|words| set(words[1].text(), case)).unwrap_or_default();
    let waits = |server: ServerId| old.progress(server).is_some_and(|it| it.unanswered);
    so(named.iter().all(waits), || "one has answered".into())
}

fn their_term(case: &Case, leader: ServerId, index: Index, term: &Word) -> Result<(), String> {
    so(case.from() == Some(leader), || format!("{:?}", case.from()))?;
    let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
    so(it.get(index).map(|it| u64::from(it.term.0)) == Some(term.number()), || format!("{it:?}"))
}

fn given_up(case: &Case) -> Result<Index, String> {
    let fits = ["{s} replaces {e} with {s}'s {r}", "{s} replaces its {e} with {s}'s", "{s} deletes {e}"];
    let words = fits.into_iter().find_map(|pattern| fit(pattern, &case.told.head));
    words.map(|words| words[1].entries().0).ok_or_else(|| "nothing is given up".into())
}

fn replaced(case: &Case, index: u64, own: &Word, theirs: &Word) -> Result<(), String> {
    let index = Index(index as u32);
    let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
    let terms = (case.term_at(case.before, index), it.get(index).map(|it| it.term));
    let said = (Some(Term(own.number() as u32)), Some(Term(theirs.number() as u32)));
    so(terms == said, || format!("{terms:?}"))
}

fn had(case: &Case, _: &[Word]) -> Result<(), String> {
    let Some(Message::AppendEntries(it)) = case.message() else { return Err("no entries".into()) };
    let words = fit("{s} keeps its {e}", &case.told.head).ok_or("no head")?;
    let (first, end) = words[1].entries();
    let same = (first.0..=end.0)
        .map(Index)
        .all(|at| it.get(at).map(|it| it.term) == case.term_at(case.before, at) && it.get(at).is_some());
    so(same, || format!("{it:?}"))
}

/// An entry of the leader's own term that so many have, as far as it knows and, with all rules followed, in truth.
fn counted(case: &Case, index: Index, copies: &Word, size: &Word) -> Result<(), String> {
    let said = (copies.number(), size.number());
    so(said == (case.copies(index) as u64, case.after.size() as u64), || format!("{}", case.copies(index)))?;
    let term = case.term_at(case.after, index);
    so(term == Some(case.new_term()), || format!("{term:?}"))?;
    let has = case.after.which(|node| node.persistent().log.term_at(index) == term).len() as u64;
    so(!case.intact() || wiped(case) || has >= said.0, || format!("{has} have it"))
}

fn wiped(case: &Case) -> bool {
    case.run.actions().iter().any(|it| matches!(it.action, Action::Wipe(_)))
}

fn next_indexes(case: &Case, to: ServerSet, said: &Word) -> Result<(), String> {
    let leader = case.now().and_then(Server::leader);
    let right = to.iter().all(|to| leader.is_some_and(|it| number(it.next_index(to)) == said.number()));
    so(right, || format!("{to}"))
}

fn along(case: &Case, words: &[Word]) -> Result<(), String> {
    let (first, end) = words[0].entries();
    let older = (first.0..=end.0).all(|at| case.term_at(case.after, Index(at)) < Some(case.new_term()));
    so(older && case.commits().0.next() == first && end < case.commits().1, || {
        format!("{:?}", case.commits())
    })
}

fn forgotten(case: &Case, words: &[Word]) -> Result<(), String> {
    let gone = last(case.before, case.who()).0 - last(case.after, case.who()).0;
    so(u64::from(gone) == words[0].number(), || format!("{gone}"))
}

fn never_committed(case: &Case, _: &[Word]) -> Result<(), String> {
    let (was, is) = case.commits();
    so(given_up(case)? > was || is < was || !case.intact() || wiped(case), || {
        format!("it had committed {was}")
    })
}

fn copies(case: &Case, words: &[Word]) -> Result<(), String> {
    let What::Acted(Action::Duplicate(id)) = &case.step.what else { return Err("nothing was copied".into()) };
    let Some(flight) = case.after.network().flight(*id) else { return Err("it is gone".into()) };
    let all = case.after.network().flights();
    let same = all.filter(|it| {
        (it.from, it.to, it.sent, it.doom) == (flight.from, flight.to, flight.sent, None)
            && it.message == flight.message
    });
    let count = same.count() as u64;
    so(count == words[0].number() && count >= 2, || format!("{count}"))
}
