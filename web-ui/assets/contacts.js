// Whom somebody has on their lists, and in which state everybody is: now, or as of the selected entry.

import * as api from './api.js';
import {grouped} from './bytes.js';
import {byId, el, fill, set} from './el.js';
import {keep, some} from './keep.js';
import {short} from './names.js';
import {LISTS, groupsOf, messageWords, privacyWords, sinceWords, stateWords} from './rosterwords.js';
import {chosenIn, homeOf} from './scope.js';
import {change, state, when} from './state.js';
import {visible} from './visible.js';
import {marked, nothing, sessionWay, way} from './ways.js';

/** @typedef {import('./viewtypes.js').Contact} Contact */
/** @typedef {import('./viewtypes.js').Presence} Presence */
/** @typedef {import('./viewtypes.js').Roster} Roster */
/** @typedef {import('./state.js').State} State */

/** How often it is asked anew while something happens, in milliseconds. */
const PAUSE = 500;

/** How many contacts are drawn, of all groups together. */
const MOST = 500;

/** The session whose contacts are shown, the entry as of which, and what says that it may have changed. @param {State} now */
function question(now) {
  const home = homeOf(now.filter, now.sessions);
  const at = now.asOf === 'selected' ? now.selected : null;
  const stirred = home && at === null ? home.frames.c2s + home.frames.s2c : 0;
  return {session: home?.id ?? null, at, key: `${home?.id} ${at} ${now.paused === null ? stirred : 'paused'} ${now.status?.run}`};
}

let [asked, asking] = ['', false];

/** Asks, unless that is known already or under way; then looks whether it is still what is wanted. @param {State} now */
async function ask(now) {
  const {session, at, key} = question(now);
  if (session === null || asking || asked === key) return;
  [asked, asking] = [key, true];
  /** @type {State['roster']} */
  const roster = await api.roster(session, at)
    .then((answer) => ({session, roster: answer, trouble: null}), (error) => ({session, roster: null, trouble: api.words(error)}));
  change((all) => (all.roster = roster));
  setTimeout(() => {
    asking = false;
    change(() => {});
  }, PAUSE);
}

/** What can be told of somebody besides their state, on demand. @param {Presence} one @param {[string, string | null | undefined | false][]} more */
function rest({caps, picture, endpoints}, more) {
  const places = (endpoints ?? []).map(({id, name, state: how}) => [name, how, id].filter(Boolean).map((part) => visible(String(part))).join(', '));
  const facts = /** @type {[string, string | number | null | undefined | false][]} */ ([
    ...more, ['capabilities', caps], ['picture, SHA1D', picture], ...places.map((place, at) => [`place ${at + 1}`, place]),
  ]).filter(([, value]) => value !== null && value !== undefined && value !== false && value !== '');
  if (!facts.length) return null;
  return el('details', {class: 'rule'}, el('summary', {tabindex: -1}, 'more'),
    el('dl', {}, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, visible(String(value)))])));
}

/** @param {Contact} one */
function line(one) {
  const {account, name, network, via, guid, lists, changed} = one;
  const own = name && name !== account ? visible(name) : '';
  const flags = lists === null || lists === undefined ? [el('span', {class: 'quiet'}, 'not told')]
    : lists.flatMap((list) => [el('span', {class: `flag list ${list === 'BL' ? 'blocked' : ''}`, title: LISTS[list] ?? 'not known'}, visible(list)), ' ']);
  return el('tr', {class: `item contact ${stateWords(one).looks}`, 'data-entry': changed},
    el('td', {class: 'state-of'}, marked(stateWords(one))),
    el('td', {}, el('bdi', {class: 'name'}, own || short(account)), ' ', el('bdi', {class: 'account'}, visible(account))),
    el('td', {class: 'message'}, el('bdi', {}, messageWords(one))),
    el('td', {class: 'lists'}, ...flags),
    el('td', {class: 'number'}, changed !== null && changed !== undefined && way(changed)),
    el('td', {}, rest(one, [['network', network === 1 || !network ? null : String(network)], ['through', via], ['contact id', guid]])));
}

