//! MSNSLP (§7.7), read without explaining it.
