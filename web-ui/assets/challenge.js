// What a challenge is answered with: by the products that are known, and by one whose key is typed in.

import * as api from './api.js';
import {el, fill} from './el.js';
import {state} from './state.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').ChallengeAnswer} ChallengeAnswer */

/** The dialect of a connection as a number. @param {Row} row */
function dialectOf(row) {
  const session = row.session === undefined ? undefined : state.sessions.get(row.session);
  return Number(session?.dialect?.match(/^MSNP(\d+)$/)?.[1] ?? 0);
}

/** @param {Row} row */
export function answersPart(row) {
  const answers = row.explained?.answers;
  const challenge = row.explained?.arguments.at(-1)?.value;
  if (!answers || challenge === undefined) return [];
  const dialect = dialectOf(row);
  const fits = (/** @type {ChallengeAnswer} */ {dialects: [first, last]}) => first <= dialect && dialect <= last;
  const sorted = [...answers].sort((a, b) => Number(fits(b)) - Number(fits(a)));
  return [el('h3', {}, 'Answers'), table(sorted, answers.every(fits) ? () => false : fits), form(challenge, dialect)];
}

/** @param {ChallengeAnswer[]} answers @param {(answer: ChallengeAnswer) => boolean} fits */
function table(answers, fits) {
  const heads = ['Product', 'Versions', 'Answer'].map((name) => el('th', {scope: 'col'}, name));
  return el('div', {class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Answers'}, el('table', {class: 'answers'},
    el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...answers.map((answer) => line(answer, fits(answer))))));
}

/** @param {ChallengeAnswer} answer @param {boolean} isThis */
function line({product, dialects: [first, last], answer}, isThis) {
  const versions = first === last ? `MSNP${first}` : `MSNP${first}–${last}`;
  return el('tr', {class: isThis ? 'this' : null},
    el('th', {scope: 'row'}, visible(product)), el('td', {}, versions), el('td', {class: 'answer'}, visible(answer)));
}

/** @param {string} challenge @param {number} dialect */
function form(challenge, dialect) {
  const always = {autocomplete: 'off', spellcheck: 'false', required: true};
  const input = (/** @type {string} */ name, /** @type {Record<string, string | number>} */ more) => el('input', {name, ...always, ...more});
  const [product, key] = [input('product', {maxlength: 256}), input('key', {maxlength: 256})];
  const number = input('dialect', {type: 'number', min: 2, max: 21, value: dialect || 11});
  const result = el('output', {class: 'answer', name: 'answer'});
  const compute = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const [one, two, three] = [product, key, number].map((field) => (field instanceof HTMLInputElement ? field.value : ''));
    try {
      const {answers} = await api.challenge({challenge, product: one, key: two, dialect: three});
      fill(result, visible(answers[0]?.answer ?? ''));
    } catch (error) {
      fill(result, el('span', {class: 'wrong'}, api.words(error)));
    }
  };
  return el('form', {class: 'compute', submit: compute, 'aria-label': 'Answer of another product'},
    el('label', {}, 'Product id', product), el('label', {}, 'Key', key), el('label', {}, 'MSNP', number),
    el('button', {type: 'submit'}, 'Compute'), result);
}
