import {recent, successor, threads} from '../threads.js';
import {equal, test} from './check.js';

const session = (id, thread, name, closed, rest = {}) =>
  ({id, thread, account: name && `${name}@example.org`, address: `127.0.0.1:${id}`, role: 'NS', participants: [], closed, ...rest});
const names = (list) => list.map(({id, name}) => `${id} ${name.replace(/@.*/, '')}`);

test('rounds that are over fold away as soon as the same people are there again', () => {
  const before = [1, 2, 3, 4].map((id) => session(id, id, id % 2 ? 'alice' : 'bob', true));
  const between = threads(before, 0);
  equal([names(between.shown), names(between.rest)], [['4 bob', '3 alice'], ['2 bob', '1 alice']]);
  const during = threads([...before, session(5, 5, 'alice', false), session(6, 6, 'bob', false)], 0);
  equal([names(during.shown), during.rest.length], [['5 alice', '6 bob'], 4]);
});

test('what is chosen is shown although it is over', () => {
  const {shown} = threads([session(1, 1, 'alice', true), session(2, 2, 'alice', false)], 1);
  equal(names(shown), ['2 alice', '1 alice']);
});

test('of a long-lived account the latest closed sessions are shown, and every open one', () => {
  const members = [session(1, 1, 'alice', false), ...Array.from({length: 20}, (_, at) => session(at + 2, 1, 'alice', true))];
  const ids = recent(members, 3).map(({id}) => id);
  equal([ids.length, ids.slice(0, 3)], [14, [1, 3, 10]]);
});

test('in place of a session that is over comes the same account in the same role, with the same company if it can be', () => {
  const chat = (id, name, whom, closed) => session(id, id, name, closed, {role: 'SB', participants: whom});
  const over = chat(5, 'alice', ['bob'], true);
  const others = [session(7, 7, 'alice', false), chat(8, 'bob', ['alice'], false), chat(9, 'alice', ['bob'], true)];
  equal(successor(others, over), undefined);
  equal(successor([...others, chat(11, 'alice', ['bob'], false), chat(12, 'alice', ['carol'], false)], over)?.id, 11);
  equal(successor([...others, chat(12, 'alice', [], false)], over)?.id, 12);
  equal(successor([session(2, 2, null, false)], session(1, 1, null, true)), undefined);
});
