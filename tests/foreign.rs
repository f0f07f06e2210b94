//! Real data: what the published `raft` crate does is legal, and what a broken implementation would do in its place is found,
//! at its line.

#[path = "../examples/tikv-raft"]
mod tikv {
    pub mod simulation;
}

mod foreign {
    mod broken;
    mod corruptions;
    mod legal;
    mod read;
    mod whole;
}
