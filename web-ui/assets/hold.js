// What is held back until a person has looked at it: which frames, for how long, and the way out of it all.

import * as api from './api.js';
import {counted} from './bytes.js';
import {byId, say, set} from './el.js';
import {drawHeld, startHeld} from './heldlist.js';
import {drawRewrite, startRewrite} from './rewrite.js';
import {change, notice, state, when} from './state.js';
import {steer} from './steer.js';
import {visible} from './visible.js';
import {handsOff, hold, releaseAll} from './wheelapi.js';
import {isSteering, unable} from './wheelwords.js';

/** @typedef {import('./state.js').State} State */

const [filter, seconds, proves, toggle, trouble] = [byId('hold-filter'), byId('hold-seconds'), byId('hold-prove'), byId('hold-on'), byId('hold-trouble')];

const holding = () => state.told.held?.holding ?? null;

/** Holds what the field says from now on. */
async function on() {
  say(trouble, '');
  set(filter, 'aria-invalid', null);
  try {
    await hold({filter: filter.value.trim(), prove: proves.checked, seconds: Number(seconds.value)});
  } catch (error) {
    say(trouble, visible(api.words(error)));
    set(filter, 'aria-invalid', error instanceof api.Refused && error.at !== undefined ? 'true' : null);
    change((now) => (now.holdOpen = true));
  }
}

/** Opens the field that says what is held. */
export function openHold() {
  const why = unable(state.status);
  if (why) return notice(why);
  change((now) => (now.holdOpen = true));
  byId('hold').hidden = false;
  filter.select();
}

/** Holds, or holds nothing more; without a filter the person is asked for one first: nothing would be all. */
export function switchHold() {
  if (holding() !== null) return steer(() => hold({filter: null}));
  return filter.value.trim() ? steer(on) : openHold();
}

export const releaseThem = () => steer(releaseAll);

/** Everything goes its own way again. */
export const letGo = () => steer(async () => {
  await handsOff();
  change((now) => Object.assign(now, {holdOpen: false, rewriting: null}));
});

/** The fields are as the program says, whoever set them, unless the person is at them. */
const drawFields = when(({told: {held}}) => [held?.holding, held?.prove, held?.seconds], ({told: {held}}) => {
  if (!held) return;
  const {activeElement} = document;
  if (activeElement !== filter && held.holding !== null) filter.value = held.holding;
  if (activeElement !== seconds) seconds.value = held.seconds;
  if (held.holding !== null) proves.checked = held.prove;
});

/** @param {State} now */
export function drawHold(now) {
  const {held} = now.told;
  const isOn = !!held && held.holding !== null;
  const count = held ? held.held.length + held.left_out : 0;
  byId('hold').hidden = !now.holdOpen && !isOn && !count && !now.rewriting;
  set(toggle, 'aria-pressed', String(isOn));
  say(byId('hold-words'), isOn ? 'Holding' : 'Hold');
  byId('close-hold').hidden = isOn || count > 0;
  byId('release-all').disabled = !count;
  byId('hands-off').hidden = !isSteering(now.told) || !!unable(now.status);
  say(byId('held'), `held ${count}`);
  set(byId('held'), 'class', isOn || count ? 'holds' : null);
  set(byId('held'), 'title', isOn ? `Holding ${visible(held.holding ?? '') || 'everything'}` : 'Nothing is being held (i)');
  drawFields(now);
  drawHeld(now);
  drawRewrite(now);
  say(byId('held-more'), held?.left_out ? `and ${counted(held.left_out, 'more frame', 'more frames')}` : '');
}

export function startHold() {
  startHeld();
  startRewrite();
  toggle.addEventListener('click', () => (holding() === null ? steer(on) : switchHold()));
  byId('hold-bar').addEventListener('submit', (/** @type {Event} */ event) => event.preventDefault());
  for (const field of [proves, seconds]) field.addEventListener('change', () => holding() !== null && steer(on));
  byId('release-all').addEventListener('click', releaseThem);
  byId('hands-off').addEventListener('click', letGo);
  const close = () => change((now) => Object.assign(now, {holdOpen: false, reveal: 'focus'}));
  byId('close-hold').addEventListener('click', close);
  byId('hold-bar').addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key === 'Escape' && holding() === null) close();
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) steer(on);
  });
}
