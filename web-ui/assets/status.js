// The bars: whether this is live, what is listened to, what there is, and what the person should know.

import {counted, grouped} from './bytes.js';
import {byId, el, fill, say, set} from './el.js';
import {heldHow, heldWords} from './list.js';
import {change, state, when} from './state.js';
import {retry} from './transcript.js';

/** @typedef {import('./state.js').State} State */

/** @param {State} now */
function linkWords({link, retry: at, paused}) {
  if (link === 'waiting') return `not running · trying again in ${Math.max(1, Math.ceil((at - performance.now()) / 1000))} s`;
  if (link === 'live') return paused === null ? 'live' : 'paused';
  return link === 'opening' ? 'opening' : 'locked';
}

/** @param {State} now */
export function drawStatus(now) {
  const {status, sessions} = now;
  set(byId('link'), 'class', now.link === 'live' && now.paused !== null ? 'paused' : now.link);
  say(byId('link-words'), linkWords(now));
  drawListeners(now);
  const open = [...sessions.values()].filter((session) => !session.closed);
  say(byId('clients'), counted(new Set(open.map(({thread}) => thread)).size, 'client'));
  say(byId('switchboards'), counted(open.filter(({role}) => role === 'SB').length, 'switchboard'));
  say(byId('held'), heldWords(now));
  set(byId('held'), 'title', heldHow(now));
  byId('masked').hidden = !status;
  say(byId('masked'), status?.masked === false ? 'secrets shown' : 'masked');
  byId('read-only').hidden = !status?.read_only;
}

const drawListeners = when((now) => [JSON.stringify(now.status?.listeners)], ({status}) => {
  const all = status?.listeners ?? [];
  const one = all.slice(0, 1).map(({listen, upstream}) => el('span', {}, el('b', {}, listen), ' → ', el('b', {}, upstream)));
  fill(byId('listeners'), ...one, all.length > 1 && ` and ${all.length - 1} more`);
  set(byId('listeners'), 'title', all.map(({listen, upstream}) => `${listen} → ${upstream}`).join('\n'));
});

/** @param {State} now */
export function drawControls(now) {
  const {paused, following, fresh} = now;
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
