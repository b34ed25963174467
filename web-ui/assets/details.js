// The selected entry, whole: its fields, its text in the notation, its bytes, and what its command is for.

import * as api from './api.js';
import {counted, grouped, hexDump, readable} from './bytes.js';
import {drawBelongs} from './belongs.js';
import {answersPart} from './challenge.js';
import {docsTab} from './docs.js';
import {byId, el, fill, say, set} from './el.js';
import {fieldGrid, markField} from './fields.js';
import {HexView} from './hexview.js';
import {judgedPart} from './judged.js';
import {fieldsOf, look, shownBytes, shownRow} from './look.js';
import {has, sessionLabel} from './names.js';
import {direction, rowLooks} from './rowtext.js';
import {drawShown} from './shown.js';
import {asLines} from './spans.js';
import {change, state, when} from './state.js';
import {eventFields, textTab} from './texttab.js';
import {complete} from './time.js';
import {visible} from './visible.js';
import {flagWords} from './wheelwords.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./state.js').State} State */
/** @typedef {import('./state.js').Tab} Tab */

/** How many bytes are put into the page at once: in the hex tab, and beside the fields. */
const [MOST, BESIDE] = [64 * 1024, 8 * 1024];

/** From these widths on, in pixels, a line of the hex view has 16 bytes, otherwise 8: in its tab, and below the fields. */
const [WIDE, ROOMY] = [600, 550];

const TABS = /** @type {Tab[]} */ (['fields', 'text', 'hex', 'docs']);

/** The bytes in the page, if any are. @type {HexView | null} */
let hex = null;

/** The entry that is being asked for: asked once, so that nothing is drawn anew under the person's hands. */
let asking = 0;

/** @param {number} n @param {boolean} reveal */
async function fetchWhole(n, reveal) {
  if (asking === n && !reveal) return;
  asking = n;
  const stays = () => state.selected === n && state.details;
  try {
    const row = await api.entry(n, reveal);
    if (stays()) change((now) => (now.whole = {n, row, trouble: null, revealed: reveal}));
  } catch (error) {
    if (stays()) change((now) => (now.whole = {n, row: null, trouble: api.words(error), revealed: false}));
  }
  if (asking === n) asking = 0;
}

/** @param {Row} row */
function fieldsTab(row) {
  if (row.event) return [eventFields(row)];
  const {explained} = row;
  const fields = fieldsOf(row);
  const list = (/** @type {string} */ prefix, /** @type {string} */ label) => {
    const own = fields.filter(({path}) => path.startsWith(prefix));
    return own.length ? [el('h3', {}, label), fieldGrid(own, row, label, prefix)] : [];
  };
  const trouble = explained?.trouble;
  const isTold = trouble && asLines(fields).some((line) => line.includes(`!!! ${visible(trouble)}`));
  const reading = el('div', {class: 'reading'},
    trouble && !isTold && el('p', {class: 'wrong'}, visible(trouble)),
    ...drawShown(explained?.shown ?? []), ...list('a', 'Command line'), ...list('p', 'Payload'), ...judgedPart(row), ...answersPart(row),
    explained && !fields.length && el('p', {class: 'quiet'}, 'It has neither arguments nor a payload.'),
    row.cmd === undefined && el('p', {class: 'quiet'}, 'These bytes were passed on without being understood.'));
  const isBelow = getComputedStyle(byId('details-panel')).flexDirection === 'column';
  hex = new HexView(row, isBelow && byId('details').clientWidth >= ROOMY ? 16 : 8, BESIDE);
  return [reading, el('section', {class: 'beside', 'aria-label': 'Its bytes'}, ...hex.parts)];
}

/** @param {Row} row */
function hexTab(row) {
  if (row.event) return [el('p', {class: 'quiet'}, 'Information has no bytes.')];
  hex = new HexView(row, byId('details').clientWidth < WIDE ? 8 : 16, MOST);
  return hex.parts;
}

const CONTENTS = {fields: fieldsTab, text: textTab, hex: hexTab, docs: docsTab};

/** Who sent it where, in a few words. @param {Row} row @param {State} now */
function about(row, now) {
  const [mark, word] = direction(row);
  const session = sessionLabel(row.session === undefined ? undefined : now.sessions.get(row.session), row);
  const size = row.size === undefined ? '' : counted(row.size, 'byte');
  const parts = [`${mark} ${word}`, session, row.explained?.name ?? row.cmd, size, ...(row.flags ?? []).map(flagWords)];
  return parts.filter(Boolean).map((part) => visible(String(part))).join(' · ');
}

