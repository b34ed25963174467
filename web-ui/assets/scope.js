// What the session chosen in the tree means for the views that show what belongs together. Pure.
// To remember: a switchboard stands for its conversation, every other session for all that one client did.

import {short} from './names.js';

/** @typedef {import('./types.js').Session} Session */

/** @typedef {{session: number, all: Set<number>, words: string}} Scope */

/** The term of the filter that chooses a session. */
export const SESSION_TERM = /(^|\s)session:(\d+)(?=\s|$)/;

/** The session that a filter asks for, or 0. @param {string} filter */
export const chosenIn = (filter) => Number(filter.match(SESSION_TERM)?.[2] ?? 0);

/** The sessions a view is narrowed to; nothing for all of them.
 * @param {string} filter @param {Map<number, Session>} sessions
 * @returns {Scope | null} */
export function scopeOf(filter, sessions) {
  const id = chosenIn(filter);
  if (!id) return null;
  const session = sessions.get(id);
  if (!session) return {session: id, all: new Set([id]), words: `session ${id}`};
  if (session.role === 'SB') {
    const all = new Set([id, ...(session.halves ?? [])]);
    return {session: id, all, words: `session${all.size > 1 ? 's' : ''} ${[...all].sort((a, b) => a - b).join(' and ')}`};
  }
  const members = [...sessions.values()].filter(({thread}) => thread === session.thread);
  const account = members.find((one) => one.account)?.account;
  const whose = account ? `${short(account)}’s` : 'this client’s';
  const all = new Set(members.map((one) => one.id));
  return {session: id, all, words: all.size > 1 ? `${whose} ${all.size} sessions` : `session ${id}`};
}

/** Whether something of these sessions is shown.
 * @param {Scope | null} scope @param {...(number | null | undefined)} sessions */
export function isWithin(scope, ...sessions) {
  return scope === null || sessions.some((one) => one !== null && one !== undefined && scope.all.has(one));
}

/** The notification session whose contacts are shown: the chosen one, that of the chosen switchboard, else the newest, and of
 * those one that is open.
 * @param {string} filter @param {Map<number, Session>} sessions
 * @returns {Session | null} */
export function homeOf(filter, sessions) {
  const chosen = sessions.get(chosenIn(filter));
  if (chosen && chosen.role !== 'SB') return chosen;
  const all = [...sessions.values()].filter(({role, account}) => role === 'NS' && account);
  const own = chosen ? all.filter(({thread, account}) => thread === chosen.thread || account === chosen.account) : all;
  const parent = chosen?.parent ? own.find(({id}) => id === chosen.parent) : undefined;
  return parent ?? own.findLast(({closed}) => !closed) ?? own.at(-1) ?? null;
}
