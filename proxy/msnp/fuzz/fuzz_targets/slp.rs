//! Any MSNSLP, explained: nothing panics, nothing points out of its frame, nothing grows without bound.
//!
//! `cargo +nightly fuzz run slp` in `proxy/msnp`; what it finds interesting is checked on stable by the test
//! `every_input_of_the_corpora_passes_the_check`.

#![no_main]

#[allow(dead_code, reason = "each target uses one check of several")]
#[path = "../../tests/explain/check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|input: &[u8]| check::check_slp(input));
