import {clientWords, dialectWords, notesOf, otherHalfOf} from '../sessionwords.js';
import {equal, test} from './check.js';

const PROGRAM = {name: 'MSNMSGR', version: '8.1.0178', os: 'winnt 5.1'};

test('the program a client says it is is told of the first session that says so', () => {
  equal(clientWords([{client: null}, {client: PROGRAM}]), 'MSNMSGR 8.1.0178 on winnt 5.1');
  equal(clientWords([{client: PROGRAM}], false), 'MSNMSGR');
  equal([clientWords([{client: null}]), clientWords([])], ['', '']);
});

test('a dialect that was guessed is never told as agreed', () => {
  equal([dialectWords({dialect: 'MSNP12'}), dialectWords({dialect: null, dialect_guess: 'MSNP16 or later'}), dialectWords({})], ['MSNP12', 'perhaps MSNP16 or later', '']);
});

test('what is out of the ordinary about a session is noted', () => {
  const brief = (rest) => notesOf({id: 3, ...rest}).map((note) => note.brief);
  equal(brief({origin: 'first', halves: [3]}), []);
  equal(brief({origin: 'unseen', halves: [3, 7], gap: true}), ['origin unseen', '⇄7', 'gap']);
  equal([brief({reconnects: 1}), brief({reconnects: 1, second_place: true})], [['again'], ['second place']]);
});

test('the halves of a conversation lead to each other, round and round', () => {
  equal([{id: 3, halves: [3, 7]}, {id: 7, halves: [3]}, {id: 3, halves: [7, 9]}, {id: 9, halves: [3, 7]}, {id: 3}, undefined].map(otherHalfOf), [7, 3, 7, 3, null, null]);
});
