//! An MSNObject (§7.8), read without explaining it.
