import {Rows, isGap, numberOf} from '../rows.js';
import {equal, test} from './check.js';

/** An answer with the entries of these numbers. */
function answer(numbers, more = {}) {
  const [low, high] = [numbers[0] ?? 1, (numbers.at(-1) ?? 0) + 1];
  const entries = numbers.map((n) => ({n, at: '2026-11-22T18:00:00Z'}));
  return {run: 'r', first: 1, head: high, next: high, prev: low, missed: 0, skipped: 0, entries, ...more};
}

const range = (from, to) => Array.from({length: to - from}, (_, at) => from + at);

/** What is held, in few words: numbers, and gaps as `skipped 3-7 (4)`. */
const held = (rows) => rows.items.map((item) => (isGap(item) ? `${item.gap} ${item.from}-${item.to} (${item.count})` : item.n));

function holding(numbers, kept) {
  const rows = new Rows(kept);
  rows.append(answer(numbers), true);
  return rows;
}

test('what is newer is appended in order and counted', () => {
  const rows = holding([1, 2, 3]);
  equal(rows.append(answer([4, 5]), true), 2);
  equal(held(rows), [1, 2, 3, 4, 5]);
  equal([rows.low, rows.high, rows.head], [1, 6, 6]);
});

test('what was skipped stands as a gap that can be filled, in parts', () => {
  const rows = holding([1, 2]);
  equal(rows.append(answer([7, 8], {skipped: 4}), true), 6);
  equal(held(rows), [1, 2, 'skipped 3-7 (4)', 7, 8]);
  rows.fill(rows.items[2], answer([3, 4]));
  equal(held(rows), [1, 2, 3, 4, 'skipped 5-7 (2)', 7, 8]);
  rows.fill(rows.items[4], answer([5, 6, 7]));
  equal(held(rows), [1, 2, 3, 4, 5, 6, 7, 8]);
});

test('what was forgotten is said, before what was skipped', () => {
  const rows = holding([1, 2]);
  rows.append(answer([20], {first: 10, missed: 7, skipped: 10}), true);
  equal(held(rows), [1, 2, 'forgotten 3-10 (7)', 'skipped 10-20 (10)', 20]);
});

test('what is older is put before', () => {
  const rows = holding([5, 6]);
  equal([rows.older, rows.forgotten], [4, 0]);
  rows.prepend(answer([3, 4]));
  equal(held(rows), [3, 4, 5, 6]);
  equal(rows.older, 2);
});

test('under a filter the place looked at counts, not the last match', () => {
  const rows = new Rows();
  rows.append(answer([40], {prev: 30, next: 50, head: 50}), true);
  equal([rows.older, rows.high], [29, 50]);
  rows.prepend(answer([], {prev: 10, next: 30, head: 50}));
  equal([held(rows), rows.older], [[40], 9]);
});

test('while following, the oldest are let go beyond what is kept', () => {
  const rows = holding(range(1, 11), 10);
  rows.append(answer(range(11, 1500)), true);
  equal([rows.items.length, numberOf(rows.items[0]), rows.low], [10, 1490, 1490]);
});

test('while not following, nothing in view is let go: what is new stands as a gap ahead', () => {
  const rows = holding(range(1, 1011), 10);
  equal(rows.append(answer([1011, 1012]), false), 2);
  equal(held(rows).slice(0, 2).concat(held(rows).slice(-1)), [1, 2, 'ahead 1011-1013 (2)']);
  rows.append(answer([1013]), false);
  equal(rows.ahead?.count, 3);
});

test('a row is found by its number, and nothing else is', () => {
  const rows = holding([2, 4, 6]);
  equal([rows.find(4)?.n, rows.find(5), rows.find(9)], [4, null, null]);
  equal([rows.indexOf(1), rows.indexOf(5), rows.indexOf(9)], [0, 2, 3]);
});

test('a row that came is renewed in its place, and one that went stays away', () => {
  const rows = holding([2, 4, 6]);
  rows.renew({n: 4, status: 'answered'});
  rows.renew({n: 5, status: 'answered'});
  equal([rows.find(4), rows.items.length], [{n: 4, status: 'answered'}, 3]);
});
