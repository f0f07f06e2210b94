//! ```` ```card ````

use super::Reader;
use super::outline::Block;
use crate::lesson::{Block as Set, Card, Inline, Prose};

impl Reader {
    /// What is to be kept. `last` says whether nothing follows it in the lesson.
    pub(super) fn card(&mut self, block: &Block<'_>, last: bool) -> Option<Card> {
        if !last {
            let problem = block.head.problem("something follows the card");
            self.say(problem.expecting("the card is the last thing in a lesson"));
        }
        let mut sentences = Vec::new();
        for row in block.rows.iter().filter(|row| !row.is_blank()) {
            let sentence = self.prose(&[row.trim()]);
            if has_live_value(&sentence) {
                let problem = row.trim().problem("there is no cluster to read a live value from");
                self.say(problem.expecting("a card is shown without a cluster: write the value itself"));
            }
            sentences.push(sentence);
        }
        if sentences.is_empty() {
            let problem = block.head.problem("the card is empty");
            self.say(problem.expecting("three to five sentences, one per line"));
            return None;
        }
        Some(Card { line: block.line, sentences })
    }
}

fn has_live_value(prose: &Prose) -> bool {
    let live = |word: &Inline| matches!(word, Inline::Live(..));
    prose.blocks.iter().any(|block| match block {
        Set::Paragraph(words) | Set::Heading(words) => words.iter().any(live),
        _ => false,
    })
}
