// On what a colour can be read. Pure.

/** The least contrast with which text is read without effort (WCAG 1.4.3). */
const LEAST = 4.5;

/** How bright a colour `#rrggbb` is, from 0 to 1. @param {string} colour */
export function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * The cards on which a colour can be read: every colour can on a white one or on a black one.
 * @param {string} colour
 * @returns {'either' | 'white' | 'black'}
 */
export function cardsFor(colour) {
  const bright = luminance(colour);
  const [white, black] = [1.05 / (bright + 0.05) >= LEAST, (bright + 0.05) / 0.05 >= LEAST];
  return white && black ? 'either' : white ? 'white' : 'black';
}
