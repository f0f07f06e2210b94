//! The language: what is printed parses to the same data, the page says everything and says nothing false, and
//! completion offers what may follow.

use crate::support::assert_that;
use proptest::prelude::*;
use raftarium::history::{PlacedAction, Run};
use raftarium::language::{
    self, Act, Amount, Command, Condition, Count, DetailValue, EntryAt, EntrySpec, FactDetail, Group,
    InitialRole, Kind, Known, LANGUAGE, Leaders, Line, Links, MessageVerb, Op, Pattern, Pick, Quantity,
    RequestIs, Says, SetupCommand, Target, Targets, Which, WhichRequest, Whom, commands, complete,
    conditions, parse, parse_command, parse_condition, spell_placed, spell_setup, targets,
};
use raftarium::paper::{Bug, Property};
use raftarium::raft::{
    BackUp, Choice, Command as StoreCommand, Fact, Index, Payload, RoleKind, ServerId, ServerSet, Shape,
    Term, Timer, Value, Word, fields,
};
use raftarium::safety::Stuck;
use raftarium::script::{self, Player};
use raftarium::sim::{LifeKind, LinkChange, MessageId, Setup, Span, SpanRange};

fn known() -> Known {
    Known { servers: 25, names: vec!["Anna".to_owned(), "old-leader".to_owned()] }
}

fn server() -> impl Strategy<Value = ServerId> {
    (0..25usize).prop_map(ServerId::at)
}

fn target() -> impl Strategy<Value = Target> {
    let group = prop_oneof![
        Just(Group::Leader),
        Just(Group::Follower),
        Just(Group::Candidate),
        Just(Group::Crashed),
        Just(Group::Frozen),
        Just(Group::Running),
    ];
    let pick = prop_oneof![Just(Pick::Each), (1..25u8).prop_map(Pick::Nth)];
    prop_oneof![
        3 => server().prop_map(Target::Server),
        2 => (group, pick).prop_map(|(group, pick)| Target::Of(group, pick)),
        1 => Just(Target::Of(Group::Leader, Pick::First)),
        1 => Just(Target::Of(Group::All, Pick::Each)),
        1 => Just(Target::Named("Anna".to_owned())),
        1 => Just(Target::Others),
    ]
}

fn servers() -> impl Strategy<Value = Targets> {
    prop::collection::vec(target(), 1..4).prop_map(Targets)
}

fn one() -> impl Strategy<Value = Targets> {
    target().prop_map(|target| Targets(vec![target]))
}

fn links() -> impl Strategy<Value = Links> {
    (servers(), servers(), any::<bool>()).prop_map(|(from, to, both)| Links { from, to, both })
}

fn span() -> impl Strategy<Value = Span> {
    (0..=Span::LONGEST.0).prop_map(Span)
}

fn range() -> impl Strategy<Value = SpanRange> {
    (span(), span()).prop_map(|(a, b)| SpanRange { min: a.min(b), max: a.max(b) })
}

fn store_command() -> impl Strategy<Value = StoreCommand> {
    let word = || "[a-zA-Z0-9_.]{1,8}".prop_map(|text| Word::new(&text).expect("a word"));
    let text = "[a-zA-Z_]{1,8}".prop_map(|text| Value::Text(Word::new(&text).expect("a word")));
    let value = prop_oneof![any::<i64>().prop_map(Value::Number), text];
    prop_oneof![
        Just(StoreCommand::NoOp),
        (word(), value).prop_map(|(key, value)| StoreCommand::Set { key, value }),
        (word(), any::<i64>()).prop_map(|(key, amount)| StoreCommand::Add { key, amount }),
    ]
}

fn payload() -> impl Strategy<Value = Payload> {
    store_command().prop_map(Payload::from)
}

