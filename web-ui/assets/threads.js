// Which sessions belong together, which of those that are over are shown without being asked for, and which open one takes
// the place of one that is over. Pure.

import {visible} from './visible.js';

/** @typedef {import('./types.js').Session} Session */

/** What one client did from signing in on, by its account or, for want of that, its address.
 * @typedef {{id: number, name: string, members: Session[]}} Thread */

/** How many closed accounts, and closed sessions of each account, are shown without being asked for. */
const [CLOSED_THREADS, CLOSED_SESSIONS] = [4, 12];

/** @param {Thread} thread */
const isOpen = ({members}) => members.some((member) => !member.closed);

/** Those with an open session, then of the others the latest of each account, and what is chosen. The rest is over, and
 * there for whoever asks.
 * @param {Session[]} sessions @param {number} chosen
 * @returns {{shown: Thread[], rest: Thread[]}} */
export function threads(sessions, chosen) {
  const all = gathered(sessions);
  const open = all.filter(isOpen);
  const names = new Set(open.map(({name}) => name));
  /** @type {{kept: Thread[], rest: Thread[]}} */
  const {kept, rest} = {kept: [], rest: []};
  for (const thread of all.filter((one) => !isOpen(one)).reverse()) {
    const latest = !names.has(thread.name) && kept.length < CLOSED_THREADS;
    (latest || thread.members.some(({id}) => id === chosen) ? kept : rest).push(thread);
    names.add(thread.name);
  }
  return {shown: [...open, ...kept], rest};
}

/** @param {Session[]} sessions @returns {Thread[]} */
function gathered(sessions) {
  /** @type {Map<number, Thread>} */
  const all = new Map();
  for (const session of sessions) {
    const thread = all.get(session.thread) ?? {id: session.thread, name: '', members: []};
    thread.members.push(session);
    all.set(thread.id, thread);
  }
  for (const thread of all.values()) {
    const account = thread.members.findLast((member) => member.account)?.account;
    thread.name = visible(account ?? thread.members[0].address ?? '?');
  }
  return [...all.values()];
}

/** The members of a thread that are shown without being asked for.
 * @param {Session[]} members @param {number} chosen */
export function recent(members, chosen) {
  const old = members.filter((member) => member.closed && member.id !== chosen).slice(0, -CLOSED_SESSIONS);
  return members.filter((member) => !old.includes(member));
}

/** The open session that takes the place of one that is over: of the same account in the same role, with the same company
 * if there is one, the latest.
 * @param {Session[]} sessions @param {Session} over */
export function successor(sessions, over) {
  const {account, role, participants} = over;
  const alike = account ? sessions.filter((one) => !one.closed && one.account === account && one.role === role) : [];
  return alike.findLast((one) => one.participants.join() === participants.join()) ?? alike.at(-1);
}
