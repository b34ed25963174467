import {gist, isChat, message, payloadText} from '../payload.js';
import {equal, test} from './check.js';

const msg = (payload, more = {}) => ({cmd: 'MSG', received: `MSG a@b A ${payload.length}\r\n${payload}`, ...more});
const TEXT = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nhello: you';

test('headers are told from the body', () => {
  equal(message(TEXT), {headers: [['MIME-Version', '1.0'], ['Content-Type', 'text/plain; charset=UTF-8']], body: 'hello: you'});
  equal(message('<Data><PSM>a: b</PSM></Data>'), null);
  equal(message(''), null);
});

test('what somebody said is quoted, what a program says is not', () => {
  equal(gist(msg(TEXT)), {words: 'hello: you', quoted: true});
  equal(gist(msg('Content-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n'))?.words, 'nudge');
  equal(gist(msg('Content-Type: text/x-msmsgscontrol\r\nTypingUser: a@b\r\n\r\n')), null);
});

test('an injected frame has its payload in what was sent', () => {
  equal(payloadText({cmd: 'MSG', sent: 'MSG 1 N 2\r\nhi'}), 'hi');
  equal(payloadText({cmd: 'MSG', received: {base64: btoa('MSG 1 N 2\r\nhi')}}), 'hi');
});

test('a conversation is what people say and their coming and going', () => {
  equal([isChat(msg(TEXT)), isChat({cmd: 'JOI'}), isChat({cmd: 'PNG'})], [true, true, false]);
  equal(isChat(msg('Content-Type: text/x-msmsgscontrol\r\n\r\n')), false);
});
