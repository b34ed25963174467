//! Any bytes, in any reads, through the check of promises 1 and 2.
//!
//! `cargo +nightly fuzz run framing` in `proxy/msnp`; what it finds interesting is checked on stable by the test
//! `every_input_of_the_fuzzing_corpus_passes_the_check`.

#![no_main]

#[path = "../../tests/framing/check.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|input: &[u8]| check::check_input(input));
