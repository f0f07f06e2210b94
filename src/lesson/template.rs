//! A lesson to begin with.

use super::is_id;

const TEMPLATE: &str = include_str!("../../assets/lesson-template.md");

/// A lesson of this id that passes the check, and shows how lessons are written. None if this can be no id.
pub fn template(id: &str) -> Option<String> {
    is_id(id).then(|| TEMPLATE.replacen("id: ID", &format!("id: {id}"), 1))
}
