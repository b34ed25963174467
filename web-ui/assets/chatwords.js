// What was said and done in a conversation, in words. Pure.

import {counted} from './bytes.js';
import {short} from './names.js';
import {visible} from './visible.js';

/** @typedef {import('./viewtypes.js').Said} Said */
/** @typedef {import('./viewtypes.js').Person} Person */
/** @typedef {import('./viewtypes.js').Conversation} Conversation */

/** How much of a line is in the page, in characters. */
const LONGEST = 400;

/** What somebody does, by the kind of what came. */
const DOES = /** @type {Record<string, string>} */ ({
  nudge: 'sends a nudge', wink: 'sends a wink', voice: 'sends a voice clip', voice_clip: 'sends a voice clip', action: 'does something', ink: 'sends handwriting',
  emoticons: 'says how custom emoticons look', invitation: 'sends an invitation', joined: 'joins', left: 'leaves', called: 'invites somebody',
  keep_alive: 'gives a sign of life',
});

/** How somebody is called: by the name of that moment, else by the account.
 * @param {{name?: string | null, from?: string | null, account?: string}} one */
export function calledBy({name, from, account}) {
  const own = from ?? account ?? '';
  return name && name !== own ? visible(name) : short(own) || 'somebody';
}

/** What is a line of its own rather than words in a card: who does what.
 * @param {Said} item */
export function lineWords(item) {
  const {kind, text, count, content_type: type} = item;
  if (kind === 'typing') return `is typing${count > 1 ? ` (said ${count} times)` : ''}`;
  const does = DOES[kind] ?? (type ? `sends ${visible(type)}` : 'sends something else');
  const says = text ? visible(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text) : '';
  return says ? `${does}: ${says}` : does;
}

/** Whether it reached who it was for, as a mark and a word.
 * @type {Record<string, {mark: string, word: string, looks: string}>} */
const ARRIVALS = {
  delivered: {mark: '✓', word: 'delivered', looks: 'delivered'},
  failed: {mark: '✗', word: 'not delivered', looks: 'failed'},
  waiting: {mark: '…', word: 'waiting', looks: 'waiting'},
  unknown: {mark: '?', word: 'not known whether delivered', looks: 'unknown'},
};

/** The same for who was invited. @type {typeof ARRIVALS} */
const INVITED = {
  delivered: {mark: '✓', word: 'rings', looks: 'delivered'},
  failed: {mark: '✗', word: 'refused', looks: 'failed'},
};

/** That typing arrived is not worth a word; that it did not is.
 * @param {Said} item */
export function arrival({delivered, kind}) {
  if (kind === 'typing' && delivered !== 'failed') return null;
  return (kind === 'called' ? INVITED[delivered ?? ''] : null) ?? ARRIVALS[delivered ?? ''] ?? null;
}

/** What is missing of a message in parts, or of how many it was made.
 * @param {Said} item */
export function partsWords({parts, missing}) {
  if (!parts) return '';
  const [have, of] = parts;
  if (have >= of) return counted(of, 'part');
  const which = missing?.length ? `, part${missing.length > 1 ? 's' : ''} ${missing.slice(0, 8).join(', ')}${missing.length > 8 ? ', …' : ''} missing` : '';
  return `${have} of ${of} parts${which}`;
}

/** Who is in a conversation.
 * @param {Person[]} people */
export function peopleWords(people) {
  const names = people.slice(0, 4).map(calledBy);
  const more = people.length > 4 ? ` and ${people.length - 4} more` : '';
  return names.length ? `${names.join(', ')}${more}` : 'nobody known';
}

/** How much there is in a conversation, and what it is worth saying besides.
 * @param {Conversation} conversation */
export function countWords({said, items, open, gap, sessions}) {
  const words = [counted(said, 'message'), items > said && counted(items - said, 'other', 'others')];
  const where = `session${sessions.length > 1 ? 's' : ''} ${sessions.slice(0, 4).join(' and ')}${sessions.length > 4 ? ' …' : ''}`;
  return [...words, where, open ? 'open' : 'over', gap && 'part of it was missed'].filter(Boolean).join(' · ');
}

/** Whether an item goes on where the one before it left off: by the same person, in words.
 * @param {Said} item @param {Said | undefined} before */
export function goesOn(item, before) {
  return before?.kind === 'text' && item.kind === 'text' && item.from === before.from && item.name === before.name && !item.injected && !before.injected;
}
