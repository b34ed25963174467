// The frames that wait for a word, and the keys and buttons that say it. To remember: what a key does, it does to the one that
// is marked, and what is marked is seen.

import {counted, grouped} from './bytes.js';
import {byId, el, say, set} from './el.js';
import {goTo} from './jump.js';
import {keep} from './keep.js';
import {sessionLabel} from './names.js';
import {openRewrite} from './rewrite.js';
import {along, step} from './rove.js';
import {direction} from './rowtext.js';
import {change, notice, state} from './state.js';
import {steer} from './steer.js';
import {visible} from './visible.js';
import {decide} from './wheelapi.js';
import {behindWords, leftWords, lineOf} from './wheelwords.js';

/** @typedef {import('./state.js').State} State */
/** @typedef {import('./wheeltypes.js').Held} Held */
/** @typedef {import('./wheeltypes.js').Decision['do']} Deed */

const [panel, list] = [byId('held-panel'), byId('held-list')];

/** What can be done with one: its name, its key, and what it means. @type {[Deed, string, string][]} */
const DEEDS = [
  ['release', 'Release', 'It leaves as it is (a)'], ['edit', 'Edit', 'Another leaves in its place (e)'], ['drop', 'Drop', 'It does not leave (x)'],
  ['answer', 'Answer', 'It does not leave, and who sent it gets an answer by hand'],
  ['prove', 'Prove', 'The challenge is answered from here, and the client does not hear of it'],
];

/** The one that is marked: where the person is, else the row they selected, else the one that has waited longest.
 * @param {State} now @returns {Held | undefined} */
export function marked({told, marked: chosen, selected}) {
  const held = told.held?.held ?? [];
  const of = (/** @type {number | null} */ entry) => held.find((one) => one.entry === entry);
  return (panel.contains(document.activeElement) ? of(chosen) : of(selected)) ?? of(chosen) ?? held[0];
}

/** @param {Held} held @param {Deed} deed */
function act(held, deed) {
  if (deed === 'edit' || deed === 'answer') return openRewrite(held, deed);
  return steer(() => decide(held.entry, {do: deed}));
}

/** Does it to the one that is marked. @param {Deed} deed */
export function actOnMarked(deed) {
  const held = marked(state);
  return held ? act(held, deed) : notice('Nothing is held. i says what is to be.');
}

/** @param {Held} held @param {State} now */
function item(held, now) {
  const {entry, dir, session} = held;
  const [mark, word] = direction({n: entry, at: '', dir});
  const {verb, rest} = lineOf(held);
  const who = sessionLabel(now.sessions.get(session), {n: entry, at: '', session});
  const says = now.rows.find(entry)?.says;
  const deeds = DEEDS.filter(([deed]) => deed !== 'prove' || (verb === 'CHL' && dir === 's2c'));
  return el('li', {class: `item ${dir}`, 'data-held': entry, focusin: () => change((other) => (other.marked = entry))},
    el('button', {type: 'button', class: 'link go', 'data-entry': entry, title: 'To its row', 'aria-label': `Entry ${grouped(entry)}, held, ${word}, ${verb}${says ? `, ${visible(says)}` : ''}`, click: () => goTo(entry)}, grouped(entry)),
    el('span', {class: 'way'}, el('span', {class: 'arrow'}, mark), ` ${word}`), el('span', {class: 'who'}, who), el('b', {}, verb),
    el('span', {class: 'says', title: `${verb} ${rest}`}, says ? el('bdi', {class: 'sentence'}, `${visible(says)} `) : '', el('span', {class: 'quiet'}, rest)),
    el('span', {class: 'behind'}), el('span', {class: 'left'}),
    el('span', {class: 'deeds'}, ...deeds.map(([deed, name, title]) => el('button', {type: 'button', tabindex: -1, title, 'aria-label': `${name} entry ${grouped(entry)}`, click: () => act(held, deed)}, name))));
}

/** @param {State} now */
export function drawHeld(now) {
  const held = now.told.held?.held ?? [];
  panel.hidden = !held.length;
  keep(list, held.map((one) => ({key: String(one.entry), from: [one.base64, now.rows.find(one.entry)?.says, now.naming], make: () => item(one, now)})));
  const mark = marked(now)?.entry;
  held.forEach((one, at) => drawWaiting(list.children[at], one, one.entry === mark));
}

/** What changes every second does not make its buttons anew. @param {Element} place @param {Held} held @param {boolean} isMarked */
function drawWaiting(place, {left, behind}, isMarked) {
  const [how, long] = [place.querySelector('.behind'), place.querySelector('.left')];
  if (how) say(how, behindWords(behind));
  if (how) set(how, 'title', behind ? `${counted(behind, 'frame')} of its direction cannot overtake it` : null);
  if (long) say(long, leftWords(left));
  place.classList.toggle('soon', left <= 10);
  place.classList.toggle('marked', isMarked);
  set(place, 'aria-current', isMarked ? 'true' : null);
}

export function startHeld() {
  panel.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    const go = {ArrowDown: () => step(panel, 1), ArrowUp: () => step(panel, -1), ArrowRight: () => along(panel, 1), ArrowLeft: () => along(panel, -1)}[event.key];
    if (!go || event.ctrlKey || event.metaKey || event.altKey) return;
    go();
    event.preventDefault();
    event.stopPropagation();
  });
}
