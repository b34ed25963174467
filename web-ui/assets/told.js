// What is shown of what was told: the latest, or what it was when the person paused; and which entries it marks.

import {worstByEntry} from './problem.js';

/** @param {import('./state.js').State} now @returns {import('./viewtypes.js').Told} */
export function shownOf({paused, frozen, told}) {
  return paused === null || !frozen ? told : {...told, ...frozen};
}

/** What was found wrong, by entry: counted, so that rows are drawn anew when something is. */
const found = {told: /** @type {unknown} */ (null), turn: 0, said: '', worst: /** @type {ReturnType<typeof worstByEntry>} */ (new Map())};

/** The worst there is of each entry, and how often that has changed.
 * @param {import('./state.js').State} now */
export function marksOf({told}) {
  if (found.told === told.problems) return found;
  const worst = worstByEntry(told.problems?.problems ?? []);
  const said = [...worst].join();
  if (said !== found.said) Object.assign(found, {worst, said, turn: found.turn + 1});
  found.told = told.problems;
  return found;
}