fn entry() -> impl Strategy<Value = EntrySpec> {
    ((1..1000u32).prop_map(Term), prop::option::of(payload()))
        .prop_map(|(term, payload)| EntrySpec { term, payload })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

fn entry_at() -> impl Strategy<Value = EntryAt> {
    ((0..1000u32).prop_map(Index), prop::option::of((0..1000u32).prop_map(Term)))
        .prop_map(|(index, term)| EntryAt { index, term })
}

/// What messages of a kind can say.
fn says(kind: Kind) -> impl Strategy<Value = Says> {
    fn maybe<T: Clone + std::fmt::Debug + 'static>(
        can: bool,
        of: impl Strategy<Value = T> + 'static,
    ) -> BoxedStrategy<Option<T>> {
        if can { prop::option::weighted(0.3, of).boxed() } else { Just(None).boxed() }
    }
    let one_of = |kinds: &[Kind]| kinds.contains(&kind) || kind == Kind::Message;
    let index = || (0..1000u32).prop_map(Index);
    let append = one_of(&[Kind::Append, Kind::Entries, Kind::Heartbeat]);
    (
        maybe(true, (0..1000u32).prop_map(Term)),
        maybe(append, entry_at()),
        maybe(one_of(&[Kind::Append, Kind::Entries]), entry_at()),
        maybe(append, index()),
        maybe(one_of(&[Kind::Vote]), entry_at()),
        maybe(one_of(&[Kind::VoteReply, Kind::AppendReply]), any::<bool>()),
        maybe(one_of(&[Kind::AppendReply]), index()),
    )
        .prop_map(|(term, prev, with, commit, last, answer, agrees)| Says {
            term,
            prev,
            with,
            commit,
            last,
            answer,
            agrees,
        })
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let of_kind = |kind| {
        (prop::option::of(servers()), prop::option::of(servers()), says(kind))
            .prop_map(move |(from, to, says)| Pattern { kind, from, to, says })
    };
    kind().prop_flat_map(of_kind)
}

fn which() -> impl Strategy<Value = Which> {
    prop_oneof![
        any::<u64>().prop_map(|id| Which::Number(MessageId(id))),
        Just(Which::Next),
        pattern().prop_map(Which::First),
        pattern().prop_map(Which::Last),
        pattern().prop_map(Which::All),
    ]
}

fn bug() -> impl Strategy<Value = Bug> {
    prop::sample::select(Bug::ALL.to_vec())
}

