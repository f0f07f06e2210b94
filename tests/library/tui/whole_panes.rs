//! Panes that take all the room: the space-time diagram, our own code, a lesson.

mod code;
mod lesson;
mod space_time;
