//! The movement.
