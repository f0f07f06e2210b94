//! Traces are judged: rule by rule, by what they tell, and never beyond it.

#[path = "judge/agreement.rs"]
mod agreement;
#[path = "judge/bench.rs"]
mod bench;
#[path = "judge/elections.rs"]
mod elections;
#[path = "judge/figure_3.rs"]
mod figure_3;
#[path = "judge/logs.rs"]
mod logs;
#[path = "judge/messages.rs"]
mod messages;
#[path = "judge/report.rs"]
mod report;
#[path = "judge/restarts.rs"]
mod restarts;
#[path = "judge/runs.rs"]
mod runs;
#[path = "judge/tale.rs"]
mod tale;
#[path = "judge/tell.rs"]
mod tell;
#[path = "judge/votes.rs"]
mod votes;
