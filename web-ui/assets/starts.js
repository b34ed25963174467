// What there is to begin with, by what the session is: a person's own beginnings first, then those everybody has.

import * as api from './api.js';
import {byId} from './el.js';
import {startMenu} from './startmenu.js';
import {change, notice} from './state.js';
import {visible} from './visible.js';
import {templates} from './wheelapi.js';

/** @typedef {import('./wheeltypes.js').Template} Template */
/** @typedef {import('./startmenu.js').Group} Group */

/** What is offered, and for which session, as what it then was. */
let known = {key: '', groups: /** @type {Group[]} */ ([])};
let asked = '';

const WAYS = {s2c: 'To the client', c2s: 'To the server'};

/** One of several of a name, which differ by dialect where that is not known, says for which it is.
 * @param {Template} one @param {number} at @param {Template[]} all @returns {import('./startmenu.js').Choice} */
function choice(one, at, all) {
  const way = one.verb ? '' : `${WAYS[one.dir]}. `;
  const isOne = !one.dialects || all.filter(({name, dir}) => name === one.name && dir === one.dir).length === 1;
  const name = isOne ? one.name : `${one.name}, MSNP${one.dialects?.join('–')}`;
  return {name: visible(name), says: way + visible(one.says || one.typed.split('\n')[0]), verb: one.verb ?? null, value: one};
}

/** @param {{templates: Template[], snippets: Template[]}} offered @returns {Group[]} */
export function grouped({templates: all, snippets}) {
  const ways = /** @type {('s2c' | 'c2s')[]} */ (['s2c', 'c2s']);
  const groups = [
    {name: 'Your snippets', choices: snippets.map(choice)},
    ...ways.map((dir) => ({name: WAYS[dir], choices: all.filter((one) => one.dir === dir).map(choice)})),
  ];
  return groups.filter(({choices}) => choices.length);
}

/** Has what is offered for it at hand when the menu opens. @param {import('./types.js').Session | undefined} session */
export function drawStarts(session) {
  const key = [session?.id ?? 0, session?.role, session?.dialect, turn].join();
  if (key === asked) return;
  asked = key;
  learn(session?.id ?? 0, key).catch(() => {});
}

/** @param {number} session @param {string} key */
async function learn(session, key) {
  const groups = grouped(await templates(session));
  if (key === asked) known = {key, groups};
}

let turn = 0;

/** Somebody saved one of their own, or let it go. */
export function snippetsChanged() {
  turn += 1;
  change(() => {});
}

/** The names of the person's own. */
export const ownNames = () => known.groups.filter(({name}) => name === 'Your snippets').flatMap(({choices}) => choices.map(({name}) => name));

/** What is offered, at once where it is known. */
const offered = () => (known.key === asked ? known.groups : askAgain());

async function askAgain() {
  try {
    await learn(Number(asked.split(',')[0]), asked);
  } catch (error) {
    notice(api.words(error));
  }
  return known.groups;
}

/** @param {(template: Template) => void} start */
export function startStarts(start) {
  const about = (/** @type {string} */ verb) => change((now) => (now.about = verb));
  startMenu({button: byId('starts'), popup: byId('starts-menu'), menu: byId('starts-items'), says: byId('starts-says')}, offered, ({value}) => start(value), about);
}
