// The list: of all rows held, only those in view are in the page. To remember: the rows in view never move under the
// person; where rows are added or let go above them, the scroll position moves along.

import {byId, el, fill, set} from './el.js';
import {counted} from './bytes.js';
import {newer, older} from './more.js';
import {heldNow} from './renew.js';
import {isGap, numberOf} from './rows.js';
import {COLUMNS, RowView} from './rowview.js';
import {change, state} from './state.js';
import {MODES, heading} from './time.js';
import {marksOf} from './told.js';
import {follow} from './transcript.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./types.js').Item} Item */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./rowview.js').Top} Top */

/** Rows drawn beyond what is in view, and rows held above it before older ones are fetched. */
const [BEYOND, AHEAD] = [6, 150];

const [scroller, head, canvas] = [byId('scroller'), byId('columns'), byId('canvas')];
const headings = COLUMNS.map(([name, text]) => el('span', {role: 'columnheader', class: name}, text));
fill(head, ...headings);

/** @type {Map<Item | Top, RowView>} */
let drawn = new Map();
/** @type {RowView[]} */
const spare = [];
/** The first row in view, and how far it is above the upper edge. */
let anchor = /** @type {{n: number, above: number} | null} */ (null);
let anchored = state.rows;
/** Whether the place is that of the view before: a shorter list does not lose it. */
let kept = false;
let scrolledTo = -1;
/** The height of the view when last drawn, and whether the selected row was in it, and whether it was paused. */
let seen = {view: 0, selected: false, paused: false};
const top = /** @type {Top} */ ({top: true, text: ''});

const rowHeight = () => parseFloat(getComputedStyle(canvas).getPropertyValue('--row'));
let height = rowHeight();
new ResizeObserver(() => change(() => (height = rowHeight()))).observe(scroller);

scroller.addEventListener('scroll', () => {
  if (scroller.scrollTop === scrolledTo || state.lens !== 'transcript') return;
  // Where there is more room, the browser scrolls by itself: that says nothing about what the person wants.
  if (seen.view !== room()) return change(() => {});
  kept = false;
  remember(scroller.scrollTop);
  const atEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 2;
  if (state.following && !atEnd) follow(false);
  else if (!state.following && atEnd && state.paused === null && !state.rows.ahead) follow(true);
  else change(() => {});
}, {passive: true});

/** What stands before the first row. @param {State} now */
function topItem({rows, cleared}) {
  if (rows.trouble) top.text = `Older entries could not be read: ${rows.trouble} Enter tries again.`;
  else if (rows.older) top.text = `reading ${counted(rows.older, 'older entry', 'older entries')}…`;
  else if (rows.forgotten && rows.first > cleared) top.text = `${counted(rows.forgotten, 'entry', 'entries')} forgotten`;
  else return null;
  return top;
}

/** How many rows are shown: what came since a pause is not. @param {State} now */
export function shownCount({rows, paused}) {
  return paused === null ? rows.items.length : rows.indexOf(paused);
}

/** The height that rows can take. */
const room = () => scroller.clientHeight - head.offsetHeight;

/** How many rows fit. */
export const page = () => Math.max(1, Math.floor(room() / height) - 1);

/** @param {number} scrollTop */
function remember(scrollTop) {
  const {rows} = state;
  const before = topItem(state) ? 1 : 0;
  const index = Math.max(0, Math.floor(scrollTop / height) - before);
  const item = rows.items[Math.min(index, rows.items.length - 1)];
  anchor = item ? {n: numberOf(item), above: scrollTop - (index + before) * height} : null;
  if (!kept) state.place = anchor?.n ?? null;
}

/** @param {State} now */
export function drawList(now) {
  if (now.lens !== 'transcript') return;
  const {rows, selected} = now;
  if (anchored !== rows) {
    [anchor, anchored] = [now.stays && now.place !== null ? {n: now.place, above: 0} : null, rows];
    kept = now.stays;
  }
  if (now.reveal || (now.following && now.paused === null)) kept = false;
  const before = topItem(now) ? 1 : 0;
  const count = shownCount(now) + before;
  canvas.style.setProperty('height', `${count * height}px`);
  set(byId('grid'), 'aria-rowcount', count + 1);
  const view = room();
  let at = scroller.scrollTop;
  // What came between the last time and a pause belongs to what the pause freezes.
  if (now.following && (now.paused === null || !seen.paused)) at = Math.max(0, count * height - view);
  else if (anchor) at = (rows.indexOf(anchor.n) + before) * height + anchor.above;
  if (seen.selected && seen.view !== view) now.reveal ??= 'look';
  if (now.reveal && selected !== null) at = revealed(rows.indexOf(selected) + before, at, view, anchor === null);
  if (Math.abs(at - scroller.scrollTop) >= 1) scroller.scrollTop = at;
  scrolledTo = scroller.scrollTop;
  remember(scrolledTo);
  const from = Math.max(0, Math.floor(scrolledTo / height) - BEYOND);
  const to = Math.min(count, Math.ceil((scrolledTo + view) / height) + BEYOND);
  place(now, from, to, before);
  const chosen = selected === null ? -1 : (rows.indexOf(selected) + before) * height;
  seen = {view, selected: chosen > scrolledTo - height && chosen < scrolledTo + view, paused: now.paused !== null};
  if (rows.older && scrolledTo < AHEAD * height) older();
  if (count * height < view && shownCount(now) === rows.items.length) newer();
}

