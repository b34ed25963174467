// The part of the transcript that this page holds. To remember: it is bounded, in order, and whatever is not in it is
// either before `low`, from `high` on, or stands in it as a gap. Pure: tested without a page.

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Gap} Gap */
/** @typedef {import('./types.js').Item} Item */
/** @typedef {import('./types.js').Answer} Answer */

/** How many rows are held: what is older is fetched again. */
export const KEPT = 50_000;

/** How many more may gather before the oldest are let go together. */
const SLACK = 1_000;

/** @param {Item} item @returns {item is Gap} */
export function isGap(item) {
  return 'gap' in item;
}

/** The number of a row, or of the first entry a gap stands for.
 * @param {Item} item */
export function numberOf(item) {
  return isGap(item) ? item.from : item.n;
}

export class Rows {
  constructor(kept = KEPT) {
    this.kept = kept;
    /** @type {Item[]} */
    this.items = [];
    /** Whether anything was read yet. */
    this.known = false;
    /** The first number that was looked at, and the one after the last. */
    this.low = 0;
    this.high = 0;
    /** What the program still keeps, as last heard. */
    this.first = 1;
    this.head = 1;
    /** Whether older entries are being fetched, or why they could not be. */
    this.fetching = false;
    /** @type {string | null} */
    this.trouble = null;
  }

  /** Entries before those here that can still be read. */
  get older() {
    return this.known ? Math.max(0, this.low - this.first) : 0;
  }

  /** Entries before those here that cannot be read any more. */
  get forgotten() {
    return this.known ? Math.min(this.low, this.first) - 1 : 0;
  }

  /** The last item, if it stands for newer entries that are not here.
   * @returns {Gap | null} */
  get ahead() {
    const last = this.items.at(-1);
    return last && isGap(last) && last.gap === 'ahead' ? last : null;
  }

  /**
   * The index of the first item with this number or a higher one.
   * @param {number} number
   */
  indexOf(number) {
    let [low, high] = [0, this.items.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numberOf(this.items[middle]) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The row with this number.
   * @param {number} number
   * @returns {Row | null} */
  find(number) {
    const item = this.items[this.indexOf(number)];
    return item && !isGap(item) && item.n === number ? item : null;
  }

  /** Puts a row in the place of what it was when it came.
   * @param {Row} row */
  renew(row) {
    if (this.find(row.n)) this.items[this.indexOf(row.n)] = row;
  }

  /** @param {Answer} answer */
  #heard(answer) {
    this.first = answer.first;
    this.head = Math.max(answer.head, answer.next);
  }

  /**
   * Adds what is newer. Returns how many matching entries came, those passed over included.
   * @param {Answer} answer
   * @param {boolean} following whether the person looks at the end, so that the oldest may be let go
   */
  append(answer, following) {
    this.#heard(answer);
    if (!this.known) {
      this.known = true;
      this.low = answer.prev;
      this.items = answer.entries;
      this.high = answer.next;
      return this.items.length;
    }
    const {missed, skipped} = answer;
    const came = answer.entries.length + missed + skipped;
    const full = this.items.length + answer.entries.length > this.kept + SLACK;
    if (this.ahead || (full && !following)) this.#grow(answer, came);
    else {
      if (missed) this.items.push({gap: 'forgotten', from: this.high, to: this.high + missed, count: missed});
      const from = this.high + missed;
      if (skipped) this.items.push({gap: 'skipped', from, to: from + skipped, count: skipped});
      this.items.push(...answer.entries);
    }
    this.high = answer.next;
    if (following && full) this.#dropOldest(this.items.length - this.kept);
    return came;
  }

  /** @param {Answer} answer @param {number} came */
  #grow(answer, came) {
    const ahead = this.ahead;
    if (ahead) Object.assign(ahead, {to: answer.next, count: ahead.count + came});
    else if (came) this.items.push({gap: 'ahead', from: this.high, to: answer.next, count: came});
  }

  /** @param {number} count */
  #dropOldest(count) {
    this.items.splice(0, count);
    if (this.items.length) this.low = numberOf(this.items[0]);
  }

  /** Lets the newest go, and says so in their place.
   * @param {number} count */
  #dropNewest(count) {
    const from = numberOf(this.items[this.items.length - count]);
    this.items.splice(-count, count, {gap: 'ahead', from, to: this.high, count: this.high - from});
  }

  /**
   * Adds what is older: the answer to `before=low`.
   * @param {Answer} answer
   */
  prepend(answer) {
    this.#heard(answer);
    this.low = Math.min(answer.prev, this.low);
    this.items = answer.entries.concat(/** @type {Row[]} */ (this.items));
    const over = this.items.length - this.kept;
    if (over > SLACK) this.#dropNewest(over);
  }

  /**
   * Puts entries in the place of a gap's beginning: the answer to `from=gap.from`.
   * @param {Gap} gap
   * @param {Answer} answer
   */
  fill(gap, answer) {
    this.#heard(answer);
    const at = this.items.indexOf(gap);
    if (at < 0) return;
    const {missed} = answer;
    /** @type {Item[]} */
    const found = answer.entries.filter((row) => row.n < gap.to);
    if (missed) found.unshift({gap: 'forgotten', from: gap.from, to: gap.from + missed, count: missed});
    if (answer.next < gap.to) found.push({...gap, from: answer.next, count: gap.to - answer.next, busy: false});
    this.items.splice(at, 1, ...found);
    const over = this.items.length - this.kept;
    if (over <= SLACK) return;
    if (at > over * 2) this.#dropOldest(over);
    else this.#dropNewest(over);
  }
}
