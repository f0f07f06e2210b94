//! Catalogue, facts and code name the same rules, with none missing.

use crate::support::wild;
use raftarium::language::{Known, parse_command};
use raftarium::paper::{Article, Bug, BugArticle, Property, Rule, catalogue, figure, is_place, lab, source};
use raftarium::raft::{
    Command, Conflict, Denial, Fact, Index, MessageKind, Options, RequestId, RoleKind, ServerId, ServerSet,
    Term, Timer,
};
use raftarium::sim::Setup;
use std::collections::BTreeSet;
use std::path::Path;

/// One fact of every kind, and of every rule that a kind can carry.
fn samples() -> Vec<Fact> {
    let (server, set) = (ServerId::at(1), ServerSet::up_to(3));
    let (term, index) = (Term(2), Index(3));
    let command = Command::set("x", 1).unwrap();
    let request = MessageKind::RequestVote;
    let behind =
        Denial::LogBehind { own_term: term, own_index: index, their_term: Term(1), their_index: index };
    let mut samples = vec![
        Fact::Persisted { term: true, vote: true, log: true },
        Fact::Restarted { term, voted_for: None, last_index: index },
        Fact::TermAdopted { from: Term(1), to: term, sender: server },
        Fact::SteppedDown { was: RoleKind::Leader, of: term, sender: server },
        Fact::RejectedStaleTerm { sender: server, request, theirs: Term(1), ours: term },
        Fact::StaleReplyDropped { sender: server, reply: request, request_term: Term(1), ours: term },
        Fact::Applied { index, term, payload: command.into() },
        Fact::Booted { term },
        Fact::ElectionTimeout { term },
        Fact::ElectionStarted { term },
        Fact::VoteCounted { voter: server, granted: true, again: false, votes: set, counted: 3, needed: 2 },
        Fact::BecameLeader { term, votes: set },
        Fact::CandidateYielded { term, leader: server },
        Fact::ElectionRestarted { term, votes: set },
        Fact::TimerArmed { timer: Timer::Election, of: RoleKind::Follower, after_us: 1 },
        Fact::TimerArmed { timer: Timer::Heartbeat, of: RoleKind::Leader, after_us: 1 },
        Fact::TimerArmed { timer: Timer::Heartbeat, of: RoleKind::Candidate, after_us: 1 },
        Fact::VoteGranted {
            to: server,
            term,
            before: None,
            own_term: term,
            own_index: index,
            their_term: term,
            their_index: index,
        },
        Fact::VoteDenied { to: server, term, because: Denial::AlreadyVoted { to: server } },
        Fact::VoteDenied { to: server, term, because: behind },
        Fact::HeartbeatSent { to: set },
        Fact::LeaderStateInitialised { next: index },
        Fact::EntryAppended { index, term, command },
        Fact::ClientReplied { request: RequestId(1), index },
        Fact::AppendSent { to: server, first: index, last: index },
        Fact::MatchAdvanced { follower: server, from: Index(1), to: index },
        Fact::NextBackedUp {
            follower: server,
            from: index,
            to: Index(2),
            own_term: term,
            conflict: Conflict { term: None, first_index: Index(1) },
        },
        Fact::CommitAdvanced { from: Index(1), to: index, on: set },
        Fact::CommitWithheld { index, term, on: set },
        Fact::CommittedIndirectly { first: Index(1), last: index },
        Fact::RequestRetried { to: server, request },
        Fact::ClientRedirected { request: RequestId(1), leader: None },
        Fact::RejectedMismatch { leader: server, prev_index: index, prev_term: term, own_term: None },
        Fact::Truncated { first: index, last: index, own_term: Term(1), their_term: term },
        Fact::Appended { first: index, last: index },
        Fact::DuplicateIgnored { first: index, last: index },
        Fact::FollowerCommitAdvanced { from: Index(1), to: index, leader_commit: index, last_new: index },
        Fact::QuorumWitness { servers: set, index },
        Fact::Crashed {
            was: RoleKind::Leader,
            commit_index: index,
            term_lost: false,
            vote_lost: true,
            entries_lost: 2,
        },
        Fact::TimingWarning { travelling: 1 },
        Fact::NoOpAppended { index, term },
    ];
    samples.extend(Property::ALL.map(|property| Fact::PropertyViolated { property }));
    samples
}

