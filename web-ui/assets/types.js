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
 * @property {string} [says] one plain sentence
 * @property {string} [event]
 * @property {number} [entry] the one an event is about
 * @property {import('./viewtypes.js').PairStatus} [status] how the request it is, or belongs to, stands
 * @property {number} [ms] from the request to the first of its answer
 * @property {import('./viewtypes.js').Severity} [problem] the worst there is with it
 * @property {'held' | 'released' | 'edited' | 'dropped' | 'answered'} [held] what became of it where a person held it
 * @property {string} [raw] base64; only in a whole row, as are these:
 * @property {import('./viewtypes.js').Pair} [pair]
 * @property {import('./viewtypes.js').Problem[]} [problems]
 * @property {number | null} [instead] the entry that left in its place
 * @property {string} [masked] base64: in place of `raw` where secrets are masked
 * @property {Explained} [explained]
 */

/** What a frame means.
 * @typedef {object} Explained
 * @property {string} name
 * @property {Form} [form]
 * @property {string} [trouble]
 * @property {Field[]} arguments
 * @property {Field[]} payload
 * @property {Shown[]} shown
 * @property {ChallengeAnswer[]} [answers]
 */

/** A named value. `at` is where its bytes begin and end, in what `shownBytes` returns.
 * @typedef {object} Field
 * @property {string} name
 * @property {string} value
 * @property {string} [meaning]
 * @property {[number, number]} at
 * @property {string} [spelled] how it is spelled on the wire, where that is not how it is shown
 * @property {string} [trouble]
 * @property {Field[]} [fields]
 */

/** A field with its place among the others: `p0.3` is the fourth of the first in the payload.
 * @typedef {object} Placed
 * @property {Field} field
 * @property {string} path
 * @property {number} level
 * @property {Placed[]} inner
 */

/** What a person would look at first.
 * @typedef {{said: string, font: Font | null} | {xml: string} | {picture: string, base64: string}} Shown */

/** @typedef {object} Font
 * @property {string} name
 * @property {boolean} bold
 * @property {boolean} italic
 * @property {boolean} struck
 * @property {boolean} underlined
 * @property {string} colour `#rrggbb`
 * @property {boolean} right_to_left
 */

/** A form of a command: in which dialects it looks so, from whom, with which arguments.
 * @typedef {object} Form
 * @property {number} row
 * @property {string} verb
 * @property {string} name
 * @property {Direction} dir
 * @property {string} [role]
 * @property {[number, number]} dialects
 * @property {string} arguments
 */

/** @typedef {{product: string, dialects: [number, number], answer: string}} ChallengeAnswer */

/** @typedef {{number: number, means: string | null}} ErrorNumber */

/** What there is to know about a command.
 * @typedef {object} Doc
 * @property {string} verb
 * @property {string} name
 * @property {string} purpose
 * @property {string} when
 * @property {string} reply
 * @property {ErrorNumber[]} errors
 * @property {string[]} traps
 * @property {string} rests_on
 * @property {Form[]} forms
 * @property {ErrorNumber} [number] where it was asked for as a number
 */

/** What a person does in the details of one entry.
 * @typedef {object} Look
 * @property {number} n
 * @property {string | null} path the field that is pointed at
 * @property {string | null} over the field under the pointer
 * @property {number | null} byte the byte that is pointed at
 * @property {Set<string>} shut groups that are folded
 * @property {Set<string>} all long lists that are shown to their end
 * @property {Set<string>} spelled fields that are shown as they were sent, too
 * @property {string | null} reading the command whose documentation is read, if not its own
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

/** The program a client says it is.
 * @typedef {{name: string, version: string, os?: string | null}} Program */

/** @typedef {object} Session
 * @property {number} id
 * @property {string | null} address where the client came from
 * @property {Program | null} client the program it is
 * @property {string | null} listen
 * @property {string | null} upstream
 * @property {string | null} server
 * @property {string | null} opened
 * @property {string | null} role
 * @property {string | null} dialect
 * @property {string | null} account
 * @property {string[]} participants
 * @property {number} thread
 * @property {number | null} [parent]
 * @property {number[]} [halves] the same conversation, as others see it
 * @property {number | null} [reconnects] the sign-in that this one takes up again
 * @property {boolean} [second_place]
 * @property {'first' | 'redirect' | 'unseen' | 'unknown'} [origin]
 * @property {string | null} [dialect_guess]
 * @property {boolean} [gap]
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
 * @property {number} behind entries that are not understood in time
 * @property {boolean} read_only
 * @property {{file: string, files: number, reading: boolean, notices: string[], more: number} | null} saved what is shown was recorded, and nothing is live
 * @property {boolean} masked
 */

/** A stretch of text of one look: the class names of `notation.css`.
 * @typedef {{look: string, text: string}} Stretch */

export {};
