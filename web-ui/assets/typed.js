// Bytes in the notation in which a person types a frame: the other way round from what the program composes. Pure.

import {announces} from './compose.js';
import {HEX, encode, readable, split} from './bytes.js';
import {DECEPTIVE} from './visible.js';

/** @typedef {import('./types.js').Direction} Direction */

/** What the program would take for an escape, for a placeholder, for a line end, or what nobody could see. */
const SPECIAL = new RegExp(`\\r\\n|[\\\\\\r\\n]|\\{(?=(?:trid|len|me|peer|ticket|now|guid)\\})|^-(?=-- )|${DECEPTIVE.source}`, 'gmu');

const SHORT = /** @type {Record<string, string>} */ ({'\r\n': '\n', '\r': '\\r', '\n': '\\n', '\t': '\\t', '\0': '\\0', '\\': '\\\\', '{': '\\{'});

/** @param {Iterable<number>} bytes */
const spelled = (bytes) => [...bytes].map((byte) => `\\x${HEX[byte]}`).join('');

/** Bytes that are no text have their ASCII as letters, the rest as numbers. @param {Uint8Array} bytes */
function written(bytes) {
  const text = readable(bytes);
  if (text !== null) return escaped(text);
  const ascii = Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : `\u{e000}${HEX[byte]}`)).join('');
  return escaped(ascii).replace(/\u{e000}(..)/gu, '\\x$1');
}

/** @param {string} text */
function escaped(text) {
  return text.replace(SPECIAL, (found) => SHORT[found] ?? spelled(encode(found)));
}

/**
 * A frame as a person would type it: `{len}` where its line tells the length of its payload, and `{trid}` for the transaction
 * id that is given; as it came if it is to stay `exact`.
 * @param {Uint8Array} bytes
 * @param {{dir: Direction, trid?: number, exact?: boolean}} frame
 */
export function asTyped(bytes, {dir, trid, exact = false}) {
  const {line, payload} = split(bytes);
  const end = line.findLastIndex((byte) => byte !== 10 && byte !== 13) + 1;
  const words = written(line.subarray(0, end)).split(' ');
  if (trid !== undefined && words[1] === String(trid)) words[1] = '{trid}';
  const last = words.length - 1;
  if (!exact && last > 0 && words[last] === String(payload.length) && (payload.length || announces(words[0], dir))) words[last] = '{len}';
  return words.join(' ') + (payload.length ? `\n${written(payload)}` : '');
}

/** The same with `{len}` in the place of a length that is written out, whatever it is, where the command has one.
 * @param {string} typed @param {Direction} dir */
export function measured(typed, dir) {
  const verb = typed.slice(0, 3);
  return announces(verb, dir) || /^\d{3}$/.test(verb) ? typed.replace(/^(.+ )\d+(?=\n|$)/, '$1{len}') : typed;
}
