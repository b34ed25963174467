// The ways to look at what happened, in their order. Pure.

/** @typedef {import('./state.js').Lens} Lens */
/** @typedef {import('./viewtypes.js').ViewName} ViewName */

/** What each is called, and what the program tells for it while somebody looks.
 * @type {Record<Lens, {title: string, told: ViewName | null}>} */
export const LENSES = {
  transcript: {title: 'Transcript', told: null},
  conversation: {title: 'Conversation', told: 'conversations'},
  contacts: {title: 'Contacts', told: null},
  transfers: {title: 'Transfers', told: 'transfers'},
  redirects: {title: 'Redirects', told: 'redirects'},
  problems: {title: 'Problems', told: 'problems'},
};

export const NAMES = /** @type {Lens[]} */ (Object.keys(LENSES));

/** The view after this one, or before it, round and round.
 * @param {Lens} lens @param {number} steps */
export function beside(lens, steps) {
  return NAMES[(NAMES.indexOf(lens) + steps + NAMES.length) % NAMES.length];
}

/** What is told whatever is looked at: it is counted, marked and acted on everywhere. */
const ALWAYS = /** @type {ViewName[]} */ (['problems', 'held', 'sequences']);

/** What is to be told: that, and what the view shows.
 * @param {Lens} lens @returns {ViewName[]} */
export function toldFor(lens) {
  const {told} = LENSES[lens];
  return told === null || ALWAYS.includes(told) ? ALWAYS : [...ALWAYS, told];
}
