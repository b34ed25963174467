// Rows in the list are as they were when they came: what became of held ones later is asked for.

import * as api from './api.js';
import {isGap, numberOf} from './rows.js';
import {change, state} from './state.js';

/** Events that tell what became of an entry. */
const FATES = new Set(['released', 'edited', 'dropped', 'answered']);

/** How many rows are asked for at once; after a flood, those beyond are right when they are read anew. */
const MOST = 50;

/** What was held when it was last told, and the first entry that was not looked at. */
let [held, next] = [/** @type {Set<number>} */ (new Set()), 0];

/** What is held now. @param {import('./state.js').State} now @returns {Set<number>} */
export const heldNow = ({told}) => ids(told.held);

/** @type {WeakMap<object, Set<number>>} */
const known = new WeakMap();
const NONE = /** @type {Set<number>} */ (new Set());

/** @param {import('./wheeltypes.js').Holding | undefined} told */
function ids(told) {
  if (!told) return NONE;
  const found = known.get(told) ?? new Set(told.held.map(({entry}) => entry));
  known.set(told, found);
  return found;
}

/** What the newest rows tell of others. @param {import('./rows.js').Rows} rows @returns {number[]} */
function toldOf({items}) {
  const found = [];
  let at = items.length - 1;
  for (; at >= 0 && numberOf(items[at]) >= next; at -= 1) {
    const item = items[at];
    if (!isGap(item) && item.event && item.entry !== undefined && FATES.has(item.event)) found.push(item.entry);
  }
  next = items.length ? numberOf(items[items.length - 1]) + 1 : next;
  return found;
}

/** @param {number[]} entries */
async function renew(entries) {
  const {rows, filter} = state;
  const wanted = [...new Set(entries)].filter((n) => rows.find(n)).slice(0, MOST);
  const answers = await Promise.all(wanted.map((from) => api.entries({from, limit: 1, filter})));
  change((now) => {
    for (const {entries: [row]} of answers) {
      if (!row) continue;
      rows.renew(row);
      if (now.whole?.n === row.n) now.whole = null;
    }
  });
}

/** @param {import('./state.js').State} now */
export function drawFates(now) {
  const is = heldNow(now);
  const gone = is === held ? [] : [...held].filter((n) => !is.has(n));
  held = is;
  const entries = [...gone, ...toldOf(now.rows)];
  if (entries.length) renew(entries).catch(() => {});
}