fn choice() -> impl Strategy<Value = Choice> {
    prop_oneof![
        any::<bool>().prop_map(Choice::NoOp),
        prop_oneof![Just(BackUp::OneByOne), Just(BackUp::ByTerm)].prop_map(Choice::BackUp),
        (1..1000u32).prop_map(Choice::MaxEntries),
        any::<bool>().prop_map(Choice::ProbeEmpty),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let change = (prop::option::of(range()), prop::option::of(0..=1000u16), prop::option::of(0..=1000u16))
        .prop_filter("something changes", |change| *change != (None, None, None))
        .prop_map(|(latency, loss, duplicate)| LinkChange { latency, loss, duplicate });
    let verb = prop_oneof![
        Just(MessageVerb::Deliver),
        Just(MessageVerb::Drop),
        Just(MessageVerb::Duplicate),
        span().prop_map(MessageVerb::Delay),
        Just(MessageVerb::Hold),
        Just(MessageVerb::Release),
    ];
    let timer = prop_oneof![Just(Timer::Election), Just(Timer::Heartbeat)];
    let on_servers: [fn(Targets) -> Act; 9] = [
        Act::Crash,
        Act::Restart,
        Act::Freeze,
        Act::Thaw,
        Act::Wipe,
        Act::Timeout,
        Act::Beat,
        Act::BeatEmpty,
        Act::Isolate,
    ];
    let groups = prop::collection::hash_set(0..25usize, 2..6)
        .prop_map(|all| all.into_iter().map(|at| Targets::server(ServerId::at(at))).collect());
    prop_oneof![
        (prop::sample::select(on_servers.to_vec()), servers()).prop_map(|(act, who)| act(who)),
        (servers(), timer, span()).prop_map(|(of, timer, after)| Act::Timer { of, timer, after }),
        prop::option::of(servers()).prop_map(Act::Align),
        prop::option::of(servers()).prop_map(Act::Spread),
        groups.prop_map(Act::Partition),
        Just(Act::Heal),
        links().prop_map(Act::Cut),
        links().prop_map(Act::Mend),
        (links(), change).prop_map(|(links, change)| Act::Link(links, change)),
        links().prop_map(Act::HoldLink),
        links().prop_map(Act::ReleaseLink),
        (verb, which()).prop_map(|(verb, which)| Act::Message(verb, which)),
        (prop::collection::vec(store_command(), 1..4), prop::option::of(one()))
            .prop_map(|(commands, to)| Act::Submit { commands, to }),
        bug().prop_map(Act::Without),
        bug().prop_map(Act::Obey),
        choice().prop_map(Act::Set),
    ]
}

fn setup() -> impl Strategy<Value = SetupCommand> {
    let whom = || {
        prop_oneof![
            Just(Whom::All),
            prop::collection::vec(server(), 1..4)
                .prop_map(|servers| Whom::Only(servers.into_iter().collect::<ServerSet>())),
        ]
    };
    let roles = vec![InitialRole::Follower, InitialRole::Candidate, InitialRole::Leader, InitialRole::Down];
    prop_oneof![
        (1..=25u8).prop_map(SetupCommand::Servers),
        any::<u64>().prop_map(SetupCommand::Seed),
        range().prop_map(SetupCommand::ElectionTimeout),
        span().prop_map(SetupCommand::Heartbeat),
        range().prop_map(SetupCommand::Latency),
        (0..=1000u16).prop_map(SetupCommand::Loss),
        (0..=1000u16).prop_map(SetupCommand::Duplicate),
        choice().prop_map(SetupCommand::Choice),
        (whom(), prop::collection::vec(entry(), 0..6))
            .prop_map(|(of, entries)| SetupCommand::Log { of, entries }),
        (whom(), 0..1000u32).prop_map(|(of, term)| SetupCommand::Term { of, term: Term(term) }),
        (whom(), server()).prop_map(|(of, to)| SetupCommand::Vote { of, to }),
        (whom(), prop::sample::select(roles)).prop_map(|(of, role)| SetupCommand::Role { of, role }),
        (whom(), 0..1000u32).prop_map(|(of, index)| SetupCommand::Commit { of, index: Index(index) }),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop::sample::select(vec![Op::Is, Op::IsNot, Op::Below, Op::AtMost, Op::Above, Op::AtLeast])
}

fn quantity() -> impl Strategy<Value = Quantity> {
    prop_oneof![
        servers().prop_map(Quantity::Term),
        servers().prop_map(Quantity::Commit),
        servers().prop_map(Quantity::Applied),
        servers().prop_map(Quantity::Length),
        servers().prop_map(Quantity::LastTerm),
        servers().prop_map(Quantity::Votes),
        (servers(), prop::option::of(one())).prop_map(|(of, on)| Quantity::Next { of, on }),
        (servers(), prop::option::of(one())).prop_map(|(of, on)| Quantity::Match { of, on }),
        Just(Quantity::Step),
    ]
}

fn about_servers() -> impl Strategy<Value = Condition> {
    let term = || prop::option::of((0..1000u32).prop_map(Term));
    let index = || (0..1000u32).prop_map(Index);
    let roles = vec![RoleKind::Follower, RoleKind::Candidate, RoleKind::Leader];
    let lives = vec![LifeKind::Up, LifeKind::Frozen, LifeKind::Down];
    prop_oneof![
        (servers(), prop::sample::select(roles), term()).prop_map(|(who, role, term)| Condition::Role {
            who,
            role,
            term
        }),
        (servers(), prop::sample::select(lives)).prop_map(|(who, life)| Condition::Life { who, life }),
        (servers(), server()).prop_map(|(who, server)| Condition::Same { who, server }),
        (servers(), prop::option::of(one())).prop_map(|(who, vote)| Condition::Voted { who, vote }),
        (index(), term()).prop_map(|(index, term)| Condition::Committed { index, term }),
        (index(), term(), servers()).prop_map(|(index, term, who)| Condition::CommittedOn {
            index,
            term,
            who
        }),
        (index(), term(), servers()).prop_map(|(index, term, who)| Condition::AppliedOn { index, term, who }),
        (index(), term(), prop::option::of(servers())).prop_map(|(index, term, who)| Condition::On {
            index,
            term,
            who
        }),
        (servers(), prop::collection::vec(entry(), 0..5))
            .prop_map(|(who, entries)| Condition::LogIs { who, entries }),
        (prop::option::of(servers()), term()).prop_map(|(who, term)| Condition::Led { who, term }),
    ]
}

/// Some of what a fact of a name can hold.
fn details(fact: &str) -> impl Strategy<Value = Vec<FactDetail>> + use<> {
    let value = |shape| match shape {
        Shape::Number => (0..=u64::from(u32::MAX)).prop_map(DetailValue::Number).boxed(),
        Shape::Server => one().prop_map(DetailValue::Servers).boxed(),
        Shape::Servers => servers().prop_map(DetailValue::Servers).boxed(),
        Shape::Words(words) => prop::sample::select(words).prop_map(DetailValue::Word).boxed(),
        Shape::Payload => payload().prop_map(DetailValue::Payload).boxed(),
        Shape::Several => panic!("cannot be said"),
    };
    let all = fields(fact)
        .into_iter()
        .map(|field| value(field.shape).prop_map(move |value| FactDetail { field: field.name, value }));
    let all: Vec<_> = all.map(|detail| prop::option::weighted(0.4, detail)).collect();
    all.prop_map(|details| details.into_iter().flatten().collect())
}

fn simple() -> impl Strategy<Value = Condition> {
    let facts = prop::sample::select(Fact::NAMES.to_vec());
    let count = prop_oneof![
        Just(Count::Ever),
        Just(Count::Never),
        (0..9u32).prop_map(Count::Times),
        (0..9u32).prop_map(Count::AtLeast),
        (0..9u32).prop_map(Count::AtMost),
    ];
    let key = prop_oneof!["[a-z]{1,4}", Just("time".to_owned()), Just("step".to_owned())]
        .prop_map(|text| Word::new(&text).expect("a key"));
    let value = prop::option::of(any::<i64>().prop_map(Value::Number));
    let properties = || prop::sample::select(Property::ALL.to_vec());
    let requests = prop_oneof![
        (1..99u32).prop_map(WhichRequest::Number),
        Just(WhichRequest::Last),
        Just(WhichRequest::All)
    ];
    let states = vec![
        RequestIs::Pending,
        RequestIs::Answered,
        RequestIs::Redirected,
        RequestIs::Unanswered,
        RequestIs::Lost,
    ];
    let leaders = prop_oneof![Just(Leaders::Some), (0..=25u8).prop_map(Leaders::Exactly)];
    let number = || 0..=u64::from(u32::MAX);
    let amount = prop_oneof![number().prop_map(Amount::Number), quantity().prop_map(Amount::Of)];
    prop_oneof![
        8 => about_servers(),
        1 => leaders.prop_map(Condition::Leaders),
        1 => Just(Condition::CandidateExists),
        2 => (quantity(), op(), amount)
            .prop_map(|(quantity, op, with)| Condition::Compare { quantity, op, with }),
        1 => (op(), span()).prop_map(|(op, span)| Condition::Time { op, span }),
        2 => (pattern(), prop::option::of((op(), number())))
            .prop_map(|(pattern, count)| Condition::InFlight { pattern, count }),
        1 => prop::option::of(servers()).prop_map(Condition::LogsEqual),
        1 => prop::option::of(servers()).prop_map(Condition::StoresEqual),
        2 => (key, any::<bool>(), value, servers()).prop_map(|(key, not, value, who)| {
            Condition::Stored { key, not: not && value.is_some(), value, who }
        }),
        2 => (facts.prop_flat_map(|fact| (Just(fact), details(fact))), count, prop::option::of(servers()))
            .prop_map(|((fact, details), count, who)| Condition::Happened { fact, details, count, who }),
        1 => properties().prop_map(Condition::Violated),
        1 => prop::option::of(properties()).prop_map(Condition::Holds),
        1 => (requests, prop::sample::select(states))
            .prop_map(|(which, is)| Condition::Request { which, is }),
        1 => (links(), any::<bool>()).prop_map(|(links, held)| Condition::LinkIs { links, held }),
        1 => prop::option::of(prop::sample::select(vec![Stuck::LeaderDeaf, Stuck::NoMajorityUp]))
            .prop_map(Condition::Stuck),
        1 => any::<u64>().prop_map(Condition::Digest),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    simple().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Condition::Or),
            inner.prop_map(|inner| Condition::Not(Box::new(inner))),
        ]
    })
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        1 => "[a-zA-Z][a-zA-Z0-9 #|(),.]{0,30}[a-z]".prop_map(Command::Note),
        1 => setup().prop_map(Command::Set),
        4 => act().prop_map(Command::Act),
        1 => (0..1_000_000u64, prop::option::of(span()), act())
            .prop_map(|(step, time, act)| Command::At { step, time, act }),
        1 => (one(), "[A-Z][a-z]{3,8}").prop_map(|(target, name)| Command::Call { target, name }),
        1 => span().prop_map(Command::Run),
        1 => (1..1000u32).prop_map(Command::Step),
        2 => (condition(), prop::option::of(span()))
            .prop_map(|(condition, within)| Command::RunUntil { condition, within }),
        4 => condition().prop_map(Command::Expect),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_command_printed_parses_to_itself(command in command()) {
        // Names that mean something already cannot be given.
        prop_assume!(!matches!(&command, Command::Call { name, .. } if parse_command(&format!("call S1 {name}"), &known()).is_err()));
        let text = command.to_string();
        match parse_command(&text, &known()) {
            Ok(again) => prop_assert_eq!(again, Some(command), "{}", text),
            Err(problem) => prop_assert!(false, "{}", problem.render("printed")),
        }
    }

    #[test]
    fn every_condition_printed_parses_to_itself(condition in condition()) {
        let text = condition.to_string();
        match parse_condition(&text, &known()) {
            Ok(again) => prop_assert_eq!(again, condition, "{}", text),
            Err(problem) => prop_assert!(false, "{}", problem.render("printed")),
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,80}") {
        if let Err(problem) = parse_command(&text, &known()) {
            prop_assert!(!problem.render("any").is_empty());
            prop_assert!(problem.column >= 1);
        }
    }

    #[test]
    fn any_words_of_the_language_are_answered(
        words in prop::collection::vec(prop::sample::select(vocabulary()), 0..12)
    ) {
        let text = words.join(" ");
        if let Err(problem) = parse_command(&text, &known()) {
            let end = text.chars().count() as u32 + 1;
            prop_assert!(problem.column >= 1 && problem.column <= end, "{problem:?}");
            prop_assert!(!problem.message.is_empty());
        }
    }

    #[test]
    fn any_words_are_carried_out_or_refused(
        lines in prop::collection::vec(
            prop::collection::vec(prop::sample::select(vocabulary()), 1..7), 1..6)
    ) {
        let mut run = Run::new(Setup::of(3, 1)).expect("runs");
        let mut player = Player::default();
        let known = Known { servers: 3, names: Vec::new() };
        for words in lines {
            if let Ok(Some(command)) = parse_command(&words.join(" "), &known) {
                let _ = player.execute(&command, &mut run);
            }
        }
        prop_assert!(run.checker().violations().is_empty() || !run.world().options().bugs.is_empty());
    }
}

