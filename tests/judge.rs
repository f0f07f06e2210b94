//! Was it Raft? Traces, ours and others', held against the rules of the paper.

#[path = "judge/agreement.rs"]
mod agreement;
#[path = "judge/logs.rs"]
mod logs;
#[path = "judge/tale.rs"]
mod tale;
#[path = "judge/tell.rs"]
mod tell;
