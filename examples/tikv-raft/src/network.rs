//! A network that delays, loses, doubles and reorders, and falls apart now and then.

use crate::chance::Chance;

/// What the network may do to messages.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    /// So many of a hundred messages are lost.
    pub loss: u64,
    /// So many of a hundred arrive twice.
    pub doubles: u64,
    /// So many of a hundred are late, so that others overtake them.
    pub late: u64,
}

impl Weather {
    /// Nothing happens to them.
    pub const FINE: Weather = Weather { loss: 0, doubles: 0, late: 0 };
    /// Everything does.
    pub const FOUL: Weather = Weather { loss: 4, doubles: 4, late: 6 };
}

/// Which servers can reach which.
pub struct Network {
    weather: Weather,
    /// The side of each server, by its position.
    sides: Vec<u64>,
}

impl Network {
    /// A network of so many servers, in one piece.
    pub fn new(servers: usize, weather: Weather) -> Network {
        Network { weather, sides: vec![0; servers] }
    }

    /// Parts the servers into two sides by chance.
    pub fn part(&mut self, chance: &mut Chance) {
        for side in &mut self.sides {
            *side = chance.below(2);
        }
    }

    /// Cuts one server off.
    pub fn cut_off(&mut self, position: usize) {
        for (other, side) in self.sides.iter_mut().enumerate() {
            *side = u64::from(other == position);
        }
    }

    /// Makes it whole.
    pub fn heal(&mut self) {
        self.sides.fill(0);
    }

    /// How long each copy of a message takes, in µs. Without any, the message is lost.
    pub fn delays(&self, from: usize, to: usize, chance: &mut Chance) -> Vec<u64> {
        if self.sides[from] != self.sides[to] || chance.percent(self.weather.loss) {
            return Vec::new();
        }
        let copies = 1 + u64::from(chance.percent(self.weather.doubles));
        let mut delay = || {
            let most = if chance.percent(self.weather.late) { 200_000 } else { 12_000 };
            chance.between(1_000, most)
        };
        (0..copies).map(|_| delay()).collect()
    }
}
