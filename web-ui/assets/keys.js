// The keyboard and the pointer. To remember: single letters never act while something is typed, and can be switched off.

import {again, take} from './again.js';
import {byId} from './el.js';
import {commitFilter, goToFilter} from './filterbox.js';
import {actOnMarked} from './heldlist.js';
import {openHelp} from './help.js';
import {letGo, openHold, releaseThem, switchHold} from './hold.js';
import {alongSession, goBack, goToFirst, goToOther} from './jump.js';
import {itemOf, page, shownCount} from './list.js';
import {older, showGap} from './more.js';
import {isGap, numberOf} from './rows.js';
import {along, step} from './rove.js';
import {change, state} from './state.js';
import {follow, pause, stepLens} from './transcript.js';
import {viewShown} from './views.js';

/** @typedef {import('./types.js').Item} Item */

/** Whether what is pressed is typed. @param {EventTarget | null} target */
function types(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Selects by steps from the selected row, or from the end; in the other views it is the focus that goes. @param {number} steps */
function move(steps) {
  const view = viewShown();
  if (view) return step(view, steps);
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
  const view = viewShown();
  if (view) return step(view, Infinity);
  await follow(true);
  const end = state.rows.items.at(-1);
  change((now) => Object.assign(now, {selected: end ? numberOf(end) : null, reveal: 'focus'}));
}

function first() {
  const view = viewShown();
  return view ? step(view, -Infinity) : goToFirst();
}

/** Opens what is selected: details of a row, entries of a gap. */
function enter() {
  const {rows, selected, lens} = state;
  if (selected === null || lens !== 'transcript') return;
  const item = rows.items[rows.indexOf(selected)];
  if (item && isGap(item)) showGap(item);
  else change((now) => (now.details = true));
}

/** One step back: out of what is typed, out of the details, out of the selection. */
function back() {
  const {activeElement} = document;
  if (activeElement instanceof HTMLElement && !byId('grid').contains(activeElement)) activeElement.blur();
  if (types(activeElement)) return change((now) => (now.reveal = 'focus'));
  if (state.lens !== 'transcript') return;
  change((now) => Object.assign(now, now.details ? {details: false, reveal: 'focus'} : {selected: null}));
}

/** Shows a tab of the details, which open for it. @param {import('./state.js').Tab} tab */
function read(tab) {
  change((now) => Object.assign(now, {tab, details: now.details || now.selected !== null}));
}

/** What is done with the selected row, where rows are. @param {() => unknown} act */
function inTranscript(act) {
  return () => state.lens === 'transcript' && act();
}

const LETTERS = /** @type {Record<string, () => unknown>} */ ({
  j: () => move(1), k: () => move(-1), g: first, G: last, '/': goToFilter,
  f: inTranscript(() => follow(!(state.following && state.paused === null))), p: pause, '?': openHelp, r: take, R: inTranscript(again),
  i: openHold, I: switchHold, a: () => actOnMarked('release'), A: releaseThem, e: () => actOnMarked('edit'), x: () => actOnMarked('drop'), H: letGo,
  v: () => stepLens(1), V: () => stepLens(-1), b: goBack,
  '=': inTranscript(goToOther), ']': inTranscript(() => alongSession(1)), '[': inTranscript(() => alongSession(-1)),
  1: inTranscript(() => read('fields')), 2: inTranscript(() => read('text')), 3: inTranscript(() => read('hex')), 4: inTranscript(() => read('docs')),
});

/** What acts while the list has the focus, or nothing has. */
const MOVES = /** @type {Record<string, () => void>} */ ({
  ArrowDown: () => move(1), ArrowUp: () => move(-1), PageDown: () => move(page()), PageUp: () => move(-page()),
  Home: first, End: last, Enter: enter,
});

/** What acts while a view other than the list has the focus, or nothing has. @type {Record<string, (view: Element) => void>} */
const STEPS = {
  ArrowDown: (view) => step(view, 1), ArrowUp: (view) => step(view, -1), PageDown: (view) => step(view, 10), PageUp: (view) => step(view, -10),
  Home: (view) => step(view, -Infinity), End: (view) => step(view, Infinity), ArrowRight: (view) => along(view, 1), ArrowLeft: (view) => along(view, -1),
};

/** @param {KeyboardEvent} event */
function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  const {target} = event;
  const inList = target === document.body || (target instanceof Element && byId('grid').contains(target) && target.tagName !== 'BUTTON');
  const view = viewShown();
  const inView = view && (target === document.body || (target instanceof Node && view.contains(target))) && !types(target);
  if (event.key === 'Escape') back();
  else if (target === byId('filter') && event.key === 'Enter') commitFilter();
  else if (inView && STEPS[event.key]) STEPS[event.key](view);
  else if (!view && inList && MOVES[event.key]) MOVES[event.key]();
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
