// A button with a menu, as a person expects it: nothing happens until something is chosen, Escape and leaving close it.

import {el, fill, set} from './el.js';

/**
 * @param {HTMLElement} button what opens it
 * @param {HTMLElement} menu where the items go; it stands beside the button
 * @param {string[]} names
 * @param {(name: string) => void} choose
 */
export function startMenu(button, menu, names, choose) {
  const items = names.map((name) => el('button', {type: 'button', role: 'menuitem', tabindex: -1, click: () => take(name)}, name));
  fill(menu, ...items);

  /** @param {boolean} open */
  function show(open) {
    menu.hidden = !open;
    set(button, 'aria-expanded', String(open));
  }

  /** @param {number} at */
  function open(at) {
    show(true);
    items.at(at)?.focus();
  }

  /** @param {string} name */
  function take(name) {
    show(false);
    choose(name);
  }

  /** Where a key leads from an item.
   * @param {string} key @param {number} at */
  function next(key, at) {
    const to = /** @type {Record<string, number>} */ ({
      ArrowDown: (at + 1) % items.length, ArrowUp: at - 1, Home: 0, End: -1,
    })[key];
    if (to !== undefined || key.length > 1) return to;
    const begins = (/** @type {number} */ i) => names[i].toLowerCase().startsWith(key.toLowerCase());
    return [...names.keys()].map((i) => (at + 1 + i) % names.length).find(begins);
  }

  button.addEventListener('click', () => (menu.hidden ? open(0) : show(false)));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    open(event.key === 'ArrowDown' ? 0 : -1);
  });
  menu.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab') return;
    // What is pressed in here is for the menu: no letter acts on the page.
    event.preventDefault();
    event.stopPropagation();
    const at = items.indexOf(/** @type {HTMLElement} */ (event.target));
    if (event.key === 'Escape') {
      show(false);
      button.focus();
    } else if (event.key === 'Enter' || event.key === ' ') take(names[at]);
    else items.at(next(event.key, at) ?? at)?.focus();
  });
  menu.addEventListener('focusout', (event) => {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    if (to !== button && !menu.contains(to)) show(false);
  });
}
