// The filter: checked by the program while it is typed, in force as soon as it is understood.

import {encode, readable} from './bytes.js';
import {byId, el, fill, say, set} from './el.js';
import {change, state, when} from './state.js';
import {read, write} from './stored.js';
import {setFilter, setLens} from './transcript.js';

/** How long typing pauses before it is tried, in milliseconds. */
const PAUSE = 250;

/** How many filters are remembered. */
const REMEMBERED = 20;

const [box, choices] = [byId('filter'), byId('filter-choices')];
/** @type {string[]} */
let history = read('filters', []);
let timer = 0;

/** Words that could stand where the last one is being typed. @param {string} typed */
function completions(typed) {
  const [, before, last] = typed.match(/^(.*?)(\S*)$/s) ?? ['', '', ''];
  const sign = last.startsWith('-') ? '-' : '';
  const known = [
    ...[...state.verbs].sort().map((verb) => `cmd:${verb}`), 'dir:c2s', 'dir:s2c', 'role:NS', 'role:SB',
    ...[...state.sessions.keys()].slice(-20).map((id) => `session:${id}`), 'text:"',
  ];
  return last ? known.filter((word) => word.startsWith(last.slice(sign.length))).map((word) => before + sign + word) : [];
}

function offer() {
  const words = [...new Set([...completions(box.value), ...history])].filter((word) => word !== box.value);
  fill(choices, ...words.slice(0, 30).map((value) => el('option', {value})));
}

function keep() {
  const filter = box.value.trim();
  if (!filter || state.objection) return;
  history = [filter, ...history.filter((one) => one !== filter)].slice(0, REMEMBERED);
  write('filters', history);
}

export const drawFilter = when((now) => [now.filter, now.objection, now.lens], (now) => {
  const {objection} = now;
  if (document.activeElement !== box && !objection) box.value = now.filter;
  set(box, 'aria-invalid', objection ? 'true' : null);
  const before = encode(box.value).subarray(0, objection?.at ?? 0);
  const at = readable(before)?.trim();
  const where = at ? ` (after “${at}”)` : '';
  say(byId('objection'), objection ? objection.error + where : '');
  const elsewhere = now.lens !== 'transcript';
  box.disabled = elsewhere;
  set(box, 'title', elsewhere ? 'The filter is for the rows of the Transcript: / leads there' : null);
  byId('unfilter').hidden = elsewhere;
  byId('filter-field').classList.toggle('elsewhere', elsewhere);
  byId('download').href = `/api/download${now.filter ? `?filter=${encodeURIComponent(now.filter)}` : ''}`;
});

export function startFilter() {
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => setFilter(box.value.trim()), PAUSE);
    offer();
  });
  box.addEventListener('focus', offer);
  box.addEventListener('blur', keep);
}

/** Goes to the box: it is for the transcript. */
export function goToFilter() {
  setLens('transcript');
  box.disabled = false;
  box.focus();
}

/** Has what stands in the box filtered at once. Who is still there then leaves for the list, unless it was not understood. */
export async function commitFilter() {
  clearTimeout(timer);
  if (!(await setFilter(box.value.trim())) || document.activeElement !== box) return;
  box.blur();
  change((now) => (now.reveal = 'focus'));
}
