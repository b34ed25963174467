// A row of the transcript, sent once more or taken into the composer.

import * as api from './api.js';
import {bytesSent, grouped} from './bytes.js';
import {aim} from './composer.js';
import {byId} from './el.js';
import {choose, write} from './picker.js';
import {send, tell} from './sent.js';
import {change, notice, state} from './state.js';
import {asTyped} from './typed.js';
import {unable} from './wheelwords.js';

/** @typedef {import('./types.js').Row} Row */

/** The selected row as a person would type it. Towards the server it gets a transaction id of its own, so that its answer is not
 * taken for that to the client's; its secrets are in it, for it is what is sent.
 * @returns {Promise<{row: Row, session: number, dir: import('./types.js').Direction, typed: string} | null>} */
async function selected() {
  if (state.selected === null) return null;
  const row = await api.entry(state.selected, true);
  const {dir, session} = row;
  if (!dir || session === undefined || row.cmd === undefined) {
    notice(`Entry ${grouped(row.n)} is no command: only what a client or a server said can be sent again.`);
    return null;
  }
  return {row, session, dir, typed: asTyped(bytesSent(row), {dir, trid: dir === 'c2s' ? row.trid : undefined})};
}

/** Sends the selected row once more, the same way. */
export async function again() {
  const why = unable(state.status);
  if (why) return notice(why);
  if (state.selected === null) return notice('Select the row that is to be sent again.');
  try {
    const found = await selected();
    if (!found) return;
    const {row, session, dir, typed} = found;
    if (state.sessions.get(session)?.closed !== false) return notice(`Session ${session} is closed: r takes entry ${grouped(row.n)} into the composer, from where it goes to another.`);
    await send(session, {dir, typed, hide_reply: false}, `Entry ${grouped(row.n)} sent again`);
  } catch (error) {
    notice(api.words(error));
  }
}

/** Takes the selected row into the composer, and goes there; without one it only goes there. */
export async function take() {
  const why = state.status?.saved ? unable(state.status) : null;
  if (why) return notice(why);
  if (state.selected === null || state.lens !== 'transcript') return byId('typed').focus();
  try {
    const found = await selected();
    if (!found) return byId('typed').focus();
    const {row, session, dir, typed} = found;
    write(typed, false);
    aim(dir);
    choose(session);
    tell(`Entry ${grouped(row.n)} is taken over: not sent yet.`);
    change(() => {});
  } catch (error) {
    notice(api.words(error));
  }
}