fn vocabulary() -> Vec<&'static str> {
    let mut words: Vec<&str> = commands().iter().map(|usage| usage.word).collect();
    words.extend(
        "S1 S2 S3 leader followers all others -> <-> | ( ) and or not is are in of on to by".split(' '),
    );
    words.extend("1 2 7 150ms 20ms 10% 5..15ms x=1 x = >= 1:x #3 next vote append in flight".split(' '));
    words.extend("index committed applied term until within leader exists no one happened times".split(' '));
    words.extend("RejectedMismatch Election Safety violated holds logs equal request answered".split(' '));
    words
}

#[test]
fn every_example_parses() {
    for usage in commands().iter().chain(targets()) {
        if let Err(problem) = parse_command(usage.example, &known()) {
            panic!("{}", problem.render(usage.word));
        }
    }
    for usage in conditions() {
        if let Err(problem) = parse_condition(usage.example, &known()) {
            panic!("{}", problem.render(usage.word));
        }
    }
}

/// What stands in backticks in a piece of Markdown.
fn quoted(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('`').skip(1).step_by(2).map(|code| code.replace("\\|", "|"))
}

/// The cells of a table row, without those bars that are escaped.
fn cells(row: &str) -> Vec<String> {
    let row = row.replace("\\|", "\u{1}");
    row.split('|').map(|cell| cell.replace('\u{1}', "\\|")).collect()
}

