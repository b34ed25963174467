// The shapes of what the program understood, for readers and for the type checker. Nothing here runs.

/** @typedef {'conversations' | 'held' | 'problems' | 'redirects' | 'sequences' | 'transfers'} ViewName */

/** What was told last, by view.
 * @typedef {object} Told
 * @property {{left_out?: number, conversations: Conversation[]}} [conversations]
 * @property {{left_out?: number, counts?: Record<Severity, number>, problems: Problem[]}} [problems]
 * @property {{left_out?: number, redirects: Redirect[]}} [redirects]
 * @property {{left_out?: number, transfers: Transfer[]}} [transfers]
 * @property {import('./wheeltypes.js').Holding} [held]
 * @property {{sequences: import('./wheeltypes.js').Sequence[]}} [sequences]
 */

/** @typedef {{account: string, name?: string | null}} Person */

/** @typedef {object} Conversation
 * @property {string} id
 * @property {number[]} sessions
 * @property {Person[]} people
 * @property {number} items
 * @property {number} said how many of them are words
 * @property {number} first
 * @property {number} last
 * @property {string | null} last_text
 * @property {boolean} open
 * @property {boolean} gap
 */

/** Something said or done in a conversation. Where both clients come through here it passed twice: then it has two entries.
 * @typedef {object} Said
 * @property {number} place among all of its conversation
 * @property {number[]} entries
 * @property {string} at
 * @property {number} session
 * @property {string} kind
 * @property {string | null} from
 * @property {string | null} name
 * @property {string | null} text
 * @property {import('./types.js').Font | null} font
 * @property {'delivered' | 'failed' | 'waiting' | 'not asked' | 'unknown' | null} delivered
 * @property {[number, number] | null} parts how many of how many are there
 * @property {number[]} missing
 * @property {number} count
 * @property {boolean} injected
 * @property {string | null} content_type
 */

/** A stretch of a conversation, as it is asked for.
 * @typedef {object} Stretch
 * @property {string} id
 * @property {Person[]} people
 * @property {number} from
 * @property {number} total
 * @property {number} dropped
 * @property {Said[]} items
 */

/** @typedef {object} Redirect
 * @property {number} entry
 * @property {string} at
 * @property {number} session
 * @property {'NS' | 'SB' | 'RNG' | 'XFR'} kind
 * @property {string} named
 * @property {string | null} told
 * @property {'waiting' | 'followed' | 'unfollowed' | 'untouched' | 'unknown'} fate
 * @property {string | null} why
 * @property {number | null} followed_by
 * @property {number | null} ms
 * @property {'open' | 'closed' | 'failed' | 'unknown' | null} became
 * @property {boolean} injected
 */

/** @typedef {'error' | 'warning' | 'note'} Severity */

/** @typedef {object} Problem
 * @property {string} rule
 * @property {Severity} severity
 * @property {string} says
 * @property {string} rests_on
 * @property {number} entry
 * @property {number[]} entries
 * @property {number | null} session
 * @property {boolean} injected
 */

/** @typedef {{id: string, severity: Severity, title: string, about: string, rests_on: string}} Rule */

/** @typedef {object} Transfer
 * @property {number} id
 * @property {number} session
 * @property {number | null} twin
 * @property {string} kind
 * @property {string | null} from
 * @property {string | null} to
 * @property {string | null} name
 * @property {number | null} size
 * @property {number} have
 * @property {string} status
 * @property {string} says
 * @property {number} [forgotten] bytes of it that are not kept any more
 * @property {[number, number][]} missing from a first byte to the one behind the last
 * @property {number} duplicates
 * @property {number[]} [repeated] entries with what came again
 * @property {number[]} [differing] those of them that had other bytes
 * @property {'right' | 'wrong' | 'unknown' | null} sha1d
 * @property {string | null} media
 * @property {boolean} shown whether it may be shown as an image
 * @property {number | string} version
 * @property {[number, number]} entries
 * @property {number | null} ms
 */

/** @typedef {{id: string, name?: string | null, state?: string | null, caps?: string | null}} Endpoint */

/** What is known of somebody's state: what was never told is `null`.
 * @typedef {object} Presence
 * @property {string} account
 * @property {string | null} [name]
 * @property {string | null} [status]
 * @property {string | null} [status_words]
 * @property {string | number | null} [caps]
 * @property {string | null} [message]
 * @property {string | null} [media]
 * @property {string | null} [picture]
 * @property {Endpoint[]} [endpoints]
 */

/** @typedef {Presence & {network?: number | null, via?: string | null, guid?: string | null, lists: string[] | null, groups: string[], changed: number | null}} Contact */

/** @typedef {object} Roster
 * @property {number} session
 * @property {number} at
 * @property {number} since
 * @property {boolean} gap
 * @property {number | null} [ended] the entry that ended it
 * @property {Presence} own
 * @property {{strangers: string | null, prompt: string | null}} privacy
 * @property {{id: string, name: string | null}[]} groups
 * @property {Contact[]} contacts
 * @property {number} uncounted contacts that are not kept
 * @property {number} [left_out] and that are not told
 */

/** Which entries ask and answer each other.
 * @typedef {object} Pair
 * @property {number} [request]
 * @property {number} [first]
 * @property {number} [last]
 * @property {number} count
 * @property {PairStatus} status
 * @property {number} [ms]
 * @property {number} [last_ms]
 */

/** @typedef {'pending' | 'answered' | 'failed' | 'unanswered' | 'unsolicited' | 'unknown'} PairStatus */

/** @typedef {object} Judged
 * @property {'challenge' | 'md5'} kind
 * @property {number} challenge
 * @property {number | null} answer
 * @property {string | null} [product]
 * @property {boolean} [known]
 * @property {string | null} [given]
 * @property {string | null} [expected]
 * @property {string} verdict
 * @property {string} says
 */

export {};
