//! The look at the space-time diagram.

/// How the space-time diagram is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lens {
    /// By how many degrees a column is shorter than by default; longer, if below 0.
    pub closer: i8,
    /// What is lit.
    pub lit: Lit,
}

impl Lens {
    /// The farthest and the closest.
    const FARTHEST: (i8, i8) = (-6, 6);

    /// The lens a degree closer, or farther: the more, the shorter a column is.
    #[must_use]
    pub fn moved(self, by: i8) -> Lens {
        let (least, most) = Lens::FARTHEST;
        Lens { closer: self.closer.saturating_add(by).clamp(least, most), ..self }
    }
}

/// What the space-time diagram lights up. The rest is dim.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lit {
    /// All alike.
    #[default]
    All,
    /// What the step that is shown depends on.
    Past,
    /// What depends on the step that is shown.
    Future,
    /// Both.
    Cone,
}

impl Lit {
    /// All, in the order of the key.
    pub const ALL: [Lit; 4] = [Lit::All, Lit::Past, Lit::Future, Lit::Cone];

    /// Its name, as it is typed.
    pub const fn name(self) -> &'static str {
        match self {
            Lit::All => "off",
            Lit::Past => "past",
            Lit::Future => "future",
            Lit::Cone => "both",
        }
    }

    /// Whether what the step depends on is lit.
    pub const fn has_past(self) -> bool {
        matches!(self, Lit::Past | Lit::Cone)
    }

    /// Whether what depends on the step is lit.
    pub const fn has_future(self) -> bool {
        matches!(self, Lit::Future | Lit::Cone)
    }

    /// The one after this, for a key that goes round.
    #[must_use]
    pub const fn next(self) -> Lit {
        Lit::ALL[(self as usize + 1) % Lit::ALL.len()]
    }
}
