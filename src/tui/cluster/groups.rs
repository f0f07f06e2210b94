//! Choosing the groups of a partition on the screen.

use crate::raft::{Configuration, ServerId, ServerSet};

/// The groups of a partition that is being chosen: every server is in one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Groups {
    sets: Vec<ServerSet>,
}

impl Groups {
    /// The servers above one of these, which starts a group of its own.
    pub fn around(all: ServerSet, alone: Option<ServerId>) -> Groups {
        let mut groups = Groups { sets: vec![all, ServerSet::EMPTY] };
        if let Some(server) = alone.filter(|server| all.contains(*server)) {
            groups.move_on(server);
        }
        groups
    }

    /// The groups.
    pub fn sets(&self) -> &[ServerSet] {
        &self.sets
    }

    /// Moves a server to the next group; behind the last one is a new one, as long as it would not be the only
    /// server of both.
    pub fn move_on(&mut self, server: ServerId) {
        let here = self.sets.iter().position(|set| set.contains(server)).unwrap_or(0);
        self.sets[here].remove(server);
        let leaves_none = self.sets[here].is_empty();
        let mut next = here + 1;
        if next >= self.sets.len() {
            if leaves_none || self.sets.len() >= MOST_GROUPS {
                next = 0;
            } else {
                self.sets.push(ServerSet::EMPTY);
            }
        }
        self.sets[next].insert(server);
        self.drop_empty();
    }

    /// Moves a server into the group of another one.
    pub fn join(&mut self, server: ServerId, other: ServerId) {
        let Some(there) = self.sets.iter().position(|set| set.contains(other)) else { return };
        for set in &mut self.sets {
            set.remove(server);
        }
        self.sets[there].insert(server);
        self.drop_empty();
    }

    /// Groups at the end that nobody is in any more; two remain to choose from.
    fn drop_empty(&mut self) {
        while self.sets.len() > 2 && self.sets.last().is_some_and(|set| set.is_empty()) {
            self.sets.pop();
        }
    }

    /// What the cut would leave, in a sentence: the sides, and which of them can decide.
    pub fn told(&self, configuration: Configuration) -> (String, String) {
        let sides = self.filled();
        if sides.len() < 2 {
            return (
                "Choose who is on which side".to_string(),
                "a number, or an arrow and Space, moves a server; Enter cuts".to_string(),
            );
        }
        let lettered = || sides.iter().zip('A'..);
        let names: Vec<String> = lettered().map(|(side, letter)| format!("{letter} {side}")).collect();
        let rest = match lettered().find(|(side, _)| configuration.is_quorum(**side)) {
            None => format!("no side has {}, so no side can commit", configuration.quorums()),
            Some((_, letter)) => format!("side {letter} can still commit"),
        };
        (names.join(" · "), format!("{rest}. Enter cuts, Esc cancels"))
    }

    /// The groups that have servers, in the order in which the sides of the partition have their letters.
    pub fn filled(&self) -> Vec<ServerSet> {
        let mut filled: Vec<ServerSet> = self.sets.iter().copied().filter(|set| !set.is_empty()).collect();
        filled.sort_by_key(|set| set.iter().next());
        filled
    }
}

/// More sides than this cannot be told apart on a screen.
const MOST_GROUPS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_by_the_cut_is_told_before_it_is_made() {
        let five = Configuration::of(ServerSet::up_to(5));
        let mut groups = Groups::around(five.members(), None);
        assert_eq!(groups.told(five).0, "Choose who is on which side");
        groups.move_on(ServerId::at(3));
        groups.move_on(ServerId::at(4));
        let told = groups.told(five);
        assert_eq!(told.0, "A S1 S2 S3 · B S4 S5");
        assert!(told.1.starts_with("side A can still commit"), "{}", told.1);
        groups.move_on(ServerId::at(0));
        let told = groups.told(five);
        assert!(told.1.starts_with("side A can still commit"), "{}", told.1);
        groups.move_on(ServerId::at(0));
        let told = groups.told(five);
        assert_eq!(told.0, "A S1 · B S2 S3 · C S4 S5");
        assert!(told.1.starts_with("no side has 3 of 5"), "{}", told.1);
    }

    #[test]
    fn a_server_goes_round_the_groups_and_is_always_in_exactly_one() {
        let all = ServerSet::up_to(5);
        let mut groups = Groups::around(all, Some(ServerId::at(0)));
        assert_eq!(groups.filled().len(), 2);
        for turn in 0..40 {
            let server = ServerId::at(turn * 3 % 5);
            if turn % 3 == 0 {
                groups.join(server, ServerId::at(turn % 5));
            } else {
                groups.move_on(server);
            }
            let mut seen = ServerSet::EMPTY;
            for set in groups.sets() {
                assert!(seen.and(*set).is_empty());
                seen = seen.or(*set);
            }
            assert_eq!(seen, all);
            assert!(groups.sets().len() <= MOST_GROUPS);
        }
    }
}
