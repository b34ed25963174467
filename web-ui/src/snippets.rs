//! A person's own beginnings, in a TOML file named at the start of the program.
//!
//! To remember: the file is chosen on the command line and nowhere else. It is read once, and written whole when something is
//! saved, so that it is never found half written.

use crate::api::openapi::words;
use msnp::{Direction, Role};
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use thiserror::Error;
use utoipa::ToSchema;

/// How many there may be.
const MOST: usize = 500;

/// How long one may be, in bytes.
const LONGEST: usize = 64 * 1024;

/// A beginning of a person's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Snippet {
    /// What it is called.
    #[schema(min_length = 1, max_length = 100)]
    pub(crate) name: String,
    #[schema(value_type = words::Direction)]
    pub(crate) dir: Direction,
    /// On which connections it is offered; on all where it says nothing.
    #[schema(value_type = Option<words::Role>)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) role: Option<Role>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    /// What it is for. It and `typed` have at most 64 KiB together.
    pub(crate) says: String,
    /// In the notation of the composer.
    pub(crate) typed: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    snippet: Vec<Snippet>,
}

/// The snippets, and where they are kept.
#[derive(Debug, Default)]
pub struct Snippets {
    path: Option<PathBuf>,
    all: Mutex<Vec<Snippet>>,
}

/// Why a snippet is not kept.
#[derive(Debug, Error)]
pub(crate) enum SnippetError {
    #[error("start Nudge with --snippets FILE to keep snippets")]
    Nowhere,
    #[error(
        "a snippet has a name of 1 to 100 characters and at most {LONGEST} bytes, and there are at most {MOST}"
    )]
    TooMuch,
    #[error("there is no snippet {0:?}")]
    Unknown(String),
    #[error("the file of the snippets cannot be written: {0}")]
    File(#[from] io::Error),
}

impl Snippets {
    /// Those in a file, which need not be there yet.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or is not what it should be.
    pub fn kept_in(path: &Path) -> io::Result<Snippets> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let File { snippet } = toml::from_str(&text)
            .map_err(|error| io::Error::new(ErrorKind::InvalidData, error.to_string()))?;
        Ok(Snippets { path: Some(path.to_owned()), all: Mutex::new(snippet) })
    }

    pub(crate) fn all(&self) -> Vec<Snippet> {
        self.all.lock().expect("nobody panics while keeping snippets").clone()
    }

    /// Keeps one, in place of the one of that name.
    pub(crate) fn keep(&self, snippet: Snippet) -> Result<(), SnippetError> {
        let length = snippet.name.chars().count();
        let is_small = snippet.typed.len() + snippet.says.len() <= LONGEST;
        if !(1..=100).contains(&length) || !is_small {
            return Err(SnippetError::TooMuch);
        }
        self.change(|all| {
            match all.iter().position(|known| known.name == snippet.name) {
                Some(at) => all[at] = snippet,
                None if all.len() >= MOST => return Err(SnippetError::TooMuch),
                None => all.push(snippet),
            }
            Ok(())
        })
    }

    pub(crate) fn forget(&self, name: &str) -> Result<(), SnippetError> {
        self.change(|all| {
            let at = all.iter().position(|known| known.name == name);
            let at = at.ok_or_else(|| SnippetError::Unknown(name.to_owned()))?;
            all.remove(at);
            Ok(())
        })
    }

    /// Changes what is kept, in the file first.
    fn change(
        &self,
        change: impl FnOnce(&mut Vec<Snippet>) -> Result<(), SnippetError>,
    ) -> Result<(), SnippetError> {
        let path = self.path.as_deref().ok_or(SnippetError::Nowhere)?;
        let mut all = self.all.lock().expect("nobody panics while keeping snippets");
        let mut changed = all.clone();
        change(&mut changed)?;
        write(path, &File { snippet: changed.clone() })?;
        *all = changed;
        Ok(())
    }
}

/// Replaces a file as a whole. It is for its owner alone: what is typed may hold secrets.
fn write(path: &Path, file: &File) -> io::Result<()> {
    let text = toml::to_string_pretty(file).map_err(io::Error::other)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(b"# Kept by Nudge; edit it while Nudge is not running.\n\n")?;
    new.write_all(text.as_bytes())?;
    new.persist(path).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snippet(name: &str, typed: &str) -> Snippet {
        Snippet {
            name: name.to_owned(),
            dir: Direction::ServerToClient,
            role: Some(Role::Switchboard),
            says: "What it does.".to_owned(),
            typed: typed.to_owned(),
        }
    }

    #[test]
    fn what_is_kept_is_there_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("snippets.toml");
        let snippets = Snippets::kept_in(&path).unwrap();
        snippets.keep(snippet("one", "MSG {peer} \"B\" {len}\n\nhe said: \\x00 '''\n")).unwrap();
        snippets.keep(snippet("two", "QNG")).unwrap();
        snippets.keep(snippet("two", "QNG 50")).unwrap();
        let again = Snippets::kept_in(&path).unwrap();
        assert_eq!(again.all(), snippets.all());
        assert_eq!(again.all()[1].typed, "QNG 50");
        again.forget("one").unwrap();
        assert!(matches!(again.forget("one"), Err(SnippetError::Unknown(_))));
        assert_eq!(Snippets::kept_in(&path).unwrap().all().len(), 1);
    }

    #[test]
    fn what_cannot_be_kept_is_said_and_changes_nothing() {
        assert!(matches!(Snippets::default().keep(snippet("a", "PNG")), Err(SnippetError::Nowhere)));
        let folder = tempfile::tempdir().unwrap();
        let snippets = Snippets::kept_in(&folder.path().join("s.toml")).unwrap();
        for wrong in
            [snippet("", "PNG"), snippet(&"n".repeat(101), "PNG"), snippet("a", &"x".repeat(LONGEST + 1))]
        {
            assert!(matches!(snippets.keep(wrong), Err(SnippetError::TooMuch)));
        }
        let gone = Snippets::kept_in(&folder.path().join("nowhere/s.toml")).unwrap();
        assert!(matches!(gone.keep(snippet("a", "PNG")), Err(SnippetError::File(_))));
        assert_eq!(gone.all(), []);
        std::fs::write(folder.path().join("broken.toml"), "snippet = 3").unwrap();
        assert_eq!(
            Snippets::kept_in(&folder.path().join("broken.toml")).unwrap_err().kind(),
            ErrorKind::InvalidData
        );
    }
}
