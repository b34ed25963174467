import {arrival, calledBy, countWords, goesOn, lineWords, partsWords, peopleWords} from '../chatwords.js';
import {equal, test} from './check.js';

const said = (kind, rest = {}) => ({kind, text: null, from: 'bob@example.org', name: null, count: 1, parts: null, missing: [], injected: false, content_type: null, delivered: null, ...rest});

test('what is done is a line', () => {
  equal(lineWords(said('typing')), 'is typing');
  equal(lineWords(said('typing', {count: 4})), 'is typing (said 4 times)');
  equal(lineWords(said('nudge')), 'sends a nudge');
  equal(lineWords(said('wink', {text: 'Dancing pig'})), 'sends a wink: Dancing pig');
  equal(lineWords(said('left')), 'leaves');
  equal(lineWords(said('called')), 'invites somebody');
  equal(lineWords(said('voice_clip')), 'sends a voice clip');
  equal(lineWords(said('other', {content_type: 'text/x-clientcaps'})), 'sends text/x-clientcaps');
  equal(lineWords(said('of tomorrow')), 'sends something else');
});

test('names and words that deceive are made visible', () => {
  equal(calledBy({name: '\u202eboB', from: 'bob@example.org'}), '\\u{202e}boB');
  equal(lineWords(said('action', {text: 'a\u0007b'})), 'does something: a\\x07b');
  equal([calledBy({name: null, from: 'bob@example.org;{1}'}), calledBy({name: null, from: null})], ['bob', 'somebody']);
});

test('whether it arrived is a mark and a word', () => {
  equal(arrival(said('text', {delivered: 'delivered'})), {mark: '✓', word: 'delivered', looks: 'delivered'});
  equal(arrival(said('text', {delivered: 'failed'})).word, 'not delivered');
  equal(arrival(said('text', {delivered: 'not asked'})), null);
  equal([arrival(said('typing', {delivered: 'delivered'})), arrival(said('typing', {delivered: 'failed'}))?.mark], [null, '✗']);
  equal(['delivered', 'failed', 'waiting'].map((delivered) => arrival(said('called', {delivered})).word), ['rings', 'refused', 'waiting']);
});

test('parts that are missing are named', () => {
  equal(partsWords(said('text', {parts: [2, 3], missing: [2]})), '2 of 3 parts, part 2 missing');
  equal(partsWords(said('text', {parts: [1, 4], missing: [1, 3, 4]})), '1 of 4 parts, parts 1, 3, 4 missing');
  equal(partsWords(said('text', {parts: [3, 3]})), '3 parts');
  equal(partsWords(said('text')), '');
});

test('a conversation is called by who is in it, and counted', () => {
  equal(peopleWords([]), 'nobody known');
  equal(peopleWords([{account: 'a@b', name: 'Alice'}, {account: 'bob@b'}, {account: 'c@b'}, {account: 'd@b'}, {account: 'e@b'}]), 'Alice, bob, c, d and 1 more');
  equal(countWords({said: 1, items: 3, open: true, gap: true, sessions: [3, 5]}), '1 message · 2 others · sessions 3 and 5 · open · part of it was missed');
});

test('who goes on saying something is not named again', () => {
  const one = said('text', {text: 'a'});
  equal([goesOn(one, one), goesOn(one, said('text', {from: 'eve@b'})), goesOn(one, said('nudge')), goesOn({...one, injected: true}, one), goesOn(one, undefined)],
    [true, false, false, false, false]);
});
