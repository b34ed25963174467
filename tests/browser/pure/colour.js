import {cardsFor, luminance} from '../colour.js';
import {equal, test} from './check.js';

test('a colour is put where it can be read', () => {
  equal(['#000000', '#0000ff', '#ffff00', '#ffffff'].map(cardsFor), ['white', 'white', 'black', 'black']);
  equal(cardsFor('#767676'), 'either');
});

test('every colour can be read somewhere', () => {
  for (let grey = 0; grey < 256; grey++) {
    const colour = `#${grey.toString(16).padStart(2, '0').repeat(3)}`;
    const behind = {white: 1, black: 0, either: 1}[cardsFor(colour)];
    const [lower, upper] = [luminance(colour), behind].sort((a, b) => a - b);
    equal((upper + 0.05) / (lower + 0.05) >= 4.5, true);
  }
});