#[test]
fn the_page_has_every_command_condition_and_target() {
    for usage in commands() {
        let row = format!("\n| `{}", usage.word);
        assert!(LANGUAGE.contains(&row), "{} has a row", usage.word);
    }
    for usage in targets() {
        assert!(LANGUAGE.contains(usage.word), "{} is on the page", usage.word);
    }
    for word in conditions().iter().flat_map(|usage| usage.word.split(' ')) {
        assert!(LANGUAGE.contains(word), "{word} is on the page");
    }
    for kind in Kind::ALL {
        assert!(LANGUAGE.contains(&format!("`{}`", kind.word())), "{kind} is on the page");
    }
    for name in Fact::NAMES {
        assert!(LANGUAGE.contains(&format!("`{name}`")), "{name} is on the page");
    }
    let causes = completions("expect stuck because ");
    assert_that(&causes.len(), |it| *it >= 16);
    for cause in causes {
        assert!(LANGUAGE.contains(&format!("| `{cause}` |")), "{cause} is on the page");
        let condition = parse_condition(&format!("stuck because {cause}"), &known()).expect("a condition");
        let Condition::Stuck(Some(stuck)) = condition else { panic!("{condition:?}") };
        assert_eq!(serde_json::to_value(stuck).expect("json"), cause.as_str(), "one name everywhere");
    }
    for bug in Bug::ALL {
        let row = format!("| `{bug}` | {} | {}", bug.title(), bug.breaks().map_or("none", Property::name));
        assert!(LANGUAGE.contains(&row), "{row} is on the page");
    }
}

