// Text made visible, so that nobody is deceived by it. The same characters, in the same spelling, as the program's
// own notation: `\x1b`, `\u{202e}`.

/** @typedef {import('./types.js').Stretch} Stretch */

/** Characters that act on what shows them, hide, or reorder their neighbours. */
export const DECEPTIVE = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f'
  + '\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}]',
  'gu',
);

const MASK = '•••';

/**
 * How one deceptive character is written.
 * @param {string} character
 */
function escaped(character) {
  const code = character.codePointAt(0) ?? 0;
  const short = {9: '\\t', 10: '\\n', 13: '\\r'}[code];
  if (short) return short;
  return code < 128 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

/**
 * Text on one line, nothing in it that deceives.
 * @param {string} text
 */
export function visible(text) {
  return text.replace(DECEPTIVE, escaped);
}

/**
 * The same in looks: what was escaped, what is a mask, and line ends differ from what was sent.
 * @param {string} text
 * @param {string} [look]
 * @returns {Stretch[]}
 */
export function stretches(text, look = '') {
  /** @type {Stretch[]} */
  const parts = [];
  const push = (/** @type {string} */ piece, /** @type {string} */ kind) => {
    if (piece) parts.push({look: kind, text: piece});
  };
  let at = 0;
  const special = new RegExp(`\\r?\\n|${MASK}|${DECEPTIVE.source}`, 'gu');
  for (const match of text.matchAll(special)) {
    push(text.slice(at, match.index), look);
    at = match.index + match[0].length;
    if (match[0].endsWith('\n')) push(match[0] === '\n' ? '\\n' : '\\r\\n', 'eol');
    else push(match[0] === MASK ? MASK : escaped(match[0]), match[0] === MASK ? 'mask' : 'escaped');
  }
  push(text.slice(at), look);
  return parts;
}

/** Letters that are written from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A command line: its words stand in their order whatever they are written in, so that no nickname written from right to
 * left moves the length behind it.
 * @param {string} text
 * @returns {Stretch[]}
 */
export function command(text) {
  if (!RIGHT_TO_LEFT.test(text)) return stretches(text);
  return text.split(/( |\r?\n)/).flatMap((word) => stretches(word, RIGHT_TO_LEFT.test(word) ? 'apart' : ''));
}

/**
 * Text over several lines: each ends, in the light grey of line ends, where its bytes say so.
 * @param {string} text
 * @returns {Stretch[][]}
 */
export function lines(text) {
  const cut = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return cut.map((line) => stretches(line));
}

/**
 * The same for a frame: its first line is a command line.
 * @param {string} text
 * @returns {Stretch[][]}
 */
export function frameLines(text) {
  const line = text.match(/^[^\n]*\n?/)?.[0] ?? '';
  return [...(line ? [command(line)] : []), ...lines(text.slice(line.length))];
}
