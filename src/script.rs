//! A recorded session and those it belongs with, as a conversation that `tests/conversations` can play.
//!
//! To remember: addresses become places, because a conversation is played elsewhere; all other bytes stay what they were,
//! but for secrets, whose bytes become `x` unless they are asked for: no length changes.

mod conversation;
mod outline;
mod text;

use crate::args::ScriptSettings;
use crate::exit::{Exit, Stopped};
use anyhow::{Context as _, anyhow};
use conversation::Conversation;
use nudge_proxy::saved::{Archive, Told};
use nudge_proxy::transcript::SessionId;
use outline::Outline;
use std::io::{self, ErrorKind, Write as _};

/// Prints the conversation.
pub(crate) fn run(settings: &ScriptSettings) -> Result<Exit, Stopped> {
    let text = of_session(settings)?;
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write the conversation to standard output")?
        }
        _ => Ok(Exit::AsAsked),
    }
}

/// Reads the files twice: what belongs together shows only at the end.
fn of_session(settings: &ScriptSettings) -> anyhow::Result<String> {
    let session = SessionId(settings.session);
    let mut outline = Outline::default();
    Archive::open(&settings.files)?.read(|told| match told {
        Told::Entry(entry) => outline.take(&entry),
        Told::Session(sheet) => outline.introduce(&sheet),
        Told::Notice(notice) => tracing::warn!("{notice}"),
    });
    let plan = outline.plan(session).ok_or_else(|| {
        anyhow!("there is no session {session} with a server in this transcript; open shows which there are")
    })?;
    let mut conversation = Conversation::of(plan, settings.reveal);
    Archive::open(&settings.files)?.read(|told| {
        if let Told::Entry(entry) = told {
            conversation.take(&entry);
        }
    });
    Ok(conversation.text())
}

#[cfg(test)]
mod tests;
