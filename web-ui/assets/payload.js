// What people say to each other, for the conversation. Pure.

import {split, toBytes, toText} from './bytes.js';

/** @typedef {import('./types.js').Row} Row */

/** Datacasts by their number. */
const DATACASTS = /** @type {Record<string, string>} */ ({1: 'nudge', 2: 'wink', 3: 'voice clip', 4: 'action message'});

/**
 * Headers and what follows the empty line, if this looks like a message.
 * @param {string} text
 * @returns {{headers: [string, string][], body: string} | null}
 */
export function message(text) {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  /** @type {[string, string][]} */
  const headers = [];
  for (const line of head.split('\r\n').filter(Boolean)) {
    const colon = line.indexOf(':');
    if (colon < 1 || /[\s<{]/.test(line.slice(0, colon))) return null;
    headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return headers.length ? {headers, body: end < 0 ? '' : text.slice(end + 4)} : null;
}

/** @param {[string, string][]} headers @param {string} name */
function header(headers, name) {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

/**
 * The payload of a row, as text, as far as it came.
 * @param {Row} row
 */
export function payloadText(row) {
  const octets = row.received ?? row.sent;
  if (typeof octets === 'string') {
    const end = octets.indexOf('\n');
    return end < 0 || row.cmd === undefined ? '' : octets.slice(end + 1);
  }
  return row.cmd === undefined ? '' : toText({base64: base64Of(split(toBytes(octets)).payload)});
}

/** @param {Uint8Array} bytes */
function base64Of(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The content type of a message, and what it says. @param {Row} row */
function content(row) {
  const mail = row.cmd === 'MSG' ? message(payloadText(row)) : null;
  const type = mail?.headers.find(([key]) => key.toLowerCase() === 'content-type')?.[1] ?? '';
  return {isText: /^text\/plain/i.test(type), isCast: /^text\/x-msnmsgr-datacast/i.test(type), body: mail?.body ?? ''};
}

/**
 * What somebody said in a conversation, in their own words or in ours.
 * @param {Row} row
 * @returns {{words: string, quoted: boolean} | null}
 */
export function gist(row) {
  const {isText, isCast, body} = content(row);
  if (isText) return {words: body, quoted: true};
  if (!isCast) return null;
  const id = body.match(/^ID:\s*(\d+)/im)?.[1] ?? '';
  return {words: DATACASTS[id] ?? `datacast ${id}`, quoted: false};
}

/**
 * What somebody said or did in a conversation: the rows of the conversation view.
 * @param {Row} row
 */
export function isChat(row) {
  if (['JOI', 'BYE', 'IRO'].includes(row.cmd ?? '')) return true;
  const {isText, isCast} = content(row);
  return isText || isCast;
}
