import {toBytes} from '../bytes.js';
import {asLines, fieldAt, find, isTable, placed, spelledOut, valueText} from '../spans.js';
import {equal, test} from './check.js';

const field = (name, at, more = {}) => ({name, value: name, at, ...more});
const FIELDS = placed([
  field('status', [4, 7]),
  field('nickname', [8, 15], {value: 'Bob B', spelled: 'percent-encoded'}),
  field('object', [16, 40], {fields: [field('Creator', [20, 28]), field('Size', [30, 33], {meaning: 'small'})]}),
  field('context', [41, 60], {fields: [field('one', [41, 60]), field('two', [41, 60])]}),
], 'a');

test('a byte belongs to the innermost field that holds it', () => {
  const name = (byte) => fieldAt(FIELDS, byte)?.field.name ?? null;
  equal([4, 6, 7, 8, 14, 15].map(name), ['status', 'status', null, 'nickname', 'nickname', null]);
  equal([16, 20, 27, 28, 30].map(name), ['object', 'Creator', 'Creator', 'object', 'Size']);
  equal([name(3), name(99)], [null, null]);
});

test('parts decoded from the very same bytes share them: the byte is of the whole', () => {
  equal(fieldAt(FIELDS, 50)?.path, 'a3');
});

test('a field is found by its path', () => {
  equal([find(FIELDS, 'a2.1')?.field.name, find(FIELDS, 'a9'), find(FIELDS, 'a2.7'), find(FIELDS, null)], ['Size', null, null, null]);
  equal(find(FIELDS, 'a2.1')?.level, 2);
});

test('a field can be seen as it was sent', () => {
  const bytes = toBytes('NLN BSY Bob%20B\u202e');
  equal(spelledOut(bytes, {at: [8, 15], spelled: 'percent-encoded'}), 'Bob%20B');
  equal(spelledOut(bytes, {at: [0, 3], spelled: 'binary'}), '4e 4c 4e');
  equal(spelledOut(bytes, {at: [15, 18], spelled: 'base64'}), '\\u{202e}');
});

test('numbers of a header stand in a table, words do not', () => {
  const binary = (name, at) => field(name, at, {spelled: 'binary'});
  equal(isTable(placed([field('header', [0, 8], {fields: [binary('a', [0, 4]), binary('b', [4, 8])]})], 'p')[0]), true);
  equal(isTable(FIELDS[2]), false);
});

test('fields are copied as text, indented, with what is wrong', () => {
  equal(asLines(placed([field('a', [0, 1], {fields: [field('b', [0, 1], {trouble: 'too\nshort'})]})], 'a')), ['a: a', '  b: b !!! too\\nshort']);
});

test('a long value is cut, and says so', () => {
  equal(valueText('x'.repeat(5000)).endsWith('… (5000 characters)'), true);
});
