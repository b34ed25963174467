import {rowLooks, rowText} from '../rowtext.js';
import {equal, test} from './check.js';

const NLN = {n: 1, dir: 's2c', cmd: 'NLN', says: 'Bob B is now\u202e busy.', line: 'NLN BSY bob@example.org Bob%20B 0\\r\\n', flags: []};

test('a row is its sentence, then its command line, nothing in either that deceives', () => {
  equal(rowText(NLN).map(({text}) => text).join('|'), 'Bob B is now\\u{202e} busy.|BSY| |bob@example.org| |Bob B| |0');
  equal(rowText(NLN)[0].look, 'sentence');
});

test('a refusal is red whatever its number', () => {
  equal([rowLooks({...NLN, cmd: '999'}), rowLooks(NLN)], ['s2c problem', 's2c']);
});
