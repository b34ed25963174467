// Which entries ask and answer each other, in words, and how long it took. Pure.

import {counted, grouped} from './bytes.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./viewtypes.js').Pair} Pair */

/** How long a request waits before it is called waiting, in milliseconds: most are answered by then. */
const PATIENCE = 300;

/** A time as a person reads it: `0.4 ms`, `31 ms`, `2.4 s`, `1:02 min`.
 * @param {number} ms */
export function took(ms) {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')} min`;
}

/** What the list says of a request, in a few characters, and how that looks. `waited` is how long it has waited until now, in
 * milliseconds, where that is known.
 * @param {Row} row @param {number | null} waited
 * @returns {{text: string, looks: string}} */
export function timing({status, ms}, waited) {
  if (status === 'pending') {
    if (waited === null) return {text: 'waits', looks: 'pending'};
    return waited < PATIENCE ? {text: '', looks: 'pending'} : {text: `${Math.floor(waited / 1000)} s …`, looks: 'pending'};
  }
  if (status === 'unanswered') return {text: 'never', looks: 'unanswered'};
  return ms === undefined ? {text: '', looks: ''} : {text: took(ms), looks: status === 'failed' ? 'failed' : ''};
}

/** The entry that `=` leads to: from a request to the first of its answer, on to the last, and round to the request.
 * @param {Pair} pair @param {number} n */
export function otherHalf({request, first, last}, n) {
  const round = [...new Set([request, first, last])].filter((one) => one !== undefined);
  const at = round.indexOf(n);
  const next = at < 0 ? request ?? first : round[(at + 1) % round.length];
  return next === n ? null : next ?? null;
}

/** What there is to say of a pair: words, and the numbers of entries between them.
 * @param {Pair} pair @param {number} n the entry that is looked at
 * @returns {(string | number)[]} */
export function pairWords({request, first, last, count, status, ms, last_ms: all}, n) {
  const after = ms === undefined ? '' : `, after ${took(ms)}`;
  const span = first === undefined ? [] : last === undefined || last === first ? [first] : [first, '–', last];
  const parts = count > 1 ? `, ${counted(count, 'entry', 'entries')}${all === undefined ? '' : `, the last after ${took(all)}`}` : '';
  if (status === 'unsolicited') return ['Said by the server unasked.'];
  if (status === 'unknown') return request === undefined ? [] : ['What belongs to it may have been missed.'];
  if (n === request || request === undefined) {
    if (status === 'unanswered') return ['Nobody answered before the connection was over.'];
    if (!span.length) return ['Waits for its answer.'];
    const how = status === 'failed' ? 'Refused in ' : status === 'pending' ? 'So far answered in ' : 'Answered in ';
    return [how, ...span, `${after}${parts}.`];
  }
  const others = count > 1 ? [` with `, ...span] : [];
  return [status === 'failed' ? 'Refuses ' : 'Answers ', request, ...others, `${after}${parts}.`];
}

/** The requests that wait among these rows, by number.
 * @param {Row[]} rows */
export function pendingIn(rows) {
  return rows.filter(({status}) => status === 'pending').map(({n}) => n);
}

/** How long a request has waited, by the program's clock: `ahead` is by how much ours is ahead of it at most.
 * @param {Row} row @param {number} now @param {number | null} ahead */
export function waited({at}, now, ahead) {
  return ahead === null ? null : Math.max(0, now - ahead - Date.parse(at));
}

/** For who hears it.
 * @param {Row} row */
export function timingWords({status, ms}) {
  if (status === 'pending') return 'waits for its answer';
  if (status === 'unanswered') return 'never answered';
  return ms === undefined || status === 'unsolicited' ? '' : `${status === 'failed' ? 'refused' : 'answered'} after ${took(ms)}`;
}

/** @param {number} n */
export const entryWords = (n) => `entry ${grouped(n)}`;
