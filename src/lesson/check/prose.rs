//! The prose of a step beside the run: what it claims of the cluster holds where it stands. Readers look at the picture
//! while they read, so a text that runs ahead of it would contradict it. Only what it tells as an event ("S1 wins term 2")
//! may come to hold while the step plays on.

use super::claims::claims;
use super::source::Source;
use crate::history::Run;
use crate::language::{Condition, Names};
use crate::lesson::play::Shown;
use crate::lesson::{Block, Inline, PartKind, Prose, Show, Step};
use crate::script::{View, holds, live};
use std::sync::Arc;

/// The cluster at some place of a step; none before the first script.
type Moment = Option<Arc<Run>>;

/// A step while it plays: its prose, and the cluster after each of its parts.
#[derive(Debug, Default)]
pub(super) struct StepProse {
    /// The prose, the line at which its part begins, and after how many moments it stands.
    prose: Vec<(u32, Prose, usize)>,
    moments: Vec<Moment>,
}

impl StepProse {
    /// The prose of a step, from what was shown of it. `ends` are the clusters at the ends of the steps before.
    pub fn of(step: &Step, shown: &[Shown], ends: &[Moment]) -> StepProse {
        let mut of_step = StepProse { prose: Vec::new(), moments: vec![ends.last().cloned().flatten()] };
        let mut texts = shown.iter().filter_map(|shown| match shown {
            Shown::Prose(prose) => Some(prose),
            _ => None,
        });
        let mut runs = shown.iter().filter_map(|shown| match shown {
            Shown::Played(played) => Some(played),
            _ => None,
        });
        let mut asked = shown.iter().filter_map(|shown| match shown {
            Shown::Question(asking) => Some(asking),
            _ => None,
        });
        for part in &step.parts {
            let now = of_step.moments.len() - 1;
            match &part.kind {
                PartKind::Prose(_) => {
                    of_step.prose.extend(texts.next().map(|prose| (part.line, prose.clone(), now)));
                }
                PartKind::Question(_) => {
                    of_step.prose.extend(asked.next().map(|asking| (part.line, asking.ask.clone(), now)));
                }
                PartKind::Script(_) => {
                    of_step.moments.extend(runs.next().map(|played| Some(played.run.clone())));
                }
                PartKind::Show(lines) => {
                    for (_, show) in lines {
                        if let Show::ReturnTo(step) = show {
                            of_step.moments.push(ends.get(*step).cloned().flatten());
                        }
                    }
                }
                PartKind::Logs(_) | PartKind::Challenge(_) => {}
            }
        }
        of_step
    }

    /// The cluster at its end.
    pub fn end(&self) -> Moment {
        self.moments.last().cloned().flatten()
    }

    /// Says what the run contradicts.
    pub fn check(&self, seed: Option<u64>, source: &mut Source<'_>) {
        let names = Names::default();
        for (line, prose, from) in &self.prose {
            if source.is_full() {
                return;
            }
            let mut texts = Vec::new();
            collect(&prose.blocks, &mut texts);
            for claim in texts.iter().flat_map(|text| claims(text)) {
                let (here, later) = (&self.moments[*from], &self.moments[from + 1..]);
                let is_so = |run: &Arc<Run>| holds(&claim.holds, View { run, names: &names });
                let comes = later.iter().flatten().any(is_so);
                let is_event = matches!(claim.holds, Condition::Led { .. });
                // Where no cluster has begun, and none begins in this step, nothing can be held against the text.
                let nothing = here.is_none() && later.iter().all(Option::is_none);
                if nothing || here.as_ref().is_some_and(is_so) || is_event && comes {
                    continue;
                }
                let line = source.find(*line, &claim.words);
                let words = &claim.words;
                let so = here.as_ref().map(|run| live(&claim.holds, View { run, names: &names }).join(", "));
                let (message, expected) = match (comes, so) {
                    (true, Some(so)) => (
                        format!("\"{words}\" is not so yet: {so}"),
                        "the sentence after the block that makes it so, or an event such as \"S1 wins term 2\"",
                    ),
                    (true, None) => (
                        format!("\"{words}\" is not so yet: no cluster has begun"),
                        "the sentence after the block that makes it so",
                    ),
                    (false, so) => (
                        format!("the run contradicts \"{words}\": {}", so.unwrap_or_default()),
                        "what is true at this point, or a live value",
                    ),
                };
                source.say_of(seed, line, words, message, expected);
            }
        }
    }
}

/// The texts that say something of the run: not headings, quotes and blocks of text.
fn collect(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(words) => texts.push(plain(words)),
            Block::List { items, .. } => items.iter().for_each(|item| collect(&item.0, texts)),
            Block::Table { rows, .. } => texts.extend(rows.iter().flatten().map(|cell| plain(cell))),
            Block::Heading(_) | Block::Quote(_) | Block::Code(_) => {}
        }
    }
}

fn plain(words: &[Inline]) -> String {
    let text = |word: &Inline| match word {
        Inline::Text(text, _) | Inline::Code(text) => text.clone(),
        Inline::Live(live, _) => live.text.clone(),
    };
    words.iter().map(text).collect()
}
