// What a payload says, in a few words and in full. Pure.

import {split, toBytes, toText} from './bytes.js';

/** @typedef {import('./types.js').Row} Row */

/** What a message is, by its content type. */
const KINDS = /** @type {[RegExp, string][]} */ ([
  [/^text\/x-msmsgsprofile/i, 'profile'],
  [/^text\/x-msmsgsinvite/i, 'invitation'],
  [/^text\/x-mms-emoticon|^text\/x-mms-animemoticon/i, 'emoticons'],
  [/^text\/x-clientcaps/i, 'client capabilities'],
  [/^text\/x-msmsgs.*(mail|notification)/i, 'mail notice'],
  [/^application\/x-msnmsgrp2p/i, 'P2P'],
  [/^image\/gif|^application\/x-ms-ink/i, 'handwriting'],
]);

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

/**
 * What a payload says, in few words, and whether those words are somebody's own.
 * @param {Row} row
 * @returns {{words: string, quoted: boolean} | null}
 */
export function gist(row) {
  const text = payloadText(row);
  if (!text) return null;
  const mail = row.cmd === 'MSG' ? message(text) : null;
  if (mail) return messageGist(mail);
  if (text.startsWith('<')) {
    const psm = text.match(/<PSM>([^<]*)<\/PSM>/)?.[1];
    return psm ? {words: psm, quoted: true} : {words: text.slice(0, 200), quoted: false};
  }
  return {words: text.slice(0, 200), quoted: false};
}

/** @param {{headers: [string, string][], body: string}} mail */
function messageGist({headers, body}) {
  const type = header(headers, 'content-type') ?? '';
  if (/^text\/plain/i.test(type)) return {words: body, quoted: true};
  if (/^text\/x-msmsgscontrol/i.test(type)) return plain(header(headers, 'typinguser') ? 'is typing' : 'control');
  if (/^text\/x-msnmsgr-datacast/i.test(type)) {
    const id = body.match(/^ID:\s*(\d+)/im)?.[1] ?? '';
    return plain(DATACASTS[id] ?? `datacast ${id}`);
  }
  const kind = KINDS.find(([pattern]) => pattern.test(type));
  return plain(kind ? kind[1] : type || body.slice(0, 200));
}

/** @param {string} words */
function plain(words) {
  return {words, quoted: false};
}

/**
 * What somebody said or did in a conversation: the rows of the conversation view.
 * @param {Row} row
 */
export function isChat(row) {
  if (['JOI', 'BYE', 'IRO'].includes(row.cmd ?? '')) return true;
  if (row.cmd !== 'MSG') return false;
  const mail = message(payloadText(row));
  const type = mail && header(mail.headers, 'content-type');
  return !!type && /^text\/plain|^text\/x-msnmsgr-datacast/i.test(type);
}
