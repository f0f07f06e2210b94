//! Who counts: the servers whose votes elect a leader and whose copies commit an entry (§5.1, §6).

use super::{Index, MAX_SERVERS, ServerId, ServerSet};
use std::fmt;

/// The members of a cluster and what each of them is: a voter, a voter of one of two sets while the cluster moves from
/// one to the other (joint consensus, §6), or a learner.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Configuration {
    voters: ServerSet,
    /// While joint, the voters of the configuration that is left: empty otherwise.
    outgoing: ServerSet,
    learners: ServerSet,
}

impl Configuration {
    /// These servers vote.
    pub const fn of(voters: ServerSet) -> Configuration {
        Configuration { voters, outgoing: ServerSet::EMPTY, learners: ServerSet::EMPTY }
    }

    /// On the way from one set of voters to another, each decision needs a majority of both (§6).
    pub const fn joint(outgoing: ServerSet, incoming: ServerSet) -> Configuration {
        Configuration { voters: incoming, outgoing, learners: ServerSet::EMPTY }
    }

    /// The same with these servers, unless they vote, as learners: they get the log and do not count (§6).
    #[must_use]
    pub const fn with_learners(self, learners: ServerSet) -> Configuration {
        Configuration { learners: learners.minus(self.voters()), ..self }
    }

    /// Whoever votes: in either set, while joint.
    #[inline]
    pub const fn voters(self) -> ServerSet {
        self.voters.or(self.outgoing)
    }

    /// Who gets the log without a vote.
    pub const fn learners(self) -> ServerSet {
        self.learners
    }

    /// Whoever gets the log.
    #[inline]
    pub const fn members(self) -> ServerSet {
        self.voters().or(self.learners)
    }

    /// The same with each set of servers changed.
    pub(super) fn map(self, change: impl Fn(ServerSet) -> ServerSet) -> Configuration {
        let Configuration { voters, outgoing, learners } = self;
        Configuration { voters: change(voters), outgoing: change(outgoing), learners: change(learners) }
    }

    /// Whether two sets of voters have to agree (§6).
    pub const fn is_joint(self) -> bool {
        !self.outgoing.is_empty()
    }

    /// The sets of servers that decide.
    #[inline]
    pub const fn quorums(self) -> Quorums {
        Quorums { configuration: self, half: false }
    }

    /// Whether these servers decide: they are more than half of the voters, of each set while joint.
    #[inline]
    pub fn is_quorum(self, servers: ServerSet) -> bool {
        self.quorums().is_quorum(servers)
    }

    /// The highest index that a quorum has reached.
    #[inline]
    pub fn agreed_index(self, index: impl Fn(ServerId) -> Index) -> Index {
        self.quorums().agreed_index(index)
    }
}

/// Which sets of servers decide: majorities of the voters, any two of which have a server in common (§5.1). Shown as
/// `3 of 5`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quorums {
    pub(super) configuration: Configuration,
    /// Whether half of the voters is taken for enough, as by the bug `majority-half`.
    pub(super) half: bool,
}

impl Quorums {
    /// The sets that have to agree: one, or two while joint.
    fn sets(self) -> impl Iterator<Item = ServerSet> {
        let Configuration { voters, outgoing, .. } = self.configuration;
        std::iter::once(voters).chain(Some(outgoing).filter(|set| !set.is_empty()))
    }

    /// The fewest of a set of voters that decide for it.
    #[inline]
    fn least_of(self, voters: ServerSet) -> usize {
        if self.half { voters.len().div_ceil(2) } else { voters.len() / 2 + 1 }
    }

    /// Whether these servers decide.
    #[inline]
    pub fn is_quorum(self, servers: ServerSet) -> bool {
        self.sets().all(|voters| servers.and(voters).len() >= self.least_of(voters))
    }

    /// The highest index that a quorum has reached.
    #[inline]
    pub fn agreed_index(self, index: impl Fn(ServerId) -> Index) -> Index {
        let agreed = self.sets().map(|voters| {
            let mut reached = [Index::ZERO; MAX_SERVERS];
            let reached = &mut reached[..voters.len()];
            for (reached, server) in reached.iter_mut().zip(voters.iter()) {
                *reached = index(server);
            }
            reached.sort_unstable();
            let position = reached.len().checked_sub(self.least_of(voters));
            position.map_or(Index::ZERO, |position| reached[position])
        });
        agreed.min().unwrap_or_default()
    }

    /// How many servers the smallest quorum has.
    pub fn least(self) -> usize {
        let Configuration { voters, outgoing, .. } = self.configuration;
        if outgoing.is_empty() {
            return self.least_of(voters);
        }
        let (incoming, outgoing_least) = (self.least_of(voters), self.least_of(outgoing));
        // Who votes in both sets counts for both.
        let shared = voters.and(outgoing).len().min(incoming).min(outgoing_least);
        incoming + outgoing_least - shared
    }

    /// A quorum that contains these servers: they themselves if they are one, and otherwise as many of the others, taken
    /// in their order, as it takes. None if all of them are too few.
    pub fn completed(
        self,
        servers: ServerSet,
        others: impl IntoIterator<Item = ServerId>,
    ) -> Option<ServerSet> {
        let mut quorum = servers;
        let mut others = others.into_iter();
        while !self.is_quorum(quorum) {
            quorum.insert(others.next()?);
        }
        Some(quorum)
    }
}

impl fmt::Display for Quorums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, voters) in self.sets().enumerate() {
            if position > 0 {
                f.write_str(" and ")?;
            }
            write!(f, "{} of {}", self.least_of(voters), voters.len())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SERVERS: usize = 7;

