//! Evidence that every command is explained as a person would say it: lines and what each must say, written by hand from
//! the wire reference before the code, and recorded conversations in which nothing is unknown.

mod check;
mod corpora;
mod coverage;
mod lines;
mod mutations;
mod payloads;
mod recordings;
mod reference;
mod script;
