// Questions over HTTP: what is not live. Errors become `Refused`, which carries the program's own words.

/** @typedef {import('./types.js').Answer} Answer */

/** The program answered, and said no. */
export class Refused extends Error {
  /** @param {number} status @param {{error?: string, at?: number}} body */
  constructor(status, body) {
    super(body.error ?? `The program answered with HTTP ${status}.`);
    this.status = status;
    this.at = body.at;
  }
}

/**
 * @param {string} path
 * @param {RequestInit} [options]
 */
export async function ask(path, options) {
  const response = await fetch(path, {credentials: 'same-origin', cache: 'no-store', ...options});
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body);
  return body;
}

/** @param {string} path @param {unknown} body @param {RequestInit} [more] */
export function post(path, body, more) {
  const headers = {'content-type': 'application/json'};
  return ask(path, {method: 'POST', headers, body: JSON.stringify(body), ...more});
}

/** @returns {Promise<import('./types.js').Status>} */
export function status() {
  return ask('/api/status');
}

/** @param {Record<string, string | number>} question @returns {Promise<Answer>} */
export function entries(question) {
  const asked = Object.entries(question).filter(([, value]) => value !== '');
  return ask(`/api/entries?${new URLSearchParams(asked.map(([key, value]) => [key, String(value)]))}`);
}

/** @param {number} n @param {boolean} reveal @returns {Promise<import('./types.js').Row>} */
export function entry(n, reveal) {
  return ask(`/api/entries/${n}${reveal ? '?reveal=true' : ''}`);
}

/** @param {string} verb or a number @returns {Promise<import('./types.js').Doc>} */
export function command(verb) {
  return ask(`/api/commands/${encodeURIComponent(verb)}`);
}

/** What a challenge is answered with by a product whose key is given.
 * @param {{challenge: string, dialect: string, product: string, key: string}} question
 * @returns {Promise<{answers: import('./types.js').ChallengeAnswer[]}>} */
export function challenge(question) {
  return ask(`/api/challenge?${new URLSearchParams(question)}`);
}

/** The newest of a conversation, or what was before a place in it.
 * @param {string} id @param {number | null} before
 * @returns {Promise<import('./viewtypes.js').Stretch>} */
export function conversation(id, before) {
  return ask(`/api/conversations/${encodeURIComponent(id)}?limit=200${before === null ? '' : `&before=${before}`}`);
}

/** The contacts as they were at an entry, or as they are. @param {number} session @param {number | null} at
 * @returns {Promise<import('./viewtypes.js').Roster>} */
export function roster(session, at) {
  return ask(`/api/sessions/${session}/roster${at === null ? '' : `?at=${at}`}`);
}

/** @returns {Promise<{rules: import('./viewtypes.js').Rule[]}>} */
export function rules() {
  return ask('/api/rules');
}

/** Whether an answer to a challenge is right; to that of a password, with the password.
 * @param {number} n @param {string} [password] @returns {Promise<import('./viewtypes.js').Judged>} */
export function judged(n, password) {
  return password === undefined ? ask(`/api/judged/${n}`) : post(`/api/judged/${n}`, {password});
}

/** @returns {Promise<unknown>} */
export function clear() {
  return post('/api/clear', {});
}

/** What went wrong, in words.
 * @param {unknown} error */
export function words(error) {
  if (error instanceof Refused) return error.message;
  return 'The program does not answer: is it still running?';
}
