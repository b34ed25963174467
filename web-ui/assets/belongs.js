// What belongs to the selected entry: the other half of its pair, and what is wrong with it.

import {byId, el, fill} from './el.js';
import {goTo} from './jump.js';
import {refreshJudged} from './judged.js';
import {shownRow} from './look.js';
import {pairWords} from './pairs.js';
import {problemsOf} from './problem.js';
import {ruleAbout, severityMark} from './problems.js';
import {grouped} from './bytes.js';
import {keep} from './keep.js';
import {heldNow} from './renew.js';
import {when} from './state.js';
import {visible} from './visible.js';
import {fateOf, fateWords} from './wheelwords.js';

/** @typedef {import('./state.js').State} State */

/** @param {number} n */
const link = (n) => el('button', {type: 'button', class: 'link', 'data-entry': n, click: () => goTo(n, 'focus'), title: `Entry ${grouped(n)} (=)`}, grouped(n));

/** How a pair stands now, which may be better known than when the whole was asked for. @param {State} now */
function pairOf(now) {
  const row = shownRow(now);
  return now.pair && now.pair.n === row?.n ? now.pair.pair : row?.pair;
}

const drawPair = when((now) => [now.details, shownRow(now), now.pair], (now) => {
  const [row, place, pair] = [shownRow(now), byId('details-pair'), pairOf(now)];
  const words = row && pair ? pairWords(pair, row.n) : [];
  place.hidden = !words.length;
  fill(place, ...words.map((word) => (typeof word === 'number' ? link(word) : word)));
  place.classList.toggle('waits', pair?.status === 'pending');
  place.classList.toggle('wrong', pair?.status === 'unanswered');
  if (row && now.pair?.n === row.n) refreshJudged(row.n);
});

const drawWrong = when((now) => [now.details, shownRow(now), now.told.problems, now.pair], (now) => {
  const [row, place] = [shownRow(now), byId('details-problems')];
  const later = [...(now.told.problems?.problems ?? []), ...(now.pair && now.pair.n === row?.n ? now.pair.problems ?? [] : [])];
  const found = row ? problemsOf(row, later) : [];
  place.hidden = !found.length;
  keep(place, found.map((one, at) => ({
    key: `${row?.n} ${one.rule} ${at}`, from: one, make: () => el('li', {}, severityMark(one.severity), ' ',
      el('bdi', {class: 'says'}, visible(one.says)), one.entry !== row?.n && ' See ', one.entry !== row?.n && link(one.entry), ruleAbout(one)),
  })));
  // What unfolds here is reached with the Tab key: there are few of them.
  for (const summary of place.querySelectorAll('summary')) summary.tabIndex = 0;
});

const drawFate = when((now) => [now.details, shownRow(now), now.told.held], (now) => {
  const [row, place] = [shownRow(now), byId('details-fate')];
  const words = row ? fateWords(row, heldNow(now)) : [];
  place.hidden = !words.length;
  fill(place, ...words.map((word) => (typeof word === 'number' ? link(word) : word)));
  place.classList.toggle('waits', !!row && fateOf(row, heldNow(now)) === 'held');
});

/** @param {State} now */
export function drawBelongs(now) {
  drawFate(now);
  drawPair(now);
  drawWrong(now);
}
