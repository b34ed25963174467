import {instant, span, timeOf} from '../time.js';
import {equal, test} from './check.js';

const at = (time) => ({n: 1, at: `2026-11-22T18:${time}Z`});

test('a span is written with as much as it needs', () => {
  equal([span(43), span(62_500), span(3_723_004)], ['+0.043', '+1:02.500', '+1:02:03.004']);
});

test('a span never runs backwards', () => {
  equal(span(-5), '+0.000');
});

test('a time is told since the row before or since the session began', () => {
  equal(timeOf('previous', at('00:01.500000'), at('00:01.000000'), undefined), '+0.500');
  equal(timeOf('session', at('01:00.250000'), null, '2026-11-22T18:00:00.000000Z'), '+1:00.250');
  equal(timeOf('previous', at('00:01.500000'), null, undefined), '');
});

test('microseconds are kept', () => {
  equal(Math.round((instant('2026-11-22T18:00:00.123456Z') % 1) * 1000), 456);
});
