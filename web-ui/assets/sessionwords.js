// What is known of a session besides who is in it: with which program, in which dialect, from where. Pure.

import {visible} from './visible.js';

/** @typedef {import('./types.js').Session} Session */

/** `MSNMSGR 8.1.0178 on winnt 5.1`, of these sessions the first that says so.
 * @param {Session[]} sessions @param {boolean} [whole] with its version and its system */
export function clientWords(sessions, whole = true) {
  for (const {client} of sessions) {
    const {name, version, os} = client ?? {};
    const words = [name, whole && version].filter(Boolean).join(' ');
    if (words) return visible(whole && os ? `${words} on ${os}` : words);
  }
  return '';
}

/** The dialect: agreed, or guessed, and then that is said. @param {Session} session */
export function dialectWords({dialect, dialect_guess: guess}) {
  return dialect ? visible(dialect) : guess ? `perhaps ${visible(guess)}` : '';
}

/** What is out of the ordinary about where a session comes from: in a word or two, and in a sentence.
 * @param {Session} session @returns {{brief: string, long: string}[]} */
export function notesOf({origin, second_place: second, reconnects, halves, gap, id}) {
  const others = (halves ?? []).filter((one) => one !== id);
  return [
    origin === 'unseen' && {brief: 'origin unseen', long: 'no redirect that led here was seen'},
    origin === 'unknown' && {brief: 'origin ?', long: 'where it came from may have been missed'},
    second && {brief: 'second place', long: 'signed in a second time while the first is open'},
    reconnects && !second && {brief: 'again', long: `signed in again after session ${reconnects}`},
    others.length > 0 && {brief: `⇄${others.join(',')}`, long: `the same conversation as session ${others.join(' and ')}, seen from the other side`},
    gap && {brief: 'gap', long: 'entries of its time were missed'},
  ].filter((note) => !!note);
}

/** The session that is the other half of a conversation, the next of them round and round. @param {Session | undefined} session */
export function otherHalfOf(session) {
  const all = [...new Set([session?.id ?? 0, ...(session?.halves ?? [])])].sort((a, b) => a - b);
  return all.length > 1 ? all[(all.indexOf(session?.id ?? 0) + 1) % all.length] : null;
}
