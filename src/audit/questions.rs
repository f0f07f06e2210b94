//! Every kind of question that makes sense in a state.

use super::states::Scene;
use crate::language::{Asked, Being, Number, Question, Whether};
use crate::paper::Property;
use crate::raft::{Index, ServerId, Term};

/// Questions of all kinds about a state.
pub fn questions(scene: &Scene) -> Vec<Question> {
    let run = &scene.run;
    let world = run.world();
    let mut all = vec![Question::NoLeader, Question::Safe, Question::Stuck, Question::Best];
    all.extend(Property::ALL.map(Question::Property));
    all.extend([run.cursor(), run.cursor() / 2 + 1].map(Question::Step));
    all.extend(world.network().flights().take(3).map(|flight| Question::Message(flight.id)));
    all.push(Question::Elected { server: None, term: None });
    all.extend([Question::WhoLeads, Question::HowManyLeaders, Question::Request(Asked::Last)]);
    all.extend([None, Some(crate::raft::ServerId::at(0))].map(Question::HowManyAttempts));
    let requests = world.requests().len() as u32;
    all.extend([1, requests / 2, requests + 1].map(|number| Question::Request(Asked::Number(number))));
    all.extend(world.requests().take(3).map(|request| Question::Request(Asked::Command(request.command))));
    for server in world.roster().iter() {
        for being in Being::ALL {
            all.extend([false, true].map(|not| Question::Role { server, being, not }));
            all.push(Question::Whether(Whether::Being { server, being }));
        }
        all.extend(Number::ALL.map(|what| Question::Changed { what, server }));
        for candidate in world.roster().iter() {
            let vote = |refused| Question::Vote { voter: server, candidate: Some(candidate), refused };
            all.extend([false, true].map(vote));
            all.push(Question::WouldVote { voter: server, candidate });
        }
        all.extend([
            Question::CanWin(server),
            Question::CanCommit { leader: server, index: None },
            Question::Vote { voter: server, candidate: None, refused: true },
            Question::Elected { server: Some(server), term: None },
            Question::Crash(server),
        ]);
    }
    let last = world.nodes().iter().map(|node| node.persistent().log.last_index()).max();
    let last = last.unwrap_or_default();
    let mut indices = vec![Index(1), last.previous(), last, last.next()];
    indices.retain(|index| *index > Index::ZERO);
    indices.dedup();
    for index in indices {
        let servers = world.roster().iter().map(Some);
        for server in std::iter::once(None).chain(servers) {
            for not in [false, true] {
                all.push(Question::Committed { index, server, not });
                all.push(Question::Applied { index, server, not });
            }
            all.push(Question::Whether(Whether::Committed { index, server }));
            all.push(Question::Whether(Whether::Applied { index, server }));
            all.extend(server.map(|leader| Question::CanCommit { leader, index: Some(index) }));
        }
        let mut terms: Vec<Option<Term>> =
            world.nodes().iter().map(|node| node.persistent().log.term_at(index)).collect();
        terms.push(None);
        terms.sort_unstable();
        terms.dedup();
        for term in terms {
            all.push(Question::CanBeLost { index, term });
            all.push(Question::Where { index, term });
        }
        all.push(Question::CommittedBy(index));
    }
    let lead: Vec<(Term, ServerId)> =
        run.checker().leaders().map(|(term, server, _)| (term, server)).collect();
    for (term, server) in lead.into_iter().rev().take(4) {
        all.push(Question::Elected { server: Some(server), term: Some(term) });
    }
    all
}
