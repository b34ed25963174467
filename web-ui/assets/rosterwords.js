// The contacts of somebody at an entry: in which groups, in which state, on which lists. Pure.

import {grouped} from './bytes.js';
import {visible} from './visible.js';

/** @typedef {import('./viewtypes.js').Roster} Roster */
/** @typedef {import('./viewtypes.js').Contact} Contact */
/** @typedef {import('./viewtypes.js').Presence} Presence */

/** @typedef {{key: string, name: string, contacts: Contact[]}} Group */

/** A state as a mark, each of another shape, and how it looks.
 * @type {Record<string, [string, string]>} */
const STATES = {
  NLN: ['●', 'online'], BSY: ['⊖', 'busy'], AWY: ['◐', 'away'], IDL: ['◔', 'away'], BRB: ['◑', 'away'], LUN: ['◒', 'away'],
  PHN: ['◓', 'busy'], HDN: ['◌', 'offline'], FLN: ['○', 'offline'],
};

/** @param {Presence} one @returns {{mark: string, words: string, looks: string}} */
export function stateWords({status, status_words: words}) {
  if (!status) return {mark: '?', words: 'not told', looks: 'unknown'};
  const [mark, looks] = STATES[status] ?? ['◆', 'away'];
  return {mark, words: words ? visible(words) : visible(status), looks};
}

/** What it means to be on a list.
 * @type {Record<string, string>} */
export const LISTS = {
  FL: 'a contact', AL: 'allowed to see and to write', BL: 'blocked', RL: 'has this account among the contacts', PL: 'asks to be added',
};

/** What somebody says of themselves.
 * @param {Presence} one */
export function messageWords({message, media}) {
  return [message && visible(message), media && `♪ ${visible(media)}`].filter(Boolean).join(' · ');
}

/** Contacts by group, in the order of the groups; whoever is in several stands in each. Then those in none, then those who are no
 * contacts and only on other lists.
 * @param {Roster} roster @returns {Group[]} */
export function groupsOf({groups, contacts}) {
  const isContact = (/** @type {Contact} */ {lists}) => lists === null || lists === undefined || lists.includes('FL');
  const known = new Set(groups.map(({id}) => id));
  const named = groups.map(({id, name}) => ({
    key: `g${id}`, name: name ? visible(name) : `group ${visible(id)}`, contacts: contacts.filter((one) => isContact(one) && one.groups?.includes(id)),
  }));
  const loose = contacts.filter((one) => isContact(one) && !one.groups?.some((id) => known.has(id)));
  const others = contacts.filter((one) => !isContact(one));
  return [
    ...named, {key: 'none', name: groups.length ? 'In no group' : 'Contacts', contacts: loose},
    {key: 'others', name: 'On other lists only', contacts: others},
  ].filter((group) => group.contacts.length || group.key.startsWith('g'));
}

/** As of when this is, and what cannot be known.
 * @param {Roster} roster */
export function sinceWords({at, since, gap, ended, uncounted, left_out: left = 0}) {
  const more = uncounted + left;
  return [
    `As of entry ${grouped(at)}; earlier than entry ${grouped(since)} nothing can be said.`,
    gap && 'Entries were missed: some of this may be out of date.',
    ended && `It ended with entry ${grouped(ended)}.`,
    more > 0 && `${grouped(more)} more contacts are not listed.`,
  ].filter(Boolean).join(' ');
}

/** What is set about strangers.
 * @param {Roster} roster */
export function privacyWords({privacy}) {
  const strangers = {allow: 'strangers are allowed', block: 'strangers are blocked'}[privacy?.strangers ?? ''];
  const prompt = {ask: 'asks before somebody is added', accept: 'accepts whoever adds this account'}[privacy?.prompt ?? ''];
  return [strangers, prompt].filter(Boolean).join(', ');
}
