//! What was found out of a claim.

/// What was found out of a claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// It is so.
    So,
    /// It is not so: and what is so instead.
    NotSo(String),
    /// It cannot be tried in this state.
    NotTried,
}

impl Found {
    /// So, or not so, with what is so instead.
    pub(super) fn of(so: bool, instead: impl FnOnce() -> String) -> Found {
        if so { Found::So } else { Found::NotSo(instead()) }
    }

    /// A value that is claimed, and the one that is there.
    #[expect(clippy::needless_pass_by_value, reason = "both are made for this")]
    pub(super) fn same<T: PartialEq + std::fmt::Debug>(claimed: T, there: T) -> Found {
        Found::of(claimed == there, || format!("it is {there:?}"))
    }
}
