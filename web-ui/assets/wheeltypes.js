// The shapes of what the program answers to who steers: for readers and for the type checker. Nothing here runs.

/** @typedef {import('./types.js').Direction} Direction */

/** What would be sent.
 * @typedef {object} Composed
 * @property {string} base64
 * @property {number} size
 * @property {number | null} trid what `{trid}` stands for
 * @property {string | null} noticed what hiding the reply cannot hide
 * @property {string | null} says
 * @property {import('./types.js').Explained | null} explained
 * @property {{severity: import('./viewtypes.js').Severity, says: string}[]} [problems] rules that it breaks
 */

/** What is to be sent, as typed. @typedef {{dir: Direction, typed: string, hide_reply: boolean}} Written */

/** A beginning. One of the person's own has no verb.
 * @typedef {object} Template
 * @property {string} name
 * @property {Direction} dir
 * @property {string | null} [role]
 * @property {string} [verb]
 * @property {[number, number]} [dialects]
 * @property {string} typed
 * @property {string} says
 */

/** A frame that waits for a word.
 * @typedef {object} Held
 * @property {number} entry
 * @property {number} session
 * @property {Direction} dir
 * @property {number} seconds
 * @property {number} left in how many seconds it leaves by itself
 * @property {number} behind
 * @property {number} size
 * @property {string} base64 its beginning
 */

/** @typedef {{holding: string | null, prove: boolean, seconds: number, left_out: number, held: Held[]}} Holding */

/** @typedef {object} Sequence
 * @property {number} id
 * @property {number} session
 * @property {number} round
 * @property {number} times
 * @property {number} sent
 * @property {number} [entry] the last that was sent
 * @property {'running' | 'done' | 'stopped' | 'failed'} state
 * @property {string} [error]
 */

/** What becomes of a frame. `measure`: its line tells the length of its payload, whatever was typed.
 * @typedef {{do: 'release' | 'drop' | 'edit' | 'answer' | 'prove', typed?: string, measure?: boolean}} Decision */

export {};
