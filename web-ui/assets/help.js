// The help, and the few settings there are.

import {byId} from './el.js';
import {change, state} from './state.js';
import {read, write} from './stored.js';
import {MODES} from './time.js';
import {clear, setFilter} from './transcript.js';

const dialog = byId('help');

export function openHelp() {
  if (!dialog.open) dialog.showModal();
}

/** Closes, and leaves the keyboard to the page at once: a box in here that kept the focus would swallow the next key. */
function close() {
  dialog.close();
  const {activeElement} = document;
  if (activeElement instanceof HTMLElement && dialog.contains(activeElement)) activeElement.blur();
  if (document.activeElement === document.body) change((now) => (now.reveal ??= 'focus'));
}

/** @param {KeyboardEvent} event */
function press(event) {
  const letter = event.key === '?' && state.settings.letters;
  if (event.key !== 'Escape' && !letter) return;
  event.preventDefault();
  event.stopPropagation();
  close();
}

function keep() {
  write('settings', state.settings);
}

export function startHelp() {
  const {time, letters, announce} = read('settings', state.settings);
  change((now) => (now.settings = {time: MODES.includes(time) ? time : 'local', letters: letters !== false, announce: announce === true}));
  byId('open-help').addEventListener('click', openHelp);
  byId('close-help').addEventListener('click', close);
  dialog.addEventListener('keydown', press);
  for (const name of /** @type {('letters' | 'announce')[]} */ (['letters', 'announce'])) {
    const box = byId(`setting-${name}`);
    box.checked = state.settings[name];
    box.addEventListener('change', () => change((now) => {
      now.settings = {...now.settings, [name]: box.checked};
      keep();
    }));
  }
  byId('columns').addEventListener('click', (/** @type {Event} */ event) => {
    if (!(event.target instanceof Element) || event.target.id !== 'time-mode') return;
    change((now) => {
      now.settings = {...now.settings, time: MODES[(MODES.indexOf(now.settings.time) + 1) % MODES.length]};
      keep();
    });
  });
  byId('clear').addEventListener('click', clear);
  byId('unfilter').addEventListener('click', () => setFilter(''));
}
