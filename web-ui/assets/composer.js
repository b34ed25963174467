// Where a person writes a command of their own, sees its exact bytes, and sends it.

import * as api from './api.js';
import {counted, encode, grouped} from './bytes.js';
import {STARTS, compose, doubt, nextTrid} from './compose.js';
import {byId, el, fill, looks, say, set} from './el.js';
import {company, short} from './names.js';
import {change, state} from './state.js';
import {goTo} from './transcript.js';
import {frameLines, visible} from './visible.js';

/** @typedef {import('./types.js').Direction} Direction */
/** @typedef {import('./types.js').Session} Session */

/** How many answers are read back through for the latest transaction id. */
const LOOK_BACK = 8;

const [form, picker, starts, typed] = [byId('composer'), byId('to-session'), byId('starts'), byId('typed')];
const [preview, doubts, result, button] = [byId('preview'), byId('doubt'), byId('result'), byId('send')];

/** The id `{trid}` stands for, and what it was found for. */
let trid = {value: 1, key: ''};
let sending = false;
/** The run to which the result belongs. */
let run = '';
/** Whether the person chose the session: until then the likeliest is offered. */
let picked = false;

fill(starts, el('option', {value: ''}, 'Start from…'), ...STARTS.map(({name}) => el('option', {value: name}, name)));

/** @returns {Direction} */
const direction = () => (form.elements.namedItem('dir').value === 's2c' ? 's2c' : 'c2s');
const session = () => state.sessions.get(Number(picker.value));

/** @param {Session} one */
function title(one) {
  const who = company(one) || (one.account ? short(one.account) : one.client);
  return visible(`${one.id} ${one.role ?? '?'} ${who}${one.closed ? ' (closed)' : ''}`);
}

/** @param {import('./state.js').State} now */
export function drawComposer(now) {
  drawPicker(now);
  if (now.status && now.status.run !== run) {
    run = now.status.run;
    say(result, '');
  }
  const readOnly = now.status?.read_only ?? false;
  button.disabled = sending || readOnly || session()?.closed !== false || !typed.value.trim() || now.link !== 'live';
  if (readOnly) say(result, 'Nudge runs with --read-only: everything can be watched, nothing sent.');
  drawPreview();
  findTrid();
}

/** Offers the open sessions. One that is being written for stays, even closed: nothing is sent elsewhere by surprise.
 * @param {import('./state.js').State} now */
function drawPicker(now) {
  const chosen = now.sessions.get(Number(picker.value));
  const stays = chosen && (typed.value.trim() || picked);
  const offered = [...now.sessions.values()].filter((one) => !one.closed || (stays && one === chosen));
  const known = offered.map((one) => `${one.id}:${title(one)}`).join('\n');
  if (picker.dataset.known === known) return;
  picker.dataset.known = known;
  fill(picker, ...offered.map((one) => el('option', {value: one.id}, title(one))));
  if (!offered.length) fill(picker, el('option', {value: ''}, 'no open session'));
  const likely = offered.findLast((one) => one.role === 'SB' && one.participants.length)
    ?? offered.findLast((one) => one.account) ?? offered.at(-1);
  picker.value = String((stays ? chosen : likely)?.id ?? '');
}

function drawPreview() {
  const made = compose(typed.value, trid.value);
  const dir = direction();
  const empty = !typed.value.trim();
  set(preview, 'data-dir', dir);
  const mark = el('span', {class: 'arrow'}, dir === 'c2s' ? '>>> ' : '<<< ');
  const shown = empty ? [] : frameLines(made.text).map((line) => el('span', {class: 'line'}, ...looks(line)));
  const key = JSON.stringify([dir, empty ? '' : made.text]);
  if (preview.dataset.key !== key) fill(preview, ...(empty ? [] : [mark, el('span', {class: 'lines'}, ...shown)]));
  preview.dataset.key = key;
  const gone = session()?.closed ? 'This session is closed: choose another.' : null;
  say(doubts, empty ? '' : gone ?? doubt(made, dir) ?? '');
  say(byId('sum'), empty ? '' : counted(encode(made.text).length, 'byte'));
  form.classList.toggle('filled', !empty);
  return made;
}

/** Reads back through the session's requests, so that neither a filter nor a gap in the list misleads. */
async function findTrid() {
  const one = session();
  const key = one ? `${one.id} ${direction()} ${one.frames.c2s}` : '';
  if (!one || key === trid.key || !typed.value.includes('{trid}')) return;
  trid.key = key;
  try {
    const filter = `session:${one.id} dir:c2s`;
    let before = Number.MAX_SAFE_INTEGER;
    for (let turn = 0; turn < LOOK_BACK; turn += 1) {
      const answer = await api.entries({before, filter});
      const found = answer.entries.some((row) => row.trid !== undefined);
      if (found) trid.value = nextTrid(answer.entries, direction());
      before = answer.prev;
      if (found || before <= answer.first) break;
    }
    change(() => {});
  } catch {
    trid.key = '';
  }
}

/** @param {Event} event */
async function send(event) {
  event.preventDefault();
  const one = session();
  if (button.disabled || !one) return;
  const {text} = drawPreview();
  sending = true;
  change(() => {});
  try {
    const {entry, stalled} = await api.inject(one.id, direction(), text);
    const link = el('button', {type: 'button', class: 'link', click: () => goTo(entry)}, `entry ${grouped(entry)}`);
    fill(result, 'Sent: ', link, stalled ? ', but its receiver does not read: it waits.' : '.');
  } catch (error) {
    fill(result, el('span', {class: 'wrong'}, api.words(error)));
  }
  sending = false;
  trid.key = '';
  change(() => {});
}

function start() {
  const chosen = STARTS.find(({name}) => name === starts.value);
  if (!chosen) return;
  const one = session();
  const who = one?.participants[0] ?? one?.account ?? 'bob@example.org';
  typed.value = chosen.typed.replaceAll('WHO', who);
  form.elements.namedItem('dir').value = chosen.dir;
  starts.value = '';
  typed.focus();
  change(() => {});
}

export function startComposer() {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  say(byId('send-key'), mac ? '⌘⏎' : 'Ctrl ⏎');
  starts.addEventListener('change', start);
  picker.addEventListener('change', () => (picked = true));
  form.addEventListener('input', () => change(() => {}));
  form.addEventListener('submit', send);
  typed.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
  });
}
