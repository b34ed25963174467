// What is typed becomes the bytes that are sent. Pure: what this returns is shown, and what is shown is sent.

import {encode} from './bytes.js';

/** @typedef {import('./types.js').Direction} Direction */
/** @typedef {import('./types.js').Row} Row */

/** Commands that carry a payload, whose length is the last word of their line. */
const WITH_PAYLOAD = {
  c2s: new Set('MSG QRY SDC PAG PGD UUX ADL RML UUN FQY UUM PUT DEL SDG VAS'.split(' ')),
  s2c: new Set('MSG NOT IPG GCF UBX UUX ADL RML FQY UUN UBN UBM NFY SDG PUT DEL'.split(' ')),
};

/**
 * Fills `{trid}` and `{len}` in the command line and ends every line with CR LF, but not the payload: its last byte
 * is the last that was typed.
 * @param {string} typed
 * @param {number} trid
 */
export function compose(typed, trid) {
  const [line, ...rest] = typed.replace(/\r\n?/g, '\n').split('\n');
  const payload = rest.join('\r\n');
  const length = encode(payload).length;
  const filled = line.replaceAll('{trid}', String(trid)).replaceAll('{len}', String(length));
  return {text: `${filled}\r\n${payload}`, line: filled, payload, length};
}

/**
 * What looks wrong with it. It is sent all the same if the person wants: to send what is wrong is what this is for.
 * @param {ReturnType<typeof compose>} made
 * @param {Direction} dir
 * @returns {string | null}
 */
export function doubt({line, length}, dir) {
  const verb = line.slice(0, 3);
  if (!/^([A-Z]{3}|\d{3})( |$)/.test(line)) return 'A command begins with three capital letters or three digits.';
  const last = line.split(' ').at(-1) ?? '';
  const announced = WITH_PAYLOAD[dir].has(verb) && /^\d+$/.test(last) ? Number(last) : null;
  if (announced === null) return length ? `${verb} announces no payload: what follows its line is read as commands.` : null;
  if (announced === length) return null;
  return `The line announces ${announced} bytes, the payload has ${length}: the receiver will read on at the wrong place.`;
}

/**
 * The id that `{trid}` stands for: towards the server the next one, towards the client that of its latest request.
 * @param {Row[]} requests rows of one session, from its client
 * @param {Direction} dir
 */
export function nextTrid(requests, dir) {
  const latest = requests.findLast((row) => row.trid !== undefined)?.trid;
  if (latest === undefined) return dir === 'c2s' ? 1 : 0;
  return dir === 'c2s' ? (latest + 1) % 2 ** 32 : latest;
}

const message = (/** @type {string} */ type, /** @type {string} */ body) =>
  `MIME-Version: 1.0\nContent-Type: ${type}\n${body}`;
const TEXT = message('text/plain; charset=UTF-8', 'X-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=0; CS=0; PF=0\n\nhello');
const NUDGE = message('text/x-msnmsgr-datacast', '\nID: 1\n\n');

/** Beginnings for what people send most. `WHO` becomes somebody in the conversation.
 * @type {{name: string, dir: Direction, typed: string}[]} */
export const STARTS = [
  {name: 'Nudge the client', dir: 's2c', typed: `MSG WHO WHO {len}\n${NUDGE}`},
  {name: 'Message to the client', dir: 's2c', typed: `MSG WHO WHO {len}\n${TEXT}`},
  {name: 'Typing, to the client', dir: 's2c', typed: `MSG WHO WHO {len}\n${message('text/x-msmsgscontrol', 'TypingUser: WHO\n\n\n')}`},
  {name: 'Nudge the others', dir: 'c2s', typed: `MSG {trid} N {len}\n${NUDGE}`},
  {name: 'Message to the others', dir: 'c2s', typed: `MSG {trid} N {len}\n${TEXT}`},
  {name: 'Status: busy', dir: 'c2s', typed: 'CHG {trid} BSY 0'},
  {name: 'Keep-alive', dir: 'c2s', typed: 'PNG'},
  {name: 'Error 500', dir: 's2c', typed: '500 {trid}'},
];
