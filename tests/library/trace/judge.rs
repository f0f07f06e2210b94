//! Traces are judged: rule by rule, by what they tell, and never beyond it.

mod agreement;
mod bench;
mod elections;
mod figure_3;
mod logs;
mod messages;
mod report;
mod restarts;
mod runs;
mod tale;
mod tell;
mod votes;
