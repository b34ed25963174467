// What there is to begin with, by what the session is: a person's own beginnings first, then those everybody has.

import * as api from './api.js';
import {byId} from './el.js';
import {OWN, grouped} from './offers.js';
import {startMenu} from './startmenu.js';
import {change, notice} from './state.js';
import {templates} from './wheelapi.js';

/** @typedef {import('./wheeltypes.js').Template} Template */
/** @typedef {import('./startmenu.js').Group} Group */

/** What is offered, and for which session, as what it then was. */
let known = {key: '', groups: /** @type {Group[]} */ ([])};
let asked = '';

/** Has what is offered for it at hand when the menu opens, once the person comes near.
 * @param {import('./types.js').Session | undefined} session */
export function drawStarts(session) {
  const key = [session?.id ?? 0, session?.role, session?.dialect, turn].join();
  if (key === asked) return;
  asked = key;
  if (byId('composer').matches(':hover, :focus-within')) near();
}

/** The question that is under way. */
let pending = {key: '', learnt: Promise.resolve()};

/** Asks what is offered now, unless that is known or under way. */
function learn() {
  if (known.key !== asked && pending.key !== asked) pending = {key: asked, learnt: ask(asked)};
  return pending.learnt;
}

/** @param {string} key */
async function ask(key) {
  try {
    const groups = grouped(await templates(Number(key.split(',')[0])));
    if (key === asked) known = {key, groups};
  } finally {
    if (pending.key === key) pending.key = '';
  }
}

const near = () => void learn().catch(() => {});

let turn = 0;

/** Somebody saved one of their own, or let it go. */
export function snippetsChanged() {
  turn += 1;
  change(() => {});
}

/** The names of the person's own. */
export const ownNames = () => known.groups.filter(({name}) => name === OWN).flatMap(({choices}) => choices.map(({name}) => name));

/** What is offered, at once where it is known. */
const offered = () => (known.key === asked ? known.groups : askAgain());

async function askAgain() {
  try {
    await learn();
  } catch (error) {
    notice(api.words(error));
  }
  return known.groups;
}

/** @param {(template: Template) => void} start */
export function startStarts(start) {
  for (const way of ['focusin', 'pointerenter']) byId('composer').addEventListener(way, near);
  const about = (/** @type {string} */ verb) => change((now) => (now.about = verb));
  startMenu({button: byId('starts'), popup: byId('starts-menu'), menu: byId('starts-items'), says: byId('starts-says')}, offered, ({value}) => start(value), about);
}
