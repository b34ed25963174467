// What there is to begin with, in groups and in words. Pure.

import {visible} from './visible.js';

/** @typedef {import('./wheeltypes.js').Template} Template */
/** @typedef {import('./startmenu.js').Group} Group */

/** What the group of a person's own beginnings is called. */
export const OWN = 'Your snippets';

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
    {name: OWN, choices: snippets.map(choice)},
    ...ways.map((dir) => ({name: WAYS[dir], choices: all.filter((one) => one.dir === dir).map(choice)})),
  ];
  return groups.filter(({choices}) => choices.length);
}
