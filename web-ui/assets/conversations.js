// The conversations, by who is in them, and the one that is read.

import {grouped} from './bytes.js';
import {askForNewest, drawChat} from './chat.js';
import {countWords, peopleWords} from './chatwords.js';
import {byId, el, fill, say, set} from './el.js';
import {keep, some} from './keep.js';
import {scopeOf} from './scope.js';
import {change, when} from './state.js';
import {conversationsIn, readOf} from './talk.js';
import {shownOf} from './told.js';
import {visible} from './visible.js';
import {nothing} from './ways.js';

/** @typedef {import('./viewtypes.js').Conversation} Conversation */
/** @typedef {import('./state.js').State} State */

/** Those that are shown, and the one of them that is read. @param {State} now */
function choice(now) {
  const all = shownOf(now).conversations?.conversations ?? [];
  const shown = conversationsIn(all, scopeOf(now.filter, now.sessions));
  return {all, shown, read: readOf(shown, now.chat)};
}

/** @param {Conversation} one @param {boolean} isRead */
function card(one, isRead) {
  const {id, people, last_text: text, open} = one;
  const read = () => change((now) => (now.chat = id));
  return el('li', {class: 'item'}, el('button', {type: 'button', class: `go conversation ${open ? 'open' : 'closed'}`, tabindex: -1, 'aria-current': isRead ? 'true' : null, click: read},
    el('bdi', {class: 'people'}, peopleWords(people)),
    el('bdi', {class: 'words-of'}, text ? `“${visible(text)}”` : 'nothing said'),
    el('span', {class: 'quiet'}, countWords(one))));
}

function frame() {
  return [
    el('ul', {id: 'conversation-list', 'data-list': 'first', 'aria-label': 'Conversations'}),
    el('section', {id: 'conversation', 'aria-labelledby': 'conversation-title'},
      el('header', {}, el('h2', {id: 'conversation-title'}), el('span', {class: 'quiet', id: 'conversation-about'})), el('div', {id: 'talk'})),
  ];
}

const draw = when((now) => [shownOf(now).conversations, now.filter, now.naming, now.chat], (now) => {
  const view = byId('view-conversation');
  const {all, shown, read} = choice(now);
  if (!read) {
    const scope = scopeOf(now.filter, now.sessions);
    return fill(view, nothing(all.length ? `No conversation in ${scope?.words}` : 'No conversation yet',
      'What people say to each other stands here, as they see it: in their own fonts, with typing, nudges, and whether it arrived.'));
  }
  now.chat = read.id;
  if (!document.getElementById('conversation-list')) fill(view, ...frame());
  keep(byId('conversation-list'), some(shown, (one) => ({key: one.id, from: [one, one === read], make: () => card(one, one === read)}), 'conversations', 'li'));
  const left = shownOf(now).conversations?.left_out ?? 0;
  set(byId('conversation-list'), 'aria-description', left > 0 ? `${grouped(left)} older conversations are left out` : null);
  say(byId('conversation-title'), peopleWords(read.people));
  say(byId('conversation-about'), countWords(read));
});

/** @param {State} now */
export function drawConversations(now) {
  draw(now);
  const {read} = choice(now);
  if (!read) return;
  drawChat(now);
  askForNewest(now, read);
}
