//! From setup commands to a [`Setup`].

use super::{Act, Command, EntrySpec, InitialRole, Links, Script, SetupCommand, Whom};
use crate::raft::{Command as StoreCommand, Entry, Index, RoleKind, ServerId, Term, Value, Word};
use crate::sim::{Initial, LinkChange, Setup, SetupError};

/// The command of an entry of which only the term is written. The key tells the term (`a` for term 1), the
/// value the index, so that equal places of equal terms hold equal commands, and others do not.
pub fn default_command(term: Term, index: Index) -> StoreCommand {
    let letter = char::from(b'a' + (term.0.wrapping_sub(1) % 26) as u8);
    let key = Word::literal(letter.encode_utf8(&mut [0; 4]));
    StoreCommand::Set { key, value: Value::Number(i64::from(index.0)) }
}

/// The entries of a log.
pub(super) fn entries(specs: &[EntrySpec]) -> Vec<Entry> {
    Index::FIRST
        .onwards()
        .zip(specs)
        .map(|(index, spec)| Entry {
            term: spec.term,
            payload: spec.payload.unwrap_or_else(|| default_command(spec.term, index).into()),
        })
        .collect()
}

impl Script {
    /// Whether it says how a cluster begins, so that it is not played on one that is there already.
    pub fn begins_cluster(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.command, Command::Set(_)))
    }

    /// How many things it expects.
    pub fn expectations(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.command, Command::Expect(_))).count()
    }

    /// The cluster that its setup commands describe.
    pub fn setup(&self) -> Setup {
        self.setup_of(&[], usize::MAX)
    }

    /// With further commands, which count as if they stood first, and only so many of its own.
    pub(crate) fn setup_of(&self, more: &[SetupCommand], first: usize) -> Setup {
        let mut setup = Setup::default();
        let own = self.lines.iter().map(|line| &line.command);
        // The size counts first: `log all 1` is about everybody, wherever it stands.
        for command in own.clone() {
            if let Command::Set(size @ SetupCommand::Servers(_)) = command {
                size.apply(&mut setup);
            }
        }
        for command in more {
            command.apply(&mut setup);
        }
        for command in own.take(first) {
            match command {
                Command::Note(_) | Command::Pause(_) | Command::Set(SetupCommand::Servers(_)) => {}
                Command::Set(command) => {
                    let overridden = |other: &SetupCommand| {
                        std::mem::discriminant(other) == std::mem::discriminant(command)
                    };
                    if !more.iter().any(overridden) {
                        command.apply(&mut setup);
                    }
                }
                Command::Act(Act::Without(bug)) => setup.options.bugs = setup.options.bugs.with(*bug),
                Command::Act(Act::Obey(bug)) => setup.options.bugs = setup.options.bugs.without(*bug),
                _ => break,
            }
        }
        setup
    }

    /// How many of its commands describe how the cluster begins: the rest is played on it.
    pub(crate) fn prologue(&self) -> usize {
        let begins = |command: &Command| {
            matches!(
                command,
                Command::Note(_)
                    | Command::Pause(_)
                    | Command::Set(_)
                    | Command::Act(Act::Without(_) | Act::Obey(_))
            )
        };
        self.lines.iter().take_while(|line| begins(&line.command)).count()
    }
}

/// Whether the cluster that a script describes can be run; if not, the line that spoils it and why.
pub(crate) fn check_setup(script: &Script) -> Result<(), (u32, String)> {
    let Err(error) = script.setup().check_to_play() else { return Ok(()) };
    let line = script.lines.get(blamed(script)).map_or(1, |line| line.number);
    Err((line, error.to_string()))
}

