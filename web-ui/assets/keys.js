// The keyboard and the pointer. To remember: single letters never act while something is typed, and can be switched off.

import {byId} from './el.js';
import {commitFilter} from './filterbox.js';
import {openHelp} from './help.js';
import {itemOf, page, shownCount} from './list.js';
import {older, showGap} from './more.js';
import {isGap, numberOf} from './rows.js';
import {change, state} from './state.js';
import {follow, goToFirst, pause, stepLens} from './transcript.js';

/** @typedef {import('./types.js').Item} Item */

/** Whether what is pressed is typed. @param {EventTarget | null} target */
function types(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Selects by steps from the selected row, or from the end. @param {number} steps */
function move(steps) {
  const {rows, selected} = state;
  const last = shownCount(state) - 1;
  if (last < 0) return;
  const at = selected === null ? (steps < 0 ? last + 1 : last) : rows.indexOf(selected);
  select(rows.items[Math.min(last, Math.max(0, at + steps))], 'focus');
}

/** @param {Item} item @param {'look' | 'focus'} reveal */
function select(item, reveal) {
  change((now) => Object.assign(now, {selected: numberOf(item), following: false, reveal}));
}

async function last() {
  await follow(true);
  const end = state.rows.items.at(-1);
  change((now) => Object.assign(now, {selected: end ? numberOf(end) : null, reveal: 'focus'}));
}

/** Opens what is selected: details of a row, entries of a gap. */
function enter() {
  const {rows, selected} = state;
  if (selected === null) return;
  const item = rows.items[rows.indexOf(selected)];
  if (item && isGap(item)) showGap(item);
  else change((now) => (now.details = true));
}

/** One step back: out of what is typed, out of the details, out of the selection. */
function back() {
  const {activeElement} = document;
  if (activeElement instanceof HTMLElement && !byId('grid').contains(activeElement)) activeElement.blur();
  if (types(activeElement)) return change((now) => (now.reveal = 'focus'));
  change((now) => Object.assign(now, now.details ? {details: false, reveal: 'focus'} : {selected: null}));
}

/** Shows a tab of the details, which open for it. @param {import('./state.js').Tab} tab */
function read(tab) {
  change((now) => Object.assign(now, {tab, details: now.details || now.selected !== null}));
}

const LETTERS = /** @type {Record<string, () => void>} */ ({
  j: () => move(1), k: () => move(-1), g: goToFirst, G: last, '/': () => byId('filter').focus(),
  f: () => follow(!(state.following && state.paused === null)), p: pause, '?': openHelp, r: () => byId('typed').focus(),
  v: () => stepLens(1), V: () => stepLens(-1),
  1: () => read('fields'), 2: () => read('text'), 3: () => read('hex'), 4: () => read('docs'),
});

/** What acts while the list has the focus, or nothing has. */
const MOVES = /** @type {Record<string, () => void>} */ ({
  ArrowDown: () => move(1), ArrowUp: () => move(-1), PageDown: () => move(page()), PageUp: () => move(-page()),
  Home: goToFirst, End: last, Enter: enter,
});

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const {target} = event;
  const inList = target === document.body || (target instanceof Element && byId('grid').contains(target) && target.tagName !== 'BUTTON');
  if (event.key === 'Escape') back();
  else if (target === byId('filter') && event.key === 'Enter') commitFilter();
  else if (inList && MOVES[event.key]) MOVES[event.key]();
  else if (!types(target) && state.settings.letters && LETTERS[event.key]) LETTERS[event.key]();
  else return;
  event.preventDefault();
}

/** @param {MouseEvent} event */
function click(event) {
  const item = event.target instanceof Element ? itemOf(event.target) : undefined;
  if (!item) return;
  if ('top' in item) {
    state.rows.trouble = null;
    return void older();
  }
  select(item, 'focus');
  if (isGap(item)) showGap(item);
  else change((now) => (now.details = true));
}

export function startKeys() {
  document.addEventListener('keydown', press);
  byId('canvas').addEventListener('click', click);
  byId('pause').addEventListener('click', pause);
  byId('follow').addEventListener('click', () => follow(!(state.following && state.paused === null)));
  byId('fresh').addEventListener('click', () => follow(true));
}
