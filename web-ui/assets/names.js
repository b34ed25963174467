// What sessions, directions and rows are called, the same everywhere: in the list, the tree, and what is read aloud.

import {counted, grouped} from './bytes.js';
import {isGap} from './rows.js';
import {visible} from './visible.js';
import {flagWords} from './wheelwords.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Gap} Gap */
/** @typedef {import('./types.js').Item} Item */
/** @typedef {import('./types.js').Session} Session */

const ROLES = /** @type {Record<string, string>} */ ({
  DS: 'dispatch server', NS: 'notification server', SB: 'switchboard',
});

/** Events that say that something went wrong, or is about to. */
const PROBLEMS = new Set([
  'upstream_failed', 'redirect_untouched', 'redirect_unfollowed', 'refused', 'opaque', 'waiting', 'undelivered', 'missed',
]);

/** @param {Row} row */
export function isProblem(row) {
  return PROBLEMS.has(row.event ?? '') || (row.event === 'closed' && / did not reach /.test(row.says ?? ''));
}

/** Whether it refuses something: three digits for a command. @param {Row} row */
export function isError(row) {
  return /^\d{3}$/.test(row.cmd ?? '');
}

/** @param {Row} row @param {string} flag */
export function has(row, flag) {
  return row.flags?.includes(flag) ?? false;
}

/** How somebody is called for short: the part of an address before its at sign.
 * @param {string} account */
export function short(account) {
  return visible(account.replace(/;.*$/, '').replace(/@.*$/, ''));
}

/** Who else is in a switchboard.
 * @param {Session} session */
export function company(session) {
  return session.participants.map(short).join(', ');
}

/** Whose session it is, and who else is in it: `alice`, or in a switchboard `alice → bob`.
 * @param {Session} session */
export function parties(session) {
  const [own, others] = [session.account ? short(session.account) : '', company(session)];
  if (session.role !== 'SB') return own;
  return others ? `${own || 'client'} → ${others}` : own && `${own} →`;
}

/** A session in a few characters: `3 NS alice`, `5 SB alice → bob`. An arrow stands in switchboards only, so that narrow
 * lists leave `SB` out.
 * @param {Session | undefined} session
 * @param {Row} row */
export function sessionLabel(session, row) {
  return sessionParts(session, row).filter(Boolean).join(' ');
}

/** The same in its parts: number, role, who.
 * @param {Session | undefined} session
 * @param {Row} row */
export function sessionParts(session, row) {
  if (row.session === undefined) return ['', '', ''];
  return [String(row.session), row.role ?? session?.role ?? '', session ? parties(session) : ''];
}

/** A session in words: `switchboard of alice with bob`.
 * @param {Session | undefined} session
 * @param {Row} row
 */
function sessionWords(session, row) {
  const role = ROLES[row.role ?? session?.role ?? ''] ?? 'session';
  const others = session ? company(session) : '';
  const whose = session?.account ? `${role} of ${short(session.account)}` : `${role} ${row.session}`;
  return others ? `${whose} with ${others}` : whose;
}

/**
 * One sentence that says what a row of the list is.
 * @param {Item} item
 * @param {Session | undefined} session
 */
export function sentence(item, session) {
  if (isGap(item)) return gapWords(item);
  if (item.event) return `${isProblem(item) ? 'problem' : 'information'}, ${visible(item.says ?? item.event)}`;
  const who = item.dir === 'c2s' ? 'client to server' : 'server to client';
  const says = item.says ? visible(item.says).replace(/\.$/, '') : 'not a command';
  const parts = [who, sessionWords(session, item), command(item), says, counted(item.size ?? 0, 'byte')];
  return parts.filter(Boolean).concat((item.flags ?? []).map(flagWords)).join(', ');
}

/** @param {Row} row */
function command(row) {
  return isError(row) ? `error ${row.cmd}` : row.cmd ?? '';
}

/** @param {Gap} gap */
export function gapWords(gap) {
  if (gap.gap === 'forgotten') return `${counted(gap.count, 'entry', 'entries')} forgotten before they could be shown`;
  if (gap.busy) return `reading from entry ${grouped(gap.from)} on…`;
  const what = gap.gap === 'skipped' ? 'skipped' : 'further on';
  return `${grouped(gap.count)} ${what} — show`;
}