#[test]
fn every_example_of_the_page_parses() {
    let mut table = "";
    let (mut parsed, mut section) = (0, "");
    for line in LANGUAGE.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title;
        }
        let heads = ["| command", "| condition", "| question", "| |"];
        if heads.iter().any(|head| line.starts_with(head)) {
            table = line;
        }
        if !line.starts_with("| ")
            || line == table
            || section.starts_with("Facts")
            || section.starts_with("Rules")
            || section == "For programs"
            || section == "Sessions"
        {
            continue;
        }
        let row = cells(line);
        let examples = row.get(2).map_or("", String::as_str);
        for example in quoted(examples) {
            parsed += 1;
            let problem = if table.starts_with("| condition") {
                parse_condition(&example, &known()).err()
            } else if table.starts_with("| question") {
                language::check_question(&example, &known()).err()
            } else {
                parse_command(&example, &known()).err()
            };
            if let Some(problem) = problem {
                panic!("{}", problem.render("language.md"));
            }
        }
    }
    assert!(parsed > 90, "only {parsed} examples were found");
}

#[test]
fn a_script_has_a_title_and_an_intro_and_its_notes_stand_at_their_steps() {
    let text = "# A beginning (§5.2).\n#\n# Three servers\n# and an election.\n\n# Not part of it.\nservers 3\n\
                note Nobody leads.\nrun until leader exists within 5s\nnote One does.\n";
    let script = parse(text).expect("a script");
    assert_eq!(
        (script.title(), script.intro().as_str()),
        ("A beginning (§5.2)", "Three servers and an election.")
    );
    assert_eq!(parse(&script.to_string()).expect("a script").head, script.head);
    let (report, run) = script::play_through(&script, &script::PlayOptions::default());
    let run = run.expect("runs");
    let notes = [(run.start(), "Nobody leads.".to_owned()), (run.cursor(), "One does.".to_owned())];
    assert_eq!(report.notes, notes);
    assert_that(&(run.cursor(), run.start()), |(a, b)| a > b);
    let told = report.to_string();
    assert!(told.starts_with("A beginning (§5.2)\nThree servers and an election.\n"), "{told}");
    let bare = parse("servers 3").expect("a script");
    assert_eq!((bare.title(), bare.intro().as_str()), ("", ""));
}