/// The command to blame: with those before it the cluster can be run, with it not. Of several the last one, or one near
/// it: each check may take long, so the steps back grow, and what lies between the last two is halved.
fn blamed(script: &Script) -> usize {
    let can_be_played = |first: usize| script.setup_of(&[], first).can_be_played();
    let (mut good, mut bad) = (0, script.prologue());
    for back in std::iter::successors(Some(1_usize), |back| back.checked_mul(2)) {
        let Some(first) = script.prologue().checked_sub(back) else { break };
        if can_be_played(first) {
            good = first;
            break;
        }
        bad = first;
    }
    while good + 1 < bad {
        let middle = good.midpoint(bad);
        *(if can_be_played(middle) { &mut good } else { &mut bad }) = middle;
    }
    good
}

impl Command {
    /// A setup command as something that can be done to a cluster that runs: how links treat messages, and what servers
    /// do differently within the paper. None for everything else.
    pub(crate) fn in_mid_run(&self) -> Option<Command> {
        let Command::Set(setup) = self else { return None };
        let link = |change: LinkChange| Command::Act(Act::Link(Links::all(), change));
        match setup {
            SetupCommand::Loss(share) => {
                Some(link(LinkChange { loss: Some(*share), ..LinkChange::default() }))
            }
            SetupCommand::Duplicate(share) => {
                Some(link(LinkChange { duplicate: Some(*share), ..LinkChange::default() }))
            }
            SetupCommand::Latency(range) => {
                Some(link(LinkChange { latency: Some(*range), ..LinkChange::default() }))
            }
            SetupCommand::Choice(choice) => Some(Command::Act(Act::Set(*choice))),
            _ => None,
        }
    }
}

impl SetupCommand {
    /// Changes a setup as this command says. Whether it can be run is [`Setup::check`]'s affair.
    pub fn apply(&self, setup: &mut Setup) {
        match self {
            SetupCommand::Servers(servers) => {
                setup.servers = usize::from(*servers);
                setup.initial.truncate(setup.servers);
            }
            SetupCommand::Seed(seed) => setup.seed = *seed,
            SetupCommand::ElectionTimeout(range) => setup.timing.election_timeout = *range,
            SetupCommand::Heartbeat(span) => setup.timing.heartbeat = *span,
            SetupCommand::Latency(range) => setup.link.latency = *range,
            SetupCommand::Loss(share) => setup.link.loss = *share,
            SetupCommand::Duplicate(share) => setup.link.duplicate = *share,
            SetupCommand::Choice(choice) => setup.options.choose(*choice),
            SetupCommand::Assume => setup.assume = true,
            SetupCommand::Log { of, entries: specs } => {
                let log = entries(specs);
                of.each(setup, |initial| initial.log.clone_from(&log));
            }
            SetupCommand::Term { of, term } => of.each(setup, |initial| initial.term = *term),
            SetupCommand::Vote { of, to } => of.each(setup, |initial| initial.voted_for = Some(*to)),
            SetupCommand::Role { of, role } => of.each(setup, |initial| {
                (initial.role, initial.down) = match role {
                    InitialRole::Follower => (RoleKind::Follower, false),
                    InitialRole::Candidate => (RoleKind::Candidate, false),
                    InitialRole::Leader => (RoleKind::Leader, false),
                    InitialRole::Down => (RoleKind::Follower, true),
                };
            }),
            SetupCommand::Commit { of, index } => of.each(setup, |initial| initial.commit = *index),
        }
    }

    /// The setup of another cluster, which differs in this.
    ///
    /// # Errors
    /// If it cannot be run.
    pub fn applied_to(&self, setup: &Setup) -> Result<Setup, SetupError> {
        let mut setup = setup.clone();
        self.apply(&mut setup);
        setup.check_to_play()?;
        Ok(setup)
    }
}

impl Whom {
    fn each(self, setup: &mut Setup, change: impl Fn(&mut Initial)) {
        let servers: Vec<ServerId> = match self {
            Whom::All => setup.roster().iter().collect(),
            Whom::Only(servers) => servers.iter().collect(),
        };
        for server in servers {
            change(setup.initial_mut(server));
        }
    }
}
