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

function keep() {
  write('settings', state.settings);
}

export function startHelp() {
  const {time, letters, announce} = read('settings', state.settings);
  change((now) => (now.settings = {time: MODES.includes(time) ? time : 'local', letters: letters !== false, announce: announce === true}));
  byId('open-help').addEventListener('click', openHelp);
  byId('close-help').addEventListener('click', () => dialog.close());
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
