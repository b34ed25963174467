// Everything this page knows, in one place. To remember: it changes only inside `change`, and what is seen is drawn
// from it, at most once per animation frame.

import {Rows} from './rows.js';

/** @typedef {import('./types.js').Session} Session */
/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./types.js').Row} Row */

/** `opening` until the first answer, then `live`; `waiting` to try again; `locked` without a valid token.
 * @typedef {'opening' | 'live' | 'waiting' | 'locked'} Link */

/** @typedef {'transcript' | 'conversation' | 'contacts' | 'transfers' | 'redirects' | 'problems'} Lens */

/** The tabs of the details, in their order.
 * @typedef {'fields' | 'text' | 'hex' | 'docs'} Tab */

const NONE = /** @type {Set<string>} */ (new Set());

/** The details of an entry, not yet touched. @param {number} n @returns {import('./types.js').Look} */
export function anew(n) {
  return {n, path: null, over: null, byte: null, shut: NONE, all: NONE, spelled: NONE, reading: null};
}

export const state = {
  link: /** @type {Link} */ ('opening'),
  /** When it is tried again, in the clock of `performance.now()`. */
  retry: 0,
  status: /** @type {Status | null} */ (null),
  sessions: /** @type {Map<number, Session>} */ (new Map()),
  /** Counts changes of what sessions are called, so that rows are drawn anew only then. */
  naming: 0,
  /** Threads whose sessions are folded away in the tree, and whether it holds every closed session. */
  folded: /** @type {Set<string>} */ (new Set()),
  everyClosed: false,
  rows: new Rows(),
  /** The first entry after this page last cleared what is shown: what is before it is not called forgotten. */
  cleared: 0,
  /** The filter in force. */
  filter: '',
  lens: /** @type {Lens} */ ('transcript'),
  /** The view and the entry from which the person jumped into the transcript: `back` leads there. */
  origin: /** @type {{lens: Lens, entry: number} | null} */ (null),
  /** The entry of the item to which the person comes back. */
  returned: /** @type {number | null} */ (null),
  /** What the program understood, as told last; and as it was when the person paused. */
  told: /** @type {import('./viewtypes.js').Told} */ ({}),
  frozen: /** @type {import('./viewtypes.js').Told | null} */ (null),
  /** The conversation that is read, and as much of it as is here. */
  chat: /** @type {string | null} */ (null),
  talk: /** @type {import('./talk.js').Talk | null} */ (null),
  /** Which state of the contacts is asked for, and what came. */
  asOf: /** @type {'now' | 'selected'} */ ('now'),
  roster: /** @type {{session: number, roster: import('./viewtypes.js').Roster | null, trouble: string | null} | null} */ (null),
  /** Which problems are shown, and what their rules are about. */
  sift: /** @type {import('./problem.js').Sift} */ ({severity: null, rule: null}),
  rules: /** @type {Map<string, import('./viewtypes.js').Rule>} */ (new Map()),
  /** What is wrong with the filter in the box. */
  objection: /** @type {{error: string, at?: number} | null} */ (null),
  following: true,
  /** The first row the person looks at, as the list says, and whether new rows are shown from there on. */
  place: /** @type {number | null} */ (null),
  stays: false,
  /** While paused: the first number that is not shown. */
  paused: /** @type {number | null} */ (null),
  /** Rows that came since the person left the end, or paused. */
  fresh: 0,
  /** The number of the selected row or gap. */
  selected: /** @type {number | null} */ (null),
  /** Asks the list to bring the selected row into view, and to give it the focus. */
  reveal: /** @type {'look' | 'focus' | null} */ (null),
  details: false,
  tab: /** @type {Tab} */ ('fields'),
  /** What is done in the details of the selected row. Always replaced, never changed. */
  look: /** @type {import('./types.js').Look} */ (anew(0)),
  /** What is known of commands, by verb or number, and why it is not. */
  docs: /** @type {Map<string, import('./types.js').Doc | {trouble: string}>} */ (new Map()),
  /** The whole of the selected row. */
  whole: /** @type {{n: number, row: Row | null, trouble: string | null, revealed: boolean} | null} */ (null),
  /** Which entries belong to the selected one, if that is known better than when its whole was asked for. */
  pair: /** @type {{n: number, pair: import('./viewtypes.js').Pair, problems?: import('./viewtypes.js').Problem[]} | null} */ (null),
  /** By how much the clock here is ahead of the program's, at most, in milliseconds. */
  ahead: /** @type {number | null} */ (null),
  /** Whether the field that says what is held is open, which frame is marked, and which is rewritten. */
  holdOpen: false,
  marked: /** @type {number | null} */ (null),
  rewriting: /** @type {{held: import('./wheeltypes.js').Held, does: 'edit' | 'answer'} | null} */ (null),
  /** The command whose documentation is open beside everything. */
  about: /** @type {string | null} */ (null),
  notices: /** @type {{id: number, text: string}[]} */ ([]),
  verbs: /** @type {Set<string>} */ (new Set()),
  settings: {
    time: /** @type {import('./time.js').Mode} */ ('local'),
    letters: true,
    announce: false,
  },
};

/** @typedef {typeof state} State */

/** @type {((state: State) => void)[]} */
const views = [];
let frame = 0;

/** Has a view drawn whenever something changed.
 * @param {(state: State) => void} view */
export function show(view) {
  views.push(view);
}

/** Changes what is known.
 * @param {(state: State) => void} mutate */
export function change(mutate) {
  mutate(state);
  frame ||= requestAnimationFrame(draw);
}

function draw() {
  frame = 0;
  for (const view of views) view(state);
}

/**
 * A view that is drawn only if what it depends on changed since the last time.
 * @param {(state: State) => unknown[]} dependencies
 * @param {(state: State) => void} view
 * @returns {(state: State) => void}
 */
export function when(dependencies, view) {
  /** @type {unknown[] | null} */
  let before = null;
  return (now) => {
    const after = dependencies(now);
    if (before?.every((value, at) => Object.is(value, after[at]))) return;
    before = after;
    view(now);
  };
}

let notices = 0;

/** Says something the person should know, until it is dismissed.
 * @param {string} text */
export function notice(text) {
  change((now) => {
    now.notices = [...now.notices.filter((one) => one.text !== text), {id: ++notices, text}].slice(-3);
  });
}