#[test]
fn every_rule_has_an_article_and_a_place() {
    for rule in Rule::ALL.iter().copied() {
        let article = rule.article();
        assert_eq!(article.rule, rule);
        assert_eq!(Rule::parse(rule.id()), Some(rule));
        // S1 is a server.
        assert!(!rule.id().starts_with('S'), "{rule} reads like a server");
        for prose in [article.name, article.words, article.why, article.without, article.practice] {
            assert!(!prose.is_empty(), "{rule}");
            assert!(!prose.contains(char::is_control), "{rule}: {prose:?}");
        }
        for prose in [article.words, article.why, article.without, article.practice] {
            let ends = prose.matches(". ").count() + 1;
            assert!(prose.ends_with('.') && ends <= 4, "{rule} has {ends} sentences: {prose}");
        }
        let place = rule.place();
        for section in place.section.split(", ") {
            // "§5.2 (votes)": for which part of the rule.
            let section = section.split(" (").next().unwrap();
            assert!(is_place(section), "{rule}: {section}");
        }
        if let Some(figure) = place.figure {
            assert!(figure.ends_with(place.line()) && figure.starts_with("Figure "), "{rule}: {figure}");
        }
    }
}

#[test]
fn articles_name_exactly_the_facts_that_carry_their_rule() {
    let carried: BTreeSet<(&str, Rule)> = samples().iter().map(|fact| (fact.name(), fact.rule())).collect();
    let sampled: BTreeSet<&str> = carried.iter().map(|(name, _)| *name).collect();
    assert_eq!(sampled, Fact::NAMES.iter().copied().collect(), "one sample of every kind of fact");
    let named: BTreeSet<(&str, Rule)> = Rule::ALL
        .iter()
        .map(|rule| rule.article())
        .flat_map(|article| article.facts.iter().map(|name| (*name, article.rule)))
        .collect();
    assert_eq!(named, carried);
    for article in Rule::ALL.iter().map(|rule| rule.article()) {
        assert!(!article.facts.is_empty(), "{} is carried by no fact", article.rule);
    }
}

#[test]
fn every_fact_really_happens() {
    let mut happened = BTreeSet::new();
    for seed in 1..=20 {
        let options = Options { no_op_on_election: seed % 4 == 0, ..Options::default() };
        wild::steps(Setup { options, ..Setup::of(5, seed) }, 3_000, |step| {
            happened.extend(step.facts.iter().map(Fact::name));
        });
    }
    let missing: Vec<&str> = Fact::NAMES.iter().copied().filter(|name| !happened.contains(name)).collect();
    assert!(missing.is_empty(), "never seen: {missing:?}");
}

/// The lines of a function with its documentation, as one line of text without marks.
fn source_of(article: &Article) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(source::file_of(article.rule));
    let source = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = article.function.rsplit("::").next().unwrap();
    let lines: Vec<&str> = source.lines().collect();
    let start = lines
        .iter()
        .position(|line| line.contains(&format!("fn {name}(")))
        .unwrap_or_else(|| panic!("{} is not in {}", article.function, path.display()));
    let indent = lines[start].len() - lines[start].trim_start().len();
    let end = (start..lines.len())
        .find(|line| lines[*line].trim_end() == format!("{}}}", " ".repeat(indent)))
        .unwrap();
    let docs = lines[..start].iter().rev().take_while(|line| line.trim_start().starts_with("//")).count();
    let mut text = lines[start - docs..=end].join(" ");
    // The checker has a file a property, and says at its top which.
    if source::file_of(article.rule).starts_with("src/safety/checker/") {
        text.extend(lines.iter().filter(|line| line.starts_with("//!")).copied());
    }
    text.replace("///", " ")
        .replace("//", " ")
        .replace('`', "")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_function_exists_and_cites_the_place() {
    for article in Rule::ALL.iter().map(|rule| rule.article()) {
        let text = source_of(article);
        let place = article.place;
        let cites = if place.line() == "State" {
            text.contains("Figure 2") && text.contains("state")
        } else {
            let mut sections = place.section.split(", ").filter_map(|section| section.split(" (").next());
            sections.any(|section| text.contains(section))
                || place.line().split(", ").any(|short| !short.is_empty() && text.contains(short))
        };
        assert!(cites, "{} does not cite {place} for {}: {text}", article.function, article.rule);
    }
}

