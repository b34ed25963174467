// Bytes in hexadecimal, in which a field can be shown and a byte can be chosen, with the pointer or with the arrow keys.

import {HEX, byteAt, columnOf, counted, grouped, hexLine} from './bytes.js';
import {el, fill, say} from './el.js';
import {lookOf, pointAt, pointed, shownBytes} from './look.js';
import {valueText} from './spans.js';
import {state} from './state.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Placed} Placed */
/** @typedef {import('./state.js').State} State */

/** What is marked: the bytes of a field, and the one that was chosen. Ends before `to`.
 * @typedef {{from: number, to: number, byte: number | null}} Marked */

/** @typedef {{hex: HTMLElement, ascii: HTMLElement}} Line */

export class HexView {
  /**
   * @param {Row} row
   * @param {number} width bytes in a line
   * @param {number} most bytes that are put into the page
   */
  constructor(row, width, most) {
    this.row = row;
    this.width = width;
    const bytes = shownBytes(row);
    this.total = bytes.length;
    this.bytes = bytes.subarray(0, most);
    /** @type {Line[]} */
    this.lines = [];
    /** @type {Marked} */
    this.marked = {from: 0, to: 0, byte: null};
    const lines = [];
    for (let at = 0; at < this.bytes.length; at += width) {
      const {offset, hex, ascii} = hexLine(this.bytes, at, width);
      const line = {hex: el('span', {class: 'bytes'}, hex), ascii: el('span', {class: 'ascii'}, ascii)};
      this.lines.push(line);
      lines.push(el('span', {class: 'line'}, el('span', {class: 'offset'}, offset), '  ', line.hex, '  ', line.ascii));
    }
    const keys = {keydown: (/** @type {KeyboardEvent} */ event) => this.#press(event)};
    const label = 'Bytes in hexadecimal: arrow keys go from byte to byte';
    const acts = {click: (/** @type {MouseEvent} */ event) => this.#click(event), ...keys};
    this.box = el('div', {class: 'hex', role: 'application', 'aria-label': label, tabindex: 0, ...acts}, ...lines);
    this.words = el('p', {class: 'byte', role: 'status'});
    this.parts = [...this.#notes(), this.box, this.words];
  }

  #notes() {
    const shown = this.bytes.length;
    const notes = [];
    if (this.row.masked) notes.push('Secrets are masked: these are the bytes of what is shown, not of what was sent.');
    if (shown < this.total) notes.push(`${counted(shown, 'byte')} of ${grouped(this.total)} shown.`);
    return notes.map((note) => el('p', {class: 'quiet'}, note));
  }

  /** Marks what is pointed at, and brings it into view. @param {State} now */
  draw(now) {
    const field = pointed(now, this.row);
    const {byte, over} = lookOf(now);
    const [from, to] = field?.field.at ?? [0, 0];
    const next = {from, to: Math.min(to, this.bytes.length), byte: over === null ? byte : null};
    const before = this.marked;
    if (before.from === next.from && before.to === next.to && before.byte === next.byte) return;
    this.marked = next;
    for (const line of new Set([...this.#lines(before), ...this.#lines(next)])) this.#mark(line);
    const first = next.byte ?? (next.from < next.to ? next.from : null);
    if (first !== null) this.#show(Math.floor(first / this.width));
    say(this.words, first === null ? '' : this.#tell(next.byte, field));
  }

  /** The numbers of the lines that have something marked. @param {Marked} marked */
  #lines({from, to, byte}) {
    const [first, end] = from < to ? [Math.floor(from / this.width), Math.ceil(to / this.width)] : [0, 0];
    const lines = Array.from({length: end - first}, (_, at) => first + at);
    return byte === null ? lines : [...lines, Math.floor(byte / this.width)];
  }

  /** @param {number} number */
  #mark(number) {
    const {from, to, byte} = this.marked;
    const start = number * this.width;
    const {hex, ascii} = hexLine(this.bytes, start, this.width);
    const held = Math.min(this.width, this.bytes.length - start);
    const within = (/** @type {number} */ at) => Math.min(held, Math.max(0, at - start));
    const cut = byte !== null && byte >= start && byte < start + held ? byte - start : null;
    const [first, end] = [within(from), within(to)];
    const line = this.lines[number];
    if (!line) return;
    const digits = (/** @type {number} */ at) => columnOf(at, this.width);
    const last = end > first ? digits(end - 1) + 2 : digits(first);
    fill(line.hex, ...stretched(hex, digits(first), last, cut === null ? null : [digits(cut), digits(cut) + 2]));
    fill(line.ascii, ...stretched(ascii, first, Math.max(first, end), cut === null ? null : [cut, cut + 1]));
  }

  /** Scrolls within the box only. @param {number} number */
  #show(number) {
    const line = this.lines[number]?.hex.parentElement;
    if (!line) return;
    const [box, own] = [this.box.getBoundingClientRect(), line.getBoundingClientRect()];
    if (own.top < box.top) this.box.scrollTop -= box.top - own.top;
    else if (own.bottom > box.bottom) this.box.scrollTop += Math.min(own.bottom - box.bottom + own.height * 2, own.top - box.top);
  }

  /** @param {number | null} byte @param {Placed | null} placed */
  #tell(byte, placed) {
    const digit = byte === null ? '' : `byte ${grouped(byte)}: ${HEX[this.bytes[byte]]}`;
    if (!placed) return `${digit}, of no field`;
    const {name, value, at: [from, to]} = placed.field;
    const field = [visible(name), valueText(value.slice(0, 80))].filter(Boolean).join(': ');
    return [field, to - from > 1 ? `bytes ${grouped(from)} to ${grouped(to - 1)}` : '', digit].filter(Boolean).join(' · ');
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target.closest('.bytes, .ascii') : null;
    const number = this.lines.findIndex(({hex, ascii}) => hex === target || ascii === target);
    if (!target || number < 0) return;
    const {left, width} = target.getBoundingClientRect();
    const column = Math.floor(((event.clientX - left) / width) * (target.textContent ?? '').length);
    const byte = number * this.width + (target.classList.contains('ascii') ? column : byteAt(column, this.width));
    if (byte < this.bytes.length) pointAt(this.row, byte);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const {byte, path} = lookOf(state);
    const at = byte ?? (path === null ? -1 : pointed(state, this.row)?.field.at[0] ?? -1);
    const line = at - (at % this.width);
    const to = {
      ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at < 0 ? 0 : at + this.width, ArrowUp: at - this.width,
      Home: line, End: line + this.width - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (event.key !== 'ArrowUp' || to >= 0) pointAt(this.row, Math.min(this.bytes.length - 1, Math.max(0, to)));
  }
}

/**
 * Text of which a stretch is marked, and a stretch of that, or outside of it, is the cursor.
 * @param {string} text @param {number} from @param {number} to @param {[number, number] | null} cursor
 */
function stretched(text, from, to, cursor) {
  const cuts = [...new Set([0, from, to, ...(cursor ?? []), text.length])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, at) => {
    const start = cuts[at];
    const piece = text.slice(start, end);
    const chosen = cursor !== null && start >= cursor[0] && end <= cursor[1];
    if (chosen) return el('mark', {class: 'cursor'}, piece);
    return start >= from && end <= to ? el('mark', {}, piece) : document.createTextNode(piece);
  });
}
