import {NAMES, beside, toldFor} from '../lens.js';
import {equal, test} from './check.js';

test('the views come round and round', () => {
  equal(NAMES, ['transcript', 'conversation', 'contacts', 'transfers', 'redirects', 'problems']);
  equal(NAMES.map((lens) => beside(lens, 1)), [...NAMES.slice(1), 'transcript']);
  equal(beside('transcript', -1), 'problems');
});

test('a view has told what it shows, and what is counted or acted on everywhere is told always', () => {
  const always = ['problems', 'held', 'sequences'];
  equal(toldFor('transcript'), always);
  equal(toldFor('contacts'), always);
  equal(toldFor('problems'), always);
  equal(toldFor('redirects'), [...always, 'redirects']);
});