const drawHead = when((now) => [now.details, now.lens, shownRow(now), now.whole, now.tab, now.naming], (now) => {
  const row = shownRow(now);
  byId('details').hidden = !now.details || now.lens !== 'transcript' || now.selected === null || !row;
  byId('workspace').classList.toggle('with-details', !byId('details').hidden);
  if (!row || byId('details').hidden) return;
  if (now.whole?.n !== row.n) fetchWhole(row.n, false);
  say(byId('details-title'), `Entry ${grouped(row.n)}`);
  say(byId('details-at'), complete(row.at));
  say(byId('details-says'), visible(row.says ?? 'Not understood.'));
  say(byId('details-about'), about(row, now));
  set(byId('details-about'), 'class', rowLooks(row));
  byId('reveal').hidden = !has(row, 'masked');
  const partly = row.cut ? `${counted(1024, 'byte')} of ${grouped(row.size ?? 0)} shown. ` : '';
  say(byId('details-trouble'), now.whole?.n === row.n && now.whole.trouble ? partly + now.whole.trouble : '');
  for (const tab of TABS) {
    set(byId(`tab-${tab}`), 'aria-selected', String(tab === now.tab));
    set(byId(`tab-${tab}`), 'tabindex', tab === now.tab ? 0 : -1);
  }
});

/** What was drawn last: where the person was in it is kept. */
let drawn = '';

/** @param {State} now */
function shownInPanel({details, tab, docs, look: {shut, all, spelled, reading}}) {
  return [details, tab, docs, shut, all, spelled, reading];
}

const drawPanel = when((now) => [shownRow(now), now.lens, ...shownInPanel(now)], (now) => {
  const row = shownRow(now);
  const panel = byId('details-panel');
  if (!row || byId('details').hidden) return;
  const same = drawn === `${row.n} ${now.tab}`;
  const path = panel.querySelector('[data-path]:focus, [data-path]:has(:focus)')?.getAttribute('data-path');
  const before = same ? panel.querySelector('.reading')?.scrollTop ?? 0 : 0;
  drawn = `${row.n} ${now.tab}`;
  hex = null;
  set(panel, 'aria-labelledby', `tab-${now.tab}`);
  set(panel, 'class', `in-${now.tab} ${rowLooks(row)}`);
  fill(panel, ...CONTENTS[now.tab](row));
  const reading = panel.querySelector('.reading');
  if (reading) reading.scrollTop = before;
  if (!same) panel.scrollTop = 0;
  for (const one of panel.querySelectorAll('[data-path]')) {
    if (same && one instanceof HTMLElement && one.dataset.path === path) one.focus({preventScroll: true});
  }
});

/** @param {State} now */
export function drawDetails(now) {
  drawHead(now);
  drawPanel(now);
  drawBelongs(now);
  const row = shownRow(now);
  if (!row || byId('details').hidden) return;
  hex?.draw(now);
  if (now.tab === 'fields') markField(now, row);
}

/** What the copy button copies: what the tab shows, or the raw text. @param {'raw' | 'shown'} what */
async function copy(what) {
  const row = shownRow(state);
  if (!row) return;
  const raw = row.event ? row.says ?? '' : readable(shownBytes(row)) ?? hexDump(shownBytes(row));
  const shown = {fields: () => [row.says ?? '', ...asLines(fieldsOf(row))].join('\n'), hex: () => hexDump(shownBytes(row))}[String(state.tab)];
  const text = what === 'raw' ? raw : (row.event ? undefined : shown)?.() ?? byId('details-panel').innerText;
  const done = await navigator.clipboard.writeText(text).then(() => 'Copied.', () => 'The browser did not let it be copied.');
  say(byId('copied'), done);
  setTimeout(() => say(byId('copied'), ''), 2000);
}

export function startDetails() {
  for (const tab of TABS) byId(`tab-${tab}`).addEventListener('click', () => change((now) => (now.tab = tab)));
  byId('tabs').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const step = {ArrowRight: 1, ArrowLeft: TABS.length - 1}[event.key];
    if (!step) return;
    const next = TABS[(TABS.indexOf(state.tab) + step) % TABS.length];
    change((now) => (now.tab = next));
    byId(`tab-${next}`).focus();
    event.preventDefault();
  });
  byId('details-panel').addEventListener('mouseleave', () => state.look.over !== null && look({over: null}));
  byId('reveal').addEventListener('click', () => state.selected !== null && fetchWhole(state.selected, true));
  byId('copy-raw').addEventListener('click', () => copy('raw'));
  byId('copy-shown').addEventListener('click', () => copy('shown'));
  byId('close-details').addEventListener('click', () => {
    byId('close-details').blur();
    change((now) => Object.assign(now, {details: false, reveal: 'focus'}));
  });
}
