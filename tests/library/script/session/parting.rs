//! A session that no longer plays out the same says where it parts, and goes on as far as it does.

use super::grown::two;
use crate::support::assert_that;
use raftarium::history::BranchId;
use raftarium::script::Trouble;
use raftarium::script::session::{Parted, Resumed, WhyParted, read, write};
use raftarium::sim::{Action, Refusal};

fn resumed(text: &str) -> Resumed {
    read(text).unwrap_or_else(|problems| panic!("{problems}\n{text}")).resume()
}

/// The session of two branches, with one piece of it changed.
fn changed(from: &str, to: &str) -> Resumed {
    let text = write(&two());
    assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
    resumed(&text.replace(from, to))
}

fn line_of(start: &str) -> u32 {
    let text = write(&two());
    let place = text.lines().position(|line| line.starts_with(start)).expect("the line");
    place as u32 + 1
}

#[test]
fn another_cluster_parts_at_the_first_digest() {
    let Resumed { run, parted } = changed("seed 1\n", "seed 2\n");
    let expected = Parted {
        branch: 1,
        line: line_of("at step 60"),
        same_until: 3,
        noticed_at: 16,
        why: WhyParted::State,
    };
    assert_eq!(parted[0], expected);
    assert_eq!(
        parted[0].to_string(),
        format!(
            "branch 1 (line {}) differs after step 3: by step 16 the state differs from the saved one",
            line_of("at step 60")
        )
    );
    assert_eq!((parted[1].branch, &parted[1].why), (2, &WhyParted::Parent), "it left after step 30");
    assert_eq!((parted.len(), run.branches().len(), run.end(), run.cursor()), (2, 1, 16, 16));
}

#[test]
fn something_else_that_was_done_parts_soon_after() {
    let Resumed { run, parted } = changed("submit x=1 to S1", "submit x=2 to S1");
    assert_eq!(parted.len(), 1);
    assert_eq!((parted[0].branch, parted[0].same_until, parted[0].noticed_at), (1, 48, 64));
    assert_eq!(run.branches().len(), 2, "the other branch had left before");
    assert_eq!(run.current().id(), BranchId::numbered(2));
    assert_eq!(run.branch(BranchId::TRUNK).unwrap().ending().step, 64);
}

#[test]
fn what_is_refused_now_is_said() {
    let Resumed { run, parted } = changed("crash S1", "restart S1");
    let refused = Trouble::Refused(Refusal::NotDown(super::grown::s(1)));
    let expected = Parted {
        branch: 2,
        line: line_of("at step 30"),
        same_until: 30,
        noticed_at: 30,
        why: WhyParted::Trouble(refused),
    };
    assert_eq!(parted, [expected]);
    assert!(parted[0].to_string().ends_with("differs at step 30: S1 is not down"), "{}", parted[0]);
    assert_eq!((run.branches().len(), run.end(), run.cursor()), (1, 101, 101));
}

#[test]
fn a_moment_that_is_past_is_said() {
    let text = write(&two());
    let line = text.lines().find(|line| line.starts_with("at step 60")).unwrap();
    let early = line.replacen(line.split(' ').nth(3).unwrap(), "1ms", 1);
    let Resumed { parted, .. } = changed(line, &early);
    assert!(
        matches!(parted[0].why, WhyParted::Trouble(Trouble::NoSuchMoment { step: 60, .. })),
        "{parted:?}"
    );
}

#[test]
fn a_branch_that_is_no_other_is_said() {
    let text = write(&two());
    let (head, branch) = text.split_once("\nbranch 2 from 1\n").unwrap();
    let (branch, _) = branch.split_once("\ncursor").unwrap();
    let twice = format!("{head}\nbranch 2 from 1\n{branch}\nbranch 3 from 1\n{branch}");
    let Resumed { run, parted } = resumed(&twice);
    assert_eq!(run.branches().len(), 2);
    assert_eq!((parted.len(), parted[0].branch, &parted[0].why), (1, 3, &WhyParted::Same(2)));
}

#[test]
fn without_digests_nothing_is_compared() {
    let bare = "session 1\nservers 3\nseed 5\nbranch 1\nat step 20 isolate leader\nend 200\n\
                branch 2 from 1\nat step 60 heal\nend 90\n";
    let Resumed { run, parted } = resumed(bare);
    assert_eq!((parted, run.branches().len()), (Vec::new(), 2));
    assert_eq!((run.current().id(), run.cursor()), (BranchId::TRUNK, 200));
    assert_eq!(run.actions().len(), 1);
    assert_that(&run.actions()[0].action, |it| matches!(it, Action::Partition(_)));
}
