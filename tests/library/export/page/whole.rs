//! The page as a file: whole, alone, the same every time, and not too large.

use super::{between, data, file, page, page_with, scenario, subject};
use crate::support::assert_contains;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use raftarium::export::html::{MOST_STEPS, Options, write};
use raftarium::export::{ExportError, Steps, Subject};
use raftarium::history::Run;
use raftarium::link::{Link, LinkPlace};
use raftarium::raft::{Command, ServerId};
use raftarium::script::session;
use raftarium::sim::{Action, Setup};
use std::fs;

fn hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64.encode(hmac_sha256::Hash::hash(text.as_bytes())))
}

#[test]
fn its_policy_allows_its_own_style_and_script_and_nothing_else() {
    let page = page(&subject(&scenario("01-initial-election")));
    let policy = between(&page, "Content-Security-Policy\" content=\"", "\"");
    let style = hash(between(&page, "<style>", "</style>"));
    let script = hash(between(&page, "<script type=\"module\">", "</script>"));
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"
        )
    );
}

#[test]
fn it_needs_nothing_but_itself() {
    let page = page(&subject(&scenario("01-initial-election")));
    for outside in
        [" src=", "url(", "@import", "import(", "fetch(", "https://", "style=\"", "eval(", "innerHTML"]
    {
        assert!(!page.contains(outside), "{outside}");
    }
    // The one address in it is a name: that of SVG.
    assert_eq!(page.matches("http://").count(), 1);
    assert_contains(&page, "\"http://www.w3.org/2000/svg\"");
}

#[test]
fn every_file_of_the_player_is_in_it() {
    let page = page(&subject(&scenario("01-initial-election")));
    let mut count = 0;
    for entry in fs::read_dir(file("assets/player")).expect("a folder") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("a text");
        if path.extension().is_some_and(|extension| extension != "html") {
            assert!(page.contains(&text), "{}", path.display());
            count += 1;
        }
    }
    assert!(count > 15, "{count}");
}

#[test]
fn it_is_the_same_every_time() {
    let (one, other) = (scenario("20-unreliable-network"), scenario("20-unreliable-network"));
    assert_eq!(page(&subject(&one)), page(&subject(&other)));
}

#[test]
fn without_script_it_tells_what_mattered() {
    let run = scenario("01-initial-election");
    let page = page(&subject(&run));
    let story = between(&page, "<noscript>", "</noscript>");
    let wins = "S4 wins the election for term 1: with S2 and S5 it has 3 of 5 votes";
    assert!(
        story.contains(&format!("<li value=\"10\">{wins} <small>§5.2 · Candidates 2</small></li>")),
        "{story}"
    );
    assert!(!story.contains("heartbeat"), "what does not matter is left out");
}

#[test]
fn steps_that_are_not_there_are_refused() {
    let run = scenario("27-no-op");
    let end = run.end();
    let steps = Steps { first: 1, last: end + 1 };
    let refused = write(&Subject { steps, ..subject(&run) }, Options::default(), &mut Vec::new());
    assert!(matches!(refused, Err(ExportError::NoSuchStep { .. })), "{refused:?}");
}

#[test]
fn as_many_steps_as_are_allowed_are_a_few_megabytes_and_more_are_refused() {
    let mut run = Run::new(Setup::of(5, 3)).unwrap();
    while run.end() < MOST_STEPS + 10 {
        run.forward();
    }
    let refused = write(&subject(&run), Options::default(), &mut Vec::new()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "20006 steps are more than the 20000 that this format takes: choose some with --steps A..B"
    );
    let steps = Steps { first: 1, last: MOST_STEPS };
    let page = page(&Subject { steps, ..subject(&run) });
    assert!(page.len() < 6_000_000, "{}", page.len());
    assert_eq!(data(&page)["steps"].as_array().unwrap().len() as u64, MOST_STEPS - 4);
}

#[test]
fn a_page_links_to_its_run_in_the_browser_edition_if_there_is_one() {
    let run = scenario("06-leader-failure");
    assert!(!page(&subject(&run)).contains("live link"), "without an address there is no such link");
    let address = Some("https://example.org/raft/?a=1&b=2");
    let page = page_with(&subject(&run), Options { address });
    let href = between(&page, "<a class=\"live link\" href=\"", "\"").replace("&amp;", "&");
    let fragment =
        href.strip_prefix("https://example.org/raft/?a=1&b=2#").unwrap_or_else(|| panic!("{href}"));
    let Some(Link { place: Some(LinkPlace::Run { text, .. }), .. }) = Link::read(fragment).expect("a link")
    else {
        panic!("{fragment} leads to no run")
    };
    let there = session::read(&text).expect("a session").resume().run;
    assert_eq!(there.world().digest(), run.world().digest());
    // A run that does not fit into a link is not left without one.
    let mut long = Run::new(Setup::of(5, 3)).unwrap();
    for turn in 0..2_000_i64 {
        long.forward();
        let command = Command::set("x", turn.wrapping_mul(0x1e37_79b9_7f4a_7c15)).unwrap();
        long.act(&Action::Submit { to: ServerId::at(0), command }).expect("a client may ask anybody");
    }
    let page = page_with(&subject(&long), Options { address });
    assert!(
        page.contains("href=\"https://example.org/raft/?a=1&amp;b=2\" title"),
        "{}",
        between(&page, "live link", "</a>")
    );
}
