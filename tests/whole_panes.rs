//! Panes that take all the room: the space-time diagram, our own code, two branches side by side.

#[path = "support/stage.rs"]
mod stage;

mod whole_panes {
    use super::stage;

    mod code;
    mod space_time;
}