#[test]
fn a_report_names_the_rules_that_are_off() {
    let script = parse("without commit-by-count\nexpect no leader\n").expect("a script");
    let report = script::play(&script, &script::PlayOptions::default());
    assert_eq!(report.without, [Bug::CommitByCount]);
    let told = report.to_string();
    assert!(
        told.contains("Rule off: a leader counts only entries of its own term (L7, bug commit-by-count)"),
        "{told}"
    );
}

#[test]
fn the_script_on_the_page_plays_out_as_it_says() {
    let script =
        LANGUAGE.split("```raft\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a script");
    let script = parse(script).unwrap_or_else(|problems| panic!("{problems}"));
    for seed in 1..10 {
        let options = script::PlayOptions { seed: Some(seed), ..Default::default() };
        let report = script::play(&script, &options);
        assert!(report.held(), "{report}");
    }
}

#[test]
fn a_run_saved_as_commands_comes_back_the_same() {
    let mut run = Run::new(Setup::of(5, 3)).expect("runs");
    let mut player = Player::default();
    let story = "run 400ms\nsubmit x=1\nrun 7.5ms\ndrop all append to S2\ncut S1 <-> S3\nlink S2 -> S4 loss 50% latency 1..9ms\n\
                 run 33.333ms\ncrash leader\nisolate S2\nrun 900ms\nalign\nheal\nrestart crashed\nfreeze S4\nrun 200ms\n\
                 thaw S4\nsubmit y+=2 to S1\nhold S1 -> S2\nrun 50ms\nrelease S1 -> S2\npartition S1 S2 | S3\nrun 300ms\n\
                 without no-log-check\ntimer S1 S2 20ms heartbeat";
    let known = Known { servers: 5, names: Vec::new() };
    for line in story.lines() {
        if let Ok(Some(command)) = parse_command(line.trim(), &known) {
            let _ = player.execute(&command, &mut run);
        }
    }
    let saved: Vec<String> =
        run.actions().iter().map(|recorded: &PlacedAction| spell_placed(recorded).to_string()).collect();
    assert!(saved.len() > 15, "{saved:?}");
    let mut again = Run::new(Setup::of(5, 3)).expect("runs");
    for line in &saved {
        let command =
            parse_command(line, &known).unwrap_or_else(|problem| panic!("{}", problem.render("saved")));
        player
            .execute(&command.expect("a command"), &mut again)
            .unwrap_or_else(|trouble| panic!("{line}: {trouble}"));
    }
    assert_eq!(again.actions(), run.actions());
    assert_eq!(again.cursor(), run.actions().last().map_or(0, |last| last.after + 1));
    run.seek(again.cursor());
    assert_eq!(again.world().digest(), run.world().digest());
}

