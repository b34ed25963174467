// The ways to look at a transcript: all of it, what people said, where redirects lead. Pure.

import {isChat} from './payload.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./state.js').Lens} Lens */

/** What each shows, and the filter that spares the program reading the rest.
 * @type {Record<Lens, {filter: string, keeps: (row: Row) => boolean}>} */
const LENSES = {
  transcript: {filter: '', keeps: () => true},
  conversation: {filter: 'role:SB', keeps: isChat},
  redirects: {
    filter: '',
    keeps: (row) => /^(route|redirect)_/.test(row.event ?? '') || !!row.flags?.includes('rewritten'),
  },
};

export const NAMES = /** @type {Lens[]} */ (Object.keys(LENSES));

/** The view after this one, or before it, round and round.
 * @param {Lens} lens @param {number} steps */
export function beside(lens, steps) {
  return NAMES[(NAMES.indexOf(lens) + steps + NAMES.length) % NAMES.length];
}

/** The filter the program is asked with.
 * @param {{filter: string, lens: Lens}} wanted */
export function wholeFilter({filter, lens}) {
  return [filter, LENSES[lens].filter].filter(Boolean).join(' ');
}

/** An answer without what the lens does not show.
 * @param {Answer} answer
 * @param {Lens} lens
 * @returns {Answer} */
export function through(answer, lens) {
  return lens === 'transcript' ? answer : {...answer, entries: answer.entries.filter(LENSES[lens].keeps)};
}
