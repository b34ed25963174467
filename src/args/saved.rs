//! What is asked about a saved transcript: `open`, `check`, `script`.

use super::{Typed, Verb, WebSettings};
use clap::ArgMatches;
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use std::path::PathBuf;

/// A saved transcript is to be shown.
#[derive(Clone, Debug)]
pub(crate) struct OpenSettings {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) web: WebSettings,
    /// In bytes; `None` for what the files need.
    pub(crate) memory: Option<usize>,
    pub(crate) reveal: bool,
}

/// It is to be linted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CheckSettings {
    pub(crate) files: Vec<PathBuf>,
    /// In bytes; `None` for what the files need.
    pub(crate) memory: Option<usize>,
    /// For programs.
    pub(crate) json: bool,
    pub(crate) reveal: bool,
}

/// A conversation is to be made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScriptSettings {
    pub(crate) files: Vec<PathBuf>,
    pub(crate) session: u32,
    pub(crate) reveal: bool,
}

/// What each takes. To want no page is no mistake where there is none.
const FITTING: &[(Verb, &[&str])] = &[
    (Verb::Open, &["memory", "web", "no_open", "token_file", "read_only", "ui_dir", "reveal", "color"]),
    (Verb::Check, &["memory", "json", "reveal", "no_web", "color"]),
    (Verb::Script, &["session", "reveal", "no_web", "color"]),
];

/// Why an argument does not fit what is asked, if one does not.
pub(super) fn misfit(verb: Option<Verb>, typed: &ArgMatches) -> Option<(ErrorKind, String)> {
    let conflict = |why: String| Some((ErrorKind::ArgumentConflict, why));
    let was_typed = |id: &&str| typed.value_source(id) == Some(ValueSource::CommandLine);
    let flag = |id: &str| format!("--{}", id.replace('_', "-"));
    let Some((verb, fitting)) = FITTING.iter().find(|(fits, _)| Some(*fits) == verb) else {
        return match () {
            () if was_typed(&"files") => conflict(
                "only open, check and script take files; to keep what passes, use --record FILE".to_owned(),
            ),
            () if was_typed(&"session") => {
                conflict("--session is for script, which makes a conversation of a session".to_owned())
            }
            () => None,
        };
    };
    let name = verb.name();
    let is_strange = |id: &&str| !fitting.contains(id) && !["verb", "files"].contains(id);
    if let Some(strange) = typed.ids().map(clap::Id::as_str).filter(was_typed).find(is_strange) {
        return conflict(format!(
            "{} makes no sense with {name}, which reads a saved transcript; leave it out",
            flag(strange)
        ));
    }
    if !was_typed(&"files") {
        let why = format!("{name} which file? Name one that --record has written");
        return Some((ErrorKind::MissingRequiredArgument, why));
    }
    if *verb == Verb::Script && !was_typed(&"session") {
        let why = "script of which session? Name it as in --session 1; open shows their numbers".to_owned();
        return Some((ErrorKind::MissingRequiredArgument, why));
    }
    None
}

impl Typed {
    pub(super) fn to_open(&self) -> OpenSettings {
        let (files, web) = (self.files.clone(), self.page());
        OpenSettings { files, web, memory: self.memory, reveal: self.reveal }
    }

    pub(super) fn to_check(&self) -> CheckSettings {
        let (files, memory) = (self.files.clone(), self.memory);
        CheckSettings { files, memory, json: self.json, reveal: self.reveal }
    }

    pub(super) fn to_script(&self) -> ScriptSettings {
        let session = self.session.unwrap_or_default();
        ScriptSettings { files: self.files.clone(), session, reveal: self.reveal }
    }
}
