// Bytes: from JSON, to text, to hex. Pure.

/** @typedef {import('./types.js').Octets} Octets */

const utf8 = new TextEncoder();
const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});
const lossy = new TextDecoder('utf-8', {ignoreBOM: true});
export const HEX = Array.from({length: 256}, (_, byte) => byte.toString(16).padStart(2, '0'));

/** @param {string} text */
export function encode(text) {
  return utf8.encode(text);
}

/** @param {string} base64 */
export function fromBase64(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** @param {Octets | undefined} octets */
export function toBytes(octets) {
  if (octets === undefined) return new Uint8Array();
  return typeof octets === 'string' ? encode(octets) : fromBase64(octets.base64);
}

/** What left: what was put in the place of what came, where something was. @param {import('./types.js').Row} row a whole one */
export function bytesSent(row) {
  return row.flags?.includes('rewritten') || row.raw === undefined ? toBytes(row.sent ?? row.received) : fromBase64(row.raw);
}

/**
 * As text; what is no UTF-8 becomes the replacement character.
 * @param {Octets | undefined} octets
 */
export function toText(octets) {
  if (octets === undefined) return '';
  return typeof octets === 'string' ? octets : lossy.decode(fromBase64(octets.base64));
}

/**
 * As text if it is some: UTF-8 without zeros.
 * @param {Uint8Array} bytes
 * @returns {string | null}
 */
export function readable(bytes) {
  if (bytes.includes(0)) return null;
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * A frame cut into its command line, line end included, and its payload.
 * @param {Uint8Array} bytes
 */
export function split(bytes) {
  const end = bytes.indexOf(10);
  const line = end < 0 ? bytes : bytes.subarray(0, end + 1);
  return {line, payload: bytes.subarray(line.length)};
}

/**
 * One line of a hex view.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} width
 */
export function hexLine(bytes, at, width) {
  const here = bytes.subarray(at, at + width);
  const cells = Array.from({length: width}, (_, i) => (i < here.length ? HEX[here[i]] : '  '));
  const half = width / 2;
  const hex = `${cells.slice(0, half).join(' ')}  ${cells.slice(half).join(' ')}`;
  const ascii = Array.from(here, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·')).join('');
  return {offset: at.toString(16).padStart(6, '0'), hex, ascii};
}

/** Where a byte stands in the hex of its line: its column.
 * @param {number} i @param {number} width */
export function columnOf(i, width) {
  return i * 3 + (i >= width / 2 ? 1 : 0);
}

/** The byte whose digits, or the space behind them, stand at a column.
 * @param {number} column @param {number} width */
export function byteAt(column, width) {
  const half = columnOf(width / 2, width);
  const i = Math.floor((column >= half ? column - 1 : column) / 3);
  return Math.min(width - 1, Math.max(0, column < half ? Math.min(i, width / 2 - 1) : i));
}

/** @param {Uint8Array} bytes */
export function hexDump(bytes) {
  const out = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const {offset, hex, ascii} = hexLine(bytes, at, 16);
    out.push(`${offset}  ${hex}  ${ascii}`);
  }
  return out.join('\n');
}

/** A number with its thousands set apart, as the program writes it.
 * @param {number} count */
export function grouped(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 entry`, `96,021 entries`.
 * @param {number} count
 * @param {string} one
 * @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
