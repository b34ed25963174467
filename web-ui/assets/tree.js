// The sessions as a tree: each account, its notification server, its switchboards by who is in them.

import {counted, grouped} from './bytes.js';
import {byId, el, fill, say, set} from './el.js';
import {company, parties} from './names.js';
import {SESSION_TERM, chosenIn} from './scope.js';
import {clientWords, dialectWords, notesOf, otherHalfOf} from './sessionwords.js';
import {change, state} from './state.js';
import {recent, threads} from './threads.js';
import {setFilter} from './transcript.js';
import {visible} from './visible.js';

/** @typedef {import('./types.js').Session} Session */
/** @typedef {import('./state.js').State} State */

/** A line of the tree.
 * @typedef {object} Node
 * @property {string} key
 * @property {number} level
 * @property {string} text
 * @property {string} badge
 * @property {string} note what is behind the text, quieter
 * @property {string} id
 * @property {string} title
 * @property {string} looks
 * @property {string} words for those who hear it
 * @property {number | null} session
 * @property {boolean | null} unfolded whether what can be folded away with it is there
 */

const tree = byId('tree');
/** @type {Map<string, HTMLElement>} */
const elements = new Map();
/** Where the keyboard is in the tree. */
let current = 'all';

/** @param {number | null} id */
function choose(id) {
  const rest = state.filter.replace(SESSION_TERM, '').trim();
  const wanted = id === null || id === chosenIn(state.filter) ? '' : `session:${id}`;
  setFilter([wanted, rest].filter(Boolean).join(' '));
}

/** What is not as it should be, or how much passed. @param {Session} session */
function note(session) {
  const late = session.incomplete.c2s ?? session.incomplete.s2c;
  if (late) return `${grouped(late.have)}${late.want === null ? '' : ` of ${grouped(late.want)}`} B, ${Math.round(late.seconds)} s`;
  if (session.opaque.c2s || session.opaque.s2c) return 'not understood';
  return [...notesOf(session).map(({brief}) => brief), grouped(session.frames.c2s + session.frames.s2c)].join(' · ');
}

/** @param {Session} session @returns {Node} */
function leaf(session) {
  const role = session.role ?? '…';
  const server = visible(session.server ?? session.upstream ?? '?');
  const others = company(session);
  // Whose it is stands above it: the arrow says that the others are who it leads to.
  const text = session.role !== 'SB' ? (dialectWords(session) || server) : others ? `→ ${others}` : 'switchboard';
  const late = session.incomplete.c2s ?? session.incomplete.s2c;
  const troubled = late || session.opaque.c2s || session.opaque.s2c;
  const looks = `${session.closed ? 'closed' : 'open'}${troubled ? ' troubled' : ''}`;
  const what = troubled ? '' : 'frames, ';
  const words = `${what}${session.closed ? 'closed' : 'open'}`;
  const about = [clientWords([session]), dialectWords(session), server, ...notesOf(session).map(({long}) => long), words];
  const title = [`session ${session.id}, ${role} ${parties(session)}`.trim(), ...about].filter(Boolean).join(', ');
  return {key: `s${session.id}`, level: 2, text, badge: role, note: note(session), looks, words, id: String(session.id), title, session: session.id, unfolded: null};
}

/** @param {State} now @returns {Node[]} */
function nodes(now) {
  const sessions = [...now.sessions.values()];
  const closed = sessions.filter((session) => session.closed);
  const chosen = chosenIn(now.filter);
  const {shown, rest} = threads(sessions, chosen);
  const plain = {looks: '', id: '', badge: '', note: '', session: null, unfolded: null};
  const branch = (/** @type {import('./threads.js').Thread} */ {id, name, members}) => {
    const leaves = (now.everyClosed ? members : recent(members, chosen)).map(leaf);
    const looks = members.some((member) => !member.closed) ? 'thread open' : 'thread closed';
    const unfolded = !now.folded.has(`t${id}`);
    const words = counted(members.length, 'session');
    const title = [name, clientWords(members), members.map(dialectWords).find(Boolean)].filter(Boolean).join(', ');
    return [{...plain, key: `t${id}`, level: 1, text: name, note: clientWords(members, false), title, looks, words, unfolded}, ...(unfolded ? leaves : [])];
  };
  /** @type {Node[]} */
  const out = [{...plain, key: 'all', level: 1, text: 'All sessions', title: '', note: grouped(sessions.length - closed.length), words: 'open'}];
  out.push(...shown.flatMap(branch));
  const there = shown.flatMap(({members}) => recent(members, chosen)).length;
  const text = `${grouped(sessions.length - there)} closed — ${now.everyClosed ? 'hide' : 'show'}`;
  if (there < sessions.length) out.push({...plain, key: 'more', level: 1, text, title: '', looks: 'more', words: 'sessions', unfolded: now.everyClosed});
  return now.everyClosed ? [...out, ...rest.flatMap(branch)] : out;
}

