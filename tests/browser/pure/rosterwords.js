import {groupsOf, messageWords, privacyWords, sinceWords, stateWords} from '../rosterwords.js';
import {equal, test} from './check.js';

const contact = (account, lists, groups = []) => ({account, lists, groups});

test('contacts stand in their groups, in several if they are, and the others behind', () => {
  const groups = [{id: '0', name: 'Friends'}, {id: '1', name: null}, {id: '2', name: 'Empty'}];
  const contacts = [contact('a', ['FL'], ['0', '1']), contact('b', ['FL']), contact('c', ['RL']), contact('d', null), contact('e', ['FL'], ['gone'])];
  equal(groupsOf({groups, contacts}).map(({name, contacts: all}) => [name, all.map(({account}) => account).join('')]),
    [['Friends', 'a'], ['group 1', 'a'], ['Empty', ''], ['In no group', 'bde'], ['On other lists only', 'c']]);
  equal(groupsOf({groups: [], contacts: [contact('a', ['FL'])]}).map(({name}) => name), ['Contacts']);
});

test('a state is a mark and words, and what was not told is not assumed', () => {
  equal(stateWords({status: 'NLN', status_words: 'online'}), {mark: '●', words: 'online', looks: 'online'});
  equal(stateWords({status: null}), {mark: '?', words: 'not told', looks: 'unknown'});
  equal(stateWords({status: 'XXX', status_words: null}).words, 'XXX');
  const marks = ['NLN', 'BSY', 'AWY', 'IDL', 'BRB', 'LUN', 'PHN', 'HDN', 'FLN'].map((status) => stateWords({status}).mark);
  equal(new Set(marks).size, marks.length);
});

test('as of when it is, and what cannot be known, is said', () => {
  equal(sinceWords({at: 1204, since: 17, gap: false, uncounted: 0}), 'As of entry 1,204; earlier than entry 17 nothing can be said.');
  equal(sinceWords({at: 1, since: 1, gap: true, uncounted: 3}),
    'As of entry 1; earlier than entry 1 nothing can be said. Entries were missed: some of this may be out of date. 3 more contacts are not listed.');
});

test('what ended, and what there was no room for, is said', () => {
  equal(sinceWords({at: 9, since: 1, gap: false, ended: 7, uncounted: 1, left_out: 2}),
    'As of entry 9; earlier than entry 1 nothing can be said. It ended with entry 7. 3 more contacts are not listed.');
});

test('messages deceive nobody, and settings are said', () => {
  equal(messageWords({message: 'a\u202eb', media: 'Song'}), 'a\\u{202e}b · ♪ Song');
  equal(privacyWords({privacy: {strangers: 'block', prompt: null}}), 'strangers are blocked');
});
