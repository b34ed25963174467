//! Which sessions there are, and which there were lately.

use super::session::{Session, Sheet};
use crate::transcript::SessionId;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

/// Fact sheets kept of sessions that are over.
const CLOSED: usize = 1000;

#[derive(Debug, Default)]
pub(super) struct Registry {
    book: Mutex<Book>,
}

#[derive(Debug, Default)]
struct Book {
    last: u32,
    open: BTreeMap<SessionId, Arc<Session>>,
    closed: VecDeque<Arc<Session>>,
}

impl Registry {
    /// Opens a session under the next number, unless `most` are open.
    pub(super) fn open(
        &self,
        most: usize,
        session: impl FnOnce(SessionId) -> Session,
    ) -> Option<Arc<Session>> {
        let mut book = self.lock();
        if book.open.len() >= most {
            return None;
        }
        book.last += 1;
        let session = Arc::new(session(SessionId(book.last)));
        book.open.insert(session.id, session.clone());
        Some(session)
    }

    pub(super) fn close(&self, session: &Arc<Session>) {
        session.close();
        let mut book = self.lock();
        book.open.remove(&session.id);
        if book.closed.len() == CLOSED {
            book.closed.pop_front();
        }
        book.closed.push_back(session.clone());
    }

    /// The session, if it is open.
    pub(super) fn find(&self, id: SessionId) -> Option<Arc<Session>> {
        self.lock().open.get(&id).cloned()
    }

    /// Those open, oldest first.
    pub(super) fn all_open(&self) -> Vec<Arc<Session>> {
        self.lock().open.values().cloned().collect()
    }

    pub(super) fn count_open(&self) -> usize {
        self.lock().open.len()
    }

    /// What is known of those open and of the last ones closed, oldest first.
    pub(super) fn sheets(&self) -> Vec<Sheet> {
        let book = self.lock();
        let mut known: Vec<_> = book.closed.iter().chain(book.open.values()).cloned().collect();
        drop(book);
        known.sort_by_key(|session| session.id);
        known.iter().map(|session| session.sheet()).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.book.lock().expect("nobody panics while keeping the book")
    }
}
