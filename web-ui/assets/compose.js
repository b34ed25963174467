// What there is to say of bytes that are about to be sent: what they mean, and what is doubtful about them. Pure.

import {split} from './bytes.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Direction} Direction */
/** @typedef {import('./wheeltypes.js').Composed} Composed */

/** How it is drawn: `says` is the sentence, `doubt` and `noticed` warn, the others are what the rules say.
 * @typedef {{looks: 'says' | 'doubt' | 'noticed' | import('./viewtypes.js').Severity, text: string}} Remark */

/** Commands that carry a payload, whose length is the last word of their line. */
const WITH_PAYLOAD = {
  c2s: new Set('MSG QRY SDC PAG PGD UUX ADL RML UUN FQY UUM PUT DEL SDG VAS'.split(' ')),
  s2c: new Set('MSG NOT IPG GCF UBX UUX ADL RML FQY UUN UBN UBM NFY SDG PUT DEL'.split(' ')),
};

/** Whether a command carries a payload. @param {string} verb @param {Direction} dir */
export function announces(verb, dir) {
  return WITH_PAYLOAD[dir].has(verb);
}

/**
 * What looks wrong with it. It is sent all the same if the person wants: to send what is wrong is what this is for.
 * @param {Uint8Array} bytes
 * @param {Direction} dir
 * @returns {string | null}
 */
export function doubt(bytes, dir) {
  if (!isCommand(lineOf(bytes))) return 'A command begins with three capital letters or three digits.';
  return miscounted(bytes, dir);
}

/** @param {Uint8Array} bytes */
const lineOf = (bytes) => new TextDecoder().decode(split(bytes).line).trimEnd();

/** @param {string} line */
const isCommand = (line) => /^([A-Z]{3}|\d{3})( |$)/.test(line);

/** What a wrong length does. @param {Uint8Array} bytes @param {Direction} dir */
function miscounted(bytes, dir) {
  const [line, {length}] = [lineOf(bytes), split(bytes).payload];
  if (!isCommand(line)) return null;
  const verb = line.slice(0, 3);
  const last = line.split(' ').at(-1) ?? '';
  const announced = /^\d+$/.test(last) ? Number(last) : null;
  if (!announces(verb, dir)) {
    const isError = /^\d{3}$/.test(verb) && announced === length;
    return length && !isError ? `${verb} announces no payload: what follows its line is read as commands.` : null;
  }
  if (announced === null || announced === length) return null;
  return `The line announces ${announced} bytes, the payload has ${length}: the receiver will read on at the wrong place.`;
}

/** Everything there is to say of what was composed, the sentence first. The program's rules say more than a doubt of ours, except
 * of a wrong length: they tell only what comes of it.
 * @param {Composed} made @param {Uint8Array} bytes @param {Direction} dir @returns {Remark[]} */
export function remarks({says, explained, noticed, problems = []}, bytes, dir) {
  const found = problems.map(({severity, says: text}) => ({looks: severity, text}));
  const own = found.length ? miscounted(bytes, dir) : doubt(bytes, dir) ?? explained?.trouble;
  const all = /** @type {(Remark | false)[]} */ ([
    !!says && {looks: 'says', text: says}, !!own && {looks: 'doubt', text: own}, ...found, !!noticed && {looks: 'noticed', text: noticed},
  ]);
  return all.filter((one) => !!one).map(({looks, text}) => ({looks, text: visible(text)}));
}
