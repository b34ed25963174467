// What is held, hidden and repeated, in words. Pure.

import {counted, fromBase64, grouped} from './bytes.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./wheeltypes.js').Held} Held */

/** Why nothing can be sent, held or changed here, if that is so. @param {Pick<Status, 'saved' | 'read_only'> | null} status */
export function unable(status) {
  if (status?.saved) return 'This is a saved transcript: what it tells of is over, so that nothing can be sent, held or changed.';
  return status?.read_only ? 'Nudge runs with --read-only: everything can be watched, nothing sent, held or changed.' : null;
}

/** @param {string} flag */
export const flagWords = (flag) => (flag === 'hidden' ? 'kept from the client' : flag);

/** What became of a row that was held, or that was answered from here: what is known live comes first.
 * @param {Row} row @param {Set<number>} held what is held now */
export const fateOf = ({n, held: fate}, held) => (held.has(n) ? 'held' : fate ?? null);

/** The same in a sentence, up to the entry it leads to. @param {Row} row @param {Set<number>} held @returns {(string | number)[]} */
export function fateWords(row, held) {
  const fate = fateOf(row, held);
  const by = row.instead === null || row.instead === undefined ? [] : [row.instead];
  const words = {
    held: ['Held: it waits for your word. a lets it go, e edits it, x drops it.'],
    released: ['It was held, then left as it came.'],
    edited: ['It was held, and another left in its place', ...by.flatMap((n) => [': ', n]), '.'],
    dropped: ['It was held and dropped: it did not leave.'],
    answered: ['It was answered from here and did not leave', ...by.flatMap((n) => [': ', n]), '.'],
  };
  const kept = row.flags?.includes('hidden') ? ['It was kept from the client, which did not ask for it.'] : [];
  return fate ? words[fate] : kept;
}

/** How long until it leaves by itself: `58 s left`, `1:02:03 left`. @param {number} seconds */
export function leftWords(seconds) {
  if (seconds < 100) return `${seconds} s left`;
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)} left`;
}

/** @param {number} behind */
export const behindWords = (behind) => (behind ? `${grouped(behind)} behind it` : '');

/** The command of a frame that is held, and the rest of its line. @param {Held} held */
export function lineOf({base64}) {
  const line = new TextDecoder().decode(fromBase64(base64)).split(/\r?\n/, 1)[0];
  return {verb: visible(line.slice(0, 3)), rest: visible(line.slice(3).trim())};
}

/** Whether anything is held, is going to be, or repeats: then there is something to take the hands off.
 * @param {import('./viewtypes.js').Told} told */
export function isSteering({held, sequences}) {
  return !!held && (held.holding !== null || held.held.length > 0) || !!sequences?.sequences.some(({state}) => state === 'running');
}

/** How far a sequence is. @param {import('./wheeltypes.js').Sequence} one */
export function sequenceWords({id, round, times: all, sent, state, error}) {
  const rounds = all > 1 ? `, round ${grouped(round)} of ${grouped(all)}` : '';
  const ends = {running: '', done: ', done', stopped: ', stopped', failed: ', failed'}[state];
  return `Sequence ${id}${rounds}: ${counted(sent, 'frame')} sent${ends}${error ? `: ${visible(error)}` : ''}`;
}
