// Files, pictures and other objects that passed from client to client: how far they came, whether they are whole, and themselves.

import {counted, grouped} from './bytes.js';
import {byId, el, fill, say} from './el.js';
import {keep, some} from './keep.js';
import {took} from './pairs.js';
import {isWithin, scopeOf} from './scope.js';
import {when} from './state.js';
import {shownOf} from './told.js';
import {digestWords, missingWords, offer, progress, statusLooks, wayWords} from './viewwords.js';
import {visible} from './visible.js';
import {marked, nothing, sessionWay, way, ways} from './ways.js';

/** @typedef {import('./viewtypes.js').Transfer} Transfer */

/** The pictures the program says may be shown. */
const PICTURES = new Set(['image/png', 'image/gif', 'image/jpeg']);

/** The picture itself, or what stands in its place. @param {Transfer} transfer */
function picture({id, shown, media, kind}) {
  const blank = el('span', {class: 'thumb blank', 'aria-hidden': 'true'}, {file: '▤', 'display picture': '☺'}[kind] ?? '◇');
  if (!shown || !Number.isSafeInteger(id) || !PICTURES.has(media ?? '')) return blank;
  return el('img', {
    class: 'thumb', alt: `${visible(kind)} of transfer ${id}`, src: `/api/transfers/${id}/content`, loading: 'lazy',
    error: (/** @type {Event} */ event) => event.target instanceof HTMLElement && event.target.replaceWith(blank),
  });
}

/** How far it has come: a bar, and the same in words. @param {Transfer} transfer */
function bar(transfer) {
  const {have, size, words} = progress(transfer);
  return el('div', {class: 'progress'}, size !== null && el('progress', {max: Math.max(size, 1), value: size ? have : 1, 'aria-label': `Transfer ${transfer.id}: ${words}`}), ` ${words}`);
}

/** What came of it, for whoever wants to keep it. @param {Transfer} transfer */
function download(transfer) {
  const offered = offer(transfer);
  return offered && el('a', {href: offered.href, download: offered.file, class: 'save', tabindex: -1, title: `Saved as ${offered.file} or the like, never under the name the peer gave it`}, offered.words);
}

/** @param {Transfer} one */
function card(one) {
  const {id, kind, name, status, says, duplicates, repeated = [], differing = [], forgotten = 0, version, entries, ms, session, twin} = one;
  const [first, last] = entries ?? [id, id];
  const digest = digestWords(one);
  const facts = [
    typeof version === 'number' ? `P2P version ${version}` : visible(String(version)), ms !== null && ms !== undefined && `took ${took(ms)}`,
    forgotten > 0 && `${counted(forgotten, 'byte')} not kept any more`, duplicates > 0 && `${counted(duplicates, 'chunk')} came again`,
  ].filter(Boolean).join(' · ');
  const again = [...new Set([...differing, ...repeated])].slice(0, 4);
  return el('li', {class: 'item transfer', 'data-entry': first},
    picture(one),
    el('div', {class: 'what'},
      el('p', {}, el('b', {}, visible(kind)), ' ', el('bdi', {}, wayWords(one)), name && ' ', name && el('bdi', {class: 'file'}, visible(name))),
      bar(one), el('p', {class: 'says'}, visible(says)), missingWords(one) && el('p', {class: 'wrong'}, missingWords(one))),
    el('div', {class: 'came'},
      el('p', {}, marked({...statusLooks(status), words: visible(status)}), digest && ' ', digest && marked(digest)),
      el('p', {class: 'quiet'}, facts, again.length > 0 && ' in ', ...ways(again)),
      differing.length > 0 && el('p', {class: 'wrong'}, 'What came again had other bytes.'),
      el('p', {}, 'entries ', way(first), last !== first && ' to ', last !== first && way(last), ' · ', sessionWay(session),
        twin ? ' · ' : null, twin ? way(twin, `its other half ${grouped(twin)}`) : null),
      download(one)));
}

export const drawTransfers = when((now) => [shownOf(now).transfers, now.filter, now.naming], (now) => {
  const view = byId('view-transfers');
  const {transfers = [], left_out: left = 0} = shownOf(now).transfers ?? {};
  const scope = scopeOf(now.filter, now.sessions);
  const all = transfers.filter((one) => isWithin(scope, one.session)).reverse();
  if (!all.length) {
    return fill(view, nothing(transfers.length ? `No transfer in ${scope?.words}` : 'No transfer yet',
      'Display pictures, custom emoticons, winks and files that clients send each other stand here, put together from their pieces.'));
  }
  if (!document.getElementById('transfer-list')) fill(view, el('ul', {id: 'transfer-list', 'data-list': 'first', 'aria-label': 'Transfers'}), el('p', {class: 'quiet rest', id: 'transfers-left'}));
  keep(byId('transfer-list'), some(all, (one) => ({key: String(one.id), from: one, make: () => card(one)}), 'transfers', 'li'));
  say(byId('transfers-left'), left > 0 ? `${grouped(left)} older transfers are left out.` : '');
});
