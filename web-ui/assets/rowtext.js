// What a row of the list says, in the notation's looks. Pure.

import {hexLine, toBytes, toText} from './bytes.js';
import {has, isError, isProblem} from './names.js';
import {command, stretches, visible} from './visible.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Stretch} Stretch */

/** How much of a row is ever in the page. */
const LONGEST = 400;

/** The classes that give a row its colours.
 * @param {Row} row */
export function rowLooks(row) {
  const looks = [row.event ? 'event' : row.dir ?? ''];
  if (row.event ? isProblem(row) : isError(row)) looks.push('problem');
  for (const flag of ['injected', 'opaque']) if (has(row, flag)) looks.push(flag);
  if (has(row, 'hidden')) looks.push('kept-back');
  return looks.join(' ');
}

/** Whose it is, as arrow and word.
 * @param {Row} row
 * @returns {[string, string]} */
export function direction(row) {
  if (row.event) return isProblem(row) ? ['!!!', 'problem'] : ['---', 'info'];
  return row.dir === 'c2s' ? ['>>>', 'to server'] : ['<<<', 'to client'];
}

/** The sentence of a row, then its command line in the notation. @param {Row} row @returns {Stretch[]} */
export function rowText(row) {
  if (row.event) return [{look: 'information', text: visible(row.says ?? row.event)}];
  if (row.cmd === undefined) return opaqueText(row);
  const told = redirected(row);
  return [
    ...(row.says ? [{look: 'sentence', text: visible(row.says)}] : []),
    ...(told ? [{look: 'sent', text: `sent as ${visible(told)}`}] : []),
    ...argumentsText(row).map(({look, text}) => ({look: `${look} wire`.trim(), text})),
  ];
}

/** The arguments in the notation; the line end is left to the details. @param {Row} row @returns {Stretch[]} */
function argumentsText(row) {
  const line = row.line ?? visible(toText(row.received ?? row.sent));
  const words = line.slice(0, LONGEST).replace(/(?:\\r)?\\n$/, '').split(' ').slice(row.trid === undefined ? 1 : 2);
  return words.flatMap((word, at) => [...(at ? [{look: '', text: ' '}] : []), ...decoded(word)]);
}

/** A word with its %20 and the like read, if it has some.
 * @param {string} word
 * @returns {Stretch[]} */
function decoded(word) {
  if (/%[0-9a-f]{2}/i.test(word)) {
    try {
      return [{look: 'decoded', text: visible(decodeURIComponent(word))}];
    } catch {
      // Not percent-encoded after all: it is shown as it is.
    }
  }
  return command(word);
}

/** What a rewritten redirect says instead.
 * @param {Row} row */
function redirected(row) {
  if (!has(row, 'rewritten')) return null;
  const sent = toText(row.sent).replace(/\r?\n[^]*$/, '').split(' ').slice(1);
  return sent.filter((word, at) => word !== row.args?.[at]).join(' ');
}

/** @param {Row} row @returns {Stretch[]} */
function opaqueText(row) {
  const octets = row.received ?? row.sent;
  if (typeof octets === 'string') return stretches(octets.slice(0, LONGEST));
  const bytes = toBytes(octets);
  return [{look: 'escaped', text: `${hexLine(bytes, 0, 16).hex.trim()}${bytes.length > 16 ? ' …' : ''}`}];
}
