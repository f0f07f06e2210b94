//! Random schedules with every kind of fault.
