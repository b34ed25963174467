// What is written, kept under a name: a beginning of the person's own.

import * as api from './api.js';
import {byId, el, fill, say} from './el.js';
import {tell} from './sent.js';
import {ownNames, snippetsChanged} from './starts.js';
import {visible} from './visible.js';
import {forgetSnippet, keepSnippet} from './wheelapi.js';

const [dialog, form, name, trouble, forget] = [byId('snippet'), byId('snippet-form'), byId('snippet-name'), byId('snippet-trouble'), byId('forget-snippet')];

/** What is to be kept. @type {{dir: string, typed: string, role?: string}} */
let written = {dir: 'c2s', typed: ''};

function draw() {
  const isKnown = ownNames().includes(name.value.trim());
  say(byId('snippet-words'), isKnown ? 'There is one of that name: this replaces it.' : '');
  forget.hidden = !isKnown;
}

/** @param {Promise<unknown>} deed @param {string} done */
async function act(deed, done) {
  try {
    await deed;
    dialog.close();
    tell(done);
    snippetsChanged();
  } catch (error) {
    const isNowhere = error instanceof api.Refused && error.status === 409;
    fill(trouble, isNowhere && el('b', {}, 'It cannot be kept: '), visible(api.words(error)), isNowhere && '. The file it names is read at the start and written when something is saved here.');
  }
}

/** @param {() => typeof written} what */
export function startSnippets(what) {
  byId('save-snippet').addEventListener('click', () => {
    written = what();
    fill(byId('snippet-typed'), visible(written.typed.split('\n')[0]));
    fill(trouble);
    draw();
    dialog.showModal();
    name.select();
  });
  name.addEventListener('input', draw);
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    const own = name.value.trim();
    act(keepSnippet({name: own, ...written}), `Saved as ${visible(own)}: it is on top of Start from….`);
  });
  forget.addEventListener('click', () => act(forgetSnippet(name.value.trim()), `${visible(name.value.trim())} is forgotten.`));
  byId('close-snippet').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => byId('typed').focus());
}
