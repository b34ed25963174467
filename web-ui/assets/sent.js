// What was sent from here last: its entry, what came back, and after how long.

import * as api from './api.js';
import {grouped} from './bytes.js';
import {byId, el, fill} from './el.js';
import {flagWords} from './wheelwords.js';
import {goTo} from './jump.js';
import {direction} from './rowtext.js';
import {pairWords} from './pairs.js';
import {change} from './state.js';
import {visible} from './visible.js';
import {inject} from './wheelapi.js';

/** @typedef {import('./types.js').Row} Row */

/** How often is asked at most, in milliseconds. */
const PACE = 200;

/** What was sent, how it stands, and the rows that answer it; `head` is the newest entry when it was asked last.
 * @typedef {{n: number, pair: import('./viewtypes.js').Pair | null, answers: Row[], head: number, settled: boolean}} Sent */

let sent = /** @type {Sent | null} */ (null);
let asking = false;

/** @param {number} n @param {string} [words] */
export const entryLink = (n, words = `entry ${grouped(n)}`) => el('button', {type: 'button', class: 'link', click: () => goTo(n)}, words);

/** Says something else in the place of what was sent. @param {...(Node | string)} words */
export function tell(...words) {
  sent = null;
  fill(byId('result'), ...words);
  fill(byId('came'));
}

/** How often something was sent from here: ids that were taken by it are taken. */
export let sends = 0;

/** Sends it, and says what became of it. @param {number} session @param {import('./wheeltypes.js').Written} written @param {string} [how] */
export async function send(session, written, how = 'Sent') {
  tell();
  try {
    const {entry, stalled} = await inject(session, written);
    fill(byId('result'), `${how}: `, entryLink(entry), stalled ? ', but its receiver does not read: it waits.' : '.');
    sends += 1;
    sent = {n: entry, pair: null, answers: [], head: 0, settled: written.dir === 's2c'};
  } catch (error) {
    refused(error);
  }
  change(() => {});
}

/** @param {unknown} error */
export function refused(error) {
  tell(el('span', {class: 'wrong'}, visible(api.words(error))));
}

/** Asks how it stands whenever something happened since. @param {import('./state.js').State} now */
export function drawSent({rows}) {
  if (!sent || sent.settled || asking || sent.head === rows.head) return;
  sent.head = rows.head;
  look(sent);
}

/** @param {Sent} mine */
async function look(mine) {
  asking = true;
  try {
    const {pair} = await api.entry(mine.n, false);
    const wanted = pair ? [...new Set([pair.first, pair.last])].filter((n) => n !== undefined) : [];
    mine.answers = await Promise.all(wanted.map((n) => mine.answers.find((row) => row.n === n) ?? api.entry(n, false)));
    Object.assign(mine, {pair: pair ?? null, settled: !!pair && pair.status !== 'pending'});
    if (mine === sent) listAnswers(mine);
  } catch {
    mine.settled = true; // it is no longer kept
  }
  setTimeout(() => change(() => (asking = false)), PACE);
}

/** @param {Sent} mine */
function listAnswers({n, pair, answers}) {
  if (!pair) return;
  const words = pairWords(pair, n).map((word) => (typeof word === 'number' ? entryLink(word, grouped(word)) : word));
  fill(byId('came'), el('li', {class: pair.status === 'failed' || pair.status === 'unanswered' ? 'wrong' : null}, ...words), ...answers.map(line));
}

/** @param {Row} row */
function line(row) {
  const [mark, word] = direction(row);
  const flags = (row.flags ?? []).filter((flag) => flag !== 'masked').map((flag) => el('span', {class: `flag ${flag}`}, flagWords(flag)));
  return el('li', {class: row.dir ?? null}, el('span', {class: 'arrow'}, mark), el('span', {class: 'unseen'}, ` ${word}`), ' ', entryLink(row.n, grouped(row.n)), ' ', el('b', {}, row.cmd ?? ''), ' ', el('bdi', {}, visible(row.says ?? row.line ?? '')), ' ', ...flags);
}
