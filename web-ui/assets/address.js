// The filter, the view and the selected row are in the address bar, so that a place can be kept and shared.

import {NAMES} from './lens.js';
import {state, when} from './state.js';
import {goTo, setFilter, setLens} from './transcript.js';

/** @typedef {import('./state.js').Lens} Lens */

/** What the address bar asks for. */
export function asked() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const row = Number(wanted.get('row'));
  const view = /** @type {Lens} */ (wanted.get('view'));
  return {
    filter: wanted.get('filter') ?? '',
    lens: NAMES.includes(view) ? view : /** @type {Lens} */ ('transcript'),
    around: Number.isSafeInteger(row) && row > 0 ? row : null,
  };
}

export const writeAddress = when((now) => [now.filter, now.lens, now.selected], (now) => {
  const wanted = new URLSearchParams();
  if (now.filter) wanted.set('filter', now.filter);
  if (now.lens !== 'transcript') wanted.set('view', now.lens);
  if (now.selected !== null) wanted.set('row', String(now.selected));
  const hash = wanted.toString();
  if (location.hash.slice(1) !== hash) history.replaceState(null, '', hash ? `#${hash}` : location.pathname);
});

export function startAddress() {
  addEventListener('hashchange', () => {
    const {filter, lens, around} = asked();
    setFilter(filter);
    setLens(lens);
    if (around !== null && around !== state.selected) goTo(around);
  });
}
