// What leaves in the place of a frame that is held, or goes back to who sent it: written by hand.

import * as api from './api.js';
import {bytesSent, fromBase64, grouped} from './bytes.js';
import {byId, say} from './el.js';
import {Preview} from './preview.js';
import {change, notice, state} from './state.js';
import {steer} from './steer.js';
import {asTyped, measured} from './typed.js';
import {decide} from './wheelapi.js';

/** @typedef {import('./wheeltypes.js').Held} Held */

const [form, typed, measures] = [byId('rewrite'), byId('rewritten'), byId('measure')];
const preview = new Preview({box: byId('rewrite-preview'), said: byId('rewrite-remarks')});

/** The bytes it would leave with; what is told of a long one is only its beginning. @param {Held} held */
async function bytesOf({entry, size, base64}) {
  const told = fromBase64(base64);
  if (told.length === size) return told;
  return bytesSent(await api.entry(entry, true));
}

/** @param {Held} held @param {'edit' | 'answer'} does */
export async function openRewrite(held, does) {
  try {
    const text = does === 'edit' ? asTyped(await bytesOf(held), {dir: held.dir, exact: true}) : '';
    measures.checked = true;
    typed.value = text;
    form.hidden = false;
    typed.focus();
    typed.setSelectionRange(text.length, text.length);
    change((now) => (now.rewriting = {held, does}));
  } catch (error) {
    notice(api.words(error));
  }
}

/** @param {NonNullable<import('./state.js').State['rewriting']>} rewriting */
const wayOf = ({held: {dir}, does}) => (does === 'edit' ? dir : dir === 'c2s' ? 's2c' : 'c2s');

/** @param {import('./state.js').State} now */
export function drawRewrite(now) {
  const {rewriting} = now;
  form.hidden = !rewriting;
  if (!rewriting) return preview.show(null);
  const {held, does} = rewriting;
  const [dir, text] = [wayOf(rewriting), typed.value];
  const isHeld = !!now.told.held?.held.some(({entry}) => entry === held.entry);
  const receiver = dir === 'c2s' ? 'server' : 'client';
  say(byId('rewrite-title'), does === 'edit' ? `In place of entry ${grouped(held.entry)}, to the ${receiver}` : `Answer to entry ${grouped(held.entry)}, to the ${receiver}`);
  say(byId('rewrite-gone'), isHeld ? '' : 'It is no longer held: copy what you wrote, or send it from the composer.');
  byId('rewrite-send').disabled = !isHeld || !text.trim();
  say(byId('rewrite-words'), does === 'edit' ? 'Release edited' : 'Answer');
  const wish = {session: held.session, dir, typed: measures.checked ? measured(text, dir) : text, hide: false, stamp: ''};
  preview.show(text.trim() ? /** @type {import('./preview.js').Wish} */ (wish) : null);
}

function close() {
  change((now) => Object.assign(now, {rewriting: null, reveal: 'focus'}));
  typed.blur();
}

/** @param {Event} event */
function submit(event) {
  event.preventDefault();
  const {rewriting} = state;
  if (!rewriting || byId('rewrite-send').disabled) return;
  const {held: {entry}, does} = rewriting;
  steer(async () => {
    await decide(entry, {do: does, typed: typed.value, measure: measures.checked});
    close();
  });
}

export function startRewrite() {
  form.addEventListener('submit', submit);
  form.addEventListener('input', () => change(() => {}));
  byId('rewrite-cancel').addEventListener('click', close);
  form.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  });
}
