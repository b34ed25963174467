import {behindWords, fateOf, fateWords, isSteering, leftWords, lineOf, sequenceWords, unable} from '../wheelwords.js';
import {equal, test} from './check.js';

const row = {n: 7, at: ''};
const none = /** @type {Set<number>} */ (new Set());
const held = {entry: 7, session: 1, dir: /** @type {'s2c'} */ ('s2c'), seconds: 1, left: 59, behind: 0, size: 9, base64: btoa('CHL 0 12\x1b\r\n')};

test('what is held now is known before the row was told of it', () => {
  equal([fateOf(row, new Set([7])), fateOf({...row, held: 'held'}, none), fateOf({...row, held: 'edited'}, none), fateOf(row, none)], ['held', 'held', 'edited', null]);
});

test('what became of a frame leads to what left in its place', () => {
  equal(fateWords({...row, held: 'edited', instead: 9}, none), ['It was held, and another left in its place', ': ', 9, '.']);
  equal(fateWords({...row, held: 'dropped', instead: null}, none), ['It was held and dropped: it did not leave.']);
  equal(fateWords({...row, flags: ['hidden']}, none), ['It was kept from the client, which did not ask for it.']);
  equal(fateWords(row, none), []);
});

test('a time is told in seconds while it is short', () => {
  equal([0, 59, 100, 599, 3723].map(leftWords), ['0 s left', '59 s left', '1:40 left', '9:59 left', '1:02:03 left']);
  equal([behindWords(0), behindWords(1200)], ['', '1,200 behind it']);
});

test('the line of a held frame is told without what deceives', () => {
  equal(lineOf(held), {verb: 'CHL', rest: '0 12\\x1b'});
});

test('there is something to take the hands off while anything is held, is going to be, or repeats', () => {
  const holding = {holding: null, prove: false, seconds: 60, left_out: 0, held: []};
  const sequence = {id: 3, session: 1, round: 2, times: 5, sent: 1200, state: /** @type {'running'} */ ('running')};
  equal([isSteering({}), isSteering({held: holding, sequences: {sequences: []}})], [false, false]);
  equal([isSteering({held: {...holding, holding: ''}}), isSteering({held: {...holding, held: [held]}})], [true, true]);
  equal([isSteering({sequences: {sequences: [sequence]}}), isSteering({sequences: {sequences: [{...sequence, state: 'done'}]}})], [true, false]);
});

test('a sequence says how far it is and what was in the way', () => {
  const sequence = {id: 3, session: 1, round: 2, times: 5, sent: 1200, state: /** @type {const} */ ('running')};
  equal(sequenceWords(sequence), 'Sequence 3, round 2 of 5: 1,200 frames sent');
  equal(sequenceWords({...sequence, times: 1, sent: 1, state: 'failed', error: 'gone'}), 'Sequence 3: 1 frame sent, failed: gone');
});

test('where nothing can be done the reason is known', () => {
  const saved = {file: 'a.ndjson', files: 1, reading: false, notices: [], more: 0};
  equal([unable(null), unable({saved: null, read_only: false})], [null, null]);
  equal([unable({saved: null, read_only: true})?.includes('--read-only'), unable({saved, read_only: true})?.includes('saved transcript')], [true, true]);
});
