import {company, parties, sentence, sessionLabel, short} from '../names.js';
import {equal, test} from './check.js';

const session = {id: 5, role: 'SB', account: 'alice@example.org', participants: ['bob@example.org'], address: '127.0.0.1:1'};
const row = {n: 1, session: 5, role: 'SB', dir: 's2c', cmd: 'MSG', args: ['bob@example.org', 'Bob', '5'], size: 23, received: '', says: 'Bob says “hi”.', flags: ['injected']};

test('people are called by what stands before the at sign', () => {
  equal([short('bob@example.org'), short('bob@example.org;{guid}'), short('b\u202eob')], ['bob', 'bob', 'b\\u{202e}ob']);
  equal(company(session), 'bob');
});

test('a session is called by its number, its role and whose it is, a switchboard also by who it leads to', () => {
  equal([sessionLabel(session, row), sessionLabel(undefined, {n: 1})], ['5 SB alice → bob', '']);
  equal(sessionLabel({...session, id: 3, role: 'NS', participants: []}, {n: 1, session: 3}), '3 NS alice');
  equal(parties({...session, participants: ['bob@example.org', 'carol@example.org']}), 'alice → bob, carol');
  equal([parties({...session, participants: []}), parties({...session, account: null})], ['alice →', 'client → bob']);
});

test('one sentence says what a row is', () => {
  equal(sentence(row, session), 'server to client, switchboard of alice with bob, MSG, Bob says “hi”, 23 bytes, injected');
  equal(sentence({...row, cmd: '911', says: undefined, flags: []}, session), 'server to client, switchboard of alice with bob, error 911, not a command, 23 bytes');
  equal(sentence({n: 2, event: 'refused', says: 'too many sessions'}, undefined), 'problem, too many sessions');
});
