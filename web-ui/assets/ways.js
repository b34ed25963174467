// Controls that lead from a view to an entry or a session. Who presses them is led there by `views.js`.

import {grouped} from './bytes.js';
import {el} from './el.js';

/** Leads to an entry. @param {number} n @param {string} [words] @returns {HTMLElement} */
export function way(n, words = grouped(n)) {
  return el('button', {type: 'button', class: 'go', tabindex: -1, 'data-entry': n, 'aria-label': `entry ${words}`, title: `Entry ${grouped(n)} in the transcript`}, words);
}

/** Leads to entries, each by its number. @param {number[]} entries */
export function ways(entries) {
  return [...new Set(entries)].map((n) => way(n));
}

/** Leads to all that a session did. @param {number} id @param {string} [words] @returns {HTMLElement} */
export function sessionWay(id, words = `session ${id}`) {
  return el('button', {type: 'button', class: 'link', tabindex: -1, 'data-session': id, title: `All entries of session ${id}`}, words);
}

/** A mark and its word: the mark is for the eye only.
 * @param {{mark: string, words: string, looks: string}} state @param {string} [title] */
export function marked({mark, words, looks}, title) {
  return el('span', {class: `state ${looks}`, title}, el('span', {class: 'mark', 'aria-hidden': 'true'}, mark), ` ${words}`);
}

/** What is said where a view has nothing to show.
 * @param {string} what @param {string} how */
export function nothing(what, how) {
  return el('div', {class: 'nothing'}, el('h2', {}, what), el('p', {class: 'quiet'}, how));
}