proptest! {
    /// A cluster written as commands is the same cluster again.
    #[test]
    fn a_setup_printed_parses_to_itself(parts in proptest::collection::vec(setup(), 0..8), bug in bug()) {
        let mut script = parse("").expect("nothing");
        let commands = parts
            .into_iter()
            .chain([SetupCommand::Servers(25), SetupCommand::Assume])
            .map(Command::Set)
            .chain([Command::Act(Act::Without(bug))]);
        script.lines = commands.map(|command| Line { number: 0, command }).collect();
        let setup = script.setup();
        if setup.check().is_ok() {
            script.lines = spell_setup(&setup).into_iter().map(|command| Line { number: 0, command }).collect();
            let again = parse(&script.to_string()).expect("a script").setup();
            for server in setup.roster().iter() {
                prop_assert_eq!(again.initial(server), setup.initial(server));
            }
            let rest = |setup: &Setup| Setup { initial: Vec::new(), ..setup.clone() };
            prop_assert_eq!(rest(&again), rest(&setup));
        }
    }
}

fn completions(line: &str) -> Vec<String> {
    let mut run = Run::new(Setup::of(3, 1)).expect("runs");
    for _ in 0..20 {
        run.forward();
    }
    complete(line, run.world()).into_iter().map(|completion| completion.text).collect()
}

#[test]
fn completion_offers_what_may_follow() {
    let first = completions("");
    for usage in commands() {
        assert!(first.contains(&usage.word.to_owned()), "{} is offered", usage.word);
    }
    assert_eq!(completions("cra"), ["crash"]);
    assert_eq!(completions("without no-l"), ["no-log-check"]);
    assert_eq!(completions("crash S"), ["S1", "S2", "S3"]);
    assert_eq!(completions("crash lea"), ["leader", "leaders"]);
    assert_that(&completions("cut S1 "), |it| it.contains(&"->".to_owned()));
    assert_that(&completions("cut S1 -> o"), |it| it.contains(&"others".to_owned()));
    assert_that(&completions("run until S1 is "), |it| it.contains(&"candidate".to_owned()));
    assert_that(&completions("expect Rejected"), |it| it.contains(&"RejectedMismatch".to_owned()));
    assert_that(&completions("expect S1 is leader "), |it| it.contains(&"and".to_owned()));
    assert_that(&completions("expect S1 is leader and "), |it| it.contains(&"voted".to_owned()));
    assert_that(&completions("drop append S1 -> S2 "), |it| {
        ["of", "prev", "with", "commit"].iter().all(|word| it.contains(&(*word).to_owned()))
    });
    assert_that(&completions("drop vote S1 -> S2 "), |it| it.contains(&"last".to_owned()));
    assert_eq!(completions("drop vote-reply S1 -> S2 gr"), ["granted"]);
    assert_eq!(completions("expect VoteDenied because lo"), ["log-behind"]);
    assert_that(&completions("expect Truncated "), |it| it.contains(&"own_term".to_owned()));
    assert_eq!(completions("set max"), ["max-entries"]);
    assert_eq!(completions("beat S1 em"), ["empty"]);
    assert_that(&completions("deliver "), |it| it.iter().any(|word| word.starts_with('#')));
    assert_eq!(completions("frobnicate "), [""; 0]);
    assert_eq!(completions("crash nonsense "), [""; 0]);
}