/** @param {State} now */
export function drawTree(now) {
  const wanted = nodes(now);
  if (!wanted.some(({key}) => key === current)) current = 'all';
  const chosen = chosenIn(now.filter);
  const keys = new Set(wanted.map(({key}) => key));
  for (const [key, element] of elements) {
    if (keys.has(key)) continue;
    element.remove();
    elements.delete(key);
  }
  let after = tree.firstChild;
  for (const node of wanted) {
    const element = elements.get(node.key) ?? make(node);
    draw(element, node, node.session === null ? node.key === 'all' && !chosen : node.session === chosen);
    if (element === after) after = after.nextSibling;
    else tree.insertBefore(element, after);
  }
}

/** @param {Node} node */
function make(node) {
  const parts = ['badge', 'id', 'name', 'note', 'unseen'].map((name) => el('span', {class: name}));
  const element = el('div', {role: 'treeitem', click: () => act(node.key)}, el('span', {class: 'twist', 'aria-hidden': 'true'}), ...parts);
  element.dataset.key = node.key;
  elements.set(node.key, element);
  return element;
}

/** @param {HTMLElement} element @param {Node} node @param {boolean} chosen */
function draw(element, node, chosen) {
  set(element, 'class', `node ${node.looks}`);
  set(element, 'aria-level', node.level);
  set(element, 'title', node.title);
  set(element, 'aria-selected', String(chosen));
  set(element, 'tabindex', node.key === current ? 0 : -1);
  set(element, 'aria-expanded', node.unfolded === null ? null : String(node.unfolded));
  const [, badge, id, name, noted, words] = element.children;
  say(badge, node.badge);
  set(badge, 'class', `badge ${node.badge.toLowerCase()}`);
  say(id, node.id);
  say(name, node.text);
  say(noted, node.note);
  say(words, node.words);
}

/** @param {string} key */
function act(key) {
  current = key;
  if (key === 'all') choose(null);
  else if (key.startsWith('s')) choose(Number(key.slice(1)));
  change((now) => {
    if (key === 'more') now.everyClosed = !now.everyClosed;
    if (key.startsWith('t')) now.folded = now.folded.symmetricDifference(new Set([key]));
  });
}

/** @param {KeyboardEvent} event */
function press(event) {
  const keys = [...tree.children].map((/** @type {any} */ child) => child.dataset.key);
  const at = keys.indexOf(current);
  const isOpen = elements.get(current)?.getAttribute('aria-expanded');
  const otherHalf = () => {
    const half = keys.indexOf(`s${otherHalfOf(state.sessions.get(Number(current.slice(1))))}`);
    return half < 0 ? null : half;
  };
  const parent = () => keys.findLastIndex((key, i) => i < at && key.startsWith('t'));
  const to = /** @type {Record<string, () => number>} */ ({
    ArrowDown: () => Math.min(at + 1, keys.length - 1), ArrowUp: () => Math.max(at - 1, 0),
    Home: () => 0, End: () => keys.length - 1,
    ArrowRight: () => (isOpen === 'false' ? (act(current), at) : isOpen ? at + 1 : otherHalf() ?? at),
    ArrowLeft: () => (isOpen === 'true' ? (act(current), at) : current.startsWith('s') ? parent() : at),
  })[event.key];
  if (event.key === 'Enter' || event.key === ' ') act(current);
  else if (!to) return;
  else current = keys[to()] ?? current;
  event.preventDefault();
  event.stopPropagation();
  for (const [key, element] of elements) set(element, 'tabindex', key === current ? 0 : -1);
  elements.get(current)?.focus();
}

export function startTree() {
  tree.addEventListener('keydown', press);
}
