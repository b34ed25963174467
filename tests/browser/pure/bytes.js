import {byteAt, columnOf, counted, fromBase64, grouped, hexDump, hexLine, readable, split, toBytes, toText} from '../bytes.js';
import {equal, test} from './check.js';

test('bytes come from text and from base64', () => {
  equal([...toBytes('hä')], [104, 195, 164]);
  equal([...toBytes({base64: 'AP8='})], [0, 255]);
  equal([...fromBase64('')], []);
  equal(toText({base64: '/w=='}), '\ufffd');
});

test('only UTF-8 without zeros is readable', () => {
  equal(readable(toBytes('hä')), 'hä');
  equal([readable(new Uint8Array([255])), readable(new Uint8Array([65, 0]))], [null, null]);
});

test('a frame is cut behind its first line end', () => {
  const {line, payload} = split(toBytes('MSG 1\r\na\nb'));
  equal([line.length, payload.length], [7, 3]);
  equal(split(toBytes('MSG')).payload.length, 0);
});

test('a line of hex has its offset, its bytes and its text, however short it is', () => {
  const bytes = toBytes('nudge\r\n');
  equal(hexLine(bytes, 0, 8), {offset: '000000', hex: '6e 75 64 67  65 0d 0a   ', ascii: 'nudge··'});
  equal(hexDump(toBytes('x'.repeat(17))).split('\n').length, 2);
});

test('a byte has its column, and every column a byte', () => {
  const {hex} = hexLine(toBytes('nudge of 16 byte'), 0, 16);
  for (let i = 0; i < 16; i++) {
    const column = columnOf(i, 16);
    equal(hex.slice(column, column + 2), 'nudge of 16 byte'.charCodeAt(i).toString(16));
    equal([byteAt(column, 16), byteAt(column + 1, 16)], [i, i]);
  }
  equal([byteAt(-3, 8), byteAt(99, 8), byteAt(11, 8)], [0, 7, 3]);
});

test('numbers are grouped and counted', () => {
  equal([grouped(1), grouped(1000), grouped(1234567)], ['1', '1,000', '1,234,567']);
  equal([counted(1, 'byte'), counted(2000, 'entry', 'entries')], ['1 byte', '2,000 entries']);
});
