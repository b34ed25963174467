import {NAMES, beside, toldFor} from '../lens.js';
import {equal, test} from './check.js';

test('the views come round and round', () => {
  equal(NAMES, ['transcript', 'conversation', 'contacts', 'transfers', 'redirects', 'problems']);
  equal(NAMES.map((lens) => beside(lens, 1)), [...NAMES.slice(1), 'transcript']);
  equal(beside('transcript', -1), 'problems');
});

test('a view has told what it shows, and the problems are told always', () => {
  equal(toldFor('transcript'), ['problems']);
  equal(toldFor('contacts'), ['problems']);
  equal(toldFor('problems'), ['problems']);
  equal(toldFor('redirects'), ['problems', 'redirects']);
});
