// Where a person writes a command of their own, sees its exact bytes, and sends it.

import * as api from './api.js';
import {counted, encode, grouped} from './bytes.js';
import {STARTS, compose, doubt} from './compose.js';
import {byId, el, fill, looks, say, set} from './el.js';
import {goTo} from './jump.js';
import {parties} from './names.js';
import {startMenu} from './startmenu.js';
import {change, state} from './state.js';
import {successor} from './threads.js';
import {findTrid, trid} from './trid.js';
import {frameLines, visible} from './visible.js';

/** @typedef {import('./types.js').Direction} Direction */
/** @typedef {import('./types.js').Session} Session */

const [form, picker, typed, offer] = [byId('composer'), byId('to-session'), byId('typed'), byId('like')];
const [preview, doubts, result, button] = [byId('preview'), byId('doubt'), byId('result'), byId('send')];

let sending = false;
/** The run to which the result belongs. */
let run = '';
/** The session the person chose: until then the likeliest is offered. */
let picked = /** @type {Session | undefined} */ (undefined);
/** Which beginning was filled in last, and for whom. While the text is still that, it is nobody's own. */
let begun = {start: '', session: 0, text: ''};

/** @returns {Direction} */
const direction = () => (form.elements.namedItem('dir').value === 's2c' ? 's2c' : 'c2s');
const session = () => state.sessions.get(Number(picker.value));
const isOwn = () => typed.value.trim() && typed.value !== begun.text;

/** @param {Session} one */
function title(one) {
  return `${one.id} ${one.role ?? '?'} ${parties(one) || visible(one.address ?? '?')}${one.closed ? ' (closed)' : ''}`;
}

/** The session to offer in place of the chosen one, which is over. */
function heir() {
  const chosen = session();
  return chosen?.closed ? successor([...state.sessions.values()], chosen) : undefined;
}

/** @param {import('./state.js').State} now */
export function drawComposer(now) {
  drawPicker(now);
  const one = session();
  if (typed.value && !isOwn() && one && (one.id !== begun.session || one.participants.length)) begin(begun.start);
  if (now.status && now.status.run !== run) {
    run = now.status.run;
    say(result, '');
  }
  button.disabled = !isReady(now);
  const saved = now.status?.saved;
  form.classList.toggle('saved', !!saved);
  if (saved) say(byId('saved-words'), `This is a saved transcript, ${visible(saved.file)}: what it tells of is over, and nothing can be sent.`);
  byId('saved-words').hidden = !saved;
  if (now.status?.read_only) say(result, 'Nudge runs with --read-only: everything can be watched, nothing sent.');
  drawPreview();
  if (one && typed.value.includes('{trid}')) findTrid(one, direction());
}

/** Asked when it is sent, too: a person may be quicker than what is drawn. @param {import('./state.js').State} now */
function isReady({status, link}) {
  return !sending && !status?.read_only && !status?.saved && session()?.closed === false && typed.value.trim() && link === 'live';
}

/** What the next command is for. What a person wrote stays with its session, even if that is closed: nothing is sent
 * elsewhere by surprise. With nothing of their own written, a like session takes the place of one that is over.
 * @param {Session[]} sessions @param {Session | undefined} chosen */
function wanted(sessions, chosen) {
  const open = sessions.filter((one) => !one.closed);
  const likely = open.findLast((one) => one.role === 'SB' && one.participants.length)
    ?? open.findLast((one) => one.account) ?? open.at(-1);
  if (isOwn()) return chosen ?? likely;
  const held = typed.value.trim() ? chosen : picked && (sessions.find(({id}) => id === picked?.id) ?? picked);
  if (!held?.closed) return held ?? likely;
  const next = successor(open, held);
  if (next && picked) picked = next;
  return next ?? (typed.value.trim() ? held : likely);
}

/** @param {import('./state.js').State} now */
function drawPicker(now) {
  const sessions = [...now.sessions.values()];
  const one = wanted(sessions, session());
  const offered = sessions.filter((other) => !other.closed || other === one);
  const known = offered.map((other) => `${other.id}:${title(other)}`).join('\n');
  if (picker.dataset.known !== known) {
    fill(picker, ...offered.map((other) => el('option', {value: other.id}, title(other))));
    if (!offered.length) fill(picker, el('option', {value: ''}, 'no open session'));
    picker.dataset.known = known;
  }
  const value = String(one?.id ?? '');
  if (picker.value !== value) picker.value = value;
  const next = isOwn() ? heir() : undefined;
  offer.hidden = !next;
  if (next) say(offer, `Use ${title(next)}`);
}

/** Goes on in the session that is offered. */
function move() {
  const next = heir();
  if (!next) return;
  picked = next;
  picker.value = String(next.id);
  say(result, `Now for ${title(next)}: not sent yet.`);
  typed.focus();
  change(() => {});
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

/** @param {Event} event */
async function send(event) {
  event.preventDefault();
  const one = session();
  if (one?.closed && isOwn()) return move();
  if (!one || !isReady(state)) return;
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

/** Fills a beginning in, for whoever is in the session now.
 * @param {string} name */
function begin(name) {
  const [start, one] = [STARTS.find((other) => other.name === name), session()];
  if (!start) return;
  const who = one?.participants[0] ?? one?.account ?? 'bob@example.org';
  begun = {start: name, session: one?.id ?? 0, text: start.typed.replaceAll('WHO', who)};
  if (typed.value !== begun.text) typed.value = begun.text;
}

/** @param {string} name */
function start(name) {
  begin(name);
  form.elements.namedItem('dir').value = STARTS.find((other) => other.name === name)?.dir;
  typed.focus();
  change(() => {});
}

export function startComposer() {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  say(byId('send-key'), mac ? '⌘⏎' : 'Ctrl ⏎');
  startMenu(byId('starts'), byId('starts-menu'), STARTS.map(({name}) => name), start);
  picker.addEventListener('change', () => (picked = session()));
  offer.addEventListener('click', move);
  form.addEventListener('input', () => change(() => {}));
  form.addEventListener('submit', send);
  typed.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
  });
}
