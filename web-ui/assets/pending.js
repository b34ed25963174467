// Requests that wait: their timers go on, and how they stand is asked anew, because a row in the list is as it was when it came.

import * as api from './api.js';
import {inView} from './list.js';
import {pendingIn} from './pairs.js';
import {change, state} from './state.js';

/** @typedef {import('./types.js').Row} Row */

/** How often is looked, in milliseconds. */
const PACE = 500;

/** The newest entry when it was asked last: nothing is answered without a further one. */
let head = 0;
let asking = false;

/** The selected entry, if the details show a request of it that waits. */
function waitingSelected() {
  const {whole, pair, selected, details, lens} = state;
  const known = pair?.n === selected ? pair.pair : whole?.n === selected ? whole.row?.pair : undefined;
  return details && lens === 'transcript' && known?.status === 'pending' ? selected : null;
}

/** @param {Row[]} shown rows in view of which some wait */
async function renewRows(shown) {
  const {rows, filter} = state;
  const [first, last] = [shown[0].n, shown[shown.length - 1].n];
  const {entries} = await api.entries({from: first, limit: shown.length, filter});
  const news = entries.filter((row) => row.n <= last && row.status !== rows.find(row.n)?.status);
  if (rows === state.rows && news.length) change(() => news.forEach((row) => rows.renew(row)));
}

/** @param {number} n */
async function renewPair(n) {
  const {pair, problems} = await api.entry(n, false);
  if (pair && state.selected === n) change((now) => (now.pair = {n, pair, problems}));
}

async function look() {
  if (state.link !== 'live' || state.status?.saved) return;
  const shown = state.lens === 'transcript' ? inView() : [];
  const [waiting, selected] = [pendingIn(shown).length > 0, waitingSelected()];
  if (waiting) change(() => {});
  if (asking || head === state.rows.head || (!waiting && selected === null)) return;
  [asking, head] = [true, state.rows.head];
  try {
    if (waiting) await renewRows(shown);
    if (selected !== null) await renewPair(selected);
  } catch {
    // It is asked again when there is more to know.
  }
  asking = false;
}

export function startPending() {
  setInterval(look, PACE);
}
