//! What is kept from one session to the next, and what a file is that somebody opens.
//!
//! What to keep, when, under which name, and what to do with what cannot be understood: all of that is decided here,
//! by functions of their input. Where it is kept is behind the trait [`Store`]: a folder, a browser's storage, or
//! [`Memory`].
//!
//! | file | what is in it |
//! |-|-|
//! | `document` | a file that somebody opens: what it is, played or shown |
//! | `linked` | what a link leads to, on the screen |
//! | `progress` | what a learner has done, as a text |
//! | `sessions` | when a session is saved, and what becomes of those before it |
//! | `settings` | preferences, as a text |
//! | `store` | texts kept by name |

mod document;
mod linked;
mod progress;
mod sessions;
mod settings;
mod store;

pub use document::{Document, DocumentError, Kind, Played};
pub use linked::open_link;
pub use progress::KeptProgress;
pub use sessions::{Autosave, LAST_SESSION, Save, save_last};
pub use settings::{Settings, keep_preferences, load_settings, theme_called};
pub use store::{Hold, Memory, Store, StoreError};
