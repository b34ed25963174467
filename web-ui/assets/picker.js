// The session for which something is composed: the one a person chose, or the likeliest.

import {byId, el, fill, say} from './el.js';
import {parties} from './names.js';
import {tell} from './sent.js';
import {change, state} from './state.js';
import {successor} from './threads.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Session} Session */

const [picker, typed, offer] = [byId('to-session'), byId('typed'), byId('like')];

/** The session the person chose: until then the likeliest is offered. */
let picked = /** @type {Session | undefined} */ (undefined);

/** The beginning that was filled in last. While the text is still that, it is nobody's own. */
let begun = '';

export const session = () => state.sessions.get(Number(picker.value));
const isOwn = () => typed.value.trim() && typed.value !== begun;

/** Puts a text in place of what is written. It can be undone like anything that is typed.
 * @param {string} text @param {boolean} isBeginning whether it is one of those that are offered, and nobody's own */
export function write(text, isBeginning) {
  begun = isBeginning ? text : '';
  typed.focus();
  typed.select();
  // Setting the value alone would take away the way back to what was there.
  if (!document.execCommand('insertText', false, text)) typed.value = text;
  typed.setSelectionRange(text.length, text.length);
  typed.scrollTop = 0;
}

/** @param {number | undefined} id */
export function choose(id) {
  picked = state.sessions.get(id ?? 0);
  if (!picked) return;
  // Closed ones are offered only while they are chosen.
  if (![...picker.options].some(({value}) => Number(value) === id)) picker.append(el('option', {value: id ?? ''}, title(picked)));
  picker.value = String(id);
}

/** @param {Session} one */
function title(one) {
  return `${one.id} ${one.role ?? '?'} ${parties(one) || visible(one.address ?? '?')}${one.closed ? ' (closed)' : ''}`;
}

/** The session to offer in place of the chosen one, which is over. */
function heir() {
  const chosen = session();
  return chosen?.closed ? successor([...state.sessions.values()], chosen) : undefined;
}

/** Whether what was written is for a session that is over. */
export const isOrphan = () => !!session()?.closed && !!isOwn();

/** What the next command is for. What a person wrote stays with its session, even if that is closed: nothing is sent
 * elsewhere by surprise. With nothing of their own written, a like session takes the place of one that is over.
 * @param {Session[]} sessions @param {Session | undefined} chosen */
function wanted(sessions, chosen) {
  const open = sessions.filter((one) => !one.closed);
  const likely = open.findLast((one) => one.role === 'SB' && one.participants.length)
    ?? open.findLast((one) => one.account) ?? open.at(-1);
  if (isOwn()) return chosen ?? likely;
  const held = typed.value.trim() ? chosen : picked && (sessions.find(({id}) => id === picked?.id) ?? picked);
  if (!held?.closed) return held ?? likely;
  const next = successor(open, held);
  if (next && picked) picked = next;
  return next ?? (typed.value.trim() ? held : likely);
}

/** @param {import('./state.js').State} now */
export function drawPicker(now) {
  const sessions = [...now.sessions.values()];
  const one = wanted(sessions, session());
  const offered = sessions.filter((other) => !other.closed || other === one);
  const known = offered.map((other) => `${other.id}:${title(other)}`).join('\n');
  if (picker.dataset.known !== known) {
    fill(picker, ...offered.map((other) => el('option', {value: other.id}, title(other))));
    if (!offered.length) fill(picker, el('option', {value: ''}, 'no open session'));
    picker.dataset.known = known;
  }
  const value = String(one?.id ?? '');
  if (picker.value !== value) picker.value = value;
  const next = isOwn() ? heir() : undefined;
  offer.hidden = !next;
  if (next) say(offer, `Use ${title(next)}`);
}

/** Goes on in the session that is offered. */
export function move() {
  const next = heir();
  if (!next) return;
  picked = next;
  picker.value = String(next.id);
  tell(`Now for ${title(next)}: not sent yet.`);
  typed.focus();
  change(() => {});
}

export function startPicker() {
  picker.addEventListener('change', () => (picked = session()));
  offer.addEventListener('click', move);
}
