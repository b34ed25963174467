// The views above the list: which one is shown, which sessions it is narrowed to, and where what is pressed in it leads.

import {grouped} from './bytes.js';
import {drawContacts} from './contacts.js';
import {drawConversations} from './conversations.js';
import {byId, el, fill, say, set} from './el.js';
import {goBack, jump, showSession} from './jump.js';
import {LENSES, NAMES} from './lens.js';
import {badge} from './problem.js';
import {drawProblems} from './problems.js';
import {drawRedirects} from './redirects.js';
import {goToItem} from './rove.js';
import {SESSION_TERM, scopeOf} from './scope.js';
import {change, state, when} from './state.js';
import {setFilter, setLens} from './transcript.js';
import {drawTransfers} from './transfers.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Lens} Lens */

/** What draws each into its section. @type {Partial<Record<Lens, (now: State) => void>>} */
const DRAWN = {
  conversation: drawConversations, contacts: drawContacts, transfers: drawTransfers, redirects: drawRedirects, problems: drawProblems,
};

/** The section of the view that is shown, if it is not the transcript. @returns {HTMLElement | null} */
export const viewShown = () => (state.lens === 'transcript' ? null : byId(`view-${state.lens}`));

const drawWhich = when((now) => [now.lens], ({lens}) => {
  byId('list').hidden = lens !== 'transcript';
  set(byId('transcript'), 'aria-label', LENSES[lens].title);
  for (const name of NAMES) {
    set(byId(`lens-${name}`), 'aria-pressed', String(name === lens));
    if (name !== 'transcript') byId(`view-${name}`).hidden = name !== lens;
  }
});

const drawBadge = when((now) => [now.told.problems], ({told}) => {
  const {count, severity} = badge(told.problems?.counts);
  const place = byId('problem-count');
  place.hidden = !count;
  set(place, 'class', `count ${severity ?? ''}`);
  say(place, count > 9999 ? '9,999+' : grouped(count));
});

/** To which sessions this is narrowed, and the way out of it. */
const drawScope = when((now) => [now.lens, now.filter, now.naming, now.origin], (now) => {
  const scope = now.lens === 'transcript' ? null : scopeOf(now.filter, now.sessions);
  const whole = () => setFilter(now.filter.replace(SESSION_TERM, '').trim());
  fill(byId('scope'),
    scope && now.lens !== 'contacts' && el('span', {}, 'only ', el('b', {}, scope.words), ' ', el('button', {type: 'button', class: 'link', id: 'whole', click: whole}, 'show all')),
    now.origin && now.lens === 'transcript' && el('button', {type: 'button', id: 'back', title: `Back to ${LENSES[now.origin.lens].title} (b)`, click: goBack}, `← ${LENSES[now.origin.lens].title}`));
});

/** @param {State} now */
export function drawViews(now) {
  drawWhich(now);
  drawBadge(now);
  drawScope(now);
  // Before it was told there is nothing to say, not even that there is nothing.
  const {told} = LENSES[now.lens];
  if (!told || now.told[told]) DRAWN[now.lens]?.(now);
  const view = viewShown();
  if (!view) return;
  if (now.returned !== null && (goToItem(view, now.returned) || !now.returned)) now.returned = null;
}

/** Follows what leads somewhere; a click beside all controls of an item leads to its entry. @param {MouseEvent} event */
function click({target}) {
  if (!(target instanceof Element)) return;
  const control = target.closest('button, a, summary, select, input, label');
  if (control instanceof HTMLElement) {
    const {entry, session} = control.dataset;
    if (entry !== undefined) jump(Number(entry));
    else if (session !== undefined) showSession(Number(session));
    return;
  }
  const item = target.closest('.item[data-entry]');
  if (item instanceof HTMLElement && document.getSelection()?.isCollapsed !== false) jump(Number(item.dataset.entry));
}

export function startViews() {
  for (const lens of NAMES) {
    byId(`lens-${lens}`).addEventListener('click', () => {
      change((now) => (now.origin = null));
      setLens(lens);
    });
  }
  byId('transcript').addEventListener('click', click);
}

