import {NAMES, beside, through, wholeFilter} from '../lens.js';
import {equal, test} from './check.js';

test('a view adds its own terms to the filter', () => {
  equal(wholeFilter({filter: 'cmd:MSG', lens: 'transcript'}), 'cmd:MSG');
  equal(wholeFilter({filter: 'cmd:MSG', lens: 'conversation'}), 'cmd:MSG role:SB');
  equal(NAMES, ['transcript', 'conversation', 'redirects']);
});

test('a view of redirects shows what was rewritten and where routes lead', () => {
  const entries = [{n: 1, cmd: 'XFR', flags: ['rewritten']}, {n: 2, cmd: 'PNG', flags: []}, {n: 3, event: 'route_opened'}];
  equal(through({entries}, 'redirects').entries.map(({n}) => n), [1, 3]);
  equal(through({entries}, 'transcript').entries.length, 3);
});

test('the views come round and round', () => {
  equal(NAMES.map((lens) => beside(lens, 1)), ['conversation', 'redirects', 'transcript']);
  equal(beside('transcript', -1), 'redirects');
});
