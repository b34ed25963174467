// What is live: one WebSocket, which asks for entries from a number on, for sessions, and for the status. To remember:
// another question is another socket, so that no answer is ever taken for the answer to a question before it.

import {Refused, status} from './api.js';
import {change, state} from './state.js';

/** @typedef {import('./types.js').Answer} Answer */
/** @typedef {import('./viewtypes.js').ViewName} ViewName */

/** How long until it is tried again, in milliseconds: the last one stays. */
const BACKOFF = [250, 500, 1000, 2000, 4000, 8000];

/** How long the answer about a filter is waited for. */
const PATIENCE = 1000;

/** The ids of such questions, in turn, so that an answer that comes late is not taken for that to the next one. */
const CHECKS = [4, 5, 6, 7];

/** The ids of what was understood, by view. @type {Record<ViewName, number>} */
const VIEWS = {conversations: 8, problems: 9, redirects: 10, transfers: 11, held: 12, sequences: 13};

/** @typedef {object} Wishes
 * @property {() => {from: number, filter: string, views: ViewName[]}} question what is to be asked, when a socket opens
 * @property {(answer: Answer) => void} entries
 * @property {(name: ViewName, answer: any) => void} view
 * @property {(sessions: import('./types.js').Session[]) => void} sessions
 * @property {(status: import('./types.js').Status) => Promise<void>} connected what must be read before a socket opens
 * @property {(status: import('./types.js').Status) => void} status
 * @property {(error: {error: string, at?: number}) => void} refused
 */

export class Feed {
  /** @param {Wishes} wishes */
  constructor(wishes) {
    this.wishes = wishes;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.failures = 0;
    this.timer = 0;
    /** Tells a connection attempt from one that was given up for another. */
    this.attempt = 0;
    /** Takes the answer about a filter.
     * @type {(objection: {error: string, at?: number} | null) => void} */
    this.checked = () => {};
    /** How many filters were asked about. */
    this.checks = 0;
    /** The views that are told as they change.
     * @type {ViewName[]} */
    this.watched = [];
  }

  /** Begins anew with what is asked now. */
  ask() {
    this.#drop();
    this.#connect();
  }

  /** Tries at once instead of when the time has come. */
  retry() {
    if (state.link === 'waiting' || state.link === 'locked') this.ask();
  }

  /**
   * Asks whether a filter is understood, without a question over HTTP that would fail if it is not.
   * @param {string} filter
   * @returns {Promise<{error: string, at?: number} | null>}
   */
  check(filter) {
    if (this.socket?.readyState !== WebSocket.OPEN) return Promise.resolve(null);
    this.checks += 1;
    this.#send({id: this.#checking, get: 'entries', from: state.rows.head, limit: 1, filter});
    return new Promise((resolve) => {
      this.checked(null);
      this.checked = resolve;
      setTimeout(resolve, PATIENCE, null);
    });
  }

  /** Has these views told as they change, and no others: what is asked without following is told once more.
   * @param {ViewName[]} wanted */
  watch(wanted) {
    for (const [name, id] of Object.entries(VIEWS)) {
      const [was, is] = [this.watched, wanted].map((names) => names.some((one) => one === name));
      if (was !== is) this.#send({id, get: name, follow: is});
    }
    this.watched = wanted;
  }

  /** The id of the question that is waited for. */
  get #checking() {
    return CHECKS[this.checks % CHECKS.length];
  }

  #drop() {
    this.checked(null);
    clearTimeout(this.timer);
    this.attempt += 1;
    // One that is still opening is closed as soon as it is open: before that, browsers complain.
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.close();
    this.socket = null;
  }

  // The status is asked for first: a refused WebSocket does not tell why it was refused.
  async #connect() {
    const attempt = this.attempt;
    try {
      const answer = await status();
      if (attempt !== this.attempt) return;
      await this.wishes.connected(answer);
      if (attempt === this.attempt) this.#open();
    } catch (error) {
      if (attempt !== this.attempt) return;
      if (error instanceof Refused && [401, 403].includes(error.status)) this.#wait('locked');
      else this.#wait('waiting');
    }
  }

  #open() {
    const socket = new WebSocket(`ws${location.protocol.slice(4)}//${location.host}/api/live`);
    this.socket = socket;
    socket.addEventListener('open', () => {
      if (socket !== this.socket) return socket.close();
      const {from, filter, views} = this.wishes.question();
      this.#send({id: 1, get: 'entries', from, follow: true, ...(filter ? {filter} : {})});
      this.#send({id: 2, get: 'sessions', follow: true});
      this.#send({id: 3, get: 'status', follow: true});
      this.watched = [];
      this.watch(views);
    });
    socket.addEventListener('message', (event) => {
      if (socket === this.socket) this.#take(JSON.parse(event.data));
    });
    socket.addEventListener('close', () => {
      if (socket !== this.socket) return;
      this.#drop();
      this.#wait('waiting');
    });
  }

  /** @param {any} answer */
  #take(answer) {
    if (answer.id === this.#checking) return this.checked(answer.error ? answer : null);
    if (CHECKS.includes(answer.id)) return;
    if (answer.error) return this.wishes.refused(answer);
    this.failures = 0;
    if (state.link !== 'live') change((now) => (now.link = 'live'));
    if (answer.id === 1) this.wishes.entries(answer);
    else if (answer.id === 2) this.wishes.sessions(answer.sessions);
    else if (answer.id === 3) this.wishes.status(answer);
    else {
      const view = Object.entries(VIEWS).find(([, id]) => id === answer.id);
      if (view) this.wishes.view(/** @type {ViewName} */ (view[0]), answer);
    }
  }

  /** @param {'waiting' | 'locked'} link */
  #wait(link) {
    const delay = BACKOFF[Math.min(this.failures, BACKOFF.length - 1)];
    this.failures += 1;
    change((now) => Object.assign(now, {link, retry: performance.now() + delay}));
    this.timer = setTimeout(() => this.#connect(), delay);
  }

  /** @param {unknown} question */
  #send(question) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(question));
  }
}
