import {chosenIn, homeOf, isWithin, scopeOf} from '../scope.js';
import {equal, test} from './check.js';

const session = (id, role, thread, rest = {}) => [id, {id, role, thread, account: `a${thread}@example.org`, participants: [], closed: false, ...rest}];
const sessions = new Map([
  session(1, 'NS', 1, {closed: true}), session(2, 'NS', 1), session(3, 'SB', 1, {halves: [3, 7], parent: 2}),
  session(5, 'NS', 5), session(7, 'SB', 5, {halves: [3, 7], parent: 5}), session(9, 'NS', 9, {account: null}),
]);
const scope = (filter) => [...scopeOf(filter, sessions)?.all ?? []];

test('the session chosen in the tree is a term of the filter', () => {
  equal(['cmd:MSG session:12', 'session:3', 'text:session:3x', '-session:3', ''].map(chosenIn), [12, 3, 0, 0, 0]);
});

test('a switchboard stands for its conversation, every other session for all its client did', () => {
  equal(scope('session:3'), [3, 7]);
  equal(scope('session:2 cmd:MSG'), [1, 2, 3]);
  equal(scope('session:9'), [9]);
  equal(scope('session:77'), [77]);
  equal(scopeOf('cmd:MSG', sessions), null);
  equal(['session:3', 'session:2', 'session:9'].map((filter) => scopeOf(filter, sessions)?.words), ['sessions 3 and 7', 'a1’s 3 sessions', 'session 9']);
});

test('what belongs to one of several sessions is shown with any of them', () => {
  const own = scopeOf('session:3', sessions);
  equal([isWithin(own, 3), isWithin(own, 2, 7), isWithin(own, 2, null), isWithin(own), isWithin(null, 2)], [true, true, false, false, true]);
});

test('contacts are those of the chosen sign-in, of the chosen switchboard, else of the newest that is open', () => {
  const home = (filter) => homeOf(filter, sessions)?.id;
  equal([home(''), home('session:2'), home('session:7'), home('session:3'), home('session:1')], [5, 2, 5, 2, 1]);
  equal(homeOf('', new Map([session(1, 'NS', 1, {closed: true}), session(3, 'SB', 1)]))?.id, 1);
  equal(homeOf('', new Map()), null);
});
