// Where the person goes: to an entry, to the other half of its pair, along its session, out of a view and back into it.

import * as api from './api.js';
import {grouped} from './bytes.js';
import {otherHalf} from './pairs.js';
import {isGap} from './rows.js';
import {SESSION_TERM} from './scope.js';
import {change, notice, state} from './state.js';
import {replace, setFilter, setLens} from './transcript.js';

/** How many answers are looked through for the next entry of a session. */
const LOOKS = 16;

/** Selects an entry in the transcript and brings it into view, wherever it is. A filter that hides it is taken off.
 * @param {number} n @param {'look' | 'focus'} [reveal] */
export async function goTo(n, reveal = 'look') {
  if (!state.rows.find(n)) {
    if (n < state.rows.first) return notice(`Entry ${grouped(n)} is no longer kept.`);
    await replace({around: n});
    if (state.filter && !state.rows.find(n)) {
      notice(`The filter ${state.filter} does not show entry ${grouped(n)}: it was taken off.`);
      await replace({around: n, filter: ''});
    }
    if (!state.rows.find(n)) return notice(`There is no entry ${grouped(n)}.`);
  }
  setLens('transcript');
  change((now) => Object.assign(now, {selected: n, following: false, details: true, reveal}));
}

/** Goes to the oldest entry that is kept. */
export async function goToFirst() {
  if (state.rows.older > 0) await replace({around: state.rows.first});
  const first = state.rows.items[0];
  const selected = first && 'n' in first ? first.n : null;
  change((now) => Object.assign(now, {selected, following: false, reveal: 'focus'}));
}

/** The focus goes with the person. */
function letGo() {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** Goes to an entry from within a view, so that the way back is kept: here, and in the browser's own history.
 * @param {number} n */
export async function jump(n) {
  const {lens} = state;
  if (lens !== 'transcript') {
    history.pushState(null, '', location.href);
    change((now) => (now.origin = {lens, entry: n}));
  }
  letGo();
  await goTo(n, 'focus');
}

/** Goes back to the view the person jumped out of. */
export function goBack() {
  const {origin} = state;
  if (!origin) return;
  letGo();
  setLens(origin.lens);
  change((now) => Object.assign(now, {returned: origin.entry, origin: null}));
}

/** Shows what a session did, and nothing else, from its beginning on.
 * @param {number} id */
export async function showSession(id) {
  const {lens} = state;
  if (lens !== 'transcript') {
    history.pushState(null, '', location.href);
    change((now) => (now.origin = {lens, entry: 0}));
  }
  letGo();
  setLens('transcript');
  await setFilter(`session:${id}`);
  await goToFirst();
}

/** Goes to the entry that asks or answers the selected one; again, to the next of them. */
export async function goToOther() {
  const {selected: n} = state;
  if (n === null) return;
  try {
    // Asked anew: an answer may have come since the details did.
    const {pair} = await api.entry(n, false);
    const other = pair ? otherHalf(pair, n) : null;
    if (other !== null) return await goTo(other, 'focus');
    const waits = pair?.status === 'pending' ? 'has no answer yet' : pair?.status === 'unanswered' ? 'was never answered' : 'belongs to no other';
    notice(`Entry ${grouped(n)} ${waits}.`);
  } catch (error) {
    notice(api.words(error));
  }
}

/** The next entry of this session among the rows that are held. @param {number} n @param {number} session @param {1 | -1} way */
function nextHeld(n, session, way) {
  const {items} = state.rows;
  for (let at = state.rows.indexOf(n) + way; at >= 0 && at < items.length; at += way) {
    const item = items[at];
    if (isGap(item)) return null;
    if (item.session === session) return item.n;
  }
  return null;
}

/** The same, wherever it is. @param {number} n @param {number} session @param {1 | -1} way */
async function nextKept(n, session, way) {
  const filter = `session:${session} ${state.filter.replace(SESSION_TERM, ' ')}`.trim();
  let place = way > 0 ? n + 1 : n;
  for (let look = 0; look < LOOKS; look += 1) {
    const answer = await api.entries(way > 0 ? {from: place, filter, limit: 1} : {before: place, filter, limit: 1});
    const found = answer.entries.at(-1);
    if (found) return found.n;
    const next = way > 0 ? answer.next : answer.prev;
    if (next === place || next <= answer.first || next >= answer.head) return null;
    place = next;
  }
  return null;
}

/** Goes to the next entry of the selected one's session, or to the one before. @param {1 | -1} way */
export async function alongSession(way) {
  const {selected: n, rows, whole} = state;
  const row = n === null ? null : rows.find(n) ?? (whole?.n === n ? whole.row : null);
  if (n === null || row?.session === undefined) return;
  try {
    const next = nextHeld(n, row.session, way) ?? await nextKept(n, row.session, way);
    if (next === null) return notice(`Session ${row.session} has no ${way > 0 ? 'later' : 'earlier'} entry${state.filter ? ' that the filter shows' : ''}.`);
    const {details} = state;
    await goTo(next, 'focus');
    change((now) => (now.details = details));
  } catch (error) {
    notice(api.words(error));
  }
}
