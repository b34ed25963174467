// Redirects and transfers, in words. Pure.

import {counted, grouped} from './bytes.js';
import {took} from './pairs.js';
import {short} from './names.js';

/** @typedef {import('./viewtypes.js').Redirect} Redirect */
/** @typedef {import('./viewtypes.js').Transfer} Transfer */

/** What a redirect is.
 * @type {Record<string, string>} */
export const KINDS = {NS: 'to a notification server', SB: 'to a switchboard', RNG: 'an invitation to a switchboard', XFR: 'to a server'};

/** What became of a redirect, as a mark and words.
 * @param {Redirect} redirect @returns {{mark: string, words: string, looks: string}} */
export function fateWords({fate, ms, became}) {
  const after = ms === null || ms === undefined ? '' : ` after ${took(ms)}`;
  if (fate === 'followed') {
    const now = {open: ', open', closed: ', closed since', failed: ', but the server could not be reached'}[became ?? ''] ?? '';
    return {mark: became === 'failed' ? '✗' : '✓', words: `followed${after}${now}`, looks: became === 'failed' ? 'failed' : 'delivered'};
  }
  return {
    waiting: {mark: '…', words: 'nobody has followed yet', looks: 'waiting'},
    unfollowed: {mark: '✗', words: 'never followed', looks: 'failed'},
    untouched: {mark: '=', words: 'passed on as it came', looks: 'unknown'},
    unknown: {mark: '?', words: 'not known whether it was followed', looks: 'unknown'},
  }[fate] ?? {mark: '?', words: fate, looks: 'unknown'};
}

/** How far a transfer has come.
 * @param {Transfer} transfer @returns {{have: number, size: number | null, words: string}} */
export function progress({have, size}) {
  if (size === null || size === undefined) return {have, size: null, words: have ? `${counted(have, 'byte')} of an unknown size` : 'size unknown'};
  const percent = size > 0 && have > 0 && have < size ? ` (${Math.min(99, Math.floor((have / size) * 100))} %)` : '';
  return {have: Math.min(have, size), size, words: `${grouped(have)} of ${counted(size, 'byte')}${percent}`};
}

/** How many missing ranges are named. */
const NAMED = 6;

/** What is missing of it, by the places of its bytes: the end of a range is not in it.
 * @param {Transfer} transfer */
export function missingWords({missing}) {
  if (!missing?.length) return '';
  const ranges = missing.slice(0, NAMED).map(([from, to]) => (to - from === 1 ? grouped(from) : `${grouped(from)}–${grouped(to - 1)}`));
  const more = missing.length > NAMED ? `, and ${missing.length - NAMED} more` : '';
  return `missing: byte${missing.length > 1 || missing[0][1] - missing[0][0] > 1 ? 's' : ''} ${ranges.join(', ')}${more}`;
}

/** Whether what came is what was announced.
 * @type {Record<string, {mark: string, words: string, looks: string}>} */
const DIGESTS = {
  right: {mark: '✓', words: 'SHA1D right', looks: 'delivered'},
  wrong: {mark: '✗', words: 'SHA1D wrong', looks: 'failed'},
  unknown: {mark: '?', words: 'SHA1D not known', looks: 'unknown'},
};

/** @param {Transfer} transfer */
export const digestWords = ({sha1d}) => DIGESTS[sha1d ?? ''] ?? null;

/** Who gives it to whom.
 * @param {Transfer} transfer */
export function wayWords({from, to}) {
  return `${from ? short(from) : 'somebody'} → ${to ? short(to) : 'somebody'}`;
}

/** How its status looks: in which colour, with which mark.
 * @param {string} status @returns {{mark: string, looks: string}} */
export function statusLooks(status) {
  return /** @type {Record<string, {mark: string, looks: string}>} */ ({
    complete: {mark: '✓', looks: 'delivered'}, declined: {mark: '✗', looks: 'failed'}, cancelled: {mark: '✗', looks: 'failed'},
    'broken off': {mark: '✗', looks: 'failed'}, moving: {mark: '…', looks: 'waiting'}, offered: {mark: '…', looks: 'waiting'},
    accepted: {mark: '…', looks: 'waiting'},
  })[status] ?? {mark: '·', looks: 'unknown'};
}

/** What may be fetched of it, and how the file is called: never as the peer calls it.
 * @param {Transfer} transfer @returns {{href: string, file: string, words: string} | null} */
export function offer({id, status, have}) {
  if (!Number.isSafeInteger(id) || !(have > 0)) return null;
  const whole = status === 'complete';
  const href = `/api/transfers/${id}/content${whole ? '' : '?partial=true'}`;
  return {href, file: `nudge-transfer-${id}${whole ? '' : '-partial'}.bin`, words: whole ? 'Download' : 'Download what there is'};
}
