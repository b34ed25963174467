//! What the bytes of transfers turned out to be, looked into when somebody first asks.

use crate::Web;
use nudge_proxy::insight::transfers::{Inspected, Recipe, Status};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Transfers of which is remembered what they turned out to be; no more are told of.
const REMEMBERED: usize = 1000;

/// How many bytes are looked into for one telling, and one transfer more: the rest is told of later.
const AT_ONCE: u64 = 8 * 1024 * 1024;

/// By the transfer and the last entry there was of it: with the next, what was found may be out of date. `None`: it could
/// not be looked into.
pub(super) type Known = BTreeMap<(u64, u64), Option<Arc<Inspected>>>;

/// What is remembered of transfers.
#[derive(Debug, Default)]
pub(crate) struct Inspections {
    /// `known.len() <= REMEMBERED`.
    known: Mutex<Known>,
}

impl Inspections {
    /// Looks into transfers that are complete, the newest first, as far as one telling may take. Returns all that is
    /// known.
    pub(super) fn look_into(&self, web: &Web) -> Known {
        let known = self.known().clone();
        let is_new = |key: &(u64, u64)| !known.contains_key(key);
        let mut left = AT_ONCE;
        let mut wanted: Vec<((u64, u64), Recipe)> = Vec::new();
        for transfer in web.understanding.insight().transfers.iter().rev() {
            let key = (transfer.id, transfer.last);
            if transfer.status == Status::Complete && left > 0 && is_new(&key) {
                let recipe = transfer.recipe();
                left = left.saturating_sub(recipe.size());
                wanted.push((key, recipe));
            }
        }
        wanted.iter().for_each(|(key, recipe)| drop(self.inspect(web, *key, recipe)));
        self.known().clone()
    }

    /// What the bytes of a transfer turn out to be.
    pub(super) fn inspect(&self, web: &Web, key: (u64, u64), recipe: &Recipe) -> Option<Arc<Inspected>> {
        let known = self.known().get(&key).cloned();
        if let Some(found) = known {
            return found;
        }
        let found = recipe.inspect(&web.transcript).map(Arc::new);
        let mut known = self.known();
        known.insert(key, found.clone());
        if known.len() > REMEMBERED {
            known.pop_first();
        }
        found
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().expect("nobody panics while noting what was found")
    }
}
