import {otherHalf, pairWords, pendingIn, timing, timingWords, took, waited} from '../pairs.js';
import {equal, test} from './check.js';

test('a time is written as a person reads it', () => {
  equal([0.42, 9.96, 31.4, 999.4, 1530, 59_940, 62_000, 3_600_000].map(took), ['0.4 ms', '10.0 ms', '31 ms', '999 ms', '1.5 s', '59.9 s', '1:02 min', '60:00 min']);
});

test('from a request the way leads to its answer, to the end of it, and back', () => {
  const pair = {request: 17, first: 18, last: 20, count: 3, status: 'answered'};
  equal([17, 18, 20].map((n) => otherHalf(pair, n)), [18, 20, 17]);
  equal(otherHalf(pair, 19), 17);
  equal(otherHalf({request: 17, first: 18, last: 18, count: 1, status: 'answered'}, 18), 17);
  equal(otherHalf({request: 17, count: 0, status: 'pending'}, 17), null);
  equal(otherHalf({first: 4, last: 4, count: 1, status: 'unsolicited'}, 4), null);
});

test('a request says how it was answered, and an answer what it answers', () => {
  const pair = {request: 17, first: 18, last: 20, count: 3, status: 'answered', ms: 3.14, last_ms: 52};
  equal(pairWords(pair, 17).join(''), 'Answered in 18–20, after 3.1 ms, 3 entries, the last after 52 ms.');
  equal(pairWords(pair, 19).join(''), 'Answers 17 with 18–20, after 3.1 ms, 3 entries, the last after 52 ms.');
  equal(pairWords({request: 1, first: 2, last: 2, count: 1, status: 'failed', ms: 4}, 1).join(''), 'Refused in 2, after 4.0 ms.');
  equal(pairWords({request: 1, count: 0, status: 'pending'}, 1), ['Waits for its answer.']);
  equal(pairWords({request: 1, count: 0, status: 'unanswered'}, 1), ['Nobody answered before the connection was over.']);
  equal(pairWords({count: 1, first: 2, last: 2, status: 'unsolicited'}, 2), ['Said by the server unasked.']);
});

test('what waits says for how long, but not in the first moment', () => {
  const row = {n: 1, at: '2026-01-01T00:00:10.000Z', status: 'pending'};
  const now = Date.parse('2026-01-01T00:00:15.500Z');
  equal(waited(row, now, 2000), 3500);
  equal(waited(row, now, 60_000), 0);
  equal(waited(row, now, null), null);
  equal([299, 300, 3500, null].map((ms) => timing(row, ms).text), ['', '0 s …', '3 s …', 'waits']);
  equal(timing({status: 'answered', ms: 3}, null), {text: '3.0 ms', looks: ''});
  equal(timing({status: 'failed', ms: 3}, null).looks, 'failed');
  equal(timing({status: 'unanswered'}, null), {text: 'never', looks: 'unanswered'});
  equal(timing({}, null).text, '');
});

test('who hears a row hears how it stands', () => {
  equal([{status: 'pending'}, {status: 'failed', ms: 3}, {status: 'unsolicited', ms: 3}, {}].map(timingWords), ['waits for its answer', 'refused after 3.0 ms', '', '']);
  equal(pendingIn([{n: 1, status: 'pending'}, {n: 2, status: 'answered'}, {n: 3}]), [1]);
});
