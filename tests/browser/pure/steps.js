import {isSequence, partsOf, placeOf} from '../steps.js';
import {equal, test} from './check.js';

test('lines that begin with three dashes make a sequence, and say where what follows goes', () => {
  equal(partsOf('NLN BSY a A\n--- wait 1 s\n--- to server\nMSG 1 N 4\na\n\nb\n--- to client\nQNG 1', 's2c'), [
    {line: 0, dir: 's2c', typed: 'NLN BSY a A'},
    {line: 1, order: 'wait 1 s'},
    {line: 2, order: 'to server'},
    {line: 3, dir: 'c2s', typed: 'MSG 1 N 4\na\n\nb'},
    {line: 7, order: 'to client'},
    {line: 8, dir: 's2c', typed: 'QNG 1'},
  ]);
});

test('without such a line it is one frame as it stands, and nothing is none', () => {
  equal(partsOf('MSG 1 N 5\n---\na\n', 'c2s'), [{line: 0, dir: 'c2s', typed: 'MSG 1 N 5\n---\na\n'}]);
  equal([partsOf(' \n', 'c2s'), isSequence('PNG\n---wait'), isSequence('--- wait 1 s')], [[], false, true]);
});

test('a place that is counted in bytes is found by line and column', () => {
  equal(placeOf('PNG\nhä\\q', 7), {index: 6, line: 2, column: 3});
  equal(placeOf('𝄞x', 4), {index: 2, line: 1, column: 2});
  equal(placeOf('', 9), {index: 0, line: 1, column: 1});
});
