// What a person does in the details of the selected entry, and which field and bytes are pointed at by it.

import {fromBase64, toBytes} from './bytes.js';
import {fieldAt, find, placed} from './spans.js';
import {anew, change} from './state.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Look} Look */
/** @typedef {import('./types.js').Placed} Placed */
/** @typedef {import('./state.js').State} State */

/** The row to show: whole if it came, else as it stands in the list. @param {State} now @returns {Row | null} */
export function shownRow({whole, selected, rows}) {
  if (selected === null) return null;
  return whole?.n === selected && whole.row ? whole.row : rows.find(selected);
}

/** The bytes as received, or as injected, with masks where secrets are not revealed: what fields point into.
 * @param {Row} row */
export function shownBytes(row) {
  const base64 = row.raw ?? row.masked;
  return base64 === undefined ? toBytes(row.received ?? row.sent) : fromBase64(base64);
}

/** What is done in the details of this entry; nothing, if they were of another. @param {State} now @returns {Look} */
export function lookOf(now) {
  return now.look.n === now.selected ? now.look : anew(now.selected ?? 0);
}

/** @param {Partial<Look>} more */
export function look(more) {
  change((now) => (now.look = {...lookOf(now), ...more}));
}

/** Puts a path into a set of them, or takes it out. @param {Set<string>} paths @param {string} path */
export function toggled(paths, path) {
  return paths.has(path) ? new Set([...paths].filter((one) => one !== path)) : new Set(paths).add(path);
}

/** @type {WeakMap<Row, Placed[]>} */
const known = new WeakMap();

/** All fields of a row, with their places: first those of the command line, then those of the payload. @param {Row} row */
export function fieldsOf(row) {
  const fields = known.get(row) ?? [...placed(row.explained?.arguments ?? [], 'a'), ...placed(row.explained?.payload ?? [], 'p')];
  known.set(row, fields);
  return fields;
}

/** Points at a byte, and at the innermost field that has it. @param {Row} row @param {number} byte */
export function pointAt(row, byte) {
  look({byte, path: fieldAt(fieldsOf(row), byte)?.path ?? null, over: null});
}

/** The field that is pointed at: the one under the pointer before the one that was chosen. @param {State} now @param {Row} row */
export function pointed(now, row) {
  const {over, path} = lookOf(now);
  return find(fieldsOf(row), over ?? path);
}
