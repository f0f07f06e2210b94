//! Live values in the prose: the run has something to put in their place.

use super::source::Source;
use crate::lesson::play::Scene;
use crate::lesson::{Prose, resolve};
use crate::script::View;

/// Says which live values nothing can be put in the place of.
pub(super) fn live(prose: &Prose, view: Option<View<'_>>, seed: Option<u64>, source: &mut Source<'_>) {
    for error in resolve(prose, view).1 {
        let written = format!("{{{}}}", error.text);
        source.say_of(seed, error.line, &written, error.to_string(), "");
    }
}

/// What conditions and live values are about at the end of a segment.
pub(super) fn view(scene: &Scene) -> View<'_> {
    View { run: &scene.run, names: &scene.names }
}
