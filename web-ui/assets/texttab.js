// A frame as text, in the notation of those who study the protocol, and the fields of an event.

import {counted, readable, split, toBytes, toText} from './bytes.js';
import {el, looks} from './el.js';
import {direction} from './rowtext.js';
import {frameLines, lines, visible} from './visible.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Octets} Octets */

/** How much is put into the page at once, in characters. */
const MOST = 64 * 1024;

/** One side of a frame in the notation. @param {Octets} octets @param {string} mark @param {Row} row */
function notation(octets, mark, row) {
  const bytes = toBytes(octets);
  const binary = readable(bytes) === null;
  const text = toText(octets).slice(0, MOST);
  const {line, payload} = split(bytes);
  const shown = binary && row.cmd !== undefined ? toText({base64: btoa(String.fromCharCode(...line))}) : text;
  const parts = (row.cmd === undefined ? lines : frameLines)(shown).map((stretch) => el('span', {class: 'line'}, ...looks(stretch)));
  const rest = binary && payload.length ? el('span', {class: 'line escaped'}, `[${counted(payload.length, 'byte')}, see Hex]`) : null;
  return el('div', {class: 'notation'}, el('span', {class: 'arrow'}, `${mark} `), el('span', {class: 'lines'}, ...parts, rest));
}

/** @param {Row} row */
export function textTab(row) {
  if (row.event) return [el('p', {class: 'information'}, visible(row.says ?? '')), eventFields(row)];
  const [mark] = direction(row);
  const own = row.received ?? row.sent;
  const told = row.received !== undefined && row.sent !== undefined ? row.sent : undefined;
  return [
    own !== undefined && notation(own, mark, row),
    told !== undefined && el('h3', {}, 'Sent instead'),
    told !== undefined && notation(told, mark, row),
  ];
}

/** The fields of an event. @param {Row} row */
export function eventFields(row) {
  const known = new Set(['n', 'at', 'says', 'role', 'line', 'pair', 'problem', 'problems', 'status', 'ms']);
  const rest = Object.entries(row).filter(([key]) => !known.has(key));
  const text = (/** @type {unknown} */ value) => visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
  return el('dl', {}, ...rest.flatMap(([key, value]) => [el('dt', {}, key.replaceAll('_', ' ')), el('dd', {}, text(value))]));
}
