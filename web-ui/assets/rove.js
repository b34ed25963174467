// The keyboard in the views that are no list of rows: up and down lead from item to item, left and right along the controls of
// one. To remember: a list has one stop of the Tab key.

import {set} from './el.js';

/** @param {Element} view @returns {HTMLElement[]} */
const listsOf = (view) => [...view.querySelectorAll('[data-list]')].filter((list) => list instanceof HTMLElement && list.checkVisibility());

/** @param {Element} list @returns {HTMLElement[]} */
const itemsOf = (list) => [...list.querySelectorAll('.item')].filter((item) => item instanceof HTMLElement);

/** The controls of an item, the way to its entry first. @param {Element | undefined} item @returns {HTMLElement[]} */
function controlsOf(item) {
  const all = item ? [...item.querySelectorAll('button, a[href], summary')] : [];
  const controls = all.filter((one) => one instanceof HTMLElement);
  return controls.sort((a, b) => Number(!a.classList.contains('go')) - Number(!b.classList.contains('go')));
}

/** Lets the Tab key stop once in a list: where the focus is, else where it was, else at the first item, or the last one of a list that
 * grows downwards.
 * @param {HTMLElement} list */
export function settle(list) {
  const items = itemsOf(list);
  const end = list.dataset.list === 'last' ? items.at(-1) : items[0];
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const home = focused ?? list.querySelector('.item [tabindex="0"]') ?? controlsOf(end)[0];
  for (const one of list.querySelectorAll('.item [tabindex="0"]')) set(one, 'tabindex', one === home ? 0 : -1);
  if (home) set(home, 'tabindex', 0);
}

/** @param {HTMLElement | undefined} control @param {Element} view */
function go(control, view) {
  if (!control) return;
  control.focus({preventScroll: true});
  control.closest('.item')?.scrollIntoView({block: 'nearest'});
  const list = listsOf(view).find((one) => one.contains(control));
  if (list) settle(list);
}

/** The list the person is in, or would go to first. @param {Element} view */
function home(view) {
  const lists = listsOf(view);
  return lists.find((list) => list.contains(document.activeElement)) ?? lists.find(({dataset}) => dataset.first !== undefined) ?? lists[0];
}

/** Goes on by so many items; from outside the list to where the Tab key would stop.
 * @param {Element} view @param {number} steps */
export function step(view, steps) {
  const list = home(view);
  if (!list) return;
  const items = itemsOf(list);
  const at = items.findIndex((item) => item.contains(document.activeElement));
  const stop = items.findIndex((item) => controlsOf(item).some(({tabIndex}) => tabIndex === 0));
  const outside = Number.isFinite(steps) ? Math.max(0, stop) : steps > 0 ? items.length - 1 : 0;
  const to = at < 0 ? outside : Math.min(items.length - 1, Math.max(0, at + steps));
  go(controlsOf(items[to])[0], view);
}

/** Goes along the controls of an item. @param {Element} view @param {number} steps */
export function along(view, steps) {
  const controls = controlsOf(document.activeElement?.closest('.item') ?? undefined);
  const at = controls.findIndex((one) => one === document.activeElement);
  if (at >= 0) go(controls[Math.min(controls.length - 1, Math.max(0, at + steps))], view);
}

/** Goes to the item of an entry, where the person came from. @param {Element} view @param {number} entry */
export function goToItem(view, entry) {
  const way = view.querySelector(`.item [data-entry="${entry}"]`);
  if (way instanceof HTMLElement) go(way, view);
  return !!way;
}
