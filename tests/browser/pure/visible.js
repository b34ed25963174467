import {command, frameLines, lines, stretches, visible} from '../visible.js';
import {equal, test} from './check.js';

test('characters that act, hide or reorder are written out', () => {
  equal(visible('a\x1b[31m\u0000\t'), 'a\\x1b[31m\\x00\\t');
  equal(visible('abc\u202egpj.exe\u200b\ufeff'), 'abc\\u{202e}gpj.exe\\u{200b}\\u{feff}');
  equal(visible('\u0085\u2066\u{e0041}'), '\\u{85}\\u{2066}\\u{e0041}');
  equal(visible('grüße 你好 🙂'), 'grüße 你好 🙂');
});

test('line ends, masks and what is written out have looks of their own', () => {
  equal(stretches('a\r\nb\n•••\x07').map(({look, text}) => `${look}:${text}`), [':a', 'eol:\\r\\n', ':b', 'eol:\\n', 'mask:•••', 'escaped:\\x07']);
});

test('a text is cut after its line ends and nothing is lost', () => {
  equal(lines('a\r\n\r\nb').map((line) => line.map(({text}) => text).join('')), ['a\\r\\n', '\\r\\n', 'b']);
  equal(frameLines('MSG 1 N 1\r\nx').length, 2);
  equal(lines(''), []);
});

test('a word written from right to left stands apart, so that the words keep their order', () => {
  equal(command('MSG a@b \u05e9\u05dc\u05d5\u05dd 12').filter(({look}) => look === 'apart').map(({text}) => text), ['\u05e9\u05dc\u05d5\u05dd']);
});
