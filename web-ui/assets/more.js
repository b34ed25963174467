// More of the same: what is older than the rows held, and what a gap between them stands for.

import * as api from './api.js';
import {change, notice, state} from './state.js';

/** @typedef {import('./types.js').Gap} Gap */

/** Fetches some of what is older, unless that is under way. */
export async function older() {
  const {rows} = state;
  if (rows.fetching || rows.trouble || !rows.older) return;
  rows.fetching = true;
  try {
    const answer = await api.entries({before: rows.low, filter: state.filter});
    if (rows === state.rows) change(() => rows.prepend(answer));
  } catch (error) {
    change(() => (rows.trouble = api.words(error)));
  }
  rows.fetching = false;
}

/** Gaps that could not be read: only the person has them tried again. */
const failed = new WeakSet();

/** Fetches some of what is newer than the rows held, unless that is under way or has failed. */
export function newer() {
  const {ahead} = state.rows;
  if (ahead && !failed.has(ahead)) showGap(ahead);
}

/** Fetches some of what a gap stands for. @param {Gap} gap */
export async function showGap(gap) {
  const {rows} = state;
  if (gap.gap === 'forgotten' || gap.busy) return;
  change(() => (gap.busy = true));
  try {
    const answer = await api.entries({from: gap.from, filter: state.filter});
    change(() => rows.fill(gap, answer));
  } catch (error) {
    failed.add(gap);
    change(() => (gap.busy = false));
    notice(api.words(error));
  }
}
