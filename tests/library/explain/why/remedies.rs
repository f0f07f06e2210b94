//! Every question on every state: an answer that reads, and remedies that can be carried out and change it.

use super::chaos::{visit, visit_wild};
use super::fates::carry_out;
use crate::support::assert_that;
use raftarium::explain::{Answer, answer};
use raftarium::history::Run;
use raftarium::language::{Asked, Being, Number, Question, Whether};
use raftarium::paper::Property;
use raftarium::raft::{Index, ServerId, Term};

/// Questions of all kinds about a state.
pub fn questions(run: &Run) -> Vec<Question> {
    let world = run.world();
    let mut all = vec![Question::NoLeader, Question::Safe, Question::Stuck, Question::Best];
    all.extend(Property::ALL.map(Question::Property));
    all.extend([run.cursor(), run.cursor() / 2 + 1, run.cursor() + 1].map(Question::Step));
    all.extend(world.network().flights().take(4).map(|flight| Question::Message(flight.id)));
    all.push(Question::Elected { server: None, term: None });
    all.extend([Question::WhoLeads, Question::HowManyLeaders, Question::Request(Asked::Last)]);
    all.extend([1, 2, 99].map(|number| Question::Request(Asked::Number(number))));
    all.extend(world.requests().last().map(|request| Question::Request(Asked::Command(request.command))));
    for server in world.roster().iter() {
        for being in Being::ALL {
            all.extend([false, true].map(|not| Question::Role { server, being, not }));
            all.push(Question::Whether(Whether::Being { server, being }));
        }
        all.extend(Number::ALL.map(|what| Question::Changed { what, server }));
        let other = ServerId::at((server.position() + 1) % world.size());
        all.extend([false, true].map(|refused| Question::Vote {
            voter: server,
            candidate: Some(other),
            refused,
        }));
        all.extend([
            Question::CanWin(server),
            Question::CanCommit { leader: server, index: None },
            Question::CanCommit { leader: server, index: Some(Index(1)) },
            Question::WouldVote { voter: server, candidate: other },
            Question::Vote { voter: server, candidate: None, refused: true },
            Question::Elected { server: Some(server), term: None },
            Question::Crash(server),
        ]);
    }
    let last = world.nodes().iter().map(|node| node.persistent().log.last_index()).max().unwrap();
    for index in [Index(1), last.previous(), last, last.next()].into_iter().filter(|index| index.0 > 0) {
        for server in [None, Some(ServerId::at(0)), Some(ServerId::at(world.size() - 1))] {
            for not in [false, true] {
                all.push(Question::Committed { index, server, not });
                all.push(Question::Applied { index, server, not });
            }
            all.push(Question::Whether(Whether::Committed { index, server }));
            all.push(Question::Whether(Whether::Applied { index, server }));
        }
        let terms = [None, Some(Term(1)), world.node(ServerId::at(0)).persistent().log.term_at(index)];
        for term in terms {
            all.push(Question::CanBeLost { index, term });
            all.push(Question::Where { index, term });
        }
        all.push(Question::CommittedBy(index));
    }
    all
}

fn reads_well(answer: &Answer) {
    let told = answer.to_string();
    assert!((1..=2).contains(&answer.headline.len()), "{told}");
    for sentence in &answer.headline {
        assert!(sentence.ends_with('.') && !sentence.ends_with(".."), "{told}");
        assert!(sentence.len() > 5 && !sentence.contains("  "), "{told}");
        assert!(sentence.starts_with(|first: char| !first.is_lowercase()), "{told}");
    }
    assert!(!told.contains(" ."), "{told}");
    assert!(told.chars().all(|character| character == '\n' || !character.is_control()), "{told}");
    assert!(answer.evidence.windows(2).all(|pair| pair[0].step < pair[1].step), "{told}");
    for clause in &answer.rules {
        assert!(clause.conditions.iter().all(|held| !held.text.is_empty()), "{told}");
    }
}

/// Whether another answer to the same question is to be expected from this one's remedies.
fn is_to_change(answer: &Answer) -> bool {
    !matches!(answer.question, Question::Property(_) | Question::Step(_))
}

#[test]
fn every_question_has_an_answer_and_its_remedies_change_it() {
    let mut carried_out = 0;
    let mut unchanged: Vec<String> = Vec::new();
    for seed in 200..212 {
        visit(seed, 1 + seed as usize % 5, 900, 173, |run| {
            for question in questions(run) {
                let told = answer(&question, run);
                reads_well(&told);
                for evidence in &told.evidence {
                    let step = run.step_at(evidence.step).unwrap();
                    assert_eq!(step.at, evidence.at);
                    assert_that(&(evidence.step, run.cursor()), |(a, b)| a <= b);
                }
                for remedy in &told.remedies {
                    let mut after = run.clone();
                    carry_out(&mut after, remedy);
                    carried_out += 1;
                    let again = answer(&told.question, &after);
                    reads_well(&again);
                    if is_to_change(&told) {
                        let same = (told.verdict, &told.headline) == (again.verdict, &again.headline);
                        // That it is lost is tested with its fate; who returns may be as it was.
                        let loses = remedy.text.starts_with("lose it");
                        let returns = remedy.text.starts_with("crash and restart");
                        if same && !loses && !returns && unchanged.len() < 12 {
                            unchanged.push(format!("seed {seed} step {}\n{told}\n{remedy:?}", run.cursor()));
                        }
                    }
                }
            }
        });
    }
    assert!(unchanged.is_empty(), "{}", unchanged.join("\n"));
    assert!(carried_out > 1000, "{carried_out}");
}

#[test]
fn servers_that_do_not_exist_are_said_to_be_none() {
    let run = super::chaos::settled(3, &[]);
    let told = answer(&Question::CanWin(ServerId::at(7)), &run);
    assert_eq!(told.headline, ["S8 is not in this cluster of 3 servers."]);
}

#[test]
fn in_the_past_the_answers_and_remedies_are_those_of_the_past() {
    let mut asked = 0;
    for seed in 220..226 {
        let mut end = None;
        visit(seed, 3, 900, 800, |run| end = Some(run.clone()));
        let mut run = end.unwrap();
        let mid = run.start() + (run.end() - run.start()) / 2;
        // As it was when it was first there, before anything later was known.
        let mut then = None;
        visit(seed, 3, mid, mid, |run| then = Some(run.clone()));
        let then = then.unwrap();
        assert!(run.seek(then.cursor()));
        for question in questions(&then) {
            let told = answer(&question, &run);
            let before = answer(&question, &then);
            let known = |told: &Answer| {
                (
                    told.verdict,
                    told.headline.clone(),
                    told.rules.clone(),
                    told.evidence.clone(),
                    told.notes.clone(),
                )
            };
            // What happens next may differ: in the past it is known, and may have been done by hand.
            if !matches!(question, Question::Stuck | Question::Message(_)) {
                assert_eq!(known(&told), known(&before), "{question}");
            }
            for remedy in &told.remedies {
                carry_out(&mut run.clone(), remedy);
                asked += 1;
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn whatever_is_set_aside_or_wiped_there_are_answers_and_remedies_that_can_be_carried_out() {
    let mut carried_out = 0;
    for seed in 0..12 {
        visit_wild(seed, 1 + seed as usize % 5, 1200, 149, |run| {
            for question in questions(run) {
                let told = answer(&question, run);
                reads_well(&told);
                for remedy in &told.remedies {
                    carry_out(&mut run.clone(), remedy);
                    carried_out += 1;
                }
            }
        });
    }
    assert!(carried_out > 1000, "{carried_out}");
}
