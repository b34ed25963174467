// Whether what a client answered to a challenge is right: that of a product at once, that of a password when it is typed in.

import * as api from './api.js';
import {grouped} from './bytes.js';
import {el, fill} from './el.js';
import {goTo} from './jump.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./viewtypes.js').Judged} Judged */

/** How a verdict looks. @type {Record<string, [string, string]>} */
const VERDICTS = {
  right: ['✓', 'delivered'], wrong: ['✗', 'failed'], unanswered: ['✗', 'failed'], 'unknown product': ['?', 'unknown'], 'needs the password': ['?', 'unknown'],
};

/** What may be judged. @param {Row} row */
function isJudged({cmd, args = []}) {
  return cmd === 'CHL' || cmd === 'QRY' || (cmd === 'USR' && args[1] === 'MD5' && args[2] === 'S');
}

/** What is in the page, to be asked for again when an answer has come.
 * @type {{n: number, ask: () => void} | null} */
let shown = null;

/** What was heard last: it is shown at once where the details are drawn anew. @type {{n: number, judged: Judged} | null} */
let heard = null;

/** @param {Row} row */
export function judgedPart(row) {
  shown = null;
  if (!isJudged(row)) return [];
  const place = el('div', {class: 'judged', role: 'status'});
  const form = passwordForm(row.n, place);
  form.hidden = true;
  const tell = (/** @type {Judged} */ judged) => {
    if (!place.dataset.typed) fill(place, ...verdict(judged, row.n));
    form.hidden = judged.kind !== 'md5' || judged.answer === null;
  };
  if (heard?.n === row.n) tell(heard.judged);
  const ask = async () => {
    try {
      heard = {n: row.n, judged: await api.judged(row.n)};
      tell(heard.judged);
    } catch (error) {
      // Not everything that looks like a challenge is one: then there is nothing to say.
      fill(place, error instanceof api.Refused && error.status < 500 ? null : el('p', {class: 'wrong'}, api.words(error)));
    }
  };
  shown = {n: row.n, ask};
  ask();
  return [el('h3', {}, 'Judged'), place, form];
}

/** Asks again: what it belongs to has changed. @param {number} n */
export function refreshJudged(n) {
  if (shown?.n === n) shown.ask();
}

/** @param {Judged} judged @param {number} own */
function verdict({kind, challenge, answer, product, given, expected, verdict: is, says}, own) {
  const [mark, looks] = VERDICTS[is] ?? ['?', 'unknown'];
  const link = (/** @type {number} */ n) => (n === own ? `${grouped(n)} (this one)` : el('button', {type: 'button', class: 'link', click: () => goTo(n, 'focus')}, grouped(n)));
  const facts = /** @type {[string, Node | string | null | undefined][]} */ ([
    [kind === 'md5' ? 'salt in' : 'challenge in', link(challenge)],
    ['answer in', answer === null || answer === undefined ? 'none has come' : link(answer)],
    ['product', product && visible(product)], ['given', given && visible(given)], ['expected', expected && visible(expected)],
  ]).filter(([, value]) => value);
  return [
    el('p', {class: `state ${looks}`}, el('span', {class: 'mark', 'aria-hidden': 'true'}, mark), ' ', el('b', {}, visible(is)), '. ', visible(says)),
    el('dl', {}, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {class: name === 'expected' ? 'answer' : null}, value)])),
  ];
}

/** The password goes to the program, which keeps nothing of it. @param {number} n @param {HTMLElement} place */
function passwordForm(n, place) {
  const field = el('input', {type: 'password', name: 'password', autocomplete: 'off', required: true, maxlength: 256});
  const check = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!(field instanceof HTMLInputElement)) return;
    try {
      place.dataset.typed = 'yes';
      fill(place, ...verdict(await api.judged(n, field.value), n));
    } catch (error) {
      fill(place, el('p', {class: 'wrong'}, api.words(error)));
    }
  };
  return el('form', {class: 'compute', submit: check, 'aria-label': 'Whether a password is right'},
    el('label', {}, 'Password, which is not kept', field), el('button', {type: 'submit'}, 'Check'));
}
