// A button with a menu, as a person expects it: nothing happens until something is chosen, Escape and leaving close it.

import {el, fill, say, set} from './el.js';

/** What can be chosen: `says` is a sentence about it, `verb` the command whose documentation is reached with →.
 * @typedef {{name: string, says: string, verb: string | null, value: any}} Choice */

/** @typedef {{name: string, choices: Choice[]}} Group */

/**
 * @param {{button: HTMLElement, popup: HTMLElement, menu: HTMLElement, says: HTMLElement}} places what opens it; what appears; in that
 * the items, and a line about the one that has the focus
 * @param {() => Group[] | Promise<Group[]>} offered
 * @param {(choice: Choice) => void} choose
 * @param {(verb: string) => void} about
 */
export function startMenu({button, popup, menu, says}, offered, choose, about) {
  /** @type {{choice: Choice, node: HTMLElement}[]} */
  let items = [];

  /** @param {Group[]} groups */
  function draw(groups) {
    items = [];
    fill(menu, ...groups.map((group) => {
      const nodes = group.choices.map((choice) => {
        const tell = () => say(says, choice.says);
        const node = el('button', {type: 'button', role: 'menuitem', tabindex: -1, title: choice.says, 'data-verb': choice.verb, click: () => take(choice), focus: tell, mouseenter: tell}, choice.name);
        items.push({choice, node});
        return node;
      });
      return el('div', {role: 'group', 'aria-label': group.name}, el('div', {class: 'group-name', 'aria-hidden': 'true'}, group.name), ...nodes);
    }));
  }

  /** @param {boolean} open */
  function show(open) {
    popup.hidden = !open;
    set(button, 'aria-expanded', String(open));
  }

  /** @param {number} at */
  async function open(at) {
    // What is known is shown at once: the next key is for the menu.
    const groups = offered();
    draw(groups instanceof Promise ? await groups : groups);
    show(items.length > 0);
    items.at(at)?.node.focus();
  }

  /** @param {Choice} choice */
  function take(choice) {
    show(false);
    choose(choice);
  }

  /** Where a key leads from an item.
   * @param {string} key @param {number} at */
  function next(key, at) {
    const to = /** @type {Record<string, number>} */ ({
      ArrowDown: (at + 1) % items.length, ArrowUp: at - 1, Home: 0, End: -1,
    })[key];
    if (to !== undefined || key.length > 1) return to;
    const begins = (/** @type {number} */ i) => items[i].choice.name.toLowerCase().startsWith(key.toLowerCase());
    return [...items.keys()].map((i) => (at + 1 + i) % items.length).find(begins);
  }

  button.addEventListener('click', () => (popup.hidden ? open(0) : show(false)));
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
    const at = items.findIndex(({node}) => node === event.target);
    if (at < 0) return;
    const {choice} = items[at];
    if (event.key === 'Escape') {
      show(false);
      button.focus();
    } else if (event.key === 'Enter' || event.key === ' ') take(choice);
    else if (event.key === 'ArrowRight') {
      if (choice.verb) about(choice.verb);
    } else items.at(next(event.key, at) ?? at)?.node.focus();
  });
  popup.addEventListener('focusout', (event) => {
    const to = /** @type {Node | null} */ (event.relatedTarget);
    const isAbout = to instanceof Element && to.closest('dialog');
    if (to !== button && !isAbout && !popup.contains(to)) show(false);
  });
}