#[test]
fn every_line_of_the_figures_is_where_its_rules_say() {
    let lines: Vec<_> = figure::boxes().flat_map(|around| &around.lines).collect();
    for line in &lines {
        assert!(!line.text.is_empty() && !line.rules.is_empty(), "{}", line.label);
        for rule in &line.rules {
            let place = rule.place();
            if place.figure.is_some() {
                // The three lines of the box State are told apart: "State: on disk".
                let cited = line.label.split(':').next().unwrap();
                let labels: Vec<&str> = place.line().split(", ").collect();
                assert!(labels.contains(&cited), "{rule} is at {place}, not at {}", line.label);
            }
        }
    }
    for rule in Rule::ALL.iter().copied() {
        let figure = rule.place().figure.unwrap_or_default();
        if figure.starts_with("Figure 9") {
            continue;
        }
        for label in rule.place().lines_drawn() {
            let there = lines.iter().filter(|line| line.label == label).count();
            assert_eq!(there, 1, "{rule} is drawn at {label}");
        }
    }
}

#[test]
fn pages_fit_a_terminal_and_hold_the_article() {
    for rule in Rule::ALL.iter().copied() {
        let page = catalogue::page(rule);
        assert!(page.starts_with(&format!("{rule} · {}", rule.article().name)), "{page}");
        for line in page.lines() {
            assert!(line.chars().count() <= 80, "{rule}: {line}");
        }
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [rule.article().words, rule.article().without, rule.article().practice] {
            assert!(flat.contains(part), "{rule}: {part}");
        }
        for bug in Bug::ALL.iter().copied().filter(|bug| bug.rule() == rule) {
            assert!(flat.contains(bug.id()) && flat.contains(bug.article().story), "{rule}: {bug}");
        }
    }
    let contents = catalogue::contents();
    for rule in Rule::ALL {
        assert_eq!(
            contents.lines().filter(|line| line.starts_with(&format!("{:<4} ", rule.id()))).count(),
            1
        );
    }
    for bug in Bug::ALL.iter().copied() {
        let line = contents.lines().find(|line| line.split(' ').next() == Some(bug.id())).expect("a line");
        assert!(line.contains(bug.rule().id()) && line.ends_with(bug.title()), "{line}");
    }
    assert!(contents.lines().all(|line| line.chars().count() <= 80), "{contents}");
}

#[test]
fn the_page_of_a_bug_fits_a_terminal_and_tells_its_story() {
    for bug in Bug::ALL.iter().copied() {
        let page = lab::page(bug);
        assert!(
            page.starts_with(&format!("{bug}\nRule off: {}\n{} · ", bug.rule_off(), bug.rule())),
            "{page}"
        );
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
        let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let BugArticle { summary, story, expect, .. } = *bug.article();
        for part in [summary, story, expect, bug.breaks().map_or("only progress suffers", Property::name)] {
            assert!(flat.contains(part), "{bug}: {part}");
        }
        // What is offered to try can be typed.
        let command = format!("without {bug}");
        assert!(flat.contains(&command) && parse_command(&command, &Known::default()).is_ok(), "{page}");
    }
}

#[test]
fn every_bug_has_its_own_story() {
    let mut summaries = BTreeSet::new();
    for bug in Bug::ALL.iter().copied() {
        let article = bug.article();
        assert_eq!(article.bug, bug);
        for prose in [article.summary, article.story, article.expect] {
            assert!(prose.ends_with('.') && !prose.contains(char::is_control), "{bug}: {prose:?}");
        }
        assert!(summaries.insert(article.summary), "{bug} shares its summary with another");
        assert_eq!(Bug::parse(bug.id()), Some(bug));
        // Bugs that only make a cluster stuck say that nothing else is lost.
        let stuck = article.expect.to_lowercase().contains("all properties hold");
        assert_eq!(bug.breaks().is_none(), stuck || article.expect.contains("nobody leads"), "{bug}");
    }
}
