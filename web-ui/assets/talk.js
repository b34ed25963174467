// As much of a conversation as is held here. To remember: it is one stretch without a hole, bounded; what is before it is
// asked for, and what was let go behind it is asked for anew. Pure.

/** @typedef {import('./viewtypes.js').Said} Said */
/** @typedef {import('./viewtypes.js').Stretch} Stretch */
/** @typedef {import('./viewtypes.js').Conversation} Conversation */

/** @typedef {object} Talk
 * @property {string} id
 * @property {Said[]} items
 * @property {number} total of all there was, and of those how many the program let go
 * @property {number} dropped
 * @property {boolean} older whether there is more before them
 * @property {boolean} away whether there is more behind them, which was let go here
 */

/** How many items are held. */
export const KEPT = 1000;

/** @param {Stretch} answer @param {Said[]} items @param {boolean} away @returns {Talk} */
function talk({id, total, dropped, items: came}, items, away) {
  return {id, items, total, dropped, away, older: came.length > 0 && items.length < total - dropped};
}

/** With the newest of it. Whoever follows lets the oldest go; whoever reads further up keeps the place.
 * @param {Talk | null} held @param {Stretch} answer @param {boolean} following @param {number} [kept] @returns {Talk} */
export function joined(held, answer, following, kept = KEPT) {
  if (held?.id !== answer.id || !held.items.length || !answer.items.length) return talk(answer, answer.items, false);
  const [first, last] = [answer.items[0].place, held.items[held.items.length - 1].place];
  const before = held.items.filter(({place}) => place < first);
  if (held.away) {
    const known = answer.items.filter(({place}) => place <= last);
    const items = first > last + 1 ? held.items : [...before, ...known];
    return {...talk(answer, items, true), older: held.older};
  }
  if (first > last + 1) return following ? talk(answer, answer.items, false) : {...held, away: true, total: answer.total};
  const items = [...before, ...answer.items];
  const over = Math.max(0, items.length - kept);
  if (!over) return {...talk(answer, items, false), older: held.older && answer.total - answer.dropped > items.length};
  return following ? talk(answer, items.slice(over), false) : {...talk(answer, items.slice(0, kept), true), older: held.older};
}

/** With what came before it.
 * @param {Talk} held @param {Stretch} answer @param {number} [kept] @returns {Talk} */
export function extended(held, answer, kept = KEPT) {
  if (held.id !== answer.id) return held;
  const first = held.items[0]?.place ?? Infinity;
  const items = [...answer.items.filter(({place}) => place < first), ...held.items];
  const grown = items.length > held.items.length;
  const {total, dropped} = answer;
  return {
    ...held, total, dropped, items: items.slice(0, kept), away: held.away || items.length > kept,
    older: grown && items.length < total - dropped,
  };
}

/** Whether something in it is still to become known without anything new being said.
 * @param {Talk | null} held */
export function isUnsettled(held) {
  return held?.items.slice(-200).some(({delivered, missing}) => delivered === 'waiting' || missing?.length > 0) ?? false;
}

/** Those of these sessions, the newest first.
 * @param {Conversation[]} all @param {import('./scope.js').Scope | null} scope */
export function conversationsIn(all, scope) {
  const own = scope ? all.filter(({sessions}) => sessions.some((id) => scope.all.has(id))) : all;
  return [...own].sort((a, b) => b.first - a.first);
}

/** The one that is read: the one that was chosen, else the newest in which something was said.
 * @param {Conversation[]} shown @param {string | null} chosen */
export function readOf(shown, chosen) {
  return shown.find(({id}) => id === chosen) ?? shown.find(({said}) => said > 0) ?? shown[0] ?? null;
}
