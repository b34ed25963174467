// What stands where rows would be: how to point each kind of client here, or why nothing matches.

import {counted} from './bytes.js';
import {byId, el, fill} from './el.js';
import {when} from './state.js';

/** @typedef {import('./state.js').State} State */

/** @param {string} text */
const code = (text) => el('code', {}, text);

/** How each kind of client is told its server.
 * @param {string} host @param {string} port
 * @returns {[string, (Node | string)[]][]} */
const recipes = (host, port) => [
  ['Pidgin', ['Accounts → Manage → your MSN account → Advanced: Server ', code(host), ', Port ', code(port), ', and HTTP method off.']],
  ['aMSN', ['Preferences → Connection: notification server ', code(`${host}:${port}`), ', connection type direct.']],
  ['MSN Messenger 1 to 4.7', ['In the hosts file of its machine: ', code(`${host} messenger.hotmail.com`),
    '. They know only port 1863. Give Nudge the real server as an address: ', code('--upstream IP'), '.']],
  ['Messenger 5 to 2009', ['A build patched for a revival server; then its server’s name in the hosts file, as above. ',
    'Signing in goes over HTTPS to the revival server, past Nudge; everything after that comes through here.']],
  ['Your own', ['Connect to ', code(`${host}:${port}`), ' where it would connect to the server. Redirects lead back here by themselves.']],
];

/** @param {State} now */
function waiting({status}) {
  const listen = status?.listeners[0]?.listen ?? '127.0.0.1:1863';
  const [, host, port] = listen.match(/^(.*):(\d+)$/) ?? ['', '127.0.0.1', '1863'];
  const all = status?.listeners.map((one) => one.listen) ?? [];
  return [
    el('h2', {}, el('span', {class: 'beacon', 'aria-hidden': 'true'}), 'Waiting on ', el('b', {}, all.join(', ') || listen)),
    el('p', {}, 'Nobody has connected yet. Point a Messenger client here, and every command between it and its server appears in this list.'),
    el('dl', {class: 'recipes'}, ...recipes(host, port).flatMap(([name, how]) => [el('dt', {}, name), el('dd', {}, ...how)])),
    el('p', {class: 'quiet'}, 'No client at hand? Stop this and run ', code('nudge demo'), ': two scripted people sign in and chat.'),
  ];
}

/** @param {State} now */
function unmatched(now) {
  const looked = counted(Math.max(0, now.rows.high - now.rows.low), 'entry', 'entries');
  return [el('h2', {}, 'Nothing here yet'), el('p', {}, `None of the ${looked} looked at matches `, code(now.filter), '. What does will appear by itself.')];
}

/** What is said without anybody having connected. @param {State} now */
const nobody = ({rows}) => rows.items.length < 4 && rows.items.every((item) => 'event' in item && item.session === undefined);

/** @param {State} now */
function kind(now) {
  const {rows} = now;
  if (!rows.known) return 'none';
  if (!now.filter && !now.status?.saved && !now.sessions.size && nobody(now)) return 'waiting';
  return rows.items.length || rows.older || !now.filter ? 'none' : 'unmatched';
}

export const drawEmpty = when((now) => [kind(now), now.filter, JSON.stringify(now.status?.listeners), kind(now) === 'unmatched' && now.rows.high], (now) => {
  const which = kind(now);
  const place = byId('empty');
  place.hidden = which === 'none';
  if (which !== 'none') fill(place, ...(which === 'waiting' ? waiting(now) : unmatched(now)));
});
