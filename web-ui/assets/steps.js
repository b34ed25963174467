// What is typed in its parts: frames, and the lines between them that make it a sequence. Pure.

import {encode} from './bytes.js';

/** @typedef {import('./types.js').Direction} Direction */

/** A frame, or an order such as `wait 200 ms`; `line` is where it begins, counted from 0.
 * @typedef {{line: number, dir: Direction, typed: string, order?: undefined} | {line: number, order: string}} Part */

const ORDER = /^--- (.*)$/;

/** Whether it is more than one frame. @param {string} typed */
export function isSequence(typed) {
  return typed.split('\n').some((line) => ORDER.test(line));
}

/** @param {string} typed @param {Direction} dir where the first frame goes @returns {Part[]} */
export function partsOf(typed, dir) {
  if (!isSequence(typed)) return typed.trim() ? [{line: 0, dir, typed}] : [];
  /** @type {Part[]} */
  const parts = [];
  let [way, from] = [dir, 0];
  const lines = typed.split('\n');
  const flush = (/** @type {number} */ to) => {
    const frame = lines.slice(from, to).join('\n');
    if (frame.trim()) parts.push({line: from, dir: way, typed: frame});
    from = to + 1;
  };
  lines.forEach((text, line) => {
    const order = text.match(ORDER)?.[1].trim();
    if (order === undefined) return;
    flush(line);
    parts.push({line, order});
    if (order === 'to server') way = 'c2s';
    if (order === 'to client') way = 's2c';
  });
  flush(lines.length);
  return parts;
}

/** Where in a text a byte of it is: how many characters are before it, and its line and column, counted from 1.
 * @param {string} text @param {number} byte */
export function placeOf(text, byte) {
  let [index, passed] = [0, 0];
  for (const character of text) {
    if (passed >= byte) break;
    passed += encode(character).length;
    index += character.length;
  }
  const before = text.slice(0, index).split('\n');
  return {index, line: before.length, column: [...before[before.length - 1]].length + 1};
}
