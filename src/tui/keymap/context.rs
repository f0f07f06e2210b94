//! Where a key means something.

/// Where a key means something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Context {
    /// While a message is chosen.
    Message,
    /// While an answer is on the screen.
    Answer,
    /// In a lesson.
    Lesson,
    /// While a question of a lesson is open.
    Question,
    /// While a challenge of a lesson is tried.
    Challenge,
    /// While a lesson is presented to a class.
    Present,
    /// While a demo is shown to a class.
    Demo,
    /// While groups of a partition are chosen.
    Groups,
    /// While a cluster is on the screen.
    Cluster,
    /// On the home screen.
    Home,
    /// While the branches of a run are on the screen.
    Branches,
    /// While two branches are side by side.
    Compare,
    /// On the page of the bug lab.
    Lab,
    /// While a run that breaks a property has its panel.
    Panel,
    /// On a page of rules or help.
    Page,
    /// Everywhere.
    Everywhere,
}

impl Context {
    /// All of them, in the order in which help lists them.
    pub const ALL: [Context; 16] = [
        Context::Cluster,
        Context::Answer,
        Context::Message,
        Context::Lesson,
        Context::Question,
        Context::Challenge,
        Context::Present,
        Context::Demo,
        Context::Groups,
        Context::Branches,
        Context::Compare,
        Context::Lab,
        Context::Panel,
        Context::Home,
        Context::Page,
        Context::Everywhere,
    ];

    /// What help calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Context::Cluster => "A cluster",
            Context::Answer => "An answer is on the screen",
            Context::Message => "A message is chosen",
            Context::Lesson => "A lesson",
            Context::Question => "A question in a lesson",
            Context::Challenge => "A challenge of a lesson",
            Context::Present => "Presenting a lesson",
            Context::Demo => "A demo",
            Context::Groups => "Choosing the groups of a partition",
            Context::Home => "Home",
            Context::Branches => "Branches and bookmarks",
            Context::Compare => "Two branches side by side",
            Context::Lab => "The bug lab",
            Context::Panel => "A run that breaks a property, with the panel of the bug lab",
            Context::Page => "Rules and help",
            Context::Everywhere => "Everywhere",
        }
    }
}
