// Named fields, as rows that can be walked through: name, value, what it stands for; headers of numbers as a table.

import {counted} from './bytes.js';
import {el, looks} from './el.js';
import {look, lookOf, pointed, shownBytes, toggled} from './look.js';
import {isTable, spelledOut, valueText} from './spans.js';
import {state} from './state.js';
import {command, visible} from './visible.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Placed} Placed */
/** @typedef {import('./state.js').State} State */

/** How many fields of one list are shown before it is unfolded. */
const FIRST = 200;

/**
 * A list of fields.
 * @param {Placed[]} fields
 * @param {Row} row
 * @param {string} label
 * @param {string} path of the list, for unfolding it
 */
export function fieldGrid(fields, row, label, path) {
  const {shut, all, spelled} = lookOf(state);
  const bytes = shownBytes(row);

  /** @param {Placed[]} list @param {string} of @param {Placed | null} table @returns {HTMLElement[]} */
  function rows(list, of, table) {
    const some = all.has(of) ? list : list.slice(0, FIRST);
    const made = some.flatMap((one) => {
      const isOpen = !shut.has(one.path);
      const own = fieldRow(one, table, isOpen, spelled.has(one.path) ? spelledOut(bytes, one.field) : null);
      if (!one.inner.length || !isOpen) return [own];
      const inTable = isTable(one);
      return [own, ...(inTable ? [heading(one.level + 1)] : []), ...rows(one.inner, one.path, inTable ? one : null)];
    });
    if (some.length < list.length) made.push(unfolding(of, list));
    return made;
  }

  return el('div', {role: 'treegrid', class: 'fields', 'aria-label': label, keydown: press, focusin: focused}, ...rows(fields, path, null));
}

/** @param {number} level */
function heading(level) {
  const names = ['offset', 'field', 'value'];
  return el('div', {role: 'row', class: `field heading in-table level-${Math.min(level, 6)}`, 'aria-level': level},
    ...names.map((name) => el('span', {role: 'columnheader'}, name)));
}

/** @param {string} path @param {Placed[]} list */
function unfolding(path, list) {
  const all = () => look({all: toggled(lookOf(state).all, path)});
  const words = `Show all ${counted(list.length, 'field')}: the first ${FIRST} are shown`;
  return el('div', {role: 'row', class: 'field more', 'aria-level': list[0].level},
    el('span', {role: 'gridcell'}, el('button', {type: 'button', class: 'link', click: all}, words)));
}

/** @param {Placed} placed @param {Placed | null} table @param {boolean} isOpen @param {string | null} original */
function fieldRow(placed, table, isOpen, original) {
  const {field, path, level, inner} = placed;
  const offset = table && el('span', {role: 'gridcell', class: 'offset'}, field.at[0] - table.field.at[0]);
  const twist = inner.length > 0 && el('span', {class: 'twist', 'aria-hidden': 'true', click: () => fold(path)});
  const looksLike = ['field', table && 'in-table', inner.length && 'group', field.trouble && 'troubled', `level-${Math.min(level, 6)}`];
  return el('div', {
    role: 'row', class: looksLike.filter(Boolean).join(' '), 'data-path': path, 'aria-level': level, tabindex: -1,
    'aria-expanded': inner.length ? String(isOpen) : null,
    mouseenter: () => look({over: path}), mouseleave: () => lookOf(state).over === path && look({over: null}),
  }, offset, el('span', {role: 'gridcell', class: 'name'}, twist, el('span', {class: 'apart'}, visible(field.name))),
  el('span', {role: 'gridcell', class: 'value'}, ...valueParts(placed, !!table, original)));
}

/** @param {Placed} placed @param {boolean} inTable @param {string | null} original */
function valueParts({field, path, inner}, inTable, original) {
  const {value, meaning, spelled, trouble} = field;
  const spell = () => look({spelled: toggled(lookOf(state).spelled, path)});
  const isEmpty = value === '' && !inner.length && !meaning;
  const parts = [
    value !== '' && el('bdi', {class: 'is'}, ...looks(command(valueText(value)))),
    isEmpty && el('span', {class: 'quiet'}, field.at[0] < field.at[1] ? 'empty' : 'absent'),
    meaning && el('bdi', {class: 'means'}, visible(meaning)),
    spelled && !inTable && el('button', {
      type: 'button', class: 'spelled', tabindex: -1, 'aria-expanded': String(original !== null), title: 'How it was sent (Enter)', click: spell,
    }, visible(spelled)),
    original !== null && el('code', {class: 'original'}, original),
    trouble && el('span', {class: 'trouble'}, visible(trouble)),
  ];
  return parts.flatMap((part) => (part ? [part, ' '] : []));
}

/** @param {string} path */
function fold(path) {
  look({shut: toggled(lookOf(state).shut, path)});
}

/** The rows of all fields that are in the page, from top to bottom. @returns {HTMLElement[]} */
function inPage() {
  return [...document.querySelectorAll('#details-panel [data-path]')].filter((row) => row instanceof HTMLElement);
}

/** @param {FocusEvent} event */
function focused({target}) {
  const path = target instanceof HTMLElement ? target.dataset.path : undefined;
  if (path !== undefined && path !== lookOf(state).path) look({path, byte: null, over: null});
}

/** @param {KeyboardEvent} event */
function press(event) {
  const {target, key} = event;
  if (event.ctrlKey || event.metaKey || event.altKey || !(target instanceof HTMLElement) || target.dataset.path === undefined) return;
  const {path} = target.dataset;
  const all = inPage();
  const at = all.indexOf(target);
  const open = target.getAttribute('aria-expanded');
  const go = (/** @type {HTMLElement | undefined} */ to) => to?.focus();
  if (key === 'ArrowDown') go(all[at + 1]);
  else if (key === 'ArrowUp') go(all[at - 1]);
  else if (key === 'Home') go(all[0]);
  else if (key === 'End') go(all.at(-1));
  else if (key === 'ArrowRight') open === 'false' ? fold(path) : go(open ? all[at + 1] : undefined);
  else if (key === 'ArrowLeft') open === 'true' ? fold(path) : go(all.find((one) => one.dataset.path === path.replace(/\.\d+$/, '')));
  else if (key === 'Enter' || key === ' ') {
    const button = target.querySelector('.spelled');
    if (button instanceof HTMLElement) button.click();
    else if (open) fold(path);
  } else return;
  event.preventDefault();
}

/** Marks the field that is pointed at, and lets the focus reach it, or the first. @param {State} now @param {Row} row */
export function markField(now, row) {
  const chosen = pointed(now, row)?.path;
  const rows = inPage();
  const home = rows.find(({dataset}) => dataset.path === lookOf(now).path) ?? rows[0];
  for (const one of rows) {
    one.classList.toggle('pointed', one.dataset.path === chosen);
    one.tabIndex = one === home ? 0 : -1;
  }
  const {byte, over} = lookOf(now);
  if (byte !== null && over === null) rows.find(({dataset}) => dataset.path === chosen)?.scrollIntoView({block: 'nearest'});
}
