//! Who is meant now.

use super::View;
use super::judge::is_said;
use crate::language::{Group, Kind, Links, Pattern, Pick, Says, Target, Targets};
use crate::raft::{RoleKind, ServerId, ServerSet};
use crate::sim::{Flight, Life, LifeKind, Node};
use std::cmp::Reverse;

/// Nobody is meant; the text says why.
pub(super) type Resolved<T> = Result<T, String>;

impl<'a> View<'a> {
    /// Who leads or believes so, that of the latest term first. One that is frozen believes what it did.
    pub(super) fn leaders(&self) -> Vec<ServerId> {
        let world = self.run.world();
        let leads = |node: &Node| node.server().is_some_and(|server| server.leader().is_some());
        let mut leaders: Vec<ServerId> = world.which(leads).iter().collect();
        leaders.sort_by_key(|id| Reverse(world.node(*id).persistent().current_term));
        leaders
    }

    /// The servers of a group, in the order in which they are counted.
    pub(super) fn group(&self, group: Group) -> Vec<ServerId> {
        let world = self.run.world();
        let those = |holds: &dyn Fn(&Node) -> bool| world.which(|node| holds(node)).iter().collect();
        let role = |kind: RoleKind| {
            those(&|node: &Node| node.server().is_some_and(|server| server.role().kind() == kind))
        };
        match group {
            Group::Leader => self.leaders(),
            Group::Follower => role(RoleKind::Follower),
            Group::Candidate => role(RoleKind::Candidate),
            Group::Crashed => those(&Node::is_down),
            Group::Frozen => those(&|node| node.kind() == LifeKind::Frozen),
            Group::Running => those(&|node| matches!(node.life, Life::Up(_))),
            Group::All => world.roster().iter().collect(),
        }
    }

    /// Whom these words mean now. `named` are the servers of the rest of the command, for `others`.
    pub(super) fn servers_beside(&self, targets: &Targets, named: ServerSet) -> Resolved<ServerSet> {
        let mut servers = ServerSet::EMPTY;
        for target in &targets.0 {
            servers = servers.or(self.target(target, named.or(servers))?);
        }
        Ok(servers)
    }

    /// Whom these words mean now.
    ///
    /// # Errors
    /// If nobody is meant: why.
    pub fn servers(&self, targets: &Targets) -> Result<ServerSet, String> {
        self.servers_beside(targets, ServerSet::EMPTY)
    }

    /// The one server that these words mean now.
    ///
    /// # Errors
    /// If nobody is meant, or several are: why.
    pub fn one_server(&self, targets: &Targets) -> Result<ServerId, String> {
        let servers = self.servers(targets)?;
        match (servers.len(), servers.first()) {
            (1, Some(server)) => Ok(server),
            _ => Err(format!("{targets} means {servers}, but this needs one server")),
        }
    }

    fn target(&self, target: &Target, named: ServerSet) -> Resolved<ServerSet> {
        let world = self.run.world();
        let found = match target {
            Target::Server(server) if world.roster().contains(*server) => ServerSet::only(*server),
            Target::Server(server) => {
                return Err(format!("{server} is not in this cluster of {}", world.size()));
            }
            Target::Named(name) => match self.names.get(name) {
                Some(server) if world.roster().contains(server) => ServerSet::only(server),
                _ => return Err(format!("no server has the name {name} yet")),
            },
            Target::Chosen => return Err("nothing is chosen here".to_owned()),
            Target::Others if named.is_empty() => {
                return Err("`others` needs other servers in the command".to_owned());
            }
            Target::Others => world.roster().minus(named),
            Target::Of(group, pick) => {
                let members = self.group(*group);
                let nth = match pick {
                    Pick::Each => None,
                    Pick::First => Some(1),
                    Pick::Nth(nth) => Some(usize::from(*nth)),
                };
                match nth {
                    None => members.into_iter().collect(),
                    Some(nth) => match members.get(nth - 1) {
                        Some(server) => ServerSet::only(*server),
                        None => return Err(missing(*group, nth, members.len())),
                    },
                }
            }
        };
        if found.is_empty() {
            return Err(match target {
                Target::Of(group, _) => missing(*group, 1, 0),
                _ => "there are no other servers".to_owned(),
            });
        }
        Ok(found)
    }

    /// The two ends of links.
    pub(super) fn ends(&self, links: &Links) -> Resolved<(ServerSet, ServerSet)> {
        let others = |targets: &Targets| targets.0.contains(&Target::Others);
        if others(&links.from) {
            let to = self.servers(&links.to)?;
            return Ok((self.servers_beside(&links.from, to)?, to));
        }
        let from = self.servers(&links.from)?;
        Ok((from, self.servers_beside(&links.to, from)?))
    }

    /// The messages in flight that fit, those sent first at the front. Lost ones are not counted.
    ///
    /// # Errors
    /// If nobody is meant: why.
    pub fn flights(&self, pattern: &Pattern) -> Result<Vec<&'a Flight>, String> {
        let mut flights = self.flights_and_lost(pattern)?;
        flights.retain(|flight| flight.doom.is_none());
        Ok(flights)
    }

    /// As [`View::flights`], with those that are lost and of which it does not show yet.
    pub(super) fn flights_and_lost(&self, pattern: &Pattern) -> Resolved<Vec<&'a Flight>> {
        let side = |targets: &Option<Targets>, beside: ServerSet| {
            targets.as_ref().map(|targets| self.servers_beside(targets, beside)).transpose()
        };
        let from = side(&pattern.from, ServerSet::EMPTY)?;
        let to = side(&pattern.to, from.unwrap_or_default())?;
        let fits = |flight: &&'a Flight| {
            from.is_none_or(|from| from.contains(flight.from))
                && to.is_none_or(|to| to.contains(flight.to))
                && pattern.kind.includes(Kind::of(&flight.message))
                && is_said(&pattern.says, &flight.message)
        };
        let mut flights: Vec<&'a Flight> = self.run.world().network().flights().filter(fits).collect();
        flights.sort_by_key(|flight| flight.id);
        Ok(flights)
    }

    /// The messages in flight that would fit if it did not matter what they say, each with what it says.
    pub(super) fn say_others(&self, pattern: &Pattern) -> Vec<String> {
        let any = Pattern { says: Says::default(), ..pattern.clone() };
        let flights = if any == *pattern { Vec::new() } else { self.flights(&any).unwrap_or_default() };
        flights.into_iter().map(said).collect()
    }
}

/// "#12 append S1 -> S2 of term 2 prev 3 of term 1 with index 4 of term 2 commit 3"
fn said(flight: &Flight) -> String {
    let pattern = Pattern {
        kind: Kind::of(&flight.message),
        from: Some(Targets::server(flight.from)),
        to: Some(Targets::server(flight.to)),
        says: Says::of(&flight.message.seen()),
    };
    format!("{} {pattern}", flight.id)
}

/// "no server leads now", "only 2 servers follow now"
fn missing(group: Group, nth: usize, there: usize) -> String {
    let (one, many) = match group {
        Group::Leader => ("leads", "lead"),
        Group::Follower => ("follows", "follow"),
        Group::Candidate => ("is a candidate", "are candidates"),
        Group::Crashed => ("is down", "are down"),
        Group::Frozen => ("is frozen", "are frozen"),
        Group::Running => ("runs", "run"),
        Group::All => ("exists", "exist"),
    };
    match there {
        0 => format!("no server {one} now"),
        1 => format!("only one server {one} now, so there is no number {nth}"),
        _ => format!("only {there} servers {many} now, so there is no number {nth}"),
    }
}
