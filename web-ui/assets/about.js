// The documentation of a command, wherever the person is: what its tab in the details says, without an entry.

import {documentation} from './docs.js';
import {byId, fill} from './el.js';
import {change, when} from './state.js';

const dialog = byId('about');

/** Where the person was. @type {Element | null} */
let before = null;

export const drawAbout = when((now) => [now.about, now.docs], ({about}) => {
  if (about === null) return;
  fill(byId('about-words'), ...documentation(about, (verb) => change((now) => (now.about = verb))));
  if (dialog.open) return;
  before = document.activeElement;
  dialog.showModal();
});

export function startAbout() {
  byId('close-about').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    change((now) => (now.about = null));
    if (before instanceof HTMLElement) before.focus();
  });
}
