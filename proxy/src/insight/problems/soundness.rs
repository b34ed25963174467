//! Payloads that were looked into and had nothing wrong, so that the next one like it need not be: most messages of a
//! conversation have the same headers, and a contact's picture is named whenever they come and go.
//!
//! To remember: this only saves work. What is remembered is a number, and two unlike payloads have the same one time in 2⁶⁴.

use std::hash::{DefaultHasher, Hasher as _};

/// How many are remembered, each in the place its number gives it.
const REMEMBERED: usize = 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Soundness {
    /// Zero where nothing is remembered.
    numbers: Box<[u64]>,
}

impl Default for Soundness {
    fn default() -> Soundness {
        Soundness { numbers: vec![0; REMEMBERED].into() }
    }
}

impl Soundness {
    /// The number of a payload of that command.
    pub(super) fn number(verb: &[u8; 3], bytes: &[u8]) -> u64 {
        let mut hasher = DefaultHasher::new();
        hasher.write(verb);
        hasher.write(bytes);
        hasher.finish()
    }

    pub(super) fn contains(&self, number: u64) -> bool {
        self.numbers[place(number)] == number
    }

    pub(super) fn insert(&mut self, number: u64) {
        self.numbers[place(number)] = number;
    }
}

fn place(number: u64) -> usize {
    usize::try_from(number % REMEMBERED as u64).expect("a remainder is smaller")
}
