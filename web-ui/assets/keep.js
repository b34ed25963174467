// Lists whose items stay what they are while others come and go. To remember: an element is made anew only if its item says
// something else, so that neither the focus nor the place nor what was unfolded is lost to news of others.

import {grouped} from './bytes.js';
import {el} from './el.js';
import {settle} from './rove.js';

/** @typedef {object} Kept
 * @property {string} key what it is, among those of its list
 * @property {unknown} from what it says: as JSON
 * @property {() => HTMLElement} make
 */

/** What stands in a list, by key.
 * @type {WeakMap<Element, Map<string, {said: string, element: HTMLElement}>>} */
const lists = new WeakMap();

/** Has a list hold these, in their order, and nothing else.
 * @param {Element} list @param {Kept[]} wanted */
export function keep(list, wanted) {
  const before = lists.get(list) ?? new Map();
  /** @type {Map<string, {said: string, element: HTMLElement}>} */
  const after = new Map();
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const was = focused && [...before].find(([, {element}]) => element.contains(focused))?.[0];
  const way = focused instanceof HTMLElement ? focused.dataset.entry : undefined;
  for (const {key, from, make} of wanted) {
    const [said, known] = [JSON.stringify(from) ?? '', before.get(key)];
    after.set(key, known?.said === said ? known : {said, element: make()});
  }
  let at = list.firstElementChild;
  for (const {element} of after.values()) {
    if (element === at) at = at.nextElementSibling;
    else list.insertBefore(element, at);
  }
  while (at) {
    const next = at.nextElementSibling;
    at.remove();
    at = next;
  }
  lists.set(list, after);
  refocus(list, was ? after.get(was)?.element : undefined, focused, way);
  if (list instanceof HTMLElement) settle(list);
}

/** Whoever was at an item that was made anew is at it still.
 * @param {Element} list @param {HTMLElement | undefined} element @param {Element | null} focused @param {string | undefined} way */
function refocus(list, element, focused, way) {
  if (!element || !focused || list.contains(focused)) return;
  const same = way === undefined ? null : element.querySelector(`[data-entry="${way}"]`);
  const to = same ?? element.querySelector('.go');
  if (to instanceof HTMLElement) to.focus({preventScroll: true});
}

/** How many items of a list are drawn. */
const MOST = 200;

/** As many of them as are drawn, and in the last place how many are not.
 * @template T @param {T[]} all @param {(one: T, at: number) => Kept} item @param {string} name of what they are, of several
 * @param {string} tag what the last place is made of @param {number} [most] @returns {Kept[]} */
export function some(all, item, name, tag, most = MOST) {
  const shown = all.slice(0, most).map(item);
  if (all.length <= most) return shown;
  const words = `${grouped(all.length - most)} more ${name} are not drawn: choose a session at the left to see its own.`;
  const cell = () => (tag === 'tr' ? el('td', {colspan: 9}, words) : words);
  return [...shown, {key: 'more', from: words, make: () => el(tag, {class: 'quiet rest'}, cell())}];
}
