// What a person would look at first: words as they were written, XML in order, a picture.

import {cardsFor} from './colour.js';
import {counted, fromBase64, grouped} from './bytes.js';
import {el, looks, say} from './el.js';
import {stretches, visible} from './visible.js';

/** @typedef {import('./types.js').Shown} Shown */
/** @typedef {import('./types.js').Font} Font */

/** How much is put into the page at once, in characters, and of what a picture may have, in bytes. */
const [MOST, LARGEST] = [64 * 1024, 4 * 1024 * 1024];

const PICTURES = new Set(['image/png', 'image/gif', 'image/jpeg']);

/** Addresses of pictures in the page. @type {string[]} */
let addresses = [];

/** @param {Shown[]} all */
export function drawShown(all) {
  for (const address of addresses) URL.revokeObjectURL(address);
  addresses = [];
  return all.map((one) => ('said' in one ? said(one.said, one.font) : 'xml' in one ? xml(one.xml) : picture(one)));
}

/** Text over several lines, nothing in it that deceives; line ends are line ends. @param {string} text */
function written(text) {
  const lines = text.slice(0, MOST).split(/\r\n|\r|\n/);
  return lines.map((line) => el('span', {class: 'line'}, ...looks(stretches(line))));
}

/** Words in the letters they were written in, on a card on which their colour can be read.
 * @param {string} text @param {Font | null} font */
export function inOwnLetters(text, font) {
  const words = el('blockquote', {class: 'words', dir: font?.right_to_left ? 'rtl' : 'auto'}, ...written(text));
  if (!font) return el('div', {class: 'said'}, words);
  const {style} = words;
  const lines = [font.underlined && 'underline', font.struck && 'line-through'].filter(Boolean).join(' ');
  style.setProperty('color', font.colour);
  style.setProperty('font-family', `"${font.name.replace(/[^\p{L}\p{N} _.-]/gu, '')}", var(--sans)`);
  if (font.bold) style.setProperty('font-weight', '700');
  if (font.italic) style.setProperty('font-style', 'italic');
  if (lines) style.setProperty('text-decoration', lines);
  return el('div', {class: `said ${cardsFor(font.colour)}`}, words);
}

/** @param {string} text @param {Font | null} font */
function said(text, font) {
  const card = inOwnLetters(text, font);
  if (!font) return el('figure', {}, card);
  const swatch = el('span', {class: 'swatch', 'aria-hidden': 'true'});
  swatch.style.setProperty('background-color', font.colour);
  const manners = [
    font.bold && 'bold', font.italic && 'italic', font.underlined && 'underlined', font.struck && 'struck through',
    font.right_to_left && 'right to left',
  ];
  const about = [visible(font.name) || 'no font named', ...manners].filter(Boolean).join(', ');
  return el('figure', {}, card, el('figcaption', {}, el('span', {}, about), swatch, el('span', {class: 'colour'}, font.colour)));
}

/** @param {string} text */
function xml(text) {
  return el('pre', {class: 'xml', tabindex: 0, 'aria-label': 'XML'}, ...written(text));
}

/** @param {{picture: string, base64: string}} shown */
function picture({picture: media, base64}) {
  const bytes = fromBase64(base64);
  const size = `${visible(media)}, ${counted(bytes.length, 'byte')}`;
  if (!PICTURES.has(media)) return el('p', {class: 'quiet'}, `A picture that is not shown: ${size}.`);
  if (bytes.length > LARGEST) return el('p', {class: 'quiet'}, `A picture too large to be shown: ${size}.`);
  const address = URL.createObjectURL(new Blob([bytes], {type: media}));
  addresses.push(address);
  const caption = el('figcaption', {}, size);
  const image = el('img', {
    alt: `The picture in this message: ${size}`,
    src: address,
    load: () => say(caption, `${grouped(image.naturalWidth)} × ${grouped(image.naturalHeight)} pixels, ${size}`),
    error: () => {
      image.remove();
      say(caption, `The browser cannot show this picture: ${size}.`);
    },
  });
  return el('figure', {class: 'picture'}, image, caption);
}
