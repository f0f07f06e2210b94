//! Panes that take all the room: the space-time diagram, our own code, a lesson.

#[path = "support/stage.rs"]
mod stage;

mod whole_panes {
    use super::stage;

    mod code;
    mod lesson;
    mod space_time;
}
