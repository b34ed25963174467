import {STARTS, compose, doubt, nextTrid} from '../compose.js';
import {equal, test} from './check.js';

test('lines end with CR LF and the payload with its last byte', () => {
  equal(compose('PNG', 1).text, 'PNG\r\n');
  equal(compose('MSG 1 N 3\na\nb', 1).text, 'MSG 1 N 3\r\na\r\nb');
  equal(compose('MSG 1 N 3\r\na\rb', 1).text, 'MSG 1 N 3\r\na\r\nb');
});

test('the length is counted in bytes of UTF-8, not in characters', () => {
  equal(compose('MSG {trid} N {len}\nhäl€o𝄞', 7).text, 'MSG 7 N 12\r\nhäl€o𝄞');
});

test('placeholders are filled in the command line only', () => {
  equal(compose('MSG {trid} N {len}\n{trid} {len}', 9).text, 'MSG 9 N 12\r\n{trid} {len}');
});

test('a length that does not fit is doubted, one that fits is not', () => {
  equal(doubt(compose('MSG 1 N {len}\nabc', 1), 'c2s'), null);
  equal(doubt(compose('MSG 1 N 4\nabc', 1), 'c2s')?.includes('announces 4 bytes'), true);
  equal(doubt(compose('PNG\nabc', 1), 'c2s')?.includes('no payload'), true);
  equal(doubt(compose('png', 1), 'c2s')?.includes('three capital letters'), true);
  equal(doubt(compose('500 1', 1), 's2c'), null);
});

test('every beginning that is offered can be sent without doubt', () => {
  for (const {name, dir, typed} of STARTS) equal([name, doubt(compose(typed, 1), dir)], [name, null]);
});

test('the next request has the next number, an answer that of the last request', () => {
  const requests = [{trid: 3}, {trid: 8}, {}];
  equal([nextTrid(requests, 'c2s'), nextTrid(requests, 's2c')], [9, 8]);
  equal([nextTrid([], 'c2s'), nextTrid([], 's2c')], [1, 0]);
  equal(nextTrid([{trid: 4294967295}], 'c2s'), 0);
});