/** @param {Roster} roster */
function own({own: self, session, ...all}) {
  const called = self.name && self.name !== self.account ? visible(self.name) : short(self.account ?? '');
  return el('div', {class: 'own'}, marked(stateWords(self)), ' ',
    el('b', {}, el('bdi', {}, called)), ' ', el('bdi', {class: 'account'}, visible(self.account ?? 'account not told')), ' ', sessionWay(session),
    messageWords(self) && el('p', {}, el('bdi', {}, messageWords(self))),
    el('p', {class: 'quiet'}, privacyWords({own: self, session, ...all})), rest(self, []));
}

function frame() {
  const choose = (/** @type {'now' | 'selected'} */ asOf) => () => change((now) => (now.asOf = asOf));
  const heads = ['state', 'who', 'says', 'lists', 'changed at', 'besides'].map((name) => el('th', {scope: 'col'}, name));
  return [
    el('div', {class: 'sift'}, el('div', {class: 'group', role: 'group', 'aria-label': 'As of when'},
      el('button', {type: 'button', id: 'as-now', click: choose('now')}, 'as of now'),
      el('button', {type: 'button', id: 'as-selected', click: choose('selected')}, 'as of the selected entry')), el('span', {id: 'as-of', class: 'quiet'})),
    el('div', {id: 'own'}),
    el('table', {class: 'told-table contacts'}, el('caption', {class: 'unseen'}, 'Contacts'), el('thead', {}, el('tr', {}, ...heads)),
      el('tbody', {id: 'contact-list', 'data-list': 'first', 'data-first': ''})),
  ];
}

/** The groups one below the other, each under its name. @param {Roster} roster */
function rows(roster) {
  const all = groupsOf(roster);
  return all.flatMap(({key, name, contacts}) => {
    const heading = () => el('tr', {class: 'heading'}, el('th', {scope: 'rowgroup', colspan: 6}, el('bdi', {}, name), ` (${grouped(contacts.length)})`));
    return [{key, from: [name, contacts.length], make: heading}, ...contacts.map((one) => ({key: `${key} ${one.network ?? ''} ${one.account}`, from: one, make: () => line(one)}))];
  });
}

const draw = when((now) => [now.roster, now.asOf, now.selected, homeOf(now.filter, now.sessions)?.id, chosenIn(now.filter)], (now) => {
  const view = byId('view-contacts');
  const home = homeOf(now.filter, now.sessions);
  if (!home) return fill(view, nothing('Nobody has signed in yet', 'The contacts of whoever signs in stand here, with the state of each.'));
  if (!document.getElementById('contact-list')) fill(view, ...frame());
  set(byId('as-now'), 'aria-pressed', String(now.asOf === 'now'));
  set(byId('as-selected'), 'aria-pressed', String(now.asOf === 'selected'));
  byId('as-selected').disabled = now.selected === null && now.asOf !== 'selected';
  set(byId('as-selected'), 'title', now.selected === null ? 'Select an entry in the transcript first' : null);
  fill(byId('as-selected'), now.selected === null ? 'as of the selected entry' : `as of entry ${grouped(now.selected)}`);
  const held = now.roster?.session === home.id ? now.roster : null;
  const roster = held?.roster;
  fill(byId('as-of'), held?.trouble ? el('span', {class: 'wrong'}, visible(held.trouble)) : roster ? sinceWords(roster) : 'Asking…');
  fill(byId('own'), roster?.own ? own(roster) : null);
  const lines = roster?.contacts ? rows(roster) : [];
  keep(byId('contact-list'), some(lines, (one) => one, 'lines', 'tr', MOST));
});

/** @param {State} now */
export function drawContacts(now) {
  draw(now);
  if (state.link !== 'locked') ask(now);
}
