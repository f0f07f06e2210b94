//! Questions as people word them, and what is understood.

use super::chaos::settled;
use raftarium::language::{Asked, Being, Names, Number, Question, Whether};
use raftarium::paper::Property;
use raftarium::raft::{Index, ServerId, Term};
use raftarium::script::{View, parse_question};
use raftarium::sim::MessageId;

fn s(number: usize) -> ServerId {
    ServerId::numbered(number).unwrap()
}

fn role(server: usize, being: Being, not: bool) -> Question {
    Question::Role { server: s(server), being, not }
}

fn committed(index: u32, server: Option<usize>, not: bool) -> Question {
    Question::Committed { index: Index(index), server: server.map(s), not }
}

fn is_committed(index: u32, server: Option<usize>) -> Question {
    Question::Whether(Whether::Committed { index: Index(index), server: server.map(s) })
}

fn is_applied(index: u32, server: Option<usize>) -> Question {
    Question::Whether(Whether::Applied { index: Index(index), server: server.map(s) })
}

fn is(server: usize, being: Being) -> Question {
    Question::Whether(Whether::Being { server: s(server), being })
}

fn lost(index: u32) -> Question {
    Question::CanBeLost { index: Index(index), term: None }
}

fn place(index: u32) -> Question {
    Question::Where { index: Index(index), term: None }
}

fn vote(voter: usize, candidate: usize, refused: bool) -> Question {
    Question::Vote { voter: s(voter), candidate: Some(s(candidate)), refused }
}

fn would(voter: usize, candidate: usize) -> Question {
    Question::WouldVote { voter: s(voter), candidate: s(candidate) }
}

fn can_commit(leader: usize, index: Option<u32>) -> Question {
    Question::CanCommit { leader: s(leader), index: index.map(Index) }
}

fn request(number: u32) -> Question {
    Question::Request(Asked::Number(number))
}

fn changed(what: Number, server: usize) -> Question {
    Question::Changed { what, server: s(server) }
}

