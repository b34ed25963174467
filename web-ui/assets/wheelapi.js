// Questions and wishes of who steers: composing, sending, sequences, snippets, and what is held.

import {ask, post} from './api.js';

/** Takes something away, which counts as a change. @param {string} path */
const remove = (path) => post(path, {}, {method: 'DELETE'});

/** @typedef {import('./wheeltypes.js').Written} Written */

/** The exact bytes, and what they mean. Nothing is sent. @param {number} session @param {Written} written @param {AbortSignal} signal
 * @returns {Promise<import('./wheeltypes.js').Composed>} */
export function compose(session, written, signal) {
  return post(`/api/sessions/${session}/compose`, written, {signal});
}

/** @param {number} session @param {Written} written @returns {Promise<{entry: number, stalled?: boolean}>} */
export function inject(session, written) {
  return post(`/api/sessions/${session}/inject`, written);
}

/** @param {Written & {session: number, times: number, every_ms: number}} wish @returns {Promise<{id: number}>} */
export function begin(wish) {
  return post('/api/sequences', wish);
}

/** @param {number} id */
export function stop(id) {
  return remove(`/api/sequences/${id}`);
}

/** What there is to begin with in a session. @param {number} session
 * @returns {Promise<{templates: import('./wheeltypes.js').Template[], snippets: import('./wheeltypes.js').Template[]}>} */
export function templates(session) {
  return ask(`/api/sessions/${session}/templates`);
}

/** @param {{name: string, dir: string, role?: string, typed: string}} snippet */
export function keepSnippet(snippet) {
  return post('/api/snippets', snippet);
}

/** @param {string} name */
export function forgetSnippet(name) {
  return remove(`/api/snippets/${encodeURIComponent(name)}`);
}

/** Holds what a filter wants from now on; with `null` nothing more. @param {{filter: string | null, prove?: boolean, seconds?: number}} wish */
export function hold(wish) {
  return post('/api/hold', wish, {method: 'PUT'});
}

/** @param {number} entry @param {import('./wheeltypes.js').Decision} decision */
export function decide(entry, decision) {
  return post(`/api/held/${entry}`, decision);
}

/** Lets go of all that is held. */
export function releaseAll() {
  return post('/api/held', {});
}

/** Lets go of all, holds nothing more, and ends whatever repeats. */
export function handsOff() {
  return post('/api/hands-off', {});
}
