// What there is to know about a command, whatever has passed: asked for once, then kept.

import * as api from './api.js';
import {el} from './el.js';
import {look, lookOf} from './look.js';
import {change, state} from './state.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {import('./types.js').Doc} Doc */
/** @typedef {import('./types.js').Form} Form */
/** @typedef {import('./types.js').ErrorNumber} ErrorNumber */

/** The command whose documentation is shown, by verb or number; none for what is no known command. @param {Row} row */
function subject(row) {
  return lookOf(state).reading ?? (row.explained?.form ? row.cmd : undefined);
}

/** @param {Row} row */
export function docsTab(row) {
  const about = subject(row);
  if (about === undefined) return [el('p', {class: 'quiet'}, nothing(row))];
  const parts = documentation(about, (reading) => look({reading}), row.explained?.form);
  return [state.docs.has(about) && lookOf(state).reading !== null && back(row), ...parts];
}

/** What there is to read about a command, asked for where it is not known yet; `read` goes on to another, `own` is the form at hand.
 * @param {string} about @param {(about: string) => void} read @param {Form} [own] */
export function documentation(about, read, own) {
  const doc = state.docs.get(about);
  if (doc === undefined) {
    learn(about);
    return [el('p', {class: 'quiet'}, `Looking up ${about}…`)];
  }
  if ('trouble' in doc) return [el('p', {class: 'wrong'}, doc.trouble)];
  return article(doc, read, own);
}

/** @param {Row} row */
function nothing(row) {
  if (row.event) return 'This is information of Nudge’s own; the protocol has nothing to say about it.';
  return row.cmd === undefined ? 'These bytes are no command.' : `${visible(row.cmd)} is no known command, at least not in this form.`;
}

/** @type {Set<string>} */
const asked = new Set();

/** @param {string} about */
async function learn(about) {
  if (asked.has(about)) return;
  asked.add(about);
  const doc = await api.command(about).catch((error) => ({trouble: api.words(error)}));
  if ('trouble' in doc) asked.delete(about);
  change((now) => (now.docs = new Map(now.docs).set(about, doc)));
}

/** @param {Row} row */
function back(row) {
  const own = row.explained?.form ? `Back to ${visible(row.cmd ?? '')}` : 'Back';
  return el('p', {}, el('button', {type: 'button', class: 'link', click: () => look({reading: null})}, own));
}

/** Text in which `words` stand in the letters of code. @param {string} text */
function prose(text) {
  return text.split('`').map((part, at) => (at % 2 ? el('code', {}, visible(part)) : document.createTextNode(visible(part))));
}

/** @param {Doc} doc @param {(about: string) => void} read @param {Form} [own] */
function article(doc, read, own) {
  const {number} = doc;
  const title = number ? `Error ${number.number}: ${number.means ?? 'not known'}` : `${doc.verb}: ${doc.name}`;
  const parts = /** @type {[string, string][]} */ ([['What for', doc.purpose], ['Who and when', doc.when], ['Answer', doc.reply]]);
  return [
    el('h3', {class: 'subject'}, title),
    el('dl', {class: 'doc'}, ...parts.filter(([, text]) => text).flatMap(([name, text]) => [el('dt', {}, name), el('dd', {}, ...prose(text))])),
    doc.forms.length > 0 && forms(doc.forms, own),
    doc.errors.length > 0 && el('h3', {}, 'Errors'),
    doc.errors.length > 0 && el('ul', {class: 'errors'}, ...doc.errors.map((one) => error(one, read))),
    doc.traps.length > 0 && el('h3', {}, 'Traps'),
    doc.traps.length > 0 && el('ul', {class: 'traps'}, ...doc.traps.map((trap) => el('li', {}, ...prose(trap)))),
    doc.rests_on && el('p', {class: 'rests'}, `Rests on ${doc.rests_on}.`),
  ];
}

/** @param {ErrorNumber} error @param {(about: string) => void} read */
function error({number, means}, read) {
  return el('li', {}, el('button', {type: 'button', class: 'link', click: () => read(String(number))}, String(number)), ` ${means ?? 'not known'}`);
}

/** @param {[number, number]} dialects */
function versions([first, last]) {
  return first === last ? `MSNP${first}` : `MSNP${first}–${last}`;
}

/** @param {Form[]} all @param {Form} [form] that of the row at hand */
function forms(all, form) {
  const named = new Set(all.map(({name}) => name)).size > 1;
  const heads = ['Versions', 'From', 'Arguments', ...(named ? ['Called'] : [])].map((name) => el('th', {scope: 'col'}, name));
  const own = JSON.stringify(form);
  const lines = all.map((one) => formRow(one, named, JSON.stringify(one) === own));
  const caption = el('caption', {}, all.length > 1 ? 'Its forms' : 'Its form');
  return el('div', {class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Forms'},
    el('table', {class: 'forms'}, caption, el('thead', {}, el('tr', {}, ...heads)), el('tbody', {}, ...lines)));
}

/** @param {Form} form @param {boolean} named whether its name is said @param {boolean} isThis */
function formRow({name, dir, role, dialects, arguments: words}, named, isThis) {
  const from = `${dir === 'c2s' ? 'client' : 'server'}${role ? `, ${role}` : ''}`;
  return el('tr', {class: isThis ? 'this' : null, 'aria-current': isThis ? 'true' : null},
    el('th', {scope: 'row'}, versions(dialects), isThis && el('span', {class: 'flag'}, 'this one')),
    el('td', {class: dir}, from), el('td', {class: 'arguments'}, words || 'none'), named && el('td', {}, name));
}
