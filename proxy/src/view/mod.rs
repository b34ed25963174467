//! How an entry is shown.
