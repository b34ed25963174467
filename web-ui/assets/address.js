// The filter, the view, what is read in it and the selected row are in the address bar, so that a place can be kept and shared.

import {goTo} from './jump.js';
import {NAMES} from './lens.js';
import {change, state, when} from './state.js';
import {setFilter, setLens} from './transcript.js';

/** @typedef {import('./state.js').Lens} Lens */

/** What the address bar asks for. */
export function asked() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const row = Number(wanted.get('row'));
  const view = /** @type {Lens} */ (wanted.get('view'));
  return {
    filter: wanted.get('filter') ?? '',
    lens: NAMES.includes(view) ? view : /** @type {Lens} */ ('transcript'),
    chat: wanted.get('chat'),
    asOf: wanted.get('as') === 'selected' ? /** @type {const} */ ('selected') : /** @type {const} */ ('now'),
    around: Number.isSafeInteger(row) && row > 0 ? row : null,
  };
}

export const writeAddress = when((now) => [now.filter, now.lens, now.selected, now.chat, now.asOf], (now) => {
  const wanted = new URLSearchParams();
  if (now.filter) wanted.set('filter', now.filter);
  if (now.lens !== 'transcript') wanted.set('view', now.lens);
  if (now.lens === 'conversation' && now.chat !== null) wanted.set('chat', now.chat);
  if (now.lens === 'contacts' && now.asOf === 'selected') wanted.set('as', now.asOf);
  if (now.selected !== null) wanted.set('row', String(now.selected));
  const hash = wanted.toString();
  if (location.hash.slice(1) !== hash) history.replaceState(null, '', hash ? `#${hash}` : location.pathname);
});

export function startAddress() {
  addEventListener('hashchange', () => {
    const {filter, lens, chat, asOf, around} = asked();
    const {origin} = state;
    setFilter(filter);
    setLens(lens);
    change((now) => {
      if (chat !== null) now.chat = chat;
      now.asOf = asOf;
      if (origin?.lens === lens) Object.assign(now, {returned: origin.entry, origin: null});
    });
    if (around === null || around === state.selected) return;
    if (lens === 'transcript') goTo(around);
    else change((now) => (now.selected = around));
  });
}