/** Where to scroll so that a row is in view: no further than needed, or to the middle of a new list.
 * @param {number} index @param {number} at @param {number} view @param {boolean} anew */
function revealed(index, at, view, anew) {
  const [above, below] = [index * height, (index + 1) * height - view];
  if (at <= above && at >= below) return at;
  if (anew) return Math.max(0, above - view / 2);
  return at > above ? above : below;
}

/** @param {State} now @param {number} from @param {number} to @param {number} before */
function place(now, from, to, before) {
  const {rows, sessions, settings, selected} = now;
  const {worst, turn} = marksOf(now);
  const stamp = (now.naming + turn) * MODES.length + MODES.indexOf(settings.time);
  const context = {mode: settings.time, stamp, sessions, problems: worst, held: heldNow(now), ahead: now.status?.saved ? null : now.ahead};
  const hadFocus = canvas.contains(document.activeElement);
  /** @type {Map<Item | Top, RowView>} */
  const next = new Map();
  const indices = range(from, to);
  const focused = hadFocus && [...drawn].find(([, {node}]) => node === document.activeElement)?.[0];
  if (focused && !('top' in focused)) {
    const index = rows.indexOf(numberOf(focused)) + before;
    if (rows.items[index - before] === focused && (index < from || index >= to)) indices.push(index);
  }
  const itemAt = (/** @type {number} */ index) => (index < before ? top : rows.items[index - before]);
  const wanted = new Set(indices.map(itemAt));
  for (const [item, view] of drawn) {
    if (wanted.has(item)) continue;
    view.node.remove();
    spare.push(view);
  }
  const reachable = selected !== null && indices.some((i) => i >= before && numberOf(rows.items[i - before]) === selected);
  const first = Math.min(Math.max(Math.ceil(scrolledTo / height), from), to - 1);
  // In the page, too, rows stand in their order: whoever reads it aloud goes by that.
  let after = canvas.firstChild;
  for (const index of indices.sort((a, b) => a - b)) {
    const item = itemAt(index);
    const view = drawn.get(item) ?? spare.pop() ?? new RowView();
    const above = index > before ? rows.items[index - before - 1] : undefined;
    view.show(item, index, above && !isGap(above) ? above : null, context);
    view.moveTo(index * height);
    const chosen = !('top' in item) && numberOf(item) === selected;
    view.mark(chosen, reachable ? chosen : index === first);
    if (view.node === after) after = after.nextSibling;
    else canvas.insertBefore(view.node, after);
    next.set(item, view);
  }
  spare.length = Math.min(spare.length, 100);
  drawn = next;
  // Whoever went on to something else meanwhile keeps the focus there.
  const free = hadFocus || document.activeElement === document.body || byId('grid').contains(document.activeElement);
  const wish = free && (now.reveal === 'focus' || (hadFocus && !canvas.contains(document.activeElement)));
  now.reveal = null;
  if (wish) canvas.querySelector('[tabindex="0"]')?.focus({preventScroll: true});
}

/** @param {number} from @param {number} to */
function range(from, to) {
  return Array.from({length: Math.max(0, to - from)}, (_, i) => from + i);
}

/** The rows that are in the page, in order. @returns {Row[]} */
export function inView() {
  const rows = [...drawn.keys()].filter((item) => !('top' in item) && !isGap(item));
  return /** @type {Row[]} */ (rows).sort((a, b) => a.n - b.n);
}

/** The item an element of the list belongs to. @param {Element} element */
export function itemOf(element) {
  const node = element.closest('[role="row"]');
  return [...drawn].find(([, view]) => view.node === node)?.[0];
}

/** @param {State} now */
export function drawHeading(now) {
  const time = headings[1];
  const button = el('button', {type: 'button', class: 'plain', title: 'Change how times are shown', id: 'time-mode'}, heading(now.settings.time));
  fill(time, button);
}
