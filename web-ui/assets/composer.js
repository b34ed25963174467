// Where a person writes a command of their own, sees its exact bytes, and sends it. To remember: the program composes what is
// typed, here as well as when it is sent, so that what is shown is sent.

import {counted} from './bytes.js';
import {byId, say, set} from './el.js';
import {drawPicker, isOrphan, move, session, startPicker, write} from './picker.js';
import {Preview} from './preview.js';
import {drawSent, send, sends, tell} from './sent.js';
import {begin, drawSequences, repeats, startSequences} from './sequence.js';
import {startSnippets} from './snippet.js';
import {drawStarts, startStarts} from './starts.js';
import {isSequence} from './steps.js';
import {change, state} from './state.js';
import {unable} from './wheelwords.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Direction} Direction */
/** @typedef {import('./state.js').State} State */

const [form, typed, button, hide, about] = [byId('composer'), byId('typed'), byId('send'), byId('hide-reply'), byId('about-typed')];
const preview = new Preview({box: byId('preview'), said: byId('remarks')});

let sending = false;
/** The run to which the result belongs. */
let run = '';

/** @returns {Direction} */
const direction = () => (form.elements.namedItem('dir').value === 's2c' ? 's2c' : 'c2s');
const hides = () => hide.checked && direction() === 'c2s';

/** @param {Direction} dir */
export function aim(dir) {
  form.elements.namedItem('dir').value = dir;
}

/** @param {State} now */
export function drawComposer(now) {
  drawPicker(now);
  if (now.status && now.status.run !== run) {
    run = now.status.run;
    tell();
  }
  button.disabled = !isReady(now);
  hide.disabled = direction() !== 'c2s';
  drawWhy(now);
  drawPreview(now);
  drawStarts(session());
  drawSent(now);
  drawSequences(now);
}

/** Why nothing can be sent, where that is so for good. @param {State} now */
function drawWhy({status}) {
  const saved = status?.saved;
  form.classList.toggle('saved', !!saved);
  if (saved) say(byId('saved-words'), `This is a saved transcript, ${visible(saved.file)}: what it tells of is over, and nothing can be sent.`);
  byId('saved-words').hidden = !saved;
  if (status?.read_only) say(byId('result'), 'Nudge runs with --read-only: everything can be watched, nothing sent.');
}

/** Asked when it is sent, too: a person may be quicker than what is drawn. @param {State} now */
function isReady(now) {
  return !sending && !unable(now.status) && session()?.closed === false && typed.value.trim() && now.link === 'live';
}

/** What changes what placeholders stand for. @param {import('./types.js').Session} one @param {State} now */
function stampOf({frames, participants, account, role, dialect}, {told}) {
  const ids = typed.value.includes('{trid}') ? [frames.c2s, sends, ...(told.sequences?.sequences ?? []).map(({sent}) => sent)] : [];
  // Where nobody takes part it is a contact, of whom the server tells.
  const contacts = typed.value.includes('{peer}') && !participants.length ? [frames.s2c] : [];
  return [...ids, ...contacts, participants[0], account, role, dialect].join();
}

/** @param {State} now */
function drawPreview(now) {
  const one = session();
  const empty = !typed.value.trim();
  const asks = !empty && one && !one.closed && now.link === 'live' && !now.status?.saved;
  preview.show(asks ? {session: one.id, dir: direction(), typed: typed.value, hide: hides(), stamp: stampOf(one, now)} : null);
  say(byId('doubt'), !empty && one?.closed ? 'This session is closed: choose another.' : '');
  say(byId('sum'), preview.size === null || empty ? '' : counted(preview.size, 'byte'));
  about.hidden = !preview.verb;
  say(about, `About ${preview.verb}`);
  say(byId('send-words'), isSequence(typed.value) || repeats() ? 'Begin' : 'Send');
  byId('save-snippet').disabled = empty;
  form.classList.toggle('filled', !empty);
}

/** @param {Event} event */
async function submit(event) {
  event.preventDefault();
  if (isOrphan()) return move();
  const one = session();
  if (!one || !isReady(state)) return;
  const written = {dir: direction(), typed: typed.value, hide_reply: hides()};
  sending = true;
  change(() => {});
  await (isSequence(written.typed) || repeats() ? begin(one.id, written) : send(one.id, written));
  sending = false;
  change(() => {});
}

/** Fills a beginning in. @param {import('./wheeltypes.js').Template} template */
function start({typed: text, dir}) {
  write(text, true);
  aim(dir);
  change(() => {});
}

export function startComposer() {
  const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);
  for (const key of document.querySelectorAll('.send-key')) say(key, mac ? '⌘⏎' : 'Ctrl ⏎');
  set(byId('typed'), 'aria-describedby', 'remarks');
  startPicker();
  startStarts(start);
  startSequences();
  startSnippets(() => ({dir: direction(), typed: typed.value, role: session()?.role ?? undefined}));
  about.addEventListener('click', () => change((now) => (now.about = preview.verb)));
  form.addEventListener('input', () => change(() => {}));
  form.addEventListener('submit', submit);
  typed.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  });
}
