// One conversation as it was had: who said and did what, in their own letters. To remember: it follows what comes only while the
// person is at its end, and keeps their place otherwise.

import * as api from './api.js';
import {counted, grouped} from './bytes.js';
import {arrival, calledBy, goesOn, lineWords, partsWords} from './chatwords.js';
import {byId, el, fill, say} from './el.js';
import {keep} from './keep.js';
import {inOwnLetters} from './shown.js';
import {change, notice, state, when} from './state.js';
import {extended, isUnsettled, joined} from './talk.js';
import {complete, local} from './time.js';
import {marked, ways} from './ways.js';

/** @typedef {import('./viewtypes.js').Said} Said */
/** @typedef {import('./viewtypes.js').Conversation} Conversation */
/** @typedef {import('./state.js').State} State */

/** How often it is asked anew while something happens, in milliseconds. */
const PAUSE = 300;

/** How near to the beginning older items are asked for, and how near to the end is at the end, in pixels. */
const [NEAR, END] = [300, 8];

/** Whether the person is at the end of it. */
let following = true;
let asked = '';
/** The conversation that is being asked for. @type {string | null} */
let asking = null;
let fetching = false;
/** The first item that is in the page. */
let begins = {id: '', place: 0};

/** What says that something in it may have changed. @param {State} now @param {Conversation} read */
function sign({status, rows, talk, paused}, {id, items, last, open}) {
  if (paused !== null) return talk?.id === id ? asked : id;
  return JSON.stringify([status?.run, id, items, last, open, isUnsettled(talk) && rows.head]);
}

/** Asks for the newest, unless that is known already or under way. @param {State} now @param {Conversation} read */
export async function askForNewest(now, read) {
  const key = sign(now, read);
  if (asking === read.id || key === asked) return;
  if (now.talk?.id !== read.id) following = true;
  [asked, asking] = [key, read.id];
  try {
    const answer = await api.conversation(read.id, null);
    change((all) => {
      if (all.chat === read.id) all.talk = joined(all.talk, {...answer, id: read.id}, following);
    });
  } catch (error) {
    notice(api.words(error));
  }
  setTimeout(() => {
    if (asking === read.id) asking = null;
    change(() => {});
  }, PAUSE);
}

/** Asks for what was before. */
async function askForOlder() {
  const {talk} = state;
  if (fetching || !talk?.older || !talk.items.length) return;
  fetching = true;
  try {
    const answer = await api.conversation(talk.id, talk.items[0].place);
    change((now) => {
      if (now.talk?.id === talk.id) now.talk = extended(now.talk, {...answer, id: talk.id});
    });
  } catch (error) {
    notice(api.words(error));
    change((now) => {
      if (now.talk?.id === talk.id) now.talk = {...now.talk, older: false};
    });
  }
  fetching = false;
}

/** Goes to the newest. */
function toEnd() {
  following = true;
  change((now) => {
    if (now.talk?.away) [now.talk, asked] = [null, ''];
  });
}

/** @param {Said} item @param {Said | undefined} before */
function line(item, before) {
  const {kind, text, font, entries, at, injected, from, name} = item;
  const isText = kind === 'text';
  const came = arrival(item);
  const parts = partsWords(item);
  const who = el('bdi', {class: 'by', title: from}, calledBy(item));
  const body = isText ? [!goesOn(item, before) && who, inOwnLetters(text ?? '', font)] : [who, ` ${lineWords(item)}`];
  return el('li', {class: `item said-item ${isText ? 'text' : 'line'} ${kind === 'typing' ? 'typing' : ''}${injected ? ' injected' : ''}`, 'data-entry': entries[0]},
    el('span', {class: 'time', title: complete(at)}, local(at).slice(0, 8)),
    el('div', {class: 'body', title: name && from ? from : null}, ...body, ' ', (injected || parts || came) && el('span', {class: 'marks'},
      injected && el('span', {class: 'flag injected'}, 'injected'),
      parts && el('span', {class: `state ${item.missing?.length ? 'failed' : 'unknown'}`}, parts), came && marked({...came, words: came.word}))),
    el('span', {class: 'entries'}, ...ways(entries)));
}

function frame() {
  const scroller = el('div', {id: 'talk-scroller', tabindex: -1},
    el('p', {id: 'talk-top', class: 'quiet'}), el('ol', {id: 'talk-list', 'data-list': 'last', 'data-first': '', 'aria-label': 'What was said and done'}));
  scroller.addEventListener('scroll', () => {
    following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < END;
    if (scroller.scrollTop < NEAR) askForOlder();
    byId('talk-end').hidden = following && !state.talk?.away;
  }, {passive: true});
  return [scroller, el('button', {type: 'button', id: 'talk-end', hidden: true, click: toEnd}, '▼ newest')];
}

export const drawChat = when((now) => [now.talk, now.chat, document.getElementById('talk')], (now) => {
  const place = byId('talk');
  const {talk} = now;
  if (!document.getElementById('talk-list')) fill(place, ...frame());
  const held = talk?.id === now.chat ? talk : null;
  const dropped = held?.dropped ? `${counted(held.dropped, 'item')} of the beginning let go, to stay within the memory given. ` : '';
  say(byId('talk-top'), held ? `${dropped}${held.older ? `${grouped(held.total - held.dropped)} in all: what is older is read as you scroll up.` : ''}` : 'Asking…');
  const items = held?.items ?? [];
  const scroller = byId('talk-scroller');
  // Where older ones are put above, the rows in view stay where they are.
  const [fromEnd, grew] = [scroller.scrollHeight - scroller.scrollTop, held?.id === begins.id && items.length > 0 && items[0].place < begins.place];
  keep(byId('talk-list'), items.map((item, at) => ({
    key: `${held?.id} ${item.place}`, from: [item, goesOn(item, items[at - 1])], make: () => line(item, items[at - 1]),
  })));
  begins = {id: held?.id ?? '', place: items[0]?.place ?? 0};
  if (following) scroller.scrollTop = scroller.scrollHeight;
  else if (grew) scroller.scrollTop = scroller.scrollHeight - fromEnd;
  byId('talk-end').hidden = following && !held?.away;
});
