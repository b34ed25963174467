//! Any peer-to-peer packet, explained: nothing panics, nothing points out of its frame, nothing grows without bound.
//!
//! `cargo +nightly fuzz run p2p` in `proxy/msnp`; what it finds interesting is checked on stable by the test
//! `every_input_of_the_corpora_passes_the_check`.

#![no_main]

#[allow(dead_code, reason = "each target uses one check of several")]
#[path = "../../tests/explain/check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|input: &[u8]| check::check_p2p(input));
