import {badge, byRule, problemsOf, sifted, tally, worse, worstByEntry} from '../problem.js';
import {equal, test} from './check.js';

const problem = (entry, severity, rule = 'r', rest = {}) => ({entry, entries: [entry], severity, rule, says: `${rule} ${entry}`, rests_on: '§1', session: 1, ...rest});
const all = [problem(1, 'note'), problem(2, 'error', 'a'), problem(2, 'warning', 'b'), problem(9, 'error', 'a', {session: 4, entries: [9, 12]})];

test('problems are told from the newest on, of the sessions, the severity and the rule that are chosen', () => {
  const entries = (scope, sift) => sifted(all, scope, sift).map(({entry, rule}) => `${entry}${rule}`);
  equal(entries(null, {severity: null, rule: null}), ['9a', '2b', '2a', '1r']);
  equal(entries({all: new Set([1])}, {severity: 'error', rule: null}), ['2a']);
  equal(entries(null, {severity: null, rule: 'b'}), ['2b']);
});

test('they are counted by severity and by rule', () => {
  equal(tally(all), {error: 2, warning: 1, note: 1});
  equal(byRule(all).map(({rule, count}) => [rule, count]), [['a', 2], ['b', 1], ['r', 1]]);
  equal(tally([problem(1, 'unheard of')]), {error: 0, warning: 0, note: 0});
});

test('an entry is marked by the worst there is with it', () => {
  equal([...worstByEntry(all)], [[1, 'note'], [2, 'error'], [9, 'error']]);
  equal([worse('note', 'warning'), worse(undefined, 'note'), worse(undefined, null)], ['warning', 'note', null]);
});

test('the details tell what came with an entry and what was found later, once each, the worst first', () => {
  const row = {n: 2, problems: [problem(2, 'warning', 'b')]};
  equal(problemsOf(row, all).map(({rule}) => rule), ['a', 'b']);
  equal(problemsOf({n: 12}, all).map(({entry}) => entry), [9]);
  equal(problemsOf({n: 3}, all), []);
});

test('the badge counts what is worth a look, and notes where there is nothing else', () => {
  equal(badge({error: 2, warning: 3, note: 9}), {count: 5, severity: 'error'});
  equal(badge({error: 0, warning: 0, note: 9}), {count: 9, severity: 'note'});
  equal(badge(undefined), {count: 0, severity: null});
});
