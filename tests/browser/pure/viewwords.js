import {digestWords, fateWords, missingWords, offer, progress, statusLooks, wayWords} from '../viewwords.js';
import {equal, test} from './check.js';

test('what became of a redirect is a mark and words', () => {
  const words = (rest) => fateWords({ms: null, became: null, ...rest}).words;
  equal(words({fate: 'followed', ms: 12.3, became: 'open'}), 'followed after 12 ms, open');
  equal(words({fate: 'followed', ms: 12.3, became: 'failed'}), 'followed after 12 ms, but the server could not be reached');
  equal([words({fate: 'waiting'}), words({fate: 'unfollowed'}), words({fate: 'untouched'})], ['nobody has followed yet', 'never followed', 'passed on as it came']);
  equal([words({fate: 'unknown'}), words({fate: 'of tomorrow'})], ['not known whether it was followed', 'of tomorrow']);
});

test('how far a transfer has come is a number of bytes of a number, never more than all', () => {
  equal(progress({have: 1202, size: 3000}), {have: 1202, size: 3000, words: '1,202 of 3,000 bytes (40 %)'});
  equal(progress({have: 22731, size: 22731}).words, '22,731 of 22,731 bytes');
  equal(progress({have: 2999, size: 3000}).words, '2,999 of 3,000 bytes (99 %)');
  equal(progress({have: 9, size: 3}).have, 3);
  equal([progress({have: 0, size: null}).words, progress({have: 5, size: null}).words], ['size unknown', '5 bytes of an unknown size']);
  equal(progress({have: 0, size: 0}).words, '0 of 0 bytes');
});

test('what is missing is named by the places of its bytes', () => {
  equal(missingWords({missing: [[4004, 5206], [9000, 9001]]}), 'missing: bytes 4,004–5,205, 9,000');
  equal(missingWords({missing: [[0, 1]]}), 'missing: byte 0');
  equal(missingWords({missing: Array.from({length: 9}, (_, at) => [at * 2, at * 2 + 1])}), 'missing: bytes 0, 2, 4, 6, 8, 10, and 3 more');
  equal(missingWords({missing: []}), '');
});

test('a download is called by us, never by the peer, and says what it is not', () => {
  equal(offer({id: 117, status: 'complete', have: 9}), {href: '/api/transfers/117/content', file: 'nudge-transfer-117.bin', words: 'Download'});
  equal(offer({id: 117, status: 'moving', have: 9}).href, '/api/transfers/117/content?partial=true');
  equal([offer({id: 117, status: 'declined', have: 0}), offer({id: '../x', status: 'complete', have: 9})], [null, null]);
});

test('who gives it to whom, whether it is right, and how it stands', () => {
  equal(wayWords({from: 'bob@example.org;{1}', to: null}), 'bob → somebody');
  equal([digestWords({sha1d: 'right'}).words, digestWords({sha1d: null})], ['SHA1D right', null]);
  equal([statusLooks('complete').mark, statusLooks('of tomorrow').mark], ['✓', '·']);
});
