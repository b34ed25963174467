import {encode} from '../bytes.js';
import {doubt, remarks} from '../compose.js';
import {equal, test} from './check.js';

const of = (/** @type {string} */ text, dir = 'c2s') => doubt(encode(text), dir);
const made = {base64: '', size: 0, trid: null, noticed: null, says: null, explained: null};

test('a length that does not fit is doubted, one that fits is not', () => {
  equal(of('MSG 1 N 4\r\nhäl'), null);
  equal(of('MSG 1 N 4\r\nabc')?.includes('announces 4 bytes, the payload has 3'), true);
  equal(of('PNG\r\nabc')?.includes('no payload'), true);
  equal(of('png\r\n')?.includes('three capital letters'), true);
  equal([of('500 1\r\n', 's2c'), of('241 9 2\r\nab', 's2c'), of('CHG 9 NLN 268435492\r\n')], [null, null, null]);
  equal(of('241 9 3\r\nab', 's2c')?.includes('no payload'), true);
});

test('what the program says of a frame comes before what it only noticed, and its rules in place of a doubt of ours', () => {
  const bytes = encode('MSG 1 N 4\r\nabc');
  const said = remarks({...made, says: 'A message.', noticed: 'Others see it.'}, bytes, 'c2s').map(({looks}) => looks);
  equal(said, ['says', 'doubt', 'noticed']);
  const problems = [{severity: /** @type {const} */ ('error'), says: 'a rule is broken'}];
  equal(remarks({...made, problems}, encode('png\r\n'), 'c2s'), [{looks: 'error', text: 'a rule is broken'}]);
  // Of a wrong length they tell only what comes of it.
  equal(remarks({...made, problems}, bytes, 'c2s').map(({looks}) => looks), ['doubt', 'error']);
});

test('what the program has trouble with is said, and nothing in it deceives', () => {
  const explained = {name: 'x', trouble: 'no \u202enumber', arguments: [], payload: [], shown: []};
  equal(remarks({...made, explained}, encode('CHG 1\r\n'), 'c2s'), [{looks: 'doubt', text: 'no \\u{202e}number'}]);
});
