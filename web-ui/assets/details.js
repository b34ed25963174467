// The selected entry, whole: as text in the notation, as hex, its payload.

import * as api from './api.js';
import {counted, encode, fromBase64, grouped, hexDump, hexLine, readable, split, toBytes, toText} from './bytes.js';
import {meaning} from './codes.js';
import {byId, el, fill, looks, say, set} from './el.js';
import {has, sentence} from './names.js';
import {message} from './payload.js';
import {direction, rowLooks} from './rowtext.js';
import {change, state, when} from './state.js';
import {complete} from './time.js';
import {frameLines, lines, visible} from './visible.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Octets} Octets */
/** @typedef {import('./state.js').State} State */

/** How much is put into the page at once, in bytes. */
const MOST = 64 * 1024;

/** From this width on, in pixels, a line of the hex view has 16 bytes, otherwise 8. */
const WIDE = 600;

const TABS = /** @type {const} */ (['text', 'hex', 'payload']);

/** @param {number} n @param {boolean} reveal */
async function fetchWhole(n, reveal) {
  const stays = () => state.selected === n && state.details;
  try {
    const row = await api.entry(n, reveal);
    if (stays()) change((now) => (now.whole = {n, row, trouble: null, revealed: reveal}));
  } catch (error) {
    if (stays()) change((now) => (now.whole = {n, row: null, trouble: api.words(error), revealed: false}));
  }
}

/** The bytes as received, or as injected; with masks where secrets are not revealed. @param {Row} row */
function bytesOf(row) {
  return row.raw ? fromBase64(row.raw) : toBytes(row.received ?? row.sent);
}

/** One side of a frame in the notation. @param {Octets} octets @param {string} mark @param {Row} row */
function notation(octets, mark, row) {
  const bytes = toBytes(octets);
  const binary = readable(bytes) === null;
  const text = toText(octets).slice(0, MOST);
  const {line, payload} = split(bytes);
  const shown = binary && row.cmd !== undefined ? toText({base64: btoa(String.fromCharCode(...line))}) : text;
  const parts = (row.cmd === undefined ? lines : frameLines)(shown).map((stretch) => el('span', {class: 'line'}, ...looks(stretch)));
  const rest = binary && payload.length ? el('span', {class: 'line escaped'}, `[${counted(payload.length, 'byte')}, see Hex]`) : null;
  return el('div', {class: 'notation'}, el('span', {class: 'arrow'}, `${mark} `), el('span', {class: 'lines'}, ...parts, rest));
}

/** @param {Row} row */
function textTab(row) {
  if (row.event) return [el('p', {class: 'information'}, visible(row.says ?? '')), fields(row)];
  const [mark] = direction(row);
  const own = row.received ?? row.sent;
  const told = row.received !== undefined && row.sent !== undefined ? row.sent : undefined;
  const error = meaning(row.cmd);
  return [
    error && el('p', {class: 'meaning'}, `${row.cmd}: ${error}`),
    own !== undefined && notation(own, mark, row),
    told !== undefined && el('h3', {}, 'Sent instead'),
    told !== undefined && notation(told, mark, row),
  ];
}

/** The fields of an event. @param {Row} row */
function fields(row) {
  const known = new Set(['n', 'at', 'says', 'role', 'line']);
  const rest = Object.entries(row).filter(([key]) => !known.has(key));
  const text = (/** @type {unknown} */ value) => visible(typeof value === 'object' ? JSON.stringify(value) : String(value));
  return el('dl', {}, ...rest.flatMap(([key, value]) => [el('dt', {}, key.replaceAll('_', ' ')), el('dd', {}, text(value))]));
}

