import {encode} from '../bytes.js';
import {asTyped} from '../typed.js';
import {equal, test} from './check.js';

const of = (/** @type {string | number[]} */ bytes, more = {}) =>
  asTyped(typeof bytes === 'string' ? encode(bytes) : Uint8Array.from(bytes), {dir: 'c2s', ...more});

test('a frame is typed with its length and its transaction id to be filled in', () => {
  equal(of('MSG 7 N 7\r\nhäl\r\no', {trid: 7}), 'MSG {trid} N {len}\nhäl\no');
  equal(of('UUX 9 0\r\n'), 'UUX 9 {len}');
  equal(of('241 9 2\r\nab', {dir: 's2c'}), '241 9 {len}\nab');
});

test('a number that is no length, or a wrong one, stays what it is', () => {
  equal(of('MSG 7 N 9\r\nab'), 'MSG 7 N 9\nab');
  equal(of('CHG 9 NLN 0\r\n', {trid: 8}), 'CHG 9 NLN 0');
});

test('what would be taken for something else, or not be seen, is escaped', () => {
  equal(of('XYZ a\\b\tc {me} {6F1D} \u202e\r\n'), 'XYZ a\\\\b\\tc \\{me} {6F1D} \\xe2\\x80\\xae');
  equal(of('MSG 1 N 17\r\na\rb\nc\0\r\n--- wait\n'), 'MSG 1 N {len}\na\\rb\\nc\\0\n\\x2d-- wait\\n');
  equal(of([88, 89, 90, 32, 255, 195, 104, 13, 10]), 'XYZ \\xff\\xc3h');
});
