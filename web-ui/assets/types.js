// The shapes of what the program answers, for readers and for the type checker. Nothing here runs.

/** @typedef {'c2s' | 's2c'} Direction */

/** Bytes as they come in JSON: text where they are UTF-8.
 * @typedef {string | {base64: string}} Octets */

/** An entry of the transcript: a frame (`dir` stands there) or an event (`event` and `says` do).
 * @typedef {object} Row
 * @property {number} n
 * @property {string} at
 * @property {number} [session]
 * @property {string} [role]
 * @property {Direction} [dir]
 * @property {'client' | 'server' | 'nudge' | 'person'} [origin]
 * @property {string} [cmd]
 * @property {number} [trid]
 * @property {string[]} [args]
 * @property {Octets} [received]
 * @property {Octets} [sent]
 * @property {string[]} [flags]
 * @property {string} [line]
 * @property {number} [size]
 * @property {boolean} [cut]
 * @property {string} [raw] base64; only in a whole row
 * @property {string} [event]
 * @property {string} [says]
 */

/** A place in the list that stands for entries which are not there.
 * `skipped` and `ahead` can still be read; `forgotten` cannot.
 * @typedef {object} Gap
 * @property {'skipped' | 'forgotten' | 'ahead'} gap
 * @property {number} from
 * @property {number} to
 * @property {number} count
 * @property {boolean} [busy]
 */

/** @typedef {Row | Gap} Item */

/** What a question for entries is answered with.
 * @typedef {object} Answer
 * @property {string} run
 * @property {number} first
 * @property {number} head
 * @property {number} next
 * @property {number} prev
 * @property {number} missed
 * @property {number} skipped
 * @property {Row[]} entries
 */

/** @typedef {{verb: string, have: number, want: number | null, seconds: number}} Incomplete */

/** @typedef {object} Session
 * @property {number} id
 * @property {string} client
 * @property {string} listen
 * @property {string} upstream
 * @property {string | null} server
 * @property {string} opened
 * @property {string | null} role
 * @property {string | null} dialect
 * @property {string | null} account
 * @property {string[]} participants
 * @property {number} thread
 * @property {boolean} closed
 * @property {Record<Direction, boolean>} opaque
 * @property {Record<Direction, number>} frames
 * @property {Record<Direction, Incomplete | null>} incomplete
 */

/** @typedef {object} Status
 * @property {string} version
 * @property {string} run
 * @property {{listen: string, upstream: string}[]} listeners
 * @property {boolean} demo
 * @property {number} first
 * @property {number} head
 * @property {boolean} read_only
 * @property {boolean} masked
 */

/** A stretch of text of one look: the class names of `notation.css`.
 * @typedef {{look: string, text: string}} Stretch */

export {};
