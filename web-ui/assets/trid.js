// The transaction id that `{trid}` stands for in the composer.

import * as api from './api.js';
import {nextTrid} from './compose.js';
import {change} from './state.js';

/** How many answers are read back through for the latest one. */
const LOOK_BACK = 8;

/** The id, and what it was found for. */
export const trid = {value: 1, key: ''};

/** Reads back through the session's requests, so that neither a filter nor a gap in the list misleads.
 * @param {import('./types.js').Session} session @param {import('./types.js').Direction} dir */
export async function findTrid(session, dir) {
  const key = `${session.id} ${dir} ${session.frames.c2s}`;
  if (key === trid.key) return;
  trid.key = key;
  try {
    const filter = `session:${session.id} dir:c2s`;
    let before = Number.MAX_SAFE_INTEGER;
    for (let turn = 0; turn < LOOK_BACK; turn += 1) {
      const answer = await api.entries({before, filter});
      const found = answer.entries.some((row) => row.trid !== undefined);
      if (found) trid.value = nextTrid(answer.entries, dir);
      before = answer.prev;
      if (found || before <= answer.first) break;
    }
    change(() => {});
  } catch {
    trid.key = '';
  }
}
