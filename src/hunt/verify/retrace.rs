//! From the states that a run went through back to what was done: the states have lost who was called what.

use super::super::model::Stimulus;
use super::Act;
use super::cluster::{Event, Observed};
use super::explore::Explorer;
use super::portion::outcomes;
use super::space::StateId;
use super::state::State;
use crate::raft::ServerId;

/// A message in flight, with the action that sent it.
type Sent = (u32, usize);

impl Explorer {
    /// What was done on the way to a state, and the action after it that breaks a property.
    pub fn retrace(&mut self, last: StateId) -> Vec<Act> {
        let mut numbers = vec![last];
        while numbers.last() != Some(&self.root) {
            numbers.push(self.space.before(numbers[numbers.len() - 1]));
        }
        numbers.reverse();
        let mut state = self.game.start();
        let mut sent = Vec::new();
        let mut acts = Vec::new();
        for number in numbers.into_iter().skip(1) {
            let Some((event, next)) = self.way(&state, Some(number)) else { break };
            acts.push(act(event, &mut sent, &next, acts.len()));
            state = next;
        }
        if let Some((event, next)) = self.way(&state, None) {
            acts.push(act(event, &mut sent, &next, acts.len()));
        }
        acts
    }

    /// What leads from here to a state that is like another one, or to a violation.
    fn way(&mut self, state: &State, to: Option<StateId>) -> Option<(Event, State)> {
        let Explorer { game, space, wanted, .. } = self;
        let mut events = Vec::new();
        game.events(state, &mut events);
        events.into_iter().find_map(|event| {
            let next = game.surely(|game| {
                let mut observed = Observed::default();
                let Some(change) = game.happen(state, event, &mut observed)? else { return Ok(None) };
                let Some(to) = to else {
                    return Ok((!change.broken.and(*wanted).none()).then_some(change.state));
                };
                let mut found = None;
                outcomes(game, change.state, &mut Vec::new(), &mut observed, |state, record| {
                    let there = space.words(to) == record.as_slice();
                    if there {
                        found = Some(state.clone());
                    }
                    there
                })?;
                Ok(found)
            });
            next.map(|next| (event, next))
        })
    }
}

/// An event as an action; `sent` then holds what is in flight after it.
fn act(event: Event, sent: &mut Vec<Sent>, after: &State, number: usize) -> Act {
    let server = ServerId::at(event.server.into());
    let act = match event.stimulus {
        Stimulus::Timeout => Act::Timeout(server),
        Stimulus::Heartbeat => Act::Heartbeat(server),
        Stimulus::Command(_) => Act::Command(server),
        Stimulus::Restart => Act::Restart(server),
        Stimulus::Message(envelope) => {
            let position = sent.iter().position(|(other, _)| *other == envelope).unwrap_or(0);
            let sent_by = sent.get(position).map_or(0, |(_, sent_by)| *sent_by);
            if !event.copy && position < sent.len() {
                sent.remove(position);
            }
            Act::Deliver { sent_by, to: server, copy: event.copy }
        }
    };
    let mut before = std::mem::take(sent);
    for envelope in &after.flights {
        match before.iter().position(|(other, _)| other == envelope) {
            Some(position) => sent.push(before.swap_remove(position)),
            None => sent.push((*envelope, number)),
        }
    }
    act
}
