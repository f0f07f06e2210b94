//! Challenges: the goal is not reached at the start, and the solution reaches it.

use super::live::live;
use super::source::Source;
use crate::history::Run;
use crate::lesson::play::{Standing, Trial};
use crate::script::View;

/// Tries the solution of a challenge, and hands out the run with it. `line` is where the challenge begins.
pub(super) fn check(mut trial: Trial, line: u32, seed: Option<u64>, source: &mut Source<'_>) -> Option<Run> {
    let (begun, names) = (trial.run().clone(), trial.names().clone());
    let start = trial.judge(&begun, &names);
    if let Some((_, never)) = &start.never {
        let line = source.field(line, "never");
        source.say_under(
            seed,
            line,
            format!("what must not happen is so at the start: {never}"),
            "a condition that does not hold yet",
        );
        return None;
    }
    if start.met.is_some() {
        let line = source.field(line, "goal");
        source.say_under(seed, line, "the goal already holds at the start", "a goal that is not reached yet");
        return None;
    }
    let (run, names) = match trial.solution() {
        Ok(end) => end,
        Err(broken) => {
            source.say_under(seed, broken.line, broken.message, "");
            return None;
        }
    };
    let end = trial.judge(&run, &names);
    let solution = source.field(line, "solution");
    if let Some((step, never)) = &end.never {
        let message = format!("in step {step} of the solution happens what must not happen: {never}");
        source.say_under(seed, solution, message, "another way to the goal");
    } else if let Some(met) = end.met {
        let par = trial.challenge().par;
        if !met.within(par) {
            let message = format!("the solution takes {}, and par is {par}", actions(met.actions));
            source.say_under(
                seed,
                source.field(line, "par"),
                message,
                "the number of actions in a good \
                                                                        solution",
            );
        }
    } else {
        source.say_under(
            seed,
            solution,
            format!("the solution does not reach the goal: {}", missing(&end)),
            "",
        );
    }
    live(&trial.challenge().solved, Some(View { run: &run, names: &names }), seed, source);
    Some(run)
}

fn actions(number: u32) -> String {
    format!("{number} action{}", if number == 1 { "" } else { "s" })
}

/// What of the goal does not hold, and what is so instead.
fn missing(standing: &Standing) -> String {
    let parts = standing.parts.iter().filter(|part| !part.met);
    let parts: Vec<String> =
        parts.map(|part| format!("not yet: {} ({})", part.text, part.missing.join("; "))).collect();
    parts.join("; ")
}
