// One row of the list, in an element that is used again for other rows.

import {fill, el, looks, say, set} from './el.js';
import {grouped} from './bytes.js';
import {gapWords, has, sentence, sessionLabel, sessionParts} from './names.js';
import {timing, timingWords, waited} from './pairs.js';
import {MARKS, worse} from './problem.js';
import {direction, rowLooks, rowText} from './rowtext.js';
import {isGap} from './rows.js';
import {timeOf} from './time.js';
import {fateOf, flagWords} from './wheelwords.js';

/** @typedef {import('./types.js').Item} Item */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Session} Session */
/** @typedef {import('./viewtypes.js').Severity} Severity */

/** The columns, by class, and what heads them. The time's heading changes. */
export const COLUMNS = /** @type {[string, string][]} */ ([
  ['number', '#'], ['time', 'time'], ['session', 'session'], ['direction', 'direction'], ['verb', 'cmd'],
  ['trid', 'TrID'], ['size', 'bytes'], ['ms', 'answered'], ['says', 'what it says'], ['flags', 'flags'],
]);

/** The first item, where it stands for what is before the first row.
 * @typedef {{top: true, text: string}} Top */

/** @typedef {object} Context
 * @property {import('./time.js').Mode} mode
 * @property {number} stamp changes when rows must be drawn anew although they are the same
 * @property {Map<number, Session>} sessions
 * @property {Map<number, Severity>} problems the worst that is known of an entry
 * @property {Set<number>} held what waits for a word now
 * @property {number | null} ahead by how much our clock is ahead of the program's; not known where nothing is live
 */

/** Which column tells how long an answer took. */
const TIMING = COLUMNS.findIndex(([name]) => name === 'ms');

/** @param {Severity} severity */
const shape = (severity) => el('span', {'aria-hidden': 'true'}, `${MARKS[severity]} `);

const FLAGS = ['injected', 'hidden', 'rewritten', 'incomplete', 'opaque', 'masked'];

export class RowView {
  constructor() {
    this.cells = COLUMNS.map(([name]) => el('span', {role: 'gridcell', class: name}));
    this.node = el('div', {role: 'row', tabindex: -1}, ...this.cells);
    /** @type {Item | Top | null} */
    this.item = null;
    this.stamp = -1;
    this.index = -1;
    this.flagged = '';
    this.fate = /** @type {string | null} */ (null);
    /** @type {Row | null} */
    this.previous = null;
  }

  /**
   * Shows an item at a place.
   * @param {Item | Top} item
   * @param {number} index
   * @param {Row | null} previous
   * @param {Context} context
   */
  show(item, index, previous, context) {
    const fate = 'top' in item || isGap(item) ? null : fateOf(item, context.held);
    const same = item === this.item && this.stamp === context.stamp && previous === this.previous && fate === this.fate;
    if (!same || 'top' in item || isGap(item)) this.#draw(item, previous, context);
    else if (item.status === 'pending') this.#time(item, context);
    if (this.index !== index) set(this.node, 'aria-rowindex', index + 2);
    Object.assign(this, {item, index, previous, fate, stamp: context.stamp});
  }

  /** @param {number} y */
  moveTo(y) {
    this.node.style.setProperty('transform', `translateY(${y}px)`);
  }

  /** @param {boolean} selected @param {boolean} reachable */
  mark(selected, reachable) {
    set(this.node, 'aria-selected', String(selected));
    set(this.node, 'tabindex', reachable ? 0 : -1);
  }

  /** @param {Item | Top} item @param {Row | null} previous @param {Context} context */
  #draw(item, previous, context) {
    if ('top' in item || isGap(item)) {
      const text = 'top' in item ? item.text : gapWords(item);
      set(this.node, 'class', `row gap ${'top' in item ? 'top' : item.gap}`);
      set(this.node, 'aria-label', text);
      this.cells.forEach((cell) => set(cell, 'title', null));
      this.cells.forEach((cell, at) => say(cell, COLUMNS[at][0] === 'says' ? text : ''));
      set(this.cells[2], 'title', null);
      return;
    }
    const session = item.session === undefined ? undefined : context.sessions.get(item.session);
    const worst = worse(item.problem, context.problems.get(item.n));
    const fate = fateOf(item, context.held);
    set(this.node, 'class', `row ${rowLooks(item)}${worst ? ` has-${worst}` : ''}${fate === 'held' ? ' waiting' : ''}`);
    set(this.node, 'aria-label', [sentence(item, session), timingWords(item), fate, worst && `has ${worst === 'error' ? 'an error' : `a ${worst}`}`].filter(Boolean).join(', '));
    const [number, time, who, arrow, verb, trid, size, , says, flags] = this.cells;
    say(number, grouped(item.n));
    say(time, timeOf(context.mode, item, previous, session?.opened));
    const label = sessionLabel(session, item);
    if (who.title !== label || !label) {
      const [id, role, parties] = sessionParts(session, item);
      fill(who, id, el('span', {class: parties.includes('→') ? 'role told' : 'role'}, role && ` ${role}`), parties && ` ${parties}`);
      set(who, 'title', label || null);
    }
    const [mark, word] = direction(item);
    if (arrow.textContent !== `${mark} ${word}`) fill(arrow, el('span', {class: 'arrow'}, mark), ` ${word}`);
    say(verb, item.cmd ?? '');
    say(trid, item.trid === undefined ? '' : String(item.trid));
    set(trid, 'title', item.trid === undefined ? null : item.trid);
    fill(says, ...looks(rowText(item)));
    set(says, 'title', item.event ? null : item.line);
    say(size, item.size === undefined ? '' : grouped(item.size));
    this.#time(item, context);
    const flagged = [...(worst ? [worst] : []), ...(fate ? [fate] : []), ...FLAGS.filter((flag) => has(item, flag))];
    if (flagged.join(' ') !== this.flagged) fill(flags, ...flagged.map((flag) => el('span', {class: `flag ${flag}`}, flag === worst && shape(worst), flagWords(flag))));
    this.flagged = flagged.join(' ');
  }

  /** How long its answer took, or is waited for: that goes on by itself. @param {Row} row @param {Context} context */
  #time(row, context) {
    const cell = this.cells[TIMING];
    const {text, looks: kind} = timing(row, waited(row, Date.now(), context.ahead));
    say(cell, text);
    set(cell, 'class', `ms ${kind}`.trim());
  }
}
