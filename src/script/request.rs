//! What became of what clients asked.

use super::View;
use crate::language::{RequestIs, WhichRequest};
use crate::raft::{Index, Message, Payload, Term};
use crate::sim::{Request, RequestState};

/// What became of a command whose client will hear nothing: it cannot know (§8).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Unheard {
    /// It is committed: only the answer was lost.
    Executed(Index),
    /// It is in a log, or in flight to one, and may be committed yet.
    Undecided,
    /// No state machine will ever execute it.
    Lost,
}

impl View<'_> {
    pub(super) fn request_is(&self, which: WhichRequest, is: RequestIs) -> bool {
        let chosen = self.chosen_requests(which);
        !chosen.is_empty() && chosen.iter().all(|(_, request)| self.is_so(request, is))
    }

    fn is_so(&self, request: &Request, is: RequestIs) -> bool {
        match (is, request.state) {
            (RequestIs::Pending, RequestState::Pending { .. })
            | (RequestIs::Answered, RequestState::Answered { .. })
            | (RequestIs::Redirected, RequestState::Redirected { .. })
            | (RequestIs::Unanswered, RequestState::Lost { .. }) => true,
            (RequestIs::Lost, RequestState::Lost { index, .. }) => {
                self.unheard(request, index) == Unheard::Lost
            }
            _ => false,
        }
    }

    fn chosen_requests(&self, which: WhichRequest) -> Vec<(usize, &Request)> {
        let mut numbered = (1..).zip(self.run.world().requests());
        match which {
            WhichRequest::All => numbered.collect(),
            WhichRequest::Last => numbered.last().into_iter().collect(),
            WhichRequest::Number(number) => {
                numbered.nth((number as usize).wrapping_sub(1)).into_iter().collect()
            }
        }
    }

    /// "request 1 (x=1) is answered at index 1 in step 40"
    pub(super) fn say_requests(&self, which: WhichRequest) -> Vec<String> {
        let chosen = self.chosen_requests(which);
        if chosen.is_empty() {
            return vec![format!("clients have sent {} commands", self.run.world().requests().len())];
        }
        let state = |request: &Request| match request.state {
            RequestState::Pending { index } => format!("pending at index {index}"),
            RequestState::Answered { index, step } => format!("answered at index {index} in step {step}"),
            RequestState::Redirected { leader: Some(leader) } => format!("redirected to {leader}"),
            RequestState::Redirected { leader: None } => "rejected: no leader was known".to_owned(),
            RequestState::Lost { index, .. } => match self.unheard(request, index) {
                Unheard::Executed(index) => format!("unanswered, and executed as entry {index}"),
                Unheard::Undecided => "unanswered, and may still be executed".to_owned(),
                Unheard::Lost => "lost".to_owned(),
            },
        };
        let say = |(number, request): (usize, &Request)| {
            format!("request {number} ({}) is {}", request.command, state(request))
        };
        chosen.into_iter().map(say).collect()
    }

    /// What became of a command that stood at this index in the log of the server that took it, if one did.
    fn unheard(&self, request: &Request, index: Option<Index>) -> Unheard {
        let Some(index) = index else { return Unheard::Lost };
        let term = self.term_of(request);
        let same = |own: Term, payload: Payload| {
            payload.command() == Some(request.command) && term.is_none_or(|term| term == own)
        };
        if let Some(committed) = self.run.checker().committed_at(index) {
            let entry = committed.entry;
            return if same(entry.term, entry.payload) { Unheard::Executed(index) } else { Unheard::Lost };
        }
        let world = self.run.world();
        let in_a_log = world.nodes().iter().filter_map(|node| node.persistent().log.get(index));
        let under_way = world.network().flights().filter_map(|flight| match flight.message.whole()? {
            Message::AppendEntries(request) => request.get(index),
            _ => None,
        });
        if in_a_log.chain(under_way).any(|entry| same(entry.term, entry.payload)) {
            Unheard::Undecided
        } else {
            Unheard::Lost
        }
    }

    /// The term in which the server that was asked led then.
    fn term_of(&self, request: &Request) -> Option<Term> {
        let led = self.run.checker().leaders();
        led.filter(|(_, server, step)| *server == request.to && *step <= request.step)
            .map(|(term, ..)| term)
            .max()
    }
}