/** @param {Row} row */
function hexTab(row) {
  const bytes = bytesOf(row);
  if (row.event || !bytes.length) return [el('p', {class: 'quiet'}, 'Information has no bytes.')];
  const shown = Math.min(bytes.length, MOST);
  const out = [];
  const width = byId('details').clientWidth < WIDE ? 8 : 16;
  for (let at = 0; at < shown; at += width) {
    const {offset, hex, ascii} = hexLine(bytes.subarray(0, shown), at, width);
    out.push(el('span', {class: 'line'}, el('span', {class: 'offset'}, offset), `  ${hex}  `, el('span', {class: 'ascii'}, ascii)));
  }
  const masked = has(row, 'masked') && !row.raw;
  return [
    masked && el('p', {class: 'quiet'}, 'Secrets are masked: these are the bytes of what is shown, not of what was sent.'),
    shown < bytes.length && el('p', {class: 'quiet'}, `${counted(shown, 'byte')} of ${grouped(bytes.length)} shown.`),
    el('pre', {class: 'hex', tabindex: 0, 'aria-label': 'Bytes in hexadecimal'}, ...out),
  ];
}

/** @param {Row} row */
function payloadTab(row) {
  const {payload} = split(bytesOf(row));
  if (row.cmd === undefined || !payload.length) return [el('p', {class: 'quiet'}, 'This has no payload.')];
  const text = readable(payload) ?? toText({base64: row.raw ? btoa(Array.from(payload, (b) => String.fromCharCode(b)).join('')) : ''});
  const mail = message(text.slice(0, MOST));
  const body = mail ? mail.body : text.slice(0, MOST);
  const binary = readable(encode(body)) === null || body.includes('\ufffd');
  return [
    mail && el('dl', {}, ...mail.headers.flatMap(([key, value]) => [el('dt', {}, visible(key)), el('dd', {}, visible(value))])),
    binary ? el('p', {class: 'quiet'}, 'The body is no text: see Hex.')
      : el('div', {class: 'body'}, ...lines(body).map((line) => el('span', {class: 'line'}, ...looks(line)))),
  ];
}

const CONTENTS = {text: textTab, hex: hexTab, payload: payloadTab};

/** The row to show: whole if it came, else as it stands in the list. @param {State} now */
function shownRow(now) {
  const {whole, selected} = now;
  if (selected === null) return null;
  return whole?.n === selected && whole.row ? whole.row : now.rows.find(selected) ?? null;
}

export const drawDetails = when((now) => [now.details, now.selected, now.whole, now.tab, now.naming, now.rows], (now) => {
  const row = shownRow(now);
  byId('details').hidden = !now.details || now.selected === null || !row;
  byId('workspace').classList.toggle('with-details', !byId('details').hidden);
  if (!row || byId('details').hidden) return;
  if (now.whole?.n !== row.n) fetchWhole(row.n, false);
  say(byId('details-title'), `Entry ${grouped(row.n)}`);
  say(byId('details-at'), complete(row.at));
  say(byId('details-says'), sentence(row, row.session === undefined ? undefined : now.sessions.get(row.session)));
  byId('reveal').hidden = !has(row, 'masked');
  const partly = row.cut ? `${counted(1024, 'byte')} of ${grouped(row.size ?? 0)} shown. ` : '';
  say(byId('details-trouble'), now.whole?.n === row.n && now.whole.trouble ? partly + now.whole.trouble : '');
  for (const tab of TABS) {
    set(byId(`tab-${tab}`), 'aria-selected', String(tab === now.tab));
    set(byId(`tab-${tab}`), 'tabindex', tab === now.tab ? 0 : -1);
  }
  const panel = byId('details-panel');
  set(panel, 'aria-labelledby', `tab-${now.tab}`);
  set(panel, 'class', rowLooks(row));
  fill(panel, ...CONTENTS[now.tab](row));
});

/** What the copy button copies: what the tab shows, or the raw text. @param {'raw' | 'shown'} what */
async function copy(what) {
  const row = shownRow(state);
  if (!row) return;
  const raw = row.event ? row.says ?? '' : readable(bytesOf(row)) ?? hexDump(bytesOf(row));
  const text = what === 'raw' ? raw : state.tab === 'hex' ? hexDump(bytesOf(row)) : byId('details-panel').innerText;
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
  byId('reveal').addEventListener('click', () => state.selected !== null && fetchWhole(state.selected, true));
  byId('copy-raw').addEventListener('click', () => copy('raw'));
  byId('copy-shown').addEventListener('click', () => copy('shown'));
  byId('close-details').addEventListener('click', () => {
    byId('close-details').blur();
    change((now) => Object.assign(now, {details: false, reveal: 'focus'}));
  });
}
