// Frames that leave one after the other, again and again if that is wanted: how often, how far they are, and the end of them.

import * as api from './api.js';
import {byId, el, fill, say, set} from './el.js';
import {keep} from './keep.js';
import {entryLink, refused, tell} from './sent.js';
import {change, notice} from './state.js';
import {sequenceWords} from './wheelwords.js';
import * as wheel from './wheelapi.js';

/** @typedef {import('./wheeltypes.js').Sequence} Sequence */

const [unfold, fields, times, every, list] = [byId('repeat'), byId('repeating'), byId('times'), byId('every'), byId('running')];

/** Those that were begun here: how they ended is told, too. @type {Set<number>} */
const own = new Set();

const isOpen = () => !fields.hidden;

/** Whether it is to be played more than once. */
export const repeats = () => isOpen() && Number(times.value) > 1;

/** @param {number} session @param {import('./wheeltypes.js').Written} written */
export async function begin(session, written) {
  const often = isOpen() ? {times: Number(times.value), every_ms: Number(every.value)} : {times: 1, every_ms: 0};
  try {
    own.clear();
    const {id} = await wheel.begin({session, ...written, ...often});
    own.add(id);
    // Those who see it see how far it is.
    tell(el('span', {class: 'unseen'}, `Sequence ${id} begins.`));
  } catch (error) {
    refused(error);
  }
}

/** Those that run, and how those of this page ended. @param {import('./state.js').State} now */
export function drawSequences({told, status}) {
  const all = told.sequences?.sequences ?? [];
  const shown = all.filter(({id, state}) => state === 'running' || own.has(id)).reverse();
  list.hidden = !shown.length;
  keep(list, shown.map(({id, state}) => ({key: String(id), from: [state, status?.read_only], make: () => item(id, state === 'running' && !status?.read_only)})));
  shown.forEach((one, at) => progress(list.children[at], one));
}

/** What changes all the time does not make its button anew. @param {Element} place @param {Sequence} one */
function progress(place, one) {
  const words = place.querySelector('.how');
  if (words) say(words, sequenceWords(one));
  set(place, 'class', `item ${one.state}`);
  const last = place.querySelector('.last');
  if (!last || last.getAttribute('data-last') === String(one.entry ?? '')) return;
  set(last, 'data-last', one.entry ?? '');
  fill(last, ...(one.entry === undefined ? [] : ['. Last: ', entryLink(one.entry)]));
}

/** @param {number} id @param {boolean} runs */
function item(id, runs) {
  return el('li', {class: 'item'}, el('span', {class: 'how'}), el('span', {class: 'last'}), ' ',
    runs && el('button', {type: 'button', class: 'go stop', 'aria-label': `Stop sequence ${id}`, click: () => stop(id)}, 'Stop'));
}

/** @param {number} id */
async function stop(id) {
  await wheel.stop(id).catch((error) => notice(api.words(error)));
}

export function startSequences() {
  unfold.addEventListener('click', () => {
    fields.hidden = !fields.hidden;
    set(unfold, 'aria-expanded', String(isOpen()));
    if (isOpen()) times.select();
    change(() => {});
  });
}
