// Where the server sent clients, what they were told instead, and who came.

import {grouped} from './bytes.js';
import {byId, el, fill, say} from './el.js';
import {keep, some} from './keep.js';
import {isWithin, scopeOf} from './scope.js';
import {when} from './state.js';
import {local} from './time.js';
import {shownOf} from './told.js';
import {KINDS, fateWords} from './viewwords.js';
import {visible} from './visible.js';
import {marked, nothing, sessionWay, way} from './ways.js';

/** @typedef {import('./viewtypes.js').Redirect} Redirect */

const COLUMNS = ['entry', 'time', 'session', 'kind', 'the server named', 'the client was told', 'what became of it'];

/** @param {Redirect} one */
function line(one) {
  const {entry, at, session, kind, named, told, why, followed_by: next, injected} = one;
  return el('tr', {class: `item${injected ? ' injected' : ''}`, 'data-entry': entry},
    el('td', {class: 'number'}, way(entry)), el('td', {class: 'time'}, local(at)), el('td', {}, sessionWay(session, String(session))),
    el('td', {class: 'kind', title: KINDS[kind]}, visible(kind), injected && el('span', {class: 'flag injected'}, 'injected')),
    el('td', {class: 'address'}, visible(named)),
    el('td', {class: 'address'}, told ? visible(told) : el('span', {class: 'quiet'}, 'the same')),
    el('td', {class: 'fate'}, marked(fateWords(one)), ...(next ? [' as ', sessionWay(next)] : []),
      why && el('p', {class: 'quiet'}, visible(why))));
}

function table() {
  const heads = COLUMNS.map((name) => el('th', {scope: 'col'}, name));
  const body = el('tbody', {id: 'redirect-list', 'data-list': 'first'});
  return el('table', {class: 'told-table'}, el('caption', {class: 'unseen'}, 'Redirects'), el('thead', {}, el('tr', {}, ...heads)), body);
}

export const drawRedirects = when((now) => [shownOf(now).redirects, now.filter, now.naming], (now) => {
  const view = byId('view-redirects');
  const {redirects = [], left_out: left = 0} = shownOf(now).redirects ?? {};
  const scope = scopeOf(now.filter, now.sessions);
  const all = redirects.filter((one) => isWithin(scope, one.session, one.followed_by)).reverse();
  if (!all.length) {
    return fill(view, nothing(redirects.length ? `No redirect in ${scope?.words}` : 'No redirect yet',
      'A server that sends a client elsewhere (XFR), or invites it into a switchboard (RNG), stands here with where it leads.'));
  }
  if (!document.getElementById('redirect-list')) fill(view, table(), el('p', {class: 'quiet rest', id: 'redirects-left'}));
  keep(byId('redirect-list'), some(all, (one) => ({key: String(one.entry), from: one, make: () => line(one)}), 'redirects', 'tr'));
  say(byId('redirects-left'), left > 0 ? `${grouped(left)} older redirects are left out.` : '');
});