    fn set() -> impl Strategy<Value = ServerSet> {
        (1u8..1 << SERVERS).prop_map(of_bits)
    }

    fn of_bits(bits: u8) -> ServerSet {
        (0..SERVERS).filter(|at| bits >> at & 1 == 1).map(ServerId::at).collect()
    }

    fn subsets() -> impl Iterator<Item = ServerSet> {
        (0u8..1 << SERVERS).map(of_bits)
    }

    fn configuration() -> impl Strategy<Value = (Configuration, Vec<ServerSet>)> {
        (set(), proptest::option::of(set()), set()).prop_map(|(new, old, learners)| match old {
            None => (Configuration::of(new).with_learners(learners), vec![new]),
            Some(old) => (Configuration::joint(old, new).with_learners(learners), vec![old, new]),
        })
    }

    /// §5.1 and §6, word for word.
    fn more_than_half_of_each(sets: &[ServerSet], servers: ServerSet) -> bool {
        sets.iter().all(|voters| {
            let (yes, no): (Vec<_>, Vec<_>) = voters.iter().partition(|voter| servers.contains(*voter));
            yes.len() > no.len()
        })
    }

    proptest! {
        #[test]
        fn a_quorum_is_more_than_half_of_each_set((configuration, sets) in configuration()) {
            for servers in subsets() {
                prop_assert_eq!(
                    configuration.is_quorum(servers),
                    more_than_half_of_each(&sets, servers),
                    "{} of {:?}", servers, configuration
                );
            }
        }

        #[test]
        fn the_agreed_index_is_the_highest_that_a_quorum_has(
            (configuration, sets) in configuration(),
            indexes in proptest::collection::vec(0u32..9, SERVERS),
        ) {
            let index = |server: ServerId| Index(indexes[server.position()]);
            let has = |at: u32| (0..SERVERS).map(ServerId::at).filter(|it| index(*it) >= Index(at)).collect();
            let highest = (0..9).rev().find(|at| more_than_half_of_each(&sets, has(*at)));
            prop_assert_eq!(configuration.agreed_index(index), Index(highest.unwrap_or(0)));
        }

        #[test]
        fn the_smallest_quorum_is_as_small_as_it_says((configuration, sets) in configuration()) {
            let sizes = subsets().filter(|servers| more_than_half_of_each(&sets, *servers)).map(ServerSet::len);
            prop_assert_eq!(Some(configuration.quorums().least()), sizes.min());
        }

        #[test]
        fn any_two_quorums_share_a_server((configuration, _) in configuration(), more in set(), other in set()) {
            let [one, two] = [more, other].map(|first| {
                let order = first.iter().chain((0..SERVERS).map(ServerId::at));
                configuration.quorums().completed(ServerSet::EMPTY, order).unwrap()
            });
            prop_assert!(!one.and(two).is_empty(), "{} and {}", one, two);
        }
    }

    #[test]
    fn learners_are_members_and_do_not_count() {
        let [voters, learners] = [0b0_0111, 0b1_1100].map(of_bits);
        let configuration = Configuration::of(voters).with_learners(learners);
        assert_eq!(configuration.learners(), of_bits(0b1_1000), "who votes is no learner");
        assert_eq!(configuration.members(), of_bits(0b1_1111));
        assert_eq!(configuration.voters(), voters);
        assert!(!configuration.is_quorum(of_bits(0b1_1001)));
        assert!(configuration.is_quorum(of_bits(0b0_0011)));
    }

    /// A quorum of one set alone does not decide.
    #[test]
    fn while_joint_both_sets_decide() {
        let [old, new] = [0b000_0111, 0b111_1100].map(of_bits);
        let joint = Configuration::joint(old, new);
        assert!(joint.is_joint() && !Configuration::of(new).is_joint());
        assert!(!joint.is_quorum(old) && !joint.is_quorum(of_bits(0b111_1000)));
        assert!(joint.is_quorum(of_bits(0b001_1110)));
        let index = |server: ServerId| Index(server.position() as u32);
        assert_eq!(Configuration::of(old).agreed_index(index), Index(1));
        assert_eq!(Configuration::of(new).agreed_index(index), Index(4));
        assert_eq!(joint.agreed_index(index), Index(1));
    }

    #[test]
    fn quorums_are_shown_as_numbers() {
        let [three, five] = [0b000_0111, 0b001_1111].map(of_bits);
        assert_eq!(Configuration::of(five).quorums().to_string(), "3 of 5");
        assert_eq!(Configuration::joint(five, three).quorums().to_string(), "2 of 3 and 3 of 5");
        assert_eq!(Configuration::joint(five, three).quorums().least(), 3);
    }

    #[test]
    fn a_quorum_is_completed_in_the_order_of_who_is_asked() {
        let quorums = Configuration::of(of_bits(0b1_1111)).quorums();
        let order = [4, 0, 2].map(ServerId::at);
        assert_eq!(quorums.completed(of_bits(0b0_0010), order), Some(of_bits(0b1_0011)));
        assert_eq!(quorums.completed(of_bits(0b0_1110), order), Some(of_bits(0b0_1110)));
        assert_eq!(quorums.completed(ServerSet::EMPTY, [ServerId::at(0)]), None);
    }

    #[test]
    fn without_voters_nobody_decides() {
        let nobody = Configuration::of(ServerSet::EMPTY);
        assert!(!nobody.is_quorum(of_bits(0b111_1111)));
        assert_eq!(nobody.agreed_index(|_| Index(7)), Index::ZERO);
    }
}
