// What broke the rules: which of it is shown, how it is marked, what is counted. Pure.

import {isWithin} from './scope.js';

/** @typedef {import('./viewtypes.js').Problem} Problem */
/** @typedef {import('./viewtypes.js').Severity} Severity */
/** @typedef {import('./types.js').Row} Row */

/** What is looked at: all of it, or that of one severity, of one rule, or both.
 * @typedef {{severity: Severity | null, rule: string | null}} Sift */

/** From the worst on. */
export const SEVERITIES = /** @type {Severity[]} */ (['error', 'warning', 'note']);

/** Each has a shape of its own: nobody has to tell colours apart. */
export const MARKS = /** @type {Record<Severity, string>} */ ({error: '✖', warning: '▲', note: '●'});

/** Those that are looked at, the newest first.
 * @param {Problem[]} all @param {import('./scope.js').Scope | null} scope @param {Sift} sift */
export function sifted(all, scope, {severity, rule}) {
  return all.filter((one) => isWithin(scope, one.session) && (!severity || one.severity === severity) && (!rule || one.rule === rule))
    .reverse();
}

/** How many there are of each severity.
 * @param {Problem[]} all @returns {Record<Severity, number>} */
export function tally(all) {
  const counts = {error: 0, warning: 0, note: 0};
  for (const {severity} of all) if (severity in counts) counts[severity] += 1;
  return counts;
}

/** The rules that were broken, with how often, the most frequent first.
 * @param {Problem[]} all @returns {{rule: string, count: number, severity: Severity}[]} */
export function byRule(all) {
  /** @type {Map<string, {rule: string, count: number, severity: Severity}>} */
  const rules = new Map();
  for (const {rule, severity} of all) {
    const known = rules.get(rule) ?? {rule, count: 0, severity};
    rules.set(rule, {rule, count: known.count + 1, severity: worse(known.severity, severity) ?? severity});
  }
  return [...rules.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
}

/** The worse of two. @param {Severity | null | undefined} one @param {Severity | null | undefined} other */
export function worse(one, other) {
  return SEVERITIES.find((severity) => severity === one || severity === other) ?? null;
}

/** The worst of each entry. @param {Problem[]} all @returns {Map<number, Severity>} */
export function worstByEntry(all) {
  /** @type {Map<number, Severity>} */
  const worst = new Map();
  for (const {entry, severity} of all) worst.set(entry, worse(worst.get(entry), severity) ?? severity);
  return worst;
}

/** What is wrong with an entry: what came with it, and what was found later, the worst first. What is told of another entry is
 * told of those it names, too.
 * @param {Row} row @param {Problem[]} told @returns {Problem[]} */
export function problemsOf(row, told) {
  const own = row.problems ?? [];
  const same = (/** @type {Problem} */ one) => own.some(({rule, says, entry}) => rule === one.rule && says === one.says && entry === one.entry);
  const later = told.filter((one) => (one.entry === row.n || one.entries?.includes(row.n)) && !same(one));
  return [...own, ...later].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** What the badge says: how many are worth a look, and how bad the worst is.
 * @param {Record<Severity, number> | undefined} counts
 * @returns {{count: number, severity: Severity | null}} */
export function badge(counts) {
  if (!counts) return {count: 0, severity: null};
  const count = counts.error + counts.warning;
  return {count: count || counts.note, severity: SEVERITIES.find((severity) => counts[severity] > 0) ?? null};
}
