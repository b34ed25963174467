// How the rows that are held come to be the rows that are wanted: the newest, the older, those around a place, those of
// a filter. To remember: rows are replaced as a whole or extended at a known place, never mixed.

import * as api from './api.js';
import {Feed} from './feed.js';
import {beside, toldFor} from './lens.js';
import {Rows} from './rows.js';
import {change, notice, state} from './state.js';
import {counted, grouped} from './bytes.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./state.js').Lens} Lens */

/** The place behind the newest entry, whatever its number is. */
const END = Number.MAX_SAFE_INTEGER;

/** What is to be shown: around a place, or the newest; or, if it `stays`, where the person is, following or not as before.
 * @typedef {{filter: string, around: number | null, stays?: boolean}} Wanted */

const feed = new Feed({
  question: () => ({from: state.rows.high, filter: state.filter, views: toldFor(state.lens)}),
  entries: live,
  view: (name, answer) => change((now) => (now.told = {...now.told, [name]: answer})),
  sessions: (sessions) => change((now) => {
    if (named(sessions) !== named([...now.sessions.values()])) now.naming += 1;
    now.sessions = new Map(sessions.map((session) => [session.id, session]));
  }),
  connected,
  status: heard,
  refused: (error) => notice(error.error),
});

/** What rows say of sessions. @param {import('./types.js').Session[]} sessions */
function named(sessions) {
  return sessions.map(({id, role, account, participants, thread, halves}) => [id, role, account, participants, thread, halves].join()).join(';');
}

export const retry = () => feed.retry();

/** Begins, with the place the address bar names.
 * @param {Wanted & {lens: Lens, chat: string | null, asOf: 'now' | 'selected'}} wanted */
export function begin({filter, lens, chat, asOf, around}) {
  change((now) => Object.assign(now, {filter, lens, chat, asOf, selected: around}));
  feed.ask();
}

/** @param {Status} status */
async function connected(status) {
  const before = state.status;
  heard(status);
  const restarted = before && before.run !== status.run;
  if (restarted) {
    notice('Nudge was started anew: what is shown is the new run, and what was shown before is gone.');
    change((now) => Object.assign(now, {sessions: new Map(), selected: null, whole: null, details: false, ...NOTHING}));
  }
  if (!restarted && state.rows.known) return;
  const around = restarted ? null : state.selected;
  const kept = around !== null && around >= status.first && around < status.head;
  if (around !== null && !kept) notice(`Entry ${grouped(around)} is not kept.`);
  const wanted = {filter: state.filter, around: kept ? around : null};
  if (!(await load(wanted))) await load({...wanted, filter: ''});
}

/** What a saved transcript lacks is said as soon as it is known. @param {Status} status */
function heard(status) {
  const known = new Set(state.status?.saved?.notices);
  for (const text of status.saved?.notices ?? []) if (!known.has(text)) notice(visible(text));
  change((now) => (now.status = status));
}

/** @param {Answer} answer */
function live(answer) {
  if (state.status && answer.run !== state.status.run) return feed.ask();
  const away = state.rows.high < answer.prev && answer.missed > 0;
  if (away) notice(`${counted(answer.missed, 'entry', 'entries')} were forgotten before they could be shown.`);
  change((now) => {
    const watching = now.following && now.paused === null;
    const came = now.rows.append(answer, watching);
    now.fresh = watching ? 0 : now.fresh + came;
    for (const {cmd} of answer.entries) if (cmd && now.verbs.size < 200) now.verbs.add(cmd);
    const newest = answer.entries.at(-1);
    if (newest) now.ahead = Math.min(now.ahead ?? Infinity, Date.now() - Date.parse(newest.at));
  });
}

/** What is understood of nothing. */
const NOTHING = {told: {}, frozen: null, chat: null, talk: null, roster: null, origin: null, pair: null, ahead: null};

let loads = 0;

/**
 * Replaces the rows. Says whether the filter was understood.
 * @param {Wanted} wanted
 */
async function load(wanted) {
  const turn = ++loads;
  const {filter} = wanted;
  try {
    const rows = new Rows();
    const around = wanted.around ?? (wanted.stays ? state.place : null);
    rows.append(await api.entries({before: around === null ? END : around + 1, filter}), true);
    if (around !== null) await loadNewer(rows, filter);
    if (turn !== loads) return true;
    change((now) => {
      Object.assign(now, {rows, filter, objection: null, fresh: 0, stays: !!wanted.stays});
      if (wanted.around !== null) now.reveal = 'look';
      if (!wanted.stays) Object.assign(now, {following: wanted.around === null, paused: null, frozen: null});
      else if (now.paused !== null) now.fresh = rows.items.length - rows.indexOf(now.paused);
    });
    return true;
  } catch (error) {
    if (!(error instanceof api.Refused) || error.status !== 400) throw error;
    const {message, at} = error;
    if (turn === loads) change((now) => (now.objection = {error: message, at}));
    return false;
  }
}

/** @param {Rows} rows @param {string} filter */
async function loadNewer(rows, filter) {
  const answer = await api.entries({from: rows.high, filter});
  rows.append(answer, true);
  if (rows.high >= answer.head) return;
  rows.items.push({gap: 'ahead', from: rows.high, to: answer.head, count: answer.head - rows.high});
  rows.high = answer.head;
}

/** What is asked for and not there yet: what is wished meanwhile comes on top of it.
 * @type {Partial<Wanted>} */
let wish = {};

/** Loads, and goes on from there live. @param {Partial<Wanted>} wanted */
export async function replace(wanted) {
  const mine = {...wish, around: null, stays: false, ...wanted};
  wish = mine;
  try {
    if (await load({filter: state.filter, ...mine})) feed.ask();
  } catch (error) {
    notice(api.words(error));
  }
  if (wish === mine) wish = {};
}

let checks = 0;

/** Says whether it was understood. @param {string} filter */
export async function setFilter(filter) {
  if (filter === (wish.filter ?? state.filter) && !state.objection) return true;
  const turn = ++checks;
  const objection = filter ? await feed.check(filter) : null;
  if (turn !== checks) return false;
  if (objection) change((now) => (now.objection = {error: objection.error, at: objection.at}));
  else await replace({filter, stays: away()});
  return !state.objection;
}

/** @param {Lens} lens */
export function setLens(lens) {
  feed.watch(toldFor(lens));
  change((now) => (now.lens = lens));
}

/** The next view, or the one before. @param {number} steps */
export const stepLens = (steps) => setLens(beside(state.lens, steps));

/** Whether the person left the newest: another filter does not take them back there. */
const away = () => !state.following || state.paused !== null;

/** Follows what comes, from the newest on, or stays here. @param {boolean} following */
export async function follow(following) {
  if (following && state.rows.ahead) return replace({});
  change((now) => {
    now.following = following;
    if (following) Object.assign(now, {paused: null, frozen: null, fresh: 0});
  });
}

export function pause() {
  const {rows, paused} = state;
  if (paused !== null && state.following) return follow(true);
  change((now) => Object.assign(now, {paused: paused === null ? rows.high : null, frozen: paused === null ? now.told : null, fresh: 0}));
}

/** Has what is shown begin anew, here and for whoever watches. */
export async function clear() {
  try {
    await api.clear();
    change((now) => Object.assign(now, {selected: null, details: false}));
    await replace({});
    change((now) => (now.cleared = now.rows.first));
  } catch (error) {
    notice(api.words(error));
  }
}
