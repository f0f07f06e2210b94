//! From the states that a run went through back to what was done: the states have lost who was called what.

use super::super::model::Stimulus;
use super::Act;
use super::cluster::{Event, State};
use super::explore::Explorer;
use crate::raft::ServerId;

/// A message on its way, with the action that sent it.
type Sent = (u32, usize);

impl Explorer {
    /// What was done on the way to a state, and the action after it that breaks a property.
    pub fn retrace(&mut self, last: u32) -> Vec<Act> {
        let mut numbers = vec![last];
        while numbers.last() != Some(&0) {
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
    fn way(&mut self, state: &State, to: Option<u32>) -> Option<(Event, State)> {
        let mut events = Vec::new();
        self.game.events(state, &mut events);
        for event in events {
            let Some(change) = self.game.happen(state, event) else { continue };
            let Some(to) = to else {
                if change.broken.and(self.wanted).none() {
                    continue;
                }
                return Some((event, change.state));
            };
            let mut found = None;
            self.outcomes(change.state, |explorer, state, record| {
                let there = explorer.space.words(to) == record.as_slice();
                if there {
                    found = Some((event, state.clone()));
                }
                there
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// An event as an action; `sent` then holds what is on its way after it.
fn act(event: Event, sent: &mut Vec<Sent>, after: &State, number: usize) -> Act {
    let server = ServerId::at(event.server.into());
    let act = match event.stimulus {
        Stimulus::Timeout => Act::Timeout(server),
        Stimulus::Beat => Act::Beat(server),
        Stimulus::Command(_) => Act::Command(server),
        Stimulus::Restart => Act::Restart(server),
        Stimulus::Letter(letter) => {
            let position = sent.iter().position(|(other, _)| *other == letter).unwrap_or(0);
            let sent_by = sent.get(position).map_or(0, |(_, sent_by)| *sent_by);
            if !event.copy && position < sent.len() {
                sent.remove(position);
            }
            Act::Deliver { sent_by, to: server, copy: event.copy }
        }
    };
    let mut before = std::mem::take(sent);
    for letter in &after.flights {
        match before.iter().position(|(other, _)| other == letter) {
            Some(position) => sent.push(before.swap_remove(position)),
            None => sent.push((*letter, number)),
        }
    }
    act
}
