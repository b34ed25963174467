//! Evidence for the promises that no byte is lost and nothing is changed that need not be: the same check over every
//! row of the wire reference, its traps, recorded conversations, generated ones and what fuzzing found.

mod captures;
mod check;
mod conversation;
mod corpus;
mod masking;
mod properties;
mod rows;
mod traps;
mod words;
