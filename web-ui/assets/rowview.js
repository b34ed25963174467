// One row of the list, in an element that is used again for other rows.

import {fill, el, looks, say, set} from './el.js';
import {grouped} from './bytes.js';
import {gapWords, has, sentence, sessionLabel, sessionParts} from './names.js';
import {direction, rowLooks, rowText, spokenText} from './rowtext.js';
import {isGap} from './rows.js';
import {timeOf} from './time.js';

/** @typedef {import('./types.js').Item} Item */
/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Session} Session */

/** The columns, by class, and what heads them. The time's heading changes. */
export const COLUMNS = /** @type {[string, string][]} */ ([
  ['number', '#'], ['time', 'time'], ['session', 'session'], ['direction', 'direction'], ['verb', 'cmd'],
  ['trid', 'TrID'], ['size', 'bytes'], ['says', 'what it says'], ['flags', 'flags'],
]);

/** The first item, where it stands for what is before the first row.
 * @typedef {{top: true, text: string}} Top */

/** @typedef {object} Context
 * @property {import('./time.js').Mode} mode
 * @property {boolean} spoken whether rows tell what people said
 * @property {number} stamp changes when rows must be drawn anew although they are the same
 * @property {Map<number, Session>} sessions
 */

const FLAGS = ['injected', 'rewritten', 'incomplete', 'opaque', 'masked'];

export class RowView {
  constructor() {
    this.cells = COLUMNS.map(([name]) => el('span', {role: 'gridcell', class: name}));
    this.node = el('div', {role: 'row', tabindex: -1}, ...this.cells);
    /** @type {Item | Top | null} */
    this.item = null;
    this.stamp = -1;
    this.index = -1;
    this.flagged = '';
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
    const same = item === this.item && this.stamp === context.stamp && previous === this.previous;
    if (!same || 'top' in item || isGap(item)) this.#draw(item, previous, context);
    if (this.index !== index) set(this.node, 'aria-rowindex', index + 2);
    Object.assign(this, {item, index, previous, stamp: context.stamp});
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
    set(this.node, 'class', `row ${rowLooks(item)}`);
    set(this.node, 'aria-label', sentence(item, session));
    const [number, time, who, arrow, verb, trid, size, says, flags] = this.cells;
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
    fill(says, ...looks(context.spoken ? spokenText(item, session) : rowText(item)));
    set(says, 'title', item.event ? null : item.line);
    say(size, item.size === undefined ? '' : grouped(item.size));
    const flagged = FLAGS.filter((flag) => has(item, flag));
    if (flagged.join(' ') !== this.flagged) fill(flags, ...flagged.map((flag) => el('span', {class: `flag ${flag}`}, flag)));
    this.flagged = flagged.join(' ');
  }
}
