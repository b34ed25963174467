// What is typed, as the program would send it: its exact bytes, what they mean, and what is doubtful about them. To remember:
// only the answer to what stands there now is ever shown; a question that is out of date is called off.

import * as api from './api.js';
import {HEX, fromBase64} from './bytes.js';
import {remarks} from './compose.js';
import {el, fill, looks, set} from './el.js';
import {partsOf, placeOf} from './steps.js';
import {change} from './state.js';
import {frameLines, stretches, visible} from './visible.js';
import {compose} from './wheelapi.js';

/** @typedef {import('./types.js').Direction} Direction */
/** @typedef {import('./steps.js').Part} Part */

/** How long typing must rest before the program is asked, in milliseconds. */
const REST = 100;

/** How many frames of a sequence are shown. */
const MOST = 8;

/** How much of a frame is shown, in bytes. */
const LONGEST = 16 * 1024;

/** What is asked; `stamp` changes when the answer may have: the same is then asked anew, once the question under way is answered,
 * so that there is always an answer, however fast it changes.
 * @typedef {{session: number, dir: Direction, typed: string, hide: boolean, stamp: string}} Wish */

/** A part, and what became of it.
 * @typedef {{part: Part, made?: import('./wheeltypes.js').Composed, error?: string, at?: number}} Answered */

export class Preview {
  /** @param {{box: HTMLElement, said: HTMLElement}} places where the bytes go, and what is said of them */
  constructor({box, said}) {
    this.box = box;
    this.said = said;
    this.key = '';
    this.typed = '';
    this.waits = false;
    this.drawn = '';
    this.timer = 0;
    this.size = /** @type {number | null} */ (null);
    /** The command that is typed, where it is a known one. */
    this.verb = /** @type {string | null} */ (null);
    this.calls = new AbortController();
  }

  /** Shows this, as soon as the program has said what it is. @param {Wish | null} wish */
  show(wish) {
    const key = wish ? JSON.stringify(wish) : '';
    const typed = wish ? JSON.stringify({...wish, stamp: ''}) : '';
    const isSame = typed === this.typed;
    if (key === this.key || (isSame && this.waits)) return;
    [this.key, this.typed, this.waits] = [key, typed, !!wish];
    clearTimeout(this.timer);
    this.calls.abort();
    if (!wish) return this.#draw([], 0);
    if (!isSame) set(this.box, 'aria-busy', 'true');
    this.calls = new AbortController();
    const {signal} = this.calls;
    this.timer = setTimeout(() => this.#ask(wish, signal), REST);
  }

  /** @param {Wish} wish @param {AbortSignal} signal */
  async #ask({session, dir, typed, hide}, signal) {
    const parts = partsOf(typed, dir);
    /** @type {Answered[]} */
    const answered = [];
    for (const part of parts.slice(0, MOST * 2)) {
      if (part.order !== undefined || answered.filter(({made}) => made).length === MOST) answered.push({part});
      else answered.push(await this.#answer(session, part, hide, signal));
      if (signal.aborted) return;
    }
    this.waits = false;
    this.#draw(answered, parts.length - answered.length);
    // How many bytes there are, and which command, is shown beside it.
    change(() => {});
  }

  /** @param {number} session @param {Part & {order?: undefined}} part @param {boolean} hide @param {AbortSignal} signal @returns {Promise<Answered>} */
  async #answer(session, part, hide, signal) {
    const {dir, typed} = part;
    try {
      return {part, made: await compose(session, {dir, typed, hide_reply: hide && dir === 'c2s'}, signal)};
    } catch (error) {
      const at = error instanceof api.Refused ? error.at : undefined;
      return {part, error: api.words(error), at};
    }
  }

  /** @param {Answered[]} answered @param {number} more parts that are not shown */
  #draw(answered, more) {
    set(this.box, 'aria-busy', null);
    const drawn = JSON.stringify([answered, more]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const frames = answered.filter(({part}) => part.order === undefined);
    this.size = frames.every(({made}) => made) && frames.length && !more ? frames.reduce((sum, {made}) => sum + (made?.size ?? 0), 0) : null;
    const only = frames.length === 1 ? frames[0] : undefined;
    this.verb = only?.made?.explained?.form?.verb ?? null;
    fill(this.box, ...answered.map(partShown), more > 0 && el('p', {class: 'quiet'}, `and ${more} more lines and frames`));
    fill(this.said, ...frames.flatMap((one, at) => saidOf(one, frames.length > 1 ? `${at + 1}: ` : '')));
  }
}

/** @param {Answered} one */
function partShown({part, made, error, at}) {
  if (part.order !== undefined) return el('div', {class: 'order'}, `--- ${visible(part.order)}`);
  const {dir, typed} = part;
  const arrow = el('span', {class: 'arrow'}, dir === 'c2s' ? '>>> ' : '<<< ');
  const lines = made ? linesOf(fromBase64(made.base64)) : [error === undefined ? [document.createTextNode('…')] : wrongAt(typed, at)];
  return el('div', {class: 'frame', 'data-dir': dir}, arrow, el('span', {class: 'lines'}, ...lines.map((line) => el('span', {class: 'line'}, ...line))));
}

/** Stands for a byte that is no text, until it is drawn. */
const [NO_TEXT, BASE] = [/([\ue080-\ue0ff])/, 0xe000];

/** @param {Uint8Array} bytes */
function linesOf(bytes) {
  const start = bytes.subarray(0, LONGEST);
  const lines = textLines(start) ?? frameLines(Array.from(start, (byte) => String.fromCharCode(byte < 128 ? byte : BASE + byte)).join('')).map((line) => line.flatMap(spelled));
  return [...lines.map(looks), ...(bytes.length > LONGEST ? [[el('i', {}, '… its end is not shown')]] : [])];
}

/** @param {Uint8Array} bytes */
function textLines(bytes) {
  try {
    // Where it is cut, a character may be cut, too.
    return frameLines(new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes, {stream: true}));
  } catch {
    return null;
  }
}

/** @param {import('./types.js').Stretch} stretch */
function spelled({look, text}) {
  return text.split(NO_TEXT).filter(Boolean).map((piece) => (NO_TEXT.test(piece) ? {look: 'escaped', text: `\\x${HEX[piece.charCodeAt(0) - BASE]}`} : {look, text: piece}));
}

/** What is typed, with the place where it cannot be read. @param {string} typed @param {number | undefined} at */
function wrongAt(typed, at) {
  const {index} = placeOf(typed, at ?? 0);
  const end = typed.indexOf('\n', index);
  const before = typed.slice(typed.lastIndexOf('\n', index - 1) + 1, index);
  return [...looks(stretches(before)), el('mark', {class: 'place'}, visible(typed.slice(index, end < 0 ? undefined : end)) || ' ')];
}

/** @param {Answered} one @param {string} number */
function saidOf({part, made, error, at}, number) {
  if (part.order !== undefined) return [];
  if (made) {
    const all = remarks(made, fromBase64(made.base64), part.dir);
    return all.map(({looks: kind, text}) => el('li', {class: kind}, number, text));
  }
  if (error === undefined) return [];
  const {line, column} = placeOf(part.typed, at ?? 0);
  const place = at === undefined ? '' : `Line ${part.line + line}, column ${column}: `;
  return [el('li', {class: 'wrong'}, place, visible(error))];
}
