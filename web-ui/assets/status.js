// The bars: whether this is live, what is listened to, what there is, and what the person should know.

import {counted, grouped} from './bytes.js';
import {byId, el, fill, say, set} from './el.js';
import {change, state, when} from './state.js';
import {retry} from './transcript.js';
import {visible} from './visible.js';

/** @typedef {import('./state.js').State} State */

/** @param {NonNullable<import('./types.js').Status['saved']>} saved */
function savedWords({file, files = 1, reading}) {
  return `saved: ${visible(file)}${files > 1 ? ` and ${files - 1} more` : ''}${reading ? ', reading…' : ''}`;
}

/** @param {State} now */
function linkWords({link, retry: at, paused, status}) {
  if (link === 'waiting') return `not running · trying again in ${Math.max(1, Math.ceil((at - performance.now()) / 1000))} s`;
  if (link === 'live' && status?.saved) return savedWords(status.saved);
  if (link === 'live') return paused === null ? 'live' : 'paused';
  return link === 'opening' ? 'opening' : 'locked';
}

/** @param {State} now */
export function drawStatus(now) {
  const {status, sessions} = now;
  const looks = status?.saved ? 'saved' : now.paused === null ? 'live' : 'paused';
  set(byId('link'), 'class', now.link === 'live' ? looks : now.link);
  say(byId('link-words'), linkWords(now));
  drawListeners(now);
  set(byId('link'), 'title', status?.saved?.notices?.map(visible).join('\n') || 'Connection to the program');
  const open = [...sessions.values()].filter((session) => !session.closed);
  say(byId('clients'), counted(new Set(open.map(({thread}) => thread)).size, 'client'));
  say(byId('switchboards'), counted(open.filter(({role}) => role === 'SB').length, 'switchboard'));
  say(byId('kept'), keptWords(now));
  set(byId('kept'), 'title', keptHow(now));
  byId('behind').hidden = !status?.behind;
  say(byId('behind'), `understanding ${counted(status?.behind ?? 0, 'entry', 'entries')} behind`);
  byId('masked').hidden = !status;
  say(byId('masked'), status?.masked === false ? 'secrets shown' : 'masked');
  byId('read-only').hidden = !status?.read_only;
}

/** For what says how much is here: all of it, or how many of all match, with a plus while not all were looked at.
 * @param {State} now */
function keptWords({rows, filter}) {
  const all = counted(rows.head - rows.first, 'entry', 'entries');
  if (!filter) return all;
  return `${grouped(rows.items.length)}${rows.older || rows.ahead ? '+' : ''} of ${all}`;
}

/** The same with how it goes on. @param {State} now */
function keptHow({rows}) {
  return rows.older || rows.ahead ? `${grouped(rows.items.length)} are in the list; it reads on as you scroll` : 'All of them are in the list';
}

const drawListeners = when((now) => [JSON.stringify(now.status?.listeners)], ({status}) => {
  const all = status?.listeners ?? [];
  const one = all.slice(0, 1).map(({listen, upstream}) => el('span', {}, el('b', {}, listen), ' → ', el('b', {}, upstream)));
  fill(byId('listeners'), ...one, all.length > 1 && ` and ${all.length - 1} more`);
  set(byId('listeners'), 'title', all.map(({listen, upstream}) => `${listen} → ${upstream}`).join('\n'));
});

/** @param {State} now */
export function drawControls(now) {
  const {paused, following, fresh, status, lens} = now;
  byId('live').hidden = !!status?.saved;
  byId('follow').disabled = lens !== 'transcript';
  set(byId('pause'), 'aria-pressed', String(paused !== null));
  set(byId('follow'), 'aria-pressed', String(following && paused === null));
  const pill = byId('fresh');
  pill.hidden = !fresh || (following && paused === null);
  const came = paused === null ? `${grouped(fresh)} new` : `paused · ${grouped(fresh)} came meanwhile`;
  say(byId('fresh-words'), came);
}

export const drawNotices = when((now) => [now.notices], ({notices}) => {
  const dismiss = (/** @type {number} */ id) => () => change((now) => (now.notices = now.notices.filter((one) => one.id !== id)));
  fill(byId('notices'), ...notices.map(({id, text}) =>
    el('p', {class: 'notice'}, text, el('button', {type: 'button', 'aria-label': 'Dismiss', click: dismiss(id)}, '×'))));
});

export const drawLocked = when((now) => [now.link, now.rows.known], (now) => {
  const locked = now.link === 'locked';
  byId('locked').hidden = !locked;
  byId('app').hidden = locked;
});

export function startStatus() {
  byId('retry').addEventListener('click', retry);
  byId('link').addEventListener('click', retry);
  // The seconds until the next try are the only thing that changes by itself.
  setInterval(() => state.link === 'waiting' && change(() => {}), 500);
}

/** Rate-limited summaries for those who listen, when they asked for them. */
export function startAnnouncing() {
  let heard = 0;
  setInterval(() => {
    const {head} = state.rows;
    const came = heard ? head - heard : 0;
    heard = head;
    if (!state.settings.announce || came <= 0) return;
    const last = state.rows.items.at(-1);
    const verb = last && 'cmd' in last && last.cmd ? `, the last ${last.cmd}` : '';
    const log = byId('log');
    log.append(el('p', {}, `${counted(came, 'new entry', 'new entries')}${verb}`));
    while (log.children.length > 5) log.firstElementChild?.remove();
  }, 5000);
}
