import {conversationsIn, extended, isUnsettled, joined, readOf} from '../talk.js';
import {equal, test} from './check.js';

const items = (from, to) => Array.from({length: to - from}, (_, at) => ({place: from + at, text: `${from + at}`, missing: []}));
const answer = (from, to, rest = {}) => ({id: '3', people: [], from, total: to, dropped: 0, items: items(from, to), ...rest});
const places = (talk) => [talk.items[0]?.place, talk.items.at(-1)?.place];

test('what is said is put behind what was said, and what changed in it is taken over', () => {
  const before = joined(null, answer(100, 300), true);
  equal([places(before), before.older], [[100, 299], true]);
  const changed = answer(101, 301);
  changed.items[0] = {...changed.items[0], delivered: 'delivered'};
  const after = joined(before, changed, true);
  equal([places(after), after.items.length, after.items[1].delivered], [[100, 300], 201, 'delivered']);
});

test('another conversation begins anew', () => {
  equal(places(joined(joined(null, answer(0, 9), true), {...answer(4, 6), id: '7'}, true)), [4, 5]);
});

test('who follows lets the oldest go, who reads further up the newest, and that is known', () => {
  const long = joined(null, answer(0, 10), true);
  const followed = joined(long, answer(5, 15), true, 10);
  equal([places(followed), followed.away, followed.older], [[5, 14], false, true]);
  const read = joined(long, answer(5, 15), false, 10);
  equal([places(read), read.away], [[0, 9], true]);
  equal([places(joined(read, answer(6, 16), false, 10)), joined(read, answer(6, 16), false, 10).total], [[0, 9], 16]);
});

test('over a hole nothing is put together', () => {
  const long = joined(null, answer(0, 10), true);
  equal(places(joined(long, answer(50, 60), true)), [50, 59]);
  const read = joined(long, answer(50, 60), false);
  equal([places(read), read.away], [[0, 9], true]);
});

test('what was before comes before it, until there is no more', () => {
  const talk = joined(null, answer(100, 300), true);
  const more = extended(talk, {...answer(40, 100), total: 300, dropped: 30});
  equal([places(more), more.older, more.dropped], [[40, 299], true, 30]);
  equal(extended(more, {...answer(30, 40), total: 300, dropped: 30}).older, false);
  equal(extended(more, {...answer(0, 0), total: 300, dropped: 30}).older, false);
  const cut = extended(talk, answer(0, 100), 250);
  equal([places(cut), cut.away], [[0, 249], true]);
});

test('what waits or lacks a part may still become known', () => {
  equal(isUnsettled({items: [{delivered: 'waiting', missing: []}]}), true);
  equal(isUnsettled({items: [{delivered: null, missing: [2]}]}), true);
  equal(isUnsettled({items: [{delivered: 'failed', missing: []}]}), false);
  equal(isUnsettled(null), false);
});

test('the newest conversation stands first, and the chosen one is read', () => {
  const all = [{id: '3', first: 5, said: 2, sessions: [3, 4]}, {id: '8', first: 40, said: 0, sessions: [8]}, {id: '5', first: 20, said: 1, sessions: [5]}];
  const ids = (list) => list.map(({id}) => id);
  equal(ids(conversationsIn(all, null)), ['8', '5', '3']);
  equal(ids(conversationsIn(all, {all: new Set([4])})), ['3']);
  const shown = conversationsIn(all, null);
  equal([readOf(shown, '3').id, readOf(shown, 'gone').id, readOf([], '3')], ['3', '5', null]);
});