fn elected(server: Option<usize>, term: Option<u32>) -> Question {
    Question::Elected { server: server.map(s), term: term.map(Term) }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one line for each wording")]
fn questions_are_understood_as_people_word_them() {
    use Being::{Candidate, Down, Follower, Leader};
    let x_1 = || Question::Request(Asked::Command("x=1".parse().unwrap()));
    let table: Vec<(&str, Question)> = vec![
        // Who leads, and how many can.
        ("who leads", Question::WhoLeads),
        ("Who is the leader?", Question::WhoLeads),
        ("who's the leader", Question::WhoLeads),
        ("Who’s leading right now?", Question::WhoLeads),
        ("which server is the leader", Question::WhoLeads),
        ("which node leads?", Question::WhoLeads),
        ("is there a leader?", Question::WhoLeads),
        ("how many leaders can there be at once", Question::HowManyLeaders),
        ("How many leaders can there be?", Question::HowManyLeaders),
        ("how many leaders can a cluster have at the same time", Question::HowManyLeaders),
        ("can there be two leaders", Question::HowManyLeaders),
        ("Could there ever be more than one leader at once?", Question::HowManyLeaders),
        ("why can there be only one leader", Question::HowManyLeaders),
        ("why can't there be two leaders in one term?", Question::HowManyLeaders),
        ("why are there two leaders", Question::HowManyLeaders),
        ("why no leader", Question::NoLeader),
        ("why isn't there a leader?", Question::NoLeader),
        ("why is nobody leading", Question::NoLeader),
        ("Why does no one lead?", Question::NoLeader),
        // What a server is.
        ("why isn't S1 the leader?", role(1, Leader, true)),
        ("why is s1 no longer leader", role(1, Leader, true)),
        ("why is S1 not leader any more", role(1, Leader, true)),
        ("Why did S1 become the leader?", role(1, Leader, false)),
        ("why did S1 win", role(1, Leader, false)),
        ("why was S1 elected?", role(1, Leader, false)),
        ("how did S1 become leader", role(1, Leader, false)),
        ("how come S1 is leader?", role(1, Leader, false)),
        ("why did S2 step down", role(2, Follower, false)),
        ("why did S2 start an election?", role(2, Candidate, false)),
        ("why is server S3 down", role(3, Down, false)),
        ("is S1 leader", is(1, Leader)),
        ("Is S1 the leader now?", is(1, Leader)),
        ("is S2 still a candidate", is(2, Candidate)),
        ("does S3 follow?", is(3, Follower)),
        ("has S3 crashed", is(3, Down)),
        // Who can win, and who would vote.
        ("could S3 win", Question::CanWin(s(3))),
        ("Can S3 still win an election?", Question::CanWin(s(3))),
        ("why can't S3 win", Question::CanWin(s(3))),
        ("Why can’t S3 win?", Question::CanWin(s(3))),
        ("why cannot S3 be elected", Question::CanWin(s(3))),
        ("why couldn't S3 win the election", Question::CanWin(s(3))),
        ("why did S3 lose the election", Question::CanWin(s(3))),
        ("why did S3 not win", Question::CanWin(s(3))),
        ("will S1 become leader", Question::CanWin(s(1))),
        ("can S1 lead", Question::CanWin(s(1))),
        ("is S1 able to win", Question::CanWin(s(1))),
        ("would S2 vote for S3", would(2, 3)),
        ("Will S2 vote for S3?", would(2, 3)),
        ("why won't S2 vote for S1", would(2, 1)),
        ("why wouldn't S2 grant S1 its vote", would(2, 1)),
        ("can S2 vote for S3", would(2, 3)),
        ("did S2 vote for S3", vote(2, 3, false)),
        ("why didn't S2 vote for S3?", vote(2, 3, true)),
        ("why has S2 refused its vote to S3", vote(2, 3, true)),
        ("why did S2 give S3 its vote", vote(2, 3, false)),
        ("who voted for S1", elected(Some(1), None)),
        ("who was elected in term 2", elected(None, Some(2))),
        ("who won term 2?", elected(None, Some(2))),
        ("did S1 win term 2", elected(Some(1), Some(2))),
        // What a leader can still commit.
        ("can S3 still commit", can_commit(3, None)),
        ("can S3 commit", can_commit(3, None)),
        ("Can S3 still commit index 2?", can_commit(3, Some(2))),
        ("could S3 still commit log entry 2", can_commit(3, Some(2))),
        ("why can't S3 commit entry 2", can_commit(3, Some(2))),
        ("will S3 commit anything", can_commit(3, None)),
        // Entries.
        ("is index 1 committed", is_committed(1, None)),
        ("Is entry 1 committed on S2?", is_committed(1, Some(2))),
        ("is log entry 1 committed yet", is_committed(1, None)),
        ("is the entry at index 1 committed?", is_committed(1, None)),
        ("was index 1 committed by S2", is_committed(1, Some(2))),
        ("has entry 1 been committed", is_committed(1, None)),
        ("does S2 know that entry 1 is committed", is_committed(1, Some(2))),
        ("did S2 commit index 1", is_committed(1, Some(2))),
        ("was index 2 applied", is_applied(2, None)),
        ("has index 2 been executed on S1?", is_applied(2, Some(1))),
        ("why isn't index 3 committed", committed(3, None, true)),
        ("Why hasn't entry 3 been committed yet?", committed(3, None, true)),
        ("why is index 3 uncommitted", committed(3, None, true)),
        ("why has S1 not committed index 3", committed(3, Some(1), true)),
        ("why doesn't S1 commit index 3", committed(3, Some(1), true)),
        ("why didn't S1 apply entry 3", Question::Applied { index: Index(3), server: Some(s(1)), not: true }),
        ("which entries are committed", Question::Safe),
        ("what is committed", Question::Safe),
        ("what's safe to apply?", Question::Safe),
        ("can entry 3 still be lost", lost(3)),
        ("Could index 3 get overwritten?", lost(3)),
        ("is it safe to apply index 3", lost(3)),
        ("will index 3 be lost", lost(3)),
        ("why was index 3 lost", place(3)),
        ("where did entry 3 go?", place(3)),
        ("who has entry 3", place(3)),
        ("does S2 have index 3", place(3)),
        ("has S2 got index 3", place(3)),
        ("what happened to index 3", place(3)),
        // Requests.
        ("what became of request 1", request(1)),
        ("what happened to request 1", request(1)),
        ("What has become of request number 1?", request(1)),
        ("was request 1 executed", request(1)),
        ("why was request 1 never answered", request(1)),
        ("what became of x=1", x_1()),
        ("what happened to x=1?", x_1()),
        ("is x=1 committed", x_1()),
        ("what became of the last request", Question::Request(Asked::Last)),
        // The rest.
        ("why did S2's term change", changed(Number::Term, 2)),
        ("why has S2’s election timer restarted", changed(Number::Timer, 2)),
        ("why is nothing happening", Question::Stuck),
        ("is the cluster stuck?", Question::Stuck),
        ("what happens if S2 crashes", Question::Crash(s(2))),
        ("what does S2 forget when it crashes", Question::Crash(s(2))),
        ("what happened in step 12", Question::Step(12)),
        ("why is election safety violated", Question::Property(Property::ElectionSafety)),
        ("why did message 12 get rejected", Question::Message(MessageId(12))),
        ("can this really happen", Question::CanArise),
        ("could the logs stand side by side", Question::SideBySide),
        ("who might have led term 3", Question::CouldHaveLed(Term(3))),
    ];
    assert!(table.len() > 100);
    let run = settled(5, &[]);
    let names = Names::default();
    let mut wrong = Vec::new();
    for (line, meant) in table {
        for line in [line.to_owned(), line.to_uppercase(), format!("  {line} ?")] {
            match parse_question(&line, View { run: &run, names: &names }) {
                Ok(question) if question == meant => {}
                // A key is written as it is.
                Ok(_) if line.contains("X=1") => {}
                Ok(other) => wrong.push(format!("{line}: {other}, not {meant}")),
                Err(problem) => wrong.push(format!("{line}: {problem}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_not_understood_is_answered_with_the_nearest_question_that_is() {
    let run = settled(5, &[]);
    let names = Names::default();
    let mut wrong = Vec::new();
    for (line, meant) in [
        ("who is leeder", "leader"),
        ("has S3 got a chance to win", "can S3 win"),
        ("can S2 win in the next term", "can S2 win"),
        ("what is to become of request 4", "what became of request 4"),
        ("how many leaders are allowed", "how many leaders can there be at once"),
        ("can S4 commit its entries soon", "can S4 still commit index 2"),
        ("will the voter S2 vote for S4", "would S2 vote for S4"),
        ("can index 4 be found", "can index 4 be lost"),
        ("where is the index", "where is index 3"),
        ("is index 2 comitted", "committed"),
        ("is index 2 replicated on S1", "is index 2 committed on S1"),
        ("who has elected leader S2", "who elected S2"),
        ("why is S3 the boss", "why is S3 not leader"),
    ] {
        let problem = parse_question(line, View { run: &run, names: &names }).expect_err(line);
        if problem.nearest.as_deref() != Some(meant) {
            wrong.push(format!("{line}: {problem}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for line in ["hello", "make me a sandwich", "x"] {
        let problem = parse_question(line, View { run: &run, names: &names }).expect_err(line);
        assert_eq!(problem.nearest, None, "{line}: {problem}");
    }
}
