// Fields and the bytes they stand for, found from either side. Pure.

import {HEX, readable} from './bytes.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Field} Field */
/** @typedef {import('./types.js').Placed} Placed */

/** How many characters of one value are in the page. */
const LONGEST = 2000;

/**
 * Fields with their places.
 * @param {Field[]} fields
 * @param {string} prefix
 * @param {number} [level]
 * @returns {Placed[]}
 */
export function placed(fields, prefix, level = 1) {
  return fields.map((field, at) => {
    const path = `${prefix}${at}`;
    return {field, path, level, inner: placed(field.fields ?? [], `${path}.`, level + 1)};
  });
}

/** The field at a path.
 * @param {Placed[]} all
 * @param {string | null} path
 * @returns {Placed | null} */
export function find(all, path) {
  if (path === null) return null;
  for (const one of all) {
    if (one.path === path) return one;
    if (path.startsWith(`${one.path}.`)) return find(one.inner, path);
  }
  return null;
}

/**
 * The innermost field that has this byte. Where several parts of one field were decoded from the very same bytes, none of
 * them has it more than the others: then it is the field itself.
 * @param {Placed[]} all
 * @param {number} byte
 * @returns {Placed | null}
 */
export function fieldAt(all, byte) {
  const holding = all.filter(({field: {at}}) => at[0] <= byte && byte < at[1]);
  const size = (/** @type {Placed} */ {field: {at}}) => at[1] - at[0];
  const least = Math.min(...holding.map(size));
  const [one, other] = holding.filter((each) => size(each) === least);
  if (!one) return null;
  const inner = fieldAt(one.inner, byte);
  const parted = inner && (size(inner) < least || one.inner.length === 1);
  return other && size(other) === least && one.level > 1 ? null : parted ? inner : one;
}

/** Whether these are the parts of a binary header, which stand in a table.
 * @param {Placed} group */
export function isTable({inner}) {
  return inner.length > 1 && inner.every(({field}) => field.spelled === 'binary');
}

/**
 * A field as it was sent: text where it is some, else hex.
 * @param {Uint8Array} bytes
 * @param {Field} field
 */
export function spelledOut(bytes, {at: [from, to], spelled}) {
  const own = bytes.subarray(from, Math.min(to, from + LONGEST));
  const text = spelled === 'UTF-16' || spelled === 'binary' ? null : readable(own);
  const shown = text === null ? Array.from(own, (byte) => HEX[byte]).join(' ') : visible(text);
  return to - from > LONGEST ? `${shown}…` : shown;
}

/** A value as it is shown. @param {string} value */
export function valueText(value) {
  return value.length > LONGEST ? `${visible(value.slice(0, LONGEST))}… (${value.length} characters)` : visible(value);
}

/**
 * Fields as lines of text, for copying.
 * @param {Placed[]} all
 * @returns {string[]}
 */
export function asLines(all) {
  return all.flatMap(({field, level, inner}) => {
    const meaning = field.meaning ? ` (${visible(field.meaning)})` : '';
    const trouble = field.trouble ? ` !!! ${visible(field.trouble)}` : '';
    return [`${'  '.repeat(level - 1)}${visible(field.name)}: ${visible(field.value)}${meaning}${trouble}`, ...asLines(inner)];
  });
}
